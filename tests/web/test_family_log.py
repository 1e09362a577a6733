"""Who looked at my file: everything that was done and seen about her, and nothing that must stay hidden."""

import re
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from knooppunt.casework import following, reading
from knooppunt.casework.process import ACTS
from knooppunt.casework.reading.log import NEVER_SHOWN
from knooppunt.foundation import clock
from knooppunt.trail.models import TrailLine
from knooppunt.trail.record import record_many
from knooppunt.web.family.log import DID
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(town: Any) -> str:
    return town.cases["following"]


@pytest.fixture
def yara(town: Any) -> Client:
    return come_in("yara")


def log_of(client: Client, code: str, **query: str) -> str:
    page = client.get(f"/ons-gezin/{code}/wie-keek/", query).content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("</main>")[0]).split())


def test_every_act_that_may_be_shown_has_its_sentence() -> None:
    own = {name for name, act in ACTS.items() if {str(role) for role in act.who} == {"parent"}}
    assert set(ACTS) - NEVER_SHOWN - own <= set(DID)


def test_it_says_when_who_what_and_why(yara: Client, town: Any, code: str) -> None:
    for _time in range(3):
        reading.shared_case(town.actor("joris"), code)
    page = log_of(yara, code)
    assert "Joris Smeets schuldhulpverlening · Schuldhulp Evenwicht Las wat u met hen deelt. (3 keer)" in page
    assert re.search(r"Dat mag, want u zei ja op \d+ \w+ 20\d\d\.", page)
    assert "Sanne Wolters" in page and "Meldde u aan." in page
    assert "Regelt het overleg. U zei ja op" in page


def test_her_own_look_is_recorded_and_shown_as_hers(yara: Client, town: Any, code: str) -> None:
    log_of(yara, code)
    line = TrailLine.objects.filter(act="see_log").get()
    assert (line.role, line.outcome, line.case_code) == ("parent", "viewed", code)
    assert re.search(r"Uzelf · \d+ keer hier", log_of(yara, code))


def test_nothing_hidden_shows(yara: Client, town: Any, code: str) -> None:
    fatima, desk = town.actor("fatima"), town.actor("marieke")
    mother, partner = (parent.code for parent in reading.shared_case(fatima, code).parents)
    moment = clock.now() + timedelta(days=100)  # a day on which nothing else happens
    with clock.travel(moment):
        following.report_safety(
            desk, code, ground="acute", consulted="colleague",
            **dict.fromkeys(("interest", "other_way", "why_no_consent", "outweighs", "to_whom_what"), "Kanarie"),
        )  # fmt: skip
        reading.safety(desk, code)
        following.add_note(fatima, code, "Over hem", visible_to="table", about=partner)
        following.add_note(fatima, code, "Niet voor haar", visible_to="table", hidden_from=mother)
        following.add_note(fatima, code, "Voor mij", visible_to="writer", about=mother)
        reading.own_place(town.actor("daniel"), code)
        reading.choices.own_choices(town.actor("daniel"), code)
        after = log_of(come_in("yara"), code)
    assert date_format(moment, "j F Y") not in after
    for name in ("Daniel", "Veilig", "veilig"):
        assert name not in after


def test_each_parent_reads_what_is_about_her_or_him_alone(town: Any, code: str) -> None:
    mother, partner = (parent.code for parent in reading.case_file(town.actor("marieke"), code).parents)
    moment = clock.now() + timedelta(days=100)
    with clock.travel(moment):
        following.add_note(town.actor("marieke"), code, "Over haar", visible_to="table", about=mother)
        hers, his = log_of(come_in("yara"), code), log_of(come_in("daniel"), code)
    day = date_format(moment, "j F Y")
    assert day in hers and "Schreef iets op." in hers
    assert day not in his and partner not in hers


def test_nobody_else_reads_it(town: Any, code: str) -> None:
    for key in ("noor", "fatima", "marieke", "willem", "petra"):
        assert come_in(key).get(f"/ons-gezin/{code}/wie-keek/").status_code == 404, key


def test_who_left_still_reads_it(town: Any, code: str) -> None:
    from knooppunt.casework import consenting

    actor = town.actor("yara")
    mine = next(p for p in reading.own_place(actor, code).parents if p.is_self)
    consenting.withdraw_consent(actor, code, mine.code, purpose="take_part")
    assert "Joris Smeets" in log_of(come_in("yara"), code)
    moment = clock.now() + timedelta(days=50)
    with clock.travel(moment):  # what goes on with the other parent is no longer about her
        reading.shared_case(town.actor("joris"), code)
        reading.case_file(town.actor("marieke"), code)
        assert date_format(moment, "j F Y") not in log_of(come_in("yara"), code)
        assert "Las wat u met hen deelt." in log_of(come_in("daniel"), code)


def test_a_period_and_pages_show_whole_days(yara: Client, town: Any, code: str) -> None:
    mother = reading.case_file(town.actor("marieke"), code).parents[0].code
    start = datetime(2024, 1, 1, 12, tzinfo=clock.AMSTERDAM)
    for number in range(90):
        with clock.travel(start + timedelta(days=number)):
            record_many("see_case", actor=town.actor("marieke"), role="coordinator", cases=[(code, [mother])] * 2)
    seen, address = [], f"/ons-gezin/{code}/wie-keek/"
    while address:
        html = yara.get(address).content.decode()
        found = re.findall(r"<h2>(.*?)</h2>", html.partition("<main")[2].partition("</main>")[0])
        assert not set(found) & set(seen)
        seen += found
        further = re.search(r'href="([^"]+)" rel="next"', html)
        address = further.group(1).replace("&amp;", "&") if further else ""
    assert sum("2024" in day for day in seen) == 90
    assert "2024" not in log_of(yara, code, periode="30")
    assert log_of(yara, code, periode="drop table", voor="gisteren")


def test_five_years_come_at_once_by_the_index_in_a_constant_number_of_statements(
    yara: Client, town: Any, code: str
) -> None:
    """R-LOG-06."""
    mother = reading.case_file(town.actor("marieke"), code).parents[0].code
    address = f"/ons-gezin/{code}/wie-keek/"
    yara.get(address)
    with CaptureQueriesContext(connection) as few:
        yara.get(address)
    for number in range(40):
        with clock.travel(clock.now() - timedelta(days=number * 45)):
            record_many("see_worklist", actor=town.actor("marieke"), cases=[(code, [mother])] * 500, role="coordinator")
    with CaptureQueriesContext(connection) as many:
        started = monotonic()
        assert yara.get(address).status_code == 200
    assert len(many) <= len(few) <= 12
    assert monotonic() - started < 5  # a minute is allowed
    (asked,) = [q["sql"] for q in many if "GROUP BY" in q["sql"] and "trail_trailline" in q["sql"]]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + asked.replace("%", "%%"))
            assert "trail_line_case" in str(cursor.fetchall())


def test_a_question_reaches_the_coordinator_with_the_day_and_the_organisation(
    yara: Client, town: Any, code: str
) -> None:
    reading.shared_case(town.actor("joris"), code)
    html = yara.get(f"/ons-gezin/{code}/wie-keek/").content.decode()
    part = next(p for p in re.findall(r'<li class="kp-item">.*?</li>', html, re.S) if "Joris Smeets" in p)
    address = re.search(r'href="([^"]+/wie-keek/[^"]+)"', part).group(1)  # type: ignore[union-attr]
    assert "Joris Smeets" in yara.get(address).content.decode()
    assert "Fout:" in yara.post(address, {"text": " "}).content.decode()
    answer = yara.post(address, {"text": "Waarom keek hij?"})
    assert answer.status_code == 302
    (message,) = [m for m in reading.inbox(town.actor("marieke"), code).messages if m.kind == "look"]
    today = clock.today()
    assert message.text.startswith("Vraag over ") and str(today.year) in message.text
    assert "Schuldhulp Evenwicht, schuldhulpverlening:" in message.text and message.text.endswith("Waarom keek hij?")


@pytest.mark.parametrize("tail", ["2026-11-20/0000000000/", "gisteren/0000000000/", "0001-01-01/0000000000/"])
def test_a_question_about_nothing_is_not_there(yara: Client, code: str, tail: str) -> None:
    assert yara.get(f"/ons-gezin/{code}/wie-keek/{tail}").status_code == 404
