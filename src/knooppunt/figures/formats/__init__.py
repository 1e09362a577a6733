"""Formats: a factsheet (a plain dict of numbers, labels and words) as JSON, CSV, workbook, page or paper.

What a factsheet is stands in `figures.factsheet`. Nothing here asks a database, and nothing here decides what may be
shown: a number that is None was hidden before it came here, and every format shows it as hidden. The same dict gives
the same bytes, today and next year, so that an edition can be remade.
Read beside the keys of decision 4: `title` (how the scope is called; optional) and, in `municipalities`, `hub` (whether
there is a Knooppunt; optional).
"""

from typing import Any

from .as_csv import as_csv
from .as_json import as_json
from .as_page import as_page, body
from .as_paper import as_paper, fits
from .as_workbook import as_workbook

__all__ = ["FORMATS", "MEDIA_TYPES", "UnknownFormat", "as_json", "body", "file_name", "fits", "make"]

FORMATS = {"pdf": as_paper, "xlsx": as_workbook, "csv": as_csv, "html": as_page, "json": as_json}  # people first
MEDIA_TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class UnknownFormat(ValueError):
    """There is no such format; its text names those that there are."""


def make(factsheet: dict[str, Any], format: str, language: str = "nl") -> bytes:
    """Give a factsheet as a file. Raises UnknownFormat; a paper may raise papers.Busy."""
    if format not in FORMATS:
        raise UnknownFormat(f"{format!r}: {', '.join(FORMATS)}")
    return FORMATS[format](factsheet, language)


def file_name(factsheet: dict[str, Any], format: str) -> str:
    """Give the name of the file: factsheet-2022-region-1.pdf; a draft and an internal one say so."""
    scope = "".join(sign if sign.isalnum() else "-" for sign in factsheet["scope"].lower())[:60].strip("-")
    edition = factsheet["edition"] if factsheet["edition"] is not None else "concept"
    parts = ["factsheet", str(factsheet["year"]), scope, *(["intern"] if factsheet["internal"] else []), str(edition)]
    return f"{'-'.join(parts)}.{format}"
