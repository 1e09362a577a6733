"""The edges of the target group: pregnant, or a youngest child under two."""

from datetime import date, timedelta

import pytest

from knooppunt.casework.referring import second_birthday, target_group_error

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("due_on", "born_on", "code"),
    [
        (None, None, "date_missing"),
        (TODAY, None, ""),
        (TODAY + 40 * 7 * DAY, None, ""),
        (TODAY + 300 * DAY, None, ""),
        (TODAY + 301 * DAY, None, "due_date_cannot_be"),
        (TODAY - 14 * DAY, None, ""),  # overdue, or born and not yet told
        (TODAY - 30 * DAY, None, ""),
        (TODAY - 31 * DAY, None, "due_date_cannot_be"),
        (date(1926, 11, 22), None, "due_date_cannot_be"),
        (None, TODAY, ""),
        (None, TODAY + DAY, "born_in_future"),
        (TODAY, TODAY + DAY, "born_in_future"),
        (None, date(2024, 11, 23), ""),  # two tomorrow
        (None, date(2024, 11, 22), "child_too_old"),  # two today
        (None, date(2024, 11, 21), "child_too_old"),
        (None, date(1900, 1, 1), "child_too_old"),
        (TODAY + 60 * DAY, date(2020, 1, 1), ""),  # pregnant again
    ],
)
def test_who_is_welcome(due_on: date | None, born_on: date | None, code: str) -> None:
    assert target_group_error(due_on, born_on, TODAY) == code


@pytest.mark.parametrize(
    ("born", "two"),
    [
        (date(2024, 2, 28), date(2026, 2, 28)),
        (date(2024, 2, 29), date(2026, 3, 1)),
        (date(2023, 12, 31), date(2025, 12, 31)),
    ],
)
def test_the_second_birthday(born: date, two: date) -> None:
    assert second_birthday(born) == two
    assert target_group_error(None, born, two - DAY) == ""
    assert target_group_error(None, born, two) == "child_too_old"
