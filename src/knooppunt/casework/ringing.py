"""Who hears that something waits, and the letter to each of them: at most one of a kind a day to one address.

A letter says that something waits, never what; so one a day says it for all. A project leader hears at which hub, once
a day of each, and no more than that. Whom the family does not share with hears nothing: then it is told at the desk.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time

from knooppunt.foundation import clock
from knooppunt.letters import post
from knooppunt.people.models import Hub, Person
from knooppunt.people.roles import deputies_of, leaders_of, managers, on_duty, privacy_officers
from knooppunt.people.writing import gets_letters, write_to

from .clocks import Clock, Doer, Level
from .consents import Picture
from .due import Wait
from .letters import safely_reached_at, write_to_parent
from .models import AdviceRequest, Case, DateProposal, Message, Parent, Participation, Reminder
from .moments import ask
from .seats import category, may_know, why_not
from .waiting import Around

KINDS = ("reminder", "late", "invitation_to_talk", "family_message")


type Known = dict[tuple[Callable, int], list[Person]]


class Bell:
    """The letters of one stretch of a run; who works where is `known` from the stretches before."""

    def __init__(self, today: date, known: Known) -> None:
        since = datetime.combine(today, time.min, clock.AMSTERDAM)
        self._written = post.written_since(since, KINDS)
        self._hubs_told = _hubs_told(since)
        self._known = known

    def person(self, person: Person, kind: str, **fields: str) -> None:
        """Write to a professional."""
        if person.is_active and self._first(kind, person.email or ""):
            write_to(person, kind, **fields)

    def parent(self, parent: Parent, hub: Hub) -> bool:
        """Write to a parent that something waits; says whether there is a safe way to do so."""
        to = safely_reached_at(parent)
        if self._first("family_message", to):
            write_to_parent(parent, hub)
        return bool(to)

    def desk(self, hub: Hub, kind: str) -> None:
        """Write to whoever looks after a hub today."""
        for person in self._among(on_duty, hub):
            self.person(person, kind)

    def of_accounts(self, level: Level) -> None:
        """Write to the functional managers; when they left it too long, to the privacy officers."""
        late = level is not Level.DOER
        for person in privacy_officers() if late else managers():
            self.person(person, "late" if late else "reminder")

    def above(self, level: Level, hub: Hub) -> None:
        """Write to who hears of it because it is late."""
        if level is Level.COORDINATOR:
            self.desk(hub, "late")
        elif level is Level.DEPUTY:
            for person in self._among(_deputies, hub):
                self.person(person, "late")
        elif level is Level.PROJECT_LEADER and hub.pk not in self._hubs_told:
            self._hubs_told.add(hub.pk)
            for person in self._among(leaders_of, hub):
                write_to(person, "waits_too_long", hub=hub.name)

    def _first(self, kind: str, to: str) -> bool:
        if not to or (kind, to) in self._written:
            return False
        self._written.add((kind, to))
        return True

    def _among(self, ask_who: Callable[[int], list[Person]], hub: Hub) -> list[Person]:
        key = (ask_who, hub.pk)
        if key not in self._known:
            self._known[key] = ask_who(hub.pk)
        return self._known[key]


def _hubs_told(since: datetime) -> set[int]:
    """Give the hubs of which a project leader heard since: that letter names one hub, so one of each may go a day."""
    told = Reminder.objects.filter(level=Level.PROJECT_LEADER, at__gte=since)
    asked = AdviceRequest.objects.filter(code__in=told.filter(case=None, what="answer_advice").values("which"))
    of_cases = told.exclude(case=None).values_list("case__hub_id")
    return {hub for (hub,) in of_cases.union(asked.values_list("hub_id"))}


def _deputies(hub_id: int) -> list[Person]:
    return [row.person for row in deputies_of([hub_id])]


@dataclass
class Table:
    """One case with the people around it, and what the family agreed to."""

    case: Case
    seats: Sequence[Participation]
    picture: Picture
    parents: dict[int, Parent]
    rows: Around
    proposal: DateProposal | None = None  # of dates, while it is open
    said: Set[tuple[str, int]] = frozenset()  # who answered it: ("seat", key) or ("parent", key)

    def shares_with(self, seat: Participation) -> bool:
        """Say whether the family shares with the organisation of somebody in the circle."""
        return self.picture.shared_with(seat.organisation_id, category(seat))

    def seat(self, code: str) -> Participation | None:
        """Give a place in the circle of today."""
        return next((seat for seat in self.seats if seat.code == code), None)

    def parent(self, code: str) -> Parent | None:
        """Give an adult who takes part."""
        found = (p for p in self.parents.values() if p.code == code and self.picture.takes_part(p.pk))
        return next(found, None)

    def lead(self) -> Participation | None:
        """Give the lead, if there is one with whom the family shares."""
        leads = (seat for seat in self.seats if seat.lead == Participation.Lead.LEAD)
        return next((seat for seat in leads if self.shares_with(seat)), None)


def to_doer(bell: Bell, clock_: Clock, wait: Wait, table: Table) -> list[str]:
    """Write to who is to do something; gives the codes of the parents who were written to."""
    hub = table.case.hub
    if clock_.doer in (Doer.PARENT, Doer.OWNER, Doer.INVITED):
        parent = _parent_of(clock_, wait, table)
        heard = parent is not None and bell.parent(parent, hub)
        if parent is not None and clock_.doer is Doer.PARENT:
            bell.desk(hub, "reminder")  # it helps her, and calls who cannot be written
            return [parent.code]
        if parent is not None and heard:
            return [parent.code]
    if clock_.doer is Doer.INVITED:
        _invited(bell, wait, table)
        return []
    seat = _seat_of(clock_, wait, table)
    if seat is not None and table.shares_with(seat) and gets_letters(seat.person):
        bell.person(seat.person, "reminder")
    else:
        bell.desk(hub, "reminder")
    return []


def _parent_of(clock_: Clock, wait: Wait, table: Table) -> Parent | None:
    if clock_.doer is not Doer.OWNER:
        return table.parent(wait.which)
    owner = table.parents.get(table.rows.action(wait.which).parent_id or 0)
    return owner if owner and table.picture.takes_part(owner.pk) else None


def _seat_of(clock_: Clock, wait: Wait, table: Table) -> Participation | None:
    """Give the professional who does it; None: the desk. The lead stands in for a network, and for who left."""
    if clock_.doer is Doer.ASKED:
        return next((seat for seat in table.seats if seat.lead == Participation.Lead.ASKED), None)
    if clock_.doer is Doer.OWNER:
        owner = table.rows.action(wait.which).participation_id
        own = next((seat for seat in table.seats if seat.pk == owner and table.shares_with(seat)), None)
        return own or table.lead()
    if clock_.doer is Doer.ANSWERER:
        return _answerer(table.rows.message(wait.which), table)
    return table.lead() if clock_.doer is Doer.LEAD else None


def _answerer(message: Message, table: Table) -> Participation | None:
    lead = table.lead()
    if lead is None or message.to != Message.To.LEAD or message.parent_id is None:
        return None
    return lead if may_know(table.picture, message.parent_id, lead) else None


def _invited(bell: Bell, wait: Wait, table: Table) -> None:
    """Ask once more who was asked to the table; who is asked for a date gets a fresh link."""
    seat = table.seat(wait.which)
    if seat is None or why_not(table.picture, seat):
        return
    if wait.what == "answer_dates" and table.proposal:
        ask(table.proposal, [seat], clock.now())
    else:
        bell.person(seat.person, "invitation_to_talk")
