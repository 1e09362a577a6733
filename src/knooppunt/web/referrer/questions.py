"""Questions that both a professional and a parent are asked on their way in, and the answers that recur."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

YES_NO = [("yes", _("Ja")), ("no", _("Nee"))]
PICK = ("", _("Kies …"))
CANNOT_BE: dict[str, tuple[str, str | Promise]] = {
    "due_date_cannot_be": ("due_on", _("Deze uitgerekende datum kan niet kloppen. Kijk hem nog eens na.")),
    "born_in_future": ("born_on", _("Deze geboortedatum ligt in de toekomst. Kijk hem nog eens na.")),
}
RESEARCH = {"yes": True, "no": False}
NO_ADDRESS = _("Dit lijkt geen e-mailadres. Een voorbeeld: naam@organisatie.nl.")


class WorkEmailField(forms.EmailField):
    """An e-mail address at work; private mailboxes are not refused, for a small practice may have no other."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}))
        super().__init__(**kwargs)
        self.validators = [EmailValidator(NO_ADDRESS), *self.validators[1:]]
        self.error_messages["invalid"] = NO_ADDRESS

    def to_python(self, value: Any) -> str:
        """Write it as it is kept: lower case, without spaces around it."""
        return str(super().to_python(value) or "").strip().lower()


def radio(label: Any, pairs: Any, **kwargs: Any) -> forms.ChoiceField:
    """Give a question with one answer, all answers in sight."""
    return forms.ChoiceField(label=label, choices=pairs, widget=forms.RadioSelect, **kwargs)


def story(label: Any, hint: Any = "", **kwargs: Any) -> forms.CharField:
    """Give a box for somebody's own words; never required."""
    return forms.CharField(label=label, help_text=hint, required=False, widget=forms.Textarea, **kwargs)
