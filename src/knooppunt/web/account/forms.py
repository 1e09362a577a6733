"""The forms of signing in: allauth does the checking, the house does the looks and the sentences."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from knooppunt.people.models import Person

from ..shared.forms import HouseForm

MAIL, PASSWORD = _("E-mailadres"), _("Wachtwoord")
NEW, AGAIN = _("Nieuw wachtwoord"), _("Nieuw wachtwoord, nog een keer")
LONG_ENOUGH = _("Minstens 12 tekens. Een zin van een paar woorden onthoudt u makkelijk.")
DIFFERENT = _("De twee wachtwoorden zijn niet gelijk.")
CODE, SIX = _("Code"), _("De code van 6 cijfers uit uw app, of een herstelcode.")


class Worded(forms.Form):
    """Between HouseForm and a form of allauth: our labels and hints in place of its own, and no placeholders."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        # By name, for some forms of allauth take the person first.
        super().__init__(*args, **{**kwargs, "data": data})
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.words.get(name, (field.label, ""))
            if name == "code":
                field.widget.attrs.update({"autocomplete": "one-time-code", "inputmode": "numeric"})


class SignIn(HouseForm, Worded, account.LoginForm):
    """E-mail address and password."""

    words = {"login": (MAIL, ""), "password": (PASSWORD, "")}


class AskNewPassword(HouseForm, Worded, account.ResetPasswordForm):
    """The address to which a link is sent."""

    words = {"email": (MAIL, _("Wij sturen u een link waarmee u een nieuw wachtwoord kiest."))}

    def clean_email(self) -> str:
        """Find who has a password to forget: an invitation is the only way to a first one, not a code by e-mail."""
        email = super().clean_email()
        self.users = [person for person in vars(self)["users"] if person.has_usable_password()]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send a letter in any case: who has no account reads that, and the page says the same to everyone."""
        if self.users:
            return super().save(request, **kwargs)
        email = self.cleaned_data["email"]
        get_adapter().send_mail("account/email/unknown_account", email, {})
        return email


class NewPassword(HouseForm, Worded, account.ResetPasswordKeyForm):
    """A new password after following the link."""

    words = {"password1": (NEW, LONG_ENOUGH), "password2": (AGAIN, "")}


class ChangePassword(HouseForm, Worded, account.ChangePasswordForm):
    """Another password, by somebody who is signed in."""

    words = {
        "oldpassword": (_("Huidig wachtwoord"), ""),
        "password1": (NEW, LONG_ENOUGH),
        "password2": (AGAIN, ""),
    }


class ConfirmByPassword(HouseForm, Worded, account.ReauthenticateForm):
    """The password once more, before something that matters."""

    words = {"password": (PASSWORD, "")}


class SecondStep(HouseForm, Worded, mfa.AuthenticateForm):
    """The code after the password."""

    words = {"code": (CODE, SIX)}


class ConfirmByCode(HouseForm, Worded, mfa.ReauthenticateForm):
    """A code once more, before something that matters."""

    words = {"code": (CODE, SIX)}


class SetUpApp(HouseForm, Worded, totp.ActivateTOTPForm):
    """The first code of a new app."""

    words = {"code": (CODE, _("De 6 cijfers die de app nu laat zien."))}


class RemoveApp(HouseForm, Worded, totp.DeactivateTOTPForm):
    """Only a button."""


class NewRecoveryCodes(HouseForm, Worded, recovery.GenerateRecoveryCodesForm):
    """Only a button."""


class AddPasskey(HouseForm, Worded, webauthn.AddWebAuthnForm):
    """A name for the passkey; the browser fills in the rest. It always signs in by itself."""

    words = {"name": (_("Naam van de passkey"), _("Bijvoorbeeld: telefoon of werklaptop."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "passwordless" in self.fields:
            self.fields["passwordless"] = forms.BooleanField(
                required=False, initial=True, widget=forms.CheckboxInput(attrs={"hidden": True}), label=""
            )


class RenamePasskey(HouseForm, Worded, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    words = {"name": (_("Naam van de passkey"), "")}


class FirstPassword(HouseForm):
    """The password of somebody who was invited."""

    password1 = forms.CharField(
        label=_("Kies een wachtwoord"),
        help_text=LONG_ENOUGH,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Wachtwoord, nog een keer"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Check the password as everywhere else, and that both are the same."""
        typed = super().clean() or {}
        first, second = typed.get("password1"), typed.get("password2")
        if first and second and first != second:
            self.add_error("password2", DIFFERENT)
        elif first:
            try:
                password_validation.validate_password(first, self.person)
            except ValidationError as error:
                self.add_error("password1", error)
        return typed
