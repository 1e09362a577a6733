"""Editions: a factsheet that was published stands as it was, under a number, and can be remade byte for byte.

Whatever leaves the coalition is a release, and every release stands in the ledger before anybody has it.
"""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction

from knooppunt.casework.refusals import NotFound, Refused
from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM, Actor
from knooppunt.people.models import Municipality
from knooppunt.trail.record import record

from . import ledger
from .disclosure import THRESHOLD, Unsafe
from .factsheet import Draft, draft
from .formats import as_json, make
from .models import Edition
from .passages import ROLE
from .scopes import REGION, published_by, scope_of

MOST = 300  # editions in a list


@dataclass(frozen=True)
class Published:
    """One edition in a list: its year, area and number, and when it was published."""

    code: str
    year: int
    scope: str
    title: str
    number: int
    on: date
    municipalities: frozenset[str]
    withdrawn_on: date | None

    @property
    def is_region(self) -> bool:
        """Say whether this is of the whole region."""
        return self.scope == REGION


def freeze(
    actor: Actor, year: int, scope: str, *, threshold: int = THRESHOLD, rounded: bool = False, seen: str = ""
) -> Edition:
    """Publish the factsheet of a year and an area as its next edition.

    `seen` is what `digest` gave of the draft that was looked at: when it has changed since, nothing is published.
    Raises NotFound for who may not publish this area, Refused when the draft changed, or would tell too much after all.
    """
    published_by(actor, year, scope)
    with transaction.atomic():
        made = _weighed(year, scope, threshold, rounded)
        if seen and digest(made.content) != seen:
            raise Refused("figures_changed")
        area = made.content["scope"]
        before = Edition.objects.filter(year=year, scope=area).order_by("number").last()
        number = before.number + 1 if before else 1
        content = made.content | {"edition": number, "site": settings.SITE_ADDRESS}
        edition = Edition.objects.create(
            year=year, scope=area, number=number, content=as_json(content).decode(), by_id=actor.person_id
        )
        ledger.write(year, made.tells, made.ground, edition)
        record("factsheet.publish", actor=actor, role=_role(actor), detail=f"{edition.code.lower()} {year}")
    return edition


def release(year: int, scope: str, *, threshold: int = THRESHOLD, rounded: bool = False) -> Draft:
    """Give a factsheet that leaves the house without a number: a file of the command. The ledger knows of it."""
    with transaction.atomic():
        made = _weighed(year, scope, threshold, rounded)
        ledger.write(year, made.tells, made.ground)
        record("factsheet.release", actor=SYSTEM, role="system", detail=f"{year} {scope_of(scope, year).mark}")
    return made


def digest(content: dict[str, Any]) -> str:
    """Give a text that is another one as soon as anything in a factsheet is another."""
    return sha256(as_json(content | {"edition": None})).hexdigest()


def _weighed(year: int, scope: str, threshold: int, rounded: bool) -> Draft:
    """Make a draft while nobody else publishes, and look once more at what it tells."""
    # Two releases at once would each miss what the other tells; one row that all have holds the second back.
    list(Municipality.objects.select_for_update().order_by("code")[:1])
    made = draft(year, scope, threshold=threshold, rounded=rounded)
    try:
        made.check()
    except Unsafe as refusal:
        raise Refused("tells_too_much") from refusal
    return made


def _role(actor: Actor) -> str:
    return "system" if actor is SYSTEM else ROLE


def published(year: int | None = None, scope: str = "") -> list[Published]:
    """Give the editions, the newest first; only those of a year or of an area when one is named."""
    rows = Edition.objects.order_by("-year", "-at", "-id")
    rows = rows.filter(year=year) if year else rows
    rows = rows.filter(scope=scope) if scope else rows
    return [_told(row) for row in rows[:MOST]]


def edition(code: str) -> Edition:
    """Give one edition by its code, also one that was withdrawn. Raises NotFound."""
    found = Edition.objects.filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def standing(code: str) -> Edition:
    """Give one edition of which files go out: not one that was withdrawn. Raises NotFound."""
    found = edition(code)
    if found.withdrawn_on:
        raise NotFound
    return found


def numbered(year: int, scope: str, number: int) -> Edition:
    """Give one edition by its number, also one that was withdrawn. Raises NotFound, and UnknownScope for no area."""
    found = Edition.objects.filter(year=year, scope=scope_of(scope, year).text, number=number).first()
    if found is None:
        raise NotFound
    return found


def content_of(edition: Edition) -> dict[str, Any]:
    """Give an edition as it was published."""
    content: dict[str, Any] = json.loads(edition.content)
    return content


def newer_than(edition: Edition) -> Edition | None:
    """Give the newest edition of the same factsheet that stands, when there is one after this."""
    same = Edition.objects.filter(
        year=edition.year, scope=edition.scope, number__gt=edition.number, withdrawn_on__isnull=True
    )
    return same.order_by("-number").first()


def remade(edition: Edition, format: str, language: str = "nl") -> bytes:
    """Give an edition as a file; as JSON byte for byte what was published. Raises UnknownFormat."""
    return edition.content.encode() if format == "json" else make(content_of(edition), format, language)


def _told(row: Edition) -> Published:
    content = content_of(row)
    places = frozenset(one["code"] for one in content["municipalities"])
    on = row.at.astimezone(clock.AMSTERDAM).date()
    return Published(row.code, row.year, row.scope, content["title"], row.number, on, places, row.withdrawn_on)
