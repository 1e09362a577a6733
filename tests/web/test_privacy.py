"""The privacy officer: finds a trail by code, sees whether it is whole, and is seen looking."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.trail import sealing
from knooppunt.trail.models import TrailLine
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def willem(town: Any) -> Client:
    return come_in("willem")


def test_the_lines_of_a_case_show_who_did_what_and_the_look_itself(willem: Client, town: Any) -> None:
    code = town.cases["planned"]
    with CaptureQueriesContext(connection) as asked:
        page = willem.get(f"/inzage/?code={code}&wat=zaak").content.decode()
    assert len(asked) <= 12
    assert "Marieke Janssen" in page and "accept" in page
    assert "Timmermans" not in page and "Noor" not in page  # the trail has codes only
    assert TrailLine.objects.filter(case_code=code, actor_code=town.people["willem"].code).exists()


def test_an_unknown_code_shows_nothing_but_the_look_itself(willem: Client) -> None:
    page = willem.get("/inzage/?code=ZZZZZZZZ").content.decode()
    assert page.partition("<tbody>")[2].count("<tr>") == 1 and "trail.read_case" in page
    assert willem.get("/inzage/?code=%27%3B--&na=abc").status_code == 200


def test_the_seals_are_shown_and_the_chain_is_checked(willem: Client) -> None:
    assert "er is nog geen zegel" in willem.get("/inzage/zegels/").content.decode()
    sealing.seal()
    page = willem.get("/inzage/zegels/?controleer=1").content.decode()
    assert "De keten is heel" in page
    assert TrailLine.objects.filter(act="trail.check", outcome="viewed").count() == 1


def test_a_broken_chain_is_told(willem: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    verdict = sealing.Verdict(1, 2, 0, "x", "Seal 1: 1 of the lines 1 to 3 are gone.")
    monkeypatch.setattr(sealing, "check", lambda: verdict)
    assert "De keten is gebroken" in willem.get("/inzage/zegels/?controleer=1").content.decode()


def test_accounts_that_nobody_looked_at_are_named(willem: Client, town: Any) -> None:
    assert "Geen enkel" in willem.get("/inzage/zegels/").content.decode()
    bart = town.people["bart"]
    bart.joined_on = "2020-01-01"
    bart.save()
    assert "Bart Hermans" in willem.get("/inzage/zegels/").content.decode()


def test_nobody_else_looks_back_and_the_officer_sees_no_family(willem: Client, town: Any) -> None:
    for key in ("marieke", "ingrid", "ellen", "yara"):
        for address in ("/inzage/", "/inzage/zegels/"):
            assert come_in(key).get(address).status_code == 404
    for address in (f"/ons-gezin/{town.cases['following']}/", "/cijfers/", "/beheer/"):
        assert willem.get(address).status_code == 404
