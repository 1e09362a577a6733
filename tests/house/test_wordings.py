"""The exact words of a consent never change: the digest that is kept with it leads back to the same text (R-CON-06)."""

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from knooppunt.casework import forms
from knooppunt.demo import texts

LANGUAGES = [code for code, _name in settings.LANGUAGES]
VERSIONS = {(purpose, version) for purpose, versions in forms.wordings().items() for version in versions}
# The first that were released: nobody takes one of these away, nor its digest.
FIRST = {(purpose, "2026-1") for purpose in ("take_part", "share", "research", "contact")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_released_wording_stays_as_it_was(language: str) -> None:
    said = {one: forms.wording(one[0], language, one[1]) for one in VERSIONS}
    now = {one: words.digest for one, words in said.items() if words.language == language}
    assert now == texts.released(language), "a changed text is a new version; `make texts` notes one that is new"


def test_no_released_wording_was_taken_away() -> None:
    assert FIRST <= VERSIONS
    assert all(texts.released(language).keys() >= FIRST for language in ("nl", "en", "ar", "pl"))


def test_the_texts_of_before_the_catalogues_are_the_same() -> None:
    """The first consents were given under these; they were made from the data file itself, without a catalogue."""
    first = "177907201d24d058bdd44d8db019a4d2bdb954fa9ec208d29ac68d1c2a822cd9"
    assert forms.wording("contact", "en", "2026-1").digest == first


def test_making_texts_notes_what_is_new_and_never_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever changes a released text has to take its digest away by hand, and the reviewer sees that."""
    held, used = texts.catalogue("pl"), texts.catalogue("pl")
    monkeypatch.setattr(texts, "wanted", lambda language, used: used)
    kept, fresh = (held.get(_dutch(one), f"wording {one} 2026-1") for one in ("share", "contact"))
    assert kept and fresh
    before = list(kept.user_comments)
    kept.string, fresh.user_comments = "Cokolwiek innego.", []
    monkeypatch.setattr(texts, "catalogue", lambda language: held)
    made = read_po(texts.bring_up_to_date("pl", used).encode().splitlines(), locale="pl")  # type: ignore[arg-type]
    again = [made.get(_dutch(one), f"wording {one} 2026-1") for one in ("share", "contact")]
    assert [one.user_comments for one in again if one] == [
        before, [texts.RELEASED + forms.wording("contact", "pl", "2026-1").digest],
    ]  # fmt: skip
    monkeypatch.setattr(texts, "catalogue", lambda language: made)
    assert texts.released("pl")["share", "2026-1"] != forms.Wording("share", "2026-1", "pl", "Cokolwiek innego.").digest


def _dutch(purpose: str) -> str:
    return forms.wording(purpose, "nl", "2026-1").text
