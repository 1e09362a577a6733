"""Sealing the trail: batches of lines under a hash chain, so that a change by somebody with the database shows.

Lines are not chained one to the next: that would make every look wait for every other look (house.md, lesson 7). A
periodic job puts a digest over each batch and over the seal before it. Whoever cuts off the newest seals with their
lines leaves a chain that still fits; so the newest digest is printed, to be kept outside this machine, and `check`
takes it back (docs/operations.md).
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from knooppunt.foundation import clock

from . import triggers
from .models import Seal, TrailLine

_FIELDS = tuple(field.attname for field in TrailLine._meta.concrete_fields)
_BEFORE_ALL = -(2**63)  # not 0: a line that somebody put in under id 0 must show too
_PATIENCE = 10.0  # seconds to wait for writers that have not committed yet


class StillWriting(RuntimeError):
    """Somebody was still writing lines after ten seconds; nothing is sealed, the next round does it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `check` found: how far the chain is whole, and the first break in one sentence, or nothing."""

    seals: int
    lines: int
    unsealed: int
    digest: str
    broken: str = ""


def seal(limit: int = 10_000) -> int:
    """Seal all lines that are there now, in batches of at most `limit`; give the number of lines sealed.

    Raises `StillWriting` when a writer on PostgreSQL takes too long, and IntegrityError when two sealers meet.
    """
    last = TrailLine.objects.aggregate(last=Max("id"))["last"] or 0
    _wait_for_writers()
    total = 0
    while sealed := _seal_batch(last, limit):
        total += sealed
    return total


def _wait_for_writers() -> None:
    """Wait until every transaction that now writes lines has ended.

    PostgreSQL hands out ids before the commit, so a lower id can appear after a higher one. Whoever drew an id holds
    a RowExclusiveLock until the end of the transaction; when those of this moment are gone, no lower id can come.
    SQLite has one writer at a time, so there the order of ids is the order of commits.
    """
    if connection.vendor != "postgresql":
        return
    until = time.monotonic() + _PATIENCE
    waiting = _writers()
    while waiting:
        if time.monotonic() > until:
            raise StillWriting("Lines are still being written; nothing is sealed.")
        time.sleep(0.05)
        waiting &= _writers()


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE relation = %s::regclass"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND mode = 'RowExclusiveLock' AND granted AND pid <> pg_backend_pid()",
            [TrailLine._meta.db_table],
        )
        return {row[0] for row in cursor.fetchall()}


def _seal_batch(last: int, limit: int) -> int:
    with transaction.atomic():
        previous = Seal.objects.order_by("-last_id").first()
        start = previous.last_id if previous else _BEFORE_ALL
        rows = list(_lines(start, last)[:limit])
        if not rows:
            return 0
        chained = previous.digest if previous else ""
        Seal.objects.create(
            first_id=rows[0][0],
            last_id=rows[-1][0],
            lines=len(rows),
            digest=_digest(chained, rows),
            previous_digest=chained,
            sealed_at=clock.now(),
        )
        return len(rows)


def _lines(after: int, until: int) -> QuerySet[TrailLine, tuple[Any, ...]]:
    return TrailLine.objects.filter(id__gt=after, id__lte=until).order_by("id").values_list(*_FIELDS)


def _digest(previous: str, rows: Iterable[tuple]) -> str:
    """Hash the seal before this one and every line; lengths are written too, so that no two texts read the same."""
    total = sha256(previous.encode())
    for row in rows:
        for value in row:
            text = value.isoformat() if hasattr(value, "isoformat") else str(value)
            total.update(f"{len(text)}:{text},".encode())
        total.update(b"\n")
    return total.hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the sealing has come: the number of seals, when the newest was put, and how many lines wait for one."""

    seals: int
    sealed_at: datetime | None
    unsealed: int


def standing() -> Standing:
    """Give how far the sealing has come, without walking the chain."""
    newest = Seal.objects.order_by("-last_id").first()
    waiting = TrailLine.objects.filter(id__gt=newest.last_id if newest else _BEFORE_ALL).count()
    return Standing(Seal.objects.count(), newest.sealed_at if newest else None, waiting)


def newest_digest() -> str:
    """Give the digest of the newest seal, or nothing when there is none."""
    return Seal.objects.order_by("-last_id").values_list("digest", flat=True).first() or ""


def check(expected: str = "") -> Verdict:
    """Walk the whole chain and give the verdict; `expected` is a digest that was kept elsewhere and must be in it."""
    seals, lines, end, digest, seen = 0, 0, _BEFORE_ALL, "", not expected
    gone = triggers.missing(connection)
    broken = f"The trigger {gone} is gone from the database." if gone else ""
    if not broken:
        for one, fault in _walk():
            if fault:
                broken = fault
                break
            seals, lines, end, digest = seals + 1, lines + one.lines, one.last_id, one.digest
            seen = seen or digest == expected
    if not broken and not seen:
        broken = f"The digest {expected[:12]}… that was kept elsewhere is not in the chain: seals were cut off."
    return Verdict(seals, lines, TrailLine.objects.filter(id__gt=end).count(), digest, broken)


def _walk() -> Iterator[tuple[Seal, str]]:
    """Give each seal with the sentence on what is wrong with it, or nothing."""
    end, digest = _BEFORE_ALL, ""
    for one in Seal.objects.order_by("last_id").iterator(chunk_size=500):
        yield one, _fault(one, end, digest)
        end, digest = one.last_id, one.digest


def _fault(one: Seal, end: int, digest: str) -> str:
    if one.previous_digest != digest:
        return f"Seal {one.pk} does not follow the seal before it: a seal was removed or changed."
    rows = list(_lines(end, one.last_id))
    if len(rows) < one.lines:
        return f"Seal {one.pk}: {one.lines - len(rows)} of the lines {one.first_id} to {one.last_id} are gone."
    if len(rows) > one.lines:
        return f"Seal {one.pk}: {len(rows) - one.lines} lines up to {one.last_id} came in after the seal."
    if rows[0][0] != one.first_id or _digest(digest, rows) != one.digest:
        return f"Seal {one.pk}: a line between {one.first_id} and {one.last_id} was changed."
    return ""
