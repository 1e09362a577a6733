"""The richest pages about one family ask the database at most twelve statements; the file of everything too."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import convening, keeping, picturing, reading, telling
from knooppunt.casework.picturing import Drawn
from tests.papers.test_taking_in import picture
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
MOST = 12


@pytest.fixture
def code(town: Any) -> str:
    """Give the family of which everything is kept that can be kept."""
    code, desk, yara = town.cases["following"], town.actor("marieke"), town.actor("yara")
    file = reading.own_place(yara, code)
    (me,) = [parent.code for parent in file.parents if parent.is_self]
    actions = [action.code for goal in file.goals for action in goal.actions]
    telling.look_back_self(yara, code, need_met="yes", change="better", words="Ja", came=dict.fromkeys(actions, "yes"))
    telling.send_message(yara, code, kind="message", text="Dag")
    telling.send_message(yara, code, kind="correction", text="Dit klopt niet")
    convening.agree_to_person(yara, code, file.circle[0].code, yes=True)
    keeping.keep_scan(desk, code, picture(), kind="plan", on_behalf_of=me)
    for mark in (4, 6):
        picturing.draw_health(yara, code, {"mind": Drawn("Zorgen", mark)})
    picturing.share_health(yara, code, ["mind"])
    return code


def statements(client: Client, address: str) -> list[str]:
    client.get(address)  # what is prepared once, is prepared
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return [query["sql"] for query in asked]


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("yara", "/ons-gezin/{code}/mijn-gegevens/lezen/"), ("yara", "/ons-gezin/{code}/mijn-gegevens/bestand/"),
        ("yara", "/ons-gezin/{code}/"), ("yara", "/ons-gezin/{code}/ja-en-nee/"),
        ("yara", "/ons-gezin/{code}/wie-keek/"),
        ("marieke", "/gezin/{code}/registratie/"),
        ("marieke", "/gezin/{code}/"), ("marieke", "/overleg/{code}/"), ("marieke", "/samen/{code}/"),
        ("fatima", "/mijn-gezinnen/{code}/"), ("fatima", "/overleg/{code}/"), ("fatima", "/samen/{code}/"),
    ],
)  # fmt: skip
def test_few_statements(town: Any, code: str, who: str, address: str) -> None:
    asked = statements(come_in(who), address.format(code=code))
    tables = Counter((sql.partition(" FROM ")[2] or sql)[:60] for sql in asked)
    assert len(asked) <= MOST, f"{len(asked)}: {tables}"
