"""The page on which the coordinator sees what is counted of a family, and keeps what only the family knows."""

from typing import Any

import pytest

from knooppunt.casework import registering
from knooppunt.casework.models import Registration
from knooppunt.foundation import guard
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db


def test_what_is_there_is_shown_and_only_the_rest_is_asked(town: Any) -> None:
    registering.refresh()
    with guard.looking_inside():
        row = Registration.objects.filter(research="yes", case__is_open=True, municipality="GM0928").first()
        assert row and row.case
        code, version = row.case.code, row.case.version
    client, address = come_in("marieke"), f"/gezin/{code}/registratie/"
    assert address in client.get(f"/gezin/{code}/").content.decode()
    page = client.get(address).content.decode()
    assert "verloskundige" in page.lower() and "uit de aanmelding" in page
    assert "Nog niet gevraagd" in page and "Onbekend" in page
    done = client.post(address, {"version": version, "composition": "unknown"})
    assert done.status_code == 302
    with guard.looking_inside():
        assert Registration.objects.get(pk=row.pk).composition == "unknown"
    late = client.post(address, {"version": version, "composition": "single"})
    assert late.status_code == 409 and "Iemand was u net voor" in late.content.decode()
    assert come_in("fatima").get(address).status_code == 404


def test_without_the_yes_nothing_is_asked(town: Any) -> None:
    registering.refresh()
    with guard.looking_inside():
        row = Registration.objects.exclude(research="yes").filter(case__is_open=True, municipality="GM0928").exclude(
            case__state="stopping"
        ).first()  # fmt: skip
        assert row and row.case
        code = row.case.code
    page = come_in("marieke").get(f"/gezin/{code}/registratie/").content.decode()
    assert "onderzoek" in page and "Nog niet gevraagd" not in page


@pytest.mark.parametrize(("research", "next_step"), [("", True), ("no", False)])
def test_who_was_not_asked_yet_can_be_asked_at_once(town: Any, research: str, next_step: bool) -> None:
    registering.refresh()
    with guard.looking_inside():
        row = Registration.objects.filter(research=research, case__is_open=True, municipality="GM0928").exclude(
            case__state="stopping"
        ).first()  # fmt: skip
        code = row.case.code if row and row.case else ""
    if not code:
        pytest.skip("nobody in the town")
    page = come_in("marieke").get(f"/gezin/{code}/registratie/").content.decode()
    assert (f'<a href="/gezin/{code}/#gezin">Toestemming vragen</a>' in page) is next_step
