"""The doors: every change to a case is a verb behind `act`, every read a question behind `look`.

A door opens the guard, locks the case, finds out what the actor is to it, asks the process table, lets the verb
work, moves the state, counts, writes one line in the trail and the letters that belong to the act: all in one
transaction. Outsiders learn nothing: to them a case does not exist.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, wraps
from typing import Any, Concatenate

from django.db import transaction
from django.db.models import F

from knooppunt.foundation import clock, guard
from knooppunt.people.actor import Actor
from knooppunt.people.models import Role as PersonRole
from knooppunt.people.roles import roles_of
from knooppunt.trail.record import record

from . import asking, calendars, letters
from .consents import Picture, Statement
from .models import Case, Consent, LocalValue, Parent, Participation, Step, Tally
from .models.tally import Cell
from .moments import end_proposals
from .process import ACTS, AT_TABLE, ENDED, OPEN, Need, Reason, Role, Standing, State, Verdict, acts_open_to, judge
from .refusals import Conflict, NotFound, Refused
from .roles import roles_in
from .seats import category, may_know
from .waiting import next_step_of

LIVE_STATES = OPEN | {State.STOPPING}


@contextmanager
def opened() -> Iterator[None]:
    """Open the tables for casework's own questions about lists. What is shown is for each question to narrow."""
    with guard.inside():
        yield


@contextmanager
def writing() -> Iterator[None]:
    """Open the tables for an act that has no case yet, in one transaction: a referral, a question, a draft."""
    with guard.inside(), transaction.atomic():
        yield


@dataclass
class Room:
    """What a verb finds behind the door: the case, everyone around it, and what the family agreed to."""

    actor: Actor
    act: str
    case: Case
    parents: list[Parent]
    circle: list[Participation]  # also those whose part has ended
    picture: Picture
    consents: list[Consent]
    roles: frozenset[Role]
    coordinates_as: str  # 'coordinator', 'deputy' or ''
    role: Role | None = None
    on_behalf_of: Parent | None = None
    reason: str = ""  # a code, for the step
    gone: bool = False  # the act deleted the case itself
    about: list[str] = field(default_factory=list)
    tells: list[Callable[[], None]] = field(default_factory=list)  # letters to write when the act is done
    files: list[calendars.Held] = field(default_factory=list)  # calendar files that were out before the act
    goes_along: list[calendars.File] = field(default_factory=list)  # and those that go with its letters

    @property
    def state(self) -> State:
        """The state of the case."""
        return State(self.case.state)

    @property
    def now(self) -> datetime:
        """The moment of the act."""
        return self.picture.now

    @property
    def today(self) -> date:
        """The Dutch date of the act."""
        return self.now.astimezone(clock.AMSTERDAM).date()

    @cached_property
    def seat(self) -> Participation | None:
        """The actor's own place in the circle, if there is one now."""
        mine = (p for p in self.circle if p.person_id == self.actor.person_id and p.ended_on is None)
        return next(mine, None)

    @cached_property
    def self_as_parent(self) -> Parent | None:
        """The actor as a parent of this family."""
        return next((p for p in self.parents if p.person_id and p.person_id == self.actor.person_id), None)

    @property
    def standing(self) -> Standing:
        """What the consents say for this actor."""
        seat = self.seat
        shared = seat is not None and self.picture.shared_with(seat.organisation_id, category(seat))
        me = self.self_as_parent
        return Standing(self.picture.anyone_takes_part(), shared, me is not None and self.picture.takes_part(me.id))

    @property
    def role_name(self) -> str:
        """The role as the trail names it: a deputy is named as such."""
        return self.coordinates_as if self.role is Role.COORDINATOR else str(self.role or "")

    def open_acts(self) -> frozenset[str]:
        """Give what the actor may do now, for the buttons of a screen."""
        return acts_open_to(self.roles, self.state, self.standing)

    def parent(self, code: str) -> Parent:
        """Find a parent of this family by code; raises NotFound."""
        return self._one(self.parents, code)

    def participation(self, code: str) -> Participation:
        """Find a place in the circle of today by code; raises NotFound."""
        return self._one([p for p in self.circle if p.ended_on is None], code)

    @staticmethod
    def _one(rows: list[Any], code: str) -> Any:
        for row in rows:
            if row.code == code:
                return row
        raise NotFound

    def lead(self) -> Participation | None:
        """Give the lead professional, if one has accepted."""
        return next((p for p in self.circle if p.lead == Participation.Lead.LEAD and p.ended_on is None), None)


def act[**P, T](name: str) -> Callable[[Callable[Concatenate[Room, P], T]], Callable[..., T]]:
    """Make a verb of a function: `verb(actor, case_code, ...)`. The function itself gets the opened `Room`.

    Keyword `on_behalf_of` (code of a parent) records that somebody speaks for a parent; the row of the act says who
    may. Raises NotFound for outsiders and unknown codes, Refused when the table says no, and whatever the verb raises;
    then nothing is changed.
    """
    row = ACTS[name]

    def declare(verb: Callable[Concatenate[Room, P], T]) -> Callable[..., T]:
        @wraps(verb)
        def door(actor: Actor, code: str, /, *args: Any, on_behalf_of: str = "", **kwargs: Any) -> T:
            with refusals_recorded(name, actor, code), guard.inside(), transaction.atomic():
                room = enter(name, actor, code, lock=True)
                room.files = calendars.held(room.case)
                if on_behalf_of:
                    room.on_behalf_of = _spoken_for(room, on_behalf_of)
                result = verb(room, *args, **kwargs)
                leave(room, row.to)
                return result

        door.act = name  # type: ignore[attr-defined]
        return door

    return declare


def _spoken_for(room: Room, code: str) -> Parent:
    """Find the parent for whom the actor speaks; at the table only one who shares with the actor's organisation.

    For one who left, nothing new is written: she keeps her rights, and may always say yes again (`Need.NOTHING`).
    """
    if room.role not in ACTS[room.act].speaks:
        raise Refused("not_about_you")
    parent, seat = room.parent(code), room.seat
    if room.role in AT_TABLE and not (seat and may_know(room.picture, parent.pk, seat)):
        raise NotFound
    # When nobody takes part any more, what is still open needs no yes: to stop is anybody's to say (`Need.VOICE`).
    left = room.standing.alive and not room.picture.takes_part(parent.pk)
    if left and ACTS[room.act].need is not Need.NOTHING:
        raise Refused(str(Reason.NO_CONSENT))
    return parent


def look[**P, T](name: str) -> Callable[[Callable[Concatenate[Room, P], T]], Callable[..., T]]:
    """Make a question of a function: `question(actor, case_code, ...)`. It only reads; the look is recorded."""
    if not ACTS[name].looks:
        raise ValueError(f"{name} is not a look.")

    def declare(question: Callable[Concatenate[Room, P], T]) -> Callable[..., T]:
        @wraps(question)
        def door(actor: Actor, code: str, /, *args: Any, **kwargs: Any) -> T:
            with refusals_recorded(name, actor, code), guard.inside():
                room = enter(name, actor, code)
                result = question(room, *args, **kwargs)
                _line(room, "viewed")
                return result

        door.act = name  # type: ignore[attr-defined]
        return door

    return declare


@contextmanager
def refusals_recorded(name: str, actor: Actor, code: str) -> Iterator[None]:
    """Let a refusal leave its line after the transaction is gone; a code that does not exist leaves none."""
    try:
        yield
    except Refused as refusal:
        role = "" if refusal.reason == Reason.NO_ROLE else "known"
        record(name, actor=actor, role=role, case=code, outcome="refused", detail=refusal.reason)
        raise
    except Outside:
        record(name, actor=actor, case=code, outcome="refused", detail=Reason.NO_ROLE)
        raise NotFound from None


class Outside(Exception):
    """Somebody without any role at a case that exists. Never leaves this module."""


def enter(name: str, actor: Actor, code: str, *, lock: bool = False) -> Room:
    """Load the case, find the actor's roles, and ask the table. Raises NotFound, Outside or Refused."""
    ask = asking.CASE_TO_CHANGE if lock else asking.CASE
    case = next(iter(ask(code, actor.person_id or 0, clock.today())), None)
    if case is None:
        raise NotFound
    parents, consents, picture = family_of(case.family_id)
    circle = asking.CIRCLE(case.pk, actor.person_id or 0)
    parent_here = any(p.person_id == actor.person_id for p in parents)  # and who is that has no desk for this family
    works = actor.assurance == "strong" and not parent_here
    room = Room(
        actor=actor, act=name, case=case, parents=parents, circle=circle,
        picture=picture, consents=consents, roles=frozenset(), coordinates_as=(case.desk or "") if works else "",
    )  # fmt: skip
    room.roles = roles_in(room)
    asks_trail = name == "see_trail" and actor.person_id is not None and actor.assurance == "strong"
    if asks_trail and PersonRole.PRIVACY_OFFICER in roles_of(actor.person_id or 0):
        room.roles |= {Role.PRIVACY_OFFICER}
    if not room.roles:
        raise Outside
    verdict = judge(name, room.roles, room.state, room.standing)
    if not verdict.allowed:
        raise _refusal(verdict)
    room.role = verdict.role
    return room


def _refusal(verdict: Verdict) -> Exception:
    return Outside() if verdict.reason is Reason.NO_ROLE else Refused(str(verdict.reason))


def family_of(family_id: int) -> tuple[list[Parent], list[Consent], Picture]:
    """Give the adults of a family and what they agreed to, in one query: no adult is kept without a consent."""
    rows = asking.CONSENTS(family_id)
    parents = {row.subject_id: row.subject for row in reversed(rows)}
    return [parents[key] for key in sorted(parents)], rows, Picture(map(statement_of, rows), clock.now())


def picture_of(family_id: int) -> Picture:
    """Give what the adults of a family agreed to, at this moment."""
    return family_of(family_id)[2]


def statement_of(row: Any) -> Statement:
    """Turn a row of the consent table, or its columns by name, into a statement of the plain rules."""
    return Statement(
        subject=row.subject_id, purpose=row.purpose, permits=row.decision == Consent.Decision.GIVEN, at=row.at,
        ends_on=row.ends_on, organisation=row.organisation_id, discipline=row.discipline_id,
        data_class=row.data_class or None, id=row.id,
    )  # fmt: skip


def leave(room: Room, to: State | None) -> None:
    """Finish an act: move the state, keep the next step, write line and letters; a line alone when the case is gone."""
    if room.gone:
        _line(room, "done")
        calendars.after(room)
        letters.send_files(room.goes_along)
        return
    if (to is not None and to is not room.state) or room.act in ("hand_over",):
        move(room, to or room.state)
    case = room.case
    case.version += 1
    case.registered = False
    case.due_on, case.due_what = next_step_of(room) if room.state in LIVE_STATES else (None, "")
    case.save()
    _line(room, "done")
    calendars.after(room)
    letters.after(room)


def move(room: Room, to: State) -> None:
    """Bring the case to another state, with its step and its counts."""
    case, before = room.case, room.state
    first = to in (State.HELD, State.CLOSED) and not Step.objects.filter(case=case, to_state=to).exists()
    Step.objects.create(
        case=case, act=room.act, from_state=before, to_state=to, at=room.now, by_id=room.actor.person_id,
        role=room.role_name, reason=room.reason, hub_id=case.hub_id,
    )  # fmt: skip
    place = case.family.municipality_id
    days = (room.today - case.since_at.astimezone(clock.AMSTERDAM).date()).days
    counts: dict[Cell, int] = {(f"days:{before}-{to}", place, room.today, str(days)): 1}
    if before is not to:
        counts |= {("state", place, None, str(before)): -1, ("state", place, None, str(to)): 1}
    Tally.add_all(counts)
    if before is State.PREPARING:  # however the preparation ends, nobody is asked any more when it suits
        end_proposals(case.pk, room.now)
    if first:  # a second conference is not counted as if the family had waited for it from the start
        count_since_referral(room, to)
    case.state, case.since_at, case.is_open = to, room.now, to in LIVE_STATES
    if to in ENDED:
        case.closed_at = room.now


def count_since_referral(room: Room, what: str) -> None:
    """Count how many days after the referral something came."""
    days = (room.today - room.case.received_at.astimezone(clock.AMSTERDAM).date()).days
    Tally.add(f"days:referral-{what}", room.case.family.municipality_id, room.today, str(days))


def _line(room: Room, outcome: str) -> None:
    record(
        room.act, actor=room.actor, role=room.role_name, case=room.case.code,
        about=room.about or _seen_in(room), outcome=outcome, consents=room.picture.ids(),
        detail=room.reason, on_behalf_of=room.on_behalf_of.code if room.on_behalf_of else "",
    )  # fmt: skip


def _seen_in(room: Room) -> list[str]:
    """Give the adults of whom the actor sees something: a line in somebody's log tells of nothing else (R-RGT-02).

    A parent sees herself, who sits at the table those who share with her organisation, the desk those who take part;
    when nobody takes part any more, the line is about all whose case it was.
    """
    if room.role is Role.PARENT and room.self_as_parent:
        return [room.self_as_parent.code]
    seen = [p for p in room.parents if room.picture.takes_part(p.pk)]
    if room.role in AT_TABLE and (seat := room.seat):
        seen = [p for p in seen if may_know(room.picture, p.pk, seat)]
    return [p.code for p in seen or room.parents]


def save_checked(row: Any, version: int, values: dict[str, Any]) -> None:
    """Write `values` on a row that two people may edit, if it still has the version that the writer saw.

    Raises Conflict with what stands there now and what the writer meant, so that no word is lost.
    """
    written = type(row).objects.filter(pk=row.pk, version=version).update(**values, version=F("version") + 1)
    if not written:
        row.refresh_from_db()
        theirs = {name: _plain(getattr(row, name)) for name in values}
        raise Conflict(theirs=theirs, mine={n: _plain(v) for n, v in values.items()}, version=row.version)
    row.refresh_from_db()


def _plain(value: Any) -> Any:
    """Give the code of a row, and anything else as it is: a refusal carries no rows out of the door."""
    return value.code if isinstance(value, Parent | Participation | LocalValue) else value
