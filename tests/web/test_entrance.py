"""The parents' entrance: in with a card and digits, later with the safe address alone; nobody learns who is known."""

import re
from datetime import timedelta
from random import randrange
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from knooppunt.casework import reading, welcoming
from knooppunt.demo.cast import CAST
from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from knooppunt.people import entrance
from knooppunt.people.models import Attempt, Person
from knooppunt.trail.models import TrailLine
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db

NUMBER = "06-1122 3344"
OURS = {"Origin": "http://testserver"}
ENTER, CODE, AGAIN = "/binnen/", "/binnen/code/", "/binnen/nieuw/"


def card_for(town: Any, story: str = "preparing", address: str = NUMBER, **how: Any) -> str:
    desk, code = town.actor("marieke"), town.cases[story]
    parent = reading.case_file(desk, code).parents[how.pop("number", 0)].code
    return welcoming.give_place(desk, code, parent, address=address, **how).card.code


def digits() -> str:
    return re.search("[0-9]{6}", Letter.objects.filter(kind="code").latest("id").body)[0]  # type: ignore[index]


def inside(client: Client) -> str:
    """Give the code of who is in."""
    return client.get("/hulp/").wsgi_request.actor.code  # type: ignore[attr-defined]


def walk_in(client: Client, who: str, typed: str = "") -> Any:
    assert client.post(ENTER, {"who": who}).headers["Location"] == CODE
    return client.post(CODE, {"code": typed or digits()})


def plain(page: Any) -> str:
    return re.sub(r'value="[^"]*"|nonce="[^"]*"|data-key="[^"]*"', "", page.text)


# --- the road -------------------------------------------------------------------------------------------------------
def test_first_with_the_card_and_then_with_the_number_alone(town: Any) -> None:
    card, client = card_for(town), Client()
    assert client.get(ENTER).status_code == 200
    answer = walk_in(client, f" {card.lower().replace('-', ' ')} ")
    assert answer.headers["Location"] == "/ons-gezin/"
    letter = Letter.objects.filter(kind="code").latest("id")
    assert (letter.channel, letter.to) == ("sms", "+31611223344")
    assert client.get(f"/ons-gezin/{town.cases['preparing']}/").status_code == 200
    assert client.get("/hulp/").wsgi_request.actor.assurance == "single"  # type: ignore[attr-defined]
    assert TrailLine.objects.filter(act="account.sign_in").latest("id").detail == "card"
    later = Client()
    assert walk_in(later, "0031 6 11 22 33 44").status_code == 302
    assert inside(later) == inside(client) != ""
    assert TrailLine.objects.filter(act="account.sign_in").latest("id").detail == "address"


@pytest.mark.parametrize("shape", ["{}", " {} ", "{0[0]} {0[1]}-{0[2]}.{0[3]}{0[4]}{0[5]}", "arabic"])
def test_digits_are_taken_however_they_are_typed(town: Any, shape: str) -> None:
    client = Client()
    client.post(ENTER, {"who": CAST["daniel"].safe})
    typed = digits()
    typed = "".join(chr(0x660 + int(one)) for one in typed) if shape == "arabic" else shape.format(typed)
    assert client.post(CODE, {"code": typed}).status_code == 302


def test_the_number_alone_is_not_enough_the_first_time(town: Any) -> None:
    card_for(town)
    Client().post(ENTER, {"who": NUMBER})
    assert not Letter.objects.filter(kind="code").exists()


def test_a_card_works_once(town: Any) -> None:
    card = card_for(town)
    walk_in(Client(), card)
    Letter.objects.all().delete()
    Client().post(ENTER, {"who": card})
    assert not Letter.objects.filter(kind="code").exists()


def test_two_parents_who_share_a_telephone_come_in_by_their_own_card_each_time(town: Any) -> None:
    hers = card_for(town, "late")
    his = card_for(town, "late", number=1, sharing=True)
    for _ in range(2):
        first, second = Client(), Client()
        walk_in(first, hers)
        walk_in(second, his)
        assert inside(first) and inside(second) and inside(first) != inside(second)
    before = Letter.objects.count()
    Client().post(ENTER, {"who": NUMBER})
    assert Letter.objects.count() == before, "the number alone opens neither"


def test_fresh_digits_in_one_click_end_the_old_ones(town: Any) -> None:
    client = Client()
    client.post(ENTER, {"who": CAST["yara"].safe})
    old = digits()
    assert client.post(AGAIN).headers["Location"].startswith(CODE)
    assert "Er zijn nieuwe cijfers onderweg" in client.get(f"{CODE}?nieuw=1").text
    if old != digits():
        assert "kloppen niet" in client.post(CODE, {"code": old}).text
    assert client.post(CODE, {"code": digits()}).status_code == 302


def test_who_wanted_a_page_of_the_family_goes_there_and_nowhere_else(town: Any) -> None:
    wanted = f"/ons-gezin/{town.cases['following']}/tafel/"
    client = Client()
    answer = client.get(wanted)
    assert answer.headers["Location"] == f"/binnen/?next={wanted}"
    for onward, lands in ((wanted, wanted), ("https://elders.example/", "/ons-gezin/"), ("/werklijst/", "/ons-gezin/")):
        client = Client()
        client.post(f"{ENTER}?next={onward}", {"who": CAST["yara"].safe})
        assert client.post(CODE, {"code": digits()}).headers["Location"] == lands


# --- an outsider with patience --------------------------------------------------------------------------------------
def test_known_and_unknown_get_the_same_pages(town: Any) -> None:
    card = card_for(town)
    typed = (card, "KMPR-7894", CAST["yara"].safe, "06 99 88 77 66", "niemand@example.org", CAST["daniel"].safe,
             CAST["marieke"].email, NUMBER)  # fmt: skip
    pages, before = [], Attempt.objects.count()
    for number, who in enumerate(typed):
        client = Client(REMOTE_ADDR=f"10.1.{number}.1")
        answer = client.post(ENTER, {"who": who})
        after = client.post(CODE, {"code": "000000"})
        again = client.post(AGAIN)
        pages.append((answer.status_code, answer.headers["Location"], plain(client.get(CODE)), plain(after),
                      again.headers["Location"], sorted(client.cookies)))  # fmt: skip
    assert len(set(map(str, pages))) == 1
    assert Attempt.objects.count() - before == len(typed), "also for who is unknown a row is written"


def test_no_code_signs_a_professional_in_and_a_professional_has_no_entrance(town: Any) -> None:
    before = Letter.objects.count()
    client = Client()
    client.post(ENTER, {"who": CAST["marieke"].email})
    assert Letter.objects.count() == before
    with pytest.raises(ValueError, match="Only a parent"):
        entrance.give_card(town.people["marieke"], CAST["marieke"].email, with_card=False)


def test_a_parent_with_the_address_of_a_professional_is_still_a_parent_only(town: Any) -> None:
    card, client = card_for(town, address=CAST["marieke"].email), Client()
    walk_in(client, card)
    later = Client()
    walk_in(later, CAST["marieke"].email)
    person = Person.objects.get(code=inside(later))
    assert person.kind == "parent" and person != town.people["marieke"]
    assert later.get("/werklijst/").status_code == 404 and later.get("/account/veilig/").status_code == 404
    # And the other way round: a code to a work address makes nobody this parent.
    other = Client()
    other.post("/wie-bent-u/", {"email": CAST["marieke"].email})
    other.post("/wie-bent-u/code/", {"code": digits()})
    assert inside(other) == town.people["marieke"].code


def test_a_code_is_of_the_browser_that_asked_for_it(town: Any) -> None:
    mine, thief = Client(), Client()
    thief.post(ENTER, {"who": CAST["daniel"].safe})
    mine.post(ENTER, {"who": CAST["yara"].safe})
    assert thief.post(CODE, {"code": digits()}).status_code == 200
    assert inside(thief) == ""
    assert Client().post(CODE, {"code": digits()}).headers["Location"] == ENTER


def test_five_wrong_tries_end_the_digits_and_they_work_once(town: Any) -> None:
    client = Client()
    client.post(ENTER, {"who": CAST["yara"].safe})
    right = digits()
    wrong = "111111" if right != "111111" else "222222"
    for _ in range(4):
        assert "kloppen niet" in client.post(CODE, {"code": wrong}).text
    assert "werken niet meer" in client.post(CODE, {"code": wrong}).text
    assert "werken niet meer" in client.post(CODE, {"code": right}).text
    refused = TrailLine.objects.filter(act="account.sign_in", outcome="refused")
    assert refused.count() == 5 and not refused.exclude(actor_code="").exists()
    other = Client()
    other.post(ENTER, {"who": CAST["yara"].safe})
    used, kept = digits(), other.cookies["session"].value
    assert other.post(CODE, {"code": used}).status_code == 302
    assert other.cookies["session"].value != kept, "another key for the session"
    replay = Client()
    replay.cookies["session"] = kept
    assert replay.post(CODE, {"code": used}).headers["Location"] == ENTER


def test_digits_are_over_after_ten_minutes(town: Any) -> None:
    client = Client()
    client.post(ENTER, {"who": CAST["yara"].safe})
    with clock.travel(clock.now() + timedelta(minutes=10, seconds=1)):
        assert "werken niet meer" in client.post(CODE, {"code": digits()}).text


def test_guessing_is_slowed_down_by_network_and_by_address(town: Any) -> None:
    guesses = [f"KMPR-78{sign}7" for sign in "BCDFGHJKMNPQ"]
    answers = [Client(REMOTE_ADDR="10.2.0.1").post(ENTER, {"who": guess}) for guess in guesses]
    assert [a.status_code for a in answers] == [302] * 10 + [429] * 2
    spread = [Client(REMOTE_ADDR=f"10.3.{n}.1").post(ENTER, {"who": CAST["yara"].safe}) for n in range(7)]
    assert [a.status_code for a in spread] == [302] * 5 + [429] * 2
    unknown = [Client(REMOTE_ADDR=f"10.4.{n}.1").post(ENTER, {"who": "06 99 88 77 66"}) for n in range(7)]
    assert [a.status_code for a in unknown] == [302] * 5 + [429] * 2
    assert Letter.objects.filter(kind="code").count() == 5


def test_what_can_be_no_code_number_or_address_is_said_at_once(town: Any) -> None:
    before = Attempt.objects.count()
    for who in ("KMPR-78", "yara", "12", "a@b", ""):
        page = Client().post(ENTER, {"who": who})
        assert page.status_code == 200 and page.context["form"].errors
    assert Attempt.objects.count() == before


# --- the session ----------------------------------------------------------------------------------------------------
def test_another_number_ends_open_sessions(town: Any) -> None:
    card, client = card_for(town), Client()
    walk_in(client, card)
    assert inside(client)
    fresh = card_for(town, address="0622334455", checked=True)
    assert inside(client) == ""
    before = Letter.objects.count()
    Client(REMOTE_ADDR="10.5.0.1").post(ENTER, {"who": NUMBER})
    Client(REMOTE_ADDR="10.5.0.1").post(ENTER, {"who": "0622334455"})
    assert Letter.objects.count() == before, "the old number never again, the new one first with the card"
    walk_in(client, fresh)
    assert inside(client)


def test_a_parent_is_in_for_two_hours_at_most(town: Any) -> None:
    client, start = Client(), clock.now()
    walk_in(client, CAST["yara"].safe)
    minutes = settings.PARENT_SESSION_LONGEST_SECONDS // 60
    for minute in range(0, minutes - 1, 10):
        with clock.travel(start + timedelta(minutes=minute)):
            page = client.get("/ons-gezin/", follow=True)
            assert page.status_code == 200 and page.request["PATH_INFO"] != ENTER
            left = int(re.search(r'data-longest="(\d+)"', page.text)[1])  # type: ignore[index]
            assert abs(left - 60 * (minutes - minute)) < 5
    with clock.travel(start + timedelta(minutes=minutes, seconds=61)):
        assert client.get("/ons-gezin/").headers["Location"].startswith(ENTER)


def test_coming_in_leaves_nothing_of_who_was_here_before(town: Any) -> None:
    client = come_in("marieke")
    walk_in(client, CAST["yara"].safe)
    assert inside(client) == town.people["yara"].code
    assert client.get("/werklijst/").status_code == 404


def test_what_was_typed_is_kept_when_the_session_ended(town: Any) -> None:
    client, start = come_in("yara"), clock.now()
    client.get("/ons-gezin/", follow=True)
    with clock.travel(start + timedelta(hours=1)):
        page = client.post(f"/ons-gezin/{town.cases['following']}/stoppen/", {"text": "mijn woorden"}, headers=OURS)
    assert "mijn woorden" in page.text and f'href="{ENTER}"' in page.text


def test_ended_access_lets_nobody_in(town: Any) -> None:
    Person.objects.filter(pk=town.people["yara"].pk).update(is_active=False)
    Client().post(ENTER, {"who": CAST["yara"].safe})
    assert not Letter.objects.filter(kind="code").exists()


def test_the_fork_and_the_pages_of_accounts(town: Any) -> None:
    page = Client().get(reverse("entrance:fork")).text
    assert f'href="{ENTER}"' in page and 'href="/account/inloggen/"' in page
    assert 'href="/inloggen/"' in Client().get("/hulp/").text
    yara = come_in("yara")
    assert yara.get(ENTER).headers["Location"] == "/ons-gezin/"
    for name in ("account:me", "mfa_index", "mfa_add_webauthn", "mfa_activate_totp", "account_change_password"):
        assert yara.get(reverse(name)).status_code == 404, name


def test_the_pages_take_few_queries(town: Any, django_assert_max_num_queries: Any) -> None:
    client = Client()
    with django_assert_max_num_queries(2):
        client.get(ENTER)
    client.post(ENTER, {"who": CAST["yara"].safe})
    with django_assert_max_num_queries(3):
        client.get(CODE)


@settings_of_hypothesis(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.text(max_size=60), st.sampled_from(["\x00", "+", "@", "a@b.nl\r\nBcc: c@d.nl", "٠٦٩٩", "0" * 300])))
def test_no_text_breaks_the_two_questions_or_sends_anything(town: Any, text: str) -> None:
    client, before = Client(REMOTE_ADDR=f"10.9.{randrange(250)}.{randrange(250)}"), Letter.objects.count()
    assert client.post(ENTER, {"who": text}).status_code in (200, 302, 429)
    if client.post(ENTER, {"who": "niemand@example.org"}).status_code == 302:
        assert client.post(CODE, {"code": text}).status_code in (200, 429)
    assert inside(client) == "" and Letter.objects.count() == before
