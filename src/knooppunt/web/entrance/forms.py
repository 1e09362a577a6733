"""The two questions of the entrance: who are you, and which digits did you get."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from knooppunt.foundation.codes import typed
from knooppunt.people import entrance

from ..shared.forms import HouseForm


class WhoForm(HouseForm):
    """The code of the card, or the telephone or e-mail that was chosen as safe."""

    who = forms.CharField(
        label=_("Uw code, of uw telefoonnummer of e-mailadres"), max_length=254,
        help_text=_("De code staat op uw kaart. Bijvoorbeeld: KM7P-9RTX."),
        widget=forms.TextInput(
            # A telephone that others take up offers nothing that was typed before.
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "dir": "auto"}
        ),
    )  # fmt: skip

    def clean_who(self) -> str:
        """Say so when this can be no code, number or address; never whether we know it."""
        who = self.cleaned_data["who"]
        if not entrance.can_be(who):
            raise ValidationError(_("Kijk dit nog eens na. Een code heeft 8 letters en cijfers."))
        return who


class DigitsForm(HouseForm):
    """The six digits of the message, however they are typed."""

    code = forms.CharField(
        label=_("De 6 cijfers uit het bericht"), max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "kp-input--code", "dir": "ltr"}
        ),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Take six digits of any script, with spaces or dashes between them."""
        digits = typed(self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise ValidationError(_("Vul 6 cijfers in."))
        return digits
