"""What time it is, and how working days are counted in the Netherlands."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
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
    return frozenset(holidays.country_holidays("NL", years=year))


def is_working_day(day: date) -> bool:
    """Say whether people work on this day: Monday to Friday, no Dutch public holiday."""
    return day.weekday() < 5 and day not in _public_holidays(day.year)


def add_working_days(start: date, days: int) -> date:
    """Give the date that lies `days` working days after `start`; a negative number counts back."""
    step = timedelta(days=1 if days >= 0 else -1)
    left, day = abs(days), start
    while left:
        day += step
        left -= is_working_day(day)
    return day
