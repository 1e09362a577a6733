"""Reads one cell of a file with registrations: a day, one code, several codes, or how it ended."""

import re
from datetime import date, datetime

from django.utils.translation import gettext as _

from .accepted import ENDINGS, PARENT, Accepted
from .problems import Cell

EARLIEST = date(2015, 1, 1)  # before there was a Knooppunt anywhere
QUOTED = 40  # signs of a cell that an error repeats
NOTHING = frozenset({"", "-", "–", "—"})
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})\Z")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+)?\Z")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}\Z")


class Wrong(Exception):
    """A cell cannot be: `texts` say each why, and what helps."""

    def __init__(self, *texts: str) -> None:
        super().__init__(f"{len(texts)} reasons")
        self.texts = texts


def is_empty(cell: Cell) -> bool:
    """Say whether nothing stands here; a dash is nothing too."""
    return isinstance(cell, str) and cell.strip() in NOTHING


def text_of(cell: Cell) -> str:
    """Give what stands in a cell as text: 1.0 is '1'."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def day(cell: Cell, today: date) -> date:
    """Give the day in a cell: a date of Excel, or a text with the day first or as 2022-03-14. Raises Wrong."""
    if isinstance(cell, datetime):
        cell = cell.date()
    found = cell if isinstance(cell, date) else _day_of(text_of(cell), is_number=isinstance(cell, float))
    if found < EARLIEST:
        raise Wrong(_("%(day)s ligt voor 2015. Klopt het jaar?") % {"day": _said(found)})
    if found > today:
        raise Wrong(_("%(day)s ligt in de toekomst. Klopt het jaar?") % {"day": _said(found)})
    return found


def _day_of(text: str, *, is_number: bool) -> date:
    told = {"said": quoted(text)}
    if is_number:
        raise Wrong(_("“%(said)s” is een getal. Geef deze kolom de opmaak Datum.") % told)
    if _SHORT_YEAR.match(text):
        raise Wrong(_("Schrijf het jaar van “%(said)s” met vier cijfers, zoals 14-3-2022.") % told)
    first, last = _DAY_FIRST.match(text), _YEAR_FIRST.match(text)
    if not first and not last:
        raise Wrong(_("“%(said)s” is geen datum. Schrijf hem als 14-3-2022 of 2022-03-14.") % told)
    year, month, number = map(int, reversed(first.groups()) if first else last.groups())  # type: ignore[union-attr]
    try:
        return date(year, month, number)
    except ValueError as error:
        if month > 12 >= number:
            raise Wrong(_("“%(said)s” bestaat niet. Schrijf eerst de dag en dan de maand.") % told) from error
        raise Wrong(_("“%(said)s” bestaat niet. Kijk de dag en de maand na.") % told) from error


def one(accepted: Accepted, name: str, said: str, municipality: str = "") -> str:
    """Give the one code in a cell. Raises Wrong."""
    code = accepted.find(name, said, municipality)
    if code is not None:
        return code
    if ";" in said or "\n" in said:
        raise Wrong(_("Hier past één antwoord, en er staan er meer. Kies het antwoord dat het best past."))
    raise Wrong(_unknown(accepted, (name,), said))


def several(accepted: Accepted, name: str, said: str, municipality: str = "") -> tuple[str, ...]:
    """Give the codes between the semicolons, each once. Raises Wrong for all that is unknown.

    The parents themselves are always at the table and are no discipline: they are not counted.
    """
    found = {code for _name, code in _pieces(accepted, (name,), said, municipality)}
    return tuple(sorted(found - {"", PARENT}))


def ending(accepted: Accepted, said: str, municipality: str = "") -> dict[str, str]:
    """Give how it ended (`outcome`) and how the family looks back (`change`). Raises Wrong."""
    found: dict[str, set[str]] = {name: set() for name in ENDINGS}
    for name, code in _pieces(accepted, ENDINGS, said, municipality):
        if code:
            found[name].add(code)
    if any(len(codes) > 1 for codes in found.values()):
        raise Wrong(_("Hier past één afloop, en één keer beter, gelijk of slechter. Haal weg wat te veel is."))
    return {field: "".join(found[name]) for field, name in zip(("outcome", "change"), ENDINGS, strict=True)}


def _pieces(accepted: Accepted, names: tuple[str, ...], said: str, municipality: str) -> list[tuple[str, str]]:
    """Give list and code of each piece; a label may hold a semicolon itself, so the longest that is known counts."""
    pieces = [piece for piece in re.split(r"[;\n]", said) if not is_empty(piece)]
    found: list[tuple[str, str]] = []
    wrong: list[str] = []
    while pieces:
        for many in range(min(accepted.together, len(pieces)), 0, -1):
            whole = " ".join(pieces[:many])
            known = [(name, code) for name in names if (code := accepted.find(name, whole, municipality)) is not None]
            if known:
                found.append(known[0])
                break
        else:
            wrong.append(_unknown(accepted, names, pieces[0]))
        pieces = pieces[many:]
    if wrong:
        raise Wrong(*dict.fromkeys(wrong))
    return found


def _unknown(accepted: Accepted, names: tuple[str, ...], said: str) -> str:
    told = {"said": quoted(said)}
    if near := next((near for name in names if (near := accepted.nearest(name, said))), ""):
        return _("“%(said)s” kennen wij niet. Bedoelt u “%(near)s”?") % (told | {"near": near})
    return _("“%(said)s” kennen wij niet. Op het blad Waarden van het sjabloon staat wat hier kan.") % told


def quoted(said: str) -> str:
    """Give what stands in a cell as an error repeats it: one line, and not too long."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1] + "…"


def _said(one: date) -> str:
    return f"{one.day}-{one.month}-{one.year}"
