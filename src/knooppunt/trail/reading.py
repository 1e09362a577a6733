"""Reading the trail: for the privacy officer, and for the family that asks who looked. Reading is recorded too.

Each question names who asks. The caller checks that this person may ask (a screen's `for_`, or a door of casework);
the line that is written here makes every question visible afterwards (standards.md R-LOG-05).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Concat

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
    found = TrailLine.objects.filter(about__contains=subject)  # coarse and quick; then exact
    if within := tuple(cases):
        found = found.filter(case_code__in=within)
    spaced = Concat(Value(" "), "about", Value(" "), output_field=TextField())
    return _page(found.alias(spaced=spaced).filter(spaced__contains=f" {subject} "), after, limit)


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
