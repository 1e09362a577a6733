"""Pages for everybody: the same for all, kept by caches, without cookies, and leading nowhere that was not meant."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from knooppunt.casework import retention
from knooppunt.papers.qr import qr
from knooppunt.people.models import Hub
from knooppunt.people.reference import load
from knooppunt.web.public import told
from tests.web.as_cast import come_in

FILM = {"nl": "https://film.example/nl", "ar": "https://film.example/ar"}
PAGES = ("/", "/ouders/", "/professionals/", "/film/", "/contact/", "/contact/kerkrade/", "/folder/",
         "/folder/kerkrade/", "/over/", "/privacy/", "/toegankelijkheid/", "/hulp/")  # fmt: skip
# Named institutions, the weather behind "leave this page", and the film that this installation chose.
OUTSIDE = {"www.knmi.nl", "www.autoriteitpersoonsgegevens.nl", "www.nationaleombudsman.nl", "film.example"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(db: None, request: pytest.FixtureRequest) -> Iterator[None]:
    if "town" in request.fixturenames:
        request.getfixturevalue("town")  # first, for it brings places of its own
    load()
    Hub.objects.filter(code="kerkrade").update(phone="045 000 00 00", email="knooppunt.kerkrade@knooppunt.example")
    with override_settings(FILMS=FILM):
        yield


@pytest.fixture
def visitor() -> Client:
    return Client()


def text_of(visitor: Client, address: str) -> str:
    answer = visitor.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_everybody_gets_the_same_page_and_caches_may_keep_it(visitor: Client, address: str) -> None:
    visitor.get(address)  # what is worked out once is not counted
    with CaptureQueriesContext(connection) as asked:
        answer = visitor.get(address)
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert {"Cookie", "Accept-Encoding"} <= {part.strip() for part in answer["Vary"].split(",")}
    assert len(asked) <= 3
    again = visitor.get(address, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304 and not again.content


@pytest.mark.parametrize("address", PAGES)
def test_reading_sets_no_cookie(visitor: Client, address: str) -> None:
    answer = visitor.get(address)
    assert not answer.cookies and not visitor.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_who_has_a_session_gets_a_page_that_nobody_keeps(town: Any) -> None:
    answer = come_in("marieke").get("/ouders/")
    assert "no-store" in answer["Cache-Control"] and "public" not in answer["Cache-Control"]
    assert "ETag" not in answer.headers


def test_a_session_that_ended_is_kept_nowhere_either(visitor: Client) -> None:
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "gone"
    assert "public" not in visitor.get("/ouders/").headers.get("Cache-Control", "")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_small_on_the_wire(visitor: Client, address: str) -> None:
    answer = visitor.get(address, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip" and len(answer.content) < 12_000


@pytest.mark.parametrize("address", PAGES)
def test_headings_come_in_order_and_the_page_has_a_name(visitor: Client, address: str) -> None:
    page = text_of(visitor, address)
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", page)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert re.search(r'<meta name="description" content="[^"]{20,160}">', page)
    assert "noindex" not in page and re.search(r"<title>\s*\S[^<]+– Knooppunt</title>", page)


def test_all_links_answer_and_lead_only_where_they_should(visitor: Client) -> None:
    outside, inside = set(), set()
    for address in PAGES:
        page = text_of(visitor, address)
        for link in re.findall(r'(?:href|src|action)="([^"]+)"', page):
            parts = urlsplit(link)
            if parts.scheme in ("http", "https"):
                outside.add(parts.netloc)
            elif not parts.scheme and parts.path and not parts.path.startswith("/static/"):
                inside.add(parts.path)
            elif not parts.scheme and not parts.path and parts.fragment:
                assert f'id="{parts.fragment}"' in page, f"{address}: #{parts.fragment}"
    assert outside == OUTSIDE
    assert not {path for path in inside if Client().get(path).status_code not in (200, 302, 405)}


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_parents_read_in_their_language_and_show_a_sentence_in_dutch(visitor: Client, language: str) -> None:
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = text_of(visitor, "/ouders/")
    assert f'<html lang="{language}"' in page
    shown = re.search(r'<blockquote class="kp-show" lang="nl" dir="ltr">(.*?)</blockquote>', page)
    assert shown and shown[1].startswith("Ik wil graag hulp van het Knooppunt")


def test_who_reads_a_language_of_families_finds_her_own_door_first(visitor: Client) -> None:
    doors = lambda: re.findall(r'<h2><a href="([^"]+)"', text_of(visitor, "/"))  # noqa: E731
    assert doors()[0] == "/aanmelden/"
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    assert doors()[0] == "/zelf-aanmelden/" and len(doors()) == 3


def test_the_telephone_number_comes_from_the_hub(visitor: Client) -> None:
    page = text_of(visitor, "/contact/kerkrade/")
    assert 'href="tel:0450000000"' in page and "knooppunt.kerkrade@knooppunt.example" in page
    assert "staat hier nog niet" in text_of(visitor, "/contact/beek/")
    Hub.objects.filter(code="kerkrade").update(phone="045 111 11 11", hours="van 9 tot 16 uur")
    for address in ("/contact/kerkrade/", "/folder/kerkrade/"):
        page = text_of(visitor, address)
        assert "045 111 11 11" in page and "van 9 tot 16 uur" in page


def test_a_town_that_is_not_there_is_no_page(visitor: Client) -> None:
    for address in ("/contact/amsterdam/", "/folder/amsterdam/", "/taal/xx/"):
        assert visitor.get(address).status_code == 404


def test_all_sixteen_municipalities_stand_on_the_page_for_parents(visitor: Client) -> None:
    assert len(set(re.findall(r'href="/contact/([\w-]+)/"', text_of(visitor, "/ouders/")))) == 16


def test_the_film_is_a_plain_link_in_the_language_of_the_reader_first(visitor: Client) -> None:
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    page = text_of(visitor, "/film/")
    assert page.index("film.example/ar") < page.index("film.example/nl")
    assert "<iframe" not in page and "<video" not in page and 'rel="noreferrer external"' in page


def test_without_a_film_no_page_speaks_of_it(visitor: Client) -> None:
    with override_settings(FILMS={}):
        assert visitor.get("/film/").status_code == 404
        assert not [
            address for address in ("/", "/ouders/", "/professionals/") if "/film/" in text_of(visitor, address)
        ]


def test_the_terms_are_those_by_which_data_are_forgotten(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "na 2 jaar" in text_of(visitor, "/privacy/")
    term = retention.Term("case", timedelta(days=4 * 365), "", "")
    monkeypatch.setattr(retention, "CASE", term)
    for address in ("/privacy/", "/ouders/"):
        assert "4 jaar" in text_of(visitor, address) and "2 jaar." not in text_of(visitor, address)


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 dag"), (7, "7 dagen"), (91, "3 maanden"), (365, "1 jaar"), (730, "2 jaar")]
)
def test_a_length_of_time_is_said_in_words(days: int, said: str) -> None:
    with translation.override("nl"):
        assert told.in_words(timedelta(days=days)) == said


def test_every_cookie_that_we_can_set_is_told(visitor: Client) -> None:
    page = text_of(visitor, "/privacy/")
    for name in (settings.LANGUAGE_COOKIE_NAME, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert f">{name}</code>" in page


def test_the_statement_tells_what_the_tests_found(visitor: Client) -> None:
    page = text_of(visitor, "/toegankelijkheid/")
    if (found := told.checked()) is None:
        assert "nog niet gedaan" in page
    else:
        assert f"<dd>{found.screens}</dd>" in page and found.axe in page and found.stories > 0
        assert found.keyboard <= found.stories and found.without_scripts <= found.stories


def test_the_code_on_the_leaflet_opens_the_page_in_its_language(visitor: Client) -> None:
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    page = text_of(visitor, "/folder/")
    assert qr(f"{settings.SITE_ADDRESS}/taal/ar/").path in page
    answer = Client().get("/taal/ar/")
    assert answer["Location"] == "/ouders/" and answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ar"
    assert "public" not in answer.headers.get("Cache-Control", "")


def test_a_midwife_prints_in_the_language_of_the_parents_and_keeps_her_own(visitor: Client) -> None:
    page = text_of(visitor, "/folder/kerkrade/?taal=ar")
    assert '<html lang="nl" dir="ltr"' in page and "Taal van de folder" in page
    sheet = page[page.index("<article") : page.index("</article>")]
    assert 'lang="ar" dir="rtl"' in sheet and "045 000 00 00" in sheet
    assert qr(f"{settings.SITE_ADDRESS}/taal/ar/kerkrade/").path in sheet and "Kerkrade" in sheet
    answer = Client().get("/taal/ar/kerkrade/")
    assert answer["Location"] == "/contact/kerkrade/"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ar"
    assert 'href="/folder/beek/?taal=ar"' in page and not visitor.cookies
    assert 'lang="nl" dir="ltr">' in text_of(visitor, "/folder/?taal=xx")


def test_a_code_has_its_three_corners_and_a_quiet_edge() -> None:
    drawn = qr("https://knooppunt.example/taal/nl/")
    assert drawn.side == 8 + 29 or drawn.side == 8 + 25
    assert drawn.path.startswith("M4 4h7v1h-7z") and f"M{drawn.side - 11} 4h7v1h-7z" in drawn.path
    assert f"M4 {drawn.side - 5}h7v1h-7z" in drawn.path


def test_a_weakness_can_be_told_where_the_installation_says(visitor: Client) -> None:
    with override_settings(SECURITY_CONTACT="mailto:veilig@knooppunt.example"):
        answer = visitor.get("/.well-known/security.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Contact: mailto:veilig@knooppunt.example" in answer.content.decode()
    assert re.search(r"^Expires: \d{4}-\d\d-01T00:00:00Z$", answer.content.decode(), re.M)
    with override_settings(SECURITY_CONTACT=""):
        assert visitor.get("/.well-known/security.txt").status_code == 404


def test_search_engines_find_the_pages_for_everybody_alone(visitor: Client) -> None:
    told_robots = visitor.get("/robots.txt").content.decode()
    for address in ("/ouders/", "/professionals/", "/contact/"):
        assert f"Allow: {address}" in told_robots
    assert told_robots.rstrip().endswith("Disallow: /")
