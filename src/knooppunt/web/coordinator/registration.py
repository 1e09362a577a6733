"""The registration of a family: what is counted of it, where that comes from, and the few things that are asked."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import reading, registering
from knooppunt.casework.local import local_values
from knooppunt.casework.refusals import Conflict
from knooppunt.casework.shown import RegistrationShown

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.labels import choices, choices_with, label
from ..shared.screens import screen
from .forms import offer, radio
from .pages import done, look_again

NOT_ASKED = _("Nog niet gevraagd")
FORM = {"title": _("Registratie"), "submit": _("Bewaren")}
# What is shown: its name, where it comes from, and the words for its codes.
DERIVED = (
    ("referrer", _("Wie aanmeldde"), _("uit de aanmelding"), "referred_by"),
    ("age_mother", _("Leeftijd van de moeder"), _("uit de aanmelding"), "age"),
    ("age_partner", _("Leeftijd van de partner"), _("uit de aanmelding"), "age"),
    ("needs", _("Waar het om gaat"), _("uit de aanmelding, en wat er later bij kwam"), "need"),
    ("participants", _("Wie aan tafel zat"), _("uit het overleg"), "discipline"),
    ("support", _("Welke steun er kwam"), _("uit de afspraken"), "support"),
    ("change", _("Hoe het nu gaat"), _("uit het terugkijken"), "change"),
    ("outcome", _("Hoe het afliep"), _("uit het afsluiten"), "outcome"),
)
DAYS = (
    ("referred_on", _("Aangemeld"), _("uit de aanmelding")),
    ("conference_on", _("Eerste overleg"), _("uit het overleg")),
    ("support_on", _("Eerste steun"), _("uit de afspraken")),
    ("evaluated_on", _("Teruggekeken"), _("uit het terugkijken")),
    ("closed_on", _("Afgesloten"), _("uit het afsluiten")),
)
WHY_NOT: dict[str, str | Promise] = {
    "": _("Nog niet elke ouder gaf antwoord over onderzoek. Zolang tellen alleen de aanmelding en de dagen mee."),
    "no": _(
        "Dit gezin zegt geen ja op onderzoek. Daarom tellen alleen de aanmelding en de dagen mee. Meer vragen wij niet."
    ),
}


class RegistrationForm(HouseForm):
    """What the work does not tell; nothing is needed, and 'unknown' is another answer than 'not asked yet'."""

    says_required = False
    version = forms.IntegerField(widget=forms.HiddenInput)
    composition = radio(_("Hoe is het gezin samengesteld?"), required=False)
    work_mother = radio(_("Heeft de moeder betaald werk?"), required=False)
    education_mother = radio(_("Wat is de hoogste opleiding van de moeder?"), required=False)
    work_partner = radio(_("Heeft de partner betaald werk?"), required=False)
    education_partner = radio(_("Wat is de hoogste opleiding van de partner?"), required=False)

    def __init__(self, data: Any = None, *, kept: RegistrationShown) -> None:
        names = [name for name in self.base_fields if name in kept.asks]
        told = {name: getattr(kept, name) for name in names}
        if kept.local_composition and "composition" in told:
            told["composition"] = kept.local_composition
        super().__init__(data, initial={"version": kept.version, **told})
        for name in registering.ASKED:
            if name in kept.asks:
                offer(self, name, [("", str(NOT_ASKED)), *_choices(name, kept)])
            else:
                del self.fields[name]

    def differences(self, theirs: dict[str, Any], mine: dict[str, Any]) -> list[tuple[str, str, str]]:
        """Give (question, what is kept now, what was chosen) of every answer that differs."""
        words = {name: dict(self.fields[name].choices) for name in mine}  # type: ignore[attr-defined]
        return [
            (str(self.fields[name].label), words[name].get(theirs[name], ""), words[name].get(value, ""))
            for name, value in mine.items()
            if theirs[name] != value
        ]


@screen(activity="coordinate", for_="coordinator")
def registration(request: Asked, code: str) -> HttpResponse:
    """See what is counted of a family, and keep the few things that the work does not tell."""
    kept = reading.registration(request.actor, code)
    form = RegistrationForm(request.POST if request.method == "POST" else None, kept=kept)
    context: dict[str, Any] = {"case": kept, "row": FORM, "form": form if kept.asks else None, **_derived(kept)}
    if form.is_valid():
        try:
            if form.try_to(registering.complete, request.actor, code, **form.cleaned_data):
                return done(request, code, _("De registratie is bewaard."))
        except Conflict as conflict:
            context |= look_again(form, conflict)
    return render(request, "coordinator/registration.html", context, status=409 if "differences" in context else 200)


def _choices(name: str, kept: RegistrationShown) -> list[tuple[str, str]]:
    """Give what may be answered; of the composition also what the municipality of the family added to the list."""
    if name != "composition":
        return choices(registering.LISTS[name])
    words = next((word for what, _base, word in kept.own if what == name), label(name, kept.composition))
    own = local_values([kept.municipality], name)
    return choices_with(name, own, (kept.local_composition or kept.composition, words))


def _derived(kept: RegistrationShown) -> dict[str, Any]:
    """Give what the work told, with where it comes from; without the yes only what is counted then."""
    rows = [
        (title, _words(kind, getattr(kept, name), [one[1:] for one in kept.own if one[0] == name]), source)
        for name, title, source, kind in DERIVED
    ]
    days = [(title, getattr(kept, name), source) for name, title, source in DAYS]
    may_ask = not kept.asks and not kept.research and "give_consent" in kept.acts
    return {
        "derived": rows if kept.asks else rows[:1], "days": [day for day in days if day[1]],
        "why_not": "" if kept.asks else WHY_NOT[kept.research],
        "ask": reverse("coordinator:case", args=[kept.code]) + "#gezin" if may_ask else "",
    }  # fmt: skip


def _words(kind: str, value: str | tuple[str, ...], own: list[tuple[str, str]]) -> list[str]:
    """Give the words for codes; what the municipality calls one of them, with as what it counts."""
    codes = value if isinstance(value, tuple) else tuple(filter(None, (value,)))
    if kind == "referred_by" and registering.PARENT not in codes:
        kind = "discipline"
    said = []
    for code in codes:
        word = label(kind, code)
        calls = [
            gettext("%(own)s (telt mee als “%(base)s”)") % {"own": one, "base": word}
            for base, one in own
            if base == code
        ]
        said += calls or [word]
    return said
