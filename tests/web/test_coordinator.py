"""The coordinator's desk: the worklist, the case on one page, who may come here, and how many questions it asks."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import consenting, convening, following, reading
from knooppunt.demo.cast import away
from knooppunt.foundation import clock
from knooppunt.people.models import Assignment, Hub
from knooppunt.web.shared.lengths import LengthsForm
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
HEALTH = ("Psychische klachten", "Inkomen of schulden", "Niet veilig thuis")


@pytest.fixture
def marieke(town: Any) -> Client:
    return come_in("marieke")


def text(answer: Any) -> str:
    return answer.content.decode()


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(answer).partition("<main")[2]))


def pages(town: Any) -> list[str]:
    """Give the address of every page that only shows, for the case in preparation."""
    code = town.cases["preparing"]
    parent = reading.case_file(town.actor("marieke"), code).parents[0].code
    case = f"/gezin/{code}/"
    own = ("geboorte", "niet-oppakken", "overdragen", "vergissing", "notitie", "stoppen", "veilig-thuis")
    return [
        case, f"{case}kring/erbij/", f"{case}kring/erbij/{town.people['bart'].code}/", f"{case}overleg-plannen/",
        *(f"{case}{name}/" for name in own),
        *(f"{case}ouder/{parent}/{name}/" for name in ("gegevens", "punten", "toestemming", "intrekken")),
        f"{case}ouder/{parent}/toestemming/?voor=take_part", f"/vragen/{town.advice['new']}/",
    ]  # fmt: skip


def test_worklist_shows_what_is_late_first(marieke: Client) -> None:
    page = words(marieke.get("/werklijst/"))
    order = ("Sofie Hendriks · Marco Ruiz", "Vragen die wachten", "Daarna", "Lina de Wit", "Merel Jacobs")
    assert [page.index(one) for one in order] == sorted(page.index(one) for one in order)
    assert "5 dagen te laat" in page or "te laat" in page


def test_worklist_shows_nothing_of_health_and_no_name_of_who_stops(marieke: Client) -> None:
    page = words(marieke.get("/werklijst/"))
    assert not [one for one in HEALTH if one in page]
    assert "Een gezin dat stopt" in page and "Bo Cremers" not in page


def test_worklist_shows_what_is_over(marieke: Client, town: Any) -> None:
    page = text(marieke.get("/werklijst/?lijst=afgerond"))
    assert f"/gezin/{town.cases['declined']}/" in page and "Iris Ploum" not in page
    assert f"/gezin/{town.cases['fresh']}/" not in page


def test_worklist_of_an_empty_desk_smiles(town: Any) -> None:
    page = words(come_in("petra").get("/werklijst/"))
    assert "Tijd voor koffie" in page


@pytest.mark.parametrize("query", ["na=onzin", "na=2026-11-22_x", "lijst=afgerond&na=gisteren"])
def test_worklist_does_not_stumble_over_a_strange_key(marieke: Client, query: str) -> None:
    assert marieke.get(f"/werklijst/?{query}").status_code == 404


def test_worklist_switches_between_hubs(marieke: Client, town: Any) -> None:
    assert "Knooppunten" not in text(marieke.get("/werklijst/"))
    hub = Hub.objects.get(code="landgraaf")
    Assignment.objects.create(person=town.people["marieke"], role="coordinator", hub=hub)
    both = words(marieke.get("/werklijst/"))
    assert "Demi Vaessen" in both and "Lina de Wit" in both
    one = words(marieke.get("/werklijst/?knooppunt=landgraaf"))
    assert "Demi Vaessen" in one and "Lina de Wit" not in one


def test_worklist_is_paged_by_key(marieke: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knooppunt.casework.reading.desk.PAGE", 3)
    seen: list[str] = []
    address: str | None = "/werklijst/"
    while address:
        page = text(marieke.get(address))
        seen += [code for code in re.findall(r'href="/gezin/(\w+)/"', page) if code not in seen]
        found = re.search(r'href="(\?[^"]*na=[^"]*)"', page)
        address = f"/werklijst/{found.group(1)}" if found else None
    assert len(seen) == 9 and len(set(seen)) == 9


def test_case_file_tells_the_whole_story_on_one_page(marieke: Client, town: Any) -> None:
    page = words(marieke.get(f"/gezin/{town.cases['preparing']}/"))
    for one in (
        "Merel Jacobs", "Geheim adres", "Bel tussen 10 en 12 uur", "Plan het overleg", "Psychische klachten",
        "Fatima Amrani", "altijd aan tafel", "Uitnodigen kan nog niet", "Minder zorgen over geld", "Verloop",
        "onderzoek",
    ):  # fmt: skip
        assert one in page, one


@pytest.mark.parametrize("story", ["fresh", "late", "preparing", "planned", "held", "following", "evaluated"])
def test_case_file_asks_at_most_twelve_questions(marieke: Client, town: Any, story: str) -> None:
    marieke.get("/werklijst/")
    with CaptureQueriesContext(connection) as asked:
        assert marieke.get(f"/gezin/{town.cases[story]}/").status_code == 200
    assert len(asked) <= 12, "\n".join(q["sql"][:140] for q in asked)


def test_discussing_again_asks_no_more_and_begins_with_empty_points(marieke: Client, town: Any) -> None:
    code = town.cases["following"]
    following.reconvene(town.actor("fatima"), code)
    marieke.get("/werklijst/")
    with CaptureQueriesContext(connection) as asked:
        page = words(marieke.get(f"/gezin/{code}/"))
    assert len(asked) <= 12 and "Plan het overleg" in page
    parent = reading.case_file(town.actor("marieke"), code).parents[0].code
    assert "Rust met de rekeningen" in page
    assert "Rust met de rekeningen" not in text(marieke.get(f"/gezin/{code}/ouder/{parent}/punten/"))


def test_pages_ask_at_most_twelve_questions_and_name_nobody_in_the_title(marieke: Client, town: Any) -> None:
    marieke.get("/werklijst/")
    for address in ["/werklijst/", *pages(town)]:
        with CaptureQueriesContext(connection) as asked:
            answer = marieke.get(address)
        assert answer.status_code == 200, address
        assert len(asked) <= 12, address + "\n" + "\n".join(q["sql"][:140] for q in asked)
        assert "Merel" not in re.search(r"<title>(.*?)</title>", text(answer), re.S).group(1)  # type: ignore[union-attr]
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("who", ["petra", "sanne", "joris", "noor", "ellen", "willem", "ingrid"])
def test_nobody_else_finds_a_case(town: Any, who: str) -> None:
    client = come_in(who)
    for address in pages(town):
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"yes": "yes"}).status_code in (404, 405), address


def test_a_deputy_works_only_while_the_coordinator_is_away(town: Any) -> None:
    tom, code = come_in("tom"), town.cases["fresh"]
    assert tom.get(f"/gezin/{code}/").status_code == 404
    assert "De coördinator is er zelf" in words(tom.get("/werklijst/"))
    leave = away(town.people["marieke"], clock.today(), clock.today() + timedelta(days=7))
    assert "U vervangt de coördinator van Knooppunt Kansrijke Start Kerkrade." in words(tom.get("/werklijst/"))
    assert "U vervangt de coördinator." in words(tom.get(f"/gezin/{code}/"))
    leave.delete()
    assert tom.get(f"/gezin/{code}/").status_code == 404


@pytest.mark.parametrize("story", ["stopping", "declined"])
def test_without_consent_only_the_bare_fact_is_left(marieke: Client, town: Any, story: str) -> None:
    page = words(marieke.get(f"/gezin/{town.cases[story]}/"))
    assert "Wat bekend blijft" in page
    assert "Cremers" not in page and "Ploum" not in page


def test_consent_that_ended_leaves_a_way_to_ask_again(marieke: Client, town: Any) -> None:
    code = town.cases["preparing"]
    parent = reading.case_file(town.actor("marieke"), code).parents[0].code
    with clock.travel(clock.now() + timedelta(days=400)):
        client = come_in("marieke")
        page = client.get(f"/gezin/{code}/")
        assert "Er is geen toestemming meer" in words(page) and "Jacobs" not in text(page)
        ask = f"/gezin/{code}/ouder/{parent}/toestemming/?voor=take_part"
        assert ask.partition("?")[0] in text(page)
        given = {"answer": "yes", "method": "spoken", "witness": "Tom", "capacity": "self"}
        assert client.post(ask, given).status_code == 302
        assert "Jacobs" in text(client.get(f"/gezin/{code}/"))


def test_the_desk_warns_when_the_table_grows(marieke: Client, town: Any) -> None:
    code, desk = town.cases["planned"], town.actor("marieke")
    parent = reading.case_file(desk, code).parents[0].code
    for key in ("bart", "lotte", "hassan", "sanne", "els"):
        person = town.people[key]
        given = consenting.Given(witness="Tom")
        consenting.give_consent(
            desk, code, parent, purpose="share", yes=True, given=given, organisation=person.organisation_id
        )
        seat = convening.add_to_circle(desk, code, person.code, reason="expertise", family_agrees=True)
        convening.invite(desk, code, seat)
    assert "Voor ouders is dat veel" in words(marieke.get(f"/gezin/{code}/"))


def test_also_known_elsewhere_is_said_without_content(marieke: Client, town: Any) -> None:
    from datetime import date

    from knooppunt.casework import referring
    from knooppunt.demo.town import mother, weeks

    new = referring.NewReferral(
        municipality="GM0882", due_on=weeks(12), parents=(mother("Lina de Wit", date(1998, 3, 14)),), reason="Elders"
    )
    referring.refer(town.actor("sanne"), new)
    page = words(marieke.get(f"/gezin/{town.cases['fresh']}/"))
    assert "Ook bekend bij Knooppunt Kansrijke Start Landgraaf" in page and "Elders" not in page


def test_a_coordinator_reads_and_changes_the_lengths_of_her_own_hub(marieke: Client, town: Any) -> None:
    address = "/werklijst/kerkrade/termijnen/"
    assert address in text(marieke.get("/werklijst/"))
    page = marieke.get(address)
    fields = page.context["form"].initial
    for name in ("invitation_days", "confirm_stop_days", "consent_days", "second_birthday_days"):
        field = page.context["form"].fields[name]
        assert field.help_text and str(field.label) in text(page)
        for wrong in (0, field.max_value + 1, "twee"):
            assert marieke.post(address, {**fields, name: wrong}).status_code == 200
    assert marieke.post(address, {**fields, "invitation_days": 5, "review_days": 9}).status_code == 302
    hub = Hub.objects.get(code="kerkrade")
    assert (hub.invitation_days, hub.review_days) == (5, 365)
    assert marieke.get("/werklijst/heerlen/termijnen/").status_code == 404
    assert marieke.get("/werklijst/nergens/termijnen/").status_code == 404


def test_who_stands_in_reads_the_lengths_and_changes_nothing(marieke: Client, town: Any) -> None:
    tom = come_in("tom")
    address = "/werklijst/kerkrade/termijnen/"
    assert tom.get(address).status_code == 404
    away(town.people["marieke"], clock.today(), None)
    page = tom.get(address)
    assert "Antwoord bij sparren" in words(page) and "<input" not in text(page).partition("<main")[2]
    tom.post(address, {**LengthsForm.of(Hub.objects.get(code="kerkrade")).initial, "invitation_days": 9})
    assert Hub.objects.get(code="kerkrade").invitation_days == 3
