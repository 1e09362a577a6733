"""The directory finds by name, discipline and municipality, in two queries, a page at a time."""

from typing import Any

import pytest

from knooppunt.people import directory
from knooppunt.people.models import DirectoryWord, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def listed(name: str, discipline: str = "verloskundige", *places: str, **more: Any) -> Person:
    number = Person.objects.count()
    person = Person.objects.create_user(
        email=f"p{number}@example.org", name=name, discipline_id=discipline, **{"listed": True, **more}
    )
    person.works_in.set(places)
    return person


@pytest.fixture
def three(places: None) -> None:
    listed("Zoë van den Berg", "verloskundige", "GM0928", "GM0882")
    listed("Anna-María Jansen", "huisarts", "GM0928")
    listed("Jan Bergmans", "huisarts", "GM0981")
    listed("Jan Verborgen", "huisarts", "GM0981", listed=False)


def names(**asked: Any) -> list[str]:
    return [entry.name for entry in directory.search(**asked).entries]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Anna-María Jansen", "Jan Bergmans", "Zoë van den Berg"]),
        ({"text": "maria"}, ["Anna-María Jansen"]),
        ({"text": "ZOE berg"}, ["Zoë van den Berg"]),
        ({"text": "berg"}, ["Jan Bergmans", "Zoë van den Berg"]),
        ({"text": "ergmans"}, []),
        ({"text": "jan", "discipline": "huisarts", "municipality": "GM0981"}, ["Jan Bergmans"]),
        ({"discipline": "huisarts"}, ["Anna-María Jansen", "Jan Bergmans"]),
        ({"municipality": "GM0928"}, ["Anna-María Jansen", "Zoë van den Berg"]),
        ({"municipality": "GM0000"}, []),
        ({"discipline": "x' OR 1=1 --"}, []),
        ({"text": "% _ '"}, []),
    ],
)
def test_finds_by_name_discipline_and_municipality(three: None, asked: dict[str, str], found: list[str]) -> None:
    assert names(**asked) == found


def test_marks_what_was_searched(three: None) -> None:
    entry = directory.search(text="mar jans").entries[0]
    assert entry.marked == (("Anna-", False), ("María", True), (" ", False), ("Jansen", True))
    assert "".join(part for part, _hit in entry.marked) == entry.name
    assert (entry.municipalities, entry.discipline("en")) == (("Kerkrade",), "general practitioner")


def test_pages_by_key_in_two_queries(django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        listed(f"Kim Nummer{number % 3}", "jgz", "GM0928")
    seen: list[str] = []
    after: str | None = None
    while after != "":
        with django_assert_max_num_queries(2):
            page = directory.search(text="kim", discipline="jgz", municipality="GM0928", after=after, limit=7)
        seen += [entry.code for entry in page.entries]
        after = page.after
    assert len(seen) == len(set(seen)) == 30
    assert directory.search(after="NIEMAND").entries == ()


def test_a_new_name_replaces_the_words() -> None:
    person = listed("Lies Oud")
    person.name = "Lies Nieuw"
    person.save(update_fields=["name"])
    assert names(text="oud") == [] and names(text="nieuw") == ["Lies Nieuw"]
    assert DirectoryWord.objects.filter(person=person).count() == 2


def test_a_parent_has_no_name_in_the_database() -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create_user(name="Een Naam", kind="parent")


def test_addresses_are_kept_in_lower_case() -> None:
    person = Person.objects.create_user(email=" Sanne@Example.ORG ")
    assert person.email == "sanne@example.org"
    assert Person.objects.get_by_natural_key("SANNE@example.org") == person
    assert Person.objects.create_user().email is None
    assert Person.objects.create_user().email is None, "two persons may both have none"
