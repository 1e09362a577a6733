"""A page of their own for a parent: which address is safe for a code, and the card that is handed over."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import welcoming
from knooppunt.casework.refusals import Refused
from knooppunt.casework.shown import ParentShown
from knooppunt.people import entrance, phones
from knooppunt.people.entrance import WayIn

from ..shared.asked import Asked
from ..shared.screens import screen
from .case_page import Opened, opened
from .forms import CaseForm
from .pages import adult_of

BY = {"phone": "phone", "text": "phone", "email": "email"}  # way of contact -> what to propose


class PlaceForm(CaseForm):
    """To which telephone or e-mail address the one-time codes of a parent go."""

    says_required = False
    address = forms.CharField(
        label=_("Mobiel nummer of e-mailadres"), max_length=254,
        help_text=_("Hierheen gaan de codes om in te loggen. Vraag aan deze ouder zelf wat veilig is."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    sharing = forms.BooleanField(
        label=_("Toch dit gebruiken. Deze ouder heeft dan altijd ook de code van de kaart nodig."), required=False
    )
    checked = forms.BooleanField(
        label=_("Ik heb gecontroleerd dat ik met deze ouder spreek."), required=False,
        help_text=_("Alleen nodig bij een ander nummer of adres. Bel terug op een nummer dat u al kende."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, parent: ParentShown, known: WayIn | None, **kwargs: Any) -> None:
        self.parent, self.known = parent, known
        super().__init__(data, **kwargs)

    def start(self, case: Opened) -> dict[str, Any]:
        """Propose what is kept, or else what this adult chose for contact, unless the other adult uses it too."""
        if self.known:
            return {"address": phones.shown(self.known.address)}
        kept = getattr(self.parent, BY.get(self.parent.contact_by, ""), "")
        safe = entrance.safe_address(kept)
        others = [p for p in case.parents if p.code != self.parent.code]
        shared = safe in {entrance.safe_address(text) for p in others for text in (p.phone, p.email)}
        return {"address": phones.shown(safe) if safe and not shared else ""}

    def furnish(self, case: Opened) -> None:
        """Ask only what matters now: sharing after the warning, checking when there is an address already."""
        self._sharing = self.fields.pop("sharing")
        if "sharing" in self.data:
            self.fields["sharing"] = self._sharing
        if self.known is None:
            del self.fields["checked"]

    def refuse(self, errors: dict[str, Any]) -> None:
        """Bring the tick with the warning that asks for it."""
        if "sharing" in errors:
            self.fields["sharing"] = self._sharing
        super().refuse(errors)


@screen(activity="coordinate", for_="coordinator")
def place(request: Asked, code: str, parent: str) -> HttpResponse:
    """Give a parent a page of their own: choose the safe address, and print or read out the card."""
    case = opened(request.actor, code)
    adult = adult_of(case, parent)
    if "give_place" not in case.acts or not adult.takes_part:
        raise Refused("no_consent" if case.acts else "no_role")
    known = entrance.way_in(adult.account)
    form = PlaceForm(request.POST if request.method == "POST" else None, case=case, parent=adult, known=known)
    if form.is_valid() and form.try_to(welcoming.give_place, request.actor, code, parent, **form.cleaned_data):
        return render(request, "coordinator/card.html", _card(case, adult, form.result))
    shown = {"case": case, "adult": adult, "known": known, "form": form, "back": _back(code)}
    return render(request, "coordinator/place.html", shown)


def _card(case: Opened, adult: ParentShown, given: welcoming.Place) -> dict[str, Any]:
    """Give what stands on the card; it is shown in this answer and nowhere again."""
    language = adult.language if adult.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return {
        "case": case, "adult": adult, "given": given.card, "language": language, "back": _back(case.code),
        "site_address": settings.SITE_ADDRESS.partition("//")[2] + reverse("entrance:enter"),
    }  # fmt: skip


def _back(code: str) -> str:
    return reverse("coordinator:case", args=[code]) + "#gezin"
