"""One more language is one catalogue and nothing else: add German and Persian to a copy of the house, and read."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po
from django.conf import settings

READING = """
import sys, django
django.setup()
from django.test import Client
client = Client()
client.cookies["language"] = sys.argv[1]
page = client.get("/over/").content.decode()
print(page[page.index("<html"):page.index("<head")])
print(page[page.index("<h1"):page.index("</h1>")])
print(page[page.index("kp-languages"):page.index("</form>")])
"""


@pytest.mark.parametrize(
    ("code", "title", "frame", "name"),
    [
        ("de", "Was ist ein Knooppunt?", '<html lang="de" dir="ltr"', "Deutsch"),
        ("fa", "نوپونت چیست؟", '<html lang="fa" dir="rtl"', "فارسی"),
    ],
)
def test_a_catalogue_is_all_that_a_language_needs(tmp_path: Path, code: str, title: str, frame: str, name: str) -> None:
    house = tmp_path / "knooppunt"
    shutil.copytree(settings.ROOT, house, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
    folder = house / "locale" / code / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale=code)
    catalogue.add("Wat is een Knooppunt?", title)
    for suffix, write in ((".po", write_po), (".mo", write_mo)):
        with (folder / "django").with_suffix(suffix).open("wb") as file:
            write(file, catalogue)

    def read(language: str) -> str:
        place = {"PYTHONPATH": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}"}
        asked = [sys.executable, "-c", READING, language]
        env = {**os.environ, **place}
        return subprocess.run(asked, env=env, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    theirs = read(code)
    assert frame in theirs
    assert title in theirs
    assert f'value="{code}"' not in theirs
    assert f">{name}</button>" in read("nl"), "the switch names it in its own words"
