"""A project leader takes in registrations of earlier years: look, then confirm; only of her own places."""

import re
from time import time
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.figures import importing
from knooppunt.foundation import guard
from knooppunt.trail.models import TrailLine
from knooppunt.web.leader.importing import taken_over
from tests.figures import file_2022
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
ADDRESS, KEEP = "/cijfers/inlezen/", "/cijfers/inlezen/opslaan/"
HERS = [{"gemeente": place, "aangemeld_op": "2022-03-14", "toestemming_onderzoek": "ja", "hulpvragen": "Huisvesting"}
        for place in ("Kerkrade", "Kerkrade", "Landgraaf")]  # fmt: skip


@pytest.fixture
def ellen(town: Any) -> Client:
    return come_in("ellen")


def send(client: Client, content: bytes, name: str = "jaar.xlsx") -> str:
    answer = client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    return answer.content.decode()


def carried(page: str) -> str:
    return re.findall(r'name="rows" value="([^"]+)"', page)[0]


def kept() -> int:
    with guard.looking_inside():
        from knooppunt.casework.models import Registration

        return Registration.objects.filter(case=None).count()


def test_she_sees_what_is_in_it_confirms_and_a_second_time_there_is_nothing_to_do(ellen: Client) -> None:
    page = send(ellen, file_2022.workbook(HERS))
    main = page.partition("<main")[2]
    assert re.search(r"Kerkrade</th><td[^>]*>2</td><td[^>]*>0</td>", main)
    assert re.search(r"Landgraaf</th><td[^>]*>1</td><td[^>]*>0</td>", main)
    assert "3 gezinnen opslaan" in main and kept() == 0
    answer = ellen.post(KEEP, {"rows": carried(page)})
    assert answer.status_code == 302 and answer["Location"] == ADDRESS and kept() == 3
    assert "3 gezinnen zijn opgeslagen" in ellen.get(ADDRESS).content.decode()
    line = TrailLine.objects.get(act="import_registrations")
    assert line.role == "project_leader" and re.fullmatch(r"rows:3 new:3 \w{8}", line.detail)
    ellen.post(KEEP, {"rows": carried(page)})  # the button of an old page
    assert kept() == 3
    page = send(ellen, file_2022.text(told=HERS).encode("cp1252"), "jaar.csv")
    assert "Dit staat er al" in page and 'name="rows"' not in page
    page = send(ellen, file_2022.workbook([*HERS, HERS[0]]))
    assert "1 gezin opslaan" in page and "Is er een rij veranderd?" in page


def test_all_that_is_wrong_stands_on_one_page_and_nothing_is_kept(ellen: Client) -> None:
    bad = [{"gemeente": "Maastricht"}, {"aangemeld_op": "14-3-22"}, {"hulpvragen": "<b>Huisvestign</b>"}]
    bad = [HERS[0] | one for one in bad]
    page = send(ellen, file_2022.text(told=bad).encode())
    assert "U begeleidt deze gemeente niet" in page and "vier cijfers" in page and "Bedoelt u “Huisvesting”" in page
    assert "<b>Huis" not in page and 'name="rows"' not in page and kept() == 0
    assert "Er zijn 3 dingen die niet kloppen" in page


@pytest.mark.parametrize(
    ("content", "says"), [(b"", "leeg"), (b"PK\x03\x04" + b"x" * 50, "beschadigd"), (b"x" * 10_000_001, "te groot")]
)
def test_a_file_that_is_none_is_said_kindly(ellen: Client, content: bytes, says: str) -> None:
    assert says in send(ellen, content)


def test_no_file_is_said_beside_the_field(ellen: Client) -> None:
    answer = ellen.post(ADDRESS, {})
    assert answer.status_code == 200 and "Kies een bestand." in answer.content.decode()


def test_rows_are_hers_alone_unchanged_and_good_for_an_hour(ellen: Client, town: Any, monkeypatch: Any) -> None:
    rows, person = carried(send(ellen, file_2022.workbook(HERS))), town.actor("ellen").person_id
    assert taken_over(rows, person) == importing.read(file_2022.workbook(HERS)).rows
    with pytest.raises(signing.BadSignature):
        taken_over(rows, person + 1)
    for changed in ("", rows[:-3], rows.replace(":", "x", 1), "x" * 500):
        answer = ellen.post(KEEP, {"rows": changed})
        assert answer.status_code == 302 and answer["Location"] == ADDRESS
    assert "stond te lang open" in ellen.get(ADDRESS).content.decode()
    later = time() + 3601
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    with pytest.raises(signing.BadSignature):
        taken_over(rows, person)
    assert kept() == 0


def test_who_leads_a_municipality_no_more_cannot_keep_its_rows(ellen: Client, monkeypatch: Any) -> None:
    rows = carried(send(ellen, file_2022.workbook(HERS)))
    monkeypatch.setattr(importing, "municipalities_of_leader", lambda person: frozenset({"GM0928"}))
    assert ellen.post(KEEP, {"rows": rows}).status_code == 302 and kept() == 0
    assert "niet meer al deze gemeenten" in ellen.get(ADDRESS).content.decode()


def test_the_empty_workbook_comes_along_and_pages_ask_little(ellen: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = ellen.get(f"{ADDRESS}sjabloon.xlsx")
    assert answer.content.startswith(b"PK") and "registraties.xlsx" in answer["Content-Disposition"]
    assert len(asked) <= 12
    with CaptureQueriesContext(connection) as asked:
        assert "sjabloon.xlsx" in ellen.get(ADDRESS).content.decode()
    assert len(asked) <= 12
    content = file_2022.workbook(HERS)
    with CaptureQueriesContext(connection) as asked:
        send(ellen, content)
    assert len(asked) <= 16


def test_it_is_of_project_leaders_alone(town: Any) -> None:
    for key in ("marieke", "sanne", "willem", "ingrid", "yara"):
        assert come_in(key).get(ADDRESS).status_code == 404
        assert come_in(key).post(KEEP, {"rows": "x"}).status_code == 404
    assert Client().get(ADDRESS).status_code == 302
