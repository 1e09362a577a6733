"""What was published can be taken back: an edition with its number, and a quote out of every edition that has it."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from knooppunt.figures import editions
from knooppunt.figures.models import Edition, Passage, Released
from knooppunt.people.actor import SYSTEM
from knooppunt.trail.models import TrailLine
from tests.figures import registered_2022
from tests.web.as_cast import come_in
from tests.web.test_factsheets import page

pytestmark = pytest.mark.django_db
SAID = "Er is nu één plek waar ik een gezin naartoe kan brengen."
WHY = "De aantallen van Kerkrade waren dubbel ingelezen."


@pytest.fixture
def ellen(town: Any) -> Client:
    """Let the project leader of Parkstad come in, with the year of the source three times over."""
    registered_2022.filled(3)
    return come_in("ellen")


def published(scope: str = "region", said: str = SAID) -> Edition:
    """Publish an edition with a quote."""
    Passage.objects.get_or_create(
        year=2022, scope=scope, kind="quote", text=said, said_by="verloskundige", agreed_on="2022-12-01",
        agreed_how="per mail",
    )  # fmt: skip
    return editions.freeze(SYSTEM, 2022, scope)


def test_a_withdrawn_edition_says_so_and_gives_nothing_any_more(ellen: Client) -> None:
    first, told = published(), Released.objects.count()
    address, anyone = f"/cijfers/factsheet/uitgave/{first.code}/", Client()
    assert "Intrekken of citaat weghalen" in page(ellen, "/cijfers/factsheet/?jaar=2022")
    assert ellen.post(address, {"why": ""}).status_code == 422 or not Edition.objects.exclude(withdrawn_on=None)
    assert "leidt naar iemand" in ellen.post(address, {"why": "Bel 06-12345678"}).content.decode()
    assert ellen.post(address, {"why": WHY}).status_code == 302
    text = page(anyone, f"/factsheets/{first.code}/")
    assert "Uitgave 1 is ingetrokken op" in text and "nog geen nieuwe uitgave" in text
    assert SAID not in text and "<table" not in text and WHY not in text and ".pdf" not in text
    assert anyone.get(f"/factsheets/{first.code}.pdf").url == f"/factsheets/{first.code}/"
    listed = page(anyone, "/factsheets/")
    assert "Ingetrokken op" in listed and ".pdf" not in listed
    for format in ("json", "pdf", "xlsx", "csv", "html"):
        assert ellen.get(f"/cijfers/factsheet/uitgave/{first.code}.{format}").status_code == 404
    assert WHY in page(ellen, address)
    assert Released.objects.count() == told
    assert TrailLine.objects.filter(act="factsheet.withdraw").count() == 1
    second = published()
    assert second.number == 2
    assert f"/factsheets/{second.code}/" in page(anyone, f"/factsheets/{first.code}/")
    assert "nieuwere uitgave" not in page(anyone, f"/factsheets/{second.code}/")


def test_no_newer_edition_is_named_that_was_withdrawn(ellen: Client) -> None:
    first, second = published(), published()
    ellen.post(f"/cijfers/factsheet/uitgave/{second.code}/", {"why": WHY})
    assert "nieuwere uitgave" not in page(Client(), f"/factsheets/{first.code}/")


def test_a_quote_goes_out_of_every_edition_and_the_rest_stays_byte_for_byte(ellen: Client) -> None:
    other = "De ouders zaten zelf aan tafel."
    parkstad, region = published("subregion:parkstad"), published()
    third = published(said=other)
    before = {row.pk: json.loads(row.content) for row in (parkstad, region, third)}
    text = page(ellen, f"/cijfers/factsheet/uitgave/{region.code}/")
    weg = next(part for part in text.split('"') if part.endswith("/weg/"))
    assert ellen.post(weg).status_code == 302
    for row in Edition.objects.all():
        gone = [one for one in before[row.pk]["passages"]["quotes"] if one["text"] != SAID]
        before[row.pk]["passages"]["quotes"] = gone
        assert row.content.encode() == editions.as_json(before[row.pk]) and row.quote_gone_on
        text = page(Client(), f"/factsheets/{row.code}/")
        assert SAID not in text and "een citaat uit deze uitgave gehaald" in text
    assert other in page(Client(), f"/factsheets/{third.code}/")
    assert list(Passage.objects.values_list("text", flat=True)) == [other]
    assert ellen.post(weg).status_code == 404
    assert TrailLine.objects.filter(act="factsheet.take_out_quote").count() == 3


def test_only_who_publishes_there_takes_back(ellen: Client) -> None:
    maastricht = published("municipality:GM0935")
    for who in ("ellen", "marieke", "linda", "sanne"):
        client = come_in(who)
        address = f"/cijfers/factsheet/uitgave/{maastricht.code}/"
        assert client.get(address).status_code == 404, who
        assert client.post(address, {"why": WHY}).status_code == 404, who
        assert client.post(f"{address}citaat/abc/weg/").status_code == 404, who
    assert not Edition.objects.exclude(withdrawn_on=None).exists()


def test_the_operator_hears_that_it_was_withdrawn(ellen: Client, capsys: pytest.CaptureFixture[str]) -> None:
    first = published()
    ellen.post(f"/cijfers/factsheet/uitgave/{first.code}/", {"why": WHY})
    call_command("factsheet", "--year", "2022", "--scope", "region", "--edition", "1")
    told = capsys.readouterr()
    assert "ingetrokken op" in told.err and json.loads(told.out)["edition"] == 1
