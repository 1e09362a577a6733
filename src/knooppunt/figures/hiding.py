"""The numbers of a year over all its areas, which of them are hidden, and the plain rules of hiding one for another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

import numpy as np

Area = frozenset[str]

FAMILIES = "families"  # whom the tables count: a table of its own, with these three cells
REFERRED, CONSENTED, QUESTIONS = "referred", "consented", "questions"
N, MISSING = "n", "missing"  # in how many families a table has an answer, and in how many it has not
PEOPLE = (REFERRED, CONSENTED, QUESTIONS)
NEARLY = 1e-6
WHOLE_AREA = 12  # hiding whom an area counts hides all its tables: as dear as a cell of an area so many times larger


@dataclass(frozen=True)
class Table:
    """The numbers of one table, per municipality and cell.

    One answer in each family (not `multiple`): the cells and `missing` add up to the population; missing may be left
    out of `counts`. More answers: `counts` tells missing, or nobody is. `complete`: everybody knows that nobody is.
    """

    name: str
    cells: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]
    population: str = CONSENTED
    multiple: bool = False
    complete: bool = False


class Since(Enum):
    """How much changed in an area since something of it was told."""

    NOTHING = 0  # it was told of these very numbers: they cannot be untold
    MUCH = 1  # other families by now: rather not hidden, but it can be
    LITTLE = 2  # the numbers of now would tell which few: they are hidden


@dataclass(frozen=True)
class Shown:
    """A line of the ledger: of one table and area the numbers as they were told; None is a hidden one."""

    table: str
    area: Area
    numbers: Mapping[str, int | None]
    since: Since = Since.NOTHING


class Spot(NamedTuple):
    """One number: the block (0 is families, then the tables), the area and the cell, by their places in the row."""

    block: int
    area: int
    cell: int


@dataclass
class Block:
    """One table: its atoms (municipality x cell), its numbers (area x cell), and which are hidden."""

    name: str
    cells: tuple[str, ...]
    atoms: np.ndarray
    numbers: np.ndarray
    population: int = -1  # the place of whom it counts among PEOPLE
    multiple: bool = False
    complete: bool = False
    hidden: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), bool))
    told: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), bool))  # by the ledger: cannot be untold
    before: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), bool))  # by the ledger, of whatever moment
    asked: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), bool))  # by the ledger, told or hidden

    @property
    def unseen(self) -> np.ndarray:
        """Give which numbers a reader does not know."""
        return self.hidden & ~self.told

    @property
    def sums(self) -> bool:
        """Say whether the cells of an area add up to whom it counts."""
        return self.population >= 0 and not self.multiple


@dataclass
class Pattern:
    """The whole year: places, areas, blocks, and which areas together make up another."""

    places: list[str]
    areas: list[Area]
    blocks: list[Block]
    inside: np.ndarray  # area x municipality
    parts: list[tuple[int, np.ndarray]]
    index: dict[Area, int]
    named: dict[str, int]
    threshold: int

    @classmethod
    def of(
        cls,
        tables: Sequence[Table],
        families: Mapping[str, Mapping[str, int]],
        areas: Sequence[Area],
        known: Sequence[Shown],
        threshold: int,
    ) -> "Pattern":
        """Count every table over every area, and hide what is small and what the ledger hid."""
        places = sorted(
            {place for people in families.values() for place in people}.union(*areas, *(line.area for line in known))
        )
        wanted = {*areas, *(line.area for line in known), *(frozenset([place]) for place in places)}
        row = sorted((area for area in wanted if area and area <= set(places)), key=lambda a: (len(a), sorted(a)))
        inside = np.array([[place in area for place in places] for area in row], dtype=float)
        atoms = np.array([[families.get(who, {}).get(place, 0) for who in PEOPLE] for place in places], dtype=float)
        blocks = [Block(FAMILIES, PEOPLE, atoms, inside @ atoms)]
        for table in tables:
            cells, counted = _atoms(table, places, atoms)
            blocks.append(
                Block(table.name, cells, counted, inside @ counted, PEOPLE.index(table.population), table.multiple,
                      table.complete)
            )  # fmt: skip
        index, named = {area: at for at, area in enumerate(row)}, {block.name: at for at, block in enumerate(blocks)}
        made = cls(places, row, blocks, inside, _parts(inside), index, named, threshold)
        made._start(known)
        return made

    def _start(self, known: Sequence[Shown]) -> None:
        for block in self.blocks:
            block.hidden = block.numbers < self.threshold
            block.told, block.before = np.zeros_like(block.hidden), np.zeros_like(block.hidden)
        known = [line for line in known if line.table in self.named]
        for line in known:
            self._reckon_with(line, known)
        for block in self.blocks:  # told once is told: a later line that hides it changes nothing
            self._add_what_follows(block)
            block.hidden &= ~block.told | (block.numbers < self.threshold)
        self._follow()

    def _reckon_with(self, line: Shown, known: Sequence[Shown]) -> None:
        """Take along what a line of the ledger told; what it hid stays hidden when somebody can reckon with it.

        Where nothing was told of these places in this table, nor of whom it counts (too few had come yet), there is no
        sum to work out an earlier number from: then a release in spring leaves the whole year free.
        """
        block = self.blocks[self.named[line.table]]
        beside = (other for other in known if other.table in (line.table, FAMILIES) and other.area & line.area)
        binds = any(number is not None for other in beside for number in other.numbers.values())
        few, same = line.since is Since.LITTLE, line.since is Since.NOTHING
        for cell, number in line.numbers.items():
            if cell in block.cells:
                at = self.index[line.area], block.cells.index(cell)
                block.hidden[at] |= few or (number is None and binds)
                block.told[at] |= same and number is not None
                block.before[at] |= number is not None

    def _add_what_follows(self, block: Block) -> None:
        """Count as told what follows from what was told, by adding and taking away: hiding it would hide nothing."""
        for told in np.unique(block.told.T, axis=0) if block.told.any() else ():
            cells = np.flatnonzero((told == block.told.T).all(axis=1))
            block.told[:, cells] |= follows(self.inside[told], self.inside)[:, None]

    def _follow(self) -> None:
        """Hide all tables of an area of which is hidden whom they count; who said yes goes with who were referred."""
        who = self.blocks[0].hidden
        who[:, 1] |= who[:, 0]
        for block in self.blocks[1:]:
            block.hidden |= who[:, [block.population]]

    @property
    def names(self) -> list[str]:
        """Give the names of all tables, families first."""
        return [block.name for block in self.blocks]

    def size(self, area: int) -> int:
        """Give how many municipalities an area has."""
        return len(self.areas[area])

    def price(self, spot: Spot) -> tuple[int, int]:
        """Say what hiding a number costs: rather of a small area than of a large one, rather small than large.

        What was told before is hidden last: who knows the old number knows much of the new one.
        """
        block = self.blocks[spot.block]
        many = WHOLE_AREA if spot.block == 0 else 1
        many *= len(self.areas) * WHOLE_AREA if block.before[spot.area, spot.cell] else 1
        return many * self.size(spot.area), int(block.numbers[spot.area, spot.cell])

    def free(self, spot: Spot) -> bool:
        """Say whether a number is shown and may still be hidden."""
        block = self.blocks[spot.block]
        return not (block.hidden[spot.area, spot.cell] or block.told[spot.area, spot.cell])

    def over(self, atoms: np.ndarray) -> np.ndarray:
        """Add atoms up over every area. The first areas are the municipalities themselves, in order."""
        return np.vstack([atoms, self.inside[len(self.places) :] @ atoms])

    def under(self, weights: np.ndarray) -> np.ndarray:
        """Give what weights of areas mean for each municipality."""
        many = len(self.places)
        return weights[:many] + self.inside[many:].T @ weights[many:]

    def hides(self, spot: Spot) -> bool:
        """Say whether a number is unknown to a reader: hidden, and not told before."""
        unseen = self.blocks[spot.block].unseen
        return bool(unseen[spot.area, min(spot.cell, unseen.shape[1] - 1)])

    def spot(self, table: str, area: Area, cell: str) -> Spot:
        """Find a number; N stands behind the cells, since it follows from missing. Raises KeyError."""
        block = self.blocks[self.named[table]]
        if cell == N and block.complete:
            return Spot(0, self.index[area], block.population)
        at = len(block.cells) if cell == N else block.cells.index(cell)
        return Spot(self.named[table], self.index[area], at)

    def hide(self, spot: Spot) -> None:
        """Hide one number, and what cannot stand without it."""
        self.blocks[spot.block].hidden[spot.area, spot.cell] = True
        if spot.block == 0:
            self._follow()

    def close(self, width: int) -> None:
        """Hide more until no single sum gives a hidden number away, or holds hidden numbers of less than `width`."""
        moved = True
        while moved:
            moved = False
            for rows in self._open_sums(width):
                free = [spot for spot in rows if self.free(spot)]
                if free:
                    self.hide(min(free, key=self.price))
                    moved = True
                    if free[0].block == 0:
                        break  # more went with it, so other sums may be safe by now

    def _open_sums(self, width: int) -> Iterator[list[Spot]]:
        """Give each sum that tells too much, as the numbers that stand in it.

        What is hidden in several areas is, taken together, a number of a group of families too; a later release may
        be of just those areas, so together it may not be small either.
        """
        for b, block in enumerate(self.blocks):
            if block.sums:
                counted = ~self.blocks[0].unseen[:, block.population]
                unseen = block.unseen
                for a in np.flatnonzero(counted & _tells(unseen, block.numbers, width)):
                    yield [Spot(b, int(a), c) for c in range(len(block.cells))]
            elif b and not block.complete:  # a cell of nearly everybody says that hardly anybody is missing
                people, unseen = self.blocks[0], block.unseen
                rest = people.numbers[:, [block.population]] - block.numbers
                counted = ~people.unseen[:, [block.population]] & unseen[:, [-1]]
                for a, c in zip(*np.nonzero(counted & ~unseen & (rest < width)), strict=True):
                    yield [Spot(b, int(a), int(c))]
            for whole, parts in self.parts:
                unseen, numbers = block.unseen, block.numbers
                tells = _tells(unseen[parts].T, numbers[parts].T, max(width, self.threshold)) & ~unseen[whole]
                tells |= unseen[whole] & ~unseen[parts].any(axis=0)
                for c in np.flatnonzero(tells):
                    yield [Spot(b, int(a), int(c)) for a in (whole, *parts)]

    def number(self, table: str, area: Area, cell: str) -> int | None:
        """Give a number that is shown; None for one that is hidden or was not planned."""
        if area not in self.index or table not in self.named:
            return None
        at, block = self.index[area], self.blocks[self.named[table]]
        if cell == MISSING and block.complete:
            return 0  # as everybody knows
        if cell == N and block.population >= 0:
            whole = self.number(FAMILIES, area, PEOPLE[block.population])
            missing = self.number(table, area, MISSING)
            return None if whole is None or missing is None else whole - missing
        if cell not in block.cells or block.hidden[at, block.cells.index(cell)]:
            return None
        return int(block.numbers[at, block.cells.index(cell)])

    def shows(self, table: str, area: Area, cell: str) -> bool:
        """Say whether a number is shown; of a table with columns, whether it is in each of them."""
        columns = [name for name in self.named if name.startswith(f"{table}.")]
        if columns and table not in self.named:
            return cell not in (N, MISSING) and all(self.number(name, area, cell) is not None for name in columns)
        return self.number(table, area, cell) is not None

    def line(self, table: str, area: Area, *cells: str) -> Shown:
        """Give the line for the ledger of one table and area."""
        block = self.blocks[self.named[table]]
        more = (N, MISSING) if block.population >= 0 else ()
        return Shown(
            table, area, {c: self.number(table, area, c) for c in cells or dict.fromkeys((*block.cells, *more))}
        )


def _atoms(table: Table, places: Sequence[str], families: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    """Give the cells of a table, missing included, and their numbers per municipality. Raises ValueError."""
    rows = [table.counts.get(place, {}) for place in places]
    counts = np.array([[row.get(cell, 0) for cell in table.cells] for row in rows], dtype=float)
    counts = counts.reshape(len(places), len(table.cells))
    whole = families[:, PEOPLE.index(table.population)]
    if table.multiple:
        missing = np.array([row.get(MISSING, 0) for row in rows], dtype=float)
        wrong = (counts > (whole - missing)[:, None]).any() or (missing > whole).any() or (missing < 0).any()
    else:
        missing = whole - counts.sum(axis=1)
        wrong = (missing < 0).any() or (table.complete and missing.any())
    if wrong or (counts < 0).any():
        raise ValueError(f"{table.name}: the cells do not fit whom they count")
    if table.complete:
        return table.cells, counts
    return (*table.cells, MISSING), np.column_stack([counts, missing])


def follows(told: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Say of each area (a row over municipalities) whether it is a sum or a difference of areas that were told."""
    if not len(told):
        return np.zeros(len(asked), bool)
    fits = np.linalg.lstsq(told.T, asked.T, rcond=None)[0]
    found: np.ndarray = np.abs(told.T @ fits - asked.T).max(axis=0) < NEARLY
    return found


def _parts(inside: np.ndarray) -> list[tuple[int, np.ndarray]]:
    """Give each area that other areas make up exactly, with those: the largest that fit."""
    found = []
    sizes = inside.sum(axis=1)
    for whole in np.flatnonzero(sizes > 1):
        left, parts = inside[whole].copy(), []
        within = np.flatnonzero((inside @ (1 - inside[whole]) == 0) & (sizes < sizes[whole]))
        for part in sorted(within, key=lambda a: -sizes[a]):
            if (inside[part] <= left).all():
                left -= inside[part]
                parts.append(part)
        if not left.any():
            found.append((int(whole), np.array(parts)))
    return found


def _tells(unseen: np.ndarray, numbers: np.ndarray, width: int) -> np.ndarray:
    """Say of each row of which the sum is known whether it tells too much of what is unseen in it."""
    many = unseen.sum(axis=1)
    return (many > 0) & ((many == 1) | ((numbers * unseen).sum(axis=1) < width))
