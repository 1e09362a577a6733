"""Clocks that stand still for a while, and those of a family that left: who is not called, and what goes on."""

from datetime import date

import pytest

from knooppunt.casework import convening, pausing, reading, telling
from knooppunt.casework.refusals import Invalid, NotFound
from tests.casework.kit import Walk, refused
from tests.casework.test_clocks import MARIEKE, START, bring, following_on, morning, on, quiet, told, workday

__all__ = ["quiet"]  # a fixture


# --- a pause ----------------------------------------------------------------------------------------------------------
def test_a_paused_case_reminds_nobody_until_the_pause_ends_and_then_the_coordinator_hears(quiet: Walk) -> None:
    bring(quiet, "received")
    with on(START):
        pausing.pause_clock(quiet.desk, quiet.code, until=workday(10), why="Kanarie is op reis")
    assert [morning(workday(number)) for number in range(11)] == [set()] * 11
    assert morning(workday(11)) == {("reminder", MARIEKE)}  # that it ended, and what is due today
    assert sorted(told(quiet)) == [("first_contact", 1), ("pause_ends", 1)]
    assert morning(workday(12)) == {("late", MARIEKE)}
    assert quiet.case().due_on == workday(11)


def test_what_a_parent_asked_and_the_end_of_a_consent_go_on_in_a_pause(quiet: Walk) -> None:
    bring(quiet, "preparing")
    with on(START):
        mother = quiet.parent_actor("mother")
        pausing.pause_clock(quiet.desk, quiet.code, until=date(2027, 2, 26), why="Kanarie is op reis")
        telling.send_message(mother, quiet.code, kind="message", text="Kanarie vraagt")
        telling.send_message(mother, quiet.code, kind="erasure", text="Kanarie wil weg")
    assert morning(workday(1)) == {("reminder", MARIEKE)}
    morning(date(2026, 12, 31))
    assert {what for what, _level in told(quiet)} == {"answer_message", "answer_right"}


def test_a_pause_has_a_reason_and_an_end_within_three_months(quiet: Walk) -> None:
    bring(quiet, "received")
    with on(START):
        for until, why, field in (
            (START, "Waarom", "until"), (None, "Waarom", "until"), (date(2027, 3, 1), "Waarom", "until"),
            (workday(3), "  ", "why"), (workday(3), "x" * 201, "why"),
        ):  # fmt: skip
            with pytest.raises(Invalid) as caught:
                pausing.pause_clock(quiet.desk, quiet.code, until=until, why=why)
            assert set(caught.value.errors) == {field}
        pausing.pause_clock(quiet.desk, quiet.code, until=date(2027, 2, 28), why="Waarom")
    with on(date(2027, 2, 1)):
        pausing.pause_clock(quiet.desk, quiet.code, until=date(2027, 5, 1), why="Nog even")
        shown = reading.case_file(quiet.desk, quiet.code).clock
        assert shown is not None
        assert (shown.paused_until, shown.why_paused) == (date(2027, 5, 1), "Nog even")
        assert reading.worklist(quiet.desk).rows[0].paused_until == date(2027, 5, 1)


def test_who_ends_a_pause_herself_is_not_told_and_starts_today(quiet: Walk) -> None:
    bring(quiet, "received")
    with on(START):
        with refused(quiet, "not_paused", "resume_clock"):
            pausing.resume_clock(quiet.desk, quiet.code)
        pausing.pause_clock(quiet.desk, quiet.code, until=workday(30), why="Kanarie is op reis")
    with on(workday(10)):
        pausing.resume_clock(quiet.desk, quiet.code)
        assert quiet.case().due_on == workday(10)
    assert morning(workday(10)) == {("reminder", MARIEKE)}
    assert told(quiet) == [("pause_ends", 1), ("first_contact", 1)]
    assert morning(workday(11)) == {("late", MARIEKE)}


@pytest.mark.parametrize("who", ["fatima", "joris", "sanne", "mother"])
def test_only_the_coordinator_stops_a_clock(quiet: Walk, who: str) -> None:
    bring(quiet, "following")
    with on(START), pytest.raises(NotFound):
        pausing.pause_clock(quiet.who(who), quiet.code, until=workday(3), why="Waarom")


# --- who left, and what ended -----------------------------------------------------------------------------------------
def test_a_family_that_stopped_waits_only_for_that_to_be_confirmed(quiet: Walk) -> None:
    due_on = following_on(quiet)
    with on(workday(-2, due_on)):
        quiet.withdraw("mother")
    assert morning(workday(-1, due_on)) == {("reminder", MARIEKE)}
    assert {what for what, _level in told(quiet)} == {"confirm_stop"}


def test_a_closed_case_reminds_of_nothing_but_what_a_parent_still_asks(quiet: Walk) -> None:
    bring(quiet, "evaluated")
    with on(START):
        mother = quiet.parent_actor("mother")
        quiet.close()
    assert [morning(workday(number)) for number in (1, 5, 30)] == [set()] * 3
    with on(workday(30)):
        telling.send_message(mother, quiet.code, kind="message", text="Kanarie vraagt")
    assert morning(workday(31)) == {("reminder", MARIEKE)}
    assert quiet.case().due_on is None


def test_the_child_turns_two_and_it_is_asked_what_comes_next(quiet: Walk) -> None:
    bring(quiet, "following", born_on=date(2025, 2, 8), due_on=None)
    morning(date(2026, 12, 9))  # two months before 8 February 2027
    assert ("ask_what_next", 1) in told(quiet)
    with on(date(2026, 12, 10)):
        convening.tick_checklist(quiet.desk, quiet.code, "what_next")
    morning(date(2027, 2, 1))
    assert ("ask_what_next", 2) not in told(quiet)
