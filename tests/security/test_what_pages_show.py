"""Nobody finds a word on any page, in any attribute, comment or title, that is not theirs to read."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from knooppunt.casework import following, reading
from knooppunt.demo.cast import CAST
from knooppunt.foundation import guard
from knooppunt.web.shared.middleware import CODE_PERSON
from tests.security.crawl import Page, crawl
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db

# Every adult of the town, and who of the cast may find that name on a page.
NAMES = {
    "Lina de Wit": {"marieke"}, "Sofie Hendriks": {"marieke"}, "Marco Ruiz": {"marieke"}, "Merel Jacobs": {"marieke"},
    "Noor Timmermans": {"marieke", "fatima", "noor"}, "Esra Kaya": {"marieke", "fatima", "joris"},
    "Yara Haddad": {"marieke", "fatima", "joris", "yara"}, "Daniel Haddad": {"marieke", "fatima", "joris", "daniel"},
    "Wendy Offermans": {"marieke", "fatima", "joris"}, "Chantal Moonen": {"marieke"}, "Iris Ploum": set(),
    "Bo Cremers": set(), "Demi Vaessen": set(), "Samira Idrissi": set(), "Kim Lardinois": set(), "Roos Pelzer": set(),
}  # fmt: skip
# Words that the test writes down in the case of Yara and Daniel, and who may find them.
CANARIES = {
    "kanariegeel": {"marieke", "fatima", "joris", "yara", "daniel"},  # for the whole table
    "kanarierood": {"marieke", "fatima", "joris"},  # among professionals
    "kanarieblauw": {"marieke", "fatima"},  # for coordinator and lead
    "kanariegroen": {"fatima"},  # for the writer alone
    "kanariepaars": {"marieke", "fatima", "joris", "yara"},  # hidden from Daniel
    "kanariewit": {"marieke", "fatima", "joris", "yara"},  # about Yara alone
    "kanariezwart": {"marieke", "fatima"},  # the road to Veilig Thuis
}


@pytest.fixture
def told(town: Any) -> Any:
    """Let the youth nurse write down a word for each kind of reader."""
    code, nurse, desk = town.cases["following"], town.actor("fatima"), town.actor("marieke")
    yara, daniel = (parent.code for parent in reading.case_file(desk, code).parents)
    write = following.add_note
    write(nurse, code, "kanariegeel", visible_to="table")
    write(nurse, code, "kanarierood", visible_to="professionals")
    write(nurse, code, "kanarieblauw", visible_to="leading")
    write(nurse, code, "kanariegroen", visible_to="writer")
    write(nurse, code, "kanariepaars", visible_to="table", hidden_from=daniel)
    write(nurse, code, "kanariewit", visible_to="table", about=yara)
    words = dict.fromkeys(("interest", "other_way", "why_no_consent", "outweighs", "to_whom_what"), "kanariezwart")
    following.report_safety(nurse, code, ground="acute", consulted="veilig_thuis", **words)
    return town


def visitor(who: str, town: Any) -> Client:
    """Give the client of somebody of the cast, of nobody, or of the referrer by a code to her address."""
    if who in CAST:
        return come_in(who)
    client = Client()
    if who == "code":
        session = client.session
        session[CODE_PERSON] = town.people["sanne"].pk
        session.save()
    return client


def starts(town: Any) -> list[str]:
    """Give the pages of every case, also for those to whom no link leads."""
    rooms = ("gezin/{}/", "mijn-gezinnen/{}/", "overleg/{}/", "evaluatie/{}/", "afspraken/{}/", "afspraken/{}/eerder/",
             "uitnodiging/{}/", "ons-gezin/{}/", "ons-gezin/{}/papier/", "gezin/{}/veilig-thuis/",
             "aanmelden/volgen/{}/", "aanmelden/ontvangen/{}/")  # fmt: skip
    pages = [f"/{room.format(code)}" for code in town.cases.values() for room in rooms]
    return pages + [f"/vragen/{code}/" for code in town.advice.values()] + ["/inzage/", "/cijfers/", "/beheer/"]


@pytest.mark.parametrize("who", [*CAST, "nobody", "code"])
def test_nobody_reads_a_word_that_is_not_theirs(who: str, told: Any) -> None:
    pages = crawl(visitor(who, told), *starts(told))
    forbidden = [word for word, readers in {**NAMES, **CANARIES}.items() if who not in readers]
    leaks = [(page.address, word) for page in pages for word in forbidden if word in page.text]
    assert not leaks, leaks
    assert not [page for page in pages if page.status >= 500]
    expected = {word for word, readers in CANARIES.items() if who in readers}
    found = {word for page in pages for word in CANARIES if word in page.text}
    assert found == expected  # and whoever may read it, can
    _nothing_personal_around(pages, told)


def _nothing_personal_around(pages: list[Page], town: Any) -> None:
    """No name in an address, a title or a header; nothing of a case in a cache; nothing to run or frame."""
    loose = [*NAMES, *(part for name in NAMES for part in name.split() if len(part) > 4), *CANARIES]
    for page in pages:
        outside = page.address + page.title + str(page.headers)
        assert not [word for word in loose if re.search(rf"\b{word}\b", outside)], page.address
        if any(code in page.address for code in town.cases.values()) or any(name in page.text for name in NAMES):
            assert "no-store" in page.headers["Cache-Control"], page.address
        policy = page.headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "frame-ancestors 'none'" in policy, page.address
        assert page.headers["X-Frame-Options"] == "DENY" and page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "same-origin" and "Permissions-Policy" in page.headers


def test_nothing_of_a_family_lies_around_outside_the_case_tables(told: Any) -> None:
    """After all those pages: sessions, cache, letters and trail hold codes, never a name or a word of the case."""
    for who in ("marieke", "fatima", "yara"):
        crawl(come_in(who), *starts(told), limit=60)
    from django.contrib.sessions.models import Session

    kept = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    tables = ("web_cache", "letters_letter", "trail_trailline", "django_session")
    with connection.cursor() as cursor:
        here = set(connection.introspection.table_names())
        assert {"letters_letter", "trail_trailline"} <= here
        for table in here & set(tables):
            cursor.execute(f"SELECT * FROM {table}")
            kept += " ".join(map(str, cursor.fetchall()))
    words = [*NAMES, *CANARIES, "Haddad", "Jacobs", "Timmermans"]
    assert not [word for word in words if word in kept]
    with guard.looking_inside(), connection.cursor() as cursor:  # the test would see it if it were there
        cursor.execute("SELECT text FROM casework_entry")
        assert "kanariegeel" in str(cursor.fetchall())


@pytest.mark.parametrize("who", ["marieke", "fatima", "joris", "yara", "sanne"])
def test_every_page_of_a_family_leaves_a_line_of_codes_only(who: str, told: Any) -> None:
    from knooppunt.trail.models import TrailLine

    client, person = come_in(who), told.people[who]
    for page in crawl(client, *starts(told), limit=80):
        code = next((code for code in told.cases.values() if f"/{code}/" in page.address), "")
        if not code or page.status != 200:
            continue
        before = TrailLine.objects.count()
        assert client.get(page.address).status_code == 200
        fresh = list(TrailLine.objects.order_by("id")[before:])
        assert [line for line in fresh if line.case_code == code and line.actor_code == person.code], page.address
        assert all(re.fullmatch(r"[\w.:-]{0,40}", line.detail) for line in fresh)
