"""Setting a document: from its blocks to the bytes of a PDF that screen readers can walk through.

It is done while somebody waits; other threads go on meanwhile (decision 23 has the figures). One at a time in each
process, so that a row of papers takes no more memory than one.
The words travel as data (JSON) to one fixed template, so that no word of anybody can be read as an instruction.
"""

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from pypdf import PdfReader
from typst import Compiler, TypstError

from .document import (
    Block,
    Boxes,
    Document,
    Facts,
    Highlight,
    Items,
    Lines,
    Picture,
    Table,
    Text,
    direction_in,
    direction_of,
)
from .signs import FONTS, settable
from .two_sides import TwoSides
from .two_sides import plain as plain_sheet

HERE = Path(__file__).parent
_GAPS = re.compile(r"[ \n]+")  # a hard space keeps a number together
SIDES = 2  # of a sheet
LONGEST_WAIT = 5  # seconds in the row before somebody hears that it is busy
_turn = Lock()


class Busy(Exception):
    """Others are before this paper; a moment later it will do."""


@cache
def _compiler() -> Compiler:
    """Give the compiler of this process; made at first use, because it may not be taken along by a fork."""
    return Compiler(input=str(HERE / "paper.typ"), root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True)


class TooFull(Exception):
    """There is more on this sheet than its two sides hold."""


def warm() -> None:
    """Read fonts and template before the first paper is asked for: the second is ten times as fast."""
    pdf(Document(title="Knooppunt", language="nl", made_at=datetime.fromtimestamp(0, UTC), blocks=(), drawing=True))


def pdf(document: Document | TwoSides) -> bytes:
    """Give the document as PDF/UA-1. Raises ValueError for a picture without words, Busy when the row is too long,
    and TooFull for a sheet of two sides that would need a third.
    """
    if isinstance(document, TwoSides):
        return _two_sides(document)
    if any(isinstance(block, Picture) and not block.says.strip() for block in document.blocks):
        raise ValueError("A picture needs words for who cannot see it.")
    return _set("paper.typ", _plain(document), int(document.made_at.timestamp()))


def _two_sides(sheet: TwoSides) -> bytes:
    try:
        made = _set("two_sides.typ", plain_sheet(sheet), 0)  # that sheet bears no date
    except TypstError as error:
        if "too full" in str(error):
            raise TooFull from None
        raise
    if len(PdfReader(BytesIO(made)).pages) > SIDES:
        raise TooFull
    return made


def _set(template: str, data: dict[str, Any], moment: int) -> bytes:
    words = json.dumps(data, ensure_ascii=False)
    if not _turn.acquire(timeout=LONGEST_WAIT):
        raise Busy
    try:
        made = _compiler().compile(
            input=str(HERE / template), format="pdf", sys_inputs={"document": words}, pdf_standards=["ua-1"],
            timestamp=moment,
        )  # fmt: skip
    finally:
        _turn.release()
    assert isinstance(made, bytes)  # one file, for it is a PDF
    return made


def _plain(document: Document) -> dict[str, Any]:
    here = document.direction
    return {
        "title": _run(document.title, here), "language": document.language, "direction": here,
        "large": document.large, "drawing": document.drawing, "top": _run(document.top, here),
        "foot": _run(document.foot, here),
        "pages": settable(document.pages), "blocks": [_block(one, here) for one in document.blocks],
    }  # fmt: skip


def _block(block: Block, here: str) -> dict[str, Any]:
    """Give one block as data; every text becomes its lines, each with its own direction."""
    own = {"block": type(block).__name__.lower()}
    if isinstance(block, Facts | Highlight):
        return own | {"rows": [[_run(name, here), _beside(value, here)] for name, value in block.rows if value]}
    if isinstance(block, Lines):
        empty = max(0, block.count - len(block.said))
        return own | {"said": [_beside(one, here) for one in block.said] + [[]] * empty}
    if isinstance(block, Items):
        return own | {"items": [_beside(one, here) for one in block.items], "ordered": block.ordered}
    if isinstance(block, Table):
        return own | {
            "about": settable(block.about), "head": [_run(one, here) for one in block.head],
            "rows": [[_lines(cell, here) for cell in row] for row in block.rows],
            "widths": list(block.widths or [1] * len(block.head)),
        }  # fmt: skip
    if isinstance(block, Picture):
        says, caption = settable(block.says), _run(block.caption, here)
        return own | {"svg": block.svg, "says": says, "caption": caption, "width": block.width_mm}
    if isinstance(block, Text):
        there = direction_of(block.language) if block.language else here
        return own | {"kind": block.kind, "lines": _lines(block.text, there), "language": block.language}
    if isinstance(block, Boxes):
        there = direction_of(block.language) if block.language else here
        return own | {"labels": [_run(one, there) for one in block.labels], "language": block.language}
    rest = asdict(block)
    if "labels" in rest:
        return own | {"labels": [_run(one, here) for one in rest["labels"]]}
    return own | ({"text": _run(rest["text"], here), "level": rest["level"]} if rest else {})


def _run(text: str, here: str) -> dict[str, str]:
    shown = _GAPS.sub(" ", settable(str(text))).strip()
    return {"text": shown, "dir": direction_in(shown, here)}


def _lines(text: str, here: str) -> list[dict[str, str]]:
    return [_run(line, here) for line in str(text).splitlines() if line.strip()]


def _beside(text: str, here: str) -> list[dict[str, str]]:
    """Give lines that share a line of the page with a name or a number, and may not turn with it."""
    isolates = {"ltr": "\u2066", "rtl": "\u2067"}
    return [run | {"text": f"{isolates[run['dir']]}{run['text']}\u2069"} for run in _lines(text, here)]
