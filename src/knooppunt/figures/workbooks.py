"""Reads the rows of an Excel workbook from outside, after it was looked into: it may be a trap, or only untidy.

First the archive: how large it is unpacked, and whether it acts. Then the sheet: what it holds beside plain values,
where a library would guess. The library gets a fresh workbook of the parts that were looked at, and nothing else.
"""

from collections.abc import Iterator
from io import BytesIO
from posixpath import basename, join, normpath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook

from knooppunt.people.names import normalised

from .problems import MOST_COLUMNS, MOST_ROWS, Grid, NotRead, Problem, refused, too_many_rows
from .workbook_parts import Sheet, check, letters_of, relations, sheets_of

UNPACKED = 80_000_000  # bytes of all parts together; a hundred thousand empty rows with a format take half
RATIO, SMALL = 300, 4_000_000  # a part of more than four million may grow so many times
MOST_PARTS = 1000
STRINGS = 20_000_000  # bytes of the texts that cells share
OF_VALUES = "waarden"  # the sheet of our own template that tells what may be filled in
ALWAYS = ("[content_types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
IF_THERE = ("xl/sharedstrings.xml", "xl/styles.xml")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an old workbook, or one with a password
SEALED = "EncryptedPackage".encode("utf-16-le")


def rows_of(content: bytes) -> Grid:
    """Give the cells of the first sheet, empty rows too, dates as dates. Raises NotRead with all reasons why not."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = _looked_at(packed)
            sheet, fresh = _first_sheet(packed, parts)
    except NotRead:
        raise
    except Exception as error:  # a broken archive breaks in many ways
        raise _damaged() from error
    if problems := [*_beside_values(sheet)]:
        raise NotRead(*problems)
    return _values(fresh) if sheet.last_row else []


def why_old(content: bytes) -> NotRead:
    """Give the refusal of what Excel kept before .xlsx, which is also how it keeps what has a password."""
    if SEALED in content:
        return _locked()
    return refused(_("Dit is een oud Excel-bestand (.xls). Kies in Excel of LibreOffice “Opslaan als” en dan “.xlsx”."))


def _locked() -> NotRead:
    return refused(_("Dit bestand heeft een wachtwoord. Sla het op zonder wachtwoord en kies het opnieuw."))


def _damaged() -> NotRead:
    return refused(_("Dit bestand is beschadigd. Open het, sla het opnieuw op als .xlsx en kies het opnieuw."))


def _bomb() -> NotRead:
    return refused(_("Dit bestand is uitgepakt veel te groot. Zet de rijen in een nieuw, leeg bestand."))


def _looked_at(packed: ZipFile) -> dict[str, ZipInfo]:
    """Give the parts by their path in small letters, if this is a workbook that does no harm."""
    entries = packed.infolist()
    parts = {entry.filename.lower().lstrip("/"): entry for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise _locked()
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > UNPACKED:
        raise _bomb()
    if "xl/sharedstrings.xml" in parts and parts["xl/sharedstrings.xml"].file_size > STRINGS:
        raise _bomb()
    if any(entry.file_size > max(SMALL, RATIO * entry.compress_size) for entry in entries):
        raise _bomb()
    if any(basename(path) == "vbaproject.bin" or "macrosheets/" in path for path in parts):
        raise refused(_("Dit bestand heeft macro’s. Sla het op als .xlsx, dus zonder macro’s."))
    if "xl/workbook.xml" not in parts:
        raise refused(_kind_of(parts))
    if len(parts) != len(entries):
        raise _damaged()  # two parts of one name: two programs would read two files
    if {entry.compress_type for entry in entries} - {ZIP_STORED, ZIP_DEFLATED}:
        raise _damaged()  # no spreadsheet packs otherwise
    return parts


def _kind_of(parts: dict[str, ZipInfo]) -> str:
    if "mimetype" in parts and "content.xml" in parts:
        return _("Dit is een bestand van LibreOffice (.ods). Kies “Opslaan als” en dan “Excel 2007-365 (.xlsx)”.")
    if "xl/workbook.bin" in parts:
        return _("Dit is een binair Excel-bestand (.xlsb). Kies “Opslaan als” en dan “.xlsx”.")
    return _("Dit is geen Excel-bestand (.xlsx) en geen tekstbestand met kolommen (.csv).")


def _unpacked(packed: ZipFile, part: ZipInfo) -> bytes:
    """Give the bytes of a part: as many as it says that it has, or none."""
    with packed.open(part) as opened:
        content = opened.read(part.file_size + 1)
    if len(content) != part.file_size:
        raise BadZipFile
    return content


def _first_sheet(packed: ZipFile, parts: dict[str, ZipInfo]) -> tuple[Sheet, bytes]:
    """Give what stands in the sheet with rows, and a fresh workbook of what its values need; others are empty."""
    needed = [*ALWAYS, *(path for path in IF_THERE if path in parts)]
    raw = {path: _unpacked(packed, parts[path]) for path in needed}
    where = relations(raw["xl/_rels/workbook.xml.rels"])
    listed = [(name, _path(where[key])) for name, key in sheets_of(raw["xl/workbook.xml"]) if key in where]
    sheets = [(name, path) for name, path in listed if path in parts and normalised(name) != OF_VALUES]
    if not sheets:
        raise refused(_("In dit bestand staat geen blad met rijen. Gebruik het lege sjabloon."))
    raw[sheets[0][1]] = _unpacked(packed, parts[sheets[0][1]])
    for path in (*ALWAYS, *IF_THERE):
        check(raw.get(path, b"<x/>"))
    found = Sheet(raw[sheets[0][1]])
    also = [name for name, path in sheets[1:] if Sheet(_unpacked(packed, parts[path])).last_row]
    if also:
        text = _("Er staat ook iets op het blad “%(name)s”. Zet alle rijen op het eerste blad en haal dit blad weg.")
        raise NotRead(*(Problem(text % {"name": name[:31]}) for name in also))
    fresh = BytesIO()
    with ZipFile(fresh, "w") as made:
        for path, content in raw.items():
            made.writestr(parts[path].filename.lstrip("/"), content)
    return found, fresh.getvalue()


def _path(target: str) -> str:
    """Give the path of a part in small letters; a target with a stroke before it counts from the top."""
    return normpath(target.lstrip("/") if target.startswith("/") else join("xl", target)).lower()


def _beside_values(sheet: Sheet) -> Iterator[Problem]:
    for row, letters in sheet.formulas:
        yield Problem(_("Hier staat een formule. Kopieer de kolom en plak alleen de waarden."), row, letters)
    for row, letters in set(sheet.faults) - set(sheet.formulas):
        yield Problem(_("Hier staat een fout van Excel. Vul een waarde in, of maak de cel leeg."), row, letters)
    for cells in sheet.merged:
        text = _("De cellen %(cells)s zijn samengevoegd. Splits ze, en vul elke rij apart in.")
        yield Problem(text % {"cells": cells[:30]})
    if sheet.last_row > MOST_ROWS + 1:
        yield too_many_rows(sheet.last_row)
    if sheet.last_column > MOST_COLUMNS:
        text = _("Er staat iets in kolom %(letters)s. Haal weg wat niet bij de rijen hoort.")
        yield Problem(text % {"letters": letters_of(sheet.last_column)})


def _values(fresh: bytes) -> Grid:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(fresh))
        names = [name for name in book.sheet_names if normalised(name) != OF_VALUES]
        return book.get_sheet_by_name(names[0]).to_python(skip_empty_area=False)
    except BaseException as error:  # the library is Rust: what breaks in there is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise _damaged() from error
