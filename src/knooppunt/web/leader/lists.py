"""The lists of the registration, and what a municipality added to them in its own words."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import extending
from knooppunt.casework.forms import choices, label
from knooppunt.people.models import Municipality
from knooppunt.people.roles import municipalities_of_leader

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.screens import screen

ROLE = "project_leader"
TITLES = {
    "needs": _("Waar het om gaat"), "support": _("Ondersteuning"), "composition": _("Gezinssamenstelling"),
    "outcomes": _("Hoe het afliep"),
}  # fmt: skip


class OwnValueForm(HouseForm):
    """A word of one's own, for which municipality, and as what it counts."""

    says_required = False
    municipality = forms.ChoiceField(label=_("Gemeente"))
    label = forms.CharField(
        label=_("Hoe noemt u het?"), max_length=extending.LABEL,
        help_text=_("Bijvoorbeeld de naam van een plek of een project. Geen naam van iemand."),
    )  # fmt: skip
    counts_as = forms.ChoiceField(
        label=_("Als wat telt het mee?"), help_text=_("In de cijfers staat het bij dit antwoord van de vaste lijst.")
    )

    def __init__(self, data: Any = None, *, places: dict[str, str]) -> None:
        super().__init__(data)
        self.fields["municipality"].choices = [("", _("Kies …")), *places.items()]  # type: ignore[attr-defined]
        self.fields["counts_as"].choices = [("", _("Kies …")), *(  # type: ignore[attr-defined]
            (str(title), [(f"{name}.{code}", said) for code, said in choices(name, "nl")])
            for name, title in TITLES.items()
        )]  # fmt: skip

    def arguments(self) -> dict[str, str]:
        """Give the named arguments of the verb."""
        name, _dot, code = self.cleaned_data["counts_as"].partition(".")
        return {**self.cleaned_data, "name": name, "counts_as": code}


@screen(activity="take_in", for_=ROLE)
def own_values(request: Asked) -> HttpResponse:
    """See the words that one's own municipalities added to the lists, and add one."""
    led = municipalities_of_leader(request.actor.person_id)
    places = dict(Municipality.objects.filter(code__in=led).values_list("code", "name"))
    form = OwnValueForm(request.POST if request.method == "POST" else None, places=places)
    if form.is_valid() and form.try_to(extending.add_local_value, request.actor, **form.arguments()):
        messages.success(request, _("Het staat in de lijst."))
        return redirect("leader:own_values")
    rows = [
        (places[one.municipality], TITLES[one.list], one, label(one.list, one.counts_as, "nl"))
        for one in extending.local_values_of(request.actor)
    ]
    return render(request, "leader/own_values.html", {"rows": rows, "form": form})


@screen(activity="take_in", for_=ROLE, methods=("POST",))
def remove_value(request: Asked, place: str, name: str, code: str) -> HttpResponse:
    """Take away a word that was added by mistake, as long as nobody used it."""
    form = HouseForm(request.POST)
    if form.is_valid() and form.try_to(
        extending.remove_local_value, request.actor, municipality=place, name=name, code=code
    ):
        messages.success(request, _("Het staat niet meer in de lijst."))
    else:
        messages.error(request, _("Dit wordt al gebruikt. Daarom kan het niet meer weg."))
    return redirect("leader:own_values")
