"""The second factor: everybody who may see a family has one, and comes nowhere before it is set up.

ASVS 6.3.3, BIO2 5.17.01. What counts stands in the session (allauth's records), so a request costs no query.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import user_logged_in, user_logged_out
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_reset
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from knooppunt.people.actor import NOBODY, actor_of
from knooppunt.people.models import Person
from knooppunt.people.roles import sees_families
from knooppunt.trail.record import record

# What somebody may reach who signed in with a password only.
ADDING = frozenset({"mfa_activate_totp", "mfa_add_webauthn"})
CONFIRMING = frozenset({"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
OPEN = CONFIRMING | {"account:secure", "account_logout", "language", "letters", "stay"}
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def way_to_set_up(request: HttpRequest, view: Any = None) -> str | None:
    """Give the page where the second factor is set up (or asked), or None when this person may go on.

    Called by ActorMiddleware for every page. The first factor may be added with a password only; once there is one,
    a session without it can only confirm it, so that a stolen password adds nothing.
    """
    if not needs_second_factor(request):
        return None
    wanted = request.resolver_match.view_name if request.resolver_match else ""
    if wanted in OPEN or (wanted in ADDING and not has_factor(request.user)):
        return None
    return reverse("account:secure")


def needs_second_factor(request: HttpRequest) -> bool:
    """Say whether this signed-in person still has to show a second factor; no query."""
    actor = request.actor  # type: ignore[attr-defined]
    return actor.assurance == "single" and sees_families(request.user)  # type: ignore[arg-type]


def has_factor(person: Any) -> bool:
    """Say whether somebody ever set up an authenticator app or a passkey."""
    return Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS).exists()


def _added(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:
    """Setting up a factor showed that one has it: from here the session is strong, under another key."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        request.session.cycle_key()
        _note("account.second_factor", user, "strong", authenticator.type)
    else:
        _made(authenticator)


def _made(authenticator: Authenticator, **_: Any) -> None:
    """Count fresh recovery codes as seen: they are shown next, and showing may not write."""
    authenticator.wrap().mark_as_viewed()


def _came(request: HttpRequest, user: Person, **_: Any) -> None:
    methods = {row.get("method") for row in request.session.get("account_authentication_methods", ())}
    _note("account.sign_in", user, "strong" if "mfa" in methods else "single")


def _left(request: HttpRequest, user: Person | None, **_: Any) -> None:
    if user is not None:
        _note("account.sign_out", user, "single")


def _failed(**_: Any) -> None:
    """Note that somebody could not sign in; not who it should have been, for that may be a mistyped password."""
    record("account.sign_in", actor=NOBODY, outcome="refused")


def _note(act: str, person: Person, assurance: str, detail: str = "") -> None:
    with transaction.atomic():
        record(act, actor=actor_of(person, assurance), about=[person.code], detail=detail)


def watch() -> None:
    """Listen to allauth, which tells of these things by signals only."""
    authenticator_added.connect(_added, dispatch_uid="knooppunt.second_factor")
    authenticator_reset.connect(_made, dispatch_uid="knooppunt.second_factor")
    user_logged_in.connect(_came, dispatch_uid="knooppunt.second_factor")
    user_logged_out.connect(_left, dispatch_uid="knooppunt.second_factor")
    user_login_failed.connect(_failed, dispatch_uid="knooppunt.second_factor")
