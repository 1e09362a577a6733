"""The attack on real editions: the JSON of factsheets as anybody can read them, of several areas of one year."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from knooppunt.casework import forms
from knooppunt.casework.importing import take_in
from knooppunt.casework.shown.registration import TakenIn
from knooppunt.figures import editions
from knooppunt.figures.scopes import scope_of
from knooppunt.people import reference
from knooppunt.people.actor import SYSTEM
from tests.figures.attacker import Attacker, Kind, Publication

PEOPLE = {"by_quarter": "referred", "new_referrers": "referred", "durations": "referred", "advice": "questions"}
COMPLETE = {"by_quarter", "advice"}


@pytest.fixture
def busy_year(db: None) -> None:
    """Take in some hundreds of families, unevenly over the region."""
    reference.load()
    chance, first = random.Random(2024), date(2024, 1, 3)
    places = sorted(scope_of("region", 2024).municipalities)
    background = {name: sorted(forms.codes(name)) for name in ("composition", "paid_work", "education", "support")}
    rows = [
        TakenIn(
            row_hash=f"attack-{number}",
            municipality=places[min(int(chance.expovariate(0.35)), len(places) - 1)],
            referred_on=first + timedelta(days=chance.randint(0, 350)),
            research=chance.choice(["yes", "yes", "yes", "no"]),
            composition=chance.choice([*background["composition"], ""]),
            work_mother=chance.choice([*background["paid_work"], ""]),
            work_partner=chance.choice([*background["paid_work"], "", ""]),
            education_mother=chance.choice(background["education"]),
            education_partner=chance.choice([*background["education"], ""]),
            support=tuple(chance.sample(background["support"], chance.randint(0, 2))),
        )
        for number in range(320)
    ]
    take_in(rows, SYSTEM, "system")


@pytest.mark.usefixtures("busy_year")
def test_all_editions_of_a_year_together_leave_every_gap_open() -> None:
    every = ["region", "municipality:GM0928,GM0882"]
    sheets = [json.loads(editions.freeze(SYSTEM, 2024, scope).content) for scope in every]
    told = [one for sheet in sheets for one in published(sheet)]
    assert sum(number is not None for one in told for number in one.numbers.values()) > 50
    places = sorted(scope_of("region", 2024).municipalities)
    assert not list(Attacker(kinds_of(sheets[0]), places, told).leaks())


def published(sheet: dict[str, Any]) -> Iterator[Publication]:
    """Read a factsheet as a stranger does."""
    area = frozenset(scope_of(sheet["scope"], sheet["year"]).municipalities)
    yield Publication(0, "families", area, {"referred": sheet["referred"], "consented": sheet["research_consented"]})
    for row in sheet["tables"]["by_municipality"]["rows"]:
        yield Publication(0, "families", frozenset([row["code"]]), {"referred": row["count"]})
    for name, table in sheet["tables"].items():
        columns = table.get("columns") or {"count": table}
        for column, margins in columns.items() if name != "by_municipality" else ():
            rows = {row["code"]: row[column] for row in table["rows"]}
            whole = {cell: margins[cell] for cell in ("n", "missing")}
            yield Publication(0, name if column == "count" else f"{name}.{column}", area, rows | whole)
            if column != "count":  # both together tell no more than each
                assert table["n"] is None and table["missing"] is None
                assert all(row["count"] is None or row[column] is not None for row in table["rows"])


def kinds_of(sheet: dict[str, Any]) -> dict[str, Kind]:
    """Say of each table, or column of one, what everybody knows of it."""
    return {
        name if column == "count" else f"{name}.{column}": Kind(
            tuple(row["code"] for row in table["rows"]), PEOPLE.get(name, "consented"), table["multiple"],
            name in COMPLETE,
        )
        for name, table in sheet["tables"].items()
        if name != "by_municipality"
        for column in table.get("columns", {"count": None})
    }  # fmt: skip
