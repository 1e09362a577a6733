"""The pages about reach: of one's own municipalities, without anybody's name, and in few statements."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.figures.models import Births, Outreach
from knooppunt.foundation import clock, guard
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
PAGES = ("/bereik/", "/bereik/langsgaan/", "/bereik/bezoeken/", "/bereik/bezoeken/nieuw/")
ON = clock.today() - timedelta(days=2)
VISIT = {
    "kind": "visit", "on_day": ON.day, "on_month": ON.month, "on_year": ON.year, "municipality": "GM0928",
    "organisation": "praktijk-de-ooievaar", "discipline": "", "note": "De folder ligt nu in de wachtkamer.",
}  # fmt: skip
BIRTHS = {
    "births": 401, "births_source": "CBS", "share_low": "7,2", "share_high": "9,0", "share_source": "Eigen onderzoek",
    "version": 0,
}  # fmt: skip


@pytest.fixture
def ellen(town: Any) -> Client:
    return come_in("ellen")


@pytest.fixture
def marieke(town: Any) -> Client:
    return come_in("marieke")


def main(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def words(page: str) -> Iterator[str]:
    return (found for found in re.sub(r"<[^>]+>|\s+", " ", page).split(" ") if found)


@pytest.mark.parametrize("address", PAGES)
def test_leader_and_coordinator_come_here_and_nobody_else(address: str, town: Any) -> None:
    for who, status in {"ellen": 200, "marieke": 200, "tom": 200, "petra": 200}.items():
        assert come_in(who).get(address).status_code == status, who
    for who in ("sanne", "ruben", "ingrid", "willem", "linda", "yara"):
        assert come_in(who).get(address).status_code == 404, who
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("address", [*PAGES, "/bereik/verwacht/GM0928/"])
def test_few_statements(address: str, ellen: Client) -> None:
    ellen.post("/bereik/bezoeken/nieuw/", VISIT)
    ellen.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert ellen.get(address).status_code == 200
    assert len(asked) <= 12, [query["sql"][:90] for query in asked]


def test_a_reader_sees_numbers_of_her_own_municipalities_only(ellen: Client, marieke: Client) -> None:
    hers, his = main(ellen, "/bereik/"), main(marieke, "/bereik/")
    assert "Landgraaf" in hers.partition("<table")[2] and "Maastricht" not in hers.partition("<table")[2]
    assert "Kerkrade" in his.partition("<table")[2] and "Landgraaf" not in his.partition("<table")[2].replace(
        "Kerkrade, Landgraaf", ""
    )
    assert hers.count('class="kp-tile__name"') >= 16 > hers.count('class="kp-tile__number"') == 7


def test_no_page_names_a_family_or_a_professional_who_refers(ellen: Client, town: Any) -> None:
    with guard.looking_inside():
        from knooppunt.casework.models import Parent

        names = [name for name in Parent.objects.values_list("name", flat=True) if name]
    names += [town.people[who].name for who in ("sanne", "bart", "els", "fatima", "joris")]
    for address in PAGES:
        page = main(ellen, address)
        assert not [name for name in (*names, *town.cases.values()) if name in page]


def test_it_says_how_spread_in_one_plain_sentence_and_never_a_percentage_of_few(ellen: Client) -> None:
    page = main(ellen, "/bereik/")
    assert "De helft van de aanmeldingen door professionals komt van 1 organisatie." in " ".join(words(page))
    shares = set(re.findall(r"[\d,]+%", page))
    assert shares <= {"53%", "6,4%", "10%", "10,0%"}  # of births, never of referrals
    old = main(ellen, "/bereik/?jaar=2021")
    assert "nog geen professional" in old and "2021" in old
    assert ellen.get("/bereik/?jaar=1000000000000").status_code == 200


def test_births_are_changed_by_the_leader_alone_with_a_source_and_a_version(ellen: Client, marieke: Client) -> None:
    assert marieke.get("/bereik/verwacht/GM0928/").status_code == 404
    assert ellen.get("/bereik/verwacht/GM0935/").status_code == 404
    assert "bereik/verwacht" not in main(marieke, "/bereik/")
    page = ellen.post("/bereik/verwacht/GM0928/?jaar=2026", {**BIRTHS, "births_source": "", "share_low": "10,5"})
    assert page.status_code == 200 and 'value="401"' in page.content.decode()
    assert ellen.post("/bereik/verwacht/GM0928/?jaar=2026", BIRTHS)["Location"] == "/bereik/"
    row = Births.objects.get(municipality="GM0928", year=2026)
    assert (row.births, str(row.share_low), row.is_estimate, row.version) == (401, "7.2", False, 1)
    late = ellen.post("/bereik/verwacht/GM0928/?jaar=2026", {**BIRTHS, "births": 9})
    assert late.status_code == 409 and "401" in late.content.decode()
    assert "verwacht: 28–37" in main(ellen, "/bereik/?jaar=2026")


def test_a_visit_puts_somebody_away_and_can_be_corrected_and_removed(ellen: Client, marieke: Client) -> None:
    address = "/bereik/bezoeken/nieuw/?gemeente=GM0928&organisatie=schuldhulp-evenwicht"
    assert address.replace("&", "&amp;") in main(ellen, "/bereik/langsgaan/")
    assert "selected" in main(ellen, address)
    told = {**VISIT, "organisation": "schuldhulp-evenwicht"}
    assert ellen.post(address, told)["Location"] == "/bereik/langsgaan/"
    assert "schuldhulp-evenwicht" not in main(ellen, "/bereik/langsgaan/")
    (row,) = Outreach.objects.all()
    log = main(marieke, "/bereik/bezoeken/")
    assert "Schuldhulp Evenwicht" in log and "wachtkamer" in log and "Eerste 3 dagen" in log
    assert marieke.post(f"/bereik/bezoeken/{row.code}/", {**told, "note": "Anders", "version": 1}).status_code == 302
    conflict = ellen.post(f"/bereik/bezoeken/{row.code}/", {**told, "note": "Ook anders", "version": 1})
    assert conflict.status_code == 409 and "Ook anders" in conflict.content.decode()
    assert come_in("petra").get(f"/bereik/bezoeken/{row.code}/").status_code == 404
    assert come_in("petra").post(f"/bereik/bezoeken/{row.code}/", {"action": "remove"}).status_code == 404
    assert marieke.post(f"/bereik/bezoeken/{row.code}/", {"action": "remove"})["Location"] == "/bereik/bezoeken/"
    assert not Outreach.objects.exists()


def test_a_visit_elsewhere_or_in_the_future_is_not_logged(marieke: Client) -> None:
    elsewhere = marieke.post("/bereik/bezoeken/nieuw/", {**VISIT, "municipality": "GM0935"})
    later = marieke.post("/bereik/bezoeken/nieuw/", {**VISIT, "on_year": ON.year + 1})
    assert elsewhere.status_code == later.status_code == 200 and not Outreach.objects.exists()
    assert "wachtkamer" in later.content.decode()


def test_the_leaflet_of_each_own_municipality_is_at_hand(ellen: Client) -> None:
    page = main(ellen, "/bereik/langsgaan/")
    assert len(re.findall(r'href="/folder/[\w-]+/"', page)) == 7 and '"/folder/kerkrade/"' in page
