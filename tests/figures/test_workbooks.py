"""Workbooks from outside: of other programs, untidy ones, and traps. No database: nothing is looked up here."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as some

from knooppunt.figures import importing, textfiles, workbooks
from knooppunt.figures.problems import Grid, NotRead
from tests.figures import file_2022
from tests.figures.office import saved_as

HEADINGS = ("gemeente", "aangemeld_op")
HEADED = b"gemeente;aangemeld_op\nBeek;=1+1\n"


def made(fill: Callable[[Any, Any], None]) -> bytes:
    """Give a workbook with two headings and one row, and what `fill` adds to it."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Registraties")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ("Beek", "1-1-2022"))
        fill(book, sheet)
    return content.getvalue()


def changed(content: bytes, **parts: bytes | None) -> bytes:
    """Give the archive with other parts; None leaves one out. `_` stands for a stroke and `__` for a dot in a name."""
    told = {name.replace("__", ".").replace("_", "/"): part for name, part in parts.items()}
    result = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(result, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in told:
                new.writestr(name, old.read(name))
        for name, part in told.items():
            if part is not None:
                new.writestr(name, part)
    return result.getvalue()


def part(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as packed:
        return packed.read(name)


def refusal(content: bytes) -> list[tuple[int | None, str, str]]:
    with pytest.raises(NotRead) as refused:
        importing._grid(content)
    return [(one.row, one.column, one.text) for one in refused.value.problems]


PLAIN = made(lambda book, sheet: None)
SHEET = "xl/worksheets/sheet1.xml"


def test_cells_come_as_they_are_and_dates_as_dates() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_datetime(2, 0, datetime(2022, 3, 14), book.add_format({"num_format": "d mmmm yyyy"}))
        sheet.write_row(3, 0, (1, "é; ü"))
        sheet.write_rich_string(4, 0, "Ker", book.add_format({"bold": True}), "krade", " ")
        sheet.write_string(6, 1, "onder een lege rij")

    grid = workbooks.rows_of(made(fill))
    assert grid[0] == ["gemeente", "aangemeld_op"]
    assert grid[2][0] == date(2022, 3, 14)
    assert grid[3] == [1.0, "é; ü"]
    assert grid[4][0] == "Kerkrade "
    assert (grid[5], grid[6][1]) == (["", ""], "onder een lege rij")


def test_a_workbook_that_counts_days_from_1904_means_the_same_day() -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "date_1904": True}) as book:
        book.add_worksheet().write_datetime(0, 0, datetime(2022, 3, 14), book.add_format({"num_format": "dd-mm-yyyy"}))
    assert workbooks.rows_of(content.getvalue()) == [[date(2022, 3, 14)]]


def test_formulas_and_cells_that_failed_are_told_one_by_one() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_formula("A3", "=A2", None, "Beek")
        sheet.write_formula("B3", "=1/0", None, "#DIV/0!")

    found = refusal(made(fill))
    assert [(row, column) for row, column, _text in found] == [(3, "A"), (3, "B")]
    assert "formule" in found[0][2]
    failed = part(PLAIN, SHEET).replace(b"</row></sheetData>", b'<c r="C2" t="e"><v>#N/A</v></c></row></sheetData>')
    assert refusal(changed(PLAIN, **{"xl_worksheets_sheet1__xml": failed}))[0][:2] == (2, "C")


def test_merged_cells_and_a_second_sheet_are_told_and_our_own_sheet_of_values_may_be_there() -> None:
    assert "A3:B3" in refusal(made(lambda book, sheet: sheet.merge_range("A3:B3", "Beek")))[0][2]
    assert "“Oud”" in refusal(made(lambda book, sheet: book.add_worksheet("Oud").write(5, 5, "x")))[0][2]
    assert len(workbooks.rows_of(made(lambda book, sheet: book.add_worksheet("Blad2")))) == 2
    assert len(workbooks.rows_of(made(lambda book, sheet: book.add_worksheet("Waarden").write(0, 0, "x")))) == 2


def test_a_hundred_thousand_empty_rows_are_nothing_and_take_no_time() -> None:
    cells = "".join(f'<c r="{letter}%d" s="0"/>' for letter in "ABCDEFGHIJKLMNOPQ")
    rows = "".join(f'<row r="{row}">{cells.replace("%d", str(row))}</row>' for row in range(3, 100_003))
    sheet = part(PLAIN, SHEET).replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    content, before = changed(PLAIN, xl_worksheets_sheet1__xml=sheet), process_time()
    assert len(workbooks.rows_of(content)) == 2
    assert process_time() - before < 10  # about two seconds on a quiet machine


def test_a_cell_far_away_is_told_before_a_library_makes_room_for_it() -> None:
    assert refusal(made(lambda book, sheet: sheet.write(1_048_575, 0, "x")))[0][0] == 1_048_576
    assert "XFD" in refusal(made(lambda book, sheet: sheet.write(5, 16_383, "x")))[0][2]


@pytest.mark.parametrize(
    ("name", "piece", "times"),
    [
        ("xl_sharedStrings__xml", b" ", 90_000_000),
        ("xl_sharedStrings__xml", bytes(range(32, 60)), 900_000),
        ("xl_media_picture__xml", b" ", 30_000_000),
    ],
)
def test_what_unpacks_to_a_mountain_is_refused_in_words(name: str, piece: bytes, times: int) -> None:
    bomb = changed(PLAIN, **{name: b"<x>" + piece * times + b"</x>"})
    assert "uitgepakt veel te groot" in refusal(bomb)[0][2]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (changed(PLAIN, xl_vbaProject__bin=b"x"), "macro"),
        (changed(PLAIN, xl_workbook__xml=None, xl_workbook__bin=b"x"), ".xlsb"),
        (changed(PLAIN, xl_workbook__xml=None, mimetype=b"x", content__xml=b"<x/>"), ".ods"),
        (changed(PLAIN, xl_workbook__xml=None, word_document__xml=b"<x/>"), "geen Excel-bestand"),
        (changed(PLAIN, xl_workbook__xml=b"<workbook><sheets/></workbook>"), "geen blad"),
        (changed(PLAIN, xl_workbook__xml=b"<workbook"), "beschadigd"),
        (changed(PLAIN, xl_worksheets_sheet1__xml=b"<worksheet><sheetData><row><c r='#'><v>1</v>"), "beschadigd"),
        (PLAIN[:-40], "beschadigd"),
        (b"PK\x03\x04" + b"x" * 100, "beschadigd"),
        (workbooks.OLE + b"x" * 600, "oud Excel-bestand"),
        (workbooks.OLE + b"x" * 600 + workbooks.SEALED, "wachtwoord"),
        (b"x" * (importing.LARGEST + 1), "te groot"),
        (b"\x00\x01\x02\x03" * 100, "niet te lezen"),
        (b"gemeente;\x81\xff\xfe", "niet te lezen"),
        (b"%PDF-1.7\n\x00\x01", "niet te lezen"),
        (b"  \n ", "leeg"),
    ],
)
def test_what_is_no_workbook_or_a_trap_is_refused_in_words(content: bytes, says: str) -> None:
    assert says in refusal(content)[0][2]


def test_a_locked_archive_asks_for_one_without_a_password() -> None:
    with_lock = bytearray(PLAIN)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = with_lock.find(mark)
        while place >= 0:
            with_lock[place + at] |= 1
            place = with_lock.find(mark, place + 1)
    assert "wachtwoord" in refusal(bytes(with_lock))[0][2]


@pytest.mark.parametrize(
    "declared",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/">]>',
    ],
)
@pytest.mark.parametrize(
    "name",
    [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
    ],
)
def test_xml_that_declares_anything_is_refused(name: str, declared: bytes) -> None:
    head, _mark, rest = part(PLAIN, name).partition(b"?>")
    content = BytesIO()
    with ZipFile(BytesIO(PLAIN)) as old, ZipFile(content, "w") as new:
        for one in old.namelist():
            new.writestr(one, head + b"?>" + declared + rest if one == name else old.read(one))
    assert "beschadigd" in refusal(content.getvalue())[0][2]


def test_an_archive_that_lies_about_its_size_or_has_a_part_twice_is_refused() -> None:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as new, ZipFile(BytesIO(PLAIN)) as old:
        for one in old.namelist():
            new.writestr(one, old.read(one))
        with pytest.warns(UserWarning):
            new.writestr(ZipInfo(SHEET), part(PLAIN, SHEET).replace(b"<v>", b"<f>A1</f><v>"))
    assert "beschadigd" in refusal(content.getvalue())[0][2]
    long = changed(PLAIN, xl_worksheets_sheet1__xml=part(PLAIN, SHEET) + b" " * 5000)
    with ZipFile(BytesIO(long)) as packed:
        size = packed.getinfo(SHEET).file_size
    lies = long.replace(size.to_bytes(4, "little"), (size - 5000).to_bytes(4, "little"))
    assert lies != long
    assert "beschadigd" in refusal(lies)[0][2]


def test_the_library_gets_nothing_but_the_parts_that_were_looked_at(monkeypatch: Any) -> None:
    seen: list[list[str]] = []

    def values(fresh: bytes) -> Grid:
        with ZipFile(BytesIO(fresh)) as packed:
            assert {entry.compress_type for entry in packed.infolist()} == {ZIP_STORED}
            seen.append(sorted(packed.namelist()))
        return []

    monkeypatch.setattr(workbooks, "_values", values)
    workbooks.rows_of(changed(PLAIN, xl_externalLinks_externalLink1__xml=b"<x/>", docProps_custom__xml=b"<x/>"))
    assert seen == [sorted(["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
                            "xl/sharedStrings.xml", "xl/styles.xml", SHEET])]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(some.lists(some.tuples(some.floats(0, 1, exclude_max=True), some.integers(0, 255)), min_size=1, max_size=30))
def test_a_broken_workbook_is_read_or_refused(spots: list[tuple[float, int]]) -> None:
    content = bytearray(PLAIN)
    for place, sign in spots:
        content[int(place * len(content))] = sign
    _read_or_refused(bytes(content))


@settings(max_examples=150, deadline=None)
@given(
    some.sampled_from([SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]),
    some.lists(some.tuples(some.floats(0, 1, exclude_max=True), some.binary(max_size=6)), min_size=1, max_size=8),
)
def test_broken_xml_is_read_or_refused(name: str, spots: list[tuple[float, bytes]]) -> None:
    content = part(PLAIN, name)
    for place, piece in spots:
        at = int(place * len(content))
        content = content[:at] + piece + content[at + len(piece) :]
    _read_or_refused(changed(PLAIN, **{name.replace(".", "__").replace("/", "_"): content}))


@settings(max_examples=200, deadline=None)
@given(some.binary(max_size=300))
def test_any_bytes_are_read_as_text_or_refused(content: bytes) -> None:
    try:
        assert isinstance(textfiles.rows_of(content), list)
    except NotRead as refused:
        assert refused.problems


def _read_or_refused(content: bytes) -> None:
    try:
        assert isinstance(importing._grid(content), list)
    except NotRead as refused:
        assert all(one.text for one in refused.problems)


# --- Of another program -----------------------------------------------------------------------------------------------
def test_a_workbook_of_libreoffice_says_the_same_as_ours(tmp_path: Path) -> None:
    ours, theirs = (
        importing._grid(file_2022.workbook()),
        importing._grid(saved_as("xlsx", "jaar.csv", file_2022.text().encode(), tmp_path)),
    )
    assert any(isinstance(cell, date) for row in theirs for cell in row)
    for mine, other in zip(ours, theirs, strict=True):
        assert [str(cell).strip() for cell in mine] == [str(cell).strip() for cell in other]


def test_what_libreoffice_calls_otherwise_is_told_by_its_content(tmp_path: Path) -> None:
    assert "oud Excel-bestand" in refusal(saved_as("xls", "jaar.csv", HEADED, tmp_path))[0][2]
    assert ".ods" in refusal(saved_as("ods", "jaar.csv", HEADED, tmp_path))[0][2]


def test_a_formula_that_libreoffice_made_of_a_text_is_told(tmp_path: Path) -> None:
    found = refusal(saved_as("xlsx", "jaar.csv", HEADED, tmp_path))
    assert found[0][:2] == (2, "B")
