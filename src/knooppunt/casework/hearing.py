"""What a family told, for one reader: a parent hears of her own words only, the table of nobody's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from . import asking, due
from .models import Message, Parent
from .process import Role, State
from .shown import MessageShown, OwnEvaluationShown
from .telling import lead_who_reads

if TYPE_CHECKING:
    from .doors import Room
    from .sight import Sight

LOOKING_BACK = frozenset({State.FOLLOWING, State.EVALUATED, State.CLOSED})
HEARERS = frozenset({Role.COORDINATOR, Role.LEAD, Role.PARENT})
FOR_THE_LEAD = Message.objects.filter(to=Message.To.LEAD, answered_at=None)


def messages_of(room: Room, sight: Sight) -> tuple[MessageShown, ...]:
    """Give the messages that this reader may see, the newest first, in one query."""
    if room.role not in HEARERS or not room.case.told:
        return ()
    rows = [row for row in reversed(asking.MESSAGES(room.case.pk)) if _hears(room, sight, row)]
    return tuple(_shown(room, sight, row) for row in rows)


def _hears(room: Room, sight: Sight, row: dict[str, Any]) -> bool:
    """Say whether this reader may know of a message.

    The coordinator answers also who left: what waits, and what stands in the file for good.
    """
    if room.role is Role.PARENT:
        return sight.own is not None and row["parent_id"] == sight.own.pk
    seen = row["parent_id"] is None or sight.seen[row["parent_id"]]
    if room.role is Role.LEAD:
        return seen and row["to"] == Message.To.LEAD
    waits = row["answered_at"] is None
    return waits if _is_of_the_lead(room, row) else seen or waits or row["kind"] in due.RIGHTS


def _is_of_the_lead(room: Room, row: dict[str, Any]) -> bool:
    """Say whether it was told to the lead and not to the coordinator, who then knows only that it waits."""
    return row["to"] == Message.To.LEAD and lead_who_reads(room, row["parent_id"]) is not None


def _shown(room: Room, sight: Sight, row: dict[str, Any]) -> MessageShown:
    parent = next((p for p in room.parents if p.pk == row["parent_id"]), None)
    apart = room.role is Role.COORDINATOR and _is_of_the_lead(room, row)
    answers = "answer_as_lead" if room.role is Role.LEAD else "answer_message"
    return MessageShown(
        code=row["code"], kind=row["kind"], to=row["to"], discipline=row["discipline_id"] or "",
        text="" if apart else row["text"], at=row["at"], parent=parent.code if parent else "",
        by=_writer(sight, row, parent), role=row["role"],
        answer_by=row["answer_by"], granted=row["granted"], answer=row["answer"], answered_at=row["answered_at"],
        answered_by=row["answered_by__name"] or "", answered_as=row["answered_as"],
        late=row["answered_at"] is None and bool(row["answer_by"]) and row["answer_by"] < room.today,
        may_answer=row["answered_at"] is None and not apart and answers in room.open_acts(),
    )  # fmt: skip


def suggested_by(room: Room) -> tuple[tuple[datetime, str, str], ...]:
    """Give (moment, discipline, words) of whom the actor suggested as the referrer, the newest first."""
    rows = Message.objects.filter(case=room.case, role=Role.REFERRER, by=room.actor.person_id).order_by("-id")
    return tuple((at, discipline or "", text) for at, discipline, text in rows.values_list("at", "discipline", "text"))


def _writer(sight: Sight, row: dict[str, Any], parent: Parent | None) -> str:
    """Give the name of who wrote it; a parent's as the family gave it, and none when nothing of her may be shown."""
    if parent is None or row["role"] != Role.PARENT:
        return row["by__name"] or ""
    return parent.name if sight.seen[parent.pk] else ""


def looks_back_of(room: Room, sight: Sight) -> tuple[OwnEvaluationShown, ...]:
    """Give how parents look back themselves: a parent her own, who leads the talk of those who share; never counted.

    Who leads the talk reads it where the talk is held, and not on every page of the case.
    """
    if room.role is not Role.PARENT and room.act != "see_plan":
        return ()
    if room.role not in HEARERS or room.state not in LOOKING_BACK or not room.case.looked_back:
        return ()
    codes = {p.pk: p.code for p in room.parents if sight.seen[p.pk]}
    return tuple(
        OwnEvaluationShown(codes[row.pop("parent_id")], **row)
        for row in asking.OWN_EVALUATIONS(room.case.pk)
        if row["parent_id"] in codes
    )


def asked_of_lead(cases: list[int]) -> dict[int, list[int]]:
    """Give of whom a message to the lead waits, by case: row numbers of parents, for who reads to narrow."""
    found: dict[int, list[int]] = {}
    for row in FOR_THE_LEAD.filter(case__in=cases) if cases else ():
        found.setdefault(row.case_id, []).append(row.parent_id or 0)
    return found
