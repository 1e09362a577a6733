"""Random regions, tables, ledgers and years for the tests of disclosure control and for the attack."""

import random
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from knooppunt.figures.disclosure import Other, Plan, Shown, Table, protect
from knooppunt.figures.moments import NOW, Cells, Counted, Moments
from tests.figures.attacker import Attacker, Kind, Publication

KINDS = [
    ("by_quarter", 4, "referred", False, True),
    ("family_composition", 3, "consented", False, False),
    ("education.mother", 5, "consented", False, False),
    ("education.partner", 5, "consented", False, False),
    ("needs", 4, "consented", True, False),
    ("support", 3, "consented", True, False),
    ("advice", 3, "questions", False, True),
    ("durations", 2, "referred", True, False),
]


@dataclass
class Year:
    """A made-up region in one year."""

    chance: random.Random
    places: list[str]
    areas: list[frozenset[str]]
    families: dict[str, dict[str, int]]
    kinds: dict[str, Kind]
    counts: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)

    @property
    def tables(self) -> list[Table]:
        return [
            Table(name, kind.rows, self.counts[name], kind.people, kind.multiple, kind.complete)
            for name, kind in self.kinds.items()
        ]

    def family(self, place: str) -> None:
        """One family more."""
        yes = self.chance.random() < 0.8
        for who in ("referred", *(["consented"] if yes else [])):
            self.families[who][place] = self.families[who].get(place, 0) + 1
            for name, kind in self.kinds.items():
                if kind.people == who:
                    self._answer(name, kind, place)

    def question(self, place: str) -> None:
        self.families["questions"][place] = self.families["questions"].get(place, 0) + 1
        for name, kind in self.kinds.items():
            if kind.people == "questions":
                self._answer(name, kind, place)

    def _answer(self, name: str, kind: Kind, place: str) -> None:
        cells = self.counts.setdefault(name, {}).setdefault(place, {})
        given: Iterable[str]
        if not kind.complete and self.chance.random() < 0.15:
            given = ["missing"]
        elif kind.multiple:
            given = {self.draw(kind) for _ in range(self.chance.choice([1, 1, 2, 3]))}
        else:
            given = [self.draw(kind)]
        for cell in given:
            cells[cell] = cells.get(cell, 0) + 1

    def draw(self, kind: Kind) -> str:
        return kind.rows[min(int(self.chance.expovariate(0.9)), len(kind.rows) - 1)]

    def cells(self) -> Cells:
        """Give the numbers of families, by which one sees how many changed."""
        places = {place for counted in self.families.values() for place in counted}
        whole = {place: {who: counted.get(place, 0) for who, counted in self.families.items()} for place in places}
        return {"families": whole} | self.counts

    @property
    def populations(self) -> dict[str, Counted]:
        several = frozenset(name for name, kind in self.kinds.items() if kind.multiple)
        return {
            who: Counted(frozenset(name for name, kind in self.kinds.items() if kind.people == who), several)
            for who in ("referred", "consented")
        }

    def some_area(self) -> frozenset[str]:
        if self.chance.random() < 0.6:
            return self.chance.choice(self.areas)
        return frozenset(self.chance.sample(self.places, self.chance.randint(1, len(self.places))))

    def plan(
        self, asked: Iterable[frozenset[str]] = (), known: Iterable[Shown] = (), others: Sequence[Other] = ()
    ) -> Plan:
        return protect(self.tables, self.families, [*self.areas, *asked], known=known, others=others)

    def attack(
        self, editions: Iterable[Iterable[Shown]], *, rounded: bool = False, changes: bool = False
    ) -> list[tuple]:
        """Give what the attacker finds when each list was published, each list of a later day."""
        published = [
            Publication(day, line.table, line.area, _to_fives(line.numbers) if rounded else line.numbers, rounded)
            for day, lines in enumerate(editions)
            for line in lines
        ]
        attacker = Attacker(self.kinds, self.places, published)
        return list(attacker.changes([*self.areas, *{one.area for one in published}]) if changes else attacker.leaks())


def random_year(seed: int, *, places: int = 8, tables: int = 4) -> Year:
    """Make a region with nested areas, sometimes an odd one across them, and families unevenly over it."""
    chance = random.Random(seed)
    names = [f"GM{number:04}" for number in range(1, chance.randint(2, places) + 1)]
    cuts = sorted(chance.sample(range(1, len(names)), min(chance.randint(1, 3), len(names) - 1)))
    subregions = [frozenset(names[a:b]) for a, b in zip([0, *cuts], [*cuts, len(names)], strict=True)]
    areas = [frozenset(names), *subregions, *(frozenset([name]) for name in names)]
    if chance.random() < 0.4:
        areas.append(frozenset(chance.sample(names, chance.randint(1, len(names)))))
    picked = chance.sample(KINDS, chance.randint(1, tables))
    kinds = {
        name: Kind(tuple("abcdefgh"[: chance.randint(2, rows)]), people, multiple, complete)
        for name, rows, people, multiple, complete in picked
    }
    year = Year(chance, names, areas, {"referred": {}, "consented": {}, "questions": {}}, kinds)
    year.counts = {name: {} for name in kinds}
    for name in names:
        busy = chance.choice([0, 2, 6, 12, 20, 45, 120])
        for _ in range(int(chance.expovariate(1 / busy)) if busy else 0):
            year.family(name)
        for _ in range(chance.randint(0, 20)):
            year.question(name)
    return year


def everything(plan: Plan) -> list[Shown]:
    """Publish all areas of a plan."""
    return [plan.pattern.line(name, area) for name in plan.pattern.names for area in plan.pattern.areas]


def published_in_turn(year: Year) -> list[list[Shown]]:
    """Publish some areas one after the other, each with a plan of its own, of the same families."""
    editions: list[list[Shown]] = []
    for _ in range(year.chance.randint(2, 4)):
        area = year.some_area()
        lines = year.plan([area], [line for edition in editions for line in edition]).shown(area)
        editions.append(lines)
    return [[line for edition in editions for line in edition]]


def released_in_turn(year: Year, *, by_rule: bool = True) -> list[list[Shown]]:
    """Release areas one after the other while families come, a few or many; give what was told, moment by moment.

    `by_rule`: as the house does it, with the numbers of an earlier moment while too few families changed.
    """
    kept: dict[int, Year] = {}
    lines: list[tuple[int | None, Shown]] = []
    for _ in range(year.chance.randint(3, 6)):
        area = year.some_area()
        moments = Moments({NOW: year.cells} | {at: one.cells for at, one in kept.items()}, lines, year.populations)
        moment, known, others = NOW, [line for _at, line in lines], []
        if by_rule:
            moment, _waits = moments.choose(area)
            known = moments.known(moment, [*year.areas, area])
            others = [
                Other(one.tables, one.families, [line for of, line in lines if of == at], later=NOW < moment < at)
                for at, one in kept.items()
                if at != moment
            ]
        told = (kept[moment] if moment else year).plan([area], known, others).shown(area)
        if moment == NOW:
            moment = len(kept) + 1
            kept[moment] = deepcopy(year)
        lines += [(moment, line) for line in told]
        for _ in range(year.chance.choice([0, 1, 2, 4, 8, 15])):
            year.family(year.chance.choice(year.places))
    return [[line for at, line in lines if at == moment] for moment in sorted(kept)]


def _to_fives(numbers: Mapping[str, int | None]) -> dict[str, int | None]:
    return {cell: None if number is None else 5 * round(number / 5) for cell, number in numbers.items()}
