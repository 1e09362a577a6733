"""Screens are complete: Dutch is the source, the staff's languages have every text, others what families meet."""

import re
import shutil
import subprocess
from pathlib import Path
from unicodedata import bidirectional

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.conf import settings

from knooppunt.demo import texts

PATHS = texts.catalogues()
PLACES = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
# Texts of which it is told apart that families and everyone meet them, so that the deriving itself is checked.
MET = {
    "Onze pagina", "Wie wilt u aan tafel?", "Ja, dat mag", "Verlaat deze pagina", "Zelf om steun vragen",
    "In welke gemeente woont u?", "Er staat een bericht voor u klaar.", "Deze pagina vinden wij niet", "Wonen",
    "verloskundige", "De coördinator mag mij bereiken op de manier die ik heb gekozen.", "nog te doen", "vandaag",
}  # fmt: skip
NOT_MET = {"Lees dit voor", "Mag deze aanmelding weg?", "Er is een vraag aan u. Uw antwoord helpt de anderen verder."}


@pytest.fixture(scope="module")
def used() -> Catalog:
    """Collect the texts in use; in a copy, so the working tree stays as it is."""
    if not shutil.which("xgettext"):
        pytest.skip("GNU gettext is not here; `make test` installs it.")
    return texts.in_use()


@pytest.mark.parametrize("language", PATHS)
def test_a_language_has_every_text_that_its_readers_meet(language: str, used: Catalog) -> None:
    missing = texts.missing(language, used)
    assert not missing, f"{len(missing)} texts without {language}"


@pytest.mark.parametrize("language", PATHS)
def test_a_catalogue_has_no_texts_that_nobody_uses(language: str, used: Catalog) -> None:
    wanted = texts.wanted(language, used)
    assert not [m.id for m in texts.catalogue(language) if m.id and wanted.get(m.id, m.context) is None]


def test_what_families_meet_is_derived_from_their_screens(used: Catalog) -> None:
    met = {text for text, _context in texts.for_families(used)}
    assert not MET - met
    assert not met & NOT_MET
    assert len(met) < len(used) / 1.3, "the languages of families have to translate nearly everything"


def test_every_catalogue_is_a_language_that_can_be_chosen() -> None:
    assert [code for code, _name in settings.LANGUAGES if code != "nl"] == ["en", *sorted(PATHS.keys() - {"en"})]


@pytest.mark.parametrize("language", PATHS)
def test_catalogue_compiles_and_keeps_its_places(language: str, tmp_path: Path) -> None:
    messages = texts.catalogue(language)
    with (tmp_path / "x.mo").open("wb") as file:
        write_mo(file, messages)
    wrong = []
    for message in messages:
        if not message.id or not all(texts.strings(message)):
            continue
        source = message.id if isinstance(message.id, str) else message.id[-1]
        if set(PLACES.findall(source)) != set(PLACES.findall(texts.strings(message)[-1])):
            wrong.append(source)
    assert not wrong, "the translation names other places than the source"


@pytest.mark.parametrize("language", PATHS)
def test_a_translation_keeps_the_tags_of_the_text(language: str) -> None:
    tags = re.compile(r"</?[a-z]+[^>]*>")
    wrong = []
    for message in texts.catalogue(language):
        source = message.id if isinstance(message.id, str) else message.id[-1]
        if message.id and all(texts.strings(message)):
            wrong += [
                source
                for said in texts.strings(message)[-1:]
                if sorted(tags.findall(source)) != sorted(tags.findall(said))
            ]
    assert not wrong


@pytest.mark.parametrize("language", [code for code in PATHS if code in settings.LANGUAGES_BIDI])
def test_numbers_in_groups_keep_their_order_from_right_to_left(language: str) -> None:
    """After a word that runs the other way, "06 12" would read "12 06": isolate it by U+2066 and U+2069."""
    turned = []
    for message in texts.catalogue(language):
        for said in texts.strings(message) if message.id else []:
            for found in re.finditer(r"\d+(?: \d+)+", said):
                before = [sign for sign in said[: found.start()] if sign == "\u2066" or sign.isalpha()]
                if before and before[-1] != "\u2066" and bidirectional(before[-1]) in ("R", "AL"):
                    turned.append(said)
    assert not turned


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not here; `make test` installs it.")
@pytest.mark.parametrize("language", PATHS)
def test_gettext_itself_finds_no_fault(language: str, tmp_path: Path) -> None:
    done = subprocess.run(
        ["msgfmt", "--check-format", "-o", str(tmp_path / "x.mo"), str(PATHS[language])],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
