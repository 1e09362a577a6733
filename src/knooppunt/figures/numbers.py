"""The numbers of one year: of any cell over any area the number itself, or the reason why it stays hidden."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from knooppunt.casework.reading.numbers import median_of
from knooppunt.casework.shown import RegistrationCounts

from . import disclosure
from .disclosure import CONSENTED, FAMILIES, MISSING, QUESTIONS, REFERRED, N
from .tables import DURATIONS, TABLES, UNKNOWN, Table

DAYS = 5  # a median that is published is rounded up to so many days
Found = int | str  # the number, or why it is hidden
Counts = Mapping[str, Mapping[str, int]]  # municipality -> cell -> how many


@dataclass(frozen=True)
class Numbers:
    """The numbers of a year, as they were counted; with a plan, only what that plan lets be seen."""

    counts: RegistrationCounts
    plan: disclosure.Plan | None = None

    def cell(self, name: str, cell: str, area: Iterable[str]) -> Found:
        """Give a cell of a table over an area (a row, N or MISSING), or why it stays hidden."""
        if self.plan and (why := self.plan.why(name, area, cell)):
            return why
        table = self.cells.get(name, {})
        return sum(table.get(place, {}).get(cell, 0) for place in area)

    def median_days(self, stretch: str, area: Iterable[str]) -> float | None:
        """Give the median number of days of a stretch over an area; None when there are no days to tell.

        A median is the number of days of one family. So with a plan it takes the threshold of families, and their
        number has to be shown; and it is rounded up to five days, so that nobody's days can be read from it.
        """
        days, together, places = self.counts.days.get(stretch, {}), Counter[int](), list(area)
        for place in places:
            together.update(days.get(place, {}))
        middle = median_of(together)
        if middle is not None and self.plan:
            few = together.total() < self.plan.pattern.threshold or self.plan.why(DURATIONS, places, stretch)
            return None if few else DAYS * math.ceil(middle / DAYS)
        return int(middle) if middle is not None and middle == int(middle) else middle

    def codes(self, table: Table) -> list[str]:
        """Give the codes that were counted in a table; some may have left the list since."""
        found = {
            cell for name in table.counted for cells in self.counts.tables.get(name, {}).values() for cell in cells
        }
        return sorted(found)

    @cached_property
    def cells(self) -> Mapping[str, Counts]:
        """Give all cells by table; of each municipality also how many answered, and how many were not asked."""
        people = self.people
        places = {place for counted in people.values() for place in counted}
        found: dict[str, Counts] = {
            FAMILIES: {place: {who: counted.get(place, 0) for who, counted in people.items()} for place in places}
        }
        for table in TABLES:
            whole = people[table.population]
            for name in {table.name, *table.counted}:
                found[name] = {place: self._of(table, name, place, whole.get(place, 0)) for place in places}
        return found

    @property
    def people(self) -> Mapping[str, Mapping[str, int]]:
        """Give whom the tables count, by municipality."""
        counts = self.counts
        return {REFERRED: counts.referred, CONSENTED: counts.consented, QUESTIONS: counts.questions}

    def _of(self, table: Table, name: str, place: str, whole: int) -> dict[str, int]:
        """Give the cells of a table, or of one of its columns; a row of the whole counts both columns together."""
        rows: Counter[str] = Counter()
        for counted in table.counted if name == table.name else (name,):
            rows.update(self.counts.tables.get(counted, {}).get(place, {}))
        if table.complete and whole > rows.total():
            rows[UNKNOWN] += whole - rows.total()
        several = table.multiple or (table.columns and name == table.name)
        answered = self.counts.answered.get(name, {}).get(place, 0) if several else rows.total()
        return {**rows, N: answered, MISSING: whole - answered}

    def tables(self, codes: Mapping[str, Iterable[str]]) -> list[disclosure.Table]:
        """Give the tables as a plan takes them, with these rows and what else was counted."""
        return [
            disclosure.Table(
                name, tuple(dict.fromkeys([*codes[table.name], *self.codes(table)])), self.cells[name],
                table.population, table.multiple, table.complete,
            )
            for table in TABLES
            for name in table.counted
        ]  # fmt: skip

    def protected(
        self, codes: Mapping[str, Iterable[str]], areas: Iterable[Iterable[str]], threshold: int,
        known: Iterable[disclosure.Shown], others: Iterable[disclosure.Other] = (),
    ) -> "Numbers":  # fmt: skip
        """Give the same numbers behind one plan over all these areas; `codes` names the rows of each table.

        `known` is what was told of this year before, and `others` its other moments. Raises ValueError when the
        numbers do not add up.
        """
        once = sorted({tuple(sorted(area)) for area in areas})  # so that all standard areas share one plan
        asked = (self.tables(codes), self.people, once, threshold, list(known), list(others))
        return Numbers(self.counts, _planned(_Asked(sha256(repr(asked).encode()).hexdigest(), asked)))


@dataclass(frozen=True)
class _Asked:
    """All that a plan is made from; what is the same has the same digest."""

    digest: str
    all_of_it: tuple[Any, ...] = field(compare=False, repr=False)


@lru_cache(maxsize=8)
def _planned(asked: _Asked) -> disclosure.Plan:
    """Give the plan; the last ones are kept, because one looks, looks again on the check page, and then publishes."""
    tables, people, areas, threshold, known, others = asked.all_of_it
    return disclosure.protect(tables, people, areas, threshold=threshold, known=known, others=others)
