"""Whoever runs Knooppunt reads of every setting in the operations page."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""(?:\b(?:text|words|number)\(\s*|environ(?:\.get\(|\[)\s*)["']([A-Z][A-Z0-9_]+)["']""")
INTERNAL = {"DJANGO_SETTINGS_MODULE"}


def names() -> set[str]:
    """Give the environment names that the settings and the application server read."""
    sources = [ROOT / "src" / "knooppunt" / "settings.py", ROOT / "gunicorn.conf.py"]
    return {name for source in sources for name in READ.findall(source.read_text())} - INTERNAL


def test_every_setting_stands_in_the_operations_page() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    assert len(names()) > 10
    assert not {name for name in names() if f"`{name}`" not in page}


def test_the_operations_page_names_no_setting_that_is_gone() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    rows = set(re.findall(r"^\|\s*`([A-Z][A-Z0-9_]+)`", page, flags=re.M))
    assert rows <= names() | {"GUNICORN_CMD_ARGS"}
