"""Which statement wins: the rules of standards.md 1.2 one by one, and as properties of random statements."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knooppunt.casework.consents import (
    Capacity,
    Picture,
    Question,
    Statement,
    age_on,
    capacities,
    decide,
    default_end,
    live,
)  # fmt: skip
from knooppunt.foundation.clock import AMSTERDAM

NOW = datetime(2026, 11, 22, 12, tzinfo=AMSTERDAM)
BEFORE = NOW - timedelta(days=10)
MOTHER, PARTNER, CLINIC, DESK = 1, 2, 10, 20
ASKED = Question(
    MOTHER, "share", NOW, organisation=CLINIC, discipline="ggz", source=DESK, data_class="debt", context="plan"
)  # fmt: skip


def said(permits: bool, **more: object) -> Statement:
    return Statement(MOTHER, "share", permits, **({"at": BEFORE} | more))  # type: ignore[arg-type]


YES, NO = True, False
settings.register_profile("rules", max_examples=60, deadline=None)
settings.load_profile("rules")


# --- each rule --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("narrow", [YES, NO])
def test_rule_1_the_specific_beats_the_general(narrow: bool) -> None:
    both = [said(not narrow), said(narrow, organisation=CLINIC, data_class="debt")]
    assert decide(both, ASKED).allowed is narrow


@pytest.mark.parametrize("narrow", [YES, NO])
def test_rule_2_a_named_source_beats_any_source(narrow: bool) -> None:
    assert decide([said(not narrow), said(narrow, source=DESK)], ASKED).allowed is narrow


@pytest.mark.parametrize("narrow", [YES, NO])
def test_rule_3_a_named_recipient_beats_a_category(narrow: bool) -> None:
    both = [said(not narrow, discipline="ggz"), said(narrow, organisation=CLINIC)]
    assert decide(both, ASKED).allowed is narrow
    assert decide([said(not narrow), said(narrow, discipline="ggz")], ASKED).allowed is narrow


@pytest.mark.parametrize("narrow", [YES, NO])
def test_rule_4_a_named_step_beats_none(narrow: bool) -> None:
    assert decide([said(not narrow), said(narrow, context="plan")], ASKED).allowed is narrow


@pytest.mark.parametrize("narrow", [YES, NO])
def test_rule_5_a_named_kind_of_fact_beats_none(narrow: bool) -> None:
    assert decide([said(not narrow), said(narrow, data_class="debt")], ASKED).allowed is narrow


def test_rule_6_an_objection_is_a_no() -> None:
    assert not decide([said(NO)], ASKED)
    assert decide([said(NO)], ASKED).because == said(NO)


def test_rule_7_of_two_as_specific_the_objection_wins() -> None:
    assert not decide([said(YES, source=DESK), said(NO, context="plan")], ASKED)
    assert not decide([said(NO, data_class="debt"), said(YES, organisation=CLINIC)], ASKED)


def test_rule_8_silence_is_a_no() -> None:
    assert not decide([], ASKED)
    assert decide([], ASKED).because is None


def test_a_statement_about_another_speaks_not_here() -> None:
    for elsewhere in (
        {"organisation": CLINIC + 1}, {"discipline": "jgz"}, {"source": DESK + 1}, {"data_class": "medical"},
        {"context": "meeting"},
    ):  # fmt: skip
        assert not decide([said(YES, **elsewhere)], ASKED)
        assert decide([said(YES), said(NO, **elsewhere)], ASKED)


def test_a_yes_for_one_purpose_is_no_yes_for_another() -> None:
    for purpose in ("take_part", "research", "contact"):
        assert not decide([replace(said(YES), purpose=purpose)], ASKED)


def test_one_adult_does_not_speak_for_another() -> None:
    assert not decide([said(YES)], replace(ASKED, subject=PARTNER))


def test_the_last_day_of_a_permission_still_counts_and_the_next_does_not() -> None:
    assert decide([said(YES, ends_on=NOW.date())], ASKED)
    assert not decide([said(YES, ends_on=NOW.date() - timedelta(days=1))], ASKED)


def test_an_objection_does_not_end() -> None:
    assert not decide([said(YES, discipline="ggz"), said(NO, organisation=CLINIC, ends_on=date(2020, 1, 1))], ASKED)


def test_sharing_needs_taking_part_too() -> None:
    picture = Picture([said(YES)], NOW)
    assert not picture.may_see(MOTHER, CLINIC, "ggz", "general")
    assert not picture.shared_with(CLINIC, "ggz")
    joined = Picture([said(YES), Statement(MOTHER, "take_part", YES, BEFORE)], NOW)
    assert joined.may_see(MOTHER, CLINIC, "ggz", "general")
    assert joined.shared_with(CLINIC, "ggz")


# --- properties -------------------------------------------------------------------------------------------------------
def one_of(*values: object) -> st.SearchStrategy:
    return st.sampled_from([None, *values])


@st.composite
def statements(draw: st.DrawFn) -> list[Statement]:
    """Draw statements of one family, each with its own row number, as the table gives them."""
    rows = draw(
        st.lists(
            st.builds(
                Statement, subject=st.sampled_from([MOTHER, PARTNER]), purpose=st.sampled_from(["share", "research"]),
                permits=st.booleans(), at=st.integers(-400, 20).map(lambda d: NOW + timedelta(days=d)),
                ends_on=one_of(NOW.date() - timedelta(days=30), NOW.date(), NOW.date() + timedelta(days=90)),
                organisation=one_of(CLINIC, CLINIC + 1), discipline=one_of("ggz", "jgz"), source=one_of(DESK),
                data_class=one_of("debt", "medical"), context=one_of("plan"),
            ),
            max_size=8,
        )
    )  # fmt: skip
    return [replace(row, id=number) for number, row in enumerate(rows, 1)]


anyone = st.builds(
    Question, subject=st.sampled_from([MOTHER, PARTNER]), purpose=st.sampled_from(["share", "research"]),
    now=st.just(NOW),
    organisation=one_of(CLINIC, CLINIC + 1), discipline=one_of("ggz", "jgz"), source=one_of(DESK),
    data_class=one_of("debt", "medical"), context=one_of("plan"),
)  # fmt: skip


def new(rows: list[Statement], one: Statement, **more: object) -> Statement:
    """Give a statement that comes after all others."""
    return replace(one, id=len(rows) + 1, at=NOW, **more)  # type: ignore[arg-type]


@given(statements(), anyone, st.randoms())
def test_the_order_of_reading_does_not_matter(rows: list[Statement], question: Question, dice: object) -> None:
    shuffled = rows.copy()
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert decide(shuffled, question).allowed is decide(rows, question).allowed


@given(statements(), anyone)
def test_a_yes_always_rests_on_a_live_permission_about_the_same(rows: list[Statement], question: Question) -> None:
    answer = decide(rows, question)
    if answer:
        because = answer.because
        assert because in rows and because.permits and because.matches(question) and because.at <= NOW
        assert because.ends_on is None or because.ends_on >= NOW.date()


@given(statements(), anyone)
def test_without_a_permission_that_matches_it_is_a_no(rows: list[Statement], question: Question) -> None:
    assert not decide([s for s in rows if not (s.permits and s.matches(question))], question)


@given(statements(), anyone)
def test_an_objection_that_names_everything_asked_always_wins(rows: list[Statement], question: Question) -> None:
    sides = ("organisation", "discipline", "source", "data_class", "context")
    every = {name: getattr(question, name) for name in sides}
    no = Statement(question.subject, question.purpose, NO, NOW, id=len(rows) + 1, **every)
    assert not decide([*rows, no], question)


@given(statements(), anyone, st.booleans())
def test_what_is_said_about_something_else_changes_nothing(
    rows: list[Statement], question: Question, yes: bool
) -> None:
    unrelated = [
        Statement(99, "share", yes, NOW, id=1001), Statement(question.subject, "contact", yes, NOW, id=1002),
        Statement(question.subject, question.purpose, yes, NOW, organisation=999, id=1003),
        Statement(question.subject, question.purpose, yes, NOW + timedelta(days=1), id=1004),
    ]  # fmt: skip
    assert decide([*rows, *unrelated], question) == decide(rows, question)


@given(statements(), st.booleans())
def test_a_later_statement_about_the_same_takes_the_place_of_the_earlier(rows: list[Statement], yes: bool) -> None:
    past = [s for s in rows if s.at <= NOW] or [said(YES, id=1)]
    later = new(rows, past[0], permits=yes, ends_on=None)
    others = [s for s in rows if s.scope != later.scope]
    assert set(live([*rows, later], NOW)) == set(live([*others, later], NOW))


@given(statements())
def test_a_permission_that_ended_permits_nothing_and_brings_no_older_one_back(rows: list[Statement]) -> None:
    past = [s for s in rows if s.at <= NOW] or [said(YES, id=1)]
    ended = new(rows, past[0], permits=YES, ends_on=NOW.date() - timedelta(days=1))
    assert all(s.scope != ended.scope for s in live([*rows, ended], NOW))


@given(statements(), anyone, st.integers(0, 800))
def test_time_alone_never_opens_a_door(rows: list[Statement], question: Question, days: int) -> None:
    """Unless an answer that was given specifically has ended, and a wider yes remains."""
    said_now = [s for s in rows if s.at <= NOW]
    later = replace(question, now=NOW + timedelta(days=days))
    if not decide(said_now, question) and not any(s.permits and s.matches(question) for s in live(said_now, NOW)):
        assert not decide(said_now, later)


# --- who may give it --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ages", "valid"),
    [
        (range(12), {Capacity.GUARDIAN}),
        (range(12, 16), {Capacity.WITH_GUARDIAN}),
        (range(16, 60), {Capacity.SELF}),
    ],
)
def test_who_consents_at_which_age(ages: range, valid: set[Capacity]) -> None:
    assert all(capacities(age) == valid for age in ages)


@pytest.mark.parametrize(("age", "valid"), [(11, "guardian"), (15, "with_guardian"), (16, "representative")])
def test_a_mentor_speaks_for_who_is_sixteen_or_older(age: int, valid: str) -> None:
    assert capacities(age, represented=True) == {valid}


def test_every_age_has_somebody_who_may_consent_and_no_capacity_is_forgotten() -> None:
    every = {c for age, by in product(range(100), (True, False)) for c in capacities(age, represented=by)}
    assert every == set(Capacity)


def test_age_changes_on_the_birthday() -> None:
    born = date(2010, 11, 22)
    assert age_on(born, date(2026, 11, 21)) == 15
    assert age_on(born, date(2026, 11, 22)) == 16
    assert age_on(date(2008, 2, 29), date(2024, 2, 28)) == 15
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17


# --- until when -------------------------------------------------------------------------------------------------------
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_consent_ends_three_months_after_looking_back_and_within_a_year() -> None:
    given_on = date(2026, 1, 10)
    assert default_end(given_on) == date(2027, 1, 10)
    assert default_end(given_on, date(2026, 3, 1)) == date(2026, 5, 31)
    assert default_end(given_on, date(2027, 1, 1)) == date(2027, 1, 10)


@given(DAYS, st.none() | DAYS)
def test_consent_is_never_open_ended_and_never_ended_when_it_is_given(day: date, evaluation: date | None) -> None:
    assert day < default_end(day, evaluation) <= day + timedelta(days=366)
