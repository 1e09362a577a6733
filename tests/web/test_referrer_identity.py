"""A professional without an account shows who they are by a code; nobody learns which addresses are known."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from knooppunt.people import checking, reference
from knooppunt.people.models import EmailCode, Person
from tests.web.kit_referrer import EMAIL, by_code, digits_in_letter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    reference.load()


def ask(client: Client, email: str = EMAIL) -> str:
    client.post("/wie-bent-u/?next=/sparren/mijn/", {"email": email})
    return digits_in_letter()


def other(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06d}"


def test_a_code_opens_the_door_once(client: Client) -> None:
    digits = ask(client)
    answer = client.post("/wie-bent-u/code/", {"code": f"{digits[:3]} {digits[3:]}"})
    assert answer.url == "/sparren/mijn/"
    assert checking.check(EMAIL, digits) == "expired"


def test_address_and_code_are_kept_as_hashes(client: Client) -> None:
    digits = ask(client)
    row = EmailCode.objects.get()
    assert EMAIL not in str(vars(row)) and digits not in str(vars(row))


def test_after_five_tries_a_code_is_spent(client: Client) -> None:
    digits = ask(client)
    for _ in range(4):
        answer = client.post("/wie-bent-u/code/", {"code": other(digits)})
        assert "Deze code klopt niet" in answer.content.decode()
    answer = client.post("/wie-bent-u/code/", {"code": other(digits)})
    assert "Nieuwe code sturen" in answer.content.decode() and "werkt niet meer" in answer.content.decode()
    assert "werkt niet meer" in client.post("/wie-bent-u/code/", {"code": digits}).content.decode()
    assert not Person.objects.exists()


def test_an_expired_code_gets_a_new_one_in_one_click(client: Client) -> None:
    digits = ask(client)
    with clock.travel(clock.now() + timedelta(minutes=11)):
        text = client.post("/wie-bent-u/code/", {"code": digits}).content.decode()
        assert "werkt niet meer" in text and 'action="/wie-bent-u/nieuwe-code/"' in text
        assert client.post("/wie-bent-u/nieuwe-code/").url.startswith("/wie-bent-u/code/")
        assert client.post("/wie-bent-u/code/", {"code": digits_in_letter()}).status_code == 302


def test_a_new_code_ends_the_old_one(client: Client) -> None:
    old = ask(client)
    client.post("/wie-bent-u/nieuwe-code/")
    if old != digits_in_letter():
        assert "klopt niet" in client.post("/wie-bent-u/code/", {"code": old}).content.decode()


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1" * 100_000, "١٢٣٤٥٦"])
def test_what_is_no_code_costs_no_try(client: Client, typed: str) -> None:
    ask(client)
    assert client.post("/wie-bent-u/code/", {"code": typed}).status_code == 200
    assert EmailCode.objects.get().tries == 0


def test_known_and_unknown_addresses_get_the_same_answer(client: Client) -> None:
    Person.objects.create_user(email="bekend@example.org", name="Bekend", is_active=False)
    pages = []
    for email in ("bekend@example.org", "onbekend@example.org"):
        visitor = Client()
        assert visitor.post("/wie-bent-u/", {"email": email}).url == "/wie-bent-u/code/"
        pages.append(visitor.get("/wie-bent-u/code/").content.decode().replace(email, "@").count("<"))
    assert pages[0] == pages[1] and Letter.objects.count() == 2


def test_whose_access_ended_does_not_come_in(client: Client) -> None:
    Person.objects.create_user(email=EMAIL, name="Weg", is_active=False)
    answer = client.post("/wie-bent-u/code/", {"code": ask(client)})
    assert answer.status_code == 403 and "ander werkadres" in answer.content.decode()
    assert client.get("/sparren/mijn/").url.startswith("/wie-bent-u/")


def test_who_comes_back_is_not_asked_again(client: Client) -> None:
    by_code(client)
    again = Client()
    again.post("/wie-bent-u/?next=/aanmelden/", {"email": EMAIL.upper()})
    assert again.post("/wie-bent-u/code/", {"code": digits_in_letter()}).url == "/aanmelden/"
    text = again.get("/wie-bent-u/gegevens/").content.decode()
    assert 'value="Vera Vroed"' in text and 'value="Praktijk De Wieg"' in text
    assert Person.objects.count() == 1
    person = Person.objects.get()
    assert not person.has_usable_password() and not person.listed and person.is_active


def test_a_code_never_changes_an_account(client: Client) -> None:
    person = Person.objects.create_user(email=EMAIL, password="een lange zin van mij", name="Echte Naam")
    by_code(client)
    person.refresh_from_db()
    assert person.name == "Echte Naam" and person.check_password("een lange zin van mij")
    assert client.get("/account/").status_code in (302, 404)


def test_who_is_known_is_never_asked(client: Client) -> None:
    by_code(client)
    assert client.get("/wie-bent-u/?next=/sparren/").url == "/sparren/"
    assert client.get("/wie-bent-u/?next=https://elders.example/").url == "/aanmelden/"
    assert client.get("/wie-bent-u/?next=//elders.example/").url == "/aanmelden/"


def test_a_referral_waits_for_the_details(client: Client) -> None:
    client.post("/wie-bent-u/code/", {"code": ask(client)})
    assert client.post("/aanmelden/beginnen/").url.startswith("/wie-bent-u/gegevens/")


def test_an_account_without_details_is_not_kept_waiting_for_them(client: Client) -> None:
    Person.objects.create_user(email=EMAIL, password="een lange zin van mij", name="Echte Naam")
    by_code(client)
    assert client.post("/aanmelden/beginnen/").url.endswith("/situatie/")


def test_a_code_is_no_way_to_an_account(client: Client) -> None:
    by_code(client)
    Client().post(reverse("account_reset_password"), {"email": EMAIL})
    assert Letter.objects.latest("id").kind == "account_unknown"


def test_the_machine_forgets_in_one_click(client: Client) -> None:
    by_code(client)
    answer = client.post("/wie-bent-u/klaar/")
    assert answer.url == "/" and client.get("/aanmelden/volgen/").url.startswith("/wie-bent-u/")


@pytest.mark.usefixtures("clock_stands_still")
def test_codes_are_not_sent_without_end(client: Client) -> None:
    answers = [client.post("/wie-bent-u/", {"email": EMAIL}).status_code for _ in range(6)]
    assert answers[-1] == 429 and Letter.objects.count() == 5


@pytest.mark.parametrize("email", ["", "geen adres", "a@b", "x" * 100_000 + "@example.org"])
def test_an_address_that_cannot_be_is_said_so(client: Client, email: str) -> None:
    answer = client.post("/wie-bent-u/", {"email": email})
    assert answer.status_code == 200 and answer.context["form"].errors["email"]
    assert not Letter.objects.exists()
