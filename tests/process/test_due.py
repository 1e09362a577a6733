"""What a case asks for next, per state, in Dutch working days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.casework.clocks import Terms
from knooppunt.casework.due import Dated, Facts, next_step
from knooppunt.casework.process import OPEN, State
from knooppunt.foundation.clock import add_working_days, is_working_day

MONDAY = date(2026, 11, 23)
TERMS = Terms(
    first_contact_days=2, accept_days=5, answer_days=2, conference_days=15, conclude_days=2, lead_answer_days=2,
    decide_days=5, message_days=2, invitation_days=3, confirm_stop_days=1, consent_days=30, second_birthday_days=61,
    review_days=365, remind_days=1, deputy_days=2, leader_days=5,
)  # fmt: skip
PLAIN = Facts(state=State.RECEIVED, since_on=MONDAY, terms=TERMS)


def step(state: State, **more: object) -> tuple[date, str]:
    return next_step(replace(PLAIN, state=state, **more))  # type: ignore[arg-type]


TABLE = [
    (State.RECEIVED, {}, date(2026, 11, 25), "first_contact"),
    (State.RECEIVED, {"contacted_on": date(2026, 11, 24)}, date(2026, 12, 1), "accept"),
    (State.PREPARING, {}, date(2026, 12, 14), "plan_conference"),
    (State.PLANNED, {"conference_on": date(2026, 12, 3)}, date(2026, 12, 3), "hold_conference"),
    (State.HELD, {}, date(2026, 11, 25), "conclude"),
    (State.FOLLOWING, {"evaluation_on": date(2027, 1, 20)}, date(2027, 1, 20), "evaluate"),
    (
        State.FOLLOWING, {"evaluation_on": date(2027, 1, 20), "lead_asked_on": MONDAY, "has_lead": False},
        date(2026, 11, 25), "answer_lead",
    ),
    (State.FOLLOWING, {"evaluation_on": date(2027, 1, 20), "has_lead": False}, MONDAY, "choose_lead"),
    (
        State.FOLLOWING, {"evaluation_on": date(2027, 1, 20), "actions": (Dated(date(2026, 12, 8), "a"),)},
        date(2026, 12, 8), "report_action",
    ),
    (State.EVALUATED, {}, date(2026, 11, 30), "decide_next"),
    (State.STOPPING, {}, date(2026, 11, 24), "confirm_stop"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "facts", "on", "what"), TABLE)
def test_the_next_thing_to_do(state: State, facts: dict, on: date, what: str) -> None:
    assert step(state, **facts) == (on, what)


def test_the_table_knows_every_state_that_is_not_an_end() -> None:
    assert {row[0] for row in TABLE} == OPEN | {State.STOPPING}


@pytest.mark.parametrize("state", sorted(OPEN))
def test_consent_is_asked_again_thirty_days_before_it_ends(state: State) -> None:
    ends = MONDAY + timedelta(days=30)
    far = {"evaluation_on": date(2028, 1, 1), "conference_on": date(2028, 1, 1)}
    assert step(state, consents=(Dated(ends, "p"),), **far) == (MONDAY, "ask_consent_again")


@pytest.mark.parametrize("state", sorted(OPEN))
def test_a_birth_is_asked_for_on_the_due_date(state: State) -> None:
    assert step(state, due_date_on=date(2026, 1, 1)) == (date(2026, 1, 1), "record_birth")


def test_who_stopped_is_asked_nothing() -> None:
    assert step(State.STOPPING, consents=(Dated(MONDAY, "p"),), due_date_on=date(2026, 1, 1))[1] == "confirm_stop"


@pytest.mark.parametrize(
    ("received", "by"),
    [
        (date(2026, 11, 26), date(2026, 11, 30)),  # Thursday: over the weekend
        (date(2026, 12, 24), date(2026, 12, 29)),  # both days of Christmas, the second on a Saturday
        (date(2026, 12, 31), date(2027, 1, 5)),  # New Year
        (date(2026, 4, 2), date(2026, 4, 8)),  # Good Friday and Easter Monday
        (date(2026, 4, 24), date(2026, 4, 29)),  # King's Day on Monday
        (date(2026, 5, 13), date(2026, 5, 18)),  # Ascension Day
        (date(2027, 5, 4), date(2027, 5, 10)),  # 5 May, and Ascension Day on the 6th
    ],
)
def test_days_are_working_days(received: date, by: date) -> None:
    assert step(State.RECEIVED, since_on=received) == (by, "first_contact")


@given(st.dates(date(2022, 1, 1), date(2035, 1, 1)), st.integers(1, 30))
def test_a_term_ends_on_a_working_day_and_counts_as_many(start: date, days: int) -> None:
    end = add_working_days(start, days)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert is_working_day(end)
    assert sum(map(is_working_day, between)) == days


@given(st.sampled_from(sorted(OPEN | {State.STOPPING})), st.data())
def test_there_is_always_a_next_thing(state: State, data: st.DataObject) -> None:
    maybe = st.none() | st.dates(date(2025, 1, 1), date(2028, 1, 1))
    names = (
        "contacted_on", "conference_on", "evaluation_on", "lead_asked_on", "due_date_on", "born_on", "paused_until",
    )  # fmt: skip
    on, what = step(state, has_lead=data.draw(st.booleans()), **{name: data.draw(maybe) for name in names})
    assert isinstance(on, date)
    assert what
