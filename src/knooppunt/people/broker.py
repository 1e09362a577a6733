"""A broker that vouches for parents by OpenID Connect, such as one for DigiD: who it is, and how sure it is.

The ID token alone is read, its signature always checked; no other facts are asked. What the broker calls somebody may
be a citizen number, so only a keyed hash of issuer and subject is kept, and nothing of it reaches a log (R-AUT-05).
"""

import json
import secrets
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import jwt
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from knooppunt.foundation import clock
from knooppunt.foundation.codes import hash_secret
from knooppunt.trail.record import record

from .actor import actor_of
from .models import Person, Vouched

PATIENCE = 5  # seconds; a page waits here, for the broker has to be asked while somebody comes in
ALGORITHMS = ["RS256", "PS256", "ES256"]
LARGEST = 100_000  # bytes of an answer
KNOWN_FOR = 3600


class NotVouched(Exception):
    """The broker did not vouch, or its word cannot be trusted. The message names no person."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the broker: where the browser goes, and what the session remembers until it is back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Vouch:
    """The broker's word: a hash that stands for the person, and the assurance."""

    subject_hash: str
    assurance: str


def is_on() -> bool:
    """Say whether this installation has a broker."""
    return bool(settings.OIDC_PARENT_ISSUER and settings.OIDC_PARENT_ACR)


def ask(back: str) -> Asked:
    """Prepare a question; `back` is the full address to come back to. Raises NotVouched when the broker is away."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
    query = urlencode({
        "response_type": "code", "scope": "openid", "client_id": settings.OIDC_PARENT_CLIENT_ID, "redirect_uri": back,
        "state": state, "nonce": nonce, "code_challenge": challenge, "code_challenge_method": "S256",
        "acr_values": " ".join(_levels_asked()),
    })  # fmt: skip
    return Asked(f"{_configuration()['authorization_endpoint']}?{query}", state, nonce, verifier)


def _levels_asked() -> list[str]:
    """Give the broker's names of the levels that are of use here, in the order of the settings."""
    least = settings.PARENT_MEDICAL_ASSURANCE
    return [acr for acr, level in settings.OIDC_PARENT_ACR.items() if not least or level == least]


def answer(asked: Asked, came: Mapping[str, str], back: str) -> Vouch:
    """Take what the browser brought back; gives the broker's word, or raises NotVouched."""
    if not secrets.compare_digest(came.get("state", "").encode(), asked.state.encode()):
        raise NotVouched("state")
    if came.get("iss", settings.OIDC_PARENT_ISSUER).rstrip("/") != settings.OIDC_PARENT_ISSUER:
        raise NotVouched("issuer")
    if "error" in came or not came.get("code"):
        raise NotVouched("cancelled")
    configuration = _configuration()
    token = _post(configuration["token_endpoint"], {
        "grant_type": "authorization_code", "code": came["code"], "redirect_uri": back,
        "code_verifier": asked.verifier,
    }).get("id_token", "")  # fmt: skip
    claims = _claims(str(token), configuration, asked.nonce)
    level = settings.OIDC_PARENT_ACR.get(str(claims.get("acr", "")))
    if level is None:
        raise NotVouched("acr")
    whole = f"broker|{settings.OIDC_PARENT_ISSUER}|{claims['sub']}"
    return Vouch(hash_secret(whole, key=settings.SECRET_KEY), level)


def _claims(token: str, configuration: Mapping[str, Any], nonce: str) -> dict[str, Any]:
    """Check signature, issuer, audience, times and nonce of an ID token, and give what it says."""
    try:
        claims = jwt.decode(
            token, _keys(configuration["jwks_uri"]).get_signing_key_from_jwt(token), algorithms=ALGORITHMS,
            audience=settings.OIDC_PARENT_CLIENT_ID, issuer=configuration["issuer"], leeway=30,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
        )  # fmt: skip
    except (jwt.PyJWTError, OSError, ValueError) as wrong:
        raise NotVouched(type(wrong).__name__) from None
    if not secrets.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise NotVouched("nonce")
    if claims.get("azp", settings.OIDC_PARENT_CLIENT_ID) != settings.OIDC_PARENT_CLIENT_ID:
        raise NotVouched("azp")
    return claims


@lru_cache(maxsize=4)
def _keys(address: str) -> jwt.PyJWKClient:
    return jwt.PyJWKClient(address, timeout=PATIENCE)


def _configuration() -> dict[str, Any]:
    """Give what the broker says of itself, asked once an hour; it has to be the issuer that the settings name."""
    name = f"broker:{sha256(settings.OIDC_PARENT_ISSUER.encode()).hexdigest()[:16]}"
    if (found := cache.get(name)) is None:
        found = _read(Request(f"{settings.OIDC_PARENT_ISSUER}/.well-known/openid-configuration"))  # noqa: S310
        if str(found.get("issuer", "")).rstrip("/") != settings.OIDC_PARENT_ISSUER:
            raise NotVouched("issuer")
        cache.set(name, found, KNOWN_FOR)
    return found


def _post(address: str, fields: Mapping[str, str]) -> dict[str, Any]:
    who = f"{quote(settings.OIDC_PARENT_CLIENT_ID, safe='')}:{quote(settings.OIDC_PARENT_CLIENT_SECRET, safe='')}"
    headers = {"Authorization": f"Basic {b64encode(who.encode()).decode()}", "Accept": "application/json"}
    return _read(Request(address, data=urlencode(fields).encode(), headers=headers))  # noqa: S310


def _read(request: Request) -> dict[str, Any]:
    if settings.PRODUCTION and not request.full_url.startswith("https://"):
        raise NotVouched("not https")
    try:
        with urlopen(request, timeout=PATIENCE) as reply:  # noqa: S310 - checked above
            found = json.loads(reply.read(LARGEST))
    except (OSError, ValueError) as wrong:
        raise NotVouched(type(wrong).__name__) from None
    if not isinstance(found, dict):
        raise NotVouched("answer")
    return found


# --- Whom the broker means ----------------------------------------------------------------------------------------


def person_of(vouch: Vouch) -> Person | None:
    """Give the parent who was linked to this word before; nobody else, and never a new account."""
    found = Vouched.objects.filter(subject_hash=vouch.subject_hash, person__is_active=True)
    row = found.filter(person__kind=Person.Kind.PARENT).select_related("person").first()
    return row.person if row else None


@transaction.atomic
def link(vouch: Vouch, person: Person) -> bool:
    """Keep that the broker's word means this parent, who just showed the card. False when it means somebody else."""
    row, _new = Vouched.objects.get_or_create(
        subject_hash=vouch.subject_hash, defaults={"person": person, "linked_at": clock.now()}
    )
    if row.person_id != person.pk:
        return False
    record("account.link", actor=actor_of(person, "single"), about=[person.code], detail="broker")
    return True


@transaction.atomic
def came(vouch: Vouch, person: Person) -> None:
    """Note that a parent came in on the broker's word."""
    record("account.sign_in", actor=actor_of(person, vouch.assurance), about=[person.code], detail="broker")
