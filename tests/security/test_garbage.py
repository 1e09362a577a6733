"""Whatever somebody puts in an address: a page, a no or a not-here, never a page that broke."""

from itertools import islice
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knooppunt.demo.documents import pages
from tests.security.test_what_pages_show import visitor
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db

NUL = "%00"
PIECES = [
    NUL, "a%00b", "%ff%fe", "%ED%A0%80", "%F0%9F%92%A9", "..", "%2e%2e%2f", "%0d%0aSet-Cookie:x=y", "-1", "0", "9" * 30,
    "1e400", "2026-13-45", "0001-01-01", "9999-12-31", "x" * 300, "'\"--;", "<script>", "{{7*7}}", "%25s%25n", "٣٤٥",
]  # fmt: skip
KEYS = ["na", "after", "next", "knooppunt", "lijst", "jaar", "code", "wat", "naam", "gemeente", "discipline", "voor",
        "taal", "terug", "alleen", "controleer", "advies", "nieuw"]  # fmt: skip
VALUES = [*PIECES, "2026-01-01_" + "9" * 30, "2026-01-01_", "_1", "0001-01-01_1", "0001-01-01T00:00:00",
          "9999-12-31T23:59:59", "9999-12-31T23:59:59-12:00", "2026-01-01T00:00:00+99:99", "2026-01-01_-5", "afgerond",
          "//elders.example", "https://elders.example/", "javascript:alert(1)", "²", "0000", "9999"]  # fmt: skip
EVERYONE = ["marieke", "fatima", "ingrid", "willem", "ellen", "yara", "sanne", "nobody"]
FEW = 3  # of them for each page and person; all of them are tried, spread over pages and people


def address(shape: str, piece: str) -> str:
    """Fill every part of a route with this piece."""
    out, rest = "", shape.lstrip("^").replace("\\Z", "").replace("$", "")
    while "<" in rest:
        before, _, rest = rest.partition("<")
        _, _, rest = rest.partition(">")
        out += before + piece
    return "/" + (out + rest).lstrip("/")


def some_of(values: list[str], turn: int) -> list[str]:
    """Give a few of the values, others at each turn."""
    return [values[(turn * FEW + step) % len(values)] for step in range(FEW)]


@pytest.mark.parametrize("who", EVERYONE)
def test_a_strange_address_breaks_nothing(who: str, town: Any) -> None:
    client, broken = visitor(who, town), []
    client.raise_request_exception = False
    shapes = [(shape, name) for shape, name, _view in pages() if "<" in shape]
    for number, (shape, name) in enumerate(shapes):
        for piece in some_of(PIECES, number + EVERYONE.index(who)):
            answer = client.get(address(shape, piece))
            if answer.status_code >= 500:
                broken.append((name, piece))
    assert not broken, broken


@pytest.mark.parametrize("who", EVERYONE)
def test_a_strange_question_breaks_nothing(who: str, town: Any) -> None:
    client, broken, code = visitor(who, town), [], town.cases["following"]
    client.raise_request_exception = False
    asked = [(shape, name) for shape, name, view in pages() if "GET" in view.screen.methods]
    for number, (shape, name) in enumerate(asked):
        pages_with_keys = ("worklist", "directory", "people", "trail", "figures", "seals")
        every = name.rpartition(":")[2] in pages_with_keys
        for turn, value in enumerate(VALUES if every else some_of(VALUES, number + EVERYONE.index(who))):
            mixed = "afgerond" if turn % 2 else value
            query = "&".join(f"{key}={value}" for key in KEYS if key != "lijst") + f"&lijst={mixed}"
            answer = client.get(f"{address(shape, code)}?{query}")
            if answer.status_code >= 500:
                broken.append((name, value))
            if answer.status_code in (404, 405) or answer.status_code >= 500:
                break  # refused before any question is read
    assert not broken, broken


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_text_in_an_address_or_a_box_breaks_a_page(town: Any, data: Any) -> None:
    who = data.draw(st.sampled_from(["marieke", "fatima", "ingrid", "willem", "sanne", "yara"]))
    client = come_in(who)
    client.raise_request_exception = False
    shape, name, view = data.draw(st.sampled_from(list(pages())))
    if name in ("stay", "account_logout", "language") or name.startswith("demo:"):
        return
    known = st.sampled_from([*town.cases.values(), town.people["bart"].code])
    piece = data.draw(st.one_of(known, st.text(min_size=1, max_size=20)))
    where = address(shape, quote(piece, safe=""))
    text = st.one_of(
        st.text(max_size=40), st.sampled_from(["1", "yes", "ja", "table", "share", "9" * 40, "\x00", "nl"])
    )
    found = client.get(where, {key: data.draw(text) for key in islice(KEYS, 0, None, 4)})
    assert found.status_code < 500, (who, where)
    if "POST" in view.screen.methods:
        form = (found.context or {}).get("form") if found.context else None
        fields = [*getattr(form, "fields", {}), "seat", "answer", "role", "version", "hub", "advice", "next"]
        answer = client.post(where, {field: data.draw(text) for field in fields})
        assert answer.status_code < 500, (who, where)


@pytest.mark.parametrize("path", ["/gezin/%00/", "/over/?x=%00", "/aanmelden/a%00b/situatie/"])
def test_an_address_with_a_nul_is_refused_before_anything_is_looked_up(path: str, town: Any) -> None:
    assert come_in("marieke").get(path).status_code in (400, 404)
    assert Client().get("/over/?x=%00").status_code == 400


def test_an_act_is_not_done_by_a_head_or_an_options(town: Any) -> None:
    client, code = come_in("marieke"), town.cases["fresh"]
    for method in (client.head, client.options, client.get, client.put, client.delete, client.patch):
        assert method(f"/gezin/{code}/oppakken/").status_code == 405
        assert method("/demo/als/ingrid/").status_code == 405
    assert client.head(f"/gezin/{code}/").status_code == 200
    assert "Lina de Wit" not in client.head(f"/gezin/{code}/").text
    assert client.get("/werklijst/").status_code == 200


BIG = "x" * 100_000
BODIES: list[tuple[Any, str]] = [
    ("[" * 5000, "application/json"), (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
    ("reason=%ff%fe&version=1", "application/x-www-form-urlencoded; charset=utf-16"),
    ("a=1", "application/x-www-form-urlencoded; charset=nonsense"), ("--x\r\n", "multipart/form-data; boundary=x"),
    ("text", "multipart/form-data"), ("&".join(f"a{n}=1" for n in range(600)), "application/x-www-form-urlencoded"),
    ("text=" + "x" * 1_100_000, "application/x-www-form-urlencoded"),
    (f"text={BIG}&visible_to={BIG}", "application/x-www-form-urlencoded"),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_a_strange_body_breaks_nothing_and_keeps_nothing(number: int, town: Any) -> None:
    body, kind = BODIES[number]
    client, code = come_in("marieke"), town.cases["following"]
    client.raise_request_exception = False
    for path in (f"/gezin/{code}/notitie/", "/account/inloggen/", "/sparren/", "/taal/", f"/overleg/{code}/wens/"):
        answer = client.generic("POST", path, body, content_type=kind)
        assert answer.status_code < 500, (path, kind)
    assert "x" * 50 not in client.get(f"/gezin/{code}/").text
