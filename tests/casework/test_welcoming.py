"""A place of one's own: one account without a name, a card to come in with, never by the other parent's telephone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from knooppunt.casework import reading, referring, welcoming
from knooppunt.casework.refusals import Invalid, NotFound
from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from knooppunt.people import entrance
from knooppunt.people.models import Person
from tests.casework.kit import Walk, lines

pytestmark = pytest.mark.django_db

MOBILE, OTHER, MAIL = "06-11223344", "0622334455", "Merel@Example.org"


@contextmanager
def wrong(field: str) -> Iterator[None]:
    with pytest.raises(Invalid) as caught:
        yield
    assert set(caught.value.errors) == {field}


def give(walk: Walk, who: str = "mother", **how: object) -> welcoming.Place:
    return welcoming.give_place(walk.desk, walk.code, walk.parent(who), **how)


def way_in(place: welcoming.Place) -> entrance.WayIn:
    found = entrance.way_in(Person.objects.get(code=place.person).pk)
    assert found
    return found


def test_a_place_is_given_once_and_its_account_holds_no_name(walk: Walk) -> None:
    walk.refer()
    place = give(walk)
    assert place.card is None and give(walk) == place
    person = Person.objects.get(code=place.person)
    assert (person.name, person.email, person.has_usable_password()) == ("", None, False)
    with pytest.raises(NotFound):
        welcoming.give_place(walk.desk, walk.code, "BBBBBBBB")


@pytest.mark.parametrize("address", ["045 5601234", "12", "merel@", "merel", "0611223344 of 0622334455"])
def test_only_a_mobile_number_or_an_email_address_gets_codes(walk: Walk, address: str) -> None:
    walk.refer()
    with wrong("address"):
        give(walk, address=address)


def test_a_card_is_kept_as_a_hash_and_a_new_one_ends_the_old(walk: Walk) -> None:
    walk.refer()
    first = give(walk, address=MAIL)
    assert first.card and way_in(first).address == "merel@example.org"
    person = Person.objects.get(code=first.person)
    assert first.card.code.replace("-", "") not in str(vars(person.entrance))
    second = give(walk)
    assert second.card and second.card.code != first.card.code and second.person == first.person
    assert entrance.enter(entrance.ask(first.card.code, "nl"), "000000")[1] is None
    assert not Letter.objects.filter(kind="code").exists(), "nothing goes for the old card"
    entrance.ask(second.card.code.lower(), "nl")
    assert Letter.objects.get(kind="code").to == "merel@example.org"
    assert [line.detail for line in lines(walk.code, act="give_place")] == ["", "new_card"]


def test_the_telephone_of_the_other_parent_is_warned_about_and_then_asks_the_card_always(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    version = walk.case().version
    referring.correct_family(walk.desk, walk.code, walk.parent("partner"), version=version, phone="+31 6 11223344")
    with wrong("sharing"):
        give(walk, address=MOBILE)
    place = give(walk, address=MOBILE, sharing=True)
    assert place.card and place.card.with_card and way_in(place).with_card
    give(walk)
    assert way_in(place).with_card, "a new card keeps it so"


def test_two_safe_addresses_that_are_the_same_both_ask_the_card(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    mother = give(walk, address=MOBILE)
    assert not way_in(mother).with_card
    with wrong("sharing"):
        give(walk, "partner", address=MOBILE)
    partner = give(walk, "partner", address=MOBILE, sharing=True)
    assert mother.person != partner.person
    assert way_in(mother).with_card and way_in(partner).with_card


def test_a_correction_that_makes_an_address_shared_counts(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    mother = give(walk, address=MOBILE)
    partner = walk.parent("partner")
    referring.correct_family(walk.desk, walk.code, partner, version=walk.case().version, phone=MOBILE)
    assert way_in(mother).with_card


def test_who_left_is_not_given_away_but_still_counts(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    partner = walk.parent("partner")
    referring.correct_family(walk.desk, walk.code, partner, version=walk.case().version, phone=MOBILE)
    walk.withdraw("partner")
    place = give(walk, address=MOBILE)
    assert way_in(place).with_card


def test_another_number_needs_a_check_and_ends_what_was_open(walk: Walk) -> None:
    walk.refer()
    place = give(walk, address=MOBILE)
    assert place.card
    entrance.ask(place.card.code, "nl")
    person = Person.objects.get(code=place.person)
    before = person.get_session_auth_hash()
    with wrong("checked"):
        give(walk, address=OTHER)
    give(walk, address=OTHER, checked=True)
    person.refresh_from_db()
    assert person.get_session_auth_hash() != before
    assert not Letter.objects.filter(to="+31611223344").exists(), "the old number gets nothing more"
    assert lines(walk.code, act="give_place", outcome="done")[-1].detail == "new_address"


def test_the_same_adult_in_a_later_case_keeps_her_account(walk: Walk) -> None:
    walk.refer()
    first = give(walk, address=MAIL)
    other = Walk(walk.town)
    other.refer()
    again = welcoming.give_place(other.desk, other.code, other.parent("mother"), address=MAIL)
    assert again.person == first.person
    assert len(reading.my_cases_as_parent(other.parent_actor("mother"))) == 2


def test_a_card_that_was_not_used_in_two_weeks_is_over(walk: Walk) -> None:
    walk.refer()
    place = give(walk, address=MAIL)
    assert place.card
    with clock.travel(clock.now() + timedelta(days=15)):
        entrance.ask(place.card.code, "nl")
    assert not Letter.objects.filter(kind="code").exists()


def test_a_hub_does_not_move_the_way_in_to_a_case_of_another_hub(walk: Walk) -> None:
    """Who brings the same adult in elsewhere and then changes the number, gets no way to the first case."""
    walk.refer()
    first = give(walk, address=MAIL)
    other = Walk(walk.town)
    other.refer()
    mother = other.parent("mother")
    assert welcoming.give_place(other.desk, other.code, mother, address=MAIL).person == first.person
    moved = welcoming.give_place(other.desk, other.code, mother, address=OTHER, checked=True)
    assert moved.person != first.person and way_in(moved).address == "+31622334455"
    assert way_in(first).address == "merel@example.org"
    assert reading.my_cases_as_parent(other.parent_actor("mother")) == (other.code,)
