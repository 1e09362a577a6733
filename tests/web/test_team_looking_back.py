"""Looking back with the family, and what comes after: close, go on, or meet again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import reading
from knooppunt.foundation import clock
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def fatima(town: Any) -> Client:
    return come_in("fatima")


def text(answer: Any) -> str:
    return answer.content.decode()


def on(day: date, name: str) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def looked_back(town: Any, **other: str) -> dict[str, str]:
    file = reading.plan(town.actor("fatima"), town.cases["following"])
    came = {f"came-{a.code}": "yes" for goal in file.goals for a in goal.actions}
    return {
        **came, **on(clock.today(), "held_on"), "together": "with", "why_without": "", "need_met": "partly",
        "change": "better", "words": "HET-IS-RUSTIGER", **other,
    }  # fmt: skip


def test_looking_back_asks_for_every_action(fatima: Client, town: Any) -> None:
    code = town.cases["following"]
    fatima.get("/hulp/")  # the first page of a session also notes who is there
    with CaptureQueriesContext(connection) as asked:
        page = text(fatima.get(f"/evaluatie/{code}/"))
    assert len(asked) <= 12
    file = reading.plan(town.actor("fatima"), code)
    assert all(a.what in page for goal in file.goals for a in goal.actions)
    answer = fatima.post(f"/evaluatie/{code}/", {"words": "BLIJFT-STAAN"})
    page = text(answer)
    assert "Kies een antwoord bij “Alle brieven samen openen" in page and "BLIJFT-STAAN" in page
    assert reading.plan(town.actor("fatima"), code).state == "following"


def test_looking_back_without_the_family_needs_a_reason(fatima: Client, town: Any) -> None:
    address = f"/evaluatie/{town.cases['following']}/"
    answer = fatima.post(address, looked_back(town, together="without"))
    assert "Schrijf waarom u zonder het gezin terugkijkt." in text(answer)
    answer = fatima.post(address, looked_back(town, together="without", why_without="Zij zijn verhuisd."))
    assert answer.headers["Location"] == f"{address}verder/"


def test_nobody_looks_back_on_a_day_to_come(fatima: Client, town: Any) -> None:
    tomorrow = on(clock.today() + timedelta(days=1), "held_on")
    answer = fatima.post(f"/evaluatie/{town.cases['following']}/", looked_back(town, **tomorrow))
    assert answer.status_code == 200 and "te ver vooruit" in text(answer)


def test_after_looking_back_the_lead_goes_on(fatima: Client, town: Any) -> None:
    code = town.cases["following"]
    fatima.post(f"/evaluatie/{code}/", looked_back(town))
    page = text(fatima.get(f"/evaluatie/{code}/verder/"))
    assert "HET-IS-RUSTIGER" in page
    answer = fatima.post(f"/evaluatie/{code}/verder/", {"way": "go_on"})
    assert "Kies wanneer u weer samen terugkijkt." in text(answer)
    later = on(clock.today() + timedelta(weeks=6), "evaluation_on")
    assert fatima.post(f"/evaluatie/{code}/verder/", {"way": "go_on", **later}).status_code == 302
    file = reading.shared_case(town.actor("fatima"), code)
    assert file.state == "following" and file.evaluation_on == clock.today() + timedelta(weeks=6)
    assert "HET-IS-RUSTIGER" in text(fatima.get(f"/mijn-gezinnen/{code}/"))


def test_meeting_again_opens_preparation_and_shows_the_conference_before(fatima: Client, town: Any) -> None:
    code = town.cases["evaluated"]
    answer = fatima.post(f"/evaluatie/{code}/verder/", {"way": "reconvene"})
    assert answer.headers["Location"] == f"/mijn-gezinnen/{code}/"
    assert reading.shared_case(town.actor("fatima"), code).state == "preparing"
    page = text(come_in("marieke").get(f"/overleg/{code}/"))
    assert "Het vorige overleg" in page and "Er komt één vaste contactpersoon." in page


def test_closing_asks_how_it_ended_and_ends_the_access_of_the_lead(fatima: Client, town: Any) -> None:
    code = town.cases["evaluated"]
    assert "Kies hoe het is afgelopen." in text(fatima.post(f"/evaluatie/{code}/verder/", {"way": "close"}))
    answer = fatima.post(f"/evaluatie/{code}/verder/", {"way": "close", "outcome": "own_strength"})
    assert answer.headers["Location"] == "/mijn-gezinnen/"
    assert fatima.get(f"/mijn-gezinnen/{code}/").status_code == 404
    assert "Offermans" not in text(fatima.get("/mijn-gezinnen/"))
    file = reading.case_file(town.actor("marieke"), code)
    assert file.state == "closed" and file.outcome == "own_strength"


def test_looking_back_and_deciding_are_for_the_lead_and_the_coordinator(town: Any) -> None:
    for key, status in (("fatima", 200), ("marieke", 200), ("joris", 404), ("petra", 404)):
        client = come_in(key)
        assert client.get(f"/evaluatie/{town.cases['following']}/").status_code == status, key
        assert client.get(f"/evaluatie/{town.cases['evaluated']}/verder/").status_code == status, key


def test_at_the_wrong_moment_there_is_nothing_to_decide(fatima: Client, town: Any) -> None:
    assert fatima.get(f"/evaluatie/{town.cases['following']}/verder/").status_code == 403
    assert fatima.get(f"/evaluatie/{town.cases['evaluated']}/").status_code == 302
    assert come_in("marieke").get(f"/evaluatie/{town.cases['held']}/").status_code == 403
