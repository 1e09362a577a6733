"""The clock: what a Dutch municipality calls a working day, and travelling in time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.foundation import clock

DAYS = st.dates(date(2020, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),  # New Year
        date(2026, 4, 3),  # Good Friday: article 3, second paragraph of the Algemene termijnenwet
        date(2026, 4, 6),  # Easter Monday
        date(2026, 4, 27),  # King's Day
        date(2025, 4, 26),  # King's Day on Saturday, because the 27th is a Sunday
        date(2025, 5, 5),  # 5 May in a lustrum
        date(2026, 5, 5),  # and in the years between
        date(2026, 5, 14),  # Ascension Day
        date(2026, 5, 25),  # Whit Monday
        date(2026, 12, 25),
        date(2028, 12, 26),
        date(2026, 3, 7),  # a Saturday
        date(2026, 3, 8),  # a Sunday
    ],
)
def test_nobody_works_on(day):
    assert not clock.is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 4, 28),  # the Monday after a Sunday 27 April: King's Day was on Saturday
        date(2026, 5, 15),  # the Friday after Ascension Day: many are off, no law says so
        date(2026, 12, 24),
        date(2026, 12, 28),  # Boxing Day on a Saturday gives no Monday off
        date(2026, 3, 3),
    ],
)
def test_people_work_on(day):
    assert clock.is_working_day(day)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 3, 5), 2, date(2026, 3, 9)),  # Thursday and two: over the weekend
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # Maundy Thursday and one: over Easter
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # asked on Saturday: Monday is the first day
        (date(2026, 3, 9), -1, date(2026, 3, 6)),
        (date(2026, 3, 7), 0, date(2026, 3, 7)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
    ],
)
def test_working_days_are_counted(start, days, end):
    assert clock.add_working_days(start, days) == end


@given(DAYS, st.integers(1, 60))
def test_the_end_is_a_working_day_and_the_count_is_right(start, days):
    end = clock.add_working_days(start, days)
    between = (start + timedelta(days=n + 1) for n in range((end - start).days))
    assert clock.is_working_day(end)
    assert sum(clock.is_working_day(day) for day in between) == days


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_counting_in_two_steps_is_counting_once(start, first, second):
    once = clock.add_working_days(start, first + second)
    assert clock.add_working_days(clock.add_working_days(start, first), second) == once


def test_today_is_the_dutch_date_and_not_that_of_greenwich():
    with clock.travel(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 2)


def test_travelling_ends_also_when_something_breaks():
    with pytest.raises(ZeroDivisionError), clock.travel(datetime(2001, 1, 1, 12)):
        assert clock.now().utcoffset() == timedelta(hours=1)
        with clock.travel(datetime(2002, 1, 1, 12)):
            assert clock.today().year == 2002
        assert clock.today().year == 2001
        _ = 1 / 0
    assert clock.today().year > 2020
    assert clock.now().tzinfo
