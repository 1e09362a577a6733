"""Who comes into the circle around a family: found in the directory, suggested by the needs, with the reason."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knooppunt.casework import convening, reading
from knooppunt.casework.refusals import NotFound, Refused
from knooppunt.casework.shown import MessageShown
from knooppunt.people import choices, directory
from knooppunt.people.directory import Entry

from ..shared.asked import Asked
from ..shared.labels import discipline_labels
from ..shared.screens import screen
from .forms import SeatForm
from .pages import done

FOUND = 12


@screen(activity="coordinate", for_="coordinator", methods=("GET",))
def find(request: Asked, code: str) -> HttpResponse:
    """Find somebody for the circle by name, discipline or municipality, with suggestions that say why."""
    case = _open_for_more(request, code)
    asked = {name: request.GET.get(name, "")[:80].strip() for name in ("naam", "discipline", "gemeente", "voorstel")}
    query = {name: value for name, value in asked.items() if value}
    wish = _wish(case, asked["voorstel"])
    if not {"naam", "discipline", "gemeente"} & set(request.GET):
        asked |= _search(wish) if wish else {"gemeente": case.municipality}
    language = get_language() or "nl"
    words = (asked["naam"], asked["discipline"], asked["gemeente"])
    page = directory.search(*words, after=request.GET.get("na", ""), limit=FOUND)
    there = {seat.person_code for seat in case.circle if seat.ended_on is None}
    return render(request, "coordinator/find.html", {
        "case": case, "asked": asked, "wanted": [wish] if wish else (), "places": choices.municipalities(),
        "disciplines": discipline_labels(language).items(),
        "entries": [(entry, entry.discipline(language), entry.code in there) for entry in page.entries],
        "next": f"?{urlencode({**query, 'na': page.after})}" if page.after else "",
        "begin": f"?{urlencode(query)}" if request.GET.get("na") else "",
    })  # fmt: skip


@screen(activity="coordinate", for_="coordinator")
def add(request: Asked, code: str, person: str) -> HttpResponse:
    """Put somebody in the circle with the reason; it shows them nothing yet."""
    case = _open_for_more(request, code)
    wish = _wish(case, request.GET.get("voorstel", ""))
    form = SeatForm(request.POST if request.method == "POST" else None, parents=case.parents)
    told = {**form.arguments(), "wish": wish.code if wish else ""} if form.is_valid() else {}
    if told and form.try_to(convening.add_to_circle, request.actor, code, person, **told):
        return done(request, code, _("Deze persoon staat nu in de kring, en ziet nog niets."), "kring")
    entry = entry_of(person)
    discipline = entry.discipline(get_language() or "nl")
    words = {"case": case, "form": form, "entry": entry, "discipline": discipline, "wanted": [wish] if wish else ()}
    return render(request, "coordinator/seat.html", words)


def _wish(case: reading.CircleShown, code: str) -> MessageShown | None:
    """Find what a parent or the referrer asked for, by code, while it waits."""
    return next((wish for wish in case.wanted if wish.code == code), None)


def _search(wish: MessageShown) -> dict[str, str]:
    """Search for the name that a referrer wrote on the first line, before the organisation, or else the discipline.

    Not in the address of the page: what was written there may be about the family.
    """
    name, _line, why = wish.text.partition("\n")
    if wish.role == "referrer" and why:
        return {"naam": name.partition(",")[0][:80].strip()}
    return {"discipline": wish.discipline}


def _open_for_more(request: Asked, code: str) -> reading.CircleShown:
    """Open the case when somebody may be added to its circle now. Raises NotFound or Refused."""
    case = reading.circle(request.actor, code)
    if "add_to_circle" not in case.acts:
        raise Refused("wrong_state")
    return case


def entry_of(code: str) -> Entry:
    """Give one professional of the directory by code; raises NotFound."""
    found = directory.one(code)
    if found is None:
        raise NotFound
    return found
