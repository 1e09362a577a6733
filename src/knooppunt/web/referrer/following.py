"""What became of a referral: that and when, never what; and whom the referrer would ask to the table."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from knooppunt.casework import reading, telling
from knooppunt.casework.refusals import Refused
from knooppunt.casework.shown import StatusShown
from knooppunt.people import choices

from ..papers.closing_letter import closing_letter
from ..papers.sheet import handed_over
from ..shared import labels
from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.happening import Happening, until_now
from ..shared.limits import limited
from ..shared.paper_language import chosen_language
from ..shared.screens import VERIFIED, screen

AHEAD = ("accepted", "planned", "held", "arranged", "closed")  # what is still to come, in order
REACHED = {"received": 0, "preparing": 1, "planned": 2, "held": 3, "following": 3, "evaluated": 4}  # how many of them


@screen(activity="follow_referral", for_=VERIFIED, methods=("GET",))
def mine(request: Asked) -> HttpResponse:
    """List one's own referrals with where they stand."""
    return render(request, "referrer/mine.html", {"referrals": reading.my_referrals(request.actor)})


@screen(activity="follow_referral", for_=VERIFIED, methods=("GET",))
def status(request: Asked, code: str) -> HttpResponse:
    """Show one referral as a timeline of what happened and what comes."""
    found = reading.status(request.actor, code)
    words = {"status": found, "timeline": timeline(found), "now": now(found)}
    return render(request, "referrer/status.html", words)


@screen(activity="follow_referral", for_=VERIFIED, methods=("GET",))
def letter(request: Asked, code: str) -> HttpResponse:
    """Take along what came of it, as a letter, as soon as it ended."""
    with chosen_language(request) as actor:
        found = reading.status(actor, code)
        if found.closed_at is None:
            raise Http404
        return handed_over(closing_letter(found), "brief")


class SuggestForm(HouseForm):
    """Somebody who may help this family: a discipline, a name, or both; and always why."""

    discipline = forms.ChoiceField(label=gettext_lazy("Uit welk vak?"), required=False)
    who = forms.CharField(
        label=gettext_lazy("Naam en organisatie"), required=False,
        help_text=gettext_lazy("Als u iemand kent."), widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("Wat kan deze persoon voor het gezin betekenen?"),
        help_text=gettext_lazy("Een of twee zinnen. Schrijf niets op wat het gezin u in vertrouwen vertelde."),
        widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.offer("discipline", [("", gettext_lazy("Kies …")), *choices.disciplines(get_language() or "nl")])

    def clean(self) -> dict[str, Any]:
        """Ask for at least one of the two."""
        found = super().clean() or {}
        if not found.get("discipline") and not found.get("who"):
            self.add_error("discipline", _("Kies een vak, of schrijf een naam op."))
        return found

    def suggestion(self) -> dict[str, str]:
        """Give it as one text: who on the first line, then why."""
        told = self.cleaned_data
        return {"discipline": told["discipline"], "text": "\n".join(filter(None, (told["who"], told["why"])))}


@screen(activity="follow_referral", for_=VERIFIED)
def suggest(request: Asked, code: str) -> HttpResponse:
    """Suggest whom to invite; the family decides, and the coordinator asks."""
    found = reading.status(request.actor, code)
    if not found.may_suggest:
        raise Refused("wrong_state")
    form = SuggestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        limited(request, "suggest", per_minute=6)
    if form.is_valid() and form.try_to(telling.suggest_person, request.actor, code, **form.suggestion()):
        messages.success(request, _("Dank u. De coördinator bespreekt dit met het gezin."))
        return redirect("referrer:status", code)
    return render(request, "referrer/suggest.html", {"status": found, "form": form})


def timeline(found: StatusShown) -> list[Happening]:
    """Give the steps so far, the newest marked, and the words of what still comes."""
    items = [Happening(labels.label("heard", name), when) for name, when in found.steps]
    if found.state not in REACHED:
        return items
    ahead = [name for name in AHEAD[REACHED[found.state] :] if name != "arranged" or not found.arranged_on]
    return [*until_now(items), *(Happening(labels.label("heard", name), state="next") for name in ahead)]


def now(found: StatusShown) -> str:
    """Say in a sentence what happens now."""
    if found.state == "received" and found.contacted:
        return _("De coördinator sprak het gezin, en beslist samen met hen hoe het verder gaat.")
    return {
        "received": _("De coördinator belt het gezin en beslist samen met hen hoe het verder gaat."),
        "preparing": _("De coördinator en het gezin kiezen wie er aan tafel komt."),
        "planned": _("Het overleg is gepland. Bent u erbij, dan krijgt u een eigen uitnodiging."),
        "held": _("Het overleg is geweest. De afspraken worden uitgewerkt."),
        "following": _("Iedereen doet wat is afgesproken."),
        "evaluated": _("Er is samen met het gezin teruggekeken."),
        "quiet": _("U hoort van ons wanneer het is afgerond."),
        "closed": _("Het is afgerond. Dank dat u dit gezin de weg wees."),
        "in_error": _("De aanmelding was een vergissing, en telt niet mee."),
    }.get(found.state, "")
