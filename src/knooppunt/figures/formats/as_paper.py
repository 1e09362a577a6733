"""A factsheet on paper: one A4 sheet of two sides, tagged, for who has never heard of a Knooppunt.

The sheet is set in the largest letters in which everything fits. Where that is too small to read, long tables first say
their small rows in one line; only then are words shortened, and `fits` says so before an edition is frozen.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from knooppunt import papers
from knooppunt.papers import Bar, Bars, Number, TwoSides, Words

from .panels import IN_ORDER, LAST, Cell, Panel, Row, Told, tell

DOT = "\u00a0· "  # never at the start of a line
SHORT = frozenset({"by_quarter", "by_municipality", "new_referrers", "durations"})  # every row is drawn where it can be
IN_A_LINE = 40  # rows
MANY, FEW = 1000, 5  # rows; of a table in an order of its own the first few say nothing without the others


@dataclass(frozen=True)
class Room:
    """How much room things get: sizes of the letters, rows of a table, signs of a label and of a passage, passages."""

    sizes: tuple[float, ...]
    rows: int = MANY
    label: int = MANY
    passage: int = MANY
    passages: int = MANY


WHOLE = (
    Room((11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5)),
    Room((8, 7.5), rows=8),
    Room((7.5, 7), rows=5, label=60),
)
SHORTER = (
    *(
        Room((7,), rows=3, label=50, passage=passage, passages=passages)
        for passage, passages in ((600, 8), (400, 6), (250, 4), (150, 3), (90, 2))
    ),
    Room((6.6,), rows=0, label=20, passage=40, passages=1),
)


def as_paper(factsheet: dict[str, Any], language: str = "nl") -> bytes:
    """Give the sheet as tagged PDF; it never has more than two sides. Raises papers.Busy."""
    told = tell(factsheet, language)
    made = _whole(told, factsheet, language)
    low, high = 0, 0 if made else len(SHORTER)
    while low < high:  # by halving, for each try takes a tenth of a second
        middle = (low + high) // 2
        if (shorter := _in_room(told, SHORTER[middle], factsheet, language)) is not None:
            made, high = shorter, middle
        else:
            low = middle + 1
    assert made is not None  # the last room holds a few lines of what there is
    return made


def fits(factsheet: dict[str, Any], language: str = "nl") -> bool:
    """Say whether all its words fit on the sheet; if not, the paper shortens them. Raises papers.Busy."""
    return _whole(tell(factsheet, language), factsheet, language) is not None


def _whole(told: Told, factsheet: dict[str, Any], language: str) -> bytes | None:
    tries = (_in_room(told, room, factsheet, language) for room in WHOLE)
    return next((made for made in tries if made is not None), None)


def _in_room(told: Told, room: Room, factsheet: dict[str, Any], language: str) -> bytes | None:
    """Set the sheet; nothing when it holds more than this."""
    with translation.override(language):
        sheet = _sheet(told, room, language, factsheet.get("site") or settings.SITE_ADDRESS)
    with suppress(papers.TooFull):
        return papers.pdf(sheet)
    return None


def _sheet(told: Told, room: Room, language: str, address: str) -> TwoSides:
    """Lay everything in the order of reading; the background of the families stands on the side that has room."""
    panels: list[Bars | Words] = [Words(_("Wat is een Knooppunt?"), (told.about,), "tinted")]
    panels += [Words("", (_cut(one, room),), language=told.foreign) for one in told.words[: room.passages]]
    if told.milestones:
        lines = tuple(_cut(one, room) for one in told.milestones[: room.passages])
        panels.append(Words(_("Mijlpalen"), lines, "items", language=told.foreign))
    fronts = [len(panels)]
    if told.empty:
        panels.append(Words("", (told.empty,), "tinted"))
    for title, tables in () if told.empty else told.sections:
        drawn = [_bars(panel, room) for panel in tables]
        panels += [replace(drawn[0], section=title), *drawn[1:]]
        fronts.append(len(panels))
    panels += _quotes(told, room)
    # A part stays together where that fits; else it runs on over the back, from a front that is as full as can be.
    rest = [] if told.empty else [n for n in range(len(panels) - 1, fronts[0], -1) if n not in fronts]
    fronts = [len(panels), *fronts] if told.empty else [*fronts[1:4], *rest]
    return TwoSides(
        title=told.title, place=shorten(told.place, 160, placeholder=" …"), year=told.year, language=language,
        numbers=tuple(Number(one.value, one.label, one.hidden) for one in told.headlines),
        panels=tuple(panels), fronts=tuple(fronts), small=told.remarks, marks=told.marks,
        sizes=room.sizes,
        call=(
            _("Ziet u een gezin dat steun kan gebruiken?"),
            _("Spar eerst met de coördinator, zonder namen. Of meld het gezin aan, samen met de ouders."),
            urlsplit(address).netloc or address,
        ),
        link=address,
        foot=_("Knooppunten Kansrijke Start · factsheet %(year)s") % {"year": told.year},
    )  # fmt: skip


def _quotes(told: Told, room: Room) -> list[Words]:
    said = [
        Words("", (f"“{_cut(words, room)}”",), "quote", by=by, language=told.foreign)
        for words, by in told.quotes[: room.passages]
    ]
    return [replace(said[0], section=_("Uit de praktijk")), *said[1:]] if said else []


def _bars(panel: Panel, room: Room) -> Bars:
    """Draw the rows that say something; name the others in a line."""
    if panel.is_zero:
        return Bars(panel.title, panel.counted, (panel.head,), (), (panel.nothing,))
    if panel.is_hidden:
        return Bars(panel.title, panel.counted, (panel.head,), (), (_hidden(list(panel.rows), room),))
    drawn, rest, zero, hidden = _sorted_out(panel, room)
    notes = [
        *([_("Verder: %(labels)s") % {"labels": _joined([_in_line(row, room) for row in rest])}] if rest else []),
        *([_("0 keer: %(labels)s") % {"labels": _labels(zero, room)}] if zero else []),
        *([_hidden(hidden, room)] if hidden else []),
    ]
    rows = tuple((_label(row, room), tuple(_bar(cell) for cell in row.cells)) for row in drawn)
    return Bars(panel.title, panel.counted, (panel.head, *panel.columns), rows, tuple(notes))


def _sorted_out(panel: Panel, room: Room) -> tuple[list[Row], list[Row], list[Row], list[Row]]:
    """Give the rows to draw, those to say in a line, those that are 0 and those that are hidden."""
    whole = panel.name in SHORT and room.rows == MANY
    zero = [] if whole else [row for row in panel.rows if row.is_zero]
    hidden = [] if whole else [row for row in panel.rows if row.is_hidden]
    drawn = [row for row in panel.rows if row not in zero and row not in hidden]
    if panel.name not in IN_ORDER:
        drawn.sort(key=lambda row: (row.code in LAST, -(row.cells[0].number or 0)))
    most = room.rows if panel.name not in IN_ORDER or room.rows < FEW else MANY
    return drawn[:most], drawn[most:], zero, hidden


def _hidden(rows: list[Row], room: Room) -> str:
    return _("Afgeschermd: %(labels)s") % {"labels": _labels(rows, room)}


def _labels(rows: list[Row], room: Room) -> str:
    return _joined([_label(row, room) for row in rows])


def _joined(words: list[str]) -> str:
    """Give words in a line; the workbook has those that are too many for a sheet of paper."""
    return DOT.join(words[:IN_A_LINE]) + (" …" if len(words) > IN_A_LINE else "")


def _in_line(row: Row, room: Room) -> str:
    return f"{_label(row, room)} {' / '.join(cell.text for cell in row.cells)}"


def _label(row: Row, room: Room) -> str:
    return row.label if len(row.label) <= room.label else row.label[: room.label - 1].rstrip() + "…"


def _bar(cell: Cell) -> Bar:
    return Bar(cell.text, cell.share, cell.part, cell.hidden)


def _cut(passage: str, room: Room) -> str:
    return shorten(passage, room.passage, placeholder=" …") if len(passage) > room.passage else passage
