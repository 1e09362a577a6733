"""Who hears when of what waits: on working days, once a level, nothing while it is paused, over every kind of day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.casework.clocks import CLOCKS, Doer, Level, Terms, levels
from knooppunt.casework.due import (
    Dated,
    Facts,
    after_pause,
    answer_by,
    months_after,
    next_step,
    second_birthday,
    waits,
)
from knooppunt.casework.process import ACTS, ENDED, OPEN, State
from knooppunt.foundation import clock
from knooppunt.foundation.clock import add_working_days, is_working_day
from tests.process.test_due import MONDAY, PLAIN, TERMS

DOER, DESK, DEPUTY, LEADER = Level
DAYS = st.dates(date(2025, 1, 1), date(2030, 1, 1))
TERMS_OF_A_HUB = st.builds(
    lambda before, deputy, later: replace(TERMS, remind_days=before, deputy_days=deputy, leader_days=deputy + later),
    st.integers(0, 5), st.integers(1, 20), st.integers(0, 20),
)  # fmt: skip


def test_each_clock_ends_by_an_act_of_the_process_or_is_apart_from_any_case() -> None:
    for one in CLOCKS.values():
        assert one.act in ACTS or one.what in ("answer_advice", "review_account")
        assert one.act == one.what or one.what not in ACTS  # a clock that bears the name of an act waits for that act


@pytest.mark.parametrize("field", [name for name in Terms.__dataclass_fields__ if name.endswith("_days")])
def test_each_length_of_a_hub_is_used(field: str) -> None:
    used = {one.length for one in CLOCKS.values()} | {"remind_days", "deputy_days", "leader_days"}
    assert field in used


# Due on Friday 4 December 2026, with the terms of most hubs: a day before, two days late, five days late.
FRIDAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("today", "who"),
    [
        (date(2026, 12, 2), []),
        (date(2026, 12, 3), [DOER]),  # a working day before
        (FRIDAY, [DOER]),  # on the day itself
        (date(2026, 12, 5), [DOER, DESK]),  # the day has passed; letters wait for Monday, `remind` rests
        (date(2026, 12, 7), [DOER, DESK]),
        (date(2026, 12, 8), [DOER, DESK, DEPUTY]),
        (date(2026, 12, 10), [DOER, DESK, DEPUTY]),
        (date(2026, 12, 11), [DOER, DESK, DEPUTY, LEADER]),
        (date(2027, 6, 1), [DOER, DESK, DEPUTY, LEADER]),
    ],
)
def test_who_has_something_to_hear(today: date, who: list[Level]) -> None:
    assert levels(CLOCKS["plan_conference"], FRIDAY, TERMS, today) == who


@pytest.mark.parametrize(
    ("due_on", "first", "deputy"),
    [
        (date(2026, 12, 28), date(2026, 12, 24), date(2026, 12, 30)),  # over Christmas and a weekend
        (date(2026, 4, 7), date(2026, 4, 2), date(2026, 4, 9)),  # after Good Friday and Easter Monday
        (date(2026, 3, 28), date(2026, 3, 27), date(2026, 3, 31)),  # the Saturday of the night in which the clock jumps
        (date(2026, 10, 25), date(2026, 10, 23), date(2026, 10, 27)),  # the Sunday on which it jumps back
    ],
)
def test_weekends_holidays_and_the_change_of_the_clock(due_on: date, first: date, deputy: date) -> None:
    one = CLOCKS["evaluate"]
    assert levels(one, due_on, TERMS, first - timedelta(days=1)) == []
    assert levels(one, due_on, TERMS, first) == [DOER]
    assert DEPUTY not in levels(one, due_on, TERMS, deputy - timedelta(days=1))
    assert DEPUTY in levels(one, due_on, TERMS, deputy)


@pytest.mark.parametrize(("hour", "day"), [(0, 25), (2, 25), (3, 25), (23, 24)])
def test_the_date_is_dutch_also_in_the_night_of_the_clock(hour: int, day: int) -> None:
    with clock.travel(datetime(2026, 10, day, hour, 30)):
        assert clock.today() == date(2026, 10, day)


@pytest.mark.parametrize("what", sorted(CLOCKS))
@given(due_on=DAYS, terms=TERMS_OF_A_HUB, later=st.integers(-40, 80))
def test_who_heard_of_it_keeps_being_named_and_levels_come_in_order(
    what: str, due_on: date, terms: Terms, later: int
) -> None:
    one, today = CLOCKS[what], due_on + timedelta(days=later)
    now, tomorrow = (levels(one, due_on, terms, day) for day in (today, today + timedelta(days=1)))
    assert now == list(Level)[: len(now)]
    assert set(now) <= set(tomorrow)
    assert set(now) <= set(list(Level)[: one.rises_to])
    if today <= one.late_after(due_on, terms):
        assert set(now) <= {DOER}
    if today < due_on and not one.early:
        assert not now


@given(due_on=DAYS, terms=TERMS_OF_A_HUB)
def test_a_project_leader_hears_on_the_day_that_the_hub_chose(due_on: date, terms: Terms) -> None:
    day = add_working_days(due_on, terms.leader_days)
    assert LEADER in levels(CLOCKS["accept"], due_on, terms, day)
    assert LEADER not in levels(CLOCKS["accept"], due_on, terms, day - timedelta(days=1))


# --- the pause --------------------------------------------------------------------------------------------------------
PAUSED_UNTIL = date(2027, 1, 15)  # a Friday
GOES_ON = {"answer_message", "answer_right", "ask_consent_again", "confirm_stop"}
BUSY = {
    "messages": (Dated(MONDAY, "m"),), "rights": (Dated(MONDAY, "r"),), "actions": (Dated(MONDAY, "a"),),
    "consents": (Dated(MONDAY + timedelta(days=40), "p"),), "due_date_on": MONDAY, "invited": (Dated(MONDAY, "s"),),
    "evaluation_on": MONDAY, "conference_on": MONDAY,
}  # fmt: skip


@pytest.mark.parametrize("state", sorted(OPEN | {State.STOPPING}))
def test_a_pause_moves_what_may_wait_to_the_first_working_day_after_it(state: State) -> None:
    facts = replace(PLAIN, state=state, **BUSY)  # type: ignore[arg-type]
    before = {(wait.what, wait.which): wait.on for wait in waits(facts)}
    after = {(wait.what, wait.which): wait.on for wait in waits(replace(facts, paused_until=PAUSED_UNTIL))}
    assert after.pop(("pause_ends", "")) == date(2027, 1, 18) == after_pause(PAUSED_UNTIL)
    assert before.keys() == after.keys()
    for (what, which), on in after.items():
        assert on == (before[what, which] if what in GOES_ON else date(2027, 1, 18))


def test_what_goes_on_in_a_pause_is_what_a_family_asked_and_what_the_law_says() -> None:
    assert {one.what for one in CLOCKS.values() if not one.pauses and one.doer is not Doer.MANAGER} == GOES_ON | {
        "answer_advice"
    }


def test_a_pause_does_not_bring_anything_forward() -> None:
    late = replace(PLAIN, state=State.FOLLOWING, evaluation_on=date(2027, 3, 1), paused_until=PAUSED_UNTIL)
    assert next_step(late) == (date(2027, 3, 1), "evaluate")


# --- who left, and what ended ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_is_over_waits_for_nothing_but_the_rights_of_a_parent(state: State) -> None:
    facts = replace(PLAIN, state=state, **BUSY)  # type: ignore[arg-type]
    assert {wait.what for wait in waits(facts)} == {"answer_message", "answer_right"}


def test_the_child_turns_two() -> None:
    born = date(2025, 2, 10)
    following = replace(PLAIN, state=State.FOLLOWING, evaluation_on=date(2028, 1, 1), born_on=born)
    assert next_step(following) == (date(2026, 12, 11), "ask_what_next")  # two months before 10 February 2027
    assert next_step(replace(following, spoke_of_next=True))[1] == "evaluate"
    assert next_step(replace(following, born_on=None, due_date_on=date(2027, 1, 1))) == (
        date(2027, 1, 1), "record_birth",
    )  # fmt: skip


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_a_second_birthday_is_two_years_on(born: date) -> None:
    two = second_birthday(born)
    assert (two.year, two.month, two.day) in ((born.year + 2, born.month, born.day), (born.year + 2, 3, 1))


@given(DAYS, st.integers(0, 30))
def test_months_later(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize("kind", ["statement", "correction", "erasure"])
def test_a_right_has_a_month_whatever_a_hub_chose(kind: str) -> None:
    assert answer_by(kind, date(2026, 1, 31), 9) == date(2026, 2, 28)


def test_a_message_has_as_long_as_the_hub_chose() -> None:
    assert answer_by("message", MONDAY, 3) == date(2026, 11, 26)


@given(st.sampled_from(sorted(OPEN | {State.STOPPING})), DAYS, DAYS)
def test_what_stood_still_is_due_on_a_working_day(state: State, since: date, until: date) -> None:
    facts = Facts(
        state=state, since_on=since, terms=TERMS, paused_until=until, evaluation_on=since, conference_on=since
    )
    for wait in waits(facts):
        if wait.on == after_pause(until):
            assert is_working_day(wait.on)
        if CLOCKS[wait.what].pauses:
            assert wait.on > until
