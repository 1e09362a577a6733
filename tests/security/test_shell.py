"""What is around every page: keys on forms, cookies, ways out of the site, errors that tell nothing, letters."""

import io
import logging
import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from knooppunt.demo.documents import pages
from knooppunt.letters.models import Letter
from knooppunt.web.shared.errors import WithoutData
from tests.web.as_cast import come_in
from tests.web.test_demo import PRODUCTION, SOURCE

pytestmark = pytest.mark.django_db

OPEN_TO_OTHER_SITES = {"letters", "language"}  # a language is no secret


def test_every_form_needs_its_key(town: Any) -> None:
    """Each page that takes a form refuses one without a key, before anything is looked up."""
    signed_in = come_in("marieke")
    checks = Client(enforce_csrf_checks=True)
    checks.cookies = signed_in.cookies
    code, missed = town.cases["fresh"], []
    for shape, name, view in pages():
        if "POST" not in view.screen.methods or name in OPEN_TO_OTHER_SITES:
            continue
        out = shape.lstrip("^").replace("\\Z", "").replace("$", "")
        while "<" in out:
            before, _, rest = out.partition("<")
            out = before + code + rest.partition(">")[2]
        answer = checks.post("/" + out.lstrip("/"), {"name": "x"}, headers={"Origin": "https://elders.example"})
        if answer.status_code not in (403, 404):
            missed.append((name, answer.status_code))
    assert not missed, missed
    assert checks.get("/werklijst/").status_code == 200  # and who was signed in still is


AWAY = ["https://elders.example/", "//elders.example/", "/\\elders.example", "javascript:alert(1)",
        "https:elders.example", "///elders.example", "\thttps://elders.example",
        "http://testserver@elders.example/"]  # fmt: skip


@pytest.mark.parametrize("to", AWAY)
def test_no_way_leads_out_of_the_site(to: str, town: Any) -> None:
    sanne, marieke = come_in("sanne"), come_in("marieke")
    for answer in (
        Client().post("/taal/", {"language": "en", "next": to}), sanne.get("/wie-bent-u/", {"next": to}),
        sanne.get("/wie-bent-u/gegevens/", {"next": to}), marieke.get("/account/inloggen/", {"next": to}),
        marieke.post("/account/afmelden/", {"next": to}),
    ):  # fmt: skip
        place = answer.headers.get("Location", "")
        assert "elders" not in place and "alert" not in place


def test_a_host_that_is_not_ours_is_refused(town: Any) -> None:
    answer = Client().get("/account/wachtwoord/vergeten/", headers={"Host": "elders.example"})
    assert answer.status_code == 400 and "elders" not in answer.text
    Client().post("/account/wachtwoord/vergeten/", {"email": town.people["marieke"].email})
    assert "elders" not in Letter.objects.latest("id").body


def test_known_and_unknown_addresses_cannot_be_told_apart(town: Any) -> None:
    """For a forgotten password and for signing in: the same words, the same status."""
    known, unknown = town.people["marieke"].email, "niemand@nergens.example"
    told = []
    for email in (known, unknown):
        client = Client()
        forgot = client.post("/account/wachtwoord/vergeten/", {"email": email}, follow=True)
        wrong = client.post("/account/inloggen/", {"login": email, "password": "niet het goede wachtwoord"})
        seen = [(page.status_code, page.text.count("<"), page.text.count("klopt niet")) for page in (forgot, wrong)]
        told.append(seen)
    assert told[0] == told[1]
    assert Letter.objects.filter(to=known).exists() == Letter.objects.filter(to=unknown).exists()


SECRET = "kanarie met een verhaal"


@pytest.fixture
def lines() -> Any:
    """Catch what the server would write in its log, as it would write it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(WithoutData())
    logging.getLogger().addHandler(handler)
    yield out
    logging.getLogger().removeHandler(handler)


def test_a_page_that_breaks_shows_and_logs_nothing_that_was_typed(
    town: Any, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from knooppunt.casework import reading

    def broken(*_: Any, **__: Any) -> None:
        name = SECRET
        raise RuntimeError(f"{name} {SECRET}")

    client, code = come_in("marieke"), town.cases["following"]
    client.raise_request_exception = False
    monkeypatch.setattr(reading, "case_file", broken)
    answer = client.post(f"/gezin/{code}/notitie/", {"text": SECRET, "visible_to": "table"})
    assert answer.status_code == 500
    log = lines.getvalue()
    assert "RuntimeError" in log and "trace=" in log  # it is told that, and where
    for word in (SECRET, "kanarie", "Haddad", code):
        assert word not in answer.text and word not in log, word
    assert "no-store" in answer["Cache-Control"] and "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_error_pages_are_as_safe_as_all_others(town: Any) -> None:
    client = come_in("marieke")
    strict = Client(enforce_csrf_checks=True)
    for answer, status in (
        (client.get("/bestaat-niet/"), 404), (client.get("/gezin/ZZZZZZZZ/"), 404), (client.get("/over/?x=%00"), 400),
        (strict.post("/sparren/", {}), 403), (client.put("/over/"), 405),
        (Client().get("/over/", headers={"Host": "elders.example"}), 400),
    ):  # fmt: skip
        assert answer.status_code == status
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], status
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_cookies_hold_no_name_and_scripts_cannot_read_them(town: Any) -> None:
    client, code = come_in("marieke"), town.cases["fresh"]
    client.post(f"/gezin/{code}/oppakken/")
    client.get("/werklijst/")
    kept = str(client.cookies)
    assert "Lina" not in kept and code not in kept and "Marieke" not in kept
    for name in ("session",):
        assert client.cookies[name]["httponly"] and client.cookies[name]["samesite"] == "Lax"


def test_a_letter_takes_no_second_line_in_its_head(town: Any) -> None:
    """An address with a line end is refused where it is typed, and never becomes a letter."""
    before = Letter.objects.count()
    for email in ("a@b.example\nBcc: c@d.example", "a@b.example\r\nSubject: x", "a@b.example, c@d.example"):
        Client().post("/wie-bent-u/", {"email": email})
        Client().post("/account/wachtwoord/vergeten/", {"email": email})
        Client().post("/sparren/", {"email": email, "municipality": "GM0928", "question": "Hoe begin ik een gesprek?"})
    made = list(Letter.objects.order_by("id")[before:])
    assert not [letter for letter in made if "\n" in letter.to or "\r" in letter.to or "," in letter.to]
    assert not [letter for letter in made if "\n" in letter.subject]


SETTINGS = """
import django; django.setup()
from django.conf import settings as s
from django.test import Client
assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SESSION_COOKIE_HTTPONLY and s.CSRF_COOKIE_HTTPONLY
assert s.SESSION_COOKIE_NAME.startswith("__Host-") and s.CSRF_COOKIE_NAME.startswith("__Host-")
assert s.SECURE_HSTS_SECONDS >= 31536000 and s.SECURE_SSL_REDIRECT and not s.DEBUG
assert s.ALLOWED_HOSTS == ["site.example"] and s.SESSION_EXPIRE_AT_BROWSER_CLOSE
client = Client(headers={"Host": "site.example"})
answer = client.get("/over/")
assert answer.status_code == 301 and answer["Location"].startswith("https://site.example/")
answer = client.get("/robots.txt", secure=True)
assert "max-age=31536000" in answer["Strict-Transport-Security"]
from types import SimpleNamespace as N
from knooppunt.web.shared.middleware import assurance_of
demo = N(user=N(kind="professional"), session={"account_authentication_methods": [{"method": "demo"}]})
assert assurance_of(demo) == "single"
print("safe")
"""


def test_production_is_strict() -> None:
    ours = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), "DJANGO_SETTINGS_MODULE": "knooppunt.settings"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SETTINGS], env={**ours, **PRODUCTION, "STATIC_ROOT": str(SOURCE)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and "safe" in done.stdout, done.stderr[-1500:] + done.stdout
