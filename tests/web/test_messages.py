"""Messages on the screen: a parent asks, the coordinator or the lead answers, and nobody else finds the page."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import reading, telling
from knooppunt.letters.models import Letter
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
WORDS = "Kolibrie heeft een vraag"


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.fixture
def code(town: Any) -> str:
    return str(town.cases["following"])


@pytest.fixture
def desk(town: Any) -> Client:
    return come_in("marieke")


@pytest.fixture
def daniel(town: Any) -> Client:
    return come_in("daniel")


def ask(client: Client, code: str, **more: str) -> Any:
    return client.post(f"/ons-gezin/{code}/berichten/schrijven/", {"text": WORDS, "to": "coordinator"} | more)


def waiting(town: Any, code: str) -> str:
    """Give the code of the message that waits."""
    inbox = reading.inbox(town.actor("marieke"), code)
    return next(message.code for message in inbox.messages if message.waits)


def test_a_parent_asks_and_reads_the_answer(daniel: Client, desk: Client, town: Any, code: str) -> None:
    assert ask(daniel, code).status_code == 302
    page = text(daniel.get(f"/ons-gezin/{code}/berichten/"))
    assert WORDS in page and "wacht op antwoord" in page
    assert WORDS in text(desk.get(f"/gezin/{code}/"))
    address = f"/gezin/{code}/berichten/{waiting(town, code)}/"
    with CaptureQueriesContext(connection) as asked:
        assert WORDS in text(desk.get(address))
    assert len(asked) <= 12
    assert desk.post(address, {"text": "Kolibrie krijgt antwoord"}).status_code == 302
    assert "Kolibrie krijgt antwoord" in text(daniel.get(f"/ons-gezin/{code}/berichten/"))
    second = desk.post(address, {"text": "Nog een antwoord"})
    assert second.status_code == 200 and "al geantwoord" in text(second) and "Nog een antwoord" in text(second)


def test_nobody_else_finds_the_message(daniel: Client, town: Any, code: str) -> None:
    ask(daniel, code)
    message = waiting(town, code)
    yara = come_in("yara")
    for address in ("", "berichten/", "tafel/", "bewaren/", "mijn-gegevens/"):
        assert "Kolibrie" not in text(yara.get(f"/ons-gezin/{code}/{address}"))
    for key in ("fatima", "joris"):
        assert "Kolibrie" not in text(come_in(key).get(f"/mijn-gezinnen/{code}/"))
    for key in ("fatima", "joris", "sanne", "petra", "yara", "willem"):
        client = come_in(key)
        for address in (f"/gezin/{code}/berichten/", f"/gezin/{code}/berichten/{message}/"):
            assert client.get(address).status_code == 404, (key, address)
    assert "Kolibrie" not in str(list(Letter.objects.values_list("subject", "body")))


def test_a_message_to_the_lead_is_answered_by_the_lead(daniel: Client, desk: Client, town: Any, code: str) -> None:
    assert ask(daniel, code, to="lead").status_code == 302
    assert "Kolibrie" not in text(desk.get(f"/gezin/{code}/berichten/"))
    assert "wacht nog op antwoord" in text(desk.get(f"/gezin/{code}/berichten/"))
    message = waiting(town, code)
    assert desk.get(f"/gezin/{code}/berichten/{message}/").status_code == 404
    fatima = come_in("fatima")
    assert WORDS in text(fatima.get(f"/mijn-gezinnen/{code}/"))
    address = f"/mijn-gezinnen/{code}/berichten/{message}/"
    assert come_in("joris").get(address).status_code == 404
    assert fatima.post(address, {"text": "Ik bel u"}).status_code == 302
    assert "Ik bel u" in text(daniel.get(f"/ons-gezin/{code}/berichten/"))


def test_words_that_are_too_many_come_back_whole(daniel: Client, code: str) -> None:
    long = "Kolibrie " * 11_000
    answer = ask(daniel, code, text=long)
    assert answer.status_code == 200
    assert "te lang" in text(answer) and text(answer).count("Kolibrie") >= 11_000
    assert "Kolibrie" not in text(daniel.get(f"/ons-gezin/{code}/berichten/"))


def test_a_button_pressed_twice_sends_once(daniel: Client, town: Any, code: str) -> None:
    ask(daniel, code)
    ask(daniel, code)
    assert [m.text for m in reading.inbox(town.actor("marieke"), code).messages].count(WORDS) == 1


def test_who_left_may_still_ask(daniel: Client, desk: Client, town: Any, code: str) -> None:
    from knooppunt.casework import consenting

    me = next(p.code for p in reading.own_place(town.actor("daniel"), code).parents)
    consenting.withdraw_consent(town.actor("daniel"), code, me, purpose="take_part")
    assert "U doet nu niet mee" in text(daniel.get(f"/ons-gezin/{code}/"))
    assert ask(daniel, code).status_code == 302
    assert WORDS in text(daniel.get(f"/ons-gezin/{code}/berichten/"))
    page = text(desk.get(f"/gezin/{code}/berichten/"))
    assert WORDS in page and "Daniel" not in page


def test_the_coordinator_notes_what_a_parent_says_by_telephone(desk: Client, town: Any, code: str) -> None:
    file = reading.case_file(town.actor("marieke"), code)
    yara = next(p.code for p in file.parents if p.kind == "mother")
    address = f"/gezin/{code}/ouder/{yara}/bericht/"
    assert "Yara" in text(desk.get(address))
    assert desk.post(address, {"kind": "erasure", "text": WORDS}).status_code == 302
    assert WORDS in text(come_in("yara").get(f"/ons-gezin/{code}/berichten/"))
    one = f"/gezin/{code}/berichten/{waiting(town, code)}/"
    assert "Kies een antwoord" in text(desk.post(one, {"text": "Nee"}))
    assert desk.post(one, {"text": "Dat mag niet van de wet", "granted": "no"}).status_code == 302
    assert "niet gedaan" in text(come_in("yara").get(f"/ons-gezin/{code}/berichten/"))
    assert desk.get(f"/gezin/{code}/ouder/ZZZZZZZZ/bericht/").status_code == 404


def test_somebody_wanted_is_asked_in_own_words(daniel: Client, desk: Client, code: str) -> None:
    assert daniel.post(f"/ons-gezin/{code}/tafel/iemand-erbij/", {"text": "Mijn moeder Kolibrie"}).status_code == 302
    assert "Mijn moeder Kolibrie" in text(daniel.get(f"/ons-gezin/{code}/tafel/"))
    assert "Mijn moeder Kolibrie" in text(desk.get(f"/gezin/{code}/"))
    assert "Kolibrie" not in text(come_in("yara").get(f"/ons-gezin/{code}/tafel/"))


def test_the_worklist_says_that_a_message_waits_and_not_what(daniel: Client, desk: Client, code: str) -> None:
    ask(daniel, code)
    page = text(desk.get("/werklijst/"))
    assert "Beantwoord een bericht" in page and "Kolibrie" not in page


def test_a_right_in_a_family_that_ended_is_not_lost(desk: Client, town: Any) -> None:
    """Who was never taken up may ask what we keep: the desk sees that it waits, though the family is no longer open."""
    code = town.cases["declined"]
    parent = reading.header(town.actor("marieke"), code).parents[0].code
    telling.send_message(town.actor("marieke"), code, kind="erasure", text=WORDS, on_behalf_of=parent)
    page = text(desk.get("/werklijst/"))
    assert f"/gezin/{code}/berichten/" in page and "Kolibrie" not in page


def test_looking_back_is_one_question_per_page_and_kept_at_once(daniel: Client, town: Any, code: str) -> None:
    overview = text(daniel.get(f"/ons-gezin/{code}/terugkijken/"))
    assert "Kwam deze hulp?" in overview
    one = f"/ons-gezin/{code}/terugkijken/"
    assert daniel.get(f"{one}ZZZZZZZZ/").status_code == 404
    assert "Kies een antwoord" in text(daniel.post(f"{one}geholpen/", {}))
    for ref, answer in (("geholpen", "partly"), ("nu", "worse"), ("woorden", "Kolibrie slaapt slecht")):
        assert daniel.post(f"{one}{ref}/", {"answer": answer}).status_code == 302
    page = text(daniel.get(one))
    assert "Minder goed dan eerst" in page and "Kolibrie slaapt slecht" in page
    assert "Kolibrie" not in text(come_in("yara").get(f"/ons-gezin/{code}/terugkijken/"))
    for client in (come_in("fatima"), come_in("marieke")):
        page = text(client.get(f"/evaluatie/{code}/"))
        assert "Kolibrie slaapt slecht" in page
    assert "Kolibrie" not in text(come_in("joris").get(f"/mijn-gezinnen/{code}/"))


def test_the_coordinator_notes_for_one_parent_who_is_wanted(desk: Client, town: Any, code: str) -> None:
    """One no is enough, so the coordinator answers for one parent and never over the head of the other."""
    from knooppunt.casework import convening

    file = reading.case_file(town.actor("marieke"), code)
    joris = next(s for s in file.circle if s.person_code == town.people["joris"].code)
    convening.agree_to_person(town.actor("daniel"), code, joris.code, yes=False)
    mother = next(p.code for p in file.parents if p.kind == "mother")
    assert f'name="parent" value="{mother}"' in text(desk.get(f"/gezin/{code}/"))
    desk.post(f"/gezin/{code}/kring/{joris.code}/gezin-vindt/", {"yes": "yes", "parent": mother})
    after = reading.case_file(town.actor("marieke"), code)
    assert next(s.family_agrees for s in after.circle if s.code == joris.code) is False
    yara = reading.own_place(town.actor("yara"), code)
    assert next(s.family_agrees for s in yara.circle if s.code == joris.code) is True
