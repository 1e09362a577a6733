"""What the stories looked at, counted for the accessibility statement (R-A11Y-01).

`make statement` runs all stories and writes the counts where the page reads them: no number there is typed by hand.
"""

import json
import os
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

_SCREENS: set[str] = set()
_STORIES: dict[str, set[str]] = defaultdict(set)
_COUNTS = {"looks": 0, "checks": 0}
_AXE = [""]


def looked(url: str, found: dict[str, Any], wide: int) -> None:
    """Count one look of axe at a page without barriers; what is of the demo alone does not count."""
    try:
        name = resolve(urlsplit(url).path).view_name
    except Resolver404:
        name = "not found"
    if name.startswith("demo:"):
        return
    _SCREENS.add(name)
    _COUNTS["looks"] += 1
    _COUNTS["checks"] += found["passes"]
    _AXE[0] = found["engine"]
    if wide <= 360:
        told("narrow")


def told(kind: str) -> None:
    """Count this story as one of a kind: 'story', 'keyboard', 'narrow' or 'without_scripts'."""
    _STORIES[kind].add(os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0])


def write(path: Path, on: date) -> None:
    """Write the counts for the page."""
    counts = {
        "on": on.isoformat(),
        "screens": len(_SCREENS),
        **_COUNTS,
        "stories": len(_STORIES["story"]),
        "keyboard": len(_STORIES["keyboard"]),
        "without_scripts": len(_STORIES["without_scripts"]),
        "narrow": len(_STORIES["narrow"]),
        "axe": _AXE[0],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(counts, indent=2) + "\n", encoding="utf-8")
