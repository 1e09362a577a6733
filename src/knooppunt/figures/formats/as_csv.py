"""A factsheet as one long table: a line for each number, for who works on with it.

As Excel in the Netherlands opens it with a double click: a semicolon between the cells and a comma in a number, for
there the comma is the decimal sign; and UTF-8 that begins with its mark (BOM), without which Excel takes it for an
older code and breaks every ë. A hidden number is the word for it, never an empty cell: empty would read as nothing.
"""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from .panels import TITLES, has_no_median, number_of, tell

HEAD = ("table", "code", "label", "column", "count", "n", "missing")
MARK = "\ufeff"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # with one of these a spreadsheet may begin to reckon
type Line = tuple[Any, ...]


def as_csv(factsheet: dict[str, Any], language: str = "nl") -> bytes:
    """Give the long table in UTF-8; its first lines say of what and of whom it is."""
    written = StringIO()
    with translation.override(language):
        rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
        rows.writerow(HEAD)
        for line in [*_about(factsheet, language), *_numbers(factsheet)]:
            rows.writerow([harmless(cell) for cell in line])
    return (MARK + written.getvalue()).encode()


def harmless(cell: Any) -> Any:
    """Give a cell that no spreadsheet takes for a formula, with a comma in a number that is not whole."""
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell


def _about(factsheet: dict[str, Any], language: str) -> Iterator[Line]:
    told = tell(factsheet, language)
    edition = factsheet["edition"] if factsheet["edition"] is not None else _("Nog niet vastgesteld")
    yield ("factsheet", "year", told.title, "", factsheet["year"], "", "")
    yield ("factsheet", "scope", told.place, factsheet["scope"], "", "", "")
    yield ("factsheet", "edition", _("Uitgave"), "", edition, "", "")
    if factsheet["internal"]:
        yield ("factsheet", "internal", told.marks[0], "", "", "", "")
    yield ("factsheet", "threshold", _("Afgeschermd onder"), "", factsheet["threshold"], "", "")
    yield ("factsheet", "referred", _("Gezinnen aangemeld"), "", number_of(factsheet["referred"]), "", "")
    consented = number_of(factsheet["research_consented"])
    yield ("factsheet", "research_consented", _("Toestemming voor onderzoek"), "", consented, "", "")


def _numbers(factsheet: dict[str, Any]) -> Iterator[Line]:
    for name, table in factsheet["tables"].items():
        margins = {"": table, **(table.get("columns") or {})}
        yield (name, "", str(TITLES.get(name, name)), "", "", *_margins(table))
        for row in table["rows"]:
            for key in row:
                if key not in ("code", "label"):
                    column = "" if key == "count" else key
                    of = margins.get(column, table)
                    yield (
                        name,
                        row["code"],
                        row["label"],
                        column,
                        "" if has_no_median(row, key) else number_of(row[key]),
                        *_margins(of),
                    )


def _margins(of: dict[str, Any]) -> tuple[Any, Any]:
    return number_of(of["n"]), number_of(of["missing"])
