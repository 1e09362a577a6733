"""The questions and lists of the forms, as versioned data: the official forms are not public, so these are examples.

A municipality can bring its own version by changing the data files, not the code. Every text has Dutch and English.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FORM_VERSION = "2026-1"


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def choices(name: str, language: str) -> list[tuple[str, str]]:
    """Give (code, label) of a list, in its own order, in the reader's language (Dutch when there is no other)."""
    return [(item["code"], item.get(language) or item["nl"]) for item in _data("lists")[name]]


def codes(name: str) -> frozenset[str]:
    """Give the codes of a list."""
    return frozenset(item["code"] for item in _data("lists")[name])


def label(name: str, code: str, language: str) -> str:
    """Give one label; a code that is no longer in the list stands for itself."""
    return dict(choices(name, language)).get(code, code)


def facts(name: str) -> dict[str, dict[str, Any]]:
    """Give the whole rows of a list by code: data class of a need, disciplines to think of, and so on."""
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

    @property
    def digest(self) -> str:
        """Give the hash that is kept with the consent (R-CON-06)."""
        return sha256(f"{self.purpose}|{self.version}|{self.language}|{self.text}".encode()).hexdigest()


def wording(purpose: str, language: str, version: str = "") -> Wording:
    """Give the wording of a purpose: the newest, or the named version; Dutch when the language has none.

    Raises KeyError for an unknown purpose or version.
    """
    versions = _data("wordings")[purpose]
    chosen = version or max(versions)
    texts = versions[chosen]
    spoken = language if language in texts else "nl"
    return Wording(purpose, chosen, spoken, " ".join(texts[spoken].split()))
