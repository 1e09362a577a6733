"""Reads the rows of a text file with columns (.csv), however a program wrote it down: signs and separator."""

import csv
import re
from io import StringIO

from django.utils.translation import gettext as _

from .problems import MOST_COLUMNS, MOST_ROWS, Grid, NotRead, refused, too_many_rows

SEPARATORS = (";", ",", "\t")
LOOK_AT = 20  # lines, to find the separator
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def rows_of(content: bytes) -> Grid:
    """Give the cells as texts, empty rows too. Raises NotRead."""
    text = _text(content)
    if text[:4].lower() == "sep=" and text[5:6] in ("\r", "\n"):  # Excel's own line, which it does not count
        text = text[5:].lstrip("\r").removeprefix("\n")
    separator = max(SEPARATORS, key=lambda one: _widest(text, one))
    rows: Grid = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, row in enumerate(reader, start=1):
            _not_too_much(number, row)
            if number <= MOST_ROWS + 1:
                rows.append([cell.strip() for cell in row[:MOST_COLUMNS]])
    except csv.Error as error:
        said = _("Hier klopt een aanhalingsteken niet. Zet ze om de hele cel, of haal ze weg.")
        raise refused(said, len(rows) + 1) from error
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _not_too_much(number: int, row: list[str]) -> None:
    """Raise NotRead for a row beyond the last, unless it is empty, and for one that is far too wide."""
    if number > MOST_ROWS + 1 and any(map(str.strip, row)):
        raise NotRead(too_many_rows(number))
    if len(row) > MOST_COLUMNS and any(map(str.strip, row[MOST_COLUMNS:])):
        raise refused(_("Deze rij heeft meer dan 100 cellen. Haal weg wat niet bij de koppen hoort."), number)


def _text(content: bytes) -> str:
    marked = next((name for mark, name in MARKS.items() if content.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
        break
    raise refused(_("De letters van dit bestand zijn niet te lezen. Sla het op als .xlsx, of als CSV met UTF-8."))


def _widest(text: str, separator: str) -> int:
    """Give in how many cells this separator cuts the line that has most of them, outside quotation marks."""
    lines = re.sub(r'"[^"]*"', "", text[:20_000]).splitlines()[:LOOK_AT]
    return max((line.count(separator) for line in lines), default=0)
