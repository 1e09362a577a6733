"""The form that asks of each moment whether somebody can: the same for everyone who is asked, and who notes it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.shown import AnswererShown, DatesShown
from knooppunt.foundation import clock
from knooppunt.web.templatetags.house import day_and_time

from .forms import HouseForm, furnish

CAN = (("yes", _("Ja")), ("maybe", _("Als het moet")), ("no", _("Nee")))


def spoken(moment: datetime) -> str:
    """Give a moment as people say it in full: 'donderdag 3 december, 14:30'."""
    return day_and_time(date_format(moment.astimezone(clock.AMSTERDAM), "l j E"), moment)


class DatesForm(HouseForm):
    """Yes, if it must, or no, for each moment; the fields are named after the moments, as casework names what lacks."""

    def __init__(self, data: Any = None, *, dates: DatesShown, who: AnswererShown, **kwargs: Any) -> None:
        super().__init__(data, initial=who.can, **kwargs)
        self.moments = [option.code for option in dates.options]
        for option in dates.options:
            field = forms.ChoiceField(
                label=spoken(option.starts_at), widget=forms.RadioSelect, choices=CAN,
                error_messages={"required": _("Kies of dit moment kan.")},
            )  # fmt: skip
            furnish(field, option.code)
            self.fields[option.code] = field

    def answers(self) -> dict[str, str]:
        """Give what was said, by moment."""
        return {code: self.cleaned_data[code] for code in self.moments}
