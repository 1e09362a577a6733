"""The empty workbook: says what may be filled in, offers it, opens in LibreOffice, and what comes back is taken in."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from python_calamine import CalamineWorkbook

from knooppunt.figures import importing
from knooppunt.figures.accepted import COLUMNS, DAY, ENDINGS, ONE, Accepted
from knooppunt.figures.template import template
from knooppunt.foundation import guard
from knooppunt.people.reference import load
from tests.figures import file_2022
from tests.figures.office import saved_as
from tests.figures.test_workbooks import SHEET, changed, part

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(db: None) -> None:
    load()


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def filled_in(content: bytes, row: dict[str, str]) -> bytes:
    """Give the workbook with one row below the headings, as a program writes it."""
    cells = "".join(
        f'<c r="{chr(65 + number)}2" t="inlineStr"><is><t>{row[name]}</t></is></c>'
        for number, name in enumerate(file_2022.HEADINGS)
        if row.get(name)
    )
    sheet = part(content, SHEET).replace(b"</sheetData>", f'<row r="2">{cells}</row></sheetData>'.encode())
    return changed(content, xl_worksheets_sheet1__xml=sheet)


def test_the_headings_are_those_of_the_issue_in_that_order() -> None:
    assert sheets(template())["Registraties"] == [list(file_2022.HEADINGS)]
    assert importing.read(template()).problems[0].text == "Onder de koppen staan geen rijen."


def test_every_code_and_label_of_every_column_stands_on_the_sheet_of_values_and_is_accepted() -> None:
    values, accepted = sheets(template())["Waarden"], Accepted()
    told = list(zip(*values, strict=True))
    for number, column in enumerate(COLUMNS):
        labels, codes = told[number * 2], told[number * 2 + 1]
        assert labels[0] == column.name
        if column.kind == DAY:
            continue
        listed = [(code, label) for label, code in zip(labels[1:], codes[1:], strict=True) if code]
        assert listed == accepted.rows(column)
        for code, label in listed:
            lists = ENDINGS if column.name == "uitkomst" else (column.list,)
            assert code in [accepted.find(name, said) for name in lists for said in (code, label)]


def test_a_value_that_a_municipality_added_stands_there_too() -> None:
    with guard.looking_inside():
        from knooppunt.casework.models import LocalValue

        LocalValue.objects.create(
            list="support", code="moestuin", label="Moestuin", counts_as="universal", municipality_id="GM0928"
        )
    assert "Moestuin" in [cell for row in sheets(template())["Waarden"] for cell in row]


def test_each_heading_has_a_note_a_date_is_asked_as_a_date_and_one_answer_is_offered_as_a_list() -> None:
    content = template()
    with ZipFile(BytesIO(content)) as packed:
        notes = packed.read("xl/comments1.xml").decode()
    assert notes.count("<comment ") == len(COLUMNS)
    sheet = part(content, SHEET).decode()
    assert sheet.count('type="date"') == sum(column.kind == DAY for column in COLUMNS)
    assert sheet.count('type="list"') == sum(column.kind == ONE for column in COLUMNS)
    assert "<f>" not in sheet.partition("<dataValidations")[0]


def test_the_same_lists_give_the_same_bytes() -> None:
    assert template() == template()


def test_libreoffice_opens_it_and_what_it_saves_is_taken_in(tmp_path: Path) -> None:
    row = {
        "gemeente": "Kerkrade", "aangemeld_op": "14-3-2022", "toestemming_onderzoek": "Ja",
        "deelnemers": "JGZ; Huisarts", "uitkomst": "Beter",
        "opleiding_moeder": "MBO (bv. Vakopleiding kapper, BOL, BBL, MBO 2 t/m 4)",
    }  # fmt: skip
    saved = saved_as("xlsx", "leeg.xlsx", filled_in(template(), row), tmp_path)
    assert sheets(saved).keys() == {"Registraties", "Waarden"}
    assert sheets(saved)["Waarden"] == sheets(template())["Waarden"]
    found = importing.read(saved)
    assert not found.problems and len(found.rows) == 1
    assert (found.rows[0].education_mother, found.rows[0].participants) == ("mbo", ("huisarts", "jgz"))
    assert found.rows[0].change == "better"


def test_the_command_writes_it_or_says_why_not(tmp_path: Path) -> None:
    call_command("registration_template", str(tmp_path / "leeg.xlsx"))
    assert (tmp_path / "leeg.xlsx").read_bytes() == template()
    with pytest.raises(CommandError, match="niet te schrijven"):
        call_command("registration_template", str(tmp_path / "geen" / "leeg.xlsx"))
