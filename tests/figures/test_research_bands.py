"""What is left of a date and of a place in the data for research: a band, a quarter, an area that is not too small."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.figures import research


@pytest.mark.parametrize(
    ("due", "born", "expected"),
    [
        (280, None, "pregnant_1"), (280 - 97, None, "pregnant_1"), (280 - 98, None, "pregnant_2"),
        (280 - 195, None, "pregnant_2"), (280 - 196, None, "pregnant_3"), (-10, None, "pregnant_3"),
        (0, 5, "pregnant_3"), (20, 0, "child_0_2"), (None, -80, "child_0_2"), (None, -100, "child_3_5"),
        (None, -200, "child_6_11"), (None, -400, "child_12_23"), (None, -800, "child_24_up"), (None, None, ""),
        (None, 200, "pregnant_1"),
    ],
)  # fmt: skip
def test_a_date_becomes_a_band(due: int | None, born: int | None, expected: str) -> None:
    day = date(2026, 5, 20)
    dates = [day + timedelta(days=away) if away is not None else None for away in (due, born)]
    assert research.stage(day, *dates) == expected


def test_of_a_day_only_the_quarter_is_left() -> None:
    assert [research.quarter(date(2026, month, 28)) for month in range(1, 13)] == [
        f"2026-Q{number}" for number in (1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4)
    ]


PLACES = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(1, 30), min_size=1)
BELONGS = st.dictionaries(st.sampled_from("ABCDEFGH"), st.sampled_from(("s1", "s2", "s3")))


@given(PLACES, BELONGS)
def test_no_area_has_few_families_and_none_is_wider_than_needed(families: dict, belongs: dict) -> None:
    found = research.areas(families, belongs)
    total = Counter[str]()
    for place, area in found.items():
        total[area] += families[place]
        assert area in (place, belongs.get(place, research.REGION), research.REGION)
    assert set(found) == set(families)
    if sum(families.values()) >= research.LEAST:
        assert min(total.values()) >= research.LEAST
    else:
        assert set(found.values()) == {research.REGION}
    if min(families.values()) >= research.LEAST:
        assert all(place == area for place, area in found.items())


def test_what_is_left_over_in_a_subregion_is_not_one_small_place() -> None:
    families = {"large": 40, "middle": 12, "small": 3}
    in_one = dict.fromkeys(families, "parkstad")
    assert research.areas(families, in_one) == {"large": "large", "middle": "parkstad", "small": "parkstad"}


GROWTH = st.lists(PLACES, min_size=2, max_size=4)


@given(GROWTH, BELONGS)
def test_a_later_file_never_splits_what_stood_together(growth: list[dict], belongs: dict) -> None:
    before: dict[str, str] = {}
    for families in growth:
        found = research.areas(families, belongs, before)
        both = [place for place in found if place in before]
        assert all(found[a] == found[b] for a in both for b in both if before[a] == before[b])
        if sum(families.values()) >= research.LEAST:
            total = Counter[str]()
            for place, area in found.items():
                total[area] += families[place]
            assert min(total.values()) >= research.LEAST
        before |= found


@given(st.integers(0, 40), st.integers(0, 40))
def test_what_is_new_in_a_file_is_ten_families_or_nothing(there: int, new: int) -> None:
    found = research.settled(range(there + new), lambda one: one < there)
    assert found == list(range(there + new if new >= research.LEAST else there))


@given(st.dates(date(2021, 4, 1), date(2050, 12, 31)))
def test_a_period_is_of_whole_quarters_that_are_over(today: date) -> None:
    known = research.quarters(today)
    assert known[-1] == "2021-Q1" and research.quarter(today) not in known
    for code in known[:5]:
        one = research.period(code, code, today)
        assert one.since and research.quarter(one.since) == research.quarter(one.until) == code
        assert (one.since.day, (one.until + timedelta(days=1)).day) == (1, 1) and one.until < today
        assert research.quarter(one.since - timedelta(days=1)) < code < research.quarter(one.until + timedelta(days=1))
