"""Asking for advice names nobody, and the answer is found by whoever asked."""

import pytest
from django.test import Client

from knooppunt.casework.models import AdviceRequest
from knooppunt.foundation import guard
from knooppunt.letters.models import Letter
from knooppunt.people import reference
from tests.web.kit_referrer import EMAIL, by_code

pytestmark = pytest.mark.django_db
ASKED = {"municipality": "GM0928", "discipline": "huisarts", "email": EMAIL, "question": "Een zwangere vrouw, wat nu?"}


@pytest.fixture(autouse=True)
def places() -> None:
    reference.load()


def kept() -> list[str]:
    with guard.looking_inside():
        return list(AdviceRequest.objects.values_list("question", flat=True))


def test_anyone_may_ask_and_hears_by_when(client: Client) -> None:
    answer = client.post("/sparren/", ASKED)
    assert answer.url == "/sparren/verstuurd/" and kept() == [ASKED["question"]]
    assert "uiterlijk" in client.get(answer.url).content.decode()
    assert Letter.objects.filter(kind="advice_received", to=EMAIL).exists()


def test_the_asker_finds_the_question_with_a_code(client: Client) -> None:
    client.post("/sparren/", ASKED)
    assert client.get("/sparren/mijn/").url == "/wie-bent-u/?next=/sparren/mijn/"
    by_code(client)
    text = client.get("/sparren/mijn/").content.decode()
    assert ASKED["question"] in text and "Nu met toestemming aanmelden" in text
    other = by_code(Client(), "ander@praktijk.example")
    assert ASKED["question"] not in other.get("/sparren/mijn/").content.decode()


def test_who_is_known_is_not_asked_who_they_are(client: Client) -> None:
    by_code(client)
    form = client.get("/sparren/?gemeente=GM0928").context["form"]
    assert set(form.fields) == {"municipality", "question"} and form["municipality"].value() == "GM0928"
    assert client.post("/sparren/", {"municipality": "GM0928", "question": "Wat nu?"}).url == "/sparren/verstuurd/"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Ik zie mevrouw Jansen vaak huilen", "een naam"),
        ("Zij is geboren op 03-04-1999", "een geboortedatum"),
        ("Zij woont op 6411 AB", "een adres of postcode"),
        ("Bel haar op 06 12345678", "een telefoonnummer"),
    ],
)
def test_what_seems_to_name_somebody_is_shown_first(client: Client, text: str, what: str) -> None:
    answer = client.post("/sparren/", ASKED | {"question": text})
    page = answer.content.decode()
    assert answer.status_code == 200 and "<mark>" in page and what in page and "Toch versturen" in page
    assert kept() == [] and text in answer.context["form"]["question"].value()
    client.post("/sparren/", ASKED | {"question": text, "anyway": "on"})
    assert kept() == [text]


def test_a_citizen_number_is_refused_with_or_without_a_tick(client: Client) -> None:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    number = next(
        n for n in range(100_000_000, 100_000_100)
        if sum(w * int(d) for w, d in zip(weights, str(n), strict=True)) % 11 == 0
    )  # fmt: skip
    for more in ({}, {"anyway": "on"}):
        page = client.post("/sparren/", ASKED | {"question": f"Het gaat om {number}"} | more).content.decode()
        assert "burgerservicenummer" in page and "Toch versturen" not in page
    assert kept() == []


def test_marked_text_cannot_carry_html(client: Client) -> None:
    page = client.post("/sparren/", ASKED | {"question": "<b>mevrouw Jansen</b><script>"}).content.decode()
    assert "<script>" not in page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"municipality": "GM9999"}, "municipality"), ({"email": ""}, "email"), ({"question": " "}, "question"),
        ({"question": "x" * 100_000}, "question"), ({"discipline": "tovenaar"}, "discipline"),
    ],
)  # fmt: skip
def test_refusals_stand_beside_the_field(client: Client, change: dict, field: str) -> None:
    answer = client.post("/sparren/", ASKED | change)
    assert answer.status_code == 200 and list(answer.context["form"].errors) == [field] and kept() == []


@pytest.mark.usefixtures("clock_stands_still")
def test_not_without_end(client: Client) -> None:
    answers = [client.post("/sparren/", ASKED) for _ in range(7)]
    assert answers[-1].status_code == 429 and ASKED["question"] in answers[-1].content.decode() and len(kept()) == 6
