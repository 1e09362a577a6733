"""Reads a file with registrations of earlier years, one row per family, and tells all that is wrong with it at once.

Only the content counts, not the name of the file. What is read becomes rows of codes for casework to keep; of the file
itself nothing is kept.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knooppunt.casework.importing import changed_since, imports_of, new_among, take_back, take_in
from knooppunt.casework.local import local_values
from knooppunt.casework.refusals import NotFound
from knooppunt.casework.registering import ASKED
from knooppunt.casework.shown.registration import ImportShown, TakenIn
from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM, Actor
from knooppunt.people.roles import municipalities_of_leader

from . import cells, textfiles, workbooks
from .accepted import COLUMNS, DAY, ENDING, ONE, SEVERAL, Accepted, Column
from .headings import columns_of, left_away
from .models import Released
from .problems import Cell, Grid, NotRead, Problem, refused

LARGEST = 10_000_000  # bytes that come in; ten thousand families take about one million
# A day may not lie before the one that has to come first.
IN_ORDER = (
    *(("referred_on", name) for name in ("conference_on", "support_on", "evaluated_on", "closed_on")),
    ("conference_on", "evaluated_on"),
    ("conference_on", "closed_on"),
)
# What is kept only of a family that says yes to research.
BACKGROUND = (*ASKED, "needs", "participants", "support", "outcome", "change")
CONTENT = tuple(one.name for one in fields(TakenIn) if one.name != "row_hash")
NAMES = {column.field: column.name for column in COLUMNS}


@dataclass(frozen=True)
class Found:
    """What a file holds: rows to take in, or all that is wrong with it; never both. A note is no reason to stop."""

    rows: tuple[TakenIn, ...] = ()
    lines: tuple[int, ...] = ()  # where each row stands in the file
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """How many rows of a file are of one municipality: new, and taken in before."""

    municipality: str
    new: int
    known: int


def read(content: bytes, *, allowed: frozenset[str] | None = None) -> Found:
    """Read a file: rows, or every problem of every row. `allowed` names whose rows may be in it; None: everybody's."""
    try:
        grid = _grid(content)
        columns = columns_of(grid)
    except NotRead as refusal:
        return Found(problems=tuple(refusal.problems))
    return _Reader(columns, allowed).read(grid)


def per_place(rows: Iterable[TakenIn]) -> list[Place]:
    """Give per municipality how many of these rows are new and how many were taken in before."""
    rows = list(rows)
    fresh = new_among(row.row_hash for row in rows)
    new = Counter(row.municipality for row in rows if row.row_hash in fresh)
    known = Counter(row.municipality for row in rows if row.row_hash not in fresh)
    return [Place(code, new[code], known[code]) for code in sorted({*new, *known})]


def doubtful(found: Found) -> str:
    """Give which rows of a file look like one that was taken in before and changed since ('2–14, 18'), or ''."""
    changed = changed_since(found.rows)
    return _runs([line for line, row in zip(found.lines, found.rows, strict=True) if row.row_hash in changed])


def told_since(one: ImportShown) -> list[int]:
    """Give the years of which something was told to the world since this was taken in, and with it these families."""
    told = Released.objects.filter(year__in=one.years, at__gte=one.at)
    return sorted(set(told.values_list("year", flat=True)))


def undo(code: str, actor: Actor) -> int:
    """Take back a whole import, by who did it; gives how many families that were.

    Raises NotFound for an import of somebody else, and of municipalities that a project leader leads no more.
    """
    one = next((one for one in imports_of(actor) if one.code == code), None)
    operates = actor == SYSTEM
    if one is None or not (operates or set(one.families) <= municipalities_of_leader(actor.person_id)):
        raise NotFound
    return take_back(actor, _role(actor), code)


def _role(actor: Actor) -> str:
    return "operator" if actor == SYSTEM else "project_leader"


def keep(rows: Sequence[TakenIn], actor: Actor) -> int:
    """Take in rows that were read, all or none, and give how many were new.

    The operator may take in all, a project leader what is of the municipalities that she leads: else NotFound. Raises
    Invalid for a code that is not in its list any more.
    """
    role = _role(actor)
    if actor != SYSTEM and not {row.municipality for row in rows} <= municipalities_of_leader(actor.person_id):
        raise NotFound
    try:
        return take_in(rows, actor, role)
    except IntegrityError:  # somebody took in the same rows at this very moment
        return take_in(rows, actor, role)


def together(problems: Iterable[Problem]) -> list[tuple[str, str, str]]:
    """Give what is the same in several rows once: rows ('2-14, 18'), column, and text."""
    rows: dict[tuple[str, str], list[int]] = {}
    for one in problems:
        rows.setdefault((one.column, one.text), []).extend([one.row] if one.row else [])
    return [(_runs(sorted(set(numbers))), column, text) for (column, text), numbers in rows.items()]


def _runs(numbers: list[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(start) if start == end else f"{start}–{end}" for start, end in runs)


def _grid(content: bytes) -> Grid:
    """Give the cells of a workbook or a text file, by what is in it."""
    if not content.strip():
        raise refused(_("Dit bestand is leeg. Kies een ander bestand."))
    if len(content) > LARGEST:
        raise too_large()
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return workbooks.rows_of(content)
    if content.startswith(workbooks.OLE):
        raise workbooks.why_old(content)
    return textfiles.rows_of(content)


def too_large() -> NotRead:
    """Give the refusal of a file that is too large to open at all."""
    return refused(_("Dit bestand is te groot: hoogstens 10 MB. Haal eruit wat er niet in hoort, of splits het."))


class _Reader:
    """Reads the rows of one file."""

    def __init__(self, columns: list[Column | None], allowed: frozenset[str] | None) -> None:
        self.columns, self.allowed = columns, allowed
        self.in_order = sorted((column for column in columns if column), key=lambda one: not one.needed)
        self.accepted = Accepted(local_values())
        self.today = clock.today()
        self.problems: list[Problem] = []
        self.left_out = 0

    def read(self, grid: Grid) -> Found:
        """Read all rows below the headings."""
        rows = [
            (number, self._row(number, row))
            for number, row in enumerate(grid[1:], start=2)
            if not all(map(cells.is_empty, row))
        ]
        if not rows:
            self.problems.append(Problem(_("Onder de koppen staan geen rijen.")))
        if self.problems:
            return Found(problems=tuple(self.problems))
        return Found(
            rows=marked(row for _number, row in rows if row), lines=tuple(number for number, _row in rows),
            notes=tuple(self._notes()),
        )  # fmt: skip

    def _row(self, number: int, row: list[Cell]) -> TakenIn | None:
        """Give the row, or None when something is wrong with it; then it stands among the problems."""
        before = len(self.problems)
        if not all(map(cells.is_empty, self._under_no_heading(row))):
            self.problems.append(Problem(_beside_headings(), number))
            return None
        told = {column: cell for column, cell in zip(self.columns, row, strict=False) if column}
        values: dict[str, Any] = {}
        for column in self.in_order:  # the municipality comes first: it may have words of its own
            try:
                values |= self._cell(column, told.get(column, ""), values.get("municipality", ""))
            except cells.Wrong as wrong:
                self.problems += [Problem(text, number, column.name) for text in wrong.texts]
        self.problems += _out_of_order(number, values)
        return self._without_background(TakenIn(**values)) if len(self.problems) == before else None

    def _under_no_heading(self, row: list[Cell]) -> list[Cell]:
        bare = [cell for column, cell in zip(self.columns, row, strict=False) if column is None]
        return bare + row[len(self.columns) :]

    def _cell(self, column: Column, cell: Cell, municipality: str) -> dict[str, Any]:
        """Give the values that a cell fills; none for an empty one. Raises Wrong."""
        if cells.is_empty(cell):
            if column.needed:
                raise cells.Wrong(_("Deze cel is leeg. Vul hem in."))
            return {}
        if column.kind == DAY:
            return {column.field: cells.day(cell, self.today)}
        said = cells.text_of(cell)
        if column.kind == SEVERAL:
            return {column.field: cells.several(self.accepted, column.list, said, municipality)}
        if column.kind == ENDING:
            return cells.ending(self.accepted, said, municipality)
        assert column.kind == ONE
        code = cells.one(self.accepted, column.list, said, municipality)
        if column.field == "municipality":
            self._may(code)
        return {column.field: code}

    def _may(self, municipality: str) -> None:
        if not municipality:
            raise cells.Wrong(_("Deze cel is leeg. Vul hem in."))
        if self.allowed is not None and municipality not in self.allowed:
            raise cells.Wrong(_("U begeleidt deze gemeente niet. Haal de rij weg, of geef hem aan wie dat wel doet."))

    def _without_background(self, row: TakenIn) -> TakenIn:
        """Leave out what may only be kept with the yes to research, and count the cells."""
        if row.research == "yes":
            return row
        filled = [name for name in BACKGROUND if getattr(row, name)]
        self.left_out += len({NAMES.get(name, "uitkomst") for name in filled})
        return replace(row, **{name: type(getattr(row, name))() for name in filled})

    def _notes(self) -> Iterator[str]:
        if self.left_out:
            yield ngettext(
                "%(number)s ingevulde cel laten wij weg: dat gezin zei geen ja tegen onderzoek.",
                "%(number)s ingevulde cellen laten wij weg: die gezinnen zeiden geen ja tegen onderzoek.",
                self.left_out,
            ) % {"number": self.left_out}
        if missing := left_away(self.columns):
            yield _("Deze koppen ontbreken, en tellen als niet gevraagd: %(names)s.") % {"names": ", ".join(missing)}


def _beside_headings() -> str:
    return _("Rechts van de koppen staat nog iets. Hoort een ; of , bij een cel? Zet die cel tussen aanhalingstekens.")


def _out_of_order(number: int, values: dict[str, Any]) -> Iterator[Problem]:
    for first, later in IN_ORDER:
        if first in values and later in values and values[later] < values[first]:
            text = _("Deze dag ligt voor %(column)s. Kijk beide dagen na.") % {"column": NAMES[first]}
            yield Problem(text, number, NAMES[later])


def marked(rows: Iterable[TakenIn]) -> tuple[TakenIn, ...]:
    """Give each row its mark: the same file gives the same marks, and two families that are alike get two."""
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        told = json.dumps([getattr(row, name) for name in CONTENT], default=str, ensure_ascii=False)
        seen[told] += 1
        found.append(replace(row, row_hash=sha256(f"{told}|{seen[told]}".encode()).hexdigest()))
    return tuple(found)
