"""What a case asks for next and by when: one rule per state, in working days, from the terms of the hub.

Plain Python, no Django. The worklist shows it; the doors keep it on the case after every act.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from knooppunt.foundation.clock import add_working_days

from .consents import ASK_AGAIN_BEFORE
from .process import State

ACCEPT_WITHIN = 5  # working days after the first contact
CONCLUDE_WITHIN = 2
LEAD_ANSWERS_WITHIN = 2
DECIDE_WITHIN = 5
CONFIRM_STOP_WITHIN = 1
MESSAGE_WITHIN = 2
RIGHTS = frozenset({"statement", "correction", "erasure"})


@dataclass(frozen=True)
class Facts:
    """What the rules look at. Dates are Dutch calendar dates; None: not known or not there."""

    state: State
    since_on: date
    contacted_on: date | None
    first_contact_days: int
    conference_days: int
    conference_on: date | None
    evaluation_on: date | None
    lead_asked_on: date | None
    has_lead: bool
    first_action_on: date | None
    consent_ends_on: date | None
    due_date_on: date | None  # of the unborn child
    message_by: date | None = None  # of the first message without an answer


def answer_by(kind: str, asked_on: date) -> date:
    """Give the day by which a message of this kind is answered: a right within a calendar month (AVG art. 12.3)."""
    return _a_month_after(asked_on) if kind in RIGHTS else add_working_days(asked_on, MESSAGE_WITHIN)


def _a_month_after(day: date) -> date:
    """Give the same day of the next month, or its last day when that month is shorter."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def next_step(facts: Facts) -> tuple[date, str]:
    """Give the first thing to do and the date by which: (date, code of the thing). The earliest of all rules wins."""
    return min(_candidates(facts))


def _candidates(f: Facts) -> list[tuple[date, str]]:
    found: list[tuple[date, str]] = []
    if f.consent_ends_on and f.state is not State.STOPPING:
        found.append((f.consent_ends_on - ASK_AGAIN_BEFORE, "ask_consent_again"))
    if f.due_date_on and f.state is not State.STOPPING:
        found.append((f.due_date_on, "record_birth"))
    if f.message_by:
        found.append((f.message_by, "answer_message"))
    if f.state is State.RECEIVED:
        if f.contacted_on is None:
            found.append((add_working_days(f.since_on, f.first_contact_days), "first_contact"))
        else:
            found.append((add_working_days(f.contacted_on, ACCEPT_WITHIN), "accept"))
    elif f.state is State.PREPARING:
        found.append((add_working_days(f.since_on, f.conference_days), "plan_conference"))
    elif f.state is State.PLANNED:
        found.append((f.conference_on or f.since_on, "hold_conference"))
    elif f.state is State.HELD:
        found.append((add_working_days(f.since_on, CONCLUDE_WITHIN), "conclude"))
    elif f.state is State.FOLLOWING:
        found.append((f.evaluation_on or f.since_on, "evaluate"))
        if f.lead_asked_on:
            found.append((add_working_days(f.lead_asked_on, LEAD_ANSWERS_WITHIN), "answer_lead"))
        elif not f.has_lead:
            found.append((f.since_on, "choose_lead"))
        if f.first_action_on:
            found.append((f.first_action_on, "report_action"))
    elif f.state is State.EVALUATED:
        found.append((add_working_days(f.since_on, DECIDE_WITHIN), "decide_next"))
    elif f.state is State.STOPPING:
        found.append((add_working_days(f.since_on, CONFIRM_STOP_WITHIN), "confirm_stop"))
    return found
