"""Writing the trail: one line for every act and every look, in the transaction of the act itself."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.db import connection

from knooppunt.foundation import clock

from . import trace
from .models import CODES, DETAIL, TrailLine

# What is the same for all lines of one call, and what differs; both engines call the columns of VALUES so.
_SAME = (
    "at",
    "act",
    "actor_code",
    "actor_kind",
    "actor_organisation",
    "role",
    "assurance",
    "on_behalf_of",
    "outcome",
    "consents",
    "detail",
    "trace",
)
_INSERT = (
    f"INSERT INTO {TrailLine._meta.db_table} ({', '.join(_SAME)}, case_code, about)"  # noqa: S608  only our own names
    f" SELECT {', '.join(['%s'] * len(_SAME))}, shown.column1, shown.column2 FROM (VALUES "
)
_AT_ONCE = 1000  # rows of one INSERT

_NAME = re.compile(r"^[a-z][a-z0-9_.:-]{0,59}\Z")
_CODE = re.compile(r"^[A-Za-z0-9_.:-]{0,40}\Z")
_codes = re.compile(CODES)
_detail = re.compile(DETAIL)


class NoTransaction(RuntimeError):
    """An act was to be recorded outside a transaction, so it could stand without its line."""


class NotACode(ValueError):
    """Something that is not a code was to be written. The message names the field, never the value."""


class Actor(Protocol):
    """What the trail needs to know about who acts; `people.actor.Actor` fits."""

    @property
    def person_id(self) -> int | None: ...
    @property
    def code(self) -> str: ...
    @property
    def assurance(self) -> str: ...
    @property
    def organisation_id(self) -> int | None: ...


def record(
    act: str,
    *,
    actor: Actor,
    role: str = "",
    case: str = "",
    about: Iterable[str] = (),
    outcome: str = "done",
    consents: Iterable[int] = (),
    detail: str = "",
    on_behalf_of: str = "",
) -> None:
    """Write one line: `actor` did `act` as `role` in `case`, about these data subjects, under these consents.

    All are short codes. Raises `NoTransaction` when a done act is recorded outside a transaction (no line, no
    change) and `NotACode` when free text is offered.
    """
    record_many(
        act,
        actor=actor,
        role=role,
        cases=((case, about),),
        outcome=outcome,
        consents=consents,
        detail=detail,
        on_behalf_of=on_behalf_of,
    )


def record_many(
    act: str,
    *,
    actor: Actor,
    role: str = "",
    cases: Iterable[tuple[str, Iterable[str]]],
    outcome: str = "viewed",
    consents: Iterable[int] = (),
    detail: str = "",
    on_behalf_of: str = "",
) -> None:
    """Write one line for each (case, data subjects) in `cases` with a single INSERT: a list shows many families."""
    if outcome == "done" and not connection.in_atomic_block:
        raise NoTransaction(f"{act} is recorded outside a transaction.")
    if not _NAME.match(act) or not _CODE.match(role) or not _CODE.match(on_behalf_of) or not _detail.match(detail):
        raise NotACode("act, role, on_behalf_of or detail is not a code.")
    if outcome not in TrailLine.Outcome.values:
        raise NotACode("The outcome is done, refused or viewed.")
    same = (
        connection.ops.adapt_datetimefield_value(clock.now()),
        act,
        actor.code,
        _kind(actor),
        "" if actor.organisation_id is None else str(actor.organisation_id),
        role,
        actor.assurance,
        on_behalf_of,
        outcome,
        " ".join(str(int(consent)) for consent in consents),
        detail,
        trace.current(),
    )
    rows = [_codes_of(case, about) for case, about in cases]
    for start in range(0, len(rows), _AT_ONCE):
        _insert(same, rows[start : start + _AT_ONCE])


def _kind(actor: Actor) -> str:
    """A person with an account, a visitor whose e-mail address was checked, somebody unknown, or the machine."""
    if actor.person_id is not None:
        return "person"
    if actor.code.lower() == "system":
        return "system"
    return "visitor" if actor.code else "nobody"


def _codes_of(case: str, about: Iterable[str]) -> tuple[str, str]:
    subjects = " ".join(about)
    if not _codes.match(case) or not _codes.match(subjects):
        raise NotACode("case or about holds something that is not a short code.")
    return case, subjects


def _insert(same: Sequence[Any], rows: Sequence[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        values = ", ".join(["(%s, %s)"] * len(rows))
        cursor.execute(f"{_INSERT}{values}) AS shown", [*same, *(code for row in rows for code in row)])
