"""What time it is, and how working days are counted in the Netherlands."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_travelled: ContextVar[datetime | None] = ContextVar("travelled", default=None)


def now() -> datetime:
    """Give the present moment, aware, in Dutch time; or the moment that `travel` set."""
    return _travelled.get() or datetime.now(AMSTERDAM)


def today() -> date:
    """Give the Dutch calendar date of `now`."""
    return now().astimezone(AMSTERDAM).date()


def start_of(day: date) -> datetime:
    """Give the first moment of a Dutch calendar date."""
    return datetime.combine(day, time(), AMSTERDAM)


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Let `now` be another moment, for the demo town and for tests."""
    token = _travelled.set(to if to.tzinfo else to.replace(tzinfo=AMSTERDAM))
    try:
        yield
    finally:
        _travelled.reset(token)


@lru_cache(maxsize=8)
def _public_holidays(year: int) -> frozenset[date]:
    # "optional" adds 5 May in the years between the lustrums.
    return frozenset(holidays.country_holidays("NL", years=year, categories=("public", "optional")))


def is_working_day(day: date) -> bool:
    """Say whether a municipality works on this day: Monday to Friday, and no holiday of the Algemene termijnenwet.

    Those of its article 3: New Year, Good Friday, Easter Monday, King's Day, 5 May (each year; since 2024 also a day
    off in the CAO Gemeenten), Ascension Day, Whit Monday, Christmas. The bridging days that a royal decree adds for
    three years at a time are not counted: our clocks are promises, not legal terms.
    """
    return day.weekday() < 5 and day not in _public_holidays(day.year)


def add_working_days(start: date, days: int) -> date:
    """Give the date that lies `days` working days after `start`; a negative number counts back."""
    step = timedelta(days=1 if days >= 0 else -1)
    left, day = abs(days), start
    while left:
        day += step
        left -= is_working_day(day)
    return day
