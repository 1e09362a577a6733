"""The forms of the kitchen table: a scan, a yes to the agreements, points, whom one wants at the table, a look back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.convening import POINTS
from knooppunt.casework.shown import CaseFile
from knooppunt.casework.shown.paper import AtTheTable

from ..shared import labels
from ..shared.fields import ScanField
from ..shared.forms import HouseForm, furnish


class ScanForm(HouseForm):
    """A photo or scan of what somebody signed."""

    kind = forms.ChoiceField(label=_("Wat is er ondertekend?"), widget=forms.RadioSelect)
    scan = ScanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", labels.choices("scan"))


class RemoveForm(HouseForm):
    """Why a paper is taken away."""

    reason = forms.ChoiceField(label=_("Waarom haalt u dit weg?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", labels.choices("scan_reason"))


class HeardForm(HouseForm):
    """How a parent said yes to what was read back."""

    method = forms.ChoiceField(label=_("Hoe is het ja gegeven?"), widget=forms.RadioSelect, choices=[
        ("paper", _("Met een handtekening op papier")), ("spoken", _("Mondeling, met een getuige")),
    ])  # fmt: skip
    witness = forms.CharField(label=_("Wie was erbij als getuige?"), max_length=120, required=False)
    show_if = {"witness": "method=spoken"}
    asked_when_shown = ("witness",)


class YesForm(HeardForm):
    """How a parent said yes, and to what."""

    what = forms.ChoiceField(label=_("Waar zegt deze ouder ja tegen?"), widget=forms.RadioSelect, choices=[
        ("plan", _("De afspraken")), ("evaluation", _("Hoe we terugkeken")),
    ])  # fmt: skip
    field_order = ("what", "method", "witness")


class PointsForm(HouseForm):
    """At most three points, in the words of one parent."""

    says_required = False

    def __init__(self, data: Any = None, *, said: list[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for number in range(POINTS):
            field = forms.CharField(
                label=_("Punt %(number)d") % {"number": number + 1}, required=False, max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}), initial=said[number] if number < len(said) else "",
            )  # fmt: skip
            furnish(field, f"point-{number}")
            self.fields[f"point-{number}"] = field

    def points(self) -> list[str]:
        """Give the points that were filled in."""
        return [text for name in self.fields if (text := self.cleaned_data[name].strip())]


class SeatsForm(HouseForm):
    """What one parent says about each person around the family."""

    says_required = False

    def __init__(self, data: Any = None, *, adult: AtTheTable, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.before = {seat.code: said for seat, said in adult.seats}
        for seat, said in adult.seats:
            field = forms.ChoiceField(
                label=f"{seat.name}, {seat.discipline}", required=False, widget=forms.RadioSelect,
                choices=[("yes", _("Graag")), ("no", _("Liever niet")), ("", _("Nog niet gevraagd"))],
                initial={True: "yes", False: "no", None: ""}[said],
            )  # fmt: skip
            furnish(field, f"seat-{seat.code}")
            self.fields[f"seat-{seat.code}"] = field

    def changed(self) -> dict[str, bool]:
        """Give the answers that are new or other than before, by the code of the seat."""
        said = {name.removeprefix("seat-"): value == "yes" for name, value in self.cleaned_data.items() if value}
        return {seat: yes for seat, yes in said.items() if yes is not self.before[seat]}


class LookBackForm(HouseForm):
    """How one parent looks back, in her words; before the talk with everybody."""

    def __init__(self, data: Any = None, *, file: CaseFile, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.helps = [a for goal in file.goals_now for a in goal.actions if a.owner_kind == "professional"]
        for one in self.helps:
            asked = forms.ChoiceField(
                label=one.what, widget=forms.RadioSelect, choices=labels.choices("came"), help_text=_("Kwam deze hulp?")
            )
            self._ask(f"came-{one.code}", asked)
        for name, label, kind in (
            ("need_met", _("Is deze ouder geholpen?"), "need_met"), ("change", _("Gaat het beter?"), "change"),
        ):  # fmt: skip
            self._ask(name, forms.ChoiceField(label=label, widget=forms.RadioSelect, choices=labels.choices(kind)))
        self._ask("words", forms.CharField(
            label=_("In de woorden van de ouder"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        ))  # fmt: skip

    def _ask(self, name: str, field: forms.Field) -> None:
        furnish(field, name)
        self.fields[name] = field

    def said(self) -> dict[str, Any]:
        """Give the arguments of the verb."""
        values = self.cleaned_data
        came = {one.code: values[f"came-{one.code}"] for one in self.helps}
        return {name: values[name] for name in ("need_met", "change", "words")} | {"came": came}
