"""The clocks of the process on one screen: what waits for whom, how long, and who hears when it takes too long.

Plain Python, no Django. `due` says on which day each of these is due in one case, `reminding` walks them each working
day, and docs/clocks.md is made from this table. Each level hears once of each thing and day.
"""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from typing import Any, Self

from knooppunt.foundation.clock import add_working_days


class Doer(StrEnum):
    """Who is to do it. Where nobody of the table may know of it, the coordinator is."""

    DESK = "coordinator"
    LEAD = "lead"
    ASKED = "who was asked to be lead"
    OWNER = "owner of the action"
    ANSWERER = "coordinator or lead, whoever was asked"
    PARENT = "parent, and the coordinator"
    INVITED = "who was invited"
    MANAGER = "functional manager"


class Level(IntEnum):
    """Who hears of it: who does it; then who looks after the hub (of accounts: the privacy officer); the deputies;
    and the project leader, no more than that something waits."""

    DOER = 1
    COORDINATOR = 2
    DEPUTY = 3
    PROJECT_LEADER = 4


@dataclass(frozen=True)
class Terms:
    """The settings of a hub that clocks look at: working days, but for those of the calendar as `Clock` says."""

    first_contact_days: int
    accept_days: int
    answer_days: int
    conference_days: int
    conclude_days: int
    lead_answer_days: int
    decide_days: int
    message_days: int
    invitation_days: int
    confirm_stop_days: int
    consent_days: int
    second_birthday_days: int
    review_days: int
    remind_days: int
    deputy_days: int
    leader_days: int

    @classmethod
    def of(cls, hub: Any) -> Self:
        """Take them from a hub, or from anything else that has them by the same names."""
        return cls(**{one.name: getattr(hub, one.name) for one in fields(cls)})


@dataclass(frozen=True)
class Clock:
    """One row: what waits, the act that ends the wait, who does it, its length and from when it counts."""

    what: str
    act: str  # '': apart from any case
    doer: Doer
    length: str  # a setting of the hub, or words for what is the same everywhere
    counts_from: str
    early: bool = True  # who does it hears some days before; else on the day itself
    rises_to: Level = Level.PROJECT_LEADER  # who hears in the end when it is late
    pauses: bool = True  # stands still while the case is paused
    on_desk: bool = True  # can be the next step of a case on the worklist
    slack: timedelta = timedelta(0)  # how long after the day it is not late yet
    before: int = 0  # the length counts back from an end, in days; late from so many days before that end
    calendar: bool = False  # the length is in days of the calendar

    def late_after(self, due_on: date, terms: Terms) -> date:
        """Give the last day on which it is not late yet."""
        if self.before:
            return due_on + timedelta(days=max(0, getattr(terms, self.length) - self.before))
        return due_on + self.slack


DESK, LEAD = Doer.DESK, Doer.LEAD

# fmt: off
CLOCKS: dict[str, Clock] = {c.what: c for c in (
    #     what                 act                  who            length                counts from
    Clock("first_contact",     "record_contact",    DESK,          "first_contact_days", "the referral"),
    Clock("accept",            "accept",            DESK,          "accept_days",        "the first contact"),
    Clock("answer_advice",     "",                  DESK,          "answer_days",        "the question", pauses=False),
    Clock("plan_conference",   "plan_conference",   DESK,          "conference_days",    "the referral was taken up"),
    Clock("hold_conference",   "hold_conference",   DESK,          "the day itself",     "the planned conference"),
    Clock("conclude",          "conclude",          DESK,          "conclude_days",      "the conference"),
    Clock("choose_lead",       "choose_lead",       DESK,          "at once",            "there is no lead",
          early=False),
    Clock("answer_lead",       "answer_lead",       Doer.ASKED,    "lead_answer_days",   "the question to be lead"),
    Clock("report_action",     "report_action",     Doer.OWNER,    "the day itself",     "the date of the action"),
    Clock("evaluate",          "evaluate",          LEAD,          "the day itself",     "the day chosen to look back"),
    Clock("decide_next",       "close",             LEAD,          "decide_days",        "the evaluation"),
    Clock("answer_message",    "answer_message",    Doer.ANSWERER, "message_days",       "the message", pauses=False),
    Clock("answer_right",      "answer_message",    DESK,          "a month, by law",    "the request of a parent",
          pauses=False),
    Clock("ask_consent_again", "give_consent",      Doer.PARENT,   "consent_days",       "the end of a consent",
          early=False, pauses=False, before=7),
    Clock("record_birth",      "record_birth",      DESK,          "the day itself",     "the due date", early=False),
    Clock("ask_what_next",     "tick_checklist",    DESK,          "second_birthday_days",
          "the child's second birthday", early=False, before=30),
    Clock("confirm_stop",      "confirm_stop",      DESK,          "confirm_stop_days",  "the family stops",
          pauses=False),
    Clock("answer_invitation", "answer_invitation", Doer.INVITED,  "invitation_days",    "the invitation",
          early=False, rises_to=Level.DOER, on_desk=False),
    Clock("answer_dates",      "answer_dates",      Doer.INVITED,  "invitation_days",    "the proposal of dates",
          early=False, rises_to=Level.DOER, on_desk=False),
    Clock("pause_ends",        "resume_clock",      DESK,          "the next working day", "the last day of a pause",
          early=False, rises_to=Level.DOER, on_desk=False),
    # No case stands behind it, so nothing pauses; who looks over a manager's shoulder is the privacy officer.
    Clock("review_account",    "",                  Doer.MANAGER,  "review_days",        "the last look at an account",
          early=False, rises_to=Level.COORDINATOR, pauses=False, on_desk=False, slack=timedelta(days=30),
          calendar=True),
)}
# fmt: on


def levels(clock: Clock, due_on: date, terms: Terms, today: date) -> list[Level]:
    """Say who has something to hear of a thing that is due on a day, while it is not done; lowest first."""
    late_after = clock.late_after(due_on, terms)
    first = add_working_days(due_on, -terms.remind_days) if clock.early else due_on
    found = [Level.DOER] if today >= first else []
    if today > late_after:
        found.append(Level.COORDINATOR)
        for level, days in ((Level.DEPUTY, terms.deputy_days), (Level.PROJECT_LEADER, terms.leader_days)):
            if today >= add_working_days(late_after, days):
                found.append(level)
    return [level for level in found if level <= clock.rises_to]
