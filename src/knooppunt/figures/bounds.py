"""What a reader of the published numbers can work out: linear programmes over all stories that fit them.

A story is a number for each atom (municipality x cell) of some tables and of whom they count. It fits when nothing is
negative, cells add up as they do in real tables, and every number that was shown comes out as shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import highspy
import numpy as np

from .hiding import NEARLY, Pattern, Spot

INFINITY = highspy.kHighsInf
SURE = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible)
ROOM = 1000  # nobody is to know that there are not a thousand families more where nothing is shown


@dataclass(frozen=True)
class Story:
    """One point that fits: who there is (municipality x 3), and the atoms of each block that was asked about."""

    families: np.ndarray
    atoms: dict[int, np.ndarray]


class Programme:
    """The stories about some blocks and about whom they count; the solver keeps its place between questions."""

    def __init__(self, pattern: Pattern, blocks: Iterable[int]) -> None:
        self.pattern = pattern
        self.blocks = [0, *blocks]
        self.start, size = {}, 0
        for b in self.blocks:
            self.start[b] = size
            size += pattern.blocks[b].atoms.size
        self.size = size
        self.ceiling = float(2 * pattern.blocks[0].atoms.sum() + ROOM)
        self.wide = np.flatnonzero(pattern.inside.sum(axis=1) > 1)
        self.narrow = np.array([pattern.index[frozenset([place])] for place in pattern.places])
        self.rows = rows = Rows()
        self._areas(rows)
        self._adding_up(rows)
        self.row_low, self.row_high = np.array(rows.low, float), np.array(rows.high, float)
        self.solver = solver_of(rows, size)
        self.columns = np.arange(size, dtype=np.int32)
        self.refresh()

    def columns_of(self, block: int) -> np.ndarray:
        """Give the columns of a block: municipality x cell."""
        shape = self.pattern.blocks[block].atoms.shape
        return self.start[block] + np.arange(shape[0] * shape[1]).reshape(shape)

    def _areas(self, rows: "Rows") -> None:
        """One row for each number of an area of several municipalities; what it is worth, `refresh` says."""
        for b in self.blocks:
            columns = self.columns_of(b)
            for a in self.wide:
                places = np.flatnonzero(self.pattern.inside[a])
                for c in range(columns.shape[1]):
                    rows.add(columns[places, c], np.ones(len(places)), -INFINITY, INFINITY)

    def _adding_up(self, rows: "Rows") -> None:
        """What holds in each municipality: who said yes were referred, cells add up or stay under who answered."""
        families, real = self.columns_of(0), self.pattern.blocks[0].atoms
        for m in range(len(real)):
            rows.add(families[m, :2], [1, -1], 0, INFINITY)
        for b in self.blocks[1:]:
            block, columns = self.pattern.blocks[b], self.columns_of(b)
            people, whole = families[:, block.population], real[:, block.population]
            if block.sums:
                for m in range(len(real)):
                    rows.add([*columns[m], people[m]], [1] * columns.shape[1] + [-1], 0, 0)
            else:
                self._more_answers(rows, b, people, whole)

    def _more_answers(self, rows: "Rows", b: int, people: np.ndarray, whole: np.ndarray) -> None:
        block, columns = self.pattern.blocks[b], self.columns_of(b)
        missing = [] if block.complete else [columns.shape[1] - 1]
        cells = [c for c in range(columns.shape[1]) if c not in missing]
        told = bool(missing) and bool((block.atoms.sum(axis=1) >= whole).all())  # who answered gave an answer or more
        for m in range(len(whole)):
            for c in cells:
                rows.add([people[m], *columns[m, missing], columns[m, c]], [1, *[-1] * (len(missing) + 1)], 0, INFINITY)
            if told:
                rows.add([*columns[m], people[m]], [1] * columns.shape[1] + [-1], 0, INFINITY)

    def refresh(self) -> None:
        """Take over from the pattern what is shown by now."""
        low, high, at = np.zeros(self.size), np.full(self.size, self.ceiling), 0
        for b in self.blocks:
            block = self.pattern.blocks[b]
            seen, columns = ~block.unseen[self.narrow], self.columns_of(b)
            low[columns] = np.where(seen, block.atoms, 0)
            high[columns] = np.where(seen, block.atoms, self.ceiling)
            seen, numbers = ~block.unseen[self.wide].ravel(), block.numbers[self.wide].ravel()
            self.row_low[at : at + len(seen)] = np.where(seen, numbers, -INFINITY)
            self.row_high[at : at + len(seen)] = np.where(seen, numbers, INFINITY)
            at += len(seen)
        self.low, self.high = low, high
        row = np.arange(at, dtype=np.int32)
        self.solver.changeRowsBounds(at, row, self.row_low[:at], self.row_high[:at])  # type: ignore[attr-defined]
        self._bounds(low, high)

    def _bounds(self, low: np.ndarray, high: np.ndarray) -> None:
        self.solver.changeColsBounds(self.size, self.columns, low, high)

    def free(self) -> None:
        """Forget what `keep` asked."""
        self._bounds(self.low, self.high)

    def keep(self, families: np.ndarray | None, reach: int) -> None:
        """Ask for stories with these families only (None: any), and for atoms at most about `reach` from the real."""
        low, high = self.low.copy(), self.high.copy()
        real = self.pattern.blocks[0].atoms
        wanted = families if families is not None else real
        if families is not None:
            low[self.columns_of(0)] = high[self.columns_of(0)] = families
        for b in self.blocks if families is None else self.blocks[1:]:
            block = self.pattern.blocks[b]
            moved = (wanted - real)[:, [block.population]] if b else 0
            columns = self.columns_of(b)
            up, down = block.atoms + reach + np.maximum(moved, 0), block.atoms - reach + np.minimum(moved, 0)
            high[columns] = np.maximum(np.minimum(high[columns], up), low[columns])
            low[columns] = np.minimum(np.maximum(low[columns], down), high[columns])
        self._bounds(low, high)

    def story(self, wishes: dict[int, np.ndarray]) -> Story | None:
        """Give a story in which the weighed sum of atoms is as large as it can be; None when no story fits."""
        cost = np.zeros(self.size)
        for b, wish in wishes.items():
            cost[self.columns_of(b)] -= wish
        self.solver.changeColsCost(self.size, self.columns, cost)
        if not solved(self.solver):
            return None
        values = np.array(self.solver.getSolution().col_value)
        values = np.where(np.abs(values - np.rint(values)) < NEARLY, np.rint(values), values)
        return Story(values[self.columns_of(0)], {b: values[self.columns_of(b)] for b in self.blocks[1:]})

    def extreme(self, wishes: dict[int, np.ndarray]) -> tuple[float, Story, set[Spot]]:
        """Give how large a weighed sum can be, where, and which shown numbers keep it from being larger."""
        story = self.story(wishes)
        if story is None:
            raise RuntimeError("the real numbers do not fit what is shown of them")
        found = -self.solver.getInfo().objective_function_value
        solution = self.solver.getSolution()
        return float(found), story, self.culprits(np.array(solution.row_dual), np.array(solution.col_dual))

    def culprits(self, rows: np.ndarray, columns: np.ndarray) -> set[Spot]:
        """Give the shown numbers that hold an answer where it is, from what the solver says of rows and columns."""
        at, found = 0, set()
        for b in self.blocks:
            block, cells = self.pattern.blocks[b], self.pattern.blocks[b].atoms.shape[1]
            many = len(self.wide) * cells
            for one in np.flatnonzero(np.abs(rows[at : at + many]) > NEARLY):
                found.add(Spot(b, int(self.wide[one // cells]), int(one % cells)))
            at += many
            fixed = ~block.unseen[self.narrow] & (np.abs(columns[self.columns_of(b)]) > NEARLY)
            found.update(Spot(b, int(self.narrow[m]), int(c)) for m, c in zip(*np.nonzero(fixed), strict=True))
        return found


class Rows:
    """Rows of a programme that is being written."""

    def __init__(self) -> None:
        self.low: list[float] = []
        self.high: list[float] = []
        self.start: list[int] = [0]
        self.index: list[int] = []
        self.value: list[float] = []

    def add(self, columns: Iterable[int], values: Iterable[float], low: float, high: float) -> None:
        """Add one row."""
        self.index.extend(int(c) for c in columns)
        self.value.extend(float(v) for v in values)
        self.start.append(len(self.index))
        self.low.append(float(low))
        self.high.append(float(high))

    def join(self, other: "Rows", start: int) -> None:
        """Add the rows of another programme, of which the columns begin at `start`."""
        self.start.extend(len(self.index) + at for at in other.start[1:])
        self.index.extend(start + at for at in other.index)
        self.value.extend(other.value)
        self.low.extend(other.low)
        self.high.extend(other.high)


def solved(solver: highspy.Highs) -> bool:
    """Run the solver and say whether it found an answer."""
    solver.run()
    if solver.getModelStatus() not in SURE:  # it lost its way from the last question: let it start anew
        solver.clearSolver()
        solver.run()
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def solver_of(rows: Rows, size: int) -> highspy.Highs:
    """Give a solver that holds these rows over so many columns."""
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = size, len(rows.low)
    programme.col_cost_, programme.col_lower_ = np.zeros(size), np.zeros(size)
    programme.col_upper_ = np.full(size, INFINITY)
    programme.row_lower_, programme.row_upper_ = np.array(rows.low), np.array(rows.high)
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = np.array(rows.start, dtype=np.int32)
    programme.a_matrix_.index_ = np.array(rows.index, dtype=np.int32)
    programme.a_matrix_.value_ = np.array(rows.value)
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("solver", "simplex"), ("presolve", "off")):
        solver.setOptionValue(option, value)
    solver.passModel(programme)
    return solver
