"""What happened and what comes, as the part `timeline.html` shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.functional import Promise


@dataclass(frozen=True)
class Happening:
    """One line: a title, when, its place in time (done, now, next), and who and what belong to it."""

    title: str | Promise
    when: date | datetime | None = None
    state: str = "done"
    who: str = ""
    text: str = ""


def until_now(happened: Sequence[Happening]) -> list[Happening]:
    """Mark the last of what happened as where things stand now."""
    return [*happened[:-1], *(replace(last, state="now") for last in happened[-1:])]
