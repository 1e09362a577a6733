"""One A4 sheet of two sides: headline numbers, panels of words and of bars in two columns, and where to go.

As in a document every text is plain, and the same sheet always gives the same bytes. Bars stand in a table with their
numbers, so that who cannot see them misses nothing. What does not fit is refused (TooFull): the maker then chooses a
smaller size or fewer words.
"""

from dataclasses import dataclass
from typing import Any

from .qr import qr
from .signs import settable


@dataclass(frozen=True)
class Number:
    """A number in large letters and what it counts."""

    value: str
    label: str
    small: bool = False  # words in the place of a number


@dataclass(frozen=True)
class Bar:
    """A bar with its number; `hidden` is drawn as a hatched stub of one length, with its words beside it."""

    text: str
    length: float  # part of the longest: 0 to 1
    aside: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Bars:
    """A table of bars under a head; notes stand small beneath it. `section` opens a new part of the sheet."""

    title: str
    about: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Bar, ...]], ...]
    notes: tuple[str, ...] = ()
    section: str = ""


@dataclass(frozen=True)
class Words:
    """Words under a title. `kind`: plain, items (a list), quote (said by somebody), tinted (on a coloured ground)."""

    title: str
    lines: tuple[str, ...]
    kind: str = "plain"
    by: str = ""
    section: str = ""
    language: str = ""  # where the words are in another one than the sheet


@dataclass(frozen=True)
class TwoSides:
    """The whole sheet. The largest of the sizes is taken in which everything fits; panels stand in reading order."""

    title: str
    place: str
    year: str
    language: str
    numbers: tuple[Number, ...]
    panels: tuple[Bars | Words, ...]
    fronts: tuple[int, ...]  # how many may stand on the front: the first that fits is taken; all: one side will do
    call: tuple[str, str, str]  # a title, what to do, where
    link: str  # the address behind it, for the camera of a telephone
    small: tuple[str, ...]  # the small print
    foot: str
    marks: tuple[str, ...] = ()  # on each side, in a frame
    sizes: tuple[float, ...] = (11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5)  # of the running text, in points


def plain(sheet: TwoSides) -> dict[str, Any]:
    """Give the sheet as data for its template, with signs that the fonts have."""
    return {
        "title": settable(sheet.title), "place": settable(sheet.place), "year": settable(sheet.year),
        "language": sheet.language, "marks": _all(sheet.marks), "sizes": list(sheet.sizes),
        "numbers": [{"value": settable(n.value), "label": settable(n.label), "small": n.small} for n in sheet.numbers],
        "panels": [_panel(panel) for panel in sheet.panels], "fronts": list(sheet.fronts),
        "foot": settable(sheet.foot), "call": _all(sheet.call), "small": _all(sheet.small), "code": _code(sheet.link),
    }  # fmt: skip


def _code(address: str) -> str:
    """Draw an address for a camera; nothing for no address."""
    if not address:
        return ""
    code = qr(address)
    drawn = f'<rect width="{code.side}" height="{code.side}" fill="#fff"/><path d="{code.path}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.side} {code.side}">{drawn}</svg>'


def _panel(panel: Bars | Words) -> dict[str, Any]:
    own = {"title": settable(panel.title), "section": settable(panel.section)}
    if isinstance(panel, Words):
        said = {"lines": _all(panel.lines), "by": settable(panel.by), "language": panel.language}
        return own | {"kind": panel.kind, **said}
    return own | {
        "kind": "bars", "about": settable(panel.about), "head": _all(panel.head), "notes": _all(panel.notes),
        "rows": [{"label": settable(label), "bars": [_bar(bar) for bar in bars]} for label, bars in panel.rows],
    }  # fmt: skip


def _bar(bar: Bar) -> dict[str, Any]:
    text, aside = settable(bar.text), settable(bar.aside)
    return {"text": text, "length": bar.length, "aside": aside, "hidden": bar.hidden}


def _all(texts: tuple[str, ...]) -> list[str]:
    return [settable(text) for text in texts]
