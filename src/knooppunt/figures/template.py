"""Makes the empty workbook for registrations of earlier years, with all that may stand in each column."""

from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from knooppunt.casework.local import local_values

from .accepted import COLUMNS, DAY, ENDING, ONE, SEVERAL, Accepted, Column
from .cells import EARLIEST
from .problems import MOST_ROWS

VALUES = "Waarden"
A4 = 9  # as Excel numbers paper
MADE_ON = datetime(2022, 1, 1)  # not the moment itself: the same lists give the same bytes
WIDE = {DAY: 16, ONE: 26, SEVERAL: 34, ENDING: 34}


def template() -> bytes:
    """Give the workbook; the same lists give the same bytes."""
    accepted, made = Accepted(local_values()), BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"title": _("Registraties Knooppunt Kansrijke Start"), "created": MADE_ON})
        rows = book.add_worksheet("Registraties")
        values = book.add_worksheet(VALUES)
        heading = book.add_format({"bold": True, "bg_color": "#dcebe8", "bottom": 1})
        needed = book.add_format({"bold": True, "bg_color": "#0c5257", "font_color": "#ffffff", "bottom": 1})
        as_date = book.add_format({"num_format": "dd-mm-yyyy"})
        as_text = book.add_format({"num_format": "@"})
        for number, column in enumerate(COLUMNS):
            rows.write_string(0, number, column.name, needed if column.needed else heading)
            rows.write_comment(0, number, _note(column), {"x_scale": 2, "author": "Knooppunt"})
            rows.set_column(number, number, WIDE[column.kind], as_date if column.kind == DAY else as_text)
            last = _tell_values(values, number, column, accepted, heading)
            _limit(rows, number, column, last)
        for sheet in (rows, values):
            sheet.freeze_panes(1, 0)
            sheet.set_landscape()
            sheet.set_paper(A4)
            sheet.fit_to_pages(1, 0)
    return made.getvalue()


def _note(column: Column) -> str:
    free = "" if column.needed else " " + _("Leeg laten mag: dan telt het als niet gevraagd.")
    return str(column.note) + free


def _tell_values(sheet: Any, number: int, column: Column, accepted: Accepted, heading: Any) -> int:
    """Write what a column accepts, label beside code, and give on which row that ends."""
    label, code = number * 2, number * 2 + 1
    sheet.write_string(0, label, column.name, heading)
    sheet.write_string(0, code, _("code"), heading)
    sheet.set_column(label, label, 34)
    sheet.set_column(code, code, 18)
    if column.kind == DAY:
        sheet.write_string(1, label, _("een datum, zoals 14-3-2022"))
        return 1
    found = accepted.rows(column)
    for row, (one, said) in enumerate(found, start=1):
        sheet.write_string(row, label, said)
        sheet.write_string(row, code, one)
    return len(found)


def _limit(sheet: Any, number: int, column: Column, last: int) -> None:
    """Let the program itself ask for a date, or offer the list; what it cannot know is said again when it is read."""
    told: dict[str, Any] = {"input_title": column.name[:32], "input_message": _note(column)[:255]}
    if column.kind == DAY:
        told |= {"validate": "date", "criteria": ">=", "value": EARLIEST, "error_message": _("Vul een datum in.")}
    elif column.kind == ONE:
        letters = xlsxwriter.utility.xl_col_to_name(number * 2)
        told |= {
            "validate": "list", "source": f"={VALUES}!${letters}$2:${letters}${last + 1}", "error_type": "warning",
            "error_message": _("Dit staat niet in de lijst op het blad Waarden."),
        }  # fmt: skip
    else:
        told |= {"validate": "any"}
    sheet.data_validation(1, number, MOST_ROWS, number, told)
