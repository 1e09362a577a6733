"""The functional manager sees what stands still, lets it go again, and never sees to whom it was."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from knooppunt.letters.post import write
from knooppunt.people.models import Assignment, Person
from knooppunt.trail.models import TrailLine
from knooppunt.web.shared.labels import LABELS
from knooppunt.work import rounds, waiting
from knooppunt.work.models import Round

pytestmark = pytest.mark.django_db
HERE = "/beheer/blijft-liggen/"


@pytest.fixture
def manager(client: Client) -> Client:
    return _signed_in(client, "functional_manager")


def _signed_in(client: Client, role: str) -> Client:
    person = Person.objects.create_user(email=f"{role}@example.org", name="Bo Mens")
    Assignment.objects.create(person=person, role=role)
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": clock.now().timestamp(), "type": "totp"}]
    session["_account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def given_up(kind: str, to: str, error: str, **more: Any) -> Letter:
    write(kind, to, "nl", **more)
    letter = Letter.objects.order_by("-id")[0]
    Letter.objects.filter(pk=letter.pk).update(failed_at=clock.now(), last_error=error)
    return letter


def again(client: Client, letter: Letter) -> str:
    answer = client.post(reverse("account:try_again", kwargs={"code": letter.code}), follow=True)
    assert answer.redirect_chain == [(HERE, 302)]
    return answer.text


def test_when_nothing_stands_still_the_page_says_so(manager: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        page = manager.get(HERE).text
    assert "Alles loopt" in page and "Er wacht niets" in page
    assert HERE in manager.get(reverse("account:people")).text


def test_it_is_the_managers_page_alone(client: Client) -> None:
    leader = _signed_in(client, "privacy_officer")
    assert leader.get(HERE).status_code == 404
    letter = given_up("family_message", "a@b.example", "RCPT450")
    assert leader.post(f"{HERE}{letter.code}/opnieuw/").status_code == 404
    assert Client().get(HERE).status_code == 302


def test_a_letter_that_was_given_up_goes_again_and_the_trail_says_who_did_it(manager: Client) -> None:
    letter = given_up("referral_accepted", "sanne@huisarts.example", "ConnectionRefusedError", date=clock.today())
    page = manager.get(HERE).text
    assert "huisarts.example" in page and "sanne" not in page and letter.to not in page
    assert "opnieuw op weg" in again(manager, letter)
    letter.refresh_from_db()
    assert letter.failed_at is None and letter.not_before <= clock.now()
    line = TrailLine.objects.get(act="letters.try_again")
    assert (line.role, line.detail) == ("functional_manager", "referral_accepted")
    assert "kan niet meer op weg" in again(manager, letter)  # it is under way already


def test_nothing_shows_where_a_parent_can_be_reached(manager: Client) -> None:
    given_up("family_message", "mama@thuis.example", "RCPT450")
    given_up("family_message", "+31611223344", waiting.UNKNOWN)
    page = manager.get(HERE).text
    assert "thuis" not in page and "mama" not in page and "1122" not in page
    assert "Misschien kwam het wel aan" in page


def test_what_makes_no_sense_is_not_offered_and_not_done(manager: Client) -> None:
    refused = given_up("family_message", "weg@b.example", "RCPT550")
    Letter.objects.update(refused_at=clock.now())
    code = given_up("code", "a@b.example", "TooLate", digits="123456")
    Letter.objects.filter(pk=code.pk).update(body="")
    assert "/opnieuw/" not in manager.get(HERE).text
    for letter in (refused, code):
        assert "kan niet meer op weg" in again(manager, letter)
        assert Letter.objects.get(pk=letter.pk).failed_at
    assert manager.post(f"{HERE}WEG/opnieuw/", follow=True).status_code == 200


def test_a_worker_that_stands_still_shows_on_the_page_and_to_who_watches_the_server(manager: Client) -> None:
    write("family_message", "a@b.example", "nl")
    assert manager.get("/gezondheid/").content == b"goed\n"
    Letter.objects.update(not_before=clock.now() - timedelta(minutes=48), queued_at=clock.now() - timedelta(hours=3))
    page = manager.get(HERE).text
    assert "staat stil" in page and "Alles loopt" not in page
    health = manager.get("/gezondheid/")
    assert health.status_code == 200 and health.text == "goed\nde achtergrond loopt 48 minuten achter\n"


def test_a_round_that_fails_shows_its_error(manager: Client) -> None:
    rounds.lay_out()
    Round.objects.filter(name="forget").update(last_error="TooMuchAtOnce")
    page = manager.get(HERE).text
    assert "knooppunt forget" in page and "Zegels zetten" in page


def test_each_round_has_a_name_that_people_understand() -> None:
    assert set(rounds._JOBS) == set(LABELS["round"])
