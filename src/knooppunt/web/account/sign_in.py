"""Signing in and its safety: the pages of allauth that we use, each declared like any other screen."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from ..shared.limits import TooMany, too_many
from ..shared.screens import ANYONE, PROFESSIONAL, screen
from .adapter import WRONG

SIGN_IN = "sign_in"
A_WHILE = 60  # seconds; most of allauth's limits count per minute


def _framed(response: HttpResponse) -> HttpResponse:
    """Take allauth's `site` out of a page that is still to be rendered: in our templates that is the frame."""
    (getattr(response, "context_data", None) or {}).pop("site", None)
    return response


def too_often(request: HttpRequest) -> HttpResponse:
    """Answer allauth's own limits with the page that every limit here has (`handler429` of the site)."""
    return too_many(request, TooMany(A_WHILE))


@screen(activity=SIGN_IN, for_=ANYONE)
def login(request: HttpRequest) -> HttpResponse:
    """Sign in with e-mail address and password, or with a passkey."""
    return _framed(account.login(request))


@screen(activity=SIGN_IN, for_=ANYONE)
def login_passkey(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone, which is two factors in one."""
    return _framed(webauthn.login_webauthn(request))


@screen(activity=SIGN_IN, for_=ANYONE)
def second_step(request: HttpRequest) -> HttpResponse:
    """Give the second factor after the password."""
    return _framed(mfa.authenticate(request))


@screen(activity=SIGN_IN, for_=ANYONE)
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    return account.logout(request)


@screen(activity=SIGN_IN, for_=ANYONE, methods=("GET",))
def inactive(request: HttpRequest) -> HttpResponse:
    """Say that access to this account was ended."""
    return account.account_inactive(request)


@screen(activity=SIGN_IN, for_=ANYONE)
def forgot(request: HttpRequest) -> HttpResponse:
    """Ask for a link to choose a new password; the answer is the same for an address that we do not know."""
    return _framed(account.password_reset(request))


@screen(activity=SIGN_IN, for_=ANYONE, methods=("GET",))
def forgot_sent(request: HttpRequest) -> HttpResponse:
    """Say that a letter is on its way."""
    return _framed(account.password_reset_done(request))


@screen(activity=SIGN_IN, for_=ANYONE)
def new_password(request: HttpRequest, **key: Any) -> HttpResponse:
    """Choose a new password after following the link; the second factor stays as it was (ASVS 6.4.3)."""
    return _framed(account.password_reset_from_key(request, **key))


@screen(activity=SIGN_IN, for_=ANYONE, methods=("GET",))
def new_password_set(request: HttpRequest) -> HttpResponse:
    """Say that the new password works."""
    return _framed(account.password_reset_from_key_done(request))


@screen(activity=SIGN_IN, for_=PROFESSIONAL)
def change_password(request: HttpRequest) -> HttpResponse:
    """Choose another password; who never had one (in the demo) has none to change."""
    if not getattr(request.user, "has_usable_password", bool)():
        return redirect("account:me")
    return account.password_change(request)


@screen(activity=SIGN_IN, for_=PROFESSIONAL)
def confirm(request: HttpRequest) -> HttpResponse:
    """Type the password once more before something that matters."""
    return account.reauthenticate(request)


@screen(activity=SIGN_IN, for_=PROFESSIONAL)
def confirm_code(request: HttpRequest) -> HttpResponse:
    """Give a code once more before something that matters."""
    return mfa.reauthenticate(request)


@screen(activity=SIGN_IN, for_=PROFESSIONAL)
def confirm_passkey(request: HttpRequest) -> HttpResponse:
    """Use a passkey once more before something that matters."""
    return webauthn.reauthenticate_webauthn(request)


@screen(activity=SIGN_IN, for_=PROFESSIONAL, methods=("GET",))
def safety(request: HttpRequest) -> HttpResponse:
    """See which second steps there are."""
    return mfa.index(request)


@screen(activity=SIGN_IN, for_=PROFESSIONAL)
def add_app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app."""
    return totp.activate_totp(request)


@screen(activity=SIGN_IN, for_=PROFESSIONAL)
def remove_app(request: HttpRequest) -> HttpResponse:
    """Remove the authenticator app, when there is another second step."""
    return totp.deactivate_totp(request)


@screen(activity=SIGN_IN, for_=PROFESSIONAL, methods=("GET",))
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """See the recovery codes."""
    return recovery.view_recovery_codes(request)


@screen(activity=SIGN_IN, for_=PROFESSIONAL)
def new_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; the old ones work no more."""
    return recovery.generate_recovery_codes(request)


@screen(activity=SIGN_IN, for_=PROFESSIONAL, methods=("GET",))
def download_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Keep the recovery codes as a text file."""
    return recovery.download_recovery_codes(request)


@screen(activity=SIGN_IN, for_=PROFESSIONAL, methods=("GET",))
def passkeys(request: HttpRequest) -> HttpResponse:
    """See the passkeys, among the other second steps."""
    return redirect("mfa_index")


@screen(activity=SIGN_IN, for_=PROFESSIONAL)
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey."""
    return webauthn.add_webauthn(request)


@screen(activity=SIGN_IN, for_=PROFESSIONAL)
def rename_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a passkey another name."""
    return webauthn.edit_webauthn(request, pk=pk)


@screen(activity=SIGN_IN, for_=PROFESSIONAL)
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a passkey, when there is another second step; allauth checks that for an app only."""
    authenticator = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    if not get_adapter().can_delete_authenticator(authenticator):
        messages.error(request, WRONG["cannot_delete_authenticator"])
        return redirect("mfa_index")
    return webauthn.remove_webauthn(request, pk=pk)
