"""A project leader adds a word of a municipality's own to a list; figures count it as the value of the base list."""

from typing import Any

import pytest

from knooppunt.casework import extending
from knooppunt.casework.importing import take_in
from knooppunt.casework.reading import registration_counts
from knooppunt.casework.refusals import Invalid, NotFound
from knooppunt.casework.shown import TakenIn
from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM
from knooppunt.people.roles import municipalities_of_leader
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
ADDRESS = "/cijfers/inlezen/woorden/"


def leader_of(town: Any) -> tuple[str, str]:
    """Give who leads a subregion, and one of its municipalities."""
    for key, person in town.people.items():
        if places := municipalities_of_leader(person.pk):
            return key, min(places)
    raise AssertionError


def test_a_word_is_added_used_and_counted_as_its_base(town: Any) -> None:
    key, place = leader_of(town)
    client = come_in(key)
    assert "nog niets toegevoegd" in client.get(ADDRESS).content.decode()
    said = {"municipality": place, "label": "Buurtmoeders; samen", "counts_as": "support.universal"}
    assert client.post(ADDRESS, said).status_code == 302
    page = client.get(ADDRESS).content.decode()
    assert "Buurtmoeders; samen" in page and "Hulp in de buurt" in page
    assert "Dit staat al in de lijst" in client.post(ADDRESS, said).content.decode()
    day = clock.today().replace(year=2021)
    support = ("buurtmoeders-samen", "universal")
    row = TakenIn(row_hash="h1", municipality=place, referred_on=day, research="yes", support=support)
    assert take_in([row], SYSTEM, "system") == 1 and take_in([row], SYSTEM, "system") == 0
    counts = registration_counts(2021)
    assert counts.tables["support"] == {place: {"universal": 1}} and counts.answered["support"] == {place: 1}
    client.post(f"{ADDRESS}{place}/support/buurtmoeders-samen/weg/")
    assert "Buurtmoeders; samen" in client.get(ADDRESS).content.decode()  # a registration holds it


def test_what_nobody_used_can_be_taken_away(town: Any) -> None:
    key, place = leader_of(town)
    code = extending.add_local_value(
        town.actor(key), municipality=place, name="needs", label="Taalmaatje", counts_as="other"
    )
    client = come_in(key)
    assert client.post(f"{ADDRESS}{place}/needs/{code}/weg/").status_code == 302
    assert "Taalmaatje" not in client.get(ADDRESS).content.decode()


def test_only_for_what_one_leads_and_only_as_what_is_in_the_list(town: Any) -> None:
    key, place = leader_of(town)
    with pytest.raises(NotFound):
        extending.add_local_value(
            town.actor("sanne"), municipality=place, name="needs", label="Taalmaatje", counts_as="other"
        )
    for name, counts_as in (("education", "mbo"), ("needs", "nothing")):
        with pytest.raises(Invalid):
            extending.add_local_value(
                town.actor(key), municipality=place, name=name, label="Taalmaatje", counts_as=counts_as
            )
    assert come_in("sanne").get(ADDRESS).status_code == 404
