"""How allauth fits in this house: nobody signs up, mail goes by our letters, and secrets are stored encrypted."""

import io
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any, ClassVar
from urllib.parse import urlsplit

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from knooppunt.foundation.prepared import NUMBER, Prepared
from knooppunt.letters import post
from knooppunt.people.checking import has_account
from knooppunt.people.models import Person
from knooppunt.people.roles import sees_families

# What allauth wants to mail, and the letter of ours that says it. All else that it sends is about a changed account.
LETTERS = {
    "account/email/password_reset_key": "password_reset",
    "account/email/unknown_account": "account_unknown",
}
SAID: dict[str, Any] = {
    "account/messages/password_changed.txt": _("Uw wachtwoord is gewijzigd."),
    "mfa/messages/totp_activated.txt": _("Uw authenticator-app is ingesteld."),
    "mfa/messages/totp_deactivated.txt": _("Uw authenticator-app is verwijderd."),
    "mfa/messages/webauthn_added.txt": _("Uw passkey is toegevoegd."),
    "mfa/messages/webauthn_removed.txt": _("De passkey is verwijderd."),
    "mfa/messages/recovery_codes_generated.txt": _("U hebt nieuwe herstelcodes."),
}
WRONG: dict[str, Any] = {
    "account_inactive": _("Met dit account kunt u niet meer inloggen."),
    "email_password_mismatch": _("Het e-mailadres of het wachtwoord klopt niet."),
    "enter_current_password": _("Vul uw huidige wachtwoord in."),
    "incorrect_code": _("Deze code klopt niet. Gebruik de nieuwste code uit de app."),
    "incorrect_password": _("Dit wachtwoord klopt niet."),
    "too_many_login_attempts": _("U hebt het te vaak geprobeerd. Wacht vijf minuten en probeer het dan opnieuw."),
    "rate_limited": _("U hebt het te vaak geprobeerd. Wacht even en probeer het dan opnieuw."),
    "cannot_delete_authenticator": _("Stel eerst een andere tweede stap in. Zonder kunt u niet werken."),
    "invalid_password_reset": _("Deze link werkt niet meer. Vraag een nieuwe aan."),
}


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation; allauth signs people in and keeps their passwords."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultAccountAdapter.error_messages, **WRONG}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account without an invitation."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again before something that matters, unless somebody showed it in the last minutes."""
        records = get_authentication_records(context.request, context.request.user)
        limit = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not any(row["at"] > limit for row in records)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue one of our letters. Only the path of a link is used, so that a false host name leads nowhere."""
        kind = LETTERS.get(template_prefix, "account_changed")
        if kind == "password_reset" and not has_account(context["user"]):
            kind = "account_unknown"  # somebody who once proved an address by a code was never invited
        fields = {"link": urlsplit(context["password_reset_url"]).path} if kind == "password_reset" else {}
        user = context.get("user") or Person.objects.filter(email=email.lower()).first()  # a notice comes without
        with transaction.atomic():
            post.write(kind, email, getattr(user, "language", settings.LANGUAGE_CODE), **fields)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say only what helps, in our own words, and never who it is about."""
        text = SAID.get(message_template or "") or message
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Passkeys, authenticator apps and recovery codes: encrypted at rest, and never gone by accident."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG["incorrect_code"],
        "cannot_delete_authenticator": WRONG["cannot_delete_authenticator"],
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret before it is stored."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Give back what `encrypt` made; older keys stand in SECRET_KEY_FALLBACKS."""
        return _keys().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep at least one second factor for everybody who needs one."""
        if not sees_families(authenticator.user):
            return True
        left = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return left.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def build_totp_svg(self, url: str) -> str:
        """Draw the code on white, so that it can also be scanned on a dark page."""
        picture = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER


def _keys() -> MultiFernet:
    """Give the keys for stored secrets, made from the keys of the installation, the newest first."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(urlsafe_b64encode(sha256(b"second factor" + force_bytes(key)).digest())) for key in keys]
    )


_PERSON: Prepared[Person] = Prepared(
    lambda key: Person.objects.select_related("organisation").filter(pk=key, is_active=True), NUMBER
)


class AccountBackend(AuthenticationBackend):
    """allauth's backend, that fetches a person together with the organisation: one query for each request."""

    def get_user(self, user_id: int) -> Person | None:
        """Give the person of a session, or None when access was ended."""
        return next(iter(_PERSON(user_id)), None)
