"""Reads what a factsheet became, by programs that did not make it."""

import csv
import re
import subprocess
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from knooppunt.figures import formats

from . import some_factsheets as some

ALL = {
    "2022": some.internal_of_2022(),
    "region": some.large_region(),
    "longest": some.longest(),
    "nobody": some.without_families(),
    "hidden": some.all_hidden(),
}


def paper(sheet: dict[str, Any], folder: Path, language: str = "nl") -> Path:
    path = folder / "sheet.pdf"
    path.write_bytes(formats.make(sheet, "pdf", language))
    return path


def told(*command: str | Path) -> str:
    return subprocess.run([str(part) for part in command], capture_output=True, check=True, timeout=60).stdout.decode(
        errors="replace"
    )


def text_of(path: Path) -> str:
    return re.sub(r"-\n(?=[a-zë])", "", told("pdftotext", "-enc", "UTF-8", path, "-").replace("\u00ad", ""))


def flat(text: str) -> str:
    return " ".join(text.split())


class Words(HTMLParser):
    """The words of a page as one line, without its style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.quiet = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.quiet = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self.quiet = False

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.said.append(data)


def cells(made: bytes) -> dict[str, list[list[str]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(made))
    found = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return {
        name: [
            [str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell) for cell in row]
            for row in rows
        ]
        for name, rows in found.items()
    }


def lines(sheet: dict[str, Any]) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(formats.make(sheet, "csv").decode("utf-8-sig")), delimiter=";"))
