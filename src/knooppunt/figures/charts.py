"""Charts as SVG, drawn on the server: bars with their numbers, for who sees them, hears them or prints them.

A drawing needs nothing around it: its colours stand in it, dark enough for paper. A page gives it its own colours by
class (`factsheet.css`), so that it follows the reader into the dark. Nothing is told by colour alone: each bar has its
number, a second series has another shape, and a hidden number is a hatched stub that says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from django.utils.safestring import SafeString

WIDE = 300  # of the drawing, in its own measure: as wide as a telephone, so that letters stay large there
SIGNS = 42  # of a label on a line
LINE, THICK, GAP = 16, 12, 9
ROOM_FOR_NUMBER = 84  # behind the longest bar
STUB = 26  # of a hidden number: always as long, whatever it is
INK, FIRST, SECOND = "#1f302f", "#0c5257", "#a8452a"


@dataclass(frozen=True)
class Bar:
    """One bar: its number in words, and its length as a part of the longest (0 to 1)."""

    text: str
    length: float
    hidden: bool = False


@dataclass(frozen=True)
class Group:
    """What one label has: a bar, or one for each series."""

    label: str
    bars: tuple[Bar, ...]


def bars(name: str, title: str, says: str, groups: Sequence[Group], series: Sequence[str] = ()) -> SafeString:
    """Draw bars. `name` is a word of its own on the page, `says` what stands here or where to read it.

    `series` names the bars of each group, when there is more than one.
    """
    parts, y = [], 0
    for group in groups:
        drawn, y = _group(name, group, series, y)
        parts += drawn
    return SafeString(  # every text is escaped where it is put in
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDE} {max(y, 1)}" role="img" '
        f'aria-labelledby="{escape(name)}-title {escape(name)}-desc">'
        f'<title id="{escape(name)}-title">{escape(title)}</title><desc id="{escape(name)}-desc">{escape(says)}</desc>'
        f"{_patterns(name)}{''.join(parts)}</svg>"
    )


def _patterns(name: str) -> str:
    """Give the ground of a hidden number and that of the second series."""
    lines = f'<path d="M-1 6L6-1M-1 1l2-2M4 6l2-2" class="chart__hatch" stroke="{INK}" stroke-width="0.8"/>'
    dots = f'<circle cx="2" cy="2" r="1.1" class="chart__dot" fill="{SECOND}"/>'
    size = 'patternUnits="userSpaceOnUse"'
    return (
        f'<defs><pattern id="{escape(name)}-hidden" width="5" height="5" {size}>{lines}</pattern>'
        f'<pattern id="{escape(name)}-second" width="4" height="4" {size}>{dots}</pattern></defs>'
    )


def _group(name: str, group: Group, series: Sequence[str], y: int) -> tuple[list[str], int]:
    """Draw a label with its bars under it, from a height down; give the height where it ends."""
    parts = []
    for line in wrap(group.label, SIGNS) or [""]:
        parts.append(_text(0, y + 12, line, "chart__label"))
        y += LINE
    start = 56 if len(group.bars) > 1 else 0
    for place, bar in enumerate(group.bars):
        if start and place < len(series):
            parts.append(_text(0, y + 10, series[place], "chart__series", 11))
        parts += _bar(name, bar, place, start, y)
        y += THICK + (3 if place < len(group.bars) - 1 else GAP)
    return parts, y


def _bar(name: str, bar: Bar, place: int, x: int, y: int) -> list[str]:
    longest = WIDE - x - ROOM_FOR_NUMBER
    length = STUB if bar.hidden else round(bar.length * longest, 1)
    where = f'x="{x + 0.5}" y="{y + 0.5}" width="{max(length, 1)}" height="{THICK - 1}"'
    if bar.hidden:
        shape = f'<rect {where} class="chart__hidden" fill="url(#{escape(name)}-hidden)" stroke="{INK}"/>'
    elif place == 0:
        shape = f'<rect {where} rx="2" class="chart__bar" fill="{FIRST}"/>'
    else:
        shape = f'<rect {where} rx="2" class="chart__second" fill="url(#{escape(name)}-second)" stroke="{SECOND}"/>'
    return [
        shape,
        _text(x + round(max(length, 1)) + 6, y + 10.2, bar.text, "chart__aside" if bar.hidden else "chart__number", 12),
    ]


def _text(x: float, y: float, words: str, look: str, size: int = 13) -> str:
    bold = ' font-weight="bold"' if look == "chart__number" else ""
    return f'<text x="{x}" y="{y}" class="{look}" font-size="{size}"{bold} fill="{INK}">{escape(words)}</text>'
