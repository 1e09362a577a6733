"""Numbers only: counted while the work was done, so they cost the same with ten cases and with a million."""

from collections.abc import Iterable, Mapping
from datetime import date
from statistics import median

from django.db.models import Sum

from knooppunt.people.actor import Actor
from knooppunt.people.models import Municipality
from knooppunt.people.roles import municipalities_of_leader

from ..doors import opened
from ..models import Tally
from ..models.tally import EVER
from ..refusals import NotFound
from ..shown import (
    FigureRow,
    Figures,
)  # fmt: skip

STRETCHES = {
    "received_preparing": "days:received-preparing", "referral_held": "days:referral-held",
    "referral_arranged": "days:referral-arranged", "following_evaluated": "days:following-evaluated",
    "referral_closed": "days:referral-closed", "asked_answered": "days:asked-answered",
}  # fmt: skip
SHOWN = ("referral", "advice", "state", *STRETCHES.values())

Cell = tuple[str, str, str, int]  # what, municipality, key, how many


def figures(actor: Actor, *, year: int | None = None) -> Figures:
    """Give a project leader numbers of her own municipalities: nobody's name, and as quick with a million cases.

    Raises NotFound for somebody who leads no subregion.
    """
    places = (
        municipalities_of_leader(actor.person_id) if actor.person_id and actor.assurance == "strong" else frozenset()
    )
    if not places:
        raise NotFound
    with opened():
        cells, years = _counted(places, year)
    names = dict(Municipality.objects.filter(code__in=places).values_list("code", "name"))
    rows = [_figure_row(names[code], [c for c in cells if c[1] == code]) for code in sorted(places, key=names.get)]  # type: ignore[arg-type]
    return Figures(
        rows=tuple(rows), referrals_by_discipline=_by_key(cells, "referral"),
        advice_by_discipline=_by_key(cells, "advice"),
        medians={name: m for name, what in STRETCHES.items() if (m := _median(cells, what))},
        years=tuple(years), year=year,
    )  # fmt: skip


def _counted(places: Iterable[str], year: int | None) -> tuple[list[Cell], list[int]]:
    """Give (what, municipality, key, count) over a year or over all, and the years in which anything was counted.

    The database adds up: there are many quarters and lengths of time, and few sums.
    """
    mine = Tally.objects.filter(what__in=SHOWN, municipality__in=places)
    during = (
        mine if year is None else mine.filter(period__in=[EVER, *(date(year, month, 1) for month in (1, 4, 7, 10))])
    )
    cells = list(during.values_list("what", "municipality", "key").annotate(n=Sum("count")).order_by())
    periods = mine.filter(what__in=("referral", "advice")).order_by().values_list("period", flat=True).distinct()
    return cells, sorted({period.year for period in periods}, reverse=True)


def _figure_row(name: str, cells: list[Cell]) -> FigureRow:
    def total(what: str) -> int:
        return sum(c[3] for c in cells if c[0] == what)

    return FigureRow(name, total("referral"), total("advice"), {k: n for k, n in _by_key(cells, "state").items() if n})


def _by_key(cells: list[Cell], what: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, _place, key, count in cells:
        if name == what:
            found[key] = found.get(key, 0) + count
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _median(cells: list[Cell], what: str) -> tuple[float, int] | None:
    """Give the median number of days and how many cases are in it; None when there is none."""
    days = {int(key): count for key, count in _by_key(cells, what).items() if count > 0}
    middle = median_of(days)
    return None if middle is None else (middle, sum(days.values()))


def median_of(times: Mapping[int, int]) -> float | None:
    """Give the median of numbers that each occur some times; None when there are none."""
    total = sum(times.values())
    seen, lower = 0, None
    for number in sorted(times):
        seen += times[number]
        if lower is None and seen >= (total + 1) // 2:
            lower = number
        if seen >= total // 2 + 1:
            return median([number if lower is None else lower, number])
    return None
