"""The coordinator's desk: what is due first, what has ended, and questions that wait for an answer."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, QuerySet

from knooppunt.foundation import clock
from knooppunt.foundation.prepared import NUMBER, Prepared, PreparedAmong
from knooppunt.people.actor import Actor
from knooppunt.people.models import Hub
from knooppunt.people.roles import hubs_of
from knooppunt.trail.record import record_many

from ..asking import mail_of_a_case
from ..consents import Picture, Statement
from ..doors import opened, statement_of
from ..models import AdviceRequest, Case, Consent, Message
from ..refusals import NotFound
from ..shown import (
    AdviceShown,
    AskedRow,
    Worklist,
    WorkRow,
)  # fmt: skip

PAGE = 25
SOON = 2  # working days
MANY_HUBS = 16  # somebody may coordinate all of them

Row = dict[str, Any]
OF_A_ROW = (
    "id", "code", "family_id", "state", "due_on", "due_what", "received_at", "closed_at", "hub__name",
    "family__municipality__name", "paused_until",
)  # fmt: skip
OF_A_FAMILY = (
    "subject__family_id", "subject__code", "subject__name", "subject_id", "purpose", "decision", "at", "ends_on",
    "organisation_id", "discipline_id", "data_class", "id",
)  # fmt: skip


class Adult(NamedTuple):
    """An adult in a list: no more than that."""

    id: int
    code: str
    name: str


NO_FAMILY: tuple[list[Adult], Picture] = ([], Picture([], datetime.max))


def worklist(actor: Actor, *, hub: str = "", after: str = "", ended: bool = False) -> Worklist:
    """Give a page of the desk, what is due first first; `after` is the `next_after` of the page before.

    With `ended` the cases that are over, the latest first. Raises NotFound for somebody who has no desk today.
    """
    with opened():
        desks = _desks(actor)
        chosen = [row for row, _role in desks if not hub or row.code == hub]
        cases = _lately_ended(chosen, after) if ended else _due_first(chosen, after)
        page, more = cases[:PAGE], len(cases) > PAGE
        families = families_of({case["family_id"] for case in page})
        told = Counter(row["case_id"] for row in _TOLD(case["id"] for case in page))
        rows = tuple(_work_row(c, *families.get(c["family_id"], NO_FAMILY), told=told[c["id"]]) for c in page)
        first = not after and not ended
        advice = tuple(_waiting(chosen, actor.language)) if first else ()
        asked = tuple(_asked(row) for row in _ASKED(row.pk for row in chosen)) if first else ()
        if page:
            shown = [(case["code"], [p.code for p in families.get(case["family_id"], NO_FAMILY)[0]]) for case in page]
            roles = {role for row, role in desks if row in chosen}
            as_who = "coordinator" if "coordinator" in roles else "deputy"
            record_many("see_worklist", actor=actor, role=as_who, cases=shown)
    names = tuple((h.code, h.name, role) for h, role in desks)
    return Worklist(rows, advice, names, _key(page[-1], ended) if more else "", asked)


def _desks(actor: Actor) -> list[tuple[Hub, str]]:
    roles = hubs_of(actor.person_id) if actor.person_id and actor.assurance == "strong" else {}
    if not roles:
        raise NotFound
    return [(hub, roles[hub.pk]) for hub in _HUBS(roles)]


def _open_cases(hub: int) -> QuerySet[Case, Any]:
    rows = Case.objects.filter(hub=hub, is_open=True).order_by("due_on", "id")
    return rows.annotate(**{"came_back": Exists(mail_of_a_case())}).values(*OF_A_ROW, "came_back")


_FIRST_DUE: Prepared[Row] = Prepared(lambda hub: _open_cases(hub)[: PAGE + 1], NUMBER)
_HUBS: PreparedAmong[Hub] = PreparedAmong(lambda hubs: Hub.objects.filter(pk__in=hubs), MANY_HUBS)
_FAMILIES: PreparedAmong[Any] = PreparedAmong(
    lambda families: (
        Consent.objects.filter(subject__family__in=families).order_by("id").values_list(*OF_A_FAMILY, named=True)
    ),
    PAGE,
)
_WAITING: PreparedAmong[AdviceRequest] = PreparedAmong(
    lambda hubs: (
        AdviceRequest.objects.filter(hub__in=hubs, state="asked")
        .select_related("hub", "municipality", "discipline")
        .order_by("answer_by", "id")[:PAGE]
    ),
    MANY_HUBS,
)

_TOLD: PreparedAmong[Row] = PreparedAmong(
    lambda cases: Message.objects.filter(case__in=cases, answered_at=None).order_by("id").values("case_id"), PAGE
)
_ASKED: PreparedAmong[Row] = PreparedAmong(
    lambda hubs: (
        Message.objects.filter(case__hub__in=hubs, case__is_open=False, answered_at=None)
        .order_by("answer_by", "id")
        .values("case__code", "case__state", "answer_by")[:PAGE]
    ),
    MANY_HUBS,
)


def _asked(row: Row) -> AskedRow:
    return AskedRow(row["case__code"], row["case__state"], row["answer_by"], row["answer_by"] < clock.today())


def _due_first(hubs: list[Hub], after: str) -> list[Row]:
    """Merge the first rows of each hub: one indexed query a hub costs the same with a million cases."""
    found: list[Row] = []
    for hub in hubs:
        if after:
            on, last = _place_of(after)
            found += _open_cases(hub.pk).filter(due_on__gte=on).exclude(due_on=on, id__lte=last)[: PAGE + 1]
        else:
            found += _FIRST_DUE(hub.pk)
    return sorted(found, key=lambda c: (c["due_on"] or date.max, c["id"]))[: PAGE + 1]


def _lately_ended(hubs: list[Hub], after: str) -> list[Row]:
    found: list[Row] = []
    for hub in hubs:
        cases = Case.objects.filter(hub=hub, is_open=False)
        if after:
            cases = cases.filter(closed_at__lt=_moment_of(after))
        found += cases.order_by("-closed_at").values(*OF_A_ROW)[: PAGE + 1]
    return sorted(found, key=lambda c: c["closed_at"] or clock.now(), reverse=True)[: PAGE + 1]


def _place_of(after: str) -> tuple[date, int]:
    day, _, number = after.partition("_")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        raise NotFound from None


def _moment_of(after: str) -> datetime:
    try:
        moment = datetime.fromisoformat(after)
    except ValueError:
        raise NotFound from None
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.AMSTERDAM)


def _key(case: Row, ended: bool) -> str:
    return (case["closed_at"] or clock.now()).isoformat() if ended else f"{case['due_on']}_{case['id']}"


def families_of(ids: set[int]) -> dict[int, tuple[list[Adult], Picture]]:
    """Give adults and consents of several families in one query, without the many columns that a list never shows."""
    adults: dict[int, dict[int, Adult]] = {}
    said: dict[int, list[Statement]] = {}
    for row in _FAMILIES(ids):
        family = row.subject__family_id
        adults.setdefault(family, {})[row.subject_id] = Adult(row.subject_id, row.subject__code, row.subject__name)
        said.setdefault(family, []).append(statement_of(row))
    now = clock.now()
    return {family: (list(found.values()), Picture(said[family], now)) for family, found in adults.items()}


def names_of(adults: Iterable[Adult], sees: Callable[[Adult], bool]) -> str:
    """Give the names of the adults that `sees` allows, in one line."""
    return " · ".join(one.name for one in sorted(adults) if sees(one))


def _work_row(case: Row, adults: list[Adult], picture: Picture, *, told: int = 0) -> WorkRow:
    names = "" if case["state"] == "stopping" else names_of(adults, lambda one: picture.takes_part(one.id))
    if case["state"] in ("declined", "stopped", "in_error"):
        names = ""
    today = clock.today()
    return WorkRow(
        code=case["code"], names=names, state=case["state"], due_on=case["due_on"], due_what=case["due_what"],
        hub=case["hub__name"], municipality=case["family__municipality__name"],
        received_on=case["received_at"].astimezone(clock.AMSTERDAM).date(),
        overdue=case["due_on"] is not None and case["due_on"] < today, messages=told,
        paused_until=case["paused_until"] if case["paused_until"] and case["paused_until"] >= today else None,
        came_back=bool(names) and case.get("came_back", False),
        soon=case["due_on"] is not None and today <= case["due_on"] <= clock.add_working_days(today, SOON),
    )  # fmt: skip


def _waiting(hubs: list[Hub], language: str) -> list[AdviceShown]:
    return [advice_shown(row, language) for row in _WAITING(hub.pk for hub in hubs)[:PAGE]]


def advice_shown(row: AdviceRequest, language: str) -> AdviceShown:
    """Give a question as it is shown; who asked it stays with the letters."""
    return AdviceShown(
        code=row.code, state=row.state, question=row.question, answer=row.answer, municipality=row.municipality.name,
        hub=row.hub.name, discipline=row.discipline.label(language) if row.discipline else "", asked_at=row.asked_at,
        answer_by=row.answer_by, answered_at=row.answered_at, version=row.version,
        overdue=row.state == "asked" and row.answer_by < clock.today(), referral_code=row.referral_code,
    )  # fmt: skip


def advice(actor: Actor, code: str) -> AdviceShown:
    """Give one question to its asker or to the hub on duty; raises NotFound for anyone else."""
    with opened():
        row = (
            AdviceRequest.objects.select_related("hub", "municipality", "discipline", "asker").filter(code=code).first()
        )
        if row is None or not (_asked_by(row, actor) or row.hub_id in _desk_ids(actor)):
            raise NotFound
        return advice_shown(row, actor.language)


def _asked_by(row: AdviceRequest, actor: Actor) -> bool:
    return actor.person_id is not None and row.asker_id == actor.person_id


def _desk_ids(actor: Actor) -> dict[int, str]:
    return hubs_of(actor.person_id) if actor.person_id and actor.assurance == "strong" else {}


def my_advice(actor: Actor, *, email: str = "") -> tuple[AdviceShown, ...]:
    """Give the questions that a person asked, also those from before by the same checked address."""
    if actor.person_id is None:
        return ()
    with opened():
        rows = AdviceRequest.objects.select_related("hub", "municipality", "discipline")
        mine = list(rows.filter(asker=actor.person_id).order_by("-id")[:PAGE])
        if email:
            mine += rows.filter(asker_email=email.strip().lower()).exclude(asker_email="").order_by("-id")[:PAGE]
        return tuple(advice_shown(row, actor.language) for row in sorted(mine, key=lambda r: -r.pk)[:PAGE])
