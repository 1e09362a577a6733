"""Which numbers of a year go out: those of now, or those of an earlier moment when too few families changed since.

Two releases laid side by side tell what happened in between. So the figures of a year stand still until ten families
changed; then they move on together, and of an area in which fewer changed only what was told before is told again.
This is the one home of that rule; it knows no database.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from .disclosure import FAMILIES, QUESTIONS, THRESHOLD, N, Shown

LEAST = THRESHOLD  # families that change before figures do
NOW = 0
Cells = Mapping[str, Mapping[str, Mapping[str, int]]]  # table -> municipality -> cell -> how many
Line = tuple[int | None, Shown]  # what was told, at which moment; None: before moments were kept


def changed(before: Cells, now: Cells, area: Iterable[str], several: Iterable[str]) -> int:
    """Give of how many families in an area something is different, at the least.

    `several` names the tables in which a family may stand in more rows. Questions without names are not in it: there
    is no family to count.
    """
    places, many = list(area), {FAMILIES, *several}
    found = 0
    for table in before.keys() | now.keys():
        more, fewer = Counter[str](), Counter[str]()
        for place in places:
            old, new = (cells.get(table, {}).get(place, {}) for cells in (before, now))
            for cell in (old.keys() | new.keys()) - {N, QUESTIONS}:
                difference = new.get(cell, 0) - old.get(cell, 0)
                (more if difference > 0 else fewer)[cell] += abs(difference)
        measure = _largest if table in many else Counter.total
        found = max(found, measure(more), measure(fewer))
    return found


def _largest(counted: Counter[str]) -> int:
    return max(counted.values(), default=0)


class Moments:
    """The moments at which something of a year was told, what that was, and the numbers of now."""

    def __init__(
        self, counted: Mapping[int, Callable[[], Cells]], lines: Sequence[Line], several: Iterable[str]
    ) -> None:
        self.counted, self.lines, self.several = counted, lines, frozenset(several)
        self._cells: dict[int, Cells] = {}
        self._changes: dict[tuple[int, int, frozenset[str]], int] = {}

    def choose(self, area: Iterable[str]) -> tuple[int, bool]:
        """Give the moment whose numbers of an area may go out, and whether it is an earlier one while some changed."""
        places, everywhere = frozenset(area), self._everywhere
        newest = max(self.counted)
        waits = newest != NOW and self.changed(newest, NOW, everywhere) < LEAST
        moment = newest if waits else NOW
        told = [at for at, line in self.lines if at is not None and line.area == places]
        if told and max(told) != moment and 0 < self.changed(max(told), moment, places) < LEAST:
            moment, waits = max(told), True
        return moment, waits and self.changed(moment, NOW, everywhere) > 0

    def known(self, moment: int) -> list[Shown]:
        """Give what was told, as it counts for a release with the numbers of a moment.

        Where too few families changed between that moment and the one at which a number was told, the number of this
        moment stays hidden: it would tell, beside the other, whom it is about.
        """
        told_now = {(line.table, line.area) for at, line in self.lines if at == moment}
        return [
            replace(line, waits=(line.table, line.area) not in told_now and self._too_few(at, moment, line.area))
            for at, line in self.lines
        ]

    def _too_few(self, told: int | None, moment: int, area: frozenset[str]) -> bool:
        return told is not None and told != moment and 0 < self.changed(told, moment, area) < LEAST

    def changed(self, one: int, other: int, area: Iterable[str]) -> int:
        """Give of how many families in an area something is different between two moments, at the least."""
        asked = (min(one, other), max(one, other), frozenset(area))
        if asked not in self._changes:
            self._changes[asked] = changed(self.cells(one), self.cells(other), area, self.several)
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
