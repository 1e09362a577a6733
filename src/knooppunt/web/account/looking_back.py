"""The privacy officer looks back: who did and saw what, found by a code; looking is written down too."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from knooppunt.casework import reading as families
from knooppunt.people import overview
from knooppunt.people.naming import names_of
from knooppunt.trail import reading, sealing
from knooppunt.trail.record import record

from ..shared.asked import Asked
from ..shared.screens import screen

OFFICER = "privacy_officer"
Question = Callable[..., list[reading.Line]]
QUESTIONS: dict[str, Question] = {
    "zaak": reading.lines_of_case,
    "over": reading.lines_about,
    "door": reading.lines_by,
}
LINES = 50


@screen(activity="look_back", for_=OFFICER, methods=("GET",))
def trail(request: Asked) -> HttpResponse:
    """Read the trail of a case, about a person, or of what somebody did; newest first."""
    code, what = request.GET.get("code", "").strip().upper()[:12], request.GET.get("wat", "zaak")
    after = request.GET.get("na", "")
    lines: list[reading.Line] = []
    if code.isalnum() and what in QUESTIONS:
        since = int(after) if after.isdecimal() and len(after) < 19 else None
        lines = QUESTIONS[what](code, actor=request.actor, role=OFFICER, after=since, limit=LINES)
    query = urlencode({"code": code, "wat": what, "na": str(lines[-1].id)}) if len(lines) == LINES else ""
    names = names_of(line.actor_code for line in lines)
    rows = [(line, names.get(line.actor_code, line.actor_code)) for line in lines]
    context = {"code": code, "what": what, "rows": rows, "next": f"?{query}" if query else ""}
    return render(request, "people/trail.html", context)


@screen(activity="look_back", for_=OFFICER, methods=("GET",))
def seals(request: Asked) -> HttpResponse:
    """See whether the trail is sealed and whole, and which accounts nobody looked at for a year."""
    verdict = sealing.check() if request.GET.get("controleer") else None
    record("trail.check" if verdict else "trail.see_seals", actor=request.actor, role=OFFICER, outcome="viewed")
    context = {"standing": sealing.standing(), "verdict": verdict, "page": overview.accounts(only="review")}
    return render(request, "people/seals.html", context)


@screen(activity="look_back", for_=OFFICER, methods=("GET",))
def rights(request: Asked) -> HttpResponse:
    """See which parents' requests about their own file wait for an answer, and which are late; no names, no words."""
    return render(request, "people/rights.html", {"asked": families.rights(request.actor)})
