"""What comes over the wire when somebody opens a public or a family page for the first time, and in how many goes."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db
MOST, HEADS = 60_000, 600  # bytes in all, as whitenoise sends them; what the head of one answer takes, at most
ROOMS = ("knooppunt.web.public", "knooppunt.web.family")
TAGS = re.compile(r"<(link|script|img|use)\b([^>]*)>")
ADDRESS = re.compile(r"""\b(?:href|src)="/static/([^"#?]+)""")
LATER = re.compile(r"""\b(?:defer|async)\b|media="print"|rel="(?:icon|preload)""")


def views(found: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Give the names of all addresses in the two rooms that need nothing, or the code of a family."""
    for one in found:
        if isinstance(one, URLResolver):
            yield from views(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
            continue
        here = one.callback.__module__.startswith(ROOMS) and "GET" in one.callback.screen.methods
        if here and set(one.pattern.converters) <= {"code"}:
            yield f"{space}{one.name}"


PAGES = sorted(set(views(get_resolver().url_patterns)))


@cache
def packed(name: str) -> bytes:
    return brotli.compress(Path(str(finders.find(name))).read_bytes())


def asked_for(page: HttpResponse) -> list[tuple[str, bool]]:
    """Give the files that a page asks for, and whether it waits for them before anything is drawn."""
    found: dict[str, bool] = {}
    for tag, rest in TAGS.findall(page.content.decode()):
        if address := ADDRESS.search(rest):
            waits = tag in ("link", "script") and not LATER.search(rest)
            found[address[1]] = found.get(address[1], False) or waits
    return list(found.items())


def opened(name: str, town: object) -> HttpResponse | None:
    """Open a page as a stranger, or in her own place as a mother; nothing when it is no page."""
    family = name.startswith("family:")
    try:
        path = reverse(name)
    except NoReverseMatch:
        path = reverse(name, args=[town.cases["following"] if family else "nl"])  # type: ignore[attr-defined]
    client = come_in("yara") if family else Client()
    if family:
        client.get(reverse("family:home"))  # the first page of a session notes that somebody is there
    with CaptureQueriesContext(connection) as statements:
        page = client.get(path)
    if page.status_code != 200 or page.streaming or not page["Content-Type"].startswith("text/html"):
        return None
    assert len(statements) <= 12, "\n".join(row["sql"][:120] for row in statements)
    return page


def test_the_pages_are_found() -> None:
    assert {"home", "parents", "family:place", "family:choices", "family:health"} <= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_first_visit_is_small_and_waits_once(town: object, name: str) -> None:
    page = opened(name, town)
    if page is None:
        return
    files = asked_for(page)
    size = len(page.content) + HEADS + sum(len(packed(file)) + HEADS for file, _waits in files)
    assert size <= MOST, f"{size} bytes: {[(file, len(packed(file))) for file, _waits in files]}"
    waiting = [file for file, waits in files if waits]
    assert len(waiting) <= 5 and all(file.endswith(".css") for file in waiting), waiting
    for file in waiting:  # what a style sheet asks for itself comes a round trip later
        text = Path(str(finders.find(file))).read_text()
        assert "@import" not in text and not re.search(r"url\((?![\"']?(data:|#))", text), file


def test_only_what_is_the_same_for_everyone_is_packed(town: object) -> None:
    page = Client(headers={"accept-encoding": "gzip"}).get("/ouders/")
    assert page["Content-Encoding"] == "gzip" and len(page.content) < 12_000
    mother = come_in("yara")
    own = mother.get(reverse("family:place", args=[town.cases["following"]]), headers={"accept-encoding": "gzip"})  # type: ignore[attr-defined]
    assert own.status_code == 200 and "Content-Encoding" not in own
    form = Client(headers={"accept-encoding": "gzip"}).get("/zelf-aanmelden/")
    assert "Content-Encoding" not in form
