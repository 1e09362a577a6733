"""What a researcher takes home: one zip with the data twice, a codebook, and a page that explains it in two languages.

The same families on the same day give the same bytes.
"""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from .disclosure import PERCENT_FROM
from .parquet import as_parquet
from .research import LEAST, Numbers, Value
from .study_columns import COLUMNS, KINDS, Codebook, Kind

STYLE = Path(__file__).parent / "data" / "study.css"
SINCE = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip knows: when it was made tells nothing
TYPES = {Kind.WEEKS: "number", Kind.CODES: "texts"}


@dataclass(frozen=True)
class About:
    """What the file says of its study."""

    code: str
    name: str
    purpose: str
    approval: str
    from_on: date
    until_on: date
    municipalities: tuple[str, ...]  # names
    on: date  # the day of the answers about research
    since: date | None  # of the families that were referred from here
    until: date  # to here
    told_until: date  # what happened after it is not in the file


def pack(about: About, answers: Numbers, rows: Sequence[Mapping[str, Value]], codebook: Codebook) -> bytes:
    """Give the zip: data.csv, data.parquet, codebook.csv, and LEESMIJ.html and README.html."""
    pages = {"LEESMIJ.html": "nl", "README.html": "en"}
    files = {
        **{name: _page(about, answers, codebook, language) for name, language in pages.items()},
        "codebook.csv": _csv(codebook.lines()),
        "data.csv": _csv(
            [[column.name for column in COLUMNS], *([_cell(row[c.name]) for c in COLUMNS] for row in rows)]
        ),
        "data.parquet": as_parquet(
            [(column.name, TYPES.get(column.kind, "text")) for column in COLUMNS],
            [[None if row[column.name] == "" else row[column.name] for column in COLUMNS] for row in rows],
        ),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as whole:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, SINCE)
            entry.external_attr = 0o644 << 16
            whole.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def one_column(title: str, values: Sequence[str]) -> bytes:
    """Give a list as CSV."""
    return _csv([[title], *([value] for value in values)])


def _percent(part: int | None, whole: int | None) -> int | None:
    """Give a share in whole per cents, when both numbers are told and there are enough families to say so."""
    return round(100 * part / whole) if part is not None and whole is not None and whole >= PERCENT_FROM else None


def _cell(value: Value) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    return "" if value is None else str(value)


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    """Write RFC 4180: commas, UTF-8. Only codes, numbers and our own texts come here, so no cell is a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()


def _page(about: About, answers: Numbers, codebook: Codebook, language: str) -> bytes:
    columns = [
        (column, KINDS[column.kind], codebook.codes(column, language).items() if column.codes else ())
        for column in COLUMNS
    ]
    style = format_html("<style>{}</style>", mark_safe(STYLE.read_text(encoding="utf-8")))  # noqa: S308  our own file
    with translation.override(language):
        page = render_to_string(
            "figures/study.html",
            {
                "about": about,
                "answers": answers,
                "refused_percent": _percent(answers.refused, answers.referred),
                "columns": columns,
                "style": style,
                "language": language,
                "least": LEAST,
            },
        )
    return page.encode()
