"""The exact words of a consent never change: the digest that is kept with it leads back to the same text (R-CON-06)."""

import tomllib

import pytest
from django.conf import settings

from knooppunt.casework import forms
from knooppunt.casework.forms import HERE

RELEASED = tomllib.loads((HERE / "digests.toml").read_text(encoding="utf-8"))
VERSIONS = [(purpose, version) for purpose, versions in forms.wordings().items() for version in versions]


@pytest.mark.parametrize(("purpose", "version"), VERSIONS)
def test_a_released_wording_stays_as_it_was_in_every_language(purpose: str, version: str) -> None:
    now = {
        code: said.digest
        for code, _name in settings.LANGUAGES
        if (said := forms.wording(purpose, code, version)).language == code
    }
    assert now == RELEASED.get(purpose, {}).get(version), (
        "a changed text is a new version; a new language is a new line"
    )


def test_no_released_wording_was_taken_away() -> None:
    assert {(purpose, version) for purpose, versions in RELEASED.items() for version in versions} <= set(VERSIONS)


def test_the_texts_of_before_the_catalogues_are_the_same() -> None:
    """The first consents were given under these; they were made from the data file itself, without a catalogue."""
    first = "177907201d24d058bdd44d8db019a4d2bdb954fa9ec208d29ac68d1c2a822cd9"
    assert forms.wording("contact", "en", "2026-1").digest == first
