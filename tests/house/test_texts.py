"""Screens are complete in both languages: Dutch is the source, English is in the catalogue."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.core.management import call_command

SOURCE = Path(__file__).resolve().parents[2] / "src" / "knooppunt"
CATALOGUES = sorted(SOURCE.glob("locale/*/LC_MESSAGES/*.po"))
PLACES = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


@pytest.fixture(scope="module")
def in_use(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Collect the texts that code and templates use now, in a copy, so that the working tree stays as it is."""
    if not shutil.which("xgettext"):
        pytest.skip("GNU gettext is not here; `make test` installs it.")
    copy = tmp_path_factory.mktemp("texts") / "knooppunt"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("locale", "migrations", "__pycache__", "*.mo"))
    (copy / "locale").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        patch.setattr("django.conf.settings.LOCALE_PATHS", [str(copy / "locale")])
        call_command("makemessages", locale=["en"], verbosity=0, no_location=True, no_obsolete=True)
    return catalogue(copy / "locale" / "en" / "LC_MESSAGES" / "django.po")


def texts(message) -> list[str]:
    """Give the translations of a message: one, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_every_text_has_an_english_translation(in_use: Catalog) -> None:
    english = catalogue(SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po")
    missing = []
    for message in in_use:
        known = english.get(message.id, message.context) if message.id else None
        if message.id and (known is None or known.fuzzy or not all(texts(known))):
            missing.append(message.id)
    assert not missing, f"{len(missing)} texts without English"


def test_the_catalogue_has_no_texts_that_nobody_uses(in_use: Catalog) -> None:
    english = catalogue(SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po")
    assert not [m.id for m in english if m.id and in_use.get(m.id, m.context) is None]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: f"{p.parts[-3]}-{p.stem}")
def test_catalogue_compiles_and_keeps_its_places(path: Path, tmp_path: Path) -> None:
    messages = catalogue(path)
    with (tmp_path / "x.mo").open("wb") as file:
        write_mo(file, messages)
    wrong = []
    for message in messages:
        if not message.id or not all(texts(message)):
            continue
        source = message.id if isinstance(message.id, str) else message.id[-1]
        if set(PLACES.findall(source)) != set(PLACES.findall(texts(message)[-1])):
            wrong.append(source)
    assert not wrong, "the translation names other places than the source"


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not here; `make test` installs it.")
@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: f"{p.parts[-3]}-{p.stem}")
def test_gettext_itself_finds_no_fault(path: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        ["msgfmt", "--check-format", "-o", str(tmp_path / "x.mo"), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
