"""The frame of every page: language, errors without data, limits, stale forms, and what the browser may keep."""

import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from knooppunt.web.shared.errors import WithoutData
from knooppunt.web.shared.limits import limited
from knooppunt.web.shared.screens import ANYONE, SCREENS, screen

SECRET = "Fatima woont op de Markt"


@screen(activity="try", for_=ANYONE)
def breaks(request: HttpRequest) -> HttpResponse:
    """Break with a family's words in the exception."""
    raise ValueError(SECRET)


@screen(activity="try", for_=ANYONE)
def often(request: HttpRequest) -> HttpResponse:
    """Take two goes a minute."""
    if request.method == "POST":
        limited(request, "try", per_minute=2)
    return HttpResponse("ok")


# Pages of this test alone: the register of all screens must not know them, whatever test runs next.
for _name in [name for name in SCREENS if name.endswith((".breaks", ".often"))]:
    del SCREENS[_name]

urlpatterns = [path("breekt/", breaks), path("vaak/", often), path("", include("knooppunt.urls"))]
handler500 = "knooppunt.web.shared.errors.broken"
handler404 = "knooppunt.web.shared.errors.not_found"


@pytest.fixture(autouse=True)
def _our_urls() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", ["/", "/over/", "/privacy/", "/toegankelijkheid/", "/hulp/"])
def test_public_pages_ask_nothing_of_the_database(visitor: Client, address: str) -> None:
    page = visitor.get(address)  # no `db` fixture: a query would raise
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1
    assert len(page.content) < 20_000


@pytest.mark.django_db
def test_the_language_switch_keeps_the_choice_and_the_page(visitor: Client) -> None:
    assert visitor.get("/over/").headers["Content-Language"] == "nl"
    answer = visitor.post("/taal/", {"language": "en", "next": "/over/?x=1"})
    assert answer.status_code == 302 and answer["Location"] == "/over/?x=1"
    page = visitor.get("/over/")
    assert '<html lang="en"' in page.content.decode() and page.headers["Content-Language"] == "en"


@pytest.mark.parametrize("onward", ["https://elders.example/", "//elders.example/", "javascript:alert(1)", ""])
def test_the_language_switch_leads_nowhere_else(visitor: Client, onward: str) -> None:
    assert visitor.post("/taal/", {"language": "en", "next": onward})["Location"] == "/"


def test_an_unknown_language_is_dutch(visitor: Client) -> None:
    assert "language" not in visitor.post("/taal/", {"language": "xx", "next": "/"}).cookies
    visitor.cookies["language"] = "xx"
    assert visitor.get("/").headers["Content-Language"] == "nl"


def test_the_browsers_language_does_not_decide(visitor: Client) -> None:
    assert visitor.get("/", headers={"accept-language": "en"}).headers["Content-Language"] == "nl"


def test_a_broken_page_shows_a_code_and_no_data(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    page = visitor.post("/breekt/", {"name": SECRET})
    assert page.status_code == 500
    text = page.content.decode()
    assert SECRET not in text and "Fatima" not in text and "ValueError" not in text
    assert "no-store" in page["Cache-Control"]
    record = caplog.records[-1]  # the console has passed it through the filter already, in place
    line = logging.Formatter("%(message)s").format(record)
    assert SECRET not in line and "Fatima" not in line
    assert "ValueError at " in line and "test_shared_pages.py:" in line and "trace=" in line
    assert line.partition("trace=")[2] in text


def test_log_lines_lose_what_may_have_been_typed() -> None:
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "Case %s of %s, %d times", ("BKM47XRQ", SECRET, 3), None)
    record.request = SimpleNamespace(resolver_match=SimpleNamespace(route="gezin/<code>/"))
    WithoutData().filter(record)
    assert record.getMessage().startswith("Case BKM47XRQ of …, 3 times route='gezin/<code>/'")
    record = logging.LogRecord("x", logging.ERROR, "f", 1, ValueError(SECRET), None, None)
    WithoutData().filter(record)
    assert "Fatima" not in record.getMessage()


@pytest.mark.django_db
@pytest.mark.usefixtures("clock_stands_still")
def test_too_often_gets_a_friendly_page_with_the_text_kept(visitor: Client) -> None:
    answers = [visitor.post("/vaak/", {"question": SECRET, "password": "geheim"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    text = answers[-1].content.decode()
    assert SECRET in text and "geheim" not in text
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


def test_a_stale_form_keeps_the_text_for_our_own_page_only() -> None:
    strict: Any = Client(enforce_csrf_checks=True)
    ours = strict.post("/vaak/", {"question": SECRET}, headers={"origin": "http://testserver"})
    assert ours.status_code == 403 and SECRET in ours.content.decode()
    theirs = strict.post("/vaak/", {"question": SECRET}, headers={"origin": "https://elders.example"})
    assert theirs.status_code == 403 and SECRET not in theirs.content.decode()


def test_what_is_not_there_is_a_plain_page(visitor: Client) -> None:
    page = visitor.get("/bestaat/niet/")
    assert page.status_code == 404 and "Deze pagina vinden wij niet" in page.content.decode()


@pytest.mark.django_db
def test_health(visitor: Client) -> None:
    assert visitor.get("/gezondheid/").content == b"goed\n"


def test_every_page_tells_the_browser_what_is_not_allowed(visitor: Client) -> None:
    headers = visitor.get("/").headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
