"""A referral that is being written: kept on the server, found again by its writer, gone by itself after a week."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F

from knooppunt.foundation import clock
from knooppunt.foundation.codes import hash_secret, new_code, same_secret
from knooppunt.foundation.prepared import DAY, TEXT, Prepared
from knooppunt.people.actor import Actor

from .doors import opened, writing
from .models import Draft
from .refusals import Conflict, NotFound

KEPT = timedelta(days=7)
# Pages that may be kept before anybody agreed to take part: nothing in them leads to a family.
BEFORE_CONSENT = frozenset({"situation"})


@dataclass(frozen=True)
class Saved:
    """A draft as its writer finds it: answers per page, version, and the case when it was sent."""

    code: str
    answers: dict[str, Any]
    version: int
    expires_on: date
    case_code: str


def start(actor: Actor) -> tuple[str, str]:
    """Start a draft; gives its code, and for a writer without an account the secret with which it is found again."""
    secret = "" if actor.person_id else new_code(4)  # with the code twelve signs to write down
    with opened():
        row = Draft.objects.create(
            owner_id=actor.person_id, expires_on=clock.today() + KEPT,
            secret_hash=hash_secret(secret, key=settings.SECRET_KEY) if secret else "",
        )  # fmt: skip
    return row.code, secret


def read(actor: Actor, code: str, secret: str = "") -> Saved:
    """Give a draft back to its writer; raises NotFound for anyone else and after it expired."""
    with opened():
        return _saved(_mine(actor, code, secret))


def save(actor: Actor, code: str, answers: dict[str, Any], *, version: int, secret: str = "") -> Saved:
    """Keep the answers, a mapping of page to its fields; raises Conflict when another tab saved since.

    Without consent to take part (`answers["situation"]["agreed"]`) no other page is kept, so no name either. A draft
    that was sent is not changed any more.
    """
    if not answers.get("situation", {}).get("agreed"):
        answers = {page: fields for page, fields in answers.items() if page in BEFORE_CONSENT}
    with writing():
        row = _mine(actor, code, secret)
        if row.referral_code:
            return _saved(row)
        kept = Draft.objects.filter(pk=row.pk, version=version).update(
            answers=answers, version=F("version") + 1, changed_at=clock.now(), expires_on=clock.today() + KEPT
        )
        if not kept:
            raise Conflict(theirs=row.answers, mine=answers, version=row.version)
        row.refresh_from_db()
        return _saved(row)


def list_mine(actor: Actor) -> list[Saved]:
    """Give the drafts that a verified person has not sent yet, the newest first."""
    if actor.person_id is None:
        return []
    with opened():
        rows = Draft.objects.filter(owner_id=actor.person_id, referral_code="", expires_on__gte=clock.today())
        return [_saved(row) for row in rows.order_by("-changed_at")[:10]]


def throw_away(actor: Actor, code: str, secret: str = "") -> None:
    """Delete a draft for good."""
    with opened():
        _mine(actor, code, secret).delete()


_DRAFT: Prepared[Draft] = Prepared(lambda code, day: Draft.objects.filter(code=code, expires_on__gte=day), TEXT, DAY)


def _mine(actor: Actor, code: str, secret: str) -> Draft:
    row = next(iter(_DRAFT(code, clock.today())), None)
    if row is None:
        raise NotFound
    if row.owner_id is not None:
        if row.owner_id != actor.person_id:
            raise NotFound
    elif not same_secret(secret, row.secret_hash, key=settings.SECRET_KEY):
        raise NotFound
    return row


def _saved(row: Draft) -> Saved:
    return Saved(row.code, row.answers, row.version, row.expires_on, row.referral_code)
