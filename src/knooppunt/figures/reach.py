"""What the page about reach shows: expected against actual, who refers, how spread, and what sparring led to.

It is help for outreach and never a ranking of people: rows stand in the order of their names. Where one professional is
all that a discipline or an organisation has, its row holds no number but only that somebody refers, or does not yet.
How many families a municipality has stands there in full, for it is the work of who reads this; where one professional
alone referred there, that number is about her too. The page says so, and is shown to nobody who only reads figures.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from knooppunt.casework import reading
from knooppunt.casework.shown.reach import Active, Brought, ReachCounts, Sparred
from knooppunt.foundation import clock
from knooppunt.people.actor import Actor

from .births import Expected, expected

SMALL = 10  # under this many, numbers say little: no percentages, and the page says so
UNKNOWN = "unknown"  # who asked or referred without naming a discipline: that may be anybody
NOTHING = Brought()


@dataclass(frozen=True, slots=True)
class Place:
    """One municipality: how many families came, what might be expected, and who referred."""

    code: str
    name: str
    families: int
    expected: Expected | None
    brought: Brought | None  # None: one professional, of whom we do not tell whether she referred before
    far_under: bool

    @property
    def reaches(self) -> int:
        """Give where the bar of this municipality ends: the most that is expected, or that came."""
        return max(self.families, self.expected.high if self.expected else 0, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation or discipline: its numbers, or only whether it refers."""

    code: str
    name: str
    brought: Brought | None  # None: it would be the number of one professional
    refers: bool
    disciplines: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """How spread the referrals of professionals are: the fewest organisations that together bring half of them."""

    referrals: int
    organisations: int  # that referred
    bring_half: int

    @property
    def small(self) -> bool:
        """Say whether there are too few to say much."""
        return self.referrals < SMALL


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything on the page."""

    year: int
    whole_year: bool
    places: tuple[Place, ...]
    disciplines: tuple[Row, ...]
    organisations: tuple[Row, ...]
    spread: Spread
    by_parents: int
    sparring: tuple[tuple[str, Sparred | None], ...]  # None: it would be of one professional

    @property
    def families(self) -> int:
        """Give how many families came, in all."""
        return sum(place.families for place in self.places)

    @property
    def low(self) -> int:
        """Give the lower end of what may be expected of all together."""
        return sum(place.expected.low for place in self.places if place.expected)

    @property
    def high(self) -> int:
        """Give the upper end of what may be expected of all together."""
        return sum(place.expected.high for place in self.places if place.expected)

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Give where births and shares come from, each pair once."""
        rows = [place.expected for place in self.places if place.expected]
        return tuple(dict.fromkeys((row.births_source, row.share_source) for row in rows))

    @property
    def never(self) -> tuple[Row, ...]:
        """Give the organisations that never referred."""
        return tuple(row for row in self.organisations if not row.refers)


def reach(actor: Actor, year: int, label: Callable[[str], str]) -> Reach:
    """Give the page of one year about the reader's own municipalities; `label` gives the word for a discipline.

    Raises NotFound for somebody who looks after none.
    """
    counts = reading.reach(actor, year)
    colleagues = {row.discipline: row.colleagues for row in counts.active} | {UNKNOWN: SMALL}
    return Reach(
        year=year, whole_year=year < clock.today().year, places=tuple(places(counts)),
        disciplines=shielded(_disciplines(counts, label), colleagues),
        organisations=shielded(_organisations(counts, label), {row.organisation: row.staff for row in counts.active}),
        spread=spread(counts.sources), by_parents=counts.by_parents,
        sparring=tuple(
            (label(code), found if colleagues.get(code, 0) > 1 else None)
            for code, found in sorted(counts.sparring.items(), key=lambda pair: label(pair[0]))
        ),
    )  # fmt: skip


def places(counts: ReachCounts) -> Iterable[Place]:
    """Give the municipalities by name, with what may be expected of each."""
    ranges, part = expected(counts.places, counts.year), part_of_year(counts.year)
    for code, name in sorted(counts.places.items(), key=lambda pair: pair[1]):
        families, found = counts.families.get(code, 0), ranges.get(code)
        brought = counts.by_municipality.get(code, NOTHING)
        yield Place(
            code, name, families, found, None if brought.people == 1 else brought,
            far_under=found is not None and families < found.low * part / 2,
        )  # fmt: skip


def part_of_year(year: int) -> float:
    """Give which part of a year is over, so that a year is not blamed for what is still to come."""
    today = clock.today()
    days = (today - date(year, 1, 1)).days + 1
    return min(max(days / 365, 0.0), 1.0)


def spread(sources: Iterable[int]) -> Spread:
    """Find the fewest organisations that together bring at least half of the referrals."""
    counts = sorted(sources, reverse=True)
    total, so_far, needed = sum(counts), 0, 0
    for count in counts:
        if so_far * 2 >= total:
            break
        so_far, needed = so_far + count, needed + 1
    return Spread(total, len(counts), needed)


def shielded(rows: Iterable[Row], people: Mapping[str, int]) -> tuple[Row, ...]:
    """Take the numbers away where one professional is all there is, as far as the directory or the referrals know.

    When that hides one row with referrals, the smallest other one goes along, so that the total of all rows does not
    give it away. Where no other row has any, the total is its number, and the reader may know that (see above).
    """
    found = sorted(rows, key=lambda row: (row.code == "", row.name.casefold()))
    alone = {row.code for row in found if row.brought and max(people.get(row.code, 0), row.brought.people) <= 1}
    secret = [row for row in found if row.code in alone and row.brought and row.brought.referrals]
    others = [row for row in found if row.code not in alone and row.brought and row.brought.referrals]
    if len(secret) == 1 and others:
        alone.add(min(others, key=lambda row: row.brought.referrals if row.brought else 0).code)
    return tuple(replace(row, brought=None) if row.code in alone else row for row in found)


def _organisations(counts: ReachCounts, label: Callable[[str], str]) -> Iterable[Row]:
    """Give each organisation of the directory that works here, and one row for all that it does not know."""
    groups: dict[str, list[Active]] = defaultdict(list)
    for one in counts.active:
        groups[one.organisation].append(one)
    for code, rows in groups.items():
        if code:
            where = tuple(sorted({counts.places[row.municipality] for row in rows}))
            brought = counts.by_organisation.get(code, NOTHING)
            disciplines = tuple(sorted({label(row.discipline) for row in rows}))
            yield Row(code, rows[0].name, brought, rows[0].last_in is not None, disciplines, where)
    if other := counts.by_organisation.get(""):
        yield Row("", "", other, refers=True)


def _disciplines(counts: ReachCounts, label: Callable[[str], str]) -> Iterable[Row]:
    known = {row.discipline for row in counts.active} | set(counts.by_discipline)
    for code in known:
        brought = counts.by_discipline.get(code, NOTHING)
        yield Row(code, label(code), brought, brought.referrals > 0)
