"""The forms around the agenda: something else to speak of, the answer to a point, and why it opens again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.chairing import LINE, LONGEST

from ..shared.forms import HouseForm


class ThemeForm(HouseForm):
    """Something else to speak of."""

    title = forms.CharField(label=_("Waar gaat het over?"), max_length=LINE)
    minutes = forms.IntegerField(label=_("Hoeveel minuten?"), min_value=1, max_value=LONGEST, initial=10)


class AnswerForm(HouseForm):
    """What becomes of a point of the family."""

    moment = forms.ChoiceField(label=_("Wat doen we hiermee?"), widget=forms.RadioSelect, choices=[
        ("not", _("Dit doen we niet")), ("parked", _("Later")), ("now", _("Nu: maak er een wens van")),
    ])  # fmt: skip
    because = forms.CharField(label=_("Waarom doen we dit niet?"), max_length=300, required=False)
    show_if = {"because": "moment=not"}
    asked_when_shown = ("because",)

    def answer(self) -> dict[str, str]:
        """Give the arguments of the verb."""
        moment = self.cleaned_data["moment"]
        return {"moment": moment, "because": self.cleaned_data["because"] if moment == "not" else ""}


class ReopenForm(HouseForm):
    """Why a conference opens again."""

    why = forms.CharField(label=_("Waarom gaat het overleg weer open?"), max_length=LINE)
