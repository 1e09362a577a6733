"""The questions and lists of the forms, as versioned data: the official forms are not public, so these are examples.

A municipality can bring its own version by changing the data files, not the code. The texts there are Dutch (`nl`);
every other language stands in its catalogue, where `make texts` collects them.

The lists of the registration have versions, each named after the year from which it holds. A value may say `since`
which version it is in the list, and `until` which; then `counts_as` says as what it counts in a year without it.
No value is ever taken out of the file, so old registrations keep their words.
"""

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

from knooppunt.foundation import clock

HERE = Path(__file__).parent
FORM_VERSION = "2026-1"


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def versions() -> tuple[str, ...]:
    """Give the versions of the lists of the registration, the oldest first."""
    return tuple(_data("lists")["versions"])


def version_of(year: int) -> str:
    """Give the version that holds for the families who are referred in a year; before the first, the first."""
    return max((one for one in versions() if int(one[:4]) <= year), default=versions()[0], key=versions().index)


def in_version(name: str, code: str, version: str) -> bool:
    """Say whether a version of a list has this value."""
    row, order = facts(name).get(code), versions().index
    if row is None:
        return False
    return order(row.get("since", versions()[0])) <= order(version) <= order(row.get("until", versions()[-1]))


def counted_as(name: str, code: str, version: str) -> str:
    """Give as which value of a version a code counts: itself, or what stands for it; itself where nothing does."""
    passed: set[str] = set()
    told = code
    while told and not in_version(name, told, version):
        passed.add(told)
        told = str(facts(name).get(told, {}).get("counts_as", ""))
        if told in passed:
            return code
    return told or code


@cache
def _labels(name: str, language: str) -> dict[str, str]:
    with translation.override(language):
        return {item["code"]: pgettext(name, item["nl"]) for item in _data("lists")[name]}


def _known(language: str) -> str:
    """Give a language that has a catalogue; somebody may speak another one."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def choices(name: str, language: str) -> list[tuple[str, str]]:
    """Give (code, label) to choose from today, in the order of the list, in the reader's language (or else Dutch)."""
    return list(_offered(name, _known(language), version_of(clock.today().year)))


@cache
def _offered(name: str, language: str, version: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, word) for code, word in _labels(name, language).items() if in_version(name, code, version))


def codes(name: str) -> frozenset[str]:
    """Give the codes of a list, of all its versions."""
    return frozenset(item["code"] for item in _data("lists")[name])


def label(name: str, code: str, language: str) -> str:
    """Give one label; a code that was never in the list stands for itself."""
    return _labels(name, _known(language)).get(code, code)


def printed(name: str, code: str, language: str) -> str:
    """Give the label of a code as a factsheet prints it."""
    said = facts(name).get(code, {}).get("printed", "")
    if not said:
        return label(name, code, language)
    with translation.override(_known(language)):
        return pgettext(name, said)


@cache
def facts(name: str) -> dict[str, dict[str, Any]]:
    """Give the whole rows of a list by code, of all its versions: data class of a need, disciplines to think of, ..."""
    return {item["code"]: item for item in _data("lists")[name]}


def data_class_of(need: str) -> str:
    """Give the kind of fact that a need is; an unknown need is general."""
    return str(facts("needs").get(need, {}).get("data_class", "general"))


@dataclass(frozen=True)
class Wording:
    """The exact text that somebody was asked to agree to."""

    purpose: str
    version: str
    language: str
    text: str

    @cached_property
    def digest(self) -> str:
        """Give the hash that is kept with the consent (R-CON-06)."""
        return sha256(f"{self.purpose}|{self.version}|{self.language}|{self.text}".encode()).hexdigest()


def wording(purpose: str, language: str, version: str = "") -> Wording:
    """Give the wording of a purpose: the newest, or the named version; Dutch when the language has none.

    A released text never changes, in no language: the digest of what was released stands beside it (R-CON-06), and a
    better translation is a new version. Raises KeyError for an unknown purpose or version.
    """
    return _wording(purpose, _known(language), version)


@cache
def _wording(purpose: str, language: str, version: str) -> Wording:
    versions = _data("wordings")[purpose]
    chosen = version or max(versions)
    dutch = " ".join(versions[chosen]["nl"].split())
    with translation.override(language):
        said = pgettext(f"wording {purpose} {chosen}", dutch)
    return Wording(purpose, chosen, language if said != dutch else "nl", said)


def released(purpose: str, version: str) -> str:
    """Give the digest of a Dutch wording as it was released."""
    return str(_data("wordings")[purpose][version]["released"])


def wordings() -> dict[str, list[str]]:
    """Give the versions of each purpose that have a wording."""
    return {purpose: list(versions) for purpose, versions in _data("wordings").items()}


def spoken(purpose: str) -> list[str]:
    """Give the languages in which the newest wording of a purpose stands, Dutch first."""
    return ["nl", *(code for code, _name in settings.LANGUAGES if wording(purpose, code).language == code != "nl")]
