"""The coordinator wipes away what a parent asked for; the page says what that means, and the proof names nobody."""

import re
from typing import Any

import pytest
from django.test import Client

from knooppunt.casework import consenting, following, picturing, reading, telling
from knooppunt.casework.picturing import Drawn
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(town: Any) -> str:
    return town.cases["following"]


@pytest.fixture
def desk(town: Any) -> Client:
    return come_in("marieke")


def asks(town: Any, code: str) -> str:
    telling.send_message(town.actor("yara"), code, kind="erasure", text="Wis dit")
    return next(p.code for p in reading.case_file(town.actor("marieke"), code).parents if p.kind == "mother")


def test_everything_about_one_parent(town: Any, desk: Client, code: str) -> None:
    parent = asks(town, code)
    message = reading.inbox(town.actor("marieke"), code).messages[0]
    address = f"/gezin/{code}/ouder/{parent}/wissen/"
    assert address in desk.get(f"/gezin/{code}/berichten/{message.code}/").content.decode()
    refused = desk.post(f"/gezin/{code}/berichten/{message.code}/", {"text": "Ja", "granted": "yes"})
    assert "Wis eerst" in refused.content.decode()
    assert "Zet een vinkje" in desk.post(address, {"what": "all"}).content.decode()
    done = desk.post(address, {"what": "all", "sure": "on"}, follow=True).content.decode()
    assert re.search(r"Nummer van het bewijs: [0-9A-Z]+", done) and "Yara" not in done.partition("<h1")[0]
    assert "Yara Haddad" not in desk.get(f"/gezin/{code}/").content.decode()
    assert desk.get(address).status_code == 404


def test_some_words(town: Any, desk: Client, code: str) -> None:
    parent = asks(town, code)
    note = following.add_note(town.actor("marieke"), code, "Deze notitie gaat weg", visible_to="table", about=parent)
    address = f"/gezin/{code}/ouder/{parent}/wissen/"
    assert "Deze notitie gaat weg" in desk.get(address).content.decode()
    sent = {"what": "some", "words": [note], "answer": "De notitie is weg.", "sure": "on"}
    assert desk.post(address, sent).status_code == 302
    page = come_in("yara").get(f"/ons-gezin/{code}/mijn-gegevens/").content.decode()
    assert "De notitie is weg." in page
    assert "Deze notitie gaat weg" not in desk.get(f"/gezin/{code}/").content.decode()


def test_how_she_saw_her_life_alone_also_after_she_left(town: Any, desk: Client, code: str) -> None:
    yara = town.actor("yara")
    picturing.draw_health(yara, code, {"mind": Drawn("Kanariezorgen", 4)})
    parent = asks(town, code)
    consenting.withdraw_consent(yara, code, parent, purpose="take_part")
    address = f"/gezin/{code}/ouder/{parent}/wissen/"
    assert "Positieve Gezondheid" in desk.get(address).content.decode()
    sent = {"what": "some", "answer": "Uw web is weg.", "sure": "on"}
    assert "Kies wat er gewist wordt." in desk.post(address, sent).content.decode()
    assert reading.own_health(yara, code).pictures
    assert desk.post(address, sent | {"health": "on"}).status_code == 302
    assert not reading.own_health(yara, code).pictures
    assert "Uw web is weg." in come_in("yara").get(f"/ons-gezin/{code}/mijn-gegevens/").content.decode()


def test_nobody_who_did_not_ask_and_nobody_else_does_it(town: Any, desk: Client, code: str) -> None:
    file = reading.case_file(town.actor("marieke"), code)
    for parent in file.parents:
        assert desk.get(f"/gezin/{code}/ouder/{parent.code}/wissen/").status_code == 404
    mother = asks(town, code)
    for key in ("fatima", "joris", "petra", "yara"):
        assert come_in(key).get(f"/gezin/{code}/ouder/{mother}/wissen/").status_code in (403, 404)


def test_also_of_a_family_that_was_never_taken_up(town: Any, desk: Client) -> None:
    code = town.cases["declined"]
    parent = reading.header(town.actor("marieke"), code).parents[0].code
    telling.send_message(town.actor("marieke"), code, kind="erasure", text="Wis alles", on_behalf_of=parent)
    address = f"/gezin/{code}/ouder/{parent}/wissen/"
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"what": "all", "sure": "on"}).status_code == 302
    assert desk.get(f"/gezin/{code}/").status_code == 404
