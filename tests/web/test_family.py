"""A parent's own place: hers alone, in plain words, with every yes to take back and the way out in two clicks."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import following, reading
from knooppunt.casework.refusals import Refusal
from knooppunt.foundation import guard
from knooppunt.trail.models import TrailLine
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
# Words that a family does not read here (house.md §7).
NEVER = re.compile(r"kwetsba|casus|risico|probleem|score|dossier", re.I)


@pytest.fixture
def noor(town: Any) -> Client:
    return come_in("noor")


@pytest.fixture
def yara(town: Any) -> Client:
    return come_in("yara")


def text(answer: Any) -> str:
    return answer.content.decode()


def pages_of(code: str) -> list[str]:
    file = f"/ons-gezin/{code}/"
    more = ("tafel/", "tafel/iemand-erbij/", "punten/", "afspraken/", "berichten/", "berichten/schrijven/", "bewaren/")
    return [file, *(f"{file}{page}" for page in more), f"{file}ja-en-nee/", f"{file}stoppen/"]


def test_every_page_opens_in_few_queries_with_plain_words_and_a_way_out(yara: Client, town: Any) -> None:
    code = town.cases["following"]
    assert yara.get("/ons-gezin/").headers["Location"] == f"/ons-gezin/{code}/"
    for address in [*pages_of(code), f"/ons-gezin/{code}/papier/"]:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = yara.get(address)
        assert answer.status_code == 200, address
        assert len(asked) <= 12, (address, len(asked))
        page = text(answer)
        assert "Verlaat deze pagina" in page
        assert not NEVER.search(re.sub(r"<[^>]+>", "", page.partition("<main")[2])), address
        assert "no-store" in answer["Cache-Control"]
        assert code not in re.search(r"<title>(.*?)</title>", page).group(1)  # type: ignore[union-attr]


def test_nobody_else_finds_it(town: Any) -> None:
    code = town.cases["following"]
    for key in ("noor", "sanne", "marieke", "fatima", "petra", "willem"):
        client = come_in(key)
        for address in pages_of(code):
            assert client.get(address).status_code == 404, (key, address)
    assert Client().get(f"/ons-gezin/{code}/").status_code == 302


def test_what_is_about_or_hidden_from_the_other_parent_never_shows(yara: Client, town: Any) -> None:
    code, fatima = town.cases["following"], town.actor("fatima")
    file = reading.shared_case(fatima, code)
    mother, partner = (parent.code for parent in file.parents)
    following.add_note(fatima, code, "ALLEEN-OVER-DANIEL", visible_to="table", about=partner)
    following.add_note(fatima, code, "VERBORGEN-VOOR-YARA", visible_to="table", hidden_from=mother)
    for address in [*pages_of(code), f"/ons-gezin/{code}/papier/"]:
        page = text(yara.get(address))
        assert "ALLEEN-OVER-DANIEL" not in page and "VERBORGEN-VOOR-YARA" not in page
        assert "Daniel" not in page


def test_points_are_kept_and_changed(noor: Client, town: Any) -> None:
    address = f"/ons-gezin/{town.cases['planned']}/punten/"
    meeting = f"/ons-gezin/{town.cases['planned']}/overleg/"
    answer = noor.post(address, {"point-0": "Mijn diploma", "point-1": "", "point-2": "Een kamer"})
    assert answer.status_code == 302
    assert "Een kamer" in text(noor.get(meeting))
    page = text(noor.get(address))
    assert 'value="Mijn diploma"' in page
    noor.post(address, {"point-0": "Alleen dit"})
    page = text(noor.get(meeting))
    assert "Alleen dit" in page and "Een kamer" not in page


def test_a_refused_point_keeps_what_was_typed(noor: Client, town: Any) -> None:
    long = "x" * 201
    answer = noor.post(f"/ons-gezin/{town.cases['planned']}/punten/", {"point-0": long})
    assert answer.status_code == 200
    assert long in text(answer) and "te lang" in text(answer)


def test_rather_not_takes_the_invitation_back(noor: Client, town: Any) -> None:
    code = town.cases["planned"]
    file = reading.case_file(town.actor("marieke"), code)
    joris = next(seat for seat in file.circle if seat.person_code == town.people["joris"].code)
    assert joris.access == "invited"
    noor.post(f"/ons-gezin/{code}/tafel/", {"seat": joris.code, "answer": "nee"})
    after = next(s for s in reading.case_file(town.actor("marieke"), code).circle if s.code == joris.code)
    assert (after.access, after.family_agrees) == ("circle", False)
    assert noor.post(f"/ons-gezin/{code}/tafel/", {"seat": "ZZZZZZZZ", "answer": "nee"}).status_code == 404


def test_an_own_action_is_reported_and_stuck_needs_a_word(town: Any) -> None:
    daniel, code = come_in("daniel"), town.cases["following"]
    page = text(daniel.get("/ons-gezin/", follow=True))
    action = re.findall(rf"/ons-gezin/{code}/actie/(\w+)/", page)[0]
    address = f"/ons-gezin/{code}/actie/{action}/"
    version = re.search(r'name="version" value="(\d+)"', text(daniel.get(address))).group(1)  # type: ignore[union-attr]
    answer = daniel.post(address, {"status": "stuck", "report": "", "version": version})
    assert answer.status_code == 200 and "waarom het niet lukt" in text(answer)
    assert daniel.post(address, {"status": "done", "report": "Gelukt", "version": version}).status_code == 302
    stale = daniel.post(address, {"status": "stuck", "report": "Toch niet", "version": version})
    assert stale.status_code == 409 and "Toch niet" in text(stale) and "Verlaat deze pagina" in text(stale)


def test_somebody_elses_action_is_not_there(yara: Client, town: Any) -> None:
    code = town.cases["following"]
    file = reading.case_file(town.actor("marieke"), code)
    for one in (action for goal in file.goals for action in goal.actions if action.owner_kind == "professional"):
        assert yara.get(f"/ons-gezin/{code}/actie/{one.code}/").status_code == 404


def test_stopping_ends_all_access_and_leaves_a_calm_page(noor: Client, town: Any) -> None:
    code = town.cases["planned"]
    assert "hoeft niet te zeggen waarom" in text(noor.get(f"/ons-gezin/{code}/stoppen/"))
    assert noor.post(f"/ons-gezin/{code}/stoppen/").status_code == 302
    page = text(noor.get("/ons-gezin/", follow=True))
    assert "U bent gestopt" in page and "13 weken" in page and "Fatima" not in page
    with pytest.raises(Refusal):
        reading.shared_case(town.actor("fatima"), code)
    for tail in ("punten/", "tafel/", "papier/"):
        assert noor.get(f"/ons-gezin/{code}/{tail}").status_code in (403, 404)
    assert noor.post(f"/ons-gezin/{code}/stoppen/").status_code == 200  # a second click changes nothing


def test_a_look_leaves_a_line_and_a_parent_without_a_case_sees_a_kind_page(noor: Client, town: Any) -> None:
    before = TrailLine.objects.filter(act="see_own_place").count()
    noor.get("/ons-gezin/", follow=True)
    assert TrailLine.objects.filter(act="see_own_place").count() == before + 1
    with guard.looking_inside():
        from knooppunt.casework.models import Parent

        Parent.objects.filter(person=town.people["noor"]).update(person=None)
    assert "Hier staat nu niets" in text(noor.get("/ons-gezin/", follow=True))


def test_the_form_of_an_action_sends_to_its_own_address(town: Any) -> None:
    """The name `action` is taken by the form itself; a context with that name would put words in the address."""
    daniel, code = come_in("daniel"), town.cases["following"]
    address = re.findall(rf"/ons-gezin/{code}/actie/\w+/", text(daniel.get("/ons-gezin/", follow=True)))[0]
    assert not re.search(r'<form class="kp-form"[^>]* action=', text(daniel.get(address)))


def test_every_moment_of_the_process_has_a_page(town: Any) -> None:
    """Whatever the state, a parent reads what happens now, and nothing breaks."""
    with guard.looking_inside():
        from knooppunt.casework.models import Case, Parent

        cases = {case.state: case for case in Case.objects.order_by("id")}
        for state, case in cases.items():
            town.people["noor"].refresh_from_db()
            Parent.objects.filter(person=town.people["noor"]).update(person=None)
            first = Parent.objects.filter(family=case.family_id).order_by("id")[:1].get()
            Parent.objects.filter(pk=first.pk).update(person=town.people["noor"])
            page = text(come_in("noor").get(f"/ons-gezin/{case.code}/"))
            assert "<h1>" in page and not NEVER.search(re.sub(r"<[^>]+>", "", page.partition("<main")[2])), state
    assert len(cases) >= 9


def test_an_own_action_is_ticked_off_in_one_click_and_a_second_click_changes_nothing(town: Any) -> None:
    daniel, code = come_in("daniel"), town.cases["following"]
    page = text(daniel.get(f"/ons-gezin/{code}/"))
    address, version = re.search(  # type: ignore[union-attr]
        rf'action="(/ons-gezin/{code}/actie/\w+/)"[^>]*>.*?name="version" value="(\d+)"', page, re.S
    ).groups()
    for _click in range(2):
        assert daniel.post(address, {"status": "done", "version": version}).status_code == 302
    assert "gedaan" in text(daniel.get(f"/ons-gezin/{code}/afspraken/"))
    stuck = text(come_in("daniel").get(f"{address}?lukt=niet"))
    assert re.search(r'value="stuck"[^>]* checked', stuck)


def test_a_tab_that_stayed_open_keeps_its_words(noor: Client, town: Any) -> None:
    """The conference was held meanwhile: what she typed for it is still there, with what happened."""
    from datetime import timedelta

    from knooppunt.casework import convening
    from knooppunt.foundation import clock

    code, desk = town.cases["planned"], town.actor("marieke")
    with clock.travel(clock.now() + timedelta(days=8)):
        file = reading.case_file(desk, code)
        present = [file.parents[0].code]
        convening.hold_conference(desk, code, present=present)
    from knooppunt.casework import agreeing

    goal = agreeing.add_goal(desk, code, "Rust")
    seat = next(s.code for s in reading.case_file(desk, code).circle if s.access == "joined")
    agreeing.add_action(desk, code, goal, agreeing.NewAction("Bellen", clock.today(), seat=seat))
    agreeing.choose_lead(desk, code, seat)
    agreeing.conclude(desk, code, evaluation_on=clock.today() + timedelta(weeks=8), why_unconfirmed="absent")
    answer = noor.post(f"/ons-gezin/{code}/punten/", {"point-0": "Mijn eigen kamer"})
    assert answer.status_code == 200
    assert "Mijn eigen kamer" in text(answer) and "Deze stap kan nu niet" in text(answer)


def test_very_much_text_comes_back_and_is_not_kept(noor: Client, town: Any) -> None:
    code, long = town.cases["planned"], "woord " * 18_000
    for page, field in (("punten/", "point-0"), ("tafel/iemand-erbij/", "text"), ("berichten/schrijven/", "text")):
        answer = noor.post(f"/ons-gezin/{code}/{page}", {field: long})
        assert answer.status_code == 200 and "te lang" in text(answer)
        assert text(answer).count("woord ") > 17_000


def test_a_family_never_reads_that_it_ended_at_veilig_thuis(town: Any) -> None:
    code, fatima = town.cases["evaluated"], town.actor("fatima")
    with guard.looking_inside():
        from knooppunt.casework.models import Case

        parent = Case.objects.get(code=code).family.parents.first()
        parent.person_id = town.people["noor"].pk
        parent.save(update_fields=["person"])
    following.close(fatima, code, outcome="veilig_thuis")
    noor = come_in("noor")
    for page in ("", "afspraken/", "berichten/", "bewaren/", "mijn-gegevens/", "mijn-gegevens/bestand/"):
        answer = noor.get(f"/ons-gezin/{code}/{page}")
        assert "veilig thuis" not in re.sub(r"<footer.*", "", text(answer), flags=re.S).lower(), page
