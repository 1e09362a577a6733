"""What can be wrong with a file that somebody sends: where it is, and what helps."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

type Cell = str | float | bool | date | datetime | time | timedelta
type Grid = list[list[Cell]]  # the first stands on row 1

MOST_ROWS = 10_000  # below the headings
MOST_COLUMNS = 100


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, with what helps; `column` is a heading or, where there is none, a letter."""

    text: str
    row: int | None = None
    column: str = ""


class NotRead(Exception):
    """Nothing was read, because of these `problems`; each stands in the language of the moment."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def refused(text: str, row: int | None = None, column: str = "") -> NotRead:
    """Give the refusal for one reason."""
    return NotRead(Problem(text, row, column))


def too_many_rows(last: int) -> Problem:
    """Give what is wrong with a file that has something on this row."""
    return Problem(_("Hier staat nog iets, en er passen 10.000 gezinnen in een bestand. Splits het bestand."), last)
