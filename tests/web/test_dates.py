"""Finding a date on the screens: the link without an account, the grid, the parent's own page, and who may not."""

import re
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from knooppunt.casework import consenting, convening, reading, scheduling, welcoming
from knooppunt.casework.refusals import Refused
from knooppunt.demo.cast import hire
from knooppunt.demo.walking import Town
from knooppunt.foundation import clock, guard
from knooppunt.letters.models import Letter
from knooppunt.people import reference
from knooppunt.people.models import Person
from knooppunt.trail.models import TrailLine
from knooppunt.web.coordinator.dates import ProposeForm
from tests.casework.kit import Walk
from tests.web.as_cast import come_in
from tests.web.kit_referrer import digits_in_letter

pytestmark = pytest.mark.django_db
FAMILY = re.compile("Naomi|Verhoeven|Sem |Akkermans|Fatima|Lotte|huur")


def text(answer: Any) -> str:
    return answer.content.decode()


def main(answer: Any) -> str:
    return text(answer).partition("<main")[2].partition("</main>")[0]


@pytest.fixture
def code(town: Any) -> str:
    return town.cases["choosing"]


@pytest.fixture
def desk(town: Any) -> Client:
    return come_in("marieke")


def options(town: Any, code: str) -> list[str]:
    return [one.code for one in reading.dates(town.actor("marieke"), code).options]


def link(key: str = "joris") -> str:
    """Give the path in the last letter with a link to somebody."""
    letter = Letter.objects.filter(kind="dates_asked", to=f"{key}@knooppunt.example").latest("id")
    return re.findall(r"/moment/[^/]+/", letter.body)[0]


def by_code(path: str) -> Client:
    """Come by a link, and prove the address with the code that goes there."""
    client = Client()
    assert client.post(path).url == "/wie-bent-u/code/"
    assert client.post("/wie-bent-u/code/", {"code": digits_in_letter()}).url == path
    return client


# --- by link ----------------------------------------------------------------------------------------------------------
def test_before_the_code_a_link_shows_who_asks_and_nothing_else(code: str) -> None:
    answer = Client().get(link())
    page = text(answer)
    assert "Knooppunt Kansrijke Start Kerkrade" in page
    assert not FAMILY.search(page)
    assert not re.search("Joris|joris|De Brug|14:00|Marieke", page)
    assert code not in page
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_the_address_of_a_link_is_told_to_nobody(code: str) -> None:
    client = Client()
    client.post(link())
    assert Letter.objects.latest("id").to == "joris@knooppunt.example"
    page = text(client.get("/wie-bent-u/code/"))
    assert "joris" not in page.lower()
    assert "Een ander adres" not in page


def test_after_the_code_somebody_answers_changes_and_sees_nothing_of_the_family(town: Any, code: str) -> None:
    path = link()
    client = by_code(path)
    page = text(client.get(path))
    assert "De Brug" in page and "Marieke Janssen" in page and "14:00" in page
    assert not FAMILY.search(page)
    assert code not in page
    moments = options(town, code)
    assert "Kies of dit moment kan." in text(client.post(path, {moments[0]: "yes"}))
    for can in ("yes", "no"):
        assert client.post(path, dict.fromkeys(moments, can)).url == f"{path}?bewaard=1"
        thanks = text(client.get(f"{path}?bewaard=1"))
        assert "Dank u wel" in thanks and not FAMILY.search(thanks)
        joris = next(p for p in reading.dates(town.actor("marieke"), code).people if p.name == "Joris Smeets")
        assert set(joris.can.values()) == {can}
    for elsewhere in (f"/mijn-gezinnen/{code}/wanneer/", f"/mijn-gezinnen/{code}/", f"/uitnodiging/{code}/"):
        assert client.get(elsewhere).status_code in (302, 404)


def test_a_link_in_the_hands_of_another_opens_nothing(code: str) -> None:
    lotte = by_code(link("lotte"))  # her own address, proven
    page = text(lotte.get(link("joris")))
    assert "Stuur mij een code" in page and "14:00" not in page
    assert come_in("petra").get(link("joris")).status_code == 404
    assert "verlopen" in text(come_in("yara").get(link("joris")))


def test_who_signed_in_is_led_to_the_screens_of_the_team(town: Any, code: str) -> None:
    joris = come_in("joris")
    assert joris.get(link()).url == f"/mijn-gezinnen/{code}/wanneer/"
    page = text(joris.get(f"/mijn-gezinnen/{code}/wanneer/"))
    assert not FAMILY.search(page.partition("<main")[2])
    assert joris.post(f"/mijn-gezinnen/{code}/wanneer/", dict.fromkeys(options(town, code), "maybe")).status_code == 302
    assert "Wanneer kunt u?" not in main(joris.get("/mijn-gezinnen/"))


@pytest.mark.parametrize("ending", ["eight days", "picked", "withdrawn", "ended"])
def test_a_link_that_is_over_looks_as_one_that_never_was(town: Any, code: str, ending: str) -> None:
    path, later, marieke = link(), clock.now(), town.actor("marieke")
    client = by_code(path)
    if ending == "eight days":
        later += timedelta(days=9)
    elif ending == "picked":
        scheduling.pick_date(marieke, code, options(town, code)[0])
    elif ending == "withdrawn":
        for parent in reading.case_file(marieke, code).parents:
            consenting.withdraw_consent(
                marieke, code, parent.code, purpose="share", organisation=town.people["joris"].organisation_id
            )
    else:
        seat = next(s for s in reading.case_file(marieke, code).circle if s.name == "Joris Smeets")
        convening.end_in_circle(marieke, code, seat.code)
    with clock.travel(later):
        for visitor in (Client(), client if ending != "eight days" else Client()):
            over, never = visitor.get(path), visitor.get("/moment/bestaat-niet/")
            assert (over.status_code, never.status_code) == (404, 404)
            secret = path.split("/")[2]
            assert _plain(over).replace(secret, "S") == _plain(never).replace("bestaat-niet", "S")
        number = Letter.objects.count()
        again = Client().post(f"{path}opnieuw/")
        assert again.url == f"{path}?verstuurd=1"
        assert Client().post("/moment/bestaat-niet/opnieuw/").url == "/moment/bestaat-niet/?verstuurd=1"
        assert "joris" not in text(Client().get(again.url)).lower()
        fresh = list(Letter.objects.order_by("id").values_list("kind", "to")[number:])
        assert fresh == ([("dates_asked", "joris@knooppunt.example")] if ending == "eight days" else [])
        if ending == "eight days":
            assert Client().get(link()).status_code == 200


def _plain(answer: Any) -> str:
    return re.sub(r"(csrfmiddlewaretoken|nonce)[^>]*", "", main(answer))


def test_asking_for_new_links_has_a_limit(code: str, clock_stands_still: None) -> None:
    client = Client()
    answers = [client.post(f"{link()}opnieuw/").status_code for _ in range(5)]
    assert answers == [302, 302, 302, 429, 429]


def test_a_secret_stands_in_no_line_of_the_trail_and_in_no_session(town: Any, code: str) -> None:
    path = link()
    secret = path.split("/")[2]
    client = by_code(path)
    client.post(path, dict.fromkeys(options(town, code), "yes"))
    client.get("/moment/" + secret[:-1] + "/")
    for line in TrailLine.objects.all().values_list():
        assert secret not in repr(line)
    assert not any(secret in repr(one.get_decoded()) for one in Session.objects.all())


# --- the desk ---------------------------------------------------------------------------------------------------------
def boxes(number: int, days: int, time: str = "14:30") -> dict[str, str]:
    day = clock.today() + timedelta(days=days)
    three = {f"moment-{number}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    return three | {f"time-{number}": time}


def test_only_who_may_sit_at_the_table_is_counted_among_those_who_are_asked(town: Any, desk: Client) -> None:
    walk = Walk(town)
    walk.to("preparing")
    path = f"/gezin/{walk.code}/momenten/voorstellen/"
    assert "wij 2 professionals" in main(desk.get(path))
    Person.objects.filter(pk=town.people["joris"].pk).update(is_active=False)  # the account ended
    assert "wij 1 professional." in main(desk.get(path))
    convening.answer_invitation(walk.who("fatima"), walk.code, yes=False)
    assert "nog niemand uitgenodigd" in main(desk.get(path))


def test_the_moments_are_named_in_the_language_of_the_page(town: Any, desk: Client) -> None:
    path = f"/gezin/{town.cases['preparing']}/momenten/voorstellen/"
    assert "Moment 2" in main(desk.get(path))
    with translation.override("en"):
        assert [str(section.title) for section in ProposeForm.sections][1] == gettext("Moment %(number)d") % {
            "number": 2
        }
    assert not isinstance(ProposeForm.sections[0].title, str), "it is not fixed when the house starts"


def test_the_coordinator_proposes_and_wrong_moments_stay_in_the_form(town: Any, desk: Client) -> None:
    path = f"/gezin/{town.cases['preparing']}/momenten/voorstellen/"
    assert "Vraag het iedereen" in text(desk.get(path))
    half = {**boxes(0, 7), **boxes(1, 8), **boxes(2, 9, ""), "minutes": "60", "place": "Buurthuis Zonnig"}
    page = text(desk.post(path, half))
    assert "Vul de dag en de tijd in." in page and "Buurthuis Zonnig" in page
    twice = {**boxes(0, 7), **boxes(1, 7), "minutes": "60"}
    assert "twee tot vijf verschillende" in text(desk.post(path, twice))
    good = {**boxes(0, 7), **boxes(1, 8), **boxes(4, 9, "9"), "minutes": "60", "place": ""}
    grid = desk.post(path, good).url
    assert grid == f"/gezin/{town.cases['preparing']}/momenten/"
    assert text(desk.get(grid)).count("Kies dit moment") == 6  # three, wide and narrow
    assert desk.get(path).url == grid


def test_the_page_counts_who_is_asked_and_nobody_else(town: Any, desk: Client) -> None:
    code, marieke, fatima = town.cases["preparing"], town.actor("marieke"), town.people["fatima"]
    path = f"/gezin/{code}/momenten/voorstellen/"
    convening.answer_invitation(town.actor("fatima"), code, yes=True)
    assert "vragen wij 1 professional" in text(desk.get(path))
    parent = reading.case_file(marieke, code).parents[0].code
    consenting.give_consent(
        marieke, code, parent, purpose="share", yes=False, given=consenting.Given(witness="Tom"),
        organisation=fatima.organisation_id,
    )  # fmt: skip
    number = Letter.objects.filter(kind="dates_asked").count()
    assert "Er is nog niemand uitgenodigd" in text(desk.get(path))
    desk.post(path, {**boxes(0, 7), **boxes(1, 8), "minutes": "60"})
    assert reading.dates(marieke, code) and Letter.objects.filter(kind="dates_asked").count() == number


def test_the_grid_says_who_can_when_in_words_within_twelve_statements(desk: Client, code: str) -> None:
    path = f"/gezin/{code}/momenten/"
    desk.get(path)
    with CaptureQueriesContext(connection) as spent:
        page = main(desk.get(path))
    assert len(spent) <= 12
    assert "4 van de 5 gaven antwoord" in page
    assert page.count("past nu het best") == 2
    for words in ("kan niet", "als het moet", "nog geen antwoord", "3 kunnen", "Joris Smeets", "Naomi Verhoeven"):
        assert words in page
    with CaptureQueriesContext(connection) as spent:
        case = main(desk.get(f"/gezin/{code}/"))
    assert len(spent) <= 12
    assert "4 van de 5" in case and "Wie kan wanneer?" in case


def test_the_coordinator_notes_reminds_and_picks(town: Any, desk: Client, code: str) -> None:
    grid = f"/gezin/{code}/momenten/"
    people = {one.name: one for one in reading.dates(town.actor("marieke"), code).people}
    moments = options(town, code)
    said = desk.post(f"{grid}nog-eens/", follow=True)
    assert "1 persoon is nog eens gevraagd." in text(said)
    assert "U vroeg dit net nog" in text(desk.post(f"{grid}nog-eens/", follow=True))
    for name in ("Joris Smeets", "Naomi Verhoeven"):
        answer = desk.post(f"{grid}van/{people[name].code}/", dict.fromkeys(moments, "yes"))
        assert answer.url == grid
    assert "iedereen kan" in main(desk.get(grid))
    assert desk.get(f"{grid}van/BBBBBBBB/").status_code == 404
    pick = f"{grid}kies/{moments[1]}/"
    assert "Buurthuis De Brug" in text(desk.get(pick))
    assert "Vul “Plek” in" in text(desk.post(pick, {"place": ""}))
    assert desk.post(pick, {"place": "De Brug"}).url == f"/gezin/{code}/#overleg"
    page = text(desk.get(f"/gezin/{code}/"))
    assert "komt" in page and "Overleg gepland" in page
    late = desk.post(f"{grid}kies/{moments[0]}/", {"place": "De Brug"}, follow=True)
    assert "Er is net al een moment gekozen" in text(late)
    assert desk.get(grid).status_code == 403


def test_the_secret_of_a_link_goes_along_to_no_other_address(code: str) -> None:
    path = link()
    page = main(Client().get(path))
    assert 'href="/account/inloggen/"' in page and page.count(path.split("/")[2]) == page.count(f'action="{path}"') == 1


def test_stopping_to_ask_opens_the_way_to_other_moments(desk: Client, code: str) -> None:
    assert desk.post(f"/gezin/{code}/momenten/stoppen/").status_code == 302
    assert desk.get(f"/gezin/{code}/momenten/").status_code == 404
    assert "Momenten voorstellen" in text(desk.get(f"/gezin/{code}/"))


def test_an_outsider_finds_none_of_it(town: Any, code: str) -> None:
    moments = options(town, code)
    pages = ["", "voorstellen/", f"kies/{moments[0]}/", "van/BBBBBBBB/"]
    for key in ("petra", "fatima", "joris", "ellen", "yara"):
        client = come_in(key)
        for page in pages:
            assert client.get(f"/gezin/{code}/momenten/{page}").status_code == 404, (key, page)
        for page in ("nog-eens/", "stoppen/", f"kies/{moments[0]}/"):
            assert client.post(f"/gezin/{code}/momenten/{page}", {"place": "Hier"}).status_code == 404
    for key in ("petra", "sanne", "bart"):
        assert come_in(key).get(f"/mijn-gezinnen/{code}/wanneer/").status_code == 404


# --- parents ----------------------------------------------------------------------------------------------------------
def test_a_parent_answers_on_her_own_page(town: Any, code: str) -> None:
    marieke = town.actor("marieke")
    yara = reading.case_file(marieke, code).parents[0]
    place = welcoming.give_place(marieke, code, yara.code)
    client, moments = Client(), options(town, code)
    client.force_login(Person.objects.get(code=place.person))
    page = f"/ons-gezin/{code}/wanneer/"
    own = text(client.get(f"/ons-gezin/{code}/"))
    assert "Wanneer kunt u?" in own
    shown = text(client.get(page))
    assert not re.search("Fatima|Joris|Lotte|Sem", shown)
    assert client.post(page, dict.fromkeys(moments, "no")).url == f"/ons-gezin/{code}/"
    answers = reading.dates(marieke, code).of(yara.code).can
    assert set(answers.values()) == {"no"}
    with CaptureQueriesContext(connection) as spent:
        client.get(page)
    assert len(spent) <= 12
    scheduling.end_proposal(marieke, code)
    assert client.get(page).status_code == 404
    assert "Wanneer kunt u?" not in text(client.get(f"/ons-gezin/{code}/"))


def test_at_the_kitchen_table_the_answer_of_a_parent_is_written_down(town: Any, desk: Client, code: str) -> None:
    parent = reading.case_file(town.actor("marieke"), code).parents[1].code
    page = f"/samen/{code}/ouder/{parent}/wanneer/"
    assert page in text(desk.get(f"/samen/{code}/"))
    assert desk.post(page, dict.fromkeys(options(town, code), "yes")).url == f"/samen/{code}/"
    assert set(reading.dates(town.actor("marieke"), code).of(parent).can.values()) == {"yes"}


# --- two at once ------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_who_pick_two_dates_at_once_plan_one_conference() -> None:
    """In earnest: two connections that start together. One plans; the other hears that a moment is picked."""
    reference.load()
    town = Town(people=hire())
    walk = Walk(town)
    walk.to("preparing")
    starts = [clock.now() + timedelta(days=7 + n) for n in range(2)]
    scheduling.propose_dates(walk.desk, walk.code, starts, place="De Brug")
    moments, start, said = options(town, walk.code), Barrier(2), []

    def pick(option: str) -> None:
        start.wait(10)
        try:
            scheduling.pick_date(walk.desk, walk.code, option)
            said.append("planned")
        except Refused as refusal:
            said.append(refusal.reason)
        finally:
            connection.close()

    threads = [Thread(target=pick, args=(option,)) for option in moments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(said) == ["planned", "wrong_state"]
    with guard.looking_inside():
        assert walk.case().conferences.count() == 1
    assert walk.case().state == "planned"
