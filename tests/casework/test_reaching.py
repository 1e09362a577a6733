"""Whose mail comes back is seen by who can call, and by nobody else; a later letter or another address ends it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import reading, welcoming
from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from knooppunt.letters.post import write
from knooppunt.people.models import Person
from tests.casework.kit import MOTHER, Walk
from tests.web.as_cast import come_in

SIGN = "Onze mail aan dit adres komt niet aan. Bel even."


def comes_back(to: str) -> None:
    """Let a letter to this address be refused."""
    write("family_message", to, "nl")
    last = Letter.objects.aggregate(last=Max("pk"))["last"]
    Letter.objects.filter(pk=last).update(sent_at=clock.now(), refused_at=clock.now())


def arrives(to: str) -> None:
    write("family_message", to, "nl")
    last = Letter.objects.aggregate(last=Max("pk"))["last"]
    Letter.objects.filter(pk=last).update(sent_at=clock.now() + timedelta(minutes=1))


def seen(walk: Walk, who: str = "marieke") -> frozenset[str]:
    return reading.case_file(walk.who(who), walk.code).unreached


def test_the_coordinator_sees_whom_our_mail_does_not_reach(walk: Walk) -> None:
    walk.to("following", parents=(replace(MOTHER, contact_by="email", email="merel@example.org"),))
    assert seen(walk) == frozenset()
    for to in ("joris@knooppunt.example", "sanne@knooppunt.example", "merel@example.org", "vreemde@example.org"):
        comes_back(to)
    assert seen(walk) == {walk.seat("joris"), walk.parent("mother"), "referrer"}
    assert not reading.shared_case(walk.who("fatima"), walk.code).unreached, (
        "who sits at the table does not call for us"
    )
    page = come_in("marieke").get(f"/gezin/{walk.code}/").text
    assert page.count(SIGN) == 2 and "Onze berichten komen hier niet aan. Bel even." in page
    assert "Er staat een bericht voor u klaar" not in page, "the sign tells nothing of the letter"


def test_the_worklist_says_where_a_call_is_better_and_asks_nothing_more(walk: Walk) -> None:
    walk.to("preparing")
    desk = come_in("marieke")
    desk.get("/werklijst/")
    with CaptureQueriesContext(connection) as before:
        assert "onze mail komt niet aan" not in desk.get("/werklijst/").text
    comes_back("joris@knooppunt.example")
    with CaptureQueriesContext(connection) as after:
        assert "onze mail komt niet aan" in desk.get("/werklijst/").text
    assert len(after) == len(before)
    rows = {row.code: row.came_back for row in reading.worklist(walk.desk).rows}
    assert rows[walk.code]
    walk.withdraw("mother")
    assert not {row.code: row.came_back for row in reading.worklist(walk.desk).rows}.get(walk.code)


@pytest.mark.parametrize(
    "typed", ["06 12345678", "06-12 34 56 78", "+31 6 12345678", "(06) 12.34.56.78", "0031612345678"]
)
def test_a_number_without_a_page_that_the_gateway_refuses_is_seen(walk: Walk, settings: Any, typed: str) -> None:
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/sms"
    walk.to("preparing", parents=(replace(MOTHER, contact_by="text", phone=typed),))
    comes_back("+31612345679")
    assert seen(walk) == frozenset()
    comes_back("+31612345678")
    assert seen(walk) == {walk.parent("mother")}
    assert {row.code: row.came_back for row in reading.worklist(walk.desk).rows}[walk.code]
    page = come_in("marieke").get(f"/gezin/{walk.code}/").text
    assert "Onze berichten komen hier niet aan. Bel even." in page
    arrives("+31612345678")
    assert seen(walk) == frozenset()


@pytest.mark.parametrize("way", ["phone", "letter", "referrer"])
def test_who_is_not_texted_does_not_count_as_not_reached_by_text(walk: Walk, settings: Any, way: str) -> None:
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/sms"
    walk.to("preparing", parents=(replace(MOTHER, contact_by=way, phone="06 12345678"),))
    comes_back("+31612345678")
    assert seen(walk) == frozenset()
    assert not {row.code: row.came_back for row in reading.worklist(walk.desk).rows}[walk.code]


def test_a_later_letter_that_arrives_takes_the_sign_away(walk: Walk) -> None:
    walk.to("preparing")
    comes_back("joris@knooppunt.example")
    assert seen(walk) == {walk.seat("joris")}
    arrives("joris@knooppunt.example")
    assert seen(walk) == frozenset()


def test_another_address_takes_the_sign_away(walk: Walk) -> None:
    walk.to("preparing")
    person = Person.objects.get(code=welcoming.give_place(walk.desk, walk.code, walk.parent("mother")).person)
    assert person.pk and seen(walk) == frozenset()
    give = welcoming.give_place(walk.desk, walk.code, walk.parent("mother"), address="merel@example.org")
    assert give and seen(walk) == frozenset()
    comes_back("merel@example.org")
    assert seen(walk) == {walk.parent("mother")}
    welcoming.give_place(walk.desk, walk.code, walk.parent("mother"), address="merel2@example.org", checked=True)
    assert seen(walk) == frozenset()


def test_who_takes_no_part_shows_nothing(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    welcoming.give_place(walk.desk, walk.code, walk.parent("partner"), address="mus@example.org")
    comes_back("mus@example.org")
    assert seen(walk) == {walk.parent("partner")}
    walk.withdraw("partner")
    assert walk.parent("partner") not in seen(walk)


@pytest.mark.parametrize("parents", [1, 2])
def test_mail_that_comes_back_asks_two_questions_more_at_most(walk: Walk, parents: int) -> None:
    walk.to("following", couple=parents == 2)
    client = come_in("marieke")
    client.get(f"/gezin/{walk.code}/")
    with CaptureQueriesContext(connection) as before:
        assert SIGN not in client.get(f"/gezin/{walk.code}/").text
    for to in ("joris@knooppunt.example", "sanne@knooppunt.example"):
        comes_back(to)
    with CaptureQueriesContext(connection) as after:
        assert SIGN in client.get(f"/gezin/{walk.code}/").text
    assert len(after) <= len(before) + 2
