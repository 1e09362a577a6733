"""The screens of the factsheet: each sees only hers, nothing becomes public by looking, and what is public stays."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework.importing import take_in
from knooppunt.casework.shown.registration import TakenIn
from knooppunt.figures.models import Edition, Passage, Released
from knooppunt.people.actor import SYSTEM
from knooppunt.trail.models import TrailLine
from tests.figures import registered_2022
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
PARKSTAD = "/cijfers/factsheet/2022/subregion:parkstad/"
KERKRADE, MAASTRICHT = "/cijfers/factsheet/2022/municipality:GM0928/", "/cijfers/factsheet/2022/municipality:GM0935/"
REGION = "/cijfers/factsheet/2022/region/"
QUOTE = {
    "text": "Er is nu één plek waar ik een gezin naartoe kan brengen.", "said_by": "verloskundige",
    "agreed_on_day": "1", "agreed_on_month": "12", "agreed_on_year": "2022", "agreed_how": "per mail", "version": "0",
}  # fmt: skip


@pytest.fixture
def ellen(town: Any) -> Client:
    """Let the project leader of Parkstad come in, with the year of the source three times over."""
    registered_2022.filled(3)
    return come_in("ellen")


def page(client: Client, address: str) -> str:
    """Give the main part of a page."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode().partition("<main")[2]


def freeze(client: Client, address: str) -> Any:
    """Publish what the check page shows."""
    seen = re.search(r'name="gezien" value="(\w+)"', page(client, f"{address}vaststellen/"))
    assert seen
    return client.post(f"{address}vaststellen/", {"gezien": seen[1]})


def test_she_chooses_among_her_own_places_and_the_region(ellen: Client) -> None:
    text = page(ellen, "/cijfers/factsheet/?jaar=2022")
    assert "Parkstad" in text and "Kerkrade" in text and "Zuid-Limburg" in text
    assert "Maastricht" not in text
    picked = ellen.get("/cijfers/factsheet/?jaar=2022&gemeente=GM0928&gemeente=GM0882")
    assert picked.status_code == 302 and picked["Location"].endswith("/2022/municipality:GM0928,GM0882/")
    assert page(ellen, "/cijfers/factsheet/?jaar=abc")


def test_looking_at_it_publishes_nothing_and_asks_little(ellen: Client) -> None:
    for address in ("/cijfers/factsheet/?jaar=2022", PARKSTAD, f"{PARKSTAD}?intern", f"{PARKSTAD}vaststellen/"):
        ellen.get(address)
        with CaptureQueriesContext(connection) as asked:
            ellen.get(address)
        assert len(asked) <= 12, address
    assert not Released.objects.exists() and not Edition.objects.exists()


def test_every_number_only_of_what_is_hers_and_marked_as_internal(ellen: Client) -> None:
    assert "Alleen voor intern gebruik" in page(ellen, f"{KERKRADE}?intern")
    assert "Intern: alle aantallen" not in page(ellen, REGION)
    for address in (
        f"{REGION}?intern",
        MAASTRICHT,
        f"{MAASTRICHT}?intern",
        f"{REGION}intern.json",
        f"{MAASTRICHT}intern.pdf",
    ):
        assert ellen.get(address).status_code == 404, address
    made = json.loads(ellen.get(f"{KERKRADE}intern.json").content)
    assert made["internal"] and made["referred"] == 36
    assert ellen.get(f"{KERKRADE}intern.doc").status_code == 404
    assert TrailLine.objects.filter(act="factsheet.take_internal").count() == 1
    assert not Released.objects.exists()


@pytest.mark.parametrize(
    "path", ["2022/region", "2022/municipality:GM9999", "2022/nowhere", "1999/region", "2999/region"]
)
def test_a_place_or_year_that_is_not_there_does_not_exist(town: Any, path: str) -> None:
    client = come_in("ellen" if path != "2022/region" else "marieke")
    assert client.get(f"/cijfers/factsheet/{path}/").status_code == 404


def test_a_coordinator_sees_her_own_municipality_and_publishes_nothing(ellen: Client) -> None:
    marieke = come_in("marieke")
    assert "Kerkrade" in page(marieke, "/cijfers/factsheet/?jaar=2022")
    assert "vaststellen" not in page(marieke, KERKRADE)
    assert page(marieke, f"{KERKRADE}?intern")
    for address in (PARKSTAD, MAASTRICHT, f"{KERKRADE}vaststellen/", f"{KERKRADE}tekst/words/", f"{KERKRADE}woorden/"):
        assert marieke.get(address).status_code == 404, address
    assert marieke.post(f"{KERKRADE}vaststellen/", {"gezien": "x"}).status_code == 404


def test_others_do_not_come_here(town: Any) -> None:
    for key in ("fatima", "ruben", "ingrid", "yara"):
        for address in ("/cijfers/factsheet/", KERKRADE):
            assert come_in(key).get(address).status_code == 404, key


def test_a_quote_needs_a_function_and_consent_and_never_a_name(ellen: Client) -> None:
    refused = ellen.post(f"{PARKSTAD}tekst/quote/", QUOTE | {"said_by": "Sanne de Wit", "agreed_how": ""})
    text = refused.content.decode()
    assert "Vul “Hoe is dat afgesproken?” in." in text and QUOTE["text"] in text
    text = ellen.post(f"{PARKSTAD}tekst/quote/", QUOTE | {"said_by": "Sanne de Wit"}).content.decode()
    assert "nooit een naam" in text
    assert not Passage.objects.exists()
    assert ellen.post(f"{PARKSTAD}tekst/quote/", QUOTE).status_code == 302
    assert QUOTE["text"] in page(ellen, PARKSTAD)
    assert "per mail" in page(ellen, f"{PARKSTAD}woorden/") and "per mail" not in page(ellen, PARKSTAD)


def test_words_change_with_their_version_and_go_away(ellen: Client) -> None:
    ellen.post(f"{PARKSTAD}tekst/words/", {"text": "Het was een mooi jaar.", "version": "0"})
    row = Passage.objects.get()
    address = f"/cijfers/factsheet/tekst/{row.code}/"
    assert ellen.post(address, {"text": "Het was een goed jaar.", "version": "1"}).status_code == 302
    late = ellen.post(address, {"text": "Het was een druk jaar.", "version": "1"})
    assert late.status_code == 409 and "Het was een goed jaar." in late.content.decode()
    assert come_in("marieke").get(address).status_code == 404
    assert ellen.post(f"{address}weg/", {"version": "2"}).status_code == 302
    assert not Passage.objects.exists()


def test_what_is_published_stays_and_anyone_may_have_it(ellen: Client) -> None:
    ellen.post(f"{PARKSTAD}tekst/quote/", QUOTE)
    assert freeze(ellen, PARKSTAD).status_code == 302
    edition = Edition.objects.get()
    assert (edition.year, edition.scope, edition.number) == (2022, "subregion:parkstad", 1)
    assert Released.objects.filter(edition=edition).exists()
    ellen.post(f"/cijfers/factsheet/tekst/{Passage.objects.get().code}/weg/", {"version": "1"})
    anyone = Client()
    assert "Parkstad" in page(anyone, "/factsheets/")
    text = page(anyone, f"/factsheets/{edition.code}/")
    assert QUOTE["text"] in text and QUOTE["said_by"] in text and QUOTE["agreed_how"] not in text
    assert anyone.get(f"/factsheets/{edition.code}.pdf").content.startswith(b"%PDF")
    assert anyone.get(f"/factsheets/{edition.code}.json").status_code == 404
    assert anyone.get(f"/cijfers/factsheet/uitgave/{edition.code}.json").status_code == 302
    file = ellen.get(f"/cijfers/factsheet/uitgave/{edition.code}.json")
    assert file.content == edition.content.encode() and "attachment" in file["Content-Disposition"]
    acts = set(TrailLine.objects.filter(act__startswith="factsheet.").values_list("act", flat=True))
    assert acts == {"factsheet.add_words", "factsheet.publish", "factsheet.remove_words", "factsheet.take"}


def test_the_check_page_says_when_figures_wait(ellen: Client) -> None:
    assert "de cijfers van de vorige keer" not in page(ellen, f"{PARKSTAD}vaststellen/")
    freeze(ellen, PARKSTAD)
    rows = [TakenIn(row_hash=f"m{n}", municipality="GM0928", referred_on=date(2022, 5, 1)) for n in range(3)]
    take_in(rows, SYSTEM, "system")
    assert "de cijfers van de vorige keer" in page(ellen, f"{PARKSTAD}vaststellen/")
    assert freeze(ellen, PARKSTAD).status_code == 302
    first, second = (json.loads(row.content) for row in Edition.objects.order_by("number"))
    assert first["tables"] == second["tables"] and second["edition"] == 2


def test_what_changed_after_the_check_page_is_looked_at_again(ellen: Client) -> None:
    seen = re.search(r'name="gezien" value="(\w+)"', page(ellen, f"{KERKRADE}vaststellen/"))
    ellen.post(f"{KERKRADE}tekst/words/", {"text": "Nog een zin.", "version": "0"})
    again = ellen.post(f"{KERKRADE}vaststellen/", {"gezien": seen and seen[1]})
    assert again.status_code == 302 and again["Location"] == f"{KERKRADE}vaststellen/"
    assert not Edition.objects.exists()


def test_the_public_page_is_there_before_anything_is_published(db: None) -> None:
    assert "nog geen factsheet" in page(Client(), "/factsheets/")
    assert Client().get("/factsheets/NIETS/").status_code == 404
