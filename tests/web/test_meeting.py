"""The meeting on the screen: the agenda, looking on while others write, reading back, ending, and opening again."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import agreeing, chairing, consenting, convening, reading
from knooppunt.casework.consenting import Given
from knooppunt.foundation import clock
from knooppunt.trail.models import TrailLine
from knooppunt.web.shared import live
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
POLL = 3  # statements: the session, the account, the version of the case
FULL = 12


def text(answer: Any) -> str:
    return answer.content.decode()


def ticket(page: str) -> str:
    return re.search(r'data-ticket="([^"]+)"', page).group(1)  # type: ignore[union-attr]


def poll(client: Client, address: str, with_ticket: str) -> Any:
    return client.get(address, headers={live.TICKET: with_ticket})


@pytest.fixture
def held(town: Any) -> str:
    """Noor, who has a place of her own, at the table today."""
    code = town.cases["planned"]
    desk = town.actor("marieke")
    file = reading.plan(desk, code)
    convening.set_points(town.actor("noor"), code, ["Een eigen kamer", "Mijn diploma"])
    convening.move_conference(desk, code, starts_at=clock.now() + timedelta(seconds=1), place="De Brug")
    there = [file.parents[0].code, *(s.code for s in file.circle if s.access == "joined")]
    convening.hold_conference(desk, code, present=there)
    return code


ADDRESSES = {"marieke": "/overleg/{}/", "fatima": "/mijn-gezinnen/{}/overleg/", "noor": "/ons-gezin/{}/overleg/"}


@pytest.mark.parametrize("key", ADDRESSES)
def test_a_poll_that_finds_nothing_costs_three_statements_and_a_look_few(held: str, key: str) -> None:
    client, address = come_in(key), ADDRESSES[key].format(held)
    client.get("/hulp/")  # the first page of a session also notes who is there
    with CaptureQueriesContext(connection) as whole:
        page = text(client.get(address))
    looks = TrailLine.objects.count()
    with CaptureQueriesContext(connection) as asked:
        answer = poll(client, address, ticket(page))
    assert answer.status_code == 204 and not answer.content
    assert len(asked) <= POLL, [q["sql"][:90] for q in asked]
    assert len(whole) <= FULL, len(whole)
    assert TrailLine.objects.count() == looks


@pytest.mark.parametrize("key", ADDRESSES)
def test_what_somebody_writes_comes_to_who_looks_on(town: Any, held: str, key: str) -> None:
    client, address = come_in(key), ADDRESSES[key].format(held)
    before = ticket(text(client.get(address)))
    agreeing.add_goal(town.actor("marieke"), held, "Weer naar school")
    with CaptureQueriesContext(connection) as asked:
        answer = poll(client, address, before)
    page = text(answer)
    assert answer.status_code == 200 and "Weer naar school" in page
    assert "<html" not in page and "<h1" not in page
    assert len(asked) <= FULL, len(asked)
    assert poll(client, address, ticket(page)).status_code == 204


def test_a_yes_taken_back_bites_at_the_next_poll(town: Any, held: str) -> None:
    clients = {key: (come_in(key), ADDRESSES[key].format(held)) for key in ADDRESSES}
    tickets = {key: ticket(text(client.get(address))) for key, (client, address) in clients.items()}
    parent = reading.plan(town.actor("marieke"), held).parents[0].code
    consenting.withdraw_consent(town.actor("noor"), held, parent, purpose="take_part")
    for key, (client, address) in clients.items():
        answer = poll(client, address, tickets[key])
        assert answer.status_code in (403, 404), key
        assert "kamer" not in text(answer) and "Noor" not in text(answer).partition("<main")[2], key


def test_a_no_to_one_organisation_bites_there_alone(town: Any, held: str) -> None:
    fatima, address = come_in("fatima"), ADDRESSES["fatima"].format(held)
    before = ticket(text(fatima.get(address)))
    parent = reading.plan(town.actor("marieke"), held).parents[0].code
    consenting.give_consent(
        town.actor("noor"), held, parent, purpose="share", yes=False, given=Given(method="own_hand"),
        organisation=town.people["fatima"].organisation_id,
    )  # fmt: skip
    assert poll(fatima, address, before).status_code in (403, 404)
    assert come_in("noor").get(ADDRESSES["noor"].format(held)).status_code == 200


def test_a_ticket_is_of_one_reader_one_case_one_language_and_five_minutes(
    town: Any, held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor, address = come_in("noor"), ADDRESSES["noor"].format(held)
    hers = ticket(text(noor.get(address)))
    others = ticket(text(come_in("marieke").get(ADDRESSES["marieke"].format(held))))
    for strange in (others, "", "x", hers[:-2], hers + ":x"):
        assert poll(noor, address, strange).status_code == 200
    assert poll(noor, "/ons-gezin/BBBBBBBB/overleg/", hers).status_code == 404
    noor.cookies["language"] = "ar"
    assert poll(noor, address, hers).status_code == 200
    noor.cookies["language"] = "nl"
    assert poll(noor, address, hers).status_code == 204
    monkeypatch.setattr(live, "GOOD_FOR", -1)
    assert poll(noor, address, hers).status_code == 200


def test_looking_on_keeps_no_session_open(held: str) -> None:
    noor, address = come_in("noor"), ADDRESSES["noor"].format(held)
    start = clock.now()
    with clock.travel(start):
        now = ticket(text(noor.get(address)))
    for minutes in range(2, settings.SESSION_IDLE_SECONDS // 60, 2):
        with clock.travel(start + timedelta(minutes=minutes)):
            assert poll(noor, address, now).status_code == 204
    with clock.travel(start + timedelta(seconds=settings.SESSION_IDLE_SECONDS + 120)):
        assert poll(noor, address, now).status_code == 302


def test_who_looks_on_has_no_boxes_to_write_in(held: str) -> None:
    for key in ("fatima", "noor"):
        page = text(come_in(key).get(ADDRESSES[key].format(held))).partition("data-live")[2]
        assert "<textarea" not in page and 'name="state"' not in page, key
        assert "Een eigen kamer" in page, key


def test_a_parent_adds_a_point_at_the_table_and_loses_none(town: Any, held: str) -> None:
    noor, points = come_in("noor"), f"/ons-gezin/{held}/punten/"
    page = text(noor.get(points))
    assert "Een eigen kamer" in page and "Mijn diploma" in page
    noor.post(points, {"point-0": "Een eigen kamer", "point-1": "Mijn diploma", "point-2": "Mijn oma"})
    titles = [item.title for item in reading.plan(town.actor("marieke"), held).agenda.points]
    assert titles == ["Een eigen kamer", "Mijn diploma", "Mijn oma"]


def test_a_point_becomes_a_wish_in_one_click_or_gets_a_reason(town: Any, held: str) -> None:
    marieke, table = come_in("marieke"), f"/overleg/{held}/"
    page = text(marieke.get(table))
    room, diploma = re.findall(rf'action="({table}punt/\w+/)"', page)
    assert marieke.post(room, {"moment": "now"}).headers["Location"] == table
    answer = marieke.post(diploma, {"moment": "not"})
    assert answer.status_code == 200 and "Schrijf waarom dit niet gebeurt." in text(answer)
    marieke.post(diploma, {"moment": "not", "because": "Dat regelt school al."})
    page = text(marieke.get(table))
    assert "Dat regelt school al." in page and "staat bij de wensen, nog zonder actie" in page
    assert [g.words for g in reading.plan(town.actor("marieke"), held).goals] == ["Een eigen kamer", "Mijn diploma"]
    assert marieke.get(f"{table}punt/BBBBBBBB/").status_code == 404


def test_an_item_is_spoken_of_parked_and_open_again(town: Any, held: str) -> None:
    marieke = come_in("marieke")
    items = reading.plan(town.actor("marieke"), held).agenda.items
    mark = f"/overleg/{held}/agenda/{items[1].code}/"
    assert marieke.get(mark).status_code == 405
    for state, version in (("done", 1), ("parked", 2), ("open", 1)):  # the last one comes too late
        assert marieke.post(mark, {"state": state, "version": str(version)}).status_code == 302
    assert reading.plan(town.actor("marieke"), held).agenda.items[1].state == "parked"
    assert "Iemand was u net voor" in text(marieke.get(f"/overleg/{held}/"))
    assert come_in("joris").post(mark, {"state": "done", "version": "3"}).status_code == 404


def test_how_long_it_takes_is_asked_when_it_is_planned_and_moved(town: Any) -> None:
    marieke, code, day = come_in("marieke"), town.cases["preparing"], clock.today() + timedelta(days=9)
    when = {f"starts_at_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    plan, move = (f"/gezin/{code}/overleg-{what}/" for what in ("plannen", "verzetten"))
    sent = {**when, "time": "14:30", "place": "Buurthuis"}
    for path, minutes, before in ((plan, "90", "60"), (move, "15", "90")):
        assert f'name="minutes" value="{before}"' in text(marieke.get(path))
        for wrong in ("", "14", "241", "lang"):
            answer = marieke.post(path, {**sent, "minutes": wrong})
            assert answer.status_code == 200 and 'href="#id_minutes"' in text(answer)
        assert marieke.post(path, {**sent, "minutes": minutes}).status_code == 302
        assert reading.plan(town.actor("marieke"), code).conference.minutes == int(minutes)


def test_the_agenda_is_arranged_and_warns_when_it_runs_over(town: Any) -> None:
    marieke, address = come_in("marieke"), f"/overleg/{town.cases['planned']}/agenda/"
    marieke.post(address, {"title": "Geld voor school", "minutes": "35"})
    page = text(marieke.get(address))
    assert "Samen 75 minuten, en het overleg duurt er 60." in page
    codes = re.findall(r'name="minutes-(\w+)"', page)
    sent = {f"minutes-{code}": "10" for code in codes} | {f"version-{code}": "1" for code in codes}
    answer = marieke.post(address, {**sent, "do": f"up:{codes[2]}"})
    assert answer.headers["Location"] == address
    page = text(marieke.get(address))
    assert "Samen 40 van de 60 minuten" in page
    assert page.index("Geld voor school") < page.index("Welke hulp is er")
    answer = marieke.post(address, {**sent, f"minutes-{codes[2]}": "99", "do": "keep"})
    assert answer.status_code == 409 and "99" in text(answer)
    unseen = {f"minutes-{codes[0]}": "12", f"version-{codes[0]}": "x"}
    assert marieke.post(address, {**sent, **unseen, "do": "keep"}).status_code == 409
    assert come_in("fatima").get(address).status_code == 404


def test_an_empty_box_and_a_mark_of_nothing_are_answered_with_a_sentence(town: Any, held: str) -> None:
    marieke, address = come_in("marieke"), f"/overleg/{held}/agenda/"
    page = text(marieke.get(address))
    assert page.count(" required") >= page.count('name="minutes-')
    code = re.findall(r'name="minutes-(\w+)"', page)[1]
    for empty in ("", "0", "1e2", "9" * 40):
        sent = {f"minutes-{code}": empty, f"version-{code}": "1", "do": f"down:{code}"}
        answer = marieke.post(address, sent, follow=True)
        assert answer.redirect_chain == [(address, 302)]
        assert "Kies een aantal minuten van 1 tot en met 240." in text(answer)
        assert reading.plan(town.actor("marieke"), held).agenda.items[1].code == code
    for state in ("", "gone"):
        answer = marieke.post(f"{address}{code}/", {"state": state, "version": "1"}, follow=True)
        assert answer.redirect_chain == [(f"/overleg/{held}/", 302)] and "Kies uit de lijst." in text(answer)


def test_a_press_of_a_button_on_the_agenda_is_one_act(town: Any) -> None:
    marieke, address = come_in("marieke"), f"/overleg/{town.cases['planned']}/agenda/"
    for title in ("Vervoer", "Geld voor school"):
        marieke.post(address, {"title": title, "minutes": "10"})
    page = text(marieke.get(address))
    sent = dict(re.findall(r'name="((?:minutes|was|version)-\w+)" value="(\d+)"', page))
    last = re.findall(r'value="up:(\w+)"', page)[-1]
    done = TrailLine.objects.filter(act="arrange_agenda").count
    for changed, acts in (({}, 1), ({f"minutes-{last}": "25"}, 2)):
        before = done()
        assert marieke.post(address, {**sent, **changed, "do": f"up:{last}"}).status_code == 302
        assert done() == before + acts
    assert 'value="25"' in text(marieke.get(address))
    before = done()
    assert come_in("joris").post(address, {**sent, "do": "keep"}).status_code == 404
    assert done() == before


def test_a_draft_shows_to_nobody_else(town: Any) -> None:
    code, desk = town.cases["following"], town.actor("marieke")
    from knooppunt.casework import following

    following.reconvene(desk, code)
    convening.set_points(town.actor("yara"), code, ["De huur"])
    convening.plan_conference(desk, code, starts_at=clock.now() + timedelta(days=3), place="De Brug", interpreter=True)
    chairing.add_theme(desk, code, "Vervoer naar het ziekenhuis")
    assert "Dit is een concept" in text(come_in("marieke").get(f"/overleg/{code}/agenda/"))
    assert "anderhalf keer" in text(come_in("marieke").get(f"/overleg/{code}/agenda/"))
    pages = {"yara": f"/ons-gezin/{code}/overleg/", "joris": f"/mijn-gezinnen/{code}/"}
    for key, address in pages.items():
        assert "Vervoer naar" not in text(come_in(key).get(address)), key
    marieke = come_in("marieke")
    marieke.post(f"/overleg/{code}/agenda/", {"do": "open"})
    for key, address in {**pages, "daniel": pages["yara"]}.items():
        page = text(come_in(key).get(address))
        assert "Vervoer naar" in page, key
        assert ("De huur" in page) is (key != "daniel"), key


def test_the_parent_says_yes_in_her_own_place_and_then_it_ends_and_opens_again(town: Any, held: str) -> None:
    desk, marieke, noor = town.actor("marieke"), come_in("marieke"), come_in("noor")
    file = reading.plan(desk, held)
    seat = next(s.code for s in file.circle if s.access == "joined")
    for item in file.agenda.points:
        goal = agreeing.take_up(desk, held, item.point)
        new = agreeing.NewAction(f"Samen bellen over {item.title}", clock.today() + timedelta(days=9), seat=seat)
        agreeing.add_action(desk, held, goal, new)
    agreeing.choose_lead(desk, held, seat)
    own = f"/ons-gezin/{held}/"
    assert "Klopt het zo?" in text(noor.get(f"{own}overleg/")) and "Klopt het zo?" in text(noor.get(own))
    assert "nog geen ja" in text(marieke.get(f"/overleg/{held}/"))
    assert noor.get(f"{own}klopt-het/").status_code == 405
    read = re.search(r'name="version" value="([^"]+)"', noor.get(f"{own}overleg/").content.decode())
    assert read
    assert "Lees het nog eens" in text(noor.post(f"{own}klopt-het/", follow=True))
    assert "nog geen ja" in text(marieke.get(f"/overleg/{held}/"))
    said = noor.post(f"{own}klopt-het/", {"version": read[1]})
    assert said.headers["Location"] == f"{own}afspraken/"
    assert "U zei ja" in text(noor.get(f"{own}afspraken/"))
    assert "zei ja tegen wat er nu staat" in text(marieke.get(f"/overleg/{held}/klopt-het/"))
    on = file.evaluation_window[1]
    day = {"evaluation_on_day": on.day, "evaluation_on_month": on.month, "evaluation_on_year": on.year}
    assert marieke.post(f"/overleg/{held}/afronden/", day).headers["Location"] == f"/afspraken/{held}/"
    answer = marieke.post(f"/overleg/{held}/heropenen/", {"why": ""})
    assert answer.status_code == 200
    marieke.post(f"/overleg/{held}/heropenen/", {"why": "De datum klopte niet."})
    page = text(marieke.get(f"/overleg/{held}/"))
    assert "De datum klopte niet." in page and "Het overleg afronden" in page
    assert noor.post(f"/overleg/{held}/heropenen/", {"why": "x"}).status_code == 404
