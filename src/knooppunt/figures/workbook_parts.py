"""Looks into the XML of a workbook without a single entity: which sheets, and what stands there beside plain values."""

import re
from collections.abc import Callable
from xml.parsers import expat

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
type Attributes = dict[str, str]


class NotPlain(Exception):
    """This is no XML, or XML that declares something: a workbook never needs that."""


def sheets_of(workbook: bytes) -> list[tuple[str, str]]:
    """Give name and key of each sheet, in order."""
    found: list[tuple[str, str]] = []

    def start(name: str, told: Attributes) -> None:
        if _local(name) == "sheet":
            key = next((value for kind, value in told.items() if _local(kind) == "id" and ":" in kind), "")
            found.append((told.get("name", ""), key))

    _walk(workbook, start)
    return found


def relations(part: bytes) -> dict[str, str]:
    """Give where each key leads."""
    found: dict[str, str] = {}

    def start(name: str, told: Attributes) -> None:
        if _local(name) == "Relationship" and told.get("TargetMode") != "External":
            found[told.get("Id", "")] = told.get("Target", "")

    _walk(part, start)
    return found


def check(part: bytes) -> None:
    """Raise NotPlain unless this is XML that declares nothing."""
    _walk(part, None)


class Sheet:
    """What a sheet holds beside plain values, and how far its values reach. Cells are told as (row, letters)."""

    def __init__(self, part: bytes) -> None:
        self.formulas: list[tuple[int, str]] = []
        self.faults: list[tuple[int, str]] = []  # cells in which a formula failed: '#DIV/0!'
        self.merged: list[str] = []
        self.last_row = self.last_column = 0
        self._row = self._column = 0
        self._cell = ""
        self._fault = False
        _walk(part, self._start)

    def _start(self, name: str, told: Attributes) -> None:
        name = _local(name)
        if name == "c":
            self._column += 1
            self._cell, self._fault = told.get("r", ""), told.get("t") == "e"
        elif name == "v" or name == "is":
            row, letters = self._place()
            self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, number_of(letters))
            if self._fault:
                self.faults.append((row, letters))
        elif name == "row":
            self._row, self._column = int(told.get("r", self._row + 1)), 0
        elif name == "f":
            self.formulas.append(self._place())
        elif name == "mergeCell":
            self.merged.append(told.get("ref", ""))

    def _place(self) -> tuple[int, str]:
        """Give the place of this cell; one that does not say so stands after the one before it."""
        if not self._cell:
            return self._row, letters_of(self._column)
        found = _CELL.match(self._cell)
        if not found:
            raise NotPlain
        self._column = number_of(found[1])
        return int(found[2]), found[1]


def number_of(letters: str) -> int:
    """Give the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def letters_of(number: int) -> str:
    """Give the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _walk(part: bytes, start: Callable[[str, Attributes], None] | None) -> None:
    def refuse(*_declared: object) -> None:
        raise NotPlain

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    if start:
        parser.StartElementHandler = start
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NotPlain from error
