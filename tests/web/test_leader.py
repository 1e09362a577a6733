"""The project leader's numbers: of her own municipalities only, and nobody's name."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import reading
from knooppunt.foundation import clock, guard
from knooppunt.web.leader import tables
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ellen(town: Any) -> Client:
    return come_in("ellen")


def test_the_page_shows_numbers_of_her_municipalities_in_few_queries(ellen: Client) -> None:
    ellen.get("/cijfers/")
    with CaptureQueriesContext(connection) as asked:
        page = ellen.get("/cijfers/").content.decode()
    assert len(asked) <= 12
    assert "Kerkrade" in page and "Landgraaf" in page
    assert "Maastricht" not in page  # another subregion
    assert "intern gebruik" in page


def test_it_names_nobody(ellen: Client, town: Any) -> None:
    page = ellen.get("/cijfers/").content.decode().partition("<main")[2]
    with guard.looking_inside():
        from knooppunt.casework.models import Parent

        names = [name for name in Parent.objects.values_list("name", flat=True) if name]
    assert names
    for name in [*names, *town.cases.values(), *(p.name for p in town.people.values() if p.name)]:
        assert name not in page


def test_it_says_at_which_hubs_something_waits_too_long_and_how_much(ellen: Client, town: Any) -> None:
    page = ellen.get("/cijfers/").content.decode()
    assert "Hier wacht iets te lang" in page
    waits = page.partition('id="wacht"')[2].partition("</section>")[0]
    shown = {row.hub: row.families for row in reading.waits_too_long(town.actor("ellen"))}
    assert shown == {"Knooppunt Kansrijke Start Heerlen": 1, "Knooppunt Kansrijke Start Landgraaf": 1}
    for hub in shown:
        assert hub in waits
    assert "Maastricht" not in waits and "Vaals" not in waits  # another subregion


def test_only_the_last_steps_up_count_so_that_a_long_history_costs_nothing(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knooppunt.casework.reading.clocks.LOOKED_AT", 1)
    assert sum(row.families for row in reading.waits_too_long(town.actor("ellen"))) <= 1


def test_the_numbers_are_those_of_the_town(town: Any) -> None:
    found = reading.figures(town.actor("ellen"))
    totals = tables.totals(found)
    assert totals.referrals == sum(row.referrals for row in found.rows) > 0
    assert totals.advice == len(town.advice)
    states = [pair for _name, pairs in tables.states(found) for pair in pairs]
    assert sum(number for _state, number in states) == totals.referrals
    assert "closed" in dict(states)
    assert all(number for _state, number in states)  # only where families are: it fits a telephone
    longest = max(tables.by_municipality(found), key=lambda row: row.numbers[0])
    assert longest.share == 100


def test_another_year_has_other_numbers_and_nonsense_is_all_years(ellen: Client) -> None:
    this = clock.today().year
    assert f"?jaar={this}" in ellen.get("/cijfers/").content.decode()
    figures = re.findall(r'kp-figure">(\d+)', ellen.get("/cijfers/?jaar=2001").content.decode())
    assert figures[:2] == ["0", "0"]
    assert ellen.get("/cijfers/?jaar=abc").status_code == 200


def test_it_is_hers_alone(town: Any) -> None:
    for key in ("marieke", "sanne", "ingrid", "willem", "yara"):
        assert come_in(key).get("/cijfers/").status_code == 404
    assert Client().get("/cijfers/").status_code == 302
