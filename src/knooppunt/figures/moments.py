"""Which numbers of a year go out: those of now, or those of an earlier moment when too few families changed since.

Two releases laid side by side tell what happened in between. So the figures of a year stand still until ten families
changed; then they move on together, and of an area in which fewer changed only what was told before is told again.
This is the one home of that rule; it knows no database.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from .disclosure import CONSENTED, FAMILIES, REFERRED, THRESHOLD, N, Shown, Since
from .hiding import follows

LEAST = THRESHOLD  # families that change before figures do
NOW = 0
Cells = Mapping[str, Mapping[str, Mapping[str, int]]]  # table -> municipality -> cell -> how many
Line = tuple[int | None, Shown]  # what was told, at which moment; None: before moments were kept


@dataclass(frozen=True)
class Counted:
    """What is counted of the same families: which tables, and in which of those a family may stand in more rows."""

    tables: frozenset[str]
    several: frozenset[str]


Populations = Mapping[str, Counted]  # referred, consented -> the tables that count them


def changes(before: Cells, now: Cells, area: Iterable[str], populations: Populations) -> list[int]:
    """Give of how many families in an area something is different, at the least: of each population by itself."""
    places = list(area)
    found = []
    for who, of in populations.items():
        most = _most_alone(*_difference(before, now, FAMILIES, places, {who}))
        for table in of.tables:
            cells = {cell for told in (before, now) for place in places for cell in told.get(table, {}).get(place, {})}
            moved = _difference(before, now, table, places, cells - {N})
            most = max(most, _most_alone(*moved) if table in of.several else max(part.total() for part in moved))
        found.append(most)
    return found


def _difference(
    before: Cells, now: Cells, table: str, places: Iterable[str], cells: Iterable[str]
) -> tuple[Counter[str], Counter[str]]:
    """Give for each cell how many came in the municipalities where some came, and went where some went."""
    more, fewer = Counter[str](), Counter[str]()
    for place in places:
        old, new = (told.get(table, {}).get(place, {}) for told in (before, now))
        for cell in cells:
            difference = new.get(cell, 0) - old.get(cell, 0)
            (more if difference > 0 else fewer)[cell] += abs(difference)
    return more, fewer


def _most_alone(*moved: Counter[str]) -> int:
    return max((number for part in moved for number in part.values()), default=0)


def _follow_from(told: Sequence[frozenset[str]], areas: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Give the areas whose number can be worked out from those that were told, by adding and taking away."""
    if not told or not areas:
        return []
    places = sorted(frozenset().union(*told, *areas))
    known, asked = (np.array([[p in one for p in places] for one in some], float) for some in (told, areas))
    return [area for area, found in zip(areas, follows(known, asked), strict=True) if found]


class Moments:
    """The moments at which something of a year was told, what that was, and the numbers of now."""

    def __init__(
        self, counted: Mapping[int, Callable[[], Cells]], lines: Sequence[Line], populations: Populations
    ) -> None:
        self.counted, self.lines, self.populations = counted, lines, populations
        self._cells: dict[int, Cells] = {}
        self._changes: dict[tuple[int, int, frozenset[str]], list[int]] = {}

    def choose(self, area: Iterable[str]) -> tuple[int, bool]:
        """Give the moment whose numbers of an area may go out, and whether something changed since that waits."""
        places, newest = frozenset(area), max(self.counted)
        if newest == NOW:  # nothing was told yet
            return NOW, False
        moment = NOW if self._moves(newest) else newest
        told = [at for at, line in self.lines if at is not None and line.area == places]
        if told and self._little(max(told), moment, places):
            moment = max(told)
        return moment, any(self._changed(moment, NOW, self._everywhere))

    def _moves(self, newest: int) -> bool:
        """Say whether enough changed since the newest moment for the year to move on."""
        moved = self._changed(newest, NOW, self._everywhere)
        return any(moved) and not self._little(newest, NOW, self._everywhere)

    def known(self, moment: int, areas: Iterable[Iterable[str]]) -> list[Shown]:
        """Give what was told, and how much changed between then and the moment whose numbers go out.

        `areas` are all that may be told of: where the number of families of one followed from what was told at another
        moment, and few changed since, it stays hidden as well.
        """
        told_now = {
            (line.table, line.area)
            for at, line in self.lines
            if at in (moment, None) and any(number is not None for number in line.numbers.values())
        }
        others = [(at, line) for at, line in self.lines if at not in (moment, None)]
        found = [line for at, line in self.lines if at in (moment, None)]
        found += [replace(line, since=Since.MUCH) for _at, line in others if (line.table, line.area) not in told_now]
        wanted = {frozenset(area) for area in areas} | {line.area for _at, line in self.lines}
        told = {line.area for at, line in self.lines if at in (moment, None) and line.numbers.get(REFERRED) is not None}
        free = [area for area in wanted if area not in told]
        for at in {at for at, _line in others if at is not None}:
            then = [line.area for one, line in others if one == at and line.numbers.get(REFERRED) is not None]
            for area in _follow_from(then, free):
                if self._little(at, moment, area):
                    found.append(Shown(FAMILIES, area, {REFERRED: None, CONSENTED: None}, Since.LITTLE))
        return found

    def _little(self, one: int, other: int, area: frozenset[str]) -> bool:
        """Say whether of those referred, or of those who said yes, some changed and too few to tell."""
        return any(0 < number < LEAST for number in self._changed(one, other, area))

    def _changed(self, one: int, other: int, area: frozenset[str]) -> list[int]:
        asked = (min(one, other), max(one, other), area)
        if asked not in self._changes:
            self._changes[asked] = changes(self.cells(one), self.cells(other), area, self.populations)
        return self._changes[asked]

    def cells(self, moment: int) -> Cells:
        """Give the numbers of a moment."""
        if moment not in self._cells:
            self._cells[moment] = self.counted[moment]()
        return self._cells[moment]

    @cached_property
    def _everywhere(self) -> frozenset[str]:
        ends = (NOW, max(self.counted))
        return frozenset(place for at in ends for places in self.cells(at).values() for place in places)
