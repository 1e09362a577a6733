"""Reading the trail: for the privacy officer, and for the family that asks who looked. Reading is recorded too.

Each question names who asks. The caller checks that this person may ask (a screen's `for_`, or a door of casework);
the line that is written here makes every question visible afterwards (standards.md R-LOG-05).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, TruncDate

from knooppunt.foundation import clock

from .models import TrailLine
from .record import Actor, record

_FIELDS = (
    "id",
    "at",
    "act",
    "actor_code",
    "actor_kind",
    "actor_organisation",
    "role",
    "assurance",
    "on_behalf_of",
    "case_code",
    "outcome",
    "detail",
    "trace",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the trail as it is shown; `id` is what a next page takes as `after`."""

    id: int
    at: datetime
    act: str
    actor_code: str
    actor_kind: str
    actor_organisation: str
    role: str
    assurance: str
    on_behalf_of: str
    case_code: str
    outcome: str
    detail: str
    trace: str
    about: tuple[str, ...]
    consents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """What one person in one role did or saw of one kind on one day, and how often."""

    on: date
    actor_code: str
    actor_organisation: str
    role: str
    act: str
    times: int


def lines_of_case(case: str, *, actor: Actor, role: str = "", after: int | None = None, limit: int = 50) -> list[Line]:
    """Give what happened in one case, newest first; `after` is the `id` of the last line of the page before."""
    record("trail.read_case", actor=actor, role=role, case=case, outcome="viewed")
    return _page(TrailLine.objects.filter(case_code=case), after, limit)


def lines_about(
    subject: str,
    *,
    actor: Actor,
    role: str = "",
    cases: Iterable[str] = (),
    after: int | None = None,
    limit: int = 50,
) -> list[Line]:
    """Give the lines about one data subject, newest first.

    With the codes of the cases that this person is in, an index is used; without them the whole trail is read,
    which takes seconds for each million lines (standards.md R-LOG-06 allows a minute).
    """
    record("trail.read_subject", actor=actor, role=role, about=(subject,), outcome="viewed")
    found = TrailLine.objects.all()
    if within := tuple(cases):
        found = found.filter(case_code__in=within)
    return _page(_about(found, subject), after, limit)


def _about(found: QuerySet[TrailLine], subject: str) -> QuerySet[TrailLine]:
    spaced = Concat(Value(" "), "about", Value(" "), output_field=TextField())
    coarse = found.filter(about__contains=subject)  # quick; then exact
    return coarse.alias(spaced=spaced).filter(spaced__contains=f" {subject} ")


def visits_about(
    subject: str, case: str, *, shown: Q, since: date | None = None, before: date | None = None, limit: int = 60
) -> tuple[list[Visit], date | None]:
    """Give who did and saw what about one data subject in one case, by day, the newest first; and where to go on.

    `shown` narrows to what this reader may know of. Only whole days are given; the second answer is the day before
    which the next page starts, None at the end. The door that asks (`see_log`) writes the line of this look. The index
    on the case is used, so five years are there at once (R-LOG-06).
    """
    found = TrailLine.objects.filter(shown, case_code=case).exclude(outcome=TrailLine.Outcome.REFUSED)
    if since is not None:
        found = found.filter(at__gte=_start_of(since))
    if before is not None:
        found = found.filter(at__lt=_start_of(before))
    by_day = _about(found, subject).annotate(on=TruncDate("at", tzinfo=clock.AMSTERDAM))
    rows = by_day.values("on", "actor_code", "actor_organisation", "role", "act").annotate(times=Count("id"))
    visits = [Visit(**row) for row in rows.order_by("-on", "actor_code", "role", "act")[: limit + 1]]
    if len(visits) <= limit:
        return visits, None
    cut = visits[-1].on
    whole = [visit for visit in visits if visit.on > cut]
    if not whole:  # a day with more than fits in a page is given whole, too
        return visits_about(subject, case, shown=shown, since=since, before=before, limit=limit * 10)
    return whole, whole[-1].on


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.AMSTERDAM)


def done_since(act: str, case: str, subject: str, moment: datetime) -> bool:
    """Say whether an act about this data subject was done in this case since a moment; for jobs that may run twice."""
    found = TrailLine.objects.filter(case_code=case, act=act, at__gte=moment, outcome=TrailLine.Outcome.DONE)
    return _about(found, subject).exists()


def lines_by(code: str, *, actor: Actor, role: str = "", after: int | None = None, limit: int = 50) -> list[Line]:
    """Give what one person did and saw, newest first."""
    record("trail.read_actor", actor=actor, role=role, about=(code,), outcome="viewed")
    return _page(TrailLine.objects.filter(actor_code=code), after, limit)


def _page(found: QuerySet[TrailLine], after: int | None, limit: int) -> list[Line]:
    if after is not None:
        found = found.filter(id__lt=after)
    rows = found.order_by("-id").values(*_FIELDS, "about", "consents")[:limit]
    return [
        Line(
            **{
                **row,
                "about": tuple(row["about"].split()),
                "consents": tuple(int(consent) for consent in row["consents"].split()),
            }
        )
        for row in rows
    ]
