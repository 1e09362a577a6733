"""One case: the whole of it, the shared part, a parent's own part, or the bare fact that it exists."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from knooppunt.foundation import clock
from knooppunt.trail.reading import Line, lines_of_case

from .. import agreed, asking, assembling, hearing
from ..agenda import outline
from ..doors import Room, look, opened
from ..models import Case, Conference, Parent, Referral, Safety
from ..reporting_back import BACK, Hears, may_hear
from ..shown import (
    CaseFile,
    MessageShown,
    ParentShown,
    PlanVersionShown,
    SafetyShown,
    SeatShown,
    StatusShown,
    Suggestion,
)  # fmt: skip
from ..sight import Sight
from .clocks import with_clock


@look("see_case")
def case_file(room: Room) -> CaseFile:
    """Give the whole case to the coordinator on duty."""
    early = room.state in ("received", "preparing")
    file = assembling.case_file(room, also_at=(lambda: _also_known(room.parents)) if early else None)
    return with_clock(file, room)


@dataclass(frozen=True, slots=True)
class CircleShown:
    """Who is in the circle of one case, and whom to think of."""

    code: str
    acts: frozenset[str]
    municipality: str  # code
    circle: tuple[SeatShown, ...]
    suggestions: tuple[Suggestion, ...]
    wanted: tuple[MessageShown, ...]  # whom a parent or the referrer asked for
    parents: int  # how many take part, so have a say in who comes


@look("see_case")
def circle(room: Room) -> CircleShown:
    """Give the coordinator who is in the circle, and whom to think of, without the rest of the case."""
    seats = tuple(assembling.seat_shown(room, seat) for seat in room.circle)
    sight = Sight(room)
    suggestions = assembling.suggestions_for(room, assembling.entries_of(room, sight), seats)
    wanted = tuple(message for message in hearing.messages_of(room, sight) if message.is_wish)
    return CircleShown(
        room.case.code, room.open_acts(), room.case.family.municipality_id, seats, suggestions, wanted,
        sum(room.picture.takes_part(parent.pk) for parent in room.parents),
    )  # fmt: skip


@look("see_shared_case")
def shared_case(room: Room) -> CaseFile:
    """Give what the family shares with the organisation of the lead or a participant."""
    return assembling.case_file(room)


@look("see_own_place")
def own_place(room: Room) -> CaseFile:
    """Give a parent what is hers."""
    return assembling.case_file(room)


@look("see_plan")
def plan(room: Room) -> CaseFile:
    """Give the plan to print: goals, actions, decisions and the next date, as this reader may see them."""
    return assembling.case_file(room)


@look("see_plan")
def plan_versions(room: Room) -> tuple[PlanVersionShown, ...]:
    """Give the plan as it was before, the newest first."""
    return agreed.plan_versions_of(room)


@dataclass(frozen=True, slots=True)
class InvitationShown:
    """What an invited professional sees before saying yes: when and where, and nothing of the family."""

    code: str
    hub: str
    starts_at: datetime | None
    place: str
    reason: str
    access: str
    agenda: tuple[tuple[str, int], ...] = ()  # (part, minutes) of an open agenda, without a word of what is in it
    asks_dates: bool = False  # when it suits is asked now


@look("see_invitation")
def invitation(room: Room) -> InvitationShown:
    """Give date and place to who was asked to the table."""
    planned = Conference.objects.filter(case=room.case, state="planned").order_by("-number").first()
    seat = room.seat
    return InvitationShown(
        room.case.code, room.case.hub.name, planned.starts_at if planned else None, planned.place if planned else "",
        seat.reason if seat else "", seat.access if seat else "", outline(planned),
        room.case.asks_dates and "see_dates" in room.open_acts(),
    )  # fmt: skip


def is_unchanged(code: str, version: int) -> bool:
    """Say whether nothing was done in a case since it had this version. Shows nothing of it, so it is no look.

    Who asks has seen the case at that version a moment ago: see docs/decisions/0020.
    """
    with opened():
        return bool(asking.UNCHANGED(code, version))


@dataclass(frozen=True, slots=True)
class Header:
    """That a case exists and where it stands: all that remains when nobody consents any more."""

    code: str
    state: str
    hub: str
    received_at: datetime
    since_at: datetime
    due_on: date | None
    due_what: str
    outcome: str
    acts: frozenset[str]
    parents: tuple[ParentShown, ...]  # codes and kinds only, so that consent can be asked again


@look("see_header")
def header(room: Room) -> Header:
    """Give the coordinator the bare facts of a case: no name, nothing of the family."""
    case = room.case
    return Header(
        case.code, case.state, case.hub.name, case.received_at, case.since_at, case.due_on, case.due_what,
        case.outcome, room.open_acts(), tuple(ParentShown(p.code, p.kind, False) for p in room.parents),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for an answer of the coordinator, and what was told before; also when nothing else may be read."""

    code: str
    state: str
    acts: frozenset[str]
    messages: tuple[MessageShown, ...]
    parents: tuple[ParentShown, ...]


@look("see_messages")
def inbox(room: Room) -> Inbox:
    """Give the coordinator what was told and asked, without the rest of the case."""
    sight = Sight(room)
    parents = tuple(assembling.parent_shown(room, sight, p, {}) for p in room.parents)
    return Inbox(room.case.code, room.state, room.open_acts(), hearing.messages_of(room, sight), parents)


@look("see_safety")
def safety(room: Room) -> tuple[SafetyShown, ...]:
    """Give what was recorded on the road to Veilig Thuis; for coordinator and lead alone."""
    rows = Safety.objects.filter(case=room.case).select_related("by").order_by("id")
    names = ("interest", "other_way", "why_no_consent", "outweighs", "to_whom_what")
    return tuple(
        SafetyShown(r.at, r.by.name, r.ground, r.consulted, {name: getattr(r, name) for name in names}) for r in rows
    )


@look("see_status")
def status(room: Room) -> StatusShown:
    """Give the referrer that and when, not what, within what the parents allow; last words if they share with her."""
    case = room.case
    how = may_hear(room)
    shown = status_shown(case, case.referral, how, assembling.steps_of(room))
    if how is Hears.END:
        return shown
    words = assembling.last_words(room)
    told = replace(
        shown, hub=case.hub.name, hub_phone=case.hub.phone,
        advice=words["advice"] if case.state == "declined" else "",
        words=words["closing"] if case.state == "closed" and how is Hears.OUTCOME else "",
    )  # fmt: skip
    if "suggest_person" not in room.open_acts():
        return told
    return replace(told, may_suggest=True, suggested=hearing.suggested_by(room))


@look("see_trail")
def trail(room: Room, *, after: int | None = None) -> list[Line]:
    """Give the privacy officer who did and saw what in one case."""
    return lines_of_case(room.case.code, actor=room.actor, role="privacy_officer", after=after)


# How a case ended, as far as a referrer hears it: that a family did not want to go on stays with the family.
NOT_TO_REFERRERS = assembling.NOT_TO_FAMILIES | {"family_stopped", "family_unwilling"}
QUIET = "quiet"  # instead of a state: that it goes on or not is not for her


def status_shown(case: Case, referral: Referral, how: Hears, steps: Iterable[Any] = ()) -> StatusShown:
    """Give what a referrer may hear of a case: that and when, or only that it is finished.

    The place is the one that she named herself: where a family went is not hers to know.
    """
    seen: dict[str, Any] = {"code": case.code, "sent_at": referral.sent_at, "municipality": referral.municipality.name}
    came: list[tuple[str, date | datetime]] = [("received", referral.sent_at)]
    if how is Hears.END:
        state = "closed" if case.closed_at else QUIET
        over: list[tuple[str, date | datetime]] = [("closed", case.closed_at)] if case.closed_at else []
        return StatusShown(**seen, state=state, arranged_on=None, steps=tuple(came + over), closed_at=case.closed_at)
    heard = [(BACK[s.act].step, s.at) for s in steps if s.act in BACK and BACK[s.act].step and s.act != "refer"]
    steps_and = [("contacted", case.contacted_on), *heard, ("arranged", case.arranged_on)]
    came += sorted(((n, on) for n, on in steps_and if on), key=lambda one: (_day(one[1]), one[0] in LAST))
    declined = case.state == "declined"
    tells = how is Hears.OUTCOME and case.state == "closed" and case.outcome not in NOT_TO_REFERRERS
    return StatusShown(
        **seen, state=case.state, arranged_on=case.arranged_on, steps=tuple(came), closed_at=case.closed_at,
        outcome=case.outcome if tells else "", other_route=case.outcome if declined else "",
        reason=next((s.reason for s in steps if s.act == "decline" and s.reason not in NOT_TO_REFERRERS), ""),
        contact_by=case.due_on if case.due_what == "first_contact" else None, contacted=case.contacted_on is not None,
    )  # fmt: skip


LAST = frozenset({"closed", "declined"})


def _day(when: date | datetime) -> date:
    return when.astimezone(clock.AMSTERDAM).date() if isinstance(when, datetime) else when


def _also_known(parents: list[Parent]) -> dict[str, tuple[str, ...]]:
    """Give per match key at which hubs the same adult is known in another open case. Names of hubs, never content."""
    keys = {p.match_key for p in parents if p.match_key}
    others = Parent.objects.filter(match_key__in=keys, family__case__is_open=True)
    others = others.exclude(family__case__state="stopping").exclude(pk__in=[p.pk for p in parents])
    found: dict[str, list[str]] = {}
    for key, hub in others.values_list("match_key", "family__case__hub__name").distinct():
        found.setdefault(key, []).append(hub)
    return {key: tuple(sorted(hubs)) for key, hubs in found.items()}
