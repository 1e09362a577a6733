"""The second program: what somebody with a solver finds out from nothing but what was published.

It knows nothing of the engine. It takes publications as a reader has them, areas with numbers and gaps, and what
everybody knows of such tables, and asks scipy for the least and the most that each gap can be, over all tables, areas
and editions together. A gap that it can close to fewer than five whole families is a leak.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

Fact = tuple[int, str, frozenset[str], str]  # edition, table, area, cell
PEOPLE = {"referred": "consented", "consented": "", "questions": ""}  # who said yes were referred


@dataclass(frozen=True)
class Kind:
    """What everybody knows of a table: its rows, of whom it is, and whether one family may stand in several rows."""

    rows: tuple[str, ...]
    people: str
    multiple: bool
    complete: bool = False  # nobody can be missing


@dataclass(frozen=True)
class Publication:
    """One table of one area in one edition: a number, or a gap. Editions of one number are of the same day."""

    edition: int
    table: str  # or "families"
    area: frozenset[str]
    numbers: Mapping[str, int | None]
    rounded: bool = False  # to multiples of five


class Attacker:
    """One attack on all that was published of a year. Later editions may only count more families."""

    def __init__(self, kinds: Mapping[str, Kind], places: Sequence[str], published: Sequence[Publication]) -> None:
        self.kinds, self.places = kinds, list(places)
        self.editions = sorted({one.edition for one in published})
        self.column: dict[tuple[int, str, str, str], int] = {}
        for edition in self.editions:
            for place in self.places:
                for cell in PEOPLE:
                    self.column[edition, "families", place, cell] = len(self.column)
                for name, kind in kinds.items():
                    for cell in (*kind.rows, *(() if kind.complete else ("missing",))):
                        self.column[edition, name, place, cell] = len(self.column)
        self.equal: list[tuple[dict[int, float], float]] = []
        self.under: list[tuple[dict[int, float], float]] = []
        for edition in self.editions:
            for place in self.places:
                self._known_of_tables(edition, place)
        for earlier, later in zip(self.editions, self.editions[1:], strict=False):
            for (edition, *where), column in self.column.items():
                if edition == earlier and where[2] != "missing":
                    self.under.append(({column: 1, self.column[later, *where]: -1}, 0))
        self.gaps: list[Fact] = []
        self.told: set[Fact] = set()
        for one in published:
            for cell, number in one.numbers.items():
                fact = (one.edition, one.table, one.area, cell)
                if number is None:
                    self.gaps.append(fact)
                    continue
                self.told.add(fact)
                if one.rounded:
                    self.under.append((self.sum_of(fact), number + 2))
                    self.under.append(({c: -v for c, v in self.sum_of(fact).items()}, 2 - number))
                else:
                    self.equal.append((self.sum_of(fact), number))

    def _known_of_tables(self, edition: int, place: str) -> None:
        at = self.column
        self.under.append(
            ({at[edition, "families", place, "consented"]: 1, at[edition, "families", place, "referred"]: -1}, 0)
        )
        for name, kind in self.kinds.items():
            whole = at[edition, "families", place, kind.people]
            rows = [at[edition, name, place, row] for row in kind.rows]
            missing = [] if kind.complete else [at[edition, name, place, "missing"]]
            if kind.multiple:
                self.under += [({row: 1, whole: -1} | dict.fromkeys(missing, 1), 0) for row in rows]
                if missing:
                    self.under.append(({whole: 1} | dict.fromkeys(missing, -1) | dict.fromkeys(rows, -1), 0))
            else:
                self.equal.append((dict.fromkeys(rows + missing, 1) | {whole: -1}, 0))

    def sum_of(self, fact: Fact) -> dict[int, float]:
        """Write a published number, or a gap, as a sum over municipalities."""
        edition, table, area, cell = fact
        if table == "families":
            return {self.column[edition, table, place, cell]: 1 for place in area}
        kind = self.kinds[table]
        if cell == "missing" and kind.complete:
            return {}
        if cell != "n":
            return {self.column[edition, table, place, cell]: 1 for place in area}
        whole = {self.column[edition, "families", place, kind.people]: 1.0 for place in area}
        return whole if kind.complete else whole | {self.column[edition, table, p, "missing"]: -1.0 for p in area}

    def _matrix(self, rows: list[tuple[dict[int, float], float]]) -> tuple[coo_array, np.ndarray]:
        spots = [(r, c, v) for r, (row, _) in enumerate(rows) for c, v in row.items()]
        r, c, v = zip(*spots, strict=True) if spots else ((), (), ())
        return coo_array((v, (r, c)), shape=(len(rows), len(self.column))).tocsr(), np.array(
            [b for _, b in rows], float
        )

    def changes(
        self, areas: Sequence[frozenset[str]], few: int = 10, width: int = 5
    ) -> Iterator[tuple[Fact, int, int]]:
        """Give where two editions side by side tell that a few families came, fewer than `few`, and nearly how many."""
        equal, equal_to = self._matrix(self.equal)
        under, under_to = self._matrix(self.under)
        for earlier, later in itertools.combinations(self.editions, 2):
            for area, who in itertools.product(areas, ("referred", "consented")):
                rise = {self.column[later, "families", place, who]: 1.0 for place in area}
                rise |= {self.column[earlier, "families", place, who]: -1.0 for place in area}
                goal, ends = self._matrix([(rise, 0)])[0].toarray()[0], []
                for sign in (1, -1):
                    found = linprog(sign * goal, under, under_to, equal, equal_to, bounds=(0, 100_000), method="highs")
                    ends.append(sign * found.fun if found.status == 0 else sign * -math.inf)
                low, high = ends[0] - 1e-6, ends[1] + 1e-6
                if 1 <= high < few and math.floor(high) - math.ceil(low) < width:
                    yield (later, "families", area, who), math.ceil(low), math.floor(high)

    def leaks(self, width: int = 5) -> Iterator[tuple[Fact, float, float]]:
        """Give each gap that can be closed to fewer than `width` whole families, with its bounds."""
        equal, equal_to = self._matrix(self.equal)
        under, under_to = self._matrix(self.under)
        gaps = [gap for gap in dict.fromkeys(self.gaps) if gap not in self.told]  # hidden first, and told later
        goals, _ = self._matrix([(self.sum_of(gap) or {0: 0.0}, 0) for gap in gaps]) if gaps else (None, None)
        low, high = np.full(len(gaps), math.inf), np.full(len(gaps), -math.inf)
        for g, gap in enumerate(gaps):
            goal, ends = goals[[g]].toarray()[0], []
            if high[g] - low[g] >= width:
                continue  # what was found on the way shows already that it stays open
            for sign in (1, -1):
                found = linprog(sign * goal, under, under_to, equal, equal_to, bounds=(0, 100_000), method="highs")
                if found.status != 0:
                    raise ValueError(f"nothing fits what was published: {found.message}")
                values = goals @ found.x
                low, high = np.minimum(low, np.ceil(values - 1e-6)), np.maximum(high, np.floor(values + 1e-6))
                ends.append(sign * found.fun)
            if math.floor(ends[1] + 1e-6) - math.ceil(ends[0] - 1e-6) < width:
                yield gap, ends[0], ends[1]
