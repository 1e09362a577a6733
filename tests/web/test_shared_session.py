"""Who is there, for how long, in which language; what the browser may keep; and where everybody begins."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.foundation import clock
from knooppunt.people.models import Assignment, Person
from knooppunt.web.shared import middleware
from knooppunt.web.shared.addresses import address
from knooppunt.web.shared.context import PLACES, Place

pytestmark = pytest.mark.django_db


def strong(client: Client, person: Person) -> Client:
    """Sign in with a second factor, as far as the session knows."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa"}]
    session.save()
    return client


@pytest.fixture
def midwife() -> Person:
    return Person.objects.create_user("vera@example.org", name="Vera", language="en")


@pytest.fixture
def signed_in(client: Client, midwife: Person) -> Client:
    return strong(client, midwife)


def test_a_session_ends_after_doing_nothing(signed_in: Client) -> None:
    start = clock.now()
    signed_in.get("/over/")
    with clock.travel(start + timedelta(seconds=settings.SESSION_IDLE_SECONDS - 5)):
        assert "Sign out" in signed_in.get("/over/").text or "Uitloggen" in signed_in.get("/over/").text
    with clock.travel(start + timedelta(seconds=2 * settings.SESSION_IDLE_SECONDS + 120)):
        page = signed_in.get("/over/")
        assert "_auth_user_id" not in signed_in.session
        assert "Inloggen" in page.text or "Sign in" in page.text


def test_a_session_ends_after_the_longest_time_however_busy(signed_in: Client) -> None:
    moment = clock.now()
    signed_in.get("/over/")
    until = moment + timedelta(seconds=settings.SESSION_LONGEST_SECONDS)
    while moment < until:
        assert "_auth_user_id" in signed_in.session
        moment += timedelta(minutes=14)
        with clock.travel(moment):
            signed_in.get("/over/")
    assert "_auth_user_id" not in signed_in.session


def test_staying_is_a_post_that_says_nothing(signed_in: Client, client: Client) -> None:
    assert signed_in.post("/blijf/").status_code == 204
    assert Client().post("/blijf/").status_code == 302


def test_a_page_costs_the_session_and_the_person_and_no_more(signed_in: Client) -> None:
    from django.db import connection

    signed_in.get("/over/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        signed_in.get("/over/")
    assert len(queries) == 2, [query["sql"] for query in queries]


def test_a_new_role_shows_within_a_minute_and_a_lost_one_goes(signed_in: Client, midwife: Person) -> None:
    signed_in.get("/over/")
    Assignment.objects.create(person=midwife, role="functional_manager")
    with clock.travel(clock.now() + timedelta(seconds=61)):
        signed_in.get("/over/")
        assert "functional_manager" in signed_in.session[middleware.ROLES]


def test_the_persons_language_comes_before_dutch_and_the_cookie_before_that(signed_in: Client) -> None:
    assert signed_in.get("/over/").headers["Content-Language"] == "en"
    assert signed_in.get("/over/").wsgi_request.actor.language == "en"
    signed_in.cookies["language"] = "nl"
    assert signed_in.get("/over/").headers["Content-Language"] == "nl"
    # Labels that reading hands over follow the page, not the language of this person's letters.
    assert signed_in.get("/over/").wsgi_request.actor.language == "nl"


def test_nothing_of_somebody_who_is_known_stays_in_the_browser(signed_in: Client) -> None:
    assert "no-store" in signed_in.get("/over/")["Cache-Control"]
    assert "Clear-Site-Data" not in signed_in.get("/over/")
    assert "Clear-Site-Data" in signed_in.post(address("account_logout"))


def test_public_pages_may_be_kept_by_strangers(client: Client) -> None:
    assert "no-store" not in client.get("/over/").get("Cache-Control", "")


def test_everybody_begins_at_their_own_work(client: Client) -> None:
    manager = Person.objects.create_user("bas@example.org", name="Bas")
    Assignment.objects.create(person=manager, role="functional_manager")
    assert strong(client, manager).get("/")["Location"] == address("account:people")


def test_one_factor_is_not_enough_for_a_professional(client: Client, midwife: Person) -> None:
    client.force_login(midwife)
    assert client.get("/over/")["Location"] == address("account:secure")


def test_a_referrer_checked_by_code_is_known_but_not_signed_in(client: Client, midwife: Person, rf: Any) -> None:
    client.get("/over/")
    session = client.session
    session[middleware.CODE_PERSON] = midwife.pk
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    page = client.get("/over/")
    assert page.wsgi_request.actor.assurance == "code"
    assert client.get(address("account:me")).status_code == 302
    with clock.travel(clock.now() + timedelta(seconds=middleware.CODE_IDLE_SECONDS + 120)):
        assert client.get("/over/").wsgi_request.actor.assurance == "none"


def test_somebody_whose_access_was_ended_is_nobody_at_once(signed_in: Client, midwife: Person) -> None:
    signed_in.get("/over/")
    Person.objects.filter(pk=midwife.pk).update(is_active=False)
    assert signed_in.get("/over/").wsgi_request.actor.assurance == "none"


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.url_name)
def test_every_place_of_the_menu_exists(place: Place) -> None:
    assert address(place.url_name)


def test_the_menu_marks_where_one_is_by_the_longest_address(signed_in: Client) -> None:
    menu = signed_in.get(address("referrer:mine")).context["site"].menu
    assert [link.href for link in menu if link.current] == [address("referrer:mine")]


def test_a_desk_apart_from_families_has_no_menu_of_families(client: Client) -> None:
    manager = Person.objects.create_user("bas@example.org", name="Bas")
    Assignment.objects.create(person=manager, role="functional_manager")
    menu = strong(client, manager).get("/over/").context["site"].menu
    assert [link.href for link in menu] == [address("account:people"), address("account:directory")]
