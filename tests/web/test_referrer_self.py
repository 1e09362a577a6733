"""A parent asks for support herself: small steps, nothing kept without a yes, a code to come back with."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from knooppunt.casework.models import Case, Consent, Draft, Entry, Parent
from knooppunt.foundation import clock, guard
from knooppunt.people import reference
from tests.web.kit_referrer import boxes, errors

pytestmark = pytest.mark.django_db
BORN = boxes("born_on", clock.today() - timedelta(days=365 * 28))
STEPS = {
    "gemeente": {"municipality": "GM0928"},
    "kind": {"expecting": "pregnant", **boxes("due_on", clock.today() + timedelta(days=60))},
    "meedoen": {"agreed": "yes"},
    "wie": {"name": "Yara Test", "kind": "mother", **BORN},
    "bereiken": {"contact_by": "text", "phone": "06 12345678", "language": "ar", "interpreter": "on"},
    "bespreken": {"wishes": "Een eigen plek.", "needs": ["housing"], "partner": "on"},
    "wat-mag": {"share": "yes", "research": "not_asked"},
}


@pytest.fixture
def mother(client: Client) -> Client:
    reference.load()
    client.post("/zelf-aanmelden/beginnen/")
    return client


def walk(client: Client, until: str = "", **changes: dict) -> Any:
    answer = None
    for slug, told in STEPS.items():
        if slug == until:
            break
        answer = client.post(f"/zelf-aanmelden/{slug}/", told | changes.get(slug.replace("-", "_"), {}))
        assert answer.status_code == 302, errors(answer)
    return answer


def answers() -> dict:
    with guard.looking_inside():
        return Draft.objects.get().answers


def test_what_an_earlier_answer_asks_for_is_not_called_optional(mother: Client) -> None:
    walk(mother, until="bespreken")
    for slug in ("kind", "bereiken"):
        form = mother.get(f"/zelf-aanmelden/{slug}/").context["form"]
        assert form.show_if and not [name for name in form.show_if if form[name].is_free]


def test_seven_small_steps_and_a_check(mother: Client) -> None:
    assert walk(mother).url == "/zelf-aanmelden/controle/"
    page = mother.get("/zelf-aanmelden/controle/").content.decode()
    assert "Yara Test" in page and "Stap 8 van 8" in page and "Verlaat deze pagina" in page
    assert mother.post("/zelf-aanmelden/controle/").url == "/zelf-aanmelden/klaar/"
    done = mother.get("/zelf-aanmelden/klaar/").content.decode()
    with guard.looking_inside():
        case = Case.objects.get()
        parent = Parent.objects.get()
        assert case.code in done and (parent.name, parent.contact_by, parent.language) == ("Yara Test", "text", "ar")
        assert set(Consent.objects.values_list("purpose", "method", "capacity")) == {
            ("take_part", "own_hand", "self"), ("share", "own_hand", "self"),
        }  # fmt: skip
        assert "partner" in Entry.objects.get(kind="involved").text
        assert case.referral.origin == "parent" and case.referral.referrer_id is None


def test_who_reads_english_says_yes_to_the_english_words(mother: Client) -> None:
    mother.cookies["language"] = "en"
    walk(mother, until="meedoen")
    assert "I want to take part" in mother.get("/zelf-aanmelden/meedoen/").content.decode()
    walk(mother)
    mother.post("/zelf-aanmelden/controle/")
    with guard.looking_inside():
        assert set(Consent.objects.values_list("language", flat=True)) == {"en"}


def test_a_double_click_sends_once(mother: Client) -> None:
    walk(mother)
    urls = {mother.post("/zelf-aanmelden/controle/").url for _ in range(2)}
    with guard.looking_inside():
        assert urls == {"/zelf-aanmelden/klaar/"} and Case.objects.count() == 1


def test_nothing_of_her_is_kept_before_she_says_yes(mother: Client) -> None:
    mother.post("/zelf-aanmelden/gemeente/", STEPS["gemeente"])
    assert mother.post("/zelf-aanmelden/wie/", STEPS["wie"]).url == "/zelf-aanmelden/kind/"
    assert set(answers()) == {"situation"}


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        ("meedoen", {"agreed": "no"}),
        ("kind", {"expecting": "neither"}),
        ("kind", {"expecting": "born", **boxes("born_on", clock.today() - timedelta(days=1000))}),
    ],
)
def test_a_no_leaves_nothing_behind_and_shows_a_way(mother: Client, slug: str, told: dict) -> None:
    walk(mother, until=slug)
    page = mother.post(f"/zelf-aanmelden/{slug}/", told).content.decode()
    assert "Wij hebben niets van u bewaard" in page
    with guard.looking_inside():
        assert not Draft.objects.exists()


def test_a_girl_of_fifteen_is_asked_for_a_guardian(mother: Client) -> None:
    walk(mother, until="wie")
    born = boxes("born_on", clock.today().replace(day=1) - timedelta(days=365 * 15))
    answer = mother.post("/zelf-aanmelden/wie/", STEPS["wie"] | born)
    assert answer.status_code == 200 and list(errors(answer)) == ["given_by"]
    assert mother.post("/zelf-aanmelden/wie/", STEPS["wie"] | born | {"given_by": "Oma"}).status_code == 302
    for slug in ("bereiken", "bespreken", "wat-mag"):
        mother.post(f"/zelf-aanmelden/{slug}/", STEPS[slug])
    mother.post("/zelf-aanmelden/controle/")
    with guard.looking_inside():
        assert set(Consent.objects.values_list("capacity", "given_by")) == {("with_guardian", "Oma")}


def test_she_comes_back_with_a_code(mother: Client) -> None:
    walk(mother, until="bereiken")
    assert (
        mother.post("/zelf-aanmelden/bereiken/", {"contact_by": "phone", "later": "1"}).url
        == "/zelf-aanmelden/bewaard/"
    )
    page = mother.get("/zelf-aanmelden/bewaard/").content.decode()
    key = re.search(r"[A-Z0-9]{4}\u2011[A-Z0-9]{4}\u2011[A-Z0-9]{4}", page).group()
    mother.post("/zelf-aanmelden/weg/")
    assert mother.get("/zelf-aanmelden/wie/").status_code == 404
    elsewhere = Client()
    assert (
        elsewhere.post("/zelf-aanmelden/verder/", {"key": key.lower().replace("\u2011", " ")}).url
        == "/zelf-aanmelden/bereiken/"
    )
    assert elsewhere.get("/zelf-aanmelden/wie/").context["form"].initial["name"] == "Yara Test"
    with clock.travel(clock.now() + timedelta(days=8)):
        answer = Client().post("/zelf-aanmelden/verder/", {"key": key})
        assert "Wij vinden niets bij deze code" in answer.content.decode()


@pytest.mark.usefixtures("clock_stands_still")
def test_a_code_cannot_be_guessed_quickly(mother: Client) -> None:
    codes = [Client().post("/zelf-aanmelden/verder/", {"key": "BCDF-GHJK-MNPQ"}).status_code for _ in range(6)]
    assert codes[-1] == 429


def test_without_the_session_there_is_nothing(mother: Client) -> None:
    walk(mother, until="bereiken")
    for slug in (*STEPS, "controle", "bewaard"):
        answer = Client().get(f"/zelf-aanmelden/{slug}/")
        assert answer.status_code == 404 and "Yara" not in answer.content.decode()


def test_in_two_tabs_the_second_sees_both(mother: Client) -> None:
    walk(mother, until="bereiken")
    seen = mother.get("/zelf-aanmelden/wie/").context["seen"]
    mother.post("/zelf-aanmelden/wie/", STEPS["wie"] | {"name": "Een", "seen": seen})
    answer = mother.post("/zelf-aanmelden/wie/", STEPS["wie"] | {"name": "Twee", "seen": seen})
    assert answer.status_code == 409 and "Een" in answer.content.decode() and answers()["who"]["name"] == "Een"


@pytest.mark.parametrize(
    ("slug", "change", "field"),
    [
        ("gemeente", {"municipality": "GM9999"}, "municipality"),
        ("kind", {"due_on_day": "99"}, "due_on"),
        ("wie", {"name": "x" * 100_000}, "name"),
        ("wie", {"born_on_year": "1800"}, "born_on"),
        ("bereiken", {"phone": ""}, "phone"),
        ("wat-mag", {"share": ""}, "share"),
    ],
)
def test_refusals_stand_beside_the_field(mother: Client, slug: str, change: dict, field: str) -> None:
    walk(mother, until=slug)
    answer = mother.post(f"/zelf-aanmelden/{slug}/", STEPS[slug] | change)
    assert answer.status_code == 200 and list(errors(answer)) == [field]


def test_pages_keep_nothing_in_the_browser_and_ask_little(mother: Client, django_assert_max_num_queries: Any) -> None:
    walk(mother)
    for slug in (*STEPS, "controle", "bewaard"):
        with django_assert_max_num_queries(12):
            answer = mother.get(f"/zelf-aanmelden/{slug}/")
        assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
        assert "Verlaat deze pagina" in answer.content.decode()
        assert "Yara" not in answer.content.decode().partition("</title>")[0]


@pytest.mark.usefixtures("clock_stands_still")
def test_not_without_end(mother: Client) -> None:
    assert [mother.post("/zelf-aanmelden/beginnen/").status_code for _ in range(6)][-1] == 429
