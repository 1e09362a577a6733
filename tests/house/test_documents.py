"""Documents that are made from the code are fresh, and the processing register names exactly what the screens do."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from knooppunt.demo.documents import documents, pages, screen_of
from knooppunt.web.shared.screens import SCREENS

DOCS = Path(__file__).resolve().parents[2] / "docs"
ASKED = {"purpose": str, "basis": str, "about": list, "data": list, "recipients": list, "keeps": str}


@pytest.mark.parametrize("name", ["process.md", "access.md", "retention.md", "clocks.md"])
def test_the_document_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == documents()[name], f"docs/{name} is stale: run `make docs`"


def test_every_document_is_checked() -> None:
    assert set(documents()) == {"process.md", "access.md", "retention.md", "clocks.md"}


def test_every_page_is_a_screen_and_no_address_is_there_twice() -> None:
    for address, name, view in pages():
        assert hasattr(view, "screen"), f"{address} ({name}) has no @screen"
    twice = [address for address, count in Counter(address for address, _n, _v in pages()).items() if count > 1]
    assert not twice


def test_every_screen_has_an_address() -> None:
    reached = {screen_of(view).name for _a, _n, view in pages()}
    assert set(SCREENS) == reached


def test_the_register_names_every_activity_of_the_screens_and_no_other() -> None:
    register = tomllib.loads((DOCS / "register.toml").read_text(encoding="utf-8"))
    assert set(register) == {screen.activity for screen in SCREENS.values()}


def test_every_activity_says_what_the_law_asks() -> None:
    for activity, facts in tomllib.loads((DOCS / "register.toml").read_text(encoding="utf-8")).items():
        assert set(facts) == set(ASKED), activity
        for name, kind in ASKED.items():
            assert isinstance(facts[name], kind) and (facts[name] or kind is list), (activity, name)
