"""My file: take everything about oneself along, say something about it, ask to correct it or to wipe it away."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext
from django.utils.translation import gettext_lazy as _

from knooppunt import calendars
from knooppunt.casework import reading, telling
from knooppunt.foundation import clock

from ..papers import own_file
from ..papers.meeting import meeting_paper
from ..papers.plan import plan_paper
from ..papers.sheet import download, handed_over, shown_alone
from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.screens import PARENT, screen

shows = screen(activity="own_file", for_=PARENT, methods=("GET",))
acts = screen(activity="own_file", for_=PARENT)


@dataclass(frozen=True)
class Right:
    """One thing that a parent may ask of us about her file, in her words."""

    kind: str
    slug: str
    title: str | Promise
    link: str | Promise
    intro: str | Promise
    label: str | Promise
    hint: str | Promise = ""


RIGHTS_SAID = (
    Right(
        "statement", "iets-erbij", _("Ik wil hier iets bij zeggen"), _("Iets erbij zeggen"),
        _("Ziet u iets anders dan wat er staat? Schrijf het op. Wij bewaren uw woorden bij uw gegevens."),
        _("Wat wilt u erbij zeggen?"),
    ),
    Right(
        "correction", "verbeteren", _("Er klopt iets niet"), _("Iets laten verbeteren"),
        _("Vertel wat er niet klopt. De coördinator kijkt ernaar. Binnen een maand hoort u wat wij doen, en waarom."),
        _("Wat klopt er niet, en hoe is het wel?"),
    ),
    Right(
        "erasure", "wissen", _("Ik wil dat u iets wist"), _("Iets laten wissen"),
        _("U mag vragen om iets te wissen, of alles. De coördinator kijkt of dat kan. Binnen een maand hoort u wat wij"
          " doen, en waarom."),
        _("Wat wilt u laten wissen?"), _("Schrijf “alles” als u wilt dat wij alles over u wissen."),
    ),
)  # fmt: skip


class RightForm(HouseForm):
    """What a parent wants to say or ask about her file."""

    text = forms.CharField(label=_("Vertel het ons"), widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, right: Right, data: object = None) -> None:
        super().__init__(data)
        self.fields["text"].label, self.fields["text"].help_text = str(right.label), str(right.hint)


@shows
def overview(request: Asked, code: str) -> HttpResponse:
    """See what one may do with one's own file, and what became of what was asked before."""
    file = reading.my_requests(request.actor, code)
    titles = {one.kind: one.title for one in RIGHTS_SAID}
    return render(request, "family/file.html", {
        "file": file, "rights": RIGHTS_SAID, "asked": file.asked, "titles": titles, "papers": file.papers,
        "may_ask": "send_message" in file.acts,
    })  # fmt: skip


@shows
def paper(request: Asked, code: str) -> HttpResponse:
    """Take everything about oneself along, to read and to keep."""
    everything = reading.my_file(request.actor, code, as_what="pdf")
    return handed_over(own_file.as_paper(everything, rtl=get_language_bidi()), "mijn-gegevens")


@shows
def data(request: Asked, code: str) -> HttpResponse:
    """Take everything about oneself along as data, for another service."""
    everything = reading.my_file(request.actor, code, as_what="json")
    return download(own_file.as_json(everything), "application/json; charset=utf-8", "mijn-gegevens.json")


@shows
def scan(request: Asked, code: str, scan: str) -> HttpResponse:
    """Look at a paper with one's own signature."""
    kept = reading.own_scan(request.actor, code, scan)
    picture = kept.media_type != "application/pdf"
    name = f"papier.{kept.media_type.rpartition('/')[2]}"
    return shown_alone(kept.content, kept.media_type, name, inline=picture)


@shows
def plan(request: Asked, code: str) -> HttpResponse:
    """Take the agreements along on paper."""
    return handed_over(plan_paper(reading.plan_paper(request.actor, code)), "afspraken")


@shows
def meeting(request: Asked, code: str) -> HttpResponse:
    """Take the invitation along on paper: when, where, who comes and why."""
    return handed_over(meeting_paper(reading.meeting_paper(request.actor, code)), "uitnodiging")


@shows
def calendar(request: Asked, code: str) -> HttpResponse:
    """Take the time of the conference along for one's own calendar: nothing but "Overleg", the day and the hour."""
    event = reading.own_time(request.actor, code)
    text = calendars.own_file(event, language=request.LANGUAGE_CODE, at=clock.now())
    return download(text.encode(), "text/calendar; charset=utf-8", "agenda.ics")


@acts
def ask(request: Asked, code: str, slug: str) -> HttpResponse:
    """Say something about what is kept, ask to correct it, or ask to wipe it away."""
    right = next((one for one in RIGHTS_SAID if one.slug == slug), None)
    file = reading.my_requests(request.actor, code)
    if right is None or "send_message" not in file.acts:
        raise Http404
    form = RightForm(right, request.POST if request.method == "POST" else None)
    if form.is_valid():
        words = form.cleaned_data["text"]
        if form.try_to(telling.send_message, request.actor, code, kind=right.kind, text=words):
            messages.success(request, gettext("Dank u wel. Wij hebben het ontvangen."))
            return redirect("family:file", code)
    return render(request, "family/file_ask.html", {"file": file, "form": form, "right": right})
