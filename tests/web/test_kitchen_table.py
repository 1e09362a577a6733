"""Families without an account: forms to sign, scans that are kept, and everything filled in together."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from knooppunt.casework import reading
from tests.papers.test_taking_in import picture, scan
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(town: Any) -> str:
    return town.cases["following"]


@pytest.fixture
def desk(town: Any) -> Client:
    return come_in("marieke")


def parents(town: Any, code: str) -> list[Any]:
    return list(reading.case_file(town.actor("marieke"), code).parents)


def at(code: str, rest: str = "") -> str:
    return f"/samen/{code}/{rest}"


def words(answer: Any) -> str:
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf", answer.status_code
    reader = PdfReader(BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in reader.pages).replace("\u2060", "")  # keeps a number together
    return re.sub(r"\s+", " ", text)


def a_file(content: bytes = b"", name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture(), "text/html")


def test_the_desk_and_the_lead_see_the_table_in_few_queries(town: Any, code: str) -> None:
    for key in ("marieke", "fatima"):
        client = come_in(key)
        client.get(at(code))  # a session is written once in a while
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(at(code))
        assert answer.status_code == 200 and len(asked) <= 12, len(asked)
        assert "Samen invullen" in answer.content.decode()
    for key in ("joris", "petra", "sanne", "yara"):
        assert come_in(key).get(at(code)).status_code in (403, 404), key


def test_the_form_to_sign_has_the_exact_words_in_her_language_and_in_dutch(town: Any, desk: Client, code: str) -> None:
    mother, partner = parents(town, code)
    text = words(desk.get(at(code, f"ouder/{partner.code}/formulier/")))
    for said in ("Ik wil meedoen aan een overleg", "De mensen van deze organisatie", "Ja, dat mag", "Nee", "2026-1",
                 "handtekening", "getuige", "Schuldhulp Evenwicht", partner.name):  # fmt: skip
        assert said in text, said
    assert mother.name not in text
    hers = desk.get(at(code, f"ouder/{mother.code}/formulier/"))
    assert "Ik wil meedoen aan een overleg" in words(hers)
    root: Any = PdfReader(BytesIO(hers.content)).trailer["/Root"]
    assert root["/Lang"] == mother.language == "ar"


def test_the_plan_on_paper_is_what_that_parent_may_read(town: Any, desk: Client, code: str) -> None:
    mother, partner = parents(town, code)
    text = words(desk.get(at(code, f"ouder/{mother.code}/afspraken/")))
    assert "Wij willen zonder zorgen de post openmaken" in text and partner.name not in text
    assert "Fatima Amrani" in text
    assert come_in("joris").get(at(code, f"ouder/{mother.code}/afspraken/")).status_code in (200, 404)
    own = words(come_in("yara").get(f"/ons-gezin/{code}/papier/bestand/"))
    assert "Wij willen zonder zorgen" in own and partner.name not in own


def test_the_conference_that_comes_on_paper_for_one_parent(town: Any, desk: Client, code: str) -> None:
    assert desk.get(at(code, f"ouder/{parents(town, code)[0].code}/overleg/")).status_code == 404
    planned = town.cases["planned"]
    one = parents(town, planned)[0]
    desk.post(at(planned, f"ouder/{one.code}/punten/"), {"point-0": "Slapen"})
    text = words(desk.get(at(planned, f"ouder/{one.code}/overleg/")))
    for said in ("Slapen", "Fatima Amrani"):
        assert said in text, said
    assert come_in("joris").get(at(planned, f"ouder/{one.code}/overleg/")).status_code == 404


def test_a_photo_is_kept_shown_alone_and_taken_away(town: Any, desk: Client, code: str) -> None:
    mother = parents(town, code)[0]
    sent = desk.post(at(code, f"ouder/{mother.code}/papier/"), {"kind": "consent", "scan": a_file()})
    assert sent.status_code == 302, sent.content.decode()[-3000:]
    kept = reading.scans(town.actor("marieke"), code)[0]
    for client, address in (
        (desk, at(code, f"papier/{kept.code}/")), (come_in("fatima"), at(code, f"papier/{kept.code}/")),
        (come_in("yara"), f"/ons-gezin/{code}/mijn-gegevens/papier/{kept.code}/"),
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff" and "no-store" in answer["Cache-Control"]
        assert answer["Content-Security-Policy"].startswith("sandbox")
        assert answer["Content-Disposition"] == 'inline; filename="papier.jpeg"'
    for key in ("joris", "petra"):
        assert come_in(key).get(at(code, f"papier/{kept.code}/")).status_code in (403, 404)
    assert come_in("noor").get(f"/ons-gezin/{code}/mijn-gegevens/papier/{kept.code}/").status_code == 404
    assert come_in("fatima").get(at(code, f"papier/{kept.code}/weg/")).status_code == 404
    assert desk.post(at(code, f"papier/{kept.code}/weg/"), {"reason": "wrong_paper"}).status_code == 302
    assert desk.get(at(code, f"papier/{kept.code}/")).status_code == 404


def test_a_yes_on_paper_keeps_the_form_beside_it(town: Any, desk: Client, code: str) -> None:
    mother = parents(town, code)[0]
    address = f"/gezin/{code}/ouder/{mother.code}/toestemming/?voor=research"
    said = {"answer": "yes", "method": "paper", "capacity": "self", "witness": "", "given_by": ""}
    wrong = desk.post(address, said | {"scan": a_file(b"<svg>", "x.jpg")})
    assert wrong.status_code == 200 and not reading.scans(town.actor("marieke"), code)
    assert desk.post(address, said | {"scan": a_file()}).status_code == 302
    (kept,) = reading.scans(town.actor("marieke"), code)
    assert kept.kind == "consent" and kept.parent == mother.code
    assert desk.post(address, said).status_code == 302


def test_a_scan_as_pdf_is_for_keeping(town: Any, desk: Client, code: str) -> None:
    mother = parents(town, code)[0]
    desk.post(at(code, f"ouder/{mother.code}/papier/"), {"kind": "plan", "scan": a_file(scan(), "scan.pdf")})
    kept = reading.scans(town.actor("marieke"), code)[0]
    answer = desk.get(at(code, f"papier/{kept.code}/"))
    assert answer["Content-Disposition"] == 'attachment; filename="papier.pdf"'


@pytest.mark.parametrize(
    "content", [b"<svg onload=alert(1)>", b"GIF89a", b"\xff\xd8\xff broken", b"\xff\xd8\xff" + b"x" * 8_000_001]
)
def test_what_is_no_paper_is_refused_in_the_form(town: Any, desk: Client, code: str, content: bytes) -> None:
    mother = parents(town, code)[0]
    answer = desk.post(at(code, f"ouder/{mother.code}/papier/"), {"kind": "consent", "scan": a_file(content)})
    assert answer.status_code == 200 and "kp-field--wrong" in answer.content.decode()
    assert not reading.scans(town.actor("marieke"), code)


def test_a_mountain_and_a_strangers_file_are_not_read(town: Any, desk: Client, code: str) -> None:
    mother = parents(town, code)[0]
    address = at(code, f"ouder/{mother.code}/papier/")
    answer = desk.post(address, {"kind": "consent", "scan": a_file(b"\xff\xd8\xff" + b"x" * 20_000_001)})
    assert answer.status_code == 400
    assert Client().post("/aanmelden/", {"scan": a_file(b"x" * 3_000_000)}).status_code < 500


def test_everything_is_filled_in_together(town: Any, desk: Client, code: str) -> None:
    mother, partner = parents(town, code)
    lead = come_in("fatima")
    for client, parent, said in (
        (lead, mother, {"what": "plan", "method": "paper"}),
        (desk, partner, {"what": "plan", "method": "spoken", "witness": "Bo"}),
    ):
        assert client.post(at(code, f"ouder/{parent.code}/ja/"), said).status_code == 302
    without = desk.post(at(code, f"ouder/{partner.code}/ja/"), {"what": "plan", "method": "spoken"})
    assert without.status_code == 200 and "getuige nodig" in without.content.decode()
    assert "ja tegen de afspraken" in desk.get(at(code)).content.decode()
    seat = next(s for s in reading.case_file(town.actor("marieke"), code).circle if s.ended_on is None)
    assert desk.post(at(code, f"ouder/{partner.code}/aan-tafel/"), {f"seat-{seat.code}": "yes"}).status_code == 302
    assert lead.get(at(code, f"ouder/{mother.code}/terugkijken/")).status_code == 200
    file = reading.plan(town.actor("fatima"), code)
    came = {f"came-{a.code}": "yes" for g in file.goals for a in g.actions}
    said = {"need_met": "yes", "change": "better", "words": "Het gaat goed"}
    assert lead.post(at(code, f"ouder/{mother.code}/terugkijken/"), came | said).status_code == 302
    assert reading.my_file(town.actor("yara"), code).looks_back[0].words == "Het gaat goed"


def test_points_of_one_parent(town: Any, desk: Client) -> None:
    code = town.cases["planned"] if "planned" in town.cases else town.cases["preparing"]
    parent = parents(town, code)[0]
    address = at(code, f"ouder/{parent.code}/punten/")
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"point-0": "Slapen", "point-1": "Geld"}).status_code == 302
    assert {p.text for p in reading.case_file(town.actor("marieke"), code).points} >= {"Slapen", "Geld"}
