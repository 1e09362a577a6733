"""The table: who is there, wishes, actions, decisions, notes that two write at once, the lead, and the end."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import agreeing, reading
from knooppunt.foundation import clock
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
GOAL = {"words": "Weer rust in huis", "moment": "now", "because": ""}


@pytest.fixture
def marieke(town: Any) -> Client:
    return come_in("marieke")


@pytest.fixture
def held(town: Any) -> str:
    return f"/overleg/{town.cases['held']}/"


def text(answer: Any) -> str:
    return answer.content.decode()


def file_of(town: Any, case: str = "held", key: str = "marieke") -> Any:
    return reading.plan(town.actor(key), town.cases[case])


def on(day: date, name: str = "due_on") -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def seat(town: Any, key: str, case: str = "held") -> str:
    return next(s.code for s in file_of(town, case).circle if s.person_code == town.people[key].code)


def version(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page).group(1)  # type: ignore[union-attr]


@pytest.mark.parametrize("case", ["planned", "held", "following", "evaluated"])
def test_the_table_opens_in_few_queries(marieke: Client, town: Any, case: str) -> None:
    marieke.get("/hulp/")  # the first page of a session also notes who is there
    with CaptureQueriesContext(connection) as asked:
        answer = marieke.get(f"/overleg/{town.cases[case]}/")
    assert answer.status_code == 200
    assert len(asked) <= 12, len(asked)
    assert not re.search(r"Noor|Esra|Yara|Wendy", re.search(r"<title>(.*?)</title>", text(answer)).group(1))  # type: ignore[union-attr]


def test_the_table_is_for_coordinator_and_lead(town: Any) -> None:
    for key, status in (("marieke", 200), ("fatima", 200), ("joris", 404), ("petra", 404), ("sanne", 404)):
        assert come_in(key).get(f"/overleg/{town.cases['following']}/").status_code == status, key
    code = town.cases["held"]
    for key in ("fatima", "joris"):  # at the table, but nobody leads yet
        for page in ("", "wens/", "aantekeningen/", "besluit/", "afronden/", "wie-bewaakt/", "aanwezig/"):
            assert come_in(key).get(f"/overleg/{code}/{page}").status_code == 404


def test_a_lead_writes_but_does_not_end_the_conference(town: Any) -> None:
    lead, code = come_in("fatima"), town.cases["following"]
    assert lead.post(f"/overleg/{code}/wens/", GOAL).status_code == 302
    for page in ("afronden/", "wie-bewaakt/", "aanwezig/"):
        assert lead.get(f"/overleg/{code}/{page}").status_code == 404


def test_nobody_begins_before_the_day(marieke: Client, town: Any) -> None:
    address = f"/overleg/{town.cases['planned']}/"
    assert "Begin het overleg" not in text(marieke.get(address))
    parent = file_of(town, "planned").parents[0].code
    answer = marieke.post(f"{address}aanwezig/", {"present": [parent]})
    assert answer.status_code == 200 and "Het overleg is nog niet geweest." in text(answer)


def test_without_a_parent_at_the_table_there_is_a_reason(marieke: Client, town: Any) -> None:
    code = town.cases["planned"]
    starts_at = file_of(town, "planned").conference.starts_at
    with clock.travel(starts_at + timedelta(hours=1)):
        address, fatima = f"/overleg/{code}/", seat(town, "fatima", "planned")
        marieke = come_in("marieke")
        assert "Begin het overleg" in text(marieke.get(address))
        answer = marieke.post(f"{address}aanwezig/", {"present": [fatima]})
        assert answer.status_code == 200 and "Schrijf waarom de ouders er niet bij waren." in text(answer)
        answer = marieke.post(f"{address}aanwezig/", {"present": [fatima], "why_no_parents": "Noor was ziek."})
        assert answer.headers["Location"] == address
        assert "Noor was ziek." in text(marieke.get(address))


def test_a_wish_is_written_changed_and_parked(marieke: Client, held: str, town: Any) -> None:
    where = marieke.post(f"{held}wens/", GOAL).headers["Location"]
    code = where.rpartition("wens-")[2]
    page = text(marieke.get(held))
    assert "Weer rust in huis" in page and "Elke wens voor nu heeft een actie nodig" in page
    change = {"words": "Weer slapen", "moment": "not", "because": "", "version": "1"}
    answer = marieke.post(f"{held}wens/{code}/", change)
    assert "Schrijf waarom dit niet gebeurt." in text(answer) and "Weer slapen" in text(answer)
    marieke.post(f"{held}wens/{code}/", {**change, "because": "De baby komt eerst."})
    assert "De baby komt eerst." in text(marieke.get(held))
    assert marieke.get(f"{held}wens/BESTAATNIET/").status_code == 404


def test_more_than_three_wishes_at_once_get_a_gentle_word(marieke: Client, held: str) -> None:
    for number in range(3):
        assert "Dit is veel tegelijk" not in text(marieke.get(held))
        marieke.post(f"{held}wens/", {**GOAL, "words": f"Wens {number}"})
    assert "Dit is veel tegelijk" in text(marieke.get(held))


def test_each_kind_of_owner_gets_an_action(marieke: Client, held: str, town: Any) -> None:
    file = file_of(town)
    address = f"{held}wens/{file.goals_now[0].code}/actie/"
    due = on(clock.today() + timedelta(days=14))
    owners = {
        f"parent:{file.parents[0].code}": "Esra Kaya",
        f"professional:{seat(town, 'joris')}": "Joris Smeets",
        "network": "de buurvrouw",
    }
    for owner, name in owners.items():
        answer = marieke.post(
            address, {"what": f"Iets voor {name}", "owner": owner, "network": "de buurvrouw", "support": "", **due}
        )
        assert answer.status_code == 302, text(answer)
    shown = {a.what: a.owner for a in file_of(town).goals_now[0].actions}
    assert all(shown[f"Iets voor {name}"] == name for name in owners.values())


def test_a_day_that_tables_often_choose_needs_no_typing(marieke: Client, held: str, town: Any) -> None:
    address = f"{held}wens/{file_of(town).goals_now[0].code}/actie/"
    sent = {"what": "Bellen", "owner": f"professional:{seat(town, 'joris')}", "network": "", "support": ""}
    assert "Kies wanneer dit klaar is." in text(marieke.post(address, sent))
    assert "Kies wanneer dit klaar is." in text(marieke.post(address, {**sent, "when": "other"}))
    soon = clock.add_working_days(clock.today(), 5)
    answer = marieke.post(address, {**sent, "when": soon.isoformat(), "due_on_day": "99"})
    assert answer.status_code == 302
    assert {a.what: a.due_on for a in file_of(town).goals_now[0].actions}["Bellen"] == soon


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"what": ""}, "Vul “Wat gebeurt er?” in."),
        ({"owner": ""}, "Kies een antwoord bij “Wie doet dit?”."),
        ({"owner": "network", "network": ""}, "Vul in wie dit doet."),
        (on(date(2031, 1, 1)), "Kies een datum binnen een jaar."),
        ({"due_on_day": "31", "due_on_month": "2"}, "Deze datum bestaat niet."),
        ({"what": "Bel 111222333"}, "Haal het burgerservicenummer weg."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    marieke: Client, held: str, town: Any, wrong: dict[str, str], sentence: str
) -> None:
    good = {
        "what": "BLIJFT-STAAN", "owner": f"professional:{seat(town, 'joris')}", "network": "", "support": "",
        **on(clock.today() + timedelta(days=14)),
    }  # fmt: skip
    answer = marieke.post(f"{held}wens/{file_of(town).goals_now[0].code}/actie/", {**good, **wrong})
    page = text(answer)
    assert answer.status_code == 200 and sentence in page
    assert "BLIJFT-STAAN" in page or "what" in wrong
    assert 'class="kp-summary"' in page


def test_two_people_who_change_an_action_see_both_texts(marieke: Client, held: str, town: Any) -> None:
    action = file_of(town).goals_now[0].actions[0]
    address = f"{held}actie/{action.code}/"
    sent = {
        "owner": f"professional:{seat(town, 'joris')}", "network": "", "support": "", "version": str(action.version),
        **on(action.due_on),
    }  # fmt: skip
    assert marieke.post(address, {**sent, "what": "EERSTE"}).status_code == 302
    answer = marieke.post(address, {**sent, "what": "TWEEDE"})
    page = text(answer)
    assert answer.status_code == 409 and "EERSTE" in page and "TWEEDE" in page
    assert marieke.post(address, {**sent, "what": "SAMEN", "version": version(page)}).status_code == 302
    assert "SAMEN" in text(marieke.get(held))


def test_an_action_that_is_dropped_stays_in_the_earlier_plan(marieke: Client, held: str, town: Any) -> None:
    action = file_of(town).goals_now[0].actions[0]
    address = f"{held}actie/{action.code}/weg/"
    assert marieke.get(address).status_code == 405
    marieke.post(address, {"version": "99"})
    assert action.what in text(marieke.get(held))
    marieke.post(address, {"version": str(action.version)})
    assert action.what not in text(marieke.get(held)).partition("<main")[2]
    assert marieke.get(f"{held}actie/{action.code}/").headers["Location"] == held
    answer = marieke.post(f"{held}actie/{action.code}/", {"what": "NIET-VERLOREN", "version": "1"})
    assert answer.status_code == 409 and "NIET-VERLOREN" in text(answer)
    assert action.what in text(marieke.get(f"/afspraken/{town.cases['held']}/eerder/"))


def test_decisions_are_kept(marieke: Client, held: str) -> None:
    assert "Vul “Wat is er besloten?” in." in text(marieke.post(f"{held}besluit/", {"text": " "}))
    marieke.post(f"{held}besluit/", {"text": "Eén vaste contactpersoon."})
    assert "Eén vaste contactpersoon." in text(marieke.get(held))


def test_two_people_who_take_notes_lose_no_word(marieke: Client, held: str, town: Any) -> None:
    start = str(file_of(town).conferences[-1].version)
    marieke.post(f"{held}aantekeningen/", {"notes": "Begin\nZIN VAN EEN", "version": start})
    answer = marieke.post(f"{held}aantekeningen/", {"notes": "Begin\nZIN VAN TWEE", "version": start})
    page = text(answer)
    assert answer.status_code == 409
    box = re.search(r"<textarea.*?>(.*?)</textarea>", page, re.S).group(1)  # type: ignore[union-attr]
    assert " ".join(box.split()) == "Begin ZIN VAN EEN ZIN VAN TWEE"
    marieke.post(f"{held}aantekeningen/", {"notes": box, "version": version(page)})
    kept = file_of(town).conferences[-1].notes
    assert "ZIN VAN EEN" in kept and "ZIN VAN TWEE" in kept and kept.count("Begin") == 1


def test_what_was_typed_survives_the_end_of_the_session(marieke: Client, held: str, town: Any) -> None:
    marieke.get(held)
    ours = {"HTTP_ORIGIN": "http://testserver"}
    with clock.travel(clock.now() + timedelta(hours=2)):
        answer = marieke.post(f"{held}aantekeningen/", {"notes": "LANGE ZIN", "version": "1"}, **ours)
        assert answer.status_code == 403 and 'value="LANGE ZIN"' in text(answer)
        assert "U bent uitgelogd" in text(answer) and "Kaya" not in text(answer)
        elsewhere = {"HTTP_ORIGIN": "https://elsewhere.example"}
        assert marieke.post(f"{held}aantekeningen/", {"notes": "X"}, **elsewhere).status_code == 302
    answer = come_in("marieke").post(f"{held}aantekeningen/", {"notes": "LANGE ZIN", "version": "1"})
    assert answer.status_code == 302
    assert "LANGE ZIN" in file_of(town).conferences[-1].notes


def test_a_conference_ends_only_when_it_is_complete(marieke: Client, held: str, town: Any) -> None:
    code, file = town.cases["held"], file_of(town)
    _first, proposed, last = file.evaluation_window
    answer = marieke.post(f"{held}afronden/", on(proposed, "evaluation_on"))
    assert answer.status_code == 200 and "Kies met het gezin wie de afspraken bewaakt." in text(answer)
    assert file_of(town).state == "held"
    answer = marieke.post(f"{held}wie-bewaakt/", {"seat": seat(town, "fatima")})
    assert answer.headers["Location"] == held
    assert "gevraagd, wacht op antwoord" in text(marieke.get(held))
    assert "Zonder datum kan het overleg niet" in text(marieke.post(f"{held}afronden/", {"evaluation_on_day": ""}))
    answer = marieke.post(f"{held}afronden/", on(last + timedelta(days=1), "evaluation_on"))
    assert f"{last:%d-%m-%Y}" in text(answer)
    goal = marieke.post(f"{held}wens/", GOAL).headers["Location"].rpartition("wens-")[2]
    assert "Elke wens voor nu" in text(marieke.post(f"{held}afronden/", on(proposed, "evaluation_on")))
    agreeing.change_goal(town.actor("marieke"), code, goal, version=1, words="Later", moment="parked")
    answer = marieke.post(f"{held}afronden/", on(proposed, "evaluation_on"))
    assert "Lees de afspraken voor en leg het ja van de ouders vast" in text(answer)
    heard = f"{held}klopt-het/{file.parents[0].code}/"
    assert marieke.post(heard, {"method": "paper"}).headers["Location"] == f"{held}klopt-het/"
    answer = marieke.post(f"{held}afronden/", on(proposed, "evaluation_on"))
    assert answer.headers["Location"] == f"/afspraken/{code}/"
    assert file_of(town).state == "following" and file_of(town).evaluation_on == proposed


def test_at_the_wrong_moment_nothing_is_kept(marieke: Client, town: Any) -> None:
    planned = f"/overleg/{town.cases['planned']}/"
    answer = marieke.post(f"{planned}wens/", GOAL)
    assert answer.status_code == 200 and "Deze stap kan nu niet." in text(answer)
    assert "Weer rust in huis" in text(answer)
    assert marieke.get(f"{planned}aantekeningen/").status_code == 403
    assert marieke.get(f"/overleg/{town.cases['fresh']}/").status_code == 403
