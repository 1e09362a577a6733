"""What a case asks for and by when: each thing that waits, in working days, by the terms of its hub.

Plain Python, no Django. The worklist shows the first; the doors keep it on the case after every act. Who does it, and
who hears when it is late, stands in `clocks`.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from knooppunt.foundation.clock import add_working_days

from .clocks import CLOCKS, Terms
from .process import ENDED, State

RIGHTS = frozenset({"statement", "correction", "erasure"})


class Dated(NamedTuple):
    """A day, and the code of what it is about: an action, a message, an adult, a place in the circle."""

    on: date
    code: str


class Wait(NamedTuple):
    """Something that waits: by when, what, and the code of which one ('' when a case has only one)."""

    on: date
    what: str
    which: str = ""


@dataclass(frozen=True)
class Facts:
    """What the rules look at. Dates are Dutch calendar dates; None: not known or not there."""

    state: State
    since_on: date
    terms: Terms
    contacted_on: date | None = None
    conference_on: date | None = None
    evaluation_on: date | None = None
    lead_asked_on: date | None = None
    has_lead: bool = True
    due_date_on: date | None = None  # of the unborn child
    born_on: date | None = None
    spoke_of_next: bool = False  # what comes after the second birthday
    paused_until: date | None = None  # also when it has passed
    actions: tuple[Dated, ...] = ()
    messages: tuple[Dated, ...] = ()  # without an answer
    rights: tuple[Dated, ...] = ()
    consents: tuple[Dated, ...] = ()  # per adult the first end of a yes
    invited: tuple[Dated, ...] = ()  # who did not answer, and since when


def answer_by(kind: str, asked_on: date, message_days: int) -> date:
    """Give the day by which a message of this kind is answered: a right within a calendar month (AVG art. 12.3)."""
    return months_after(asked_on, 1) if kind in RIGHTS else add_working_days(asked_on, message_days)


def months_after(day: date, months: int) -> date:
    """Give the same day so many months on, or the last day of that month when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def after_pause(until: date) -> date:
    """Give the day on which everything that stood still in a pause is due: the first working day after it."""
    return add_working_days(until, 1)


def second_birthday(born_on: date) -> date:
    """Give the day on which a child turns two; who was born on 29 February does so on 1 March."""
    year = born_on.year + 2
    return date(year, 3, 1) if (born_on.month, born_on.day) == (2, 29) else born_on.replace(year=year)


def by_invited(asked_on: date, terms: Terms) -> date:
    """Give the day by which somebody who was asked to a table, or for a date, answers."""
    return add_working_days(asked_on, terms.invitation_days)


def next_step(facts: Facts) -> tuple[date, str]:
    """Give the first thing to do and the date by which: (date, code of the thing). The earliest of all rules wins."""
    on, what, _which = min(wait for wait in waits(facts) if CLOCKS[wait.what].on_desk)
    return on, what


def waits(facts: Facts) -> list[Wait]:
    """Give everything that waits in a case. What stood still in a pause is due on the first working day after it."""
    found = [*_told(facts)]
    if facts.state not in ENDED:
        found += [*_of_the_family(facts), *_of_the_state(facts)]
        found += [Wait(by_invited(one.on, facts.terms), "answer_invitation", one.code) for one in facts.invited]
    if facts.paused_until is None:
        return found
    after = after_pause(facts.paused_until)
    shifted = [w._replace(on=max(w.on, after)) if CLOCKS[w.what].pauses else w for w in found]
    return [*shifted, Wait(after, "pause_ends")]


def _told(f: Facts) -> Iterator[Wait]:
    """Give what waits for an answer; who stopped, or whose case is closed, keeps her rights."""
    yield from (Wait(one.on, "answer_message", one.code) for one in f.messages)
    yield from (Wait(one.on, "answer_right", one.code) for one in f.rights)


def _of_the_family(f: Facts) -> Iterator[Wait]:
    if f.state is State.STOPPING:
        return
    ask_again = timedelta(days=f.terms.consent_days)
    yield from (Wait(one.on - ask_again, "ask_consent_again", one.code) for one in f.consents)
    if f.due_date_on:
        yield Wait(f.due_date_on, "record_birth")
    elif f.born_on and not f.spoke_of_next:
        yield Wait(second_birthday(f.born_on) - timedelta(days=f.terms.second_birthday_days), "ask_what_next")


def _of_the_state(f: Facts) -> Iterator[Wait]:
    after = lambda start, days: add_working_days(start or f.since_on, days)  # noqa: E731
    terms = f.terms
    if f.state is State.RECEIVED:
        if f.contacted_on is None:
            yield Wait(after(f.since_on, terms.first_contact_days), "first_contact")
        else:
            yield Wait(after(f.contacted_on, terms.accept_days), "accept")
    elif f.state is State.PREPARING:
        yield Wait(after(f.since_on, terms.conference_days), "plan_conference")
    elif f.state is State.PLANNED:
        yield Wait(f.conference_on or f.since_on, "hold_conference")
    elif f.state is State.HELD:
        yield Wait(after(f.since_on, terms.conclude_days), "conclude")
    elif f.state is State.FOLLOWING:
        yield Wait(f.evaluation_on or f.since_on, "evaluate")
        if f.lead_asked_on:
            yield Wait(after(f.lead_asked_on, terms.lead_answer_days), "answer_lead")
        elif not f.has_lead:
            yield Wait(f.since_on, "choose_lead")
        yield from (Wait(one.on, "report_action", one.code) for one in f.actions)
    elif f.state is State.EVALUATED:
        yield Wait(after(f.since_on, terms.decide_days), "decide_next")
    elif f.state is State.STOPPING:
        yield Wait(after(f.since_on, terms.confirm_stop_days), "confirm_stop")
