"""The rule for what waits: no row is lost, and none leaves the house more than twice without somebody looking.

One row is claimed in a short transaction and handed over outside it, so that no lock is held while another system
thinks. Just before it leaves, `hand_over` writes that down; the answer takes that away again. When the answer does not
come (the worker dies, the other side falls silent) nobody can know whether it went. Then it goes once more: twice is
better than never. When that happens a second time, the row waits for a human: three times is worse than asking.

A worker that dies at any other moment leaves a claim that ends by itself.
"""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from knooppunt.foundation import clock

from .models import Waiting

log = logging.getLogger(__name__)  # names and numbers only, and in the message itself: arguments are taken out

# After the first try, the second, and so on: two days in all.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
CLAIM = timedelta(minutes=5)  # longer than the slowest answer of a mail server that is waited for
MAY_BE_UNSURE = 1
UNKNOWN = "NobodyKnowsWhetherItWent"


class NotOurs(Exception):
    """Somebody else has this row in hand now, or it is gone: it may not leave the house."""


def moment() -> datetime:
    """Give the present moment in UTC: sums with Dutch time are an hour off in the night that the clock goes back."""
    return clock.now().astimezone(UTC)


def due[W: Waiting](rows: QuerySet[W]) -> QuerySet[W]:
    """Give the rows whose time has come."""
    return rows.filter(sent_at=None, failed_at=None, not_before__lte=moment())


def claim[W: Waiting](rows: QuerySet[W]) -> W | None:
    """Take the row that waits longest out of the reach of other workers for five minutes; None when there is none."""
    if not due(rows).exists():  # asked first, so that an idle worker never takes the write lock of SQLite
        return None
    with transaction.atomic():
        return claim_next(rows)


def claim_next[W: Waiting](rows: QuerySet[W]) -> W | None:
    """Claim as `claim` does, in the transaction that is under way."""
    while one := due(rows).select_for_update(skip_locked=True).order_by("not_before", "pk").first():
        if one.handed_at and one.unsure >= MAY_BE_UNSURE:
            one.unsure += 1
            give_up(one, UNKNOWN)
            continue
        mine = _still_mine(one)
        one.unsure += one.handed_at is not None
        one.tries, one.handed_at, one.not_before = one.tries + 1, None, moment() + CLAIM
        mine.update(tries=one.tries, unsure=one.unsure, handed_at=None, not_before=one.not_before)
        return one
    return None


def hand_over(one: Waiting) -> None:
    """Note that this row leaves the house now; raises `NotOurs` when it may not."""
    one.handed_at = moment()
    if not _still_mine(one).filter(sent_at=None, failed_at=None).update(handed_at=one.handed_at):
        raise NotOurs


def went(one: Waiting, **emptied: str) -> None:
    """Note that it went, whoever has the row in hand by now, and empty what is needed no longer."""
    one.sent_at = moment()
    type(one)._base_manager.filter(pk=one.pk).update(
        sent_at=one.sent_at, failed_at=None, handed_at=None, last_error="", **emptied
    )


def did_not_go(one: Waiting, error: str, *, known: bool = True) -> None:
    """Try again after a growing pause, or give up after the last; with `known=False` it may have gone all the same.

    Only the name of an error is kept: its text may hold an address.
    """
    if not known and one.unsure >= MAY_BE_UNSURE:
        one.unsure += 1
        give_up(one, UNKNOWN)
    elif one.tries > len(PAUSES):
        give_up(one, error)
    else:
        one.unsure += not known
        one.last_error, one.not_before = error, moment() + PAUSES[one.tries - 1]
        _still_mine(one).update(last_error=error, not_before=one.not_before, unsure=one.unsure, handed_at=None)
        log.warning(f"{type(one).__name__} {one.pk} was not sent, try {one.tries}: {error}")


def give_up(one: Waiting, error: str, **more: Any) -> None:
    """Stop trying; it waits for a human, who sees it on the page of what stands still. `more` is set as well."""
    one.failed_at, one.last_error = moment(), error
    _still_mine(one).filter(sent_at=None).update(
        failed_at=one.failed_at, last_error=error, unsure=one.unsure, handed_at=None, **one.left_out() | more
    )
    log.error(f"{type(one).__name__} {one.pk} is given up after {one.tries} tries: {error}")


def again(rows: QuerySet[Any]) -> int:
    """Let rows that were given up go from the start, because a human said so; gives how many."""
    return rows.exclude(failed_at=None).update(
        failed_at=None, not_before=moment(), tries=0, unsure=0, handed_at=None, last_error=""
    )


def behind(rows: QuerySet[Any]) -> timedelta:
    """Say how long the row that waits longest has been due; nothing when none is."""
    oldest = due(rows).order_by("not_before").values_list("not_before", flat=True).first()
    return moment() - oldest if oldest else timedelta()


def _still_mine(one: Waiting) -> QuerySet[Any]:
    """Give the row, unless another worker has claimed it since: each claim counts one try."""
    return type(one)._base_manager.filter(pk=one.pk, tries=one.tries)
