"""Loads the reference data (places, hubs, disciplines) from the data files; it can run again at any time.

Rows are added and their labels updated, never deleted: history hangs on them. What an installation decides itself
(terms and areas of a hub) is only set when a row is new.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from .models import Discipline, Hub, HubArea, Municipality, Subregion, SubregionMembership

DATA = Path(__file__).parent / "data"
_others: dict[str, Callable[[], int]] = {}


def also(name: str, load_it: Callable[[], int]) -> None:
    """Let a room above this one load reference data of its own, after the places; it gives its number of rows."""
    _others[name] = load_it


def rows(file: str, kind: str) -> list[dict[str, Any]]:
    """Read the rows of one data file; every file says at its head where they come from and of which year they are."""
    content = tomllib.loads((DATA / f"{file}.toml").read_text(encoding="utf-8"))
    if not content.get("source") or not content.get("year"):
        raise ValueError(f"{file}.toml names no source or year.")
    return content[kind]


@transaction.atomic
def load() -> dict[str, int]:
    """Load all files and give the number of rows per file."""
    return {
        "municipalities": _put(Municipality, rows("municipalities", "municipality"), "code"),
        "subregions": _put(Subregion, rows("subregions", "subregion"), "code"),
        "memberships": _memberships(),
        "disciplines": _disciplines(),
        "hubs": _hubs(),
        **{name: load_it() for name, load_it in _others.items()},
    }


def _put(model: Any, wanted: list[dict[str, Any]], *key: str) -> int:
    """Add the rows, or update all but the key where the key stands already."""
    told = [name for name in wanted[0] if name not in key]
    model.objects.bulk_create(
        [model(**row) for row in wanted], update_conflicts=True, unique_fields=key, update_fields=told
    )
    return len(wanted)


def _memberships() -> int:
    grouping = {row["code"]: row["grouping"] for row in rows("subregions", "subregion")}
    wanted = [
        {
            "municipality_id": row["municipality"],
            "grouping": grouping[row["subregion"]],
            "from_on": row["from_on"],
            "subregion_id": row["subregion"],
            "until_on": row.get("until_on"),
        }
        for row in rows("memberships", "membership")
    ]
    # Endings first, so that a municipality which moves never stands open in two places at once.
    wanted.sort(key=lambda row: row["until_on"] is None)
    renamed = [{**row, "municipality": Municipality(code=row.pop("municipality_id"))} for row in wanted]
    return _put(SubregionMembership, renamed, "municipality", "grouping", "from_on")


def _disciplines() -> int:
    told = rows("disciplines", "discipline")
    wanted = [
        {
            "code": row["code"],
            "label_nl": row["label_nl"],
            "label_en": row["label_en"],
            "position": position,
            "counts_as_id": row.get("counts_as"),
        }
        for position, row in enumerate(told, start=1)
    ]
    # The rows that are counted as another come after that other.
    wanted.sort(key=lambda row: row["counts_as_id"] is not None)
    return _put(Discipline, wanted, "code")


def _hubs() -> int:
    told = rows("hubs", "hub")
    _put(Hub, [{"code": row["code"], "name": row["name"]} for row in told], "code")
    hubs = Hub.objects.in_bulk(field_name="code")
    HubArea.objects.bulk_create(
        [
            HubArea(hub=hubs[row["code"]], municipality_id=municipality, from_on=row["from_on"])
            for row in told
            for municipality in row["serves"]
        ],
        ignore_conflicts=True,
    )
    return len(told)
