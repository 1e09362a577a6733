"""Of which quarters a file of a study is, and what two files of it tell side by side: no more than the last one."""

from datetime import timedelta
from typing import Any

import pytest

from knooppunt.casework.refusals import Invalid
from knooppunt.demo.cast import KERKRADE, LANDGRAAF, MAASTRICHT
from knooppunt.figures import exports, research
from knooppunt.figures.models import Export
from knooppunt.foundation import clock
from tests.casework.kit import Walk
from tests.figures.studying import COUPLE, LATER, called, name_of, some_say_yes, study, table, take

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=11)


@pytest.fixture
def walk(town: Any) -> Walk:
    """Give a family to walk with, beside enough others for a file."""
    some_say_yes(town)
    return Walk(town)


def in_another_quarter(back: int) -> Any:
    """Do something so many quarters before the running one."""
    day = clock.today()
    for _ in range(back):
        day = research.last_whole(day)
    return clock.travel(clock.start_of(day) + HOUR)


def test_a_file_holds_the_quarters_that_were_asked_for_and_none_that_runs(town: Any) -> None:
    code = study(town)
    for back in (2, 1):
        with in_another_quarter(back):
            some_say_yes(town)
    some_say_yes(town)  # in this quarter
    second, first = research.quarters(clock.today())[:2]
    for asked, told in (((), {first, second}), (("", first), {first}), ((second, ""), {second})):
        content = exports.export(town.actor("ruben"), code, *asked).content
        assert {row["referral_quarter"] for row in table(content)} >= told
        if asked:
            assert {row["referral_quarter"] for row in table(content) if row["referral_quarter"] > first} <= told
    assert [(line.since, line.until) for line in Export.objects.order_by("pk")][1:] == [
        (None, research.period("", first, clock.today()).until),
        (research.period(second, "", clock.today()).since, research.last_whole(clock.today())),
    ]
    for asked in ((research.quarter(clock.today()), ""), ("", "2026-07"), (second, first), ("2001-Q1", "")):
        with pytest.raises(Invalid):
            exports.export(town.actor("ruben"), code, *asked)
    assert Export.objects.count() == 3


def test_who_came_since_the_file_before_waits_until_there_are_ten(walk: Walk, town: Any) -> None:
    code = study(town)
    first = called(take(town, code))
    walk.refer(parents=COUPLE)
    some_say_yes(town, research.LEAST - 2)
    assert called(take(town, code)) == first
    some_say_yes(town, 1)
    second = called(take(town, code))
    assert len(second - first) == research.LEAST and name_of(walk, code) in second
    other = study(town, "Een ander")  # which starts anew
    assert len(called(take(town, other))) == len(second)


def test_what_happened_after_the_last_whole_quarter_is_not_told(walk: Walk, town: Any) -> None:
    code = study(town)
    with in_another_quarter(1):
        some_say_yes(town, research.LEAST - 1)
        walk.to("preparing", parents=COUPLE)
    for step in (walk.plan, walk.hold, walk.conclude, walk.evaluate, walk.close):
        step()
    for when, told in ((clock.now(), False), (clock.now() + LATER, True)):
        with clock.travel(when):
            content = exports.export(town.actor("ruben"), code).content
        row = next(row for row in table(content) if row["family"] == name_of(walk, code))
        dated = ("participants", "outcome", "change", "weeks_to_conference", "weeks_to_evaluation", "weeks_to_end")
        assert {bool(row[name]) for name in dated} == {told}


def test_an_area_that_was_wide_stays_wide_in_that_study(town: Any) -> None:
    code = study(town, municipalities=(KERKRADE, LANDGRAAF, MAASTRICHT))
    for place, number in ((KERKRADE, 12), (LANDGRAAF, 3), (MAASTRICHT, 12)):
        some_say_yes(town, number, municipality=place)
    first = {row["family"]: row["area"] for row in table(take(town, code))}
    assert LANDGRAAF not in first.values() and MAASTRICHT in first.values()
    some_say_yes(town, 20, municipality=LANDGRAAF)
    second = {row["family"]: row["area"] for row in table(take(town, code))}
    assert {name: second[name] for name in first} == first and LANDGRAAF not in second.values()
