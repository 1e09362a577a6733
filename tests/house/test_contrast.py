"""Every pair of colours that meets on a screen has enough contrast, in light and in dark (WCAG 1.4.3 and 1.4.11)."""

import re
import zlib
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "src/knooppunt/web/static/house/tokens.css"
GROUNDS = ("paper", "card", "sunk")
TINTS = ("action-soft", "accent-soft", "good-soft", "warn-soft", "danger-soft")
# What stands on what, and how much contrast it needs: 4.5 for text, 3 for edges and the focus ring.
PAIRS = [
    *[("ink", ground, 4.5) for ground in (*GROUNDS, *TINTS)],
    *[("ink-soft", ground, 4.5) for ground in (*GROUNDS, "action-soft", "accent-soft")],
    *[("action", ground, 4.5) for ground in (*GROUNDS, *TINTS)],
    *[("action-hover", ground, 4.5) for ground in (*GROUNDS, "action-soft")],
    *[("on-action", ground, 4.5) for ground in ("action", "action-hover")],
    *[("accent", ground, 4.5) for ground in ("paper", "card", "accent-soft")],
    *[(tone, ground, 4.5) for tone in ("good", "warn", "danger") for ground in ("paper", "card", f"{tone}-soft")],
    *[("edge", ground, 3.0) for ground in GROUNDS],
    *[("focus", ground, 3.0) for ground in (*GROUNDS, *TINTS)],
    ("on-panel", "panel", 4.5),
]


def colours(dark: bool) -> dict[str, str]:
    """Give the colours of one scheme; dark starts from light and overrides."""
    light, _media, night = TOKENS.read_text().partition("@media")
    found = dict(re.findall(r"--knooppunt-color-([\w-]+):\s*(#[0-9a-f]{6})", light))
    return found | dict(re.findall(r"--knooppunt-color-([\w-]+):\s*(#[0-9a-f]{6})", night)) if dark else found


def luminance(colour: str) -> float:
    """Give the relative luminance by the formula of WCAG."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS, ids=lambda value: str(value))
def test_colours_that_meet_have_enough_contrast(front: str, ground: str, least: float, dark: bool) -> None:
    scheme = colours(dark)
    lighter, darker = sorted((luminance(scheme[front]), luminance(scheme[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least


def test_colours_come_from_the_tokens_only() -> None:
    """Outside the tokens only the picture at the table and paper have colours of their own."""
    for name in ("base.css", "parts.css"):
        lines = (TOKENS.parent / name).read_text().splitlines()
        assert not [line for line in lines if re.search(r"#[0-9a-fA-F]{3,6}\b", line) and "kp-scene" not in line]


def test_what_a_first_visit_brings_along_stays_small() -> None:
    """Style, script and drawings together, compressed as on the wire; house.md §9 leaves the rest to the page."""
    files = [path for path in TOKENS.parent.iterdir() if path.suffix in {".css", ".js", ".svg"}]
    wire = {path.stem: len(zlib.compress(path.read_bytes(), 9)) for path in files}
    for later in ("live", "meeting", "place", "figures", "reach", "take-in"):  # of pages that nobody comes to first
        del wire[later]
    public, desk, table = wire.pop("public"), wire.pop("desk"), wire.pop("table") + wire.pop("health")
    assert sum(wire.values()) + max(public, desk, table) < 15_000  # of the rooms, a page brings one
