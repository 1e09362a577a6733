"""The clock on the coordinator's screens: what waits, who heard, a pause; and nothing of it for anyone else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from knooppunt.casework import pausing
from knooppunt.foundation import clock
from tests.web.as_cast import come_in
from tests.web.test_coordinator_acts import date_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def marieke(town: Any) -> Client:
    return come_in("marieke")


def block(client: Client, code: str) -> str:
    page = client.get(f"/gezin/{code}/").text
    return page.partition('id="klok"')[2].partition("</section>")[0]


def test_what_is_late_says_who_heard_of_it(marieke: Client, town: Any) -> None:
    shown = block(marieke, town.cases["late"])
    assert "Neem contact op met het gezin" in shown and "kp-tag--danger" in shown
    assert "wie het doet" in shown and "de coördinator" in shown and "de vervanger" in shown
    assert "projectleider" not in shown
    assert "De klok stilzetten" in shown


def test_a_pause_stands_on_the_page_and_the_worklist_until_it_is_taken_back(marieke: Client, town: Any) -> None:
    code = town.cases["evaluated"]
    assert "Gepauzeerd tot en met" in block(marieke, code)
    assert "Het gezin is drie weken bij familie." in block(marieke, code)
    assert "gepauzeerd tot en met" in marieke.get("/werklijst/").text
    assert marieke.post(f"/gezin/{code}/klok/verder/").status_code == 302
    assert "Gepauzeerd" not in block(marieke, code)
    assert "gepauzeerd tot en met" not in marieke.get("/werklijst/").text
    assert "De klok loopt al." in marieke.post(f"/gezin/{code}/klok/verder/", follow=True).text


def test_a_pause_asks_a_day_and_a_reason_and_keeps_what_was_typed(marieke: Client, town: Any) -> None:
    address = f"/gezin/{town.cases['late']}/klok/stilzetten/"
    page = marieke.get(address).text
    assert "gaan gewoon door" in page
    far = date_of(clock.today() + timedelta(days=120), "until")
    wrong = marieke.post(address, {**far, "why": "Op <b>reis</b>"})
    assert wrong.status_code == 200
    assert "hoogstens drie maanden vooruit" in wrong.text and "Op &lt;b&gt;reis&lt;/b&gt;" in wrong.text
    soon = date_of(clock.today() + timedelta(days=20), "until")
    answer = marieke.post(address, {**soon, "why": "Op reis"})
    assert answer.status_code == 302 and answer.url.endswith("#klok")
    assert "Op reis" in block(marieke, town.cases["late"])
    assert "Op reis" in marieke.get(address).text  # to change it


def test_the_reason_of_a_pause_is_the_desks_alone(town: Any) -> None:
    code = town.cases["following"]
    until = clock.today() + timedelta(days=20)
    pausing.pause_clock(town.actor("marieke"), code, until=until, why="Kanarie op reis")
    for key, pages in {"fatima": (f"/mijn-gezinnen/{code}/",), "yara": (f"/mijn/{code}/", "/mijn/")}.items():
        client = come_in(key)
        for page in pages:
            assert "Kanarie op reis" not in client.get(page, follow=True).text
