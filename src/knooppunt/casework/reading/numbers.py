"""Numbers only: counted while the work was done, so they cost the same with ten cases and with a million."""

from statistics import median

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


def figures(actor: Actor, *, year: int | None = None) -> Figures:
    """Give a project leader numbers of her own municipalities: nobody's name, one query, whatever the number of cases.

    Raises NotFound for somebody who leads no subregion.
    """
    places = (
        municipalities_of_leader(actor.person_id) if actor.person_id and actor.assurance == "strong" else frozenset()
    )
    if not places:
        raise NotFound
    with opened():
        cells = list(
            Tally.objects.filter(municipality__in=places).values_list("what", "municipality", "period", "key", "count")
        )
    names = dict(Municipality.objects.filter(code__in=places).values_list("code", "name"))
    years = sorted({period.year for _w, _m, period, _k, _c in cells if period != EVER}, reverse=True)
    wanted = [c for c in cells if year is None or c[2] == EVER or c[2].year == year]
    rows = [_figure_row(names[code], [c for c in wanted if c[1] == code]) for code in sorted(places, key=names.get)]  # type: ignore[arg-type]
    return Figures(
        rows=tuple(rows), referrals_by_discipline=_by_key(wanted, "referral"),
        advice_by_discipline=_by_key(wanted, "advice"),
        medians={name: m for name, what in STRETCHES.items() if (m := _median(wanted, what))},
        years=tuple(years), year=year,
    )  # fmt: skip


def _figure_row(name: str, cells: list[tuple]) -> FigureRow:
    def total(what: str) -> int:
        return sum(c[4] for c in cells if c[0] == what)

    return FigureRow(name, total("referral"), total("advice"), {k: n for k, n in _by_key(cells, "state").items() if n})


def _by_key(cells: list[tuple], what: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, _place, _period, key, count in cells:
        if name == what:
            found[key] = found.get(key, 0) + count
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _median(cells: list[tuple], what: str) -> tuple[float, int] | None:
    """Give the median of a histogram of days and how many cases are in it; None when there is none."""
    days = {int(key): count for key, count in _by_key(cells, what).items() if count > 0}
    total = sum(days.values())
    if not total:
        return None
    seen, lower, upper = 0, None, 0
    for day in sorted(days):
        seen += days[day]
        if lower is None and seen >= (total + 1) // 2:
            lower = day
        if seen >= total // 2 + 1:
            upper = day
            break
    return median([lower if lower is not None else upper, upper]), total
