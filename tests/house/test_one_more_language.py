"""One more language is one catalogue and nothing else: add German and Persian to a copy of the house, and read."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

READING = """
import sys, django
django.setup()
from django.test import Client
for language in sys.argv[1:]:
    client = Client()
    client.cookies["language"] = language
    page = client.get("/over/").content.decode()
    print(page[page.index("<html"):page.index("<head")])
    print(page[page.index("<h1"):page.index("</h1>")])
    print(page[page.index("kp-languages"):page.index("</form>")])
    print("NEXT")
"""


# `make texts` for one language.
MAKING = """
import sys, django
django.setup()
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from knooppunt.demo import texts
path = texts.catalogues()[sys.argv[1]]
used = texts.catalogue("pl")
for message in used:
    message.user_comments = []
texts.wanted = lambda language, used: used  # what is in use is collected elsewhere: tests/house/test_texts.py
made = texts.bring_up_to_date(sys.argv[1], used)
path.write_text(made, encoding="utf-8")
with path.open("rb") as file, path.with_suffix(".mo").open("wb") as compiled:
    write_mo(compiled, read_po(file))
"""
HELD = ("tests/house/test_wordings.py", "tests/web/test_languages.py", "tests/house/test_texts.py")
# What asks about the catalogues and meets no database; the other tests ask nothing that a language could change.
ABOUT = (
    "released_wording or before_the_catalogues or languages_are_those or written_as_each or can_be_chosen or "
    "compiles or keeps_the_tags or lists_and_wordings or that_is_missing"
)


def copy_of_the_house(tmp_path: Path) -> Path:
    house = tmp_path / "knooppunt"
    shutil.copytree(settings.ROOT, house, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
    return house


def run(tmp_path: Path, *command: str) -> str:
    place = {"PYTHONPATH": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}"}
    done = subprocess.run(
        [sys.executable, *command],
        env={**os.environ, **place, "ENGINE": ""},  # all is asked here, whatever the run around this leaves out
        cwd=settings.ROOT.parents[1],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_a_whole_language_passes_every_test_of_languages_with_one_file_more(tmp_path: Path) -> None:
    """German with the words of Polish in it: not one test, setting or data file has to know of it."""
    house = copy_of_the_house(tmp_path)
    before = {path: path.read_bytes() for path in house.rglob("*.toml")}
    german = house / "locale" / "de" / "LC_MESSAGES" / "django.po"
    german.parent.mkdir(parents=True)
    with (house / "locale" / "pl" / "LC_MESSAGES" / "django.po").open("rb") as file:
        polish = read_po(file, locale="pl")
    catalogue = Catalog(locale="de")
    for message in polish:
        words = message.string if isinstance(message.string, str) else message.string[: catalogue.num_plurals]
        if message.id:
            catalogue.add(message.id, words, context=message.context, flags=message.flags)
    with german.open("wb") as written:
        write_po(written, catalogue)
    run(tmp_path, "-c", MAKING, "de")
    assert german.read_text(encoding="utf-8").count("# Released: ") == 4
    path = f"pythonpath={tmp_path} {settings.ROOT.parents[1]}"
    told = run(tmp_path, "-m", "pytest", "-v", "-o", path, "-k", ABOUT, *HELD)
    for asked in ("stays_as_it_was", "compiles_and_keeps_its_places", "keeps_the_tags_of_the_text", "shows_in_dutch"):
        assert re.search(rf"{asked}\[de\] PASSED", told), asked
    assert before == {path: path.read_bytes() for path in house.rglob("*.toml")}


@pytest.mark.parametrize(
    ("code", "title", "frame", "name"),
    [
        ("de", "Was ist ein Knooppunt?", '<html lang="de" dir="ltr"', "Deutsch"),
        ("fa", "نوپونت چیست؟", '<html lang="fa" dir="rtl"', "فارسی"),
    ],
)
def test_a_catalogue_is_all_that_a_language_needs(tmp_path: Path, code: str, title: str, frame: str, name: str) -> None:
    folder = copy_of_the_house(tmp_path) / "locale" / code / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale=code)
    catalogue.add("Wat is een Knooppunt?", title)
    for suffix, write in ((".po", write_po), (".mo", write_mo)):
        with (folder / "django").with_suffix(suffix).open("wb") as file:
            write(file, catalogue)

    theirs, dutch = run(tmp_path, "-c", READING, code, "nl").split("NEXT")[:2]
    assert frame in theirs
    assert title in theirs
    assert f'value="{code}"' not in theirs
    assert f">{name}</button>" in dutch, "the switch names it in its own words"
