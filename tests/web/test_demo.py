"""The role picker and the postbox: a click makes anybody of the cast, and production has neither."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from knooppunt.demo.cast import CAST
from knooppunt.letters import post
from tests.web.as_cast import come_in

SOURCE = Path(__file__).resolve().parents[2] / "src"
PRODUCTION = {
    "KNOOPPUNT_MODE": "production",
    "SECRET_KEY": "a-key-of-more-than-fifty-signs-for-this-one-test-0123456789",
    "SITE_ADDRESS": "https://site.example",
    "MAIL_FROM": "bericht@site.example",
    "SMTP_HOST": "mail.site.example",
    "DATABASE_URL": "sqlite:///:memory:",
}
LOOKS = """
import django; django.setup()
from django.apps import apps
from django.conf import settings
from django.urls import Resolver404, resolve
assert settings.PRODUCTION and not apps.is_installed("knooppunt.demo")
for path in ("/demo/", "/demo/als/marieke/", "/demo/postbak/"):
    try:
        resolve(path)
    except Resolver404:
        continue
    raise SystemExit(path)
from knooppunt.letters import reading
try:
    reading.latest()
except reading.NotADemo:
    print("no demo here")
"""


@pytest.mark.django_db
def test_every_member_of_the_cast_is_on_the_page_and_can_come_in(town: Any) -> None:
    page = Client().get("/demo/").content.decode()
    for key, member in CAST.items():
        assert member.name in page
        client = come_in(key)
        assert client.session["account_authentication_methods"][-1]["method"] == "demo"
        assert client.get("/", follow=True).status_code == 200


@pytest.mark.django_db
def test_the_picked_person_counts_as_strong_and_a_visitor_as_nobody(town: Any) -> None:
    client = come_in("marieke")
    client.get("/")
    assert client.get("/account/").status_code == 200
    client.post("/demo/als/bezoeker/")
    assert "_auth_user_id" not in client.session
    assert client.get("/account/").status_code == 302


@pytest.mark.django_db
def test_an_empty_town_says_so(client: Client) -> None:
    answer = client.post("/demo/als/marieke/")
    assert answer.status_code == 404
    assert "fill_demo" in answer.content.decode()
    assert client.post("/demo/als/niemand/").status_code == 404
    assert client.get("/demo/als/marieke/").status_code == 405


@pytest.mark.django_db
def test_the_postbox_shows_letters_with_their_code(client: Client) -> None:
    assert "leeg" in client.get("/demo/postbak/").content.decode()
    post.write("code", "iemand@praktijk.example", "nl", digits="314159")
    assert "314159" in client.get("/demo/postbak/").content.decode()


@pytest.mark.django_db
def test_the_room_refuses_when_it_is_installed_in_production_by_mistake(client: Client, settings: Any) -> None:
    settings.PRODUCTION = True
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/als/marieke/").status_code == 404
    assert client.get("/demo/postbak/").status_code == 404


def test_in_production_the_demo_does_not_exist() -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(SOURCE),
        "DJANGO_SETTINGS_MODULE": "knooppunt.settings",
        **PRODUCTION,
    }
    done = subprocess.run([sys.executable, "-c", LOOKS], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout
    assert "no demo here" in done.stdout
