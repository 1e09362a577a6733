"""Rounds: work that comes back every few minutes or each night, done by whichever worker finds it due.

A round is a name, a rhythm and a function that may run twice without harm. Rooms register theirs when the application
starts. A round that fails is tried again after growing pauses, and stays visible with the name of its error.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q, QuerySet

from knooppunt.foundation import clock

from .models import Round
from .waiting import moment

log = logging.getLogger(__name__)

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))  # the last one again and again
CLAIM = timedelta(minutes=15)  # what a worker that died had in hand is taken up by another after this


class Rhythm(Protocol):
    """When a round comes back."""

    def after(self, then: datetime) -> datetime:
        """Give the first moment after `then`, in UTC."""


@dataclass(frozen=True, slots=True)
class Every:
    """Again so many minutes after the last time."""

    minutes: int

    def after(self, then: datetime) -> datetime:
        """Give the first moment after `then`, in UTC."""
        return then.astimezone(UTC) + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class DailyAt:
    """Once each day of the Dutch calendar at this time of the Dutch clock.

    In the night that the clock goes forward an hour that is not there is the one after it; in the night that it goes
    back the first of the two counts.
    """

    hour: int
    minute: int = 0

    def after(self, then: datetime) -> datetime:
        """Give the first moment after `then`, in UTC."""
        day = then.astimezone(clock.AMSTERDAM).date()
        today = self._on(day)
        # Compared in UTC: two times of one zone are compared by the hands of the clock, which stand the same twice.
        return today if today > then.astimezone(UTC) else self._on(day + timedelta(days=1))

    def _on(self, day: date) -> datetime:
        return datetime.combine(day, time(self.hour, self.minute), clock.AMSTERDAM).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Job:
    rhythm: Rhythm
    run: Callable[[], object]


_JOBS: dict[str, _Job] = {}


def register(name: str, rhythm: Rhythm, run: Callable[[], object]) -> None:
    """Let the worker call `run` in this rhythm; running twice may do no harm. Call it in `AppConfig.ready`."""
    _JOBS[name] = _Job(rhythm, run)


def lay_out() -> None:
    """Give each registered round its row; one that never ran is due at once. The worker does so when it starts."""
    Round.objects.bulk_create([Round(name=name, next_at=moment()) for name in sorted(_JOBS)], ignore_conflicts=True)


def run_due() -> bool:
    """Run one round whose time has come, if there is one, and say so."""
    one = _claim()
    if one is None:
        return False
    job = _JOBS[one.name]
    try:
        job.run()
    except Exception as error:  # whatever goes wrong in one round, the others run and the letters go
        log.error(f"The round {one.name} failed, try {one.tries}: {type(error).__name__}")
        if isinstance(error, OperationalError | InterfaceError):
            connection.close()  # the database is away: what follows asks for a new connection, or fails as well
        pause = PAUSES[min(one.tries, len(PAUSES)) - 1]
        _settle(one, next_at=min(moment() + pause, job.rhythm.after(clock.now())), last_error=type(error).__name__)
    else:
        _settle(one, next_at=job.rhythm.after(clock.now()), last_error="", tries=0, last_ran_at=moment())
    return True


def behind() -> timedelta:
    """Say how long the round that waits longest has been due; nothing when none is."""
    oldest = _due().order_by("next_at").values_list("next_at", flat=True).first()
    return moment() - oldest if oldest else timedelta()


def overview() -> list[Round]:
    """Give all rounds, for the page of what stands still."""
    return list(Round.objects.order_by("name"))


def _due() -> QuerySet[Round]:
    free = Q(claimed_until=None) | Q(claimed_until__lte=moment())
    return Round.objects.filter(free, name__in=_JOBS, next_at__lte=moment())


def _claim() -> Round | None:
    """Take a due round out of the reach of other workers."""
    if not _due().exists():  # asked first, so that an idle worker never takes the write lock of SQLite
        return None
    with transaction.atomic():
        one = _due().select_for_update(skip_locked=True).order_by("next_at", "pk").first()
        if one:
            one.claimed_until, one.tries = moment() + CLAIM, one.tries + 1
            one.save(update_fields=["claimed_until", "tries"])
    return one


def _settle(one: Round, **how: object) -> None:
    """Write down how it went, unless the claim had ended and another worker has it in hand."""
    Round.objects.filter(pk=one.pk, tries=one.tries).update(claimed_until=None, **how)
