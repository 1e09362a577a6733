"""The factsheet of a year and an area, as plain data: numbers, labels and words. Every format is made from this.

A hidden number is None, and stands in `suppressed`. `n` and `missing` add up to whom a table counts; a row `unknown`
is "asked, and not known", missing is "not asked".
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils import translation

from knooppunt.casework.forms import in_version, version_of
from knooppunt.casework.reading import registration_counts

from .disclosure import CONSENTED, FAMILIES, MISSING, REFERRED, THRESHOLD, N, Other, Plan, Shown, Unsafe
from .ledger import Ground, ground
from .numbers import DAYS, Found, Numbers
from .passages import beside
from .scopes import Scope, scope_of
from .tables import BY_MUNICIPALITY, DURATIONS, TABLES, Rows, Table, counted_disciplines

STEP = 5  # of rounded numbers
YEARS = range(2000, 3000)


class UnknownYear(ValueError):
    """Of this year there can be no figures. The message says of which years there can."""


@dataclass(frozen=True)
class Draft:
    """A factsheet that was not released yet, and what its release would tell: lines for the ledger."""

    content: dict[str, Any]
    plan: Plan | None  # there is none of an internal one, which stays in the coalition, and none when nobody came
    tells: tuple[Shown, ...]
    ground: Ground | None  # what it rests on; an internal one rests on the numbers of now

    @property
    def waits(self) -> bool:
        """Say whether it tells earlier numbers, because too few families changed since."""
        return self.ground is not None and self.ground.waits

    def check(self) -> None:
        """Look once more at what a release would tell. Raises disclosure.Unsafe."""
        if self.content["internal"]:
            raise Unsafe("internal")
        if self.plan:
            self.plan.check(self.tells)


def factsheet(
    year: int,
    scope: str | Scope,
    *,
    threshold: int = THRESHOLD,
    internal: bool = False,
    rounded: bool = False,
    language: str = "nl",
    fresh: bool = True,
) -> dict[str, Any]:
    """Give the factsheet of a year and a scope (see `scopes.scope_of`), as a draft: nothing is released by it.

    `internal` gives every number; otherwise what is small, or could be worked out, is None. `rounded` gives
    multiples of 5. A page that may only read says `fresh=False`, and shows what the last round registered.
    Raises UnknownScope or UnknownYear.
    """
    return draft(
        year, scope, threshold=threshold, internal=internal, rounded=rounded, language=language, fresh=fresh
    ).content


def draft(
    year: int, scope: str | Scope, *, threshold: int = THRESHOLD, internal: bool = False, rounded: bool = False,
    language: str = "nl", fresh: bool = True,
) -> Draft:  # fmt: skip
    """Give a factsheet as `factsheet` does, with what its release would tell."""
    if year not in YEARS:
        raise UnknownYear(f"{year}: {YEARS.start}-{YEARS.stop - 1}")
    area = scope if isinstance(scope, Scope) else scope_of(scope, year)
    counts = registration_counts(year, area.municipalities if internal else None, fresh=fresh)
    rests = None if internal else ground(year, area, counts)
    counts = rests.counts if rests else counts
    with translation.override(language):
        numbers = Numbers(counts)
        rows = _rows(numbers, language)
        everyone = (counts.referred, counts.consented, counts.questions)
        nobody = rests is not None and not any(sum(people.values()) for people in everyone)
        if rests and not nobody:
            areas = [one.municipalities for one in area.places.standard]
            codes = {name: [code for code, _label in found] for name, found in rows.items()}
            others = [
                Other(Numbers(one.counts).tables(codes), Numbers(one.counts).people, one.told, one.later)
                for one in rests.others
            ]
            numbers = numbers.protected(codes, [*areas, area.municipalities], threshold, rests.known, others)
        page = _Page(numbers, area, rounded, rows)
        content = page.content(year) | {"internal": internal, "threshold": threshold}
        tells = numbers.plan.shown(area.municipalities) if numbers.plan else []
        if nobody:  # in the whole region: there is no family to find, so the factsheet may say so
            tells = [Shown(FAMILIES, frozenset(area.municipalities), dict.fromkeys(numbers.people, 0))]
    return Draft(content, numbers.plan, tuple(tells), rests)


def in_language(content: dict[str, Any], language: str) -> dict[str, Any]:
    """Give a factsheet with the labels of its rows in a language; words that people wrote stay as they are."""
    with translation.override(language):
        disciplines = counted_disciplines()
        labels = {table.name: dict(table.rows(language, disciplines)) for table in TABLES}
    tables = {
        name: table
        | {"rows": [row | {"label": labels.get(name, {}).get(row["code"], row["label"])} for row in table["rows"]]}
        for name, table in content["tables"].items()
    }
    return content | {"tables": tables}


def _rows(numbers: Numbers, language: str) -> dict[str, Rows]:
    """Give the rows of each table: those of the list of its year, and what else was counted."""
    disciplines, version = counted_disciplines(), version_of(numbers.counts.year)
    found = {}
    for table in TABLES:
        labels = dict(table.rows(language, disciplines))
        here = [code for code in labels if not table.list or in_version(table.list, code, version)]
        more = [code for code in numbers.codes(table) if code not in here]
        found[table.name] = [(code, labels.get(code, code)) for code in [*here, *more]]
    return found


@dataclass
class _Page:
    """One factsheet that is being written: what may be said of its area, and the list of what may not."""

    numbers: Numbers
    area: Scope
    rounded: bool
    rows: dict[str, Rows]
    suppressed: list[dict[str, str]] = field(default_factory=list)

    def content(self, year: int) -> dict[str, Any]:
        """Give the whole factsheet."""
        return {
            "year": year,
            "scope": self.area.text,
            "title": self.area.title,
            "edition": None,
            "internal": True,
            "threshold": THRESHOLD,
            "rounded": self.rounded,
            "list_version": version_of(year),
            "referred": self.say(FAMILIES, REFERRED, FAMILIES, REFERRED),
            "research_consented": self.say(FAMILIES, CONSENTED, FAMILIES, "research_consented"),
            "tables": {
                BY_MUNICIPALITY: self.municipalities(),
                **{table.name: self.table(table) for table in TABLES},
            },
            "suppressed": self.suppressed,
            **beside(year, self.area),
        }

    def say(self, name: str, cell: str, table: str, code: str, column: str = "") -> int | None:
        """Give a cell as it is printed, or None; `table`, `code` and `column` say where it stands."""
        return self.printed(self.numbers.cell(name, cell, self.area.municipalities), table, code, column)

    def printed(self, found: Found, table: str, code: str, column: str = "") -> int | None:
        """Give a number as it is printed; of a hidden one note why."""
        if isinstance(found, int):
            return STEP * round(found / STEP) if self.rounded else found
        where = {"table": table, "code": code} | ({"column": column} if column else {})
        self.suppressed.append(where | {"why": found})
        return None

    def municipalities(self) -> dict[str, Any]:
        """Give the table of how many families were referred in each municipality."""
        n = self.say(FAMILIES, REFERRED, BY_MUNICIPALITY, N)
        here = [code for code in self.area.places.names if code in self.area.municipalities]
        counts = {code: self.numbers.cell(FAMILIES, REFERRED, [code]) for code in here}
        rows = [
            {"code": code, "label": self.area.places.names[code], "count": self.printed(found, BY_MUNICIPALITY, code)}
            for code, found in counts.items()
        ]
        return {"n": n, "missing": 0, "multiple": False, "rows": rows}

    def table(self, table: Table) -> dict[str, Any]:
        """Give one table: its rows in the order of their list, how many answered and how many did not."""
        margins = self._margins(table.name, table.name)
        columns = {column: self._margins(f"{table.name}.{column}", table.name, column) for column in table.columns}
        rows = [self._row(table, code, label) for code, label in self.rows[table.name]]
        more: dict[str, Any] = {"columns": columns} if columns else {}
        if table.name == DURATIONS and self.numbers.plan:
            more["median_step"] = DAYS  # whoever reads a median sees how far it was rounded up
        return {**margins, "multiple": table.multiple, **more, "rows": rows}

    def _margins(self, name: str, table: str, column: str = "") -> dict[str, int | None]:
        return {code: self.say(name, code, table, code, column) for code in (N, MISSING)}

    def _row(self, table: Table, code: str, label: str) -> dict[str, Any]:
        row: dict[str, Any] = {"code": code, "label": label}
        for column in table.columns:
            row[column] = self.say(f"{table.name}.{column}", code, table.name, code, column)
        row["count"] = self.say(table.name, code, table.name, code)
        if table.name == DURATIONS:
            row["median_days"] = self.numbers.median_days(code, self.area.municipalities)
        return row
