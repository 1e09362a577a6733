"""The forms by which somebody without an account says who they are."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from knooppunt.people import choices

from ..shared.forms import HouseForm
from .questions import WorkEmailField


class AddressForm(HouseForm):
    """Where to send the code."""

    email = WorkEmailField(
        label=_("Uw werkmail"), help_text=_("Gebruik het adres van uw praktijk of organisatie. U krijgt een code.")
    )


class CodeForm(HouseForm):
    """The six digits from the mail; spaces between them do no harm."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("6 cijfers. De code is 10 minuten geldig."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "kp-input--code"}
        ),
    )

    def clean_code(self) -> str:
        """Take six digits, however they were typed."""
        digits = re.sub(r"[\s.-]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise ValidationError(_("Een code heeft 6 cijfers."))
        return digits


class DetailsForm(HouseForm):
    """Who refers: asked once."""

    name = forms.CharField(label=_("Uw naam"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    discipline = forms.ChoiceField(label=_("Uw beroep of dienst"))
    organisation = forms.CharField(
        label=_("Uw praktijk of organisatie"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    phone = forms.CharField(
        label=_("Telefoonnummer op het werk"),
        help_text=_("Handig als de coördinator kort met u wil overleggen."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = choices.disciplines(get_language() or "nl")
        self.offer("discipline", [("", _("Kies …")), *listed])
