"""Tables of figures: rows with the length of their bars, worked out here so that a template only has to draw."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.process import ENDED, State
from knooppunt.casework.shown import Figures
from knooppunt.web.shared.labels import label

STRETCHES: dict[str, str | Promise] = {
    "received_preparing": _("Van aanmelding tot opgepakt"),
    "referral_held": _("Van aanmelding tot het overleg"),
    "referral_arranged": _("Van aanmelding tot de eerste hulp"),
    "following_evaluated": _("Van afspraken tot samen terugkijken"),
    "referral_closed": _("Van aanmelding tot afgesloten"),
    "asked_answered": _("Van sparvraag tot antwoord"),
}


@dataclass(frozen=True)
class Row:
    """One row: what it is about, its numbers, and how long its bar is, in per cent of the longest."""

    title: str | Promise
    numbers: tuple[int | float, ...]
    share: float


@dataclass(frozen=True)
class Totals:
    """The three numbers at the top of the page."""

    referrals: int
    advice: int
    going_on: int


def totals(figures: Figures) -> Totals:
    """Give the sums over all municipalities; what goes on is of today, whatever the year."""
    ended = {str(state) for state in ENDED}
    going_on = sum(n for row in figures.rows for state, n in row.states.items() if state not in ended)
    return Totals(sum(r.referrals for r in figures.rows), sum(r.advice for r in figures.rows), going_on)


def by_municipality(figures: Figures) -> list[Row]:
    """Give referrals and questions of each municipality."""
    return _rows([(row.municipality, (row.referrals, row.advice)) for row in figures.rows])


def by_discipline(figures: Figures) -> list[Row]:
    """Give referrals and questions of each discipline, the most referrals first."""
    codes = {**figures.referrals_by_discipline, **figures.advice_by_discipline}
    pairs = [
        (
            label("discipline", code) if code else str(_("ouders zelf")),
            (figures.referrals_by_discipline.get(code, 0), figures.advice_by_discipline.get(code, 0)),
        )
        for code in codes
    ]
    return _rows(sorted(pairs, key=lambda pair: (-pair[1][0], -pair[1][1], pair[0])))


def stretches(figures: Figures) -> list[Row]:
    """Give the median number of days of each stretch of the process, and how many it is the median of."""
    return _rows([(STRETCHES[name], numbers) for name, numbers in figures.medians.items() if name in STRETCHES])


def states(figures: Figures) -> list[tuple[str, list[tuple[str, int]]]]:
    """Give per municipality how many cases are in which state, in the order of the process; none is not said."""
    rows = [
        (row.municipality, [(str(state), row.states[state]) for state in State if row.states.get(state)])
        for row in figures.rows
    ]
    return [(name, numbers) for name, numbers in rows if numbers]


def _rows(pairs: list[tuple[str | Promise, tuple[int | float, ...]]]) -> list[Row]:
    longest = max((numbers[0] for _title, numbers in pairs), default=0)
    return [Row(title, numbers, round(100 * numbers[0] / longest, 1) if longest else 0) for title, numbers in pairs]
