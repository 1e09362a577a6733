"""The few questions that parents answer themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.convening import POINTS
from knooppunt.casework.shown import ActionShown

from ..shared.forms import HouseForm, furnish

POINT_LENGTH = 200


class PointsForm(HouseForm):
    """What the family wants to talk about, in at most three lines; each may stay empty."""

    says_required = False

    def __init__(self, data: Any = None, *, points: list[str], **kwargs: Any) -> None:
        super().__init__(data, initial={_name(n): text for n, text in enumerate(points)}, **kwargs)
        for number in range(POINTS):
            label = _("Punt %(number)d") % {"number": number + 1}
            field = forms.CharField(label=label, required=False, max_length=POINT_LENGTH)
            furnish(field, _name(number))
            self.fields[_name(number)] = field

    def points(self) -> list[str]:
        """Give the points that were filled in, in order."""
        return [text for number in range(POINTS) if (text := self.cleaned_data.get(_name(number), "").strip())]


def _name(number: int) -> str:
    """Give the name of a field; casework says what is wrong by the same names."""
    return f"point-{number}"


class ActionForm(HouseForm):
    """How an own action goes."""

    status = forms.ChoiceField(
        label=_("Hoe gaat het?"),
        widget=forms.RadioSelect,
        choices=[("done", _("Het is gedaan")), ("open", _("Ik ben er nog mee bezig")), ("stuck", _("Het lukt niet"))],
    )
    report = forms.CharField(
        label=_("Wilt u er iets bij vertellen?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lukt het niet? Schrijf kort waarom. Dan denken wij mee."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, action: ActionShown, **kwargs: Any) -> None:
        asked = action.status if action.status != "open" else None
        super().__init__(
            data, initial={"status": asked, "report": action.report, "version": action.version}, **kwargs
        )  # fmt: skip
