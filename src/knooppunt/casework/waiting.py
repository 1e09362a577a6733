"""What waits in cases, from their rows: the facts that the rules of `due` look at, of one case or of many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from knooppunt.foundation import clock

from .clocks import Terms
from .consents import Picture
from .due import RIGHTS, Dated, Facts, next_step
from .models import Action, Case, Conference, Family, Message, Participation
from .process import State

if TYPE_CHECKING:
    from .doors import Room

SPOKE_OF_NEXT = "what_next"  # the item of the checklist
OLDER_CHILD = timedelta(days=180)  # born so long before the due date: it is not this pregnancy


@dataclass(frozen=True)
class Open:
    """What is open around one case, by the day on which it is due."""

    conference_at: datetime | None = None
    actions: tuple[Dated, ...] = ()
    messages: tuple[tuple[Dated, str], ...] = ()  # with their kind


@dataclass
class Around:
    """The rows around one case that say what waits."""

    conference_at: datetime | None = None
    actions: list[Action] = field(default_factory=list)  # that are not done
    messages: list[Message] = field(default_factory=list)  # that have no answer

    def open(self) -> Open:
        """Give what the rules look at."""
        told = ((Dated(one.answer_by, one.code), one.kind) for one in self.messages if one.answer_by)
        return Open(self.conference_at, tuple(Dated(one.due_on, one.code) for one in self.actions), tuple(told))

    def message(self, code: str) -> Message:
        """Give a message that waits."""
        return next(one for one in self.messages if one.code == code)

    def action(self, code: str) -> Action:
        """Give an action that waits."""
        return next(one for one in self.actions if one.code == code)


def around(cases: Iterable[Case]) -> dict[int, Around]:
    """Give the rows around these cases by the key of the case: at most three queries, however many there are."""
    found: dict[int, Around] = defaultdict(Around)
    state: dict[str, list[int]] = defaultdict(list)
    for case in cases:
        state[case.state].append(case.pk)
    if planned := state[State.PLANNED]:
        rows = Conference.objects.filter(case__in=planned, state=Conference.State.PLANNED).order_by("number")
        for key, starts_at in rows.values_list("case_id", "starts_at"):
            found[key].conference_at = starts_at
    if following := state[State.FOLLOWING]:
        not_done = Action.objects.filter(goal__case__in=following, status__in=("open", "stuck"))
        for action in not_done.select_related("goal").order_by("due_on", "id"):
            found[action.goal.case_id].actions.append(action)
    keys = [key for some in state.values() for key in some]
    for message in Message.objects.filter(case__in=keys, answered_at=None).order_by("answer_by", "id"):
        found[message.case_id].messages.append(message)
    return found


def facts_of(
    case: Case, seats: Iterable[Participation], picture: Picture, rows: Open, parents: dict[int, str]
) -> Facts:
    """Put together what the rules look at.

    `case` has its hub and family, `seats` its circle of today, `parents` the codes of the adults by key.
    """
    here = list(seats)
    return Facts(
        state=State(case.state), since_on=_dutch(case.since_at), terms=Terms.of(case.hub),
        contacted_on=case.contacted_on, conference_on=_dutch(rows.conference_at) if rows.conference_at else None,
        evaluation_on=case.evaluation_on,
        lead_asked_on=next((seat.lead_asked_on for seat in here if seat.lead == Participation.Lead.ASKED), None),
        has_lead=any(seat.lead == Participation.Lead.LEAD for seat in here),
        due_date_on=None if case.family.born_on else case.family.due_on, born_on=_born_on(case.family),
        spoke_of_next=SPOKE_OF_NEXT in case.checklist, paused_until=case.paused_until, actions=rows.actions,
        messages=tuple(one for one, kind in rows.messages if kind not in RIGHTS),
        rights=tuple(one for one, kind in rows.messages if kind in RIGHTS),
        consents=tuple(Dated(on, parents.get(adult, "")) for adult, on in picture.ends(case.hub.consent_days).items()),
        invited=tuple(
            Dated(seat.invited_on, seat.code)
            for seat in here
            if seat.invited_on and seat.access == Participation.Access.INVITED
        ),
    )  # fmt: skip


def _born_on(family: Family) -> date | None:
    """Give the birth date of the child that the case is about; an older one does not count while one is expected."""
    older = family.born_on and family.due_on and family.born_on < family.due_on - OLDER_CHILD
    return None if older else family.born_on


def _dutch(moment: datetime) -> date:
    return moment.astimezone(clock.AMSTERDAM).date()


def facts_in(room: Room, rows: Open) -> Facts:
    """Put together what the rules look at in the case behind an open door."""
    seats = [seat for seat in room.circle if seat.ended_on is None]
    return facts_of(room.case, seats, room.picture, rows, {parent.pk: parent.code for parent in room.parents})


def next_step_of(room: Room) -> tuple[date, str]:
    """Give the next step of the case behind an open door: by when, and the code of the thing."""
    return next_step(facts_in(room, around([room.case]).get(room.case.pk, Around()).open()))


def is_paused(case: Case, today: date) -> bool:
    """Say whether the clocks of a case stand still on this day."""
    return case.paused_until is not None and today <= case.paused_until
