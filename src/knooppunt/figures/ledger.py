"""The ledger: what of a year was told to the world, so that nothing told later gives away what was hidden."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from knooppunt.casework.shown import RegistrationCounts

from .disclosure import CONSENTED, REFERRED, Shown
from .models import Edition, Moment, Released
from .moments import NOW, Cells, Counted, Line, Moments
from .numbers import Numbers
from .scopes import Scope
from .tables import TABLES

POPULATIONS = {
    who: Counted(
        frozenset({name for table in TABLES if table.population == who for name in table.counted} | days),
        frozenset(table.name for table in TABLES if table.multiple),
    )
    for who, days in ((REFERRED, {"days.referral_conference", "days.referral_support"}), (CONSENTED, set()))
}


@dataclass(frozen=True)
class Told:
    """Another moment: its numbers, what was told of it, and whether it is later than the one that goes out."""

    counts: RegistrationCounts
    told: tuple[Shown, ...]
    later: bool


@dataclass(frozen=True)
class Ground:
    """What a release of an area rests on: its numbers, of which moment they are, and what was told before."""

    counts: RegistrationCounts
    moment: int
    known: tuple[Shown, ...]
    waits: bool  # families changed since, but too few to tell
    others: tuple[Told, ...] = ()


def ground(year: int, area: Scope, counts: RegistrationCounts) -> Ground:
    """Say on which numbers a release of an area rests; `counts` are those of now."""
    lines = lines_of(year)
    asked = {at for at, _line in lines if at is not None}
    kept = Moment.objects.filter(pk__in=asked).values_list("pk", "counts") if asked else ()
    counted = {pk: _again(told) for pk, told in kept} | {NOW: counts}
    moments = Moments({at: partial(_cells, found) for at, found in counted.items()}, lines, POPULATIONS)
    moment, waits = moments.choose(area.municipalities)
    areas = [one.municipalities for one in (area, *area.places.standard)]
    others = tuple(
        Told(counted[at], tuple(line for of, line in lines if of == at), later=NOW < moment < at)
        for at in sorted(counted)
        if at not in (NOW, moment)
    )
    return Ground(counted[moment], moment, tuple(moments.known(moment, areas)), waits, others)


def write(year: int, lines: Iterable[Shown], ground: Ground | None = None, edition: Edition | None = None) -> int:
    """Write down what leaves the house, and give how many lines that took; what was told before is not told again.

    For inside the transaction of what is told.
    """
    moment = ground.moment if ground else None
    if ground and moment == NOW:
        moment = Moment.objects.create(year=year, counts=_kept(ground.counts)).pk
    known = {(at, *_said(line)) for at, line in lines_of(year)}
    new = [line for line in lines if (moment, *_said(line)) not in known]
    Released.objects.bulk_create(
        Released(
            year=year, area=",".join(sorted(line.area)), table=line.table, shown=dict(line.numbers), edition=edition,
            moment_id=moment,
        )
        for line in new
    )  # fmt: skip
    return len(new)


def lines_of(year: int) -> list[Line]:
    """Give all that was told of a year, in the order in which it was, each with its moment."""
    rows = Released.objects.filter(year=year).order_by("id").values_list("moment", "table", "area", "shown")
    return [(moment, Shown(table, frozenset(area.split(",")), shown)) for moment, table, area, shown in rows]


def _said(line: Shown) -> tuple[Any, ...]:
    return line.table, line.area, tuple(sorted(line.numbers.items()))


def _kept(counts: RegistrationCounts) -> dict[str, Any]:
    return {one.name: getattr(counts, one.name) for one in fields(counts)}


def _again(kept: dict[str, Any]) -> RegistrationCounts:
    """Give the numbers of a moment as they were counted; days are numbers, and JSON made words of them."""
    days = {
        stretch: {place: {int(day): n for day, n in of.items()} for place, of in places.items()}
        for stretch, places in kept["days"].items()
    }
    return RegistrationCounts(**kept | {"days": days})


def _cells(counts: RegistrationCounts) -> Cells:
    """Give the numbers of families, and how many took how many days."""
    cells = Numbers(counts).cells
    days = {
        f"days.{stretch}": {place: {str(day): n for day, n in of.items()} for place, of in places.items()}
        for stretch, places in counts.days.items()
    }
    return {**cells, **days}
