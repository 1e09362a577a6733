"""Reads the headings of a file with registrations: which column is which, and all that is wrong with them."""

from collections import Counter
from difflib import get_close_matches

from django.utils.translation import gettext as _

from knooppunt.people.names import normalised

from .accepted import COLUMNS, Column
from .cells import quoted, text_of
from .problems import Cell, Grid, NotRead, Problem, refused
from .workbook_parts import letters_of

BY_NAME = {column.name: column for column in COLUMNS}
LOOK_AT = 20  # rows, to find headings that are not on the first
ENOUGH = 2  # headings that make a row one of headings
TOLD = 20  # headings of which an error is told


def columns_of(grid: Grid) -> list[Column | None]:
    """Give the column of each cell of the first row; None where nothing stands. Raises NotRead with all reasons."""
    if not grid:
        raise refused(_("Dit bestand heeft geen rijen. Gebruik het lege sjabloon."))
    if _known(grid[0]) < ENOUGH:
        for number, row in enumerate(grid[1:LOOK_AT], start=2):
            if _known(row) >= ENOUGH:
                text = _("De koppen staan op rij %(row)s. Haal de rijen daarboven weg, zodat ze op rij 1 staan.")
                raise refused(text % {"row": number}, number)
    names = [_name(cell) for cell in grid[0]]
    if problems := [*_unknown(grid[0], names), *_double(names), *_missing(names)]:
        raise NotRead(*problems)
    return [BY_NAME.get(name) for name in names]


def left_away(columns: list[Column | None]) -> list[str]:
    """Give the headings that this file does not have: there everything counts as not asked."""
    return [column.name for column in COLUMNS if column not in columns]


def _name(cell: Cell) -> str:
    return normalised(text_of(cell)).replace(" ", "_")


def _known(row: list[Cell]) -> int:
    return sum(_name(cell) in BY_NAME for cell in row)


def _unknown(cells: list[Cell], names: list[str]) -> list[Problem]:
    found = []
    for number, (cell, name) in enumerate(zip(cells, names, strict=True), start=1):
        if not name or name in BY_NAME:
            continue
        told = {"said": quoted(text_of(cell))}
        if near := get_close_matches(name[:80], BY_NAME, n=1, cutoff=0.6):
            text = _("De kop “%(said)s” kennen wij niet. Bedoelt u “%(near)s”?") % (told | {"near": near[0]})
        else:
            text = _("De kop “%(said)s” kennen wij niet. Haal de kolom weg, of neem een kop uit het sjabloon.") % told
        found.append(Problem(text, 1, letters_of(number)))
    return found[:TOLD]


def _double(names: list[str]) -> list[Problem]:
    counted = Counter(name for name in names if name in BY_NAME)
    text = _("Deze kop staat er meer dan één keer. Haal weg wat te veel is.")
    return [Problem(text, 1, name) for name, times in counted.items() if times > 1]


def _missing(names: list[str]) -> list[Problem]:
    text = _("Deze kop ontbreekt, en is nodig.")
    return [Problem(text, 1, column.name) for column in COLUMNS if column.needed and column.name not in names]
