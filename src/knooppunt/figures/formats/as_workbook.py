"""A factsheet as a workbook: a cover that says of what and of whom it is, and a sheet for each table."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .panels import HEADS, TITLES, Told, days_head, has_no_median, number_of, tell

MADE = datetime(2000, 1, 1)  # of every workbook, so that the same factsheet gives the same bytes
LONGEST_NAME = 31  # signs of the name of a sheet, by Excel; it has none of []:*?/\ either
SAFE = {  # a text that begins with = stays a text, a web address is no link
    "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
}  # fmt: skip


def as_workbook(factsheet: dict[str, Any], language: str = "nl") -> bytes:
    """Give the workbook as .xlsx."""
    written = BytesIO()
    told = tell(factsheet, language)
    with translation.override(language), Workbook(written, SAFE) as book:
        book.set_properties({"title": f"{told.title} {told.place} {told.year}", "created": MADE})
        looks = {
            "title": book.add_format({"bold": True, "font_size": 16, "font_color": "#0c5257"}),
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
            "words": book.add_format({"text_wrap": True, "valign": "top"}),
            "mark": book.add_format({"bold": True, "font_color": "#a8452a"}),
            "soft": book.add_format({"font_color": "#4f5f5c", "text_wrap": True, "valign": "top"}),
            "right": book.add_format({"align": "right", "font_color": "#4f5f5c"}),
            "number": book.add_format({"num_format": "#,##0"}),
            "half": book.add_format({"num_format": "#,##0.0"}),
        }
        _cover(book.add_worksheet(_sheet_name(book, _("Over deze cijfers"))), factsheet, told, looks)
        for name, table in factsheet["tables"].items():
            title = str(TITLES.get(name, name))
            own = _sheet_name(book, title, str(HEADS.get(name, "")), name)
            _table(book.add_worksheet(own), name, title, table, told, looks)
    return written.getvalue()


def _sheet_name(book: Workbook, *names: str) -> str:
    """Give the first of some names that a sheet may have and that no other sheet has."""
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    possible = ["".join(" " if sign in "[]:*?/\\'" else sign for sign in name).strip() for name in names]
    fitting = (name for name in possible if 0 < len(name) <= LONGEST_NAME and name.lower() not in taken)
    return next(fitting, f"{len(taken) + 1}")


def _set_up(sheet: Worksheet, told: Told, widths: tuple[int, ...]) -> None:
    """Make a sheet ready to print: across one page, with what it is on every page."""
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    marks = " · ".join(told.marks).replace("&", "&&")
    sheet.set_footer(f"&L{told.title} {told.year}&C{marks}&R&P / &N")


def _cover(sheet: Worksheet, factsheet: dict[str, Any], told: Told, looks: dict[str, Format]) -> None:
    _set_up(sheet, told, (32, 90))
    sheet.write_string(0, 0, told.title, looks["title"])
    for place, mark in enumerate(told.marks):
        sheet.write_string(1, place, mark, looks["mark"])
    edition = _("Nog niet vastgesteld") if factsheet["edition"] is None else str(factsheet["edition"])
    facts = [
        (_("Jaar"), told.year), (_("Gebied"), told.place), (_("Uitgave"), edition),
        (_("Gezinnen aangemeld"), number_of(factsheet["referred"])),
        (_("Toestemming voor onderzoek"), number_of(factsheet["research_consented"])),
        (_("Gemeenten"), ", ".join(place["name"] for place in factsheet["municipalities"])),
        *((_("Inleiding"), text) for text in told.words), *((_("Mijlpaal"), text) for text in told.milestones),
        *((_("Citaat"), f"“{text}” — {by}") for text, by in told.quotes),
        *((_("Toelichting"), text) for text in told.remarks),
    ]  # fmt: skip
    for row, (what, value) in enumerate(facts, 3):
        sheet.write_string(row, 0, what, looks["soft"])
        if isinstance(value, str):
            sheet.write_string(row, 1, value, looks["words"])
        else:
            sheet.write_number(row, 1, value, looks["words"])


def _table(
    sheet: Worksheet, name: str, title: str, table: dict[str, Any], told: Told, looks: dict[str, Format]
) -> None:
    """Write a table: its title, a line of heads, its rows, and under them of how many families it knows."""
    heads = {
        "count": _("Vragen") if name == "advice" else _("Gezinnen"), "mother": _("Moeder"), "partner": _("Partner"),
        "median_days": days_head(table),
    }  # fmt: skip
    keys = [key for key in (table["rows"][0] if table["rows"] else {}) if key not in ("code", "label")]
    if table.get("columns"):
        heads["count"] = _("Samen")
    _set_up(sheet, told, (60, *(16 for _key in keys), 22))
    sheet.write_string(0, 0, title, looks["title"])
    sheet.write_string(1, 0, " · ".join([*told.marks, told.place, told.year]), looks["soft"])
    top = [str(HEADS.get(name, "")), *(heads.get(key, key) for key in keys), _("Code")]
    sheet.write_row(3, 0, top, looks["head"])
    sheet.freeze_panes(4, 1)
    for row, one in enumerate(table["rows"], 4):
        sheet.write_string(row, 0, one["label"], looks["words"])
        for column, key in enumerate(keys, 1):
            if not has_no_median(one, key):
                _number(sheet, row, column, one[key], looks)
        sheet.write_string(row, len(keys) + 1, one["code"], looks["soft"])
    under = 4 + len(table["rows"])
    for row, (what, key) in enumerate(
        ((_("n (bekend)"), "n"), (_("niet gevraagd of nog niet zover"), "missing")), under
    ):
        sheet.write_string(row, 0, what, looks["soft"])
        for column, own in enumerate(keys, 1):
            if own != "median_days":
                of = (table.get("columns") or {}).get(own, table)
                _number(sheet, row, column, of[key], looks)
    if table["multiple"]:
        sheet.write_string(under + 2, 0, _("Meer antwoorden mogelijk."), looks["soft"])


def _number(sheet: Worksheet, row: int, column: int, number: float | None, looks: dict[str, Format]) -> None:
    found = number_of(number)
    if isinstance(found, str):
        sheet.write_string(row, column, found, looks["right"])
    else:
        sheet.write_number(row, column, found, looks["number" if found == int(found) else "half"])
