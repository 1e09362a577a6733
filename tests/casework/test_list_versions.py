"""The lists of the registration have versions: a family counts by the list of its year, whatever is chosen today.

The second version here is made up: in 2027 `jgz` leaves the list of support, and `youth` comes for it.
"""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest

from knooppunt.casework import agreeing, consenting, forms, reading, registering
from knooppunt.casework.agreeing import NewAction
from knooppunt.casework.importing import take_in
from knooppunt.casework.models import Registration
from knooppunt.casework.reading import registration_counts
from knooppunt.casework.shown import TakenIn
from knooppunt.figures.accepted import COLUMNS, Accepted
from knooppunt.figures.factsheet import factsheet
from knooppunt.foundation import clock, guard
from knooppunt.people.actor import SYSTEM
from tests.casework.kit import HEARD, Walk

OLD, NEW = "2022-1", "2027-1"
PLACE = "GM0928"


def forget() -> None:
    for cached in (forms._labels, forms._offered, forms.facts):
        cached.cache_clear()


@pytest.fixture
def second_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give the lists a second version, from 2027 on."""
    read = forms._data
    lists = deepcopy(read("lists"))
    lists["versions"] = [OLD, NEW]
    gone = next(row for row in lists["support"] if row["code"] == "jgz")
    gone |= {"until": OLD, "counts_as": "youth"}
    lists["support"].append({"code": "youth", "nl": "Hulp voor jonge kinderen", "since": NEW, "counts_as": "jgz"})
    monkeypatch.setattr(forms, "_data", lambda name: lists if name == "lists" else read(name))
    forget()
    yield
    forget()


def offered() -> set[str]:
    return {code for code, _label in forms.choices("support", "nl")}


def test_today_there_is_one_version_and_everything_is_in_it() -> None:
    assert forms.versions() == (OLD,)
    assert all(forms.version_of(year) == OLD for year in (2015, 2022, 2030))
    assert offered() == forms.codes("support")


def test_what_has_a_version_says_as_what_it_counts_in_the_others() -> None:
    order = forms.versions()
    assert list(order) == sorted(order)
    for name in registering.LISTS.values():
        for code, row in forms.facts(name).items():
            assert {row.get("since", OLD), row.get("until", OLD)} <= set(order)
            for version in order:
                assert forms.in_version(name, forms.counted_as(name, code, version), version), (name, code, version)


def test_a_version_holds_from_the_first_day_of_its_year(second_version: None) -> None:
    assert [forms.version_of(year) for year in (2021, 2022, 2026, 2027, 2040)] == [OLD, OLD, OLD, NEW, NEW]
    before, after = datetime(2026, 12, 31, 12), datetime(2027, 1, 1, 12)
    for day, there, not_there in ((before, "jgz", "youth"), (after, "youth", "jgz")):
        with clock.travel(day.replace(tzinfo=UTC)):
            assert there in offered() and not_there not in offered()
    assert forms.label("support", "jgz", "nl") == "Jeugdgezondheidszorg"  # an old registration keeps its words
    assert forms.counted_as("support", "youth", OLD) == "jgz" and forms.counted_as("support", "jgz", NEW) == "youth"
    assert forms.counted_as("support", "wmo", NEW) == "wmo" and forms.counted_as("support", "nobody", NEW) == "nobody"


def test_what_stands_for_each_other_in_a_circle_stays_itself(second_version: None) -> None:
    rows: Any = forms.facts("support")
    rows["jgz"]["counts_as"], rows["youth"]["since"] = "wmo", "2027-1"
    rows["wmo"] |= {"until": OLD, "counts_as": "jgz"}
    assert forms.counted_as("support", "jgz", NEW) == "jgz"


@pytest.mark.django_db
def test_a_file_may_say_all_and_each_year_counts_by_its_own_list(town: Any, second_version: None) -> None:
    column = next(one for one in COLUMNS if one.field == "support")
    assert {"jgz", "youth"} <= {code for code, _label in Accepted().rows(column)}
    said = {"municipality": PLACE, "research": "yes", "support": ("jgz", "youth", "wmo")}
    with clock.travel(datetime(2028, 5, 1, 12, tzinfo=UTC)):
        rows = [TakenIn(row_hash=str(year), referred_on=date(year, 3, 1), **said) for year in (2018, 2027)]
        assert take_in(rows, SYSTEM, "operator") == 2
        with guard.looking_inside():
            found = Registration.objects.filter(row_hash__in=("2018", "2027")).order_by("referred_on")
            assert [row.list_version for row in found] == [OLD, NEW]
        assert registration_counts(2018).tables["support"] == {PLACE: {"jgz": 1, "wmo": 1}}
        assert registration_counts(2027).tables["support"] == {PLACE: {"youth": 1, "wmo": 1}}
        for year, version, here, not_here in ((2018, OLD, "jgz", "youth"), (2027, NEW, "youth", "jgz")):
            told = factsheet(year, "region", internal=True)
            labels = {row["code"]: row["label"] for row in told["tables"]["support"]["rows"]}
            assert told["list_version"] == version and here in labels and not_here not in labels


@pytest.mark.django_db
def test_a_family_of_an_earlier_year_counts_by_the_list_of_then(walk: Walk, second_version: None) -> None:
    walk.to("following")
    consenting.give_consent(walk.desk, walk.code, walk.parent("mother"), purpose="research", yes=True, given=HEARD)
    file = reading.case_file(walk.desk, walk.code)
    action = next(a for goal in file.goals for a in goal.actions)
    owner = {"professional": "seat", "parent": "parent"}[action.owner_kind]
    new = NewAction(action.what, action.due_on, support="youth", **{owner: action.owner_code})
    agreeing.change_action(walk.desk, walk.code, action.code, new, version=action.version)
    registering.refresh()
    with guard.looking_inside():
        row = Registration.objects.get(case__code=walk.code)
        assert row.list_version == forms.version_of(row.referred_on.year) == OLD
        assert set(row.items.filter(kind="support").values_list("code", flat=True)) == {"jgz"}
    shown = next(a for g in reading.case_file(walk.desk, walk.code).goals for a in g.actions if a.code == action.code)
    assert shown.support == "youth"  # what was chosen stays what was chosen


@pytest.mark.django_db
def test_a_version_that_comes_within_the_year_is_taken_up(walk: Walk) -> None:
    walk.to("following")
    registering.refresh()
    with guard.looking_inside():
        mine = Registration.objects.filter(case__code=walk.code)
        mine.update(list_version="2021-9")
        assert registering.refresh() == 0 and mine.get().list_version == "2021-9"
        registering.look_again()
        assert mine.get().list_version == OLD
