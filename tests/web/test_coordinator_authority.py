"""The page on which the coordinator writes down who has parental authority."""

from typing import Any

import pytest

from knooppunt.casework import reading
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db


def test_the_coordinator_writes_down_who_has_authority(town: Any) -> None:
    code, desk = town.cases["following"], town.actor("marieke")
    mother = reading.case_file(desk, code).parents[0].code
    client, address = come_in("marieke"), f"/gezin/{code}/ouder/{mother}/gezag/"
    assert "nog niet nagekeken" in client.get(f"/gezin/{code}/").content.decode()
    page = client.get(address).content.decode()
    assert "Gezag over het kind" in page and "Gezagsregister" in page
    assert "Fout:" in client.post(address, {"authority": "shared"}).content.decode()
    data = {
        "authority": "shared", "source": "register", "on_0": "1", "on_1": "10", "on_2": "2026",
        "on_day": "1", "on_month": "10", "on_year": "2026", "one_yes_because": "",
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    page = client.get(f"/gezin/{code}/").content.decode()
    assert "samen met iemand anders, Gezagsregister, 1 oktober 2026" in page
    assert come_in("fatima").get(address).status_code == 404
