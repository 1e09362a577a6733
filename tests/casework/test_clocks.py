"""The morning round: who hears what on which working day, whom it passes by, and that each hears it once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knooppunt.casework import advising, agreeing, convening, reading, referring, scheduling, telling
from knooppunt.casework.agreeing import NewAction
from knooppunt.casework.clocks import Level
from knooppunt.casework.models import AdviceRequest, AnswerLink, Case, Message, Reminder
from knooppunt.casework.refusals import NotFound
from knooppunt.casework.reminding import remind
from knooppunt.demo.cast import away, hire
from knooppunt.demo.town import LANDGRAAF
from knooppunt.demo.walking import Town
from knooppunt.foundation import clock, guard
from knooppunt.foundation.clock import AMSTERDAM, add_working_days
from knooppunt.letters.models import Letter
from knooppunt.people import accounts, reference
from knooppunt.people.models import Hub, Person
from tests.casework.kit import KERKRADE, Walk, letters_since, lines, words_in
from tests.casework.test_reminding import reached_by_mail

START = date(2026, 11, 30)  # a Monday; Christmas and New Year lie within the weeks after it
MARIEKE, TOM, ELLEN, INGRID = (f"{name}@knooppunt.example" for name in ("marieke", "tom", "ellen", "ingrid"))
JORIS, FATIMA, MOTHER = "joris@knooppunt.example", "fatima@knooppunt.example", "mother@home.example"


@pytest.fixture
def quiet(walk: Walk) -> Walk:
    """Give a walk in a town in which nothing else waits."""
    with guard.looking_inside():
        Message.objects.all().delete()
        Case.objects.update(is_open=False, state="stopped")
        AdviceRequest.objects.update(state="closed")
    Person.objects.update(reviewed_on=START)
    return walk


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[None]:
    with clock.travel(datetime.combine(day, time(hour), AMSTERDAM)):
        yield


def workday(number: int, after: date = START) -> date:
    return add_working_days(after, number)


def morning(day: date) -> set[tuple[str, str]]:
    """Let the round of a day be run, twice; gives the letters of the first time. The second time writes none."""
    with on(day, 6):
        number = Letter.objects.count()
        remind()
        written = letters_since(number)
        assert remind() == 0
        assert letters_since(number) == written
    assert len(set(written)) == len(written), "to one address at most one of a kind a day"
    return set(written)


def told(walk: Walk) -> list[tuple[str, int]]:
    with guard.looking_inside():
        rows = Reminder.objects.filter(case__code=walk.code).order_by("id")
        return list(rows.values_list("what", "level"))


def bring(walk: Walk, state: str, day: date = START, **more: Any) -> str:
    with on(day):
        return walk.to(state, **more)


# --- up, step by step -------------------------------------------------------------------------------------------------
def test_a_referral_that_nobody_touches_is_heard_of_step_by_step(quiet: Walk) -> None:
    bring(quiet, "received")  # two working days until the first contact: Wednesday
    heard = {number: morning(workday(number)) for number in range(9)}
    assert {number: letters for number, letters in heard.items() if letters} == {
        1: {("reminder", MARIEKE)},  # a working day before
        3: {("late", MARIEKE)},
        4: {("late", TOM)},  # two working days late
        7: {("waits_too_long", ELLEN)},  # five
    }
    assert told(quiet) == [("first_contact", level) for level in Level]


def test_on_a_day_off_nobody_hears_anything(quiet: Walk) -> None:
    bring(quiet, "received", date(2026, 12, 22))  # due on Christmas Eve
    assert morning(date(2026, 12, 23)) == {("reminder", MARIEKE)}
    for day in (25, 26, 27):
        assert morning(date(2026, 12, day)) == set()
    assert morning(date(2026, 12, 28)) == {("late", MARIEKE)}
    assert morning(date(2026, 12, 29)) == {("late", TOM)}
    assert morning(date(2027, 1, 1)) == set()


def test_after_days_without_a_worker_everyone_hears_what_she_missed_once(quiet: Walk) -> None:
    bring(quiet, "received")
    assert morning(workday(20)) == {
        ("reminder", MARIEKE), ("late", MARIEKE), ("late", TOM), ("waits_too_long", ELLEN),
    }  # fmt: skip
    assert morning(workday(21)) == set()


def test_who_stands_in_hears_it_while_the_coordinator_is_away(quiet: Walk) -> None:
    bring(quiet, "received")
    away(quiet.town.people["marieke"], START, None)
    assert morning(workday(1)) == {("reminder", TOM)}
    assert morning(workday(3)) == {("late", TOM)}
    assert morning(workday(4)) == {("late", TOM)}  # as deputy, of something that waits longer
    assert morning(workday(7)) == {("waits_too_long", ELLEN)}


def test_lengths_are_those_of_the_hub_and_count_from_the_next_morning(quiet: Walk) -> None:
    bring(quiet, "received")
    assert quiet.case().due_on == workday(2)
    accounts.set_terms(
        quiet.town.actor("ingrid"), "kerkrade", first_contact_days=5, remind_days=2, deputy_days=1, leader_days=1
    )
    assert morning(workday(1)) == morning(workday(2)) == set()
    assert quiet.case().due_on == workday(5)
    assert morning(workday(3)) == {("reminder", MARIEKE)}
    assert morning(workday(6)) == {("late", MARIEKE), ("late", TOM), ("waits_too_long", ELLEN)}


def test_one_letter_a_day_says_it_for_all_that_waits(quiet: Walk) -> None:
    for _family in range(3):
        bring(quiet, "received")
    assert morning(workday(1)) == {("reminder", MARIEKE)}
    assert morning(workday(20)) == {("late", MARIEKE), ("late", TOM), ("waits_too_long", ELLEN)}


def test_a_project_leader_of_two_hubs_hears_of_each_once_a_day(quiet: Walk) -> None:
    for municipality in (KERKRADE, LANDGRAAF, LANDGRAAF):
        with on(START):
            quiet.refer(municipality=municipality)
    with on(START, 11):
        advising.ask(quiet.who("bart"), advising.NewQuestion(KERKRADE, "Is een Knooppunt hier iets voor?"))
    with on(workday(20), 6):
        number = Letter.objects.count()
        remind()
        told = Letter.objects.order_by("id")[number:].values_list("kind", "to", "body")
        leader = [body for kind, to, body in told if (kind, to) == ("waits_too_long", ELLEN)]
        hubs = Hub.objects.filter(code__in=("kerkrade", "landgraaf")).values_list("name", flat=True)
        assert len(leader) == 2 and all(sum(hub in body for body in leader) == 1 for hub in hubs)
        number = Letter.objects.count()
        with on(START):  # something else that waits at the same hub, found in a second round of that day
            quiet.refer(municipality=LANDGRAAF)
        assert remind() and "waits_too_long" not in {kind for kind, _to in letters_since(number)}


def test_what_is_done_in_time_is_not_heard_of(quiet: Walk) -> None:
    bring(quiet, "received")
    with on(workday(1), 5):
        referring.record_contact(quiet.desk, quiet.code)
    assert [morning(workday(number)) for number in (1, 2, 3, 4)] == [set()] * 4
    assert morning(workday(5)) == {("reminder", MARIEKE)}  # whether to take it up, five days after the contact


# --- who does it ------------------------------------------------------------------------------------------------------
def following_on(walk: Walk) -> date:
    """Bring a family to its plan; gives the day on which the actions are due, of Joris and of the mother."""
    bring(walk, "following")
    with on(START):
        reached_by_mail(walk)
    return START + timedelta(days=9)  # a Wednesday


def test_each_action_goes_to_its_owner_and_the_family_hears_no_more_than_that_something_waits(quiet: Walk) -> None:
    due_on = following_on(quiet)
    before = workday(-1, due_on)
    assert morning(workday(-2, due_on)) == set()
    assert morning(before) == {("reminder", JORIS), ("family_message", MOTHER)}
    assert [line.about for line in lines(quiet.code, act="remind")] == [quiet.parent("mother")]
    assert morning(workday(1, due_on)) == {("late", MARIEKE)}


@pytest.mark.parametrize("reached", ["letter", "referrer", "phone"])
def test_who_cannot_safely_be_written_is_told_through_the_lead(quiet: Walk, reached: str) -> None:
    due_on = following_on(quiet)
    with on(START):
        version = reading.case_file(quiet.desk, quiet.code).version
        mother = quiet.parent("mother")
        referring.correct_family(quiet.desk, quiet.code, mother, version=version, contact_by=reached)
    assert morning(workday(-1, due_on)) == {("reminder", JORIS), ("reminder", FATIMA)}


def test_without_consent_nothing_goes_to_a_professional(quiet: Walk) -> None:
    due_on = following_on(quiet)
    with on(START):
        quiet.share("mother", "joris", yes=False)
    assert morning(workday(-1, due_on)) == {("reminder", FATIMA), ("family_message", MOTHER)}
    with on(workday(-1, due_on)):
        quiet.share("mother", "fatima", yes=False)
        quiet.withdraw("mother", "share", discipline="jgz")
    with on(START):
        goal = reading.case_file(quiet.desk, quiet.code).goals[0].code
        agreeing.add_action(quiet.desk, quiet.code, goal, NewAction("Oppassen", workday(1, due_on), network="oma"))
    assert morning(due_on) == {("reminder", MARIEKE)}


def test_the_network_is_reached_through_the_lead(quiet: Walk) -> None:
    due_on = following_on(quiet)
    with on(START):
        goal = reading.case_file(quiet.desk, quiet.code).goals[0].code
        agreeing.add_action(quiet.desk, quiet.code, goal, NewAction("Oppassen", workday(5, due_on), network="oma"))
    morning(due_on)
    assert morning(workday(4, due_on)) >= {("reminder", FATIMA)}


def test_a_message_to_the_lead_is_hers_and_a_right_is_the_coordinators_within_a_month(quiet: Walk) -> None:
    following_on(quiet)
    with on(START):
        mother = quiet.parent_actor("mother")
        telling.send_message(mother, quiet.code, kind="message", text="Kanarie vraagt", to="lead")
    assert morning(workday(1)) == {("reminder", FATIMA)}
    assert morning(workday(3)) == {("late", MARIEKE)}
    with on(START):
        telling.send_message(mother, quiet.code, kind="correction", text="Kanarie klopt niet")
    assert ("answer_right", 1) not in told(quiet)
    morning(date(2026, 12, 29))  # a month is Wednesday 30 December
    assert ("answer_right", 1) in told(quiet)


@pytest.mark.parametrize("days", [1, 3, 6])
def test_who_was_invited_and_does_not_answer_hears_it_once_more(quiet: Walk, days: int) -> None:
    Hub.objects.filter(code="kerkrade").update(invitation_days=days, conference_days=60)
    with on(START):
        quiet.refer()
        referring.accept(quiet.desk, quiet.code)
        convening.add_to_circle(quiet.desk, quiet.code, quiet.town.people["joris"].code, reason="involved")
        quiet.share("mother", "joris")
        convening.invite(quiet.desk, quiet.code, quiet.seat("joris"))
    assert [morning(workday(number)) for number in range(1, days)] == [set()] * (days - 1)
    assert morning(workday(days)) == {("invitation_to_talk", JORIS)}
    assert [morning(workday(number)) for number in (days + 1, days + 2, 9)] == [set()] * 3


def test_who_did_not_say_when_it_suits_gets_a_fresh_link_once(quiet: Walk) -> None:
    with on(START):
        bring(quiet, "preparing")
        reached_by_mail(quiet)
        moments = [datetime.combine(workday(12), time(hour), AMSTERDAM) for hour in (9, 14)]
        scheduling.propose_dates(quiet.desk, quiet.code, moments, place="De Brug")
        with guard.looking_inside():
            option = list(AnswerLink.objects.get(participation__code=quiet.seat("joris")).proposal.options.all())
            before = set(AnswerLink.objects.values_list("secret_hash", flat=True))
        answers = {one.code: "yes" for one in option}
        scheduling.answer_dates(quiet.who("fatima"), quiet.code, answers)
    assert morning(workday(2)) == set()
    assert morning(workday(3)) == {("dates_asked", JORIS), ("family_message", MOTHER)}
    with guard.looking_inside():
        after = set(AnswerLink.objects.values_list("secret_hash", flat=True))
    assert len(before - after) == len(after - before) == 1
    assert morning(workday(4)) == set()


def test_who_was_asked_to_be_lead_hears_it(quiet: Walk) -> None:
    following_on(quiet)
    with on(START):
        agreeing.choose_lead(quiet.desk, quiet.code, quiet.seat("joris"))
    assert morning(workday(1)) == {("reminder", JORIS)}
    assert morning(workday(3)) == {("late", MARIEKE)}


# --- apart from any case ----------------------------------------------------------------------------------------------
def test_a_question_that_names_nobody_waits_as_well(quiet: Walk) -> None:
    with on(START):
        advising.ask(quiet.town.actor("bart"), advising.NewQuestion("GM0928", "Hoe begin ik een gesprek?"))
    heard = [morning(workday(number)) for number in range(8)]
    assert heard[1] == {("reminder", MARIEKE)} and heard[3] == {("late", MARIEKE)}
    assert heard[4] == {("late", TOM)} and heard[7] == {("waits_too_long", ELLEN)}
    shown = reading.waits_too_long(quiet.town.actor("ellen"))
    assert [(row.hub, row.families, row.questions) for row in shown] == [("Knooppunt Kansrijke Start Kerkrade", 0, 1)]


def test_an_account_that_nobody_looked_at_for_a_year_reaches_the_functional_manager(quiet: Walk) -> None:
    person = quiet.town.people["bart"]
    Person.objects.filter(pk=person.pk).update(reviewed_on=START - timedelta(days=364))
    assert morning(START) == set()
    assert morning(workday(1)) == {("reminder", INGRID)}
    assert morning(workday(2)) == set()


# --- once, whatever happens -------------------------------------------------------------------------------------------
def test_in_whatever_order_the_days_come_each_level_hears_once(quiet: Walk) -> None:
    following_on(quiet)
    with on(START):
        telling.send_message(quiet.parent_actor("mother"), quiet.code, kind="message", text="Kanarie vraagt")

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.integers(0, 90), min_size=1, max_size=8))
    def whatever(days: list[int]) -> None:
        with guard.looking_inside():
            Reminder.objects.all().delete()
        for day in sorted(days):
            with on(START + timedelta(days=day), 6):
                remind()
        last = max((d for d in days if clock.is_working_day(START + timedelta(days=d))), default=None)
        once = set(told(quiet))
        with guard.looking_inside():
            assert len(Reminder.objects.values_list("what", "which", "due_on", "level").distinct()) == len(told(quiet))
            Reminder.objects.all().delete()
        if last is not None:
            with on(START + timedelta(days=last), 6):
                remind()
        assert once == set(told(quiet))

    whatever()


def test_the_letter_and_the_page_of_a_project_leader_know_no_family(quiet: Walk) -> None:
    bring(quiet, "received")
    morning(workday(20))
    letter = Letter.objects.filter(kind="waits_too_long").latest("id")
    shown = reading.waits_too_long(quiet.town.actor("ellen"))
    assert [(row.families, row.questions) for row in shown] == [(1, 0)]
    for text in (letter.subject + letter.body, words_in(shown)):
        assert "Kerkrade" in text or text == letter.subject
        for word in (quiet.code, "anarie", "Moederlief", "eerste contact"):
            assert word not in text
    with pytest.raises(NotFound):
        reading.waits_too_long(quiet.desk)
    with on(workday(20)):
        referring.record_contact(quiet.desk, quiet.code)
    assert reading.waits_too_long(quiet.town.actor("ellen")) == ()


def test_the_case_page_says_who_heard_of_what(quiet: Walk) -> None:
    bring(quiet, "received")
    morning(workday(3))
    with on(workday(3)):
        shown = reading.case_file(quiet.desk, quiet.code).clock
    assert shown is not None
    first = shown.waits[0]
    assert (first.what, first.on, first.late) == ("first_contact", workday(2), True)
    assert first.heard == (("doer", workday(3)), ("coordinator", workday(3)))


def test_many_cases_take_few_questions(quiet: Walk, django_assert_max_num_queries: Any) -> None:
    for _family in range(4):
        bring(quiet, "received")
    with on(START, 6), django_assert_max_num_queries(25):
        assert remind() == 0  # nothing is due: a constant number of questions, whatever the number of cases


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_write_each_letter_once() -> None:
    reference.load()
    walk = Walk(Town(people=hire()))
    for _family in range(3):
        bring(walk, "received")
    number = Letter.objects.count()

    def round_(_number: int) -> int:
        try:
            with on(workday(20), 6):
                return remind()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(round_, range(2)))
    written = letters_since(number)
    assert len(set(written)) == len(written)
    assert {("late", MARIEKE), ("late", TOM), ("waits_too_long", ELLEN)} <= set(written)
    with guard.looking_inside():
        heard = list(
            Reminder.objects.filter(at__gte=clock.now()).values_list("case", "what", "which", "due_on", "level")
        )
    assert min(counts) == 0 and max(counts) > 0
    assert len(set(heard)) == len(heard)


def test_hubs_keep_the_order_of_who_hears(quiet: Walk) -> None:
    with pytest.raises(accounts.Invalid) as caught:
        accounts.set_terms(quiet.town.actor("ingrid"), "kerkrade", deputy_days=6, leader_days=5)
    assert set(caught.value.errors) == {"leader_days"}
    assert Hub.objects.get(code="kerkrade").deputy_days == 2
