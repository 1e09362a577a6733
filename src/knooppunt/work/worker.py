"""The one worker: what waits is handed over, then a round that is due runs, then a short sleep; until it must stop."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from django.db import Error, connection

from . import rounds

log = logging.getLogger(__name__)

PAUSE = 0.5  # seconds; an idle look is two short questions
LOOKS_AWAY = 6  # while the database is away: so many pauses between two tries

Stopping = Callable[[], bool]
LONG = timedelta(minutes=15)  # a worker that runs is never so far behind
_carriers: list[Callable[[Stopping], int]] = []
_behind: list[Callable[[], timedelta]] = [rounds.behind]


def carries(some: Callable[[Stopping], int], behind: Callable[[], timedelta]) -> None:
    """Let the worker carry: `some` hands over a few of what waits, asks between two whether to stop, gives how many.

    `behind` says how long the first of them should have been gone.
    """
    _carriers.append(some)
    _behind.append(behind)


def stands_still() -> timedelta:
    """Say how long something waits that a worker would have done by now; nothing when one keeps up."""
    longest = max(behind() for behind in _behind)
    return longest if longest > LONG else timedelta()


def turn(stopping: Stopping = lambda: False) -> int:
    """Do what is due now, but not without end, and give how much was done."""
    done = sum(some(stopping) for some in _carriers)
    if not stopping():
        done += rounds.run_due()
    return done


def once() -> int:
    """Do all that is due now and give how much was done. Raises what the database raises."""
    rounds.lay_out()
    done = 0
    while more := turn():
        done += more
    return done


def work(stopping: Stopping) -> None:
    """Work until `stopping` says so: what is in hand is finished first. A database that is away is waited for."""
    laid_out, sleeps = False, 0
    while not stopping():
        try:
            if not laid_out:
                rounds.lay_out()
                laid_out = True
            sleeps = 0 if turn(stopping) else 1
        except Error as error:
            log.warning(f"The database does not answer, the worker waits: {type(error).__name__}")
            with suppress(Exception):
                connection.close()
            sleeps = LOOKS_AWAY
        while sleeps and not stopping():
            time.sleep(PAUSE)
            sleeps -= 1
