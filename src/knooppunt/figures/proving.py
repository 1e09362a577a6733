"""Proof that no hidden number is bounded too tightly: stories that fit all that is shown, far enough apart.

Two stories that are `width` apart in a hidden number prove it safe, so stories are gathered until all are safe; only
what stays without proof is bounded exactly. A story of one table counts when every other table has one with the same
families, because a reader looks at all tables at once.
"""

import math
from collections.abc import Iterator

import numpy as np

from .bounds import Programme, Story
from .hiding import NEARLY, Pattern, Spot

PATIENCE = 3  # how often a story of all tables may prove hardly anything before what is left is bounded exactly
FEW = 1 / 4  # that is: so few numbers for each table, as it costs about as much to bound exactly
SEED = 2022  # the same numbers give the same plan


class Proof:
    """How far apart the stories found so far are, for each hidden number; hides more where they cannot be apart."""

    def __init__(self, pattern: Pattern, width: int) -> None:
        self.pattern, self.width = pattern, width
        self.low = [self._values(b, pattern.blocks[b].atoms, pattern.blocks[0].atoms) for b in self._all]
        self.high = [values.copy() for values in self.low]
        self.lost: set[Spot] = set()  # what earlier releases gave away already
        self.chance = np.random.default_rng(SEED)
        self.programmes: dict[tuple[int, ...], Programme] = {}
        self.stale: set[tuple[int, ...]] = set()

    @property
    def _all(self) -> range:
        return range(len(self.pattern.blocks))

    def run(self) -> None:
        """Gather stories, and hide more, until every hidden number is safe."""
        tried: set[Spot] = set()
        while self._count():
            self._gather()
            for b in self._all:  # families first: hiding those hides the most
                for spot in self._unproven(b):
                    if self._open(spot):
                        self._settle(spot, spot in tried)
                        tried.add(spot)

    def bounds(self, spot: Spot, *, by_all: bool = False) -> tuple[int, int]:
        """Give the least and the most that a number can be, in whole families, for a reader of all that is shown.

        By its own table and whom that counts, or by all tables together.
        """
        ends, _ = self._ends(spot, tuple(self._all[1:]) if by_all else self._own(spot))
        return math.ceil(-ends[1][0] - NEARLY), math.floor(ends[0][0] + NEARLY)

    @staticmethod
    def _own(spot: Spot) -> tuple[int, ...]:
        return (spot.block,) if spot.block else ()

    # --- What is proven -----------------------------------------------------------------------------------------
    def _values(self, b: int, atoms: np.ndarray, families: np.ndarray) -> np.ndarray:
        """Give the numbers of a block in a story, area x cell; behind them, of a table, how many answered."""
        block = self.pattern.blocks[b]
        if b and not block.complete:
            atoms = np.column_stack([atoms, families[:, block.population] - atoms[:, -1]])
        return self.pattern.over(atoms)

    def _unseen(self, b: int) -> np.ndarray:
        block = self.pattern.blocks[b]
        unseen = block.unseen
        return np.column_stack([unseen, unseen[:, -1]]) if b and not block.complete else unseen

    def _doubt(self, b: int) -> np.ndarray:
        doubt = self._unseen(b) & (self.high[b] - self.low[b] < self.width)
        for spot in self.lost:
            if spot.block == b:
                doubt[spot.area, spot.cell] = False
        return doubt

    def _unproven(self, b: int) -> Iterator[Spot]:
        for a, c in zip(*np.nonzero(self._doubt(b)), strict=True):
            yield Spot(b, int(a), int(c))

    def _open(self, spot: Spot) -> bool:
        return bool(self._doubt(spot.block)[spot.area, spot.cell])

    def _count(self) -> int:
        return sum(int(self._doubt(b).sum()) for b in self._all)

    def _learn(self, b: int, atoms: np.ndarray, families: np.ndarray) -> None:
        values = self._values(b, atoms, families)
        self.low[b] = np.minimum(self.low[b], np.ceil(values - NEARLY))
        self.high[b] = np.maximum(self.high[b], np.floor(values + NEARLY))

    # --- Gathering ----------------------------------------------------------------------------------------------
    def _programme(self, *blocks: int) -> Programme:
        if blocks not in self.programmes:
            self.programmes[blocks] = Programme(self.pattern, blocks)
        elif blocks in self.stale:
            self.programmes[blocks].refresh()
        self.stale.discard(blocks)
        return self.programmes[blocks]

    def _gather(self) -> None:
        """Look for stories, with other families where those are hidden, until little more is learnt."""
        for draw in (self._other_families, self._real_families):
            waited, left = 0, self._count()
            while left and waited < PATIENCE:
                families = draw()
                if families is None:
                    break
                self._world(families)
                now = self._count()
                waited, left = (0 if left - now > FEW * len(self._all) else waited + 1), now

    def _real_families(self) -> np.ndarray:
        return self.pattern.blocks[0].atoms

    def _wish(self, b: int) -> tuple[np.ndarray, np.ndarray]:
        """Draw for what is in doubt whether to look high or low; give it for the atoms, and for the families."""
        doubt = self._doubt(b)
        draw = self.chance.uniform(-1, 1, doubt.shape)
        draw = np.where(self.low[b] < self.width, np.abs(draw), draw)  # what is small can only be thought larger
        signs = self.pattern.under(doubt * draw)
        families = np.zeros(self.pattern.blocks[0].atoms.shape)
        if b and not self.pattern.blocks[b].complete:
            families[:, self.pattern.blocks[b].population] = signs[:, -1]
            signs[:, -2] -= signs[:, -1]
            signs = signs[:, :-1]
        return signs, families

    def _other_families(self) -> np.ndarray | None:
        """Give whole numbers of families that fit what is shown of them, high where something is in doubt."""
        if not self.pattern.blocks[0].unseen.any():
            return None
        programme = self._programme()
        programme.keep(None, self.width)
        wish = self._wish(0)[0]
        for b in self._all[1:]:
            doubtful = self._doubt(b)[programme.narrow].any(axis=1)
            wish[:, self.pattern.blocks[b].population] += doubtful * self.chance.choice([-1.0, 1.0, 2.0], doubtful.size)
        story = programme.story({0: wish})
        programme.free()
        whole = story is not None and np.array_equal(story.families, np.rint(story.families))
        return story.families if story is not None and whole else None

    def _world(self, families: np.ndarray) -> bool:
        """Find a story of every table with these families, and learn from all if there are; say whether there are."""
        found: list[Story] = []
        for b in self._all[1:]:
            programme = self._programme(b)
            wish = {b: self._wish(b)[0]}
            programme.keep(families, self.width)
            story = programme.story(wish)
            if story is None:
                programme.keep(families, int(families.max()) + int(self.pattern.blocks[b].atoms.max()) + 1)
                story = programme.story(wish)
            programme.free()
            if story is None:
                return False
            found.append(story)
        for story in found:
            for b, atoms in story.atoms.items():
                self._learn(b, atoms, families)
        self._learn(0, families, families)
        return True

    # --- Exactly ------------------------------------------------------------------------------------------------
    def _settle(self, spot: Spot, by_all: bool) -> None:
        """Bound one number exactly, by its own table, and if asked by all tables; hide one more if it is too tight."""
        own, every = self._own(spot), tuple(self._all[1:])
        for blocks in dict.fromkeys((own, every) if by_all else (own,)):
            ends, culprits = self._ends(spot, blocks)
            room = sum(math.floor(value + NEARLY) for value, _ in ends)  # in whole families; the second is -lowest
            if room < self.width:
                self._hide_one(spot, culprits)
                return
            for _, story in ends if by_all else ():
                if blocks == every or self._world(story.families):
                    self._learn(0, story.families, story.families)
                    for b, atoms in story.atoms.items():
                        self._learn(b, atoms, story.families)
            if not self._open(spot):
                return

    def _ends(self, spot: Spot, blocks: tuple[int, ...]) -> tuple[list[tuple[float, Story]], set[Spot]]:
        programme, ends, culprits = self._programme(*blocks), [], set()
        block = self.pattern.blocks[spot.block]
        weight = self.pattern.inside[spot.area].astype(float)
        atoms, families = np.zeros(block.atoms.shape), np.zeros(self.pattern.blocks[0].atoms.shape)
        if spot.cell < block.atoms.shape[1]:
            atoms[:, spot.cell] = weight
        else:
            atoms[:, -1], families[:, block.population] = -weight, weight
        for sign in (1, -1):
            wishes = {0: sign * families, spot.block: sign * atoms} if spot.block else {0: sign * atoms}
            value, story, why = programme.extreme(wishes)
            ends.append((value, story))
            culprits |= why
        return ends, culprits

    def _hide_one(self, spot: Spot, culprits: set[Spot]) -> None:
        free = [one for one in culprits if self.pattern.free(one)]
        if not free:
            self.lost.add(spot)
            return
        self.pattern.hide(min(free, key=self.pattern.price))
        self.pattern.close(self.width)
        self.forget()

    def forget(self) -> None:
        """Let every programme take over anew what is shown: more was hidden."""
        self.stale = set(self.programmes)
