"""What a reader of several moments of one year finds out: one linear programme over all that was told at any of them.

Families come, so what is counted at a later moment is not less. Who lays a sum of spring beside one of autumn can
bound what neither tells by itself. So before anything of a moment goes out, all moments are looked at together, and
numbers of the moment that is planned are hidden until every gap, of whatever moment, stays open.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .bounds import INFINITY, Programme, Rows, solved, solver_of
from .hiding import MISSING, NEARLY, Pattern, Shown, Spot, Table

SEED = 2022
PATIENCE = 3  # how many stories may prove nothing before what is left is bounded one by one
RISES = 2  # of who were referred and who said yes it must stay open how many came between two moments


@dataclass(frozen=True)
class Other:
    """Another moment of the same year: what was counted then, and what was told of it."""

    tables: Sequence[Table]
    families: Mapping[str, Mapping[str, int]]
    told: Sequence[Shown]
    later: bool = False  # than the moment that is planned


@dataclass(frozen=True)
class Target:
    """What must stay open: a gap of a moment, or how many families came in an area between two of them."""

    moment: int
    spot: Spot
    until: int = -1  # the later moment of a rise


class Together:
    """All moments of a year at once, around the one that is planned: each table by itself, whom they count by all."""

    def __init__(self, pattern: Pattern, others: Sequence[Other], width: int) -> None:
        row = [[_as_told(pattern, one) for one in others if one.later is later] for later in (False, True)]
        patterns, here, every = [*row[0], pattern, *row[1]], len(row[0]), range(1, len(pattern.blocks))
        looked = [(0, ()), (0, every), *((b, (b,)) for b in every)] if others else []
        closed: set[Target] = set()
        self.views = [_View(patterns, here, width, asked, blocks, closed) for asked, blocks in looked]

    def run(self) -> bool:
        """Hide what bounds another number too tightly, until all is open; say whether that took anything."""
        hid = False
        while [view for view in self.views if view.walk()]:
            hid = True
        return hid


class _View:
    """What a reader makes of some tables at all moments; no number of the block `asked` may be bounded too tightly."""

    def __init__(
        self, patterns: Sequence[Pattern], here: int, width: int, asked: int, blocks: Sequence[int],
        closed: set[Target],
    ) -> None:  # fmt: skip
        self.patterns, self.here, self.width, self.asked, self.blocks = patterns, here, width, asked, (0, *blocks)
        self.pattern, self.closed = patterns[here], closed
        self.programmes = [Programme(one, blocks) for one in self.patterns]
        self.starts = np.concatenate([[0], np.cumsum([one.size for one in self.programmes])])
        rows = Rows()
        self.first = []
        for start, programme in zip(self.starts, self.programmes, strict=False):
            self.first.append(len(rows.low))
            rows.join(programme.rows, int(start))
        for earlier in range(len(self.patterns) - 1):
            self._link(rows, earlier, earlier + 1)
        self.size = int(self.starts[-1])
        self.columns = np.arange(self.size, dtype=np.int32)
        self.solver = solver_of(rows, self.size)
        self.chance = np.random.default_rng(SEED)
        self.real = self._join([{b: one.blocks[b].atoms for b in self.blocks} for one in self.patterns])
        self.low = self.high = np.zeros(0)
        self.proven: set[Target] = set()

    def _link(self, rows: Rows, earlier: int, later: int) -> None:
        """Later there are not less, in each municipality and cell; where some left, nobody can reckon with it."""
        before, after = self.patterns[earlier], self.patterns[later]
        for b in self.blocks:
            block = before.blocks[b]
            columns, then = self._at(earlier, b), self._at(later, b)
            for c, cell in enumerate(block.cells):
                if cell == MISSING or cell not in after.blocks[b].cells:
                    continue
                d = after.blocks[b].cells.index(cell)
                for m in np.flatnonzero(block.atoms[:, c] <= after.blocks[b].atoms[:, d]):
                    rows.add([then[m, d], columns[m, c]], [1, -1], 0, INFINITY)

    def _at(self, moment: int, b: int) -> np.ndarray:
        return int(self.starts[moment]) + self.programmes[moment].columns_of(b)

    def _join(self, atoms: Sequence[Mapping[int, np.ndarray]]) -> np.ndarray:
        found = np.zeros(self.size)
        for moment, blocks in enumerate(atoms):
            for b, values in blocks.items():
                found[self._at(moment, b)] = values
        return found

    def _refresh(self) -> None:
        """Take over what is shown by now."""
        self.programmes[self.here].refresh()
        for first, start, one in zip(self.first, self.starts, self.programmes, strict=False):
            many = len(one.row_low)
            row = np.arange(first, first + many, dtype=np.int32)
            self.solver.changeRowsBounds(many, row, one.row_low, one.row_high)  # type: ignore[attr-defined]
            at = np.arange(start, start + one.size, dtype=np.int32)
            self.solver.changeColsBounds(one.size, at, one.low, one.high)

    # --- What must stay open ------------------------------------------------------------------------------------
    def _targets(self) -> Iterator[Target]:
        for moment, one in enumerate(self.patterns):
            b, block = self.asked, one.blocks[self.asked]
            gaps = block.unseen if moment == self.here else block.asked & ~block.told
            for a, c in zip(*np.nonzero(gaps), strict=True):
                yield Target(moment, Spot(b, int(a), int(c)))
            if b and not block.complete:
                for a in np.flatnonzero(gaps[:, -1]):
                    yield Target(moment, Spot(b, int(a), len(block.cells)))
        for moment in range(len(self.patterns)):
            if moment != self.here and self.asked == 0:
                first, last = sorted((moment, self.here))
                for a in range(len(self.pattern.areas)):
                    for who in range(RISES):
                        yield Target(first, Spot(0, a, who), last)

    def _goal(self, target: Target) -> np.ndarray:
        """Write a target as weights of all columns."""
        found, spot = np.zeros(self.size), target.spot
        one = self.patterns[target.moment]
        inside = (self.pattern if target.until >= 0 else one).inside[spot.area]
        columns = self._at(target.moment, spot.block)
        if target.until >= 0:
            found[columns[:, spot.cell]] -= inside
            found[self._at(target.until, 0)[:, spot.cell]] += inside
        elif spot.cell < columns.shape[1]:
            found[columns[:, spot.cell]] = inside
        else:
            found[columns[:, -1]] = -inside
            found[self._at(target.moment, 0)[:, one.blocks[spot.block].population]] += inside
        return found

    def _open(self, at: int, targets: Sequence[Target]) -> bool:
        rise = targets[at].until >= 0 and self.high[at] >= self.pattern.threshold
        return bool(rise or self.high[at] - self.low[at] >= self.width or targets[at] in self.closed)

    # --- Looking ------------------------------------------------------------------------------------------------
    def walk(self) -> bool:
        """Look at each target that is not proven open, and hide a number for each that is tight."""
        self._refresh()
        targets = [one for one in self._targets() if one not in self.proven]  # hiding more proves no less
        goals = np.array([self._goal(one) for one in targets]).reshape(len(targets), self.size)
        self.low = self.high = goals @ self.real
        self._gather(goals, targets)
        hid = False
        for at, target in enumerate(targets):
            while not self._open(at, targets) and (tight := self._tight(goals, at, target)):
                self.pattern.hide(tight)
                self.pattern.close(self.width)
                self._refresh()
                hid = True
        self.proven |= {one for at, one in enumerate(targets) if self._open(at, targets)}
        return hid

    def _tight(self, goals: np.ndarray, at: int, target: Target) -> Spot | None:
        """Bound one target exactly; give the number to hide when it is too tight, None when it is not."""
        culprits: set[Spot] = set()
        ends = []
        for sign in (1, -1):
            values = self._story(sign * goals[at])
            self._learn(goals, values)
            ends.append(float(goals[at] @ values))
            culprits |= self._culprits()
        high, low = math.floor(ends[0] + NEARLY), math.ceil(ends[1] - NEARLY)
        if high - low >= self.width or (target.until >= 0 and high >= self.pattern.threshold):
            return None
        rise_of_nobody = target.until >= 0 and high < 1
        free = [] if rise_of_nobody else [spot for spot in culprits if self.pattern.free(spot)]
        if not free:
            self.closed.add(target)  # nobody came, as anybody may know; or what was told before gave it away
            return None
        return min(free, key=self.pattern.price)

    def _gather(self, goals: np.ndarray, targets: Sequence[Target]) -> None:
        """Look for stories far apart for many at once, until no more is learnt."""
        waited, left = 0, len(targets)
        while waited < PATIENCE:
            doubt = np.array([not self._open(at, targets) for at in range(len(targets))], bool)
            waited, left = (waited + 1 if doubt.sum() >= left else 0), int(doubt.sum())
            if not left:
                return
            draw = self.chance.uniform(-1, 1, len(targets))
            draw = np.where(self.low < self.width, np.abs(draw), draw)
            self._learn(goals, self._story((doubt * draw) @ goals))

    def _learn(self, goals: np.ndarray, story: np.ndarray) -> None:
        values = goals @ story
        self.low = np.minimum(self.low, np.ceil(values - NEARLY))
        self.high = np.maximum(self.high, np.floor(values + NEARLY))

    def _story(self, wish: np.ndarray) -> np.ndarray:
        self.solver.changeColsCost(self.size, self.columns, -wish)
        if not solved(self.solver):
            raise RuntimeError("the real numbers do not fit what was told at several moments")
        return np.array(self.solver.getSolution().col_value)

    def _culprits(self) -> set[Spot]:
        solution, start = self.solver.getSolution(), int(self.starts[self.here])
        one = self.programmes[self.here]
        rows = np.array(solution.row_dual)[self.first[self.here] :]
        return one.culprits(rows, np.array(solution.col_dual)[start : start + one.size])


def _as_told(pattern: Pattern, other: Other) -> Pattern:
    """Give another moment as its reader knows it: nothing but what was told."""
    known = [line for line in other.told if line.table in pattern.named]
    families = {who: dict.fromkeys(pattern.places, 0) | dict(of) for who, of in other.families.items()}
    made = Pattern.of(other.tables, families, [line.area for line in known], known, pattern.threshold)
    for block in made.blocks:
        block.told, block.asked = np.zeros_like(block.hidden), np.zeros_like(block.hidden)
        block.hidden = np.ones_like(block.hidden)
    for line in known:
        block = made.blocks[made.named[line.table]]
        for cell, number in line.numbers.items():
            if cell in block.cells:
                at = made.index[line.area], block.cells.index(cell)
                block.asked[at] = True
                block.told[at] |= number is not None
    return made
