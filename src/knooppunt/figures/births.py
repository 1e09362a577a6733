"""How many families might come: births times a share, with the year and source of both, and never as one number."""

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from knooppunt.casework.refusals import Conflict, Invalid, NotFound
from knooppunt.people.actor import Actor
from knooppunt.people.models import Municipality
from knooppunt.people.roles import municipalities_of_leader
from knooppunt.trail.record import record

from .models import Births

DATA = Path(__file__).parent / "data" / "births.toml"
FIELDS = ("births", "births_source", "share_low", "share_high", "share_source", "is_estimate")


@dataclass(frozen=True, slots=True)
class Expected:
    """The range of families that might come in a year, and on what it rests."""

    low: int
    high: int
    year: int  # of the births
    births: int
    births_source: str
    share_low: Decimal
    share_high: Decimal
    share_source: str
    is_estimate: bool
    version: int


def load() -> int:
    """Add the births of the data file where there are none yet; what stands there, also when edited, stays."""
    told = tomllib.loads(DATA.read_text(encoding="utf-8"))
    known = set(Municipality.objects.values_list("code", flat=True))
    inhabitants = {row["municipality"]: row["number"] for row in told["inhabitants"] if row["municipality"] in known}
    everyone = sum(row["number"] for row in told["inhabitants"])
    rows = [
        Births(
            municipality_id=place, year=row["year"],
            births=round(row["limburg"] * told["share_of_limburg"] / 100 * number / everyone),
            births_source=told["births_source"], share_low=told["share_low"], share_high=told["share_high"],
            share_source=told["share_source"], is_estimate=True,
        )
        for row in told["births"]
        for place, number in inhabitants.items()
    ]  # fmt: skip
    Births.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def expected(places: Iterable[str], year: int) -> dict[str, Expected]:
    """Give what may be expected of each municipality in a year, by its births of that year or of the nearest before.

    A municipality of which no births are known at all is left out; one known only for later years has the first.
    """
    rows: dict[str, Births] = {}
    for row in Births.objects.filter(municipality__in=list(places)).order_by("-year"):
        before = rows.get(row.municipality_id)
        if before is None or before.year > year:
            rows[row.municipality_id] = row
    return {place: _expected(row) for place, row in rows.items()}


def _expected(row: Births) -> Expected:
    """Round outwards, so that the range never looks surer than it is."""
    low, high = row.births * row.share_low / 100, row.births * row.share_high / 100
    return Expected(
        low=math.floor(low), high=math.ceil(high), year=row.year, births=row.births, births_source=row.births_source,
        share_low=row.share_low, share_high=row.share_high, share_source=row.share_source,
        is_estimate=row.is_estimate, version=row.version,
    )  # fmt: skip


def births_of(actor: Actor, place: str, year: int) -> tuple[str, dict[str, Any], int]:
    """Give a project leader the name of her municipality, what is known of a year, and its version (0: nothing yet).

    Of a year that is not known it offers the nearest one. Raises NotFound for a municipality that she does not lead.
    """
    name = _led(actor, place)
    found = expected([place], year).get(place)
    values = {field: getattr(found, field) for field in FIELDS} if found else {}
    return name, values, found.version if found and found.year == year else 0


@transaction.atomic
def keep(actor: Actor, place: str, year: int, *, version: int, values: Mapping[str, Any]) -> None:
    """Write the births and the shares of a year. `version` is what the writer saw.

    Raises NotFound for a municipality that the actor does not lead, Invalid, and Conflict when somebody was first.
    """
    _led(actor, place)
    if values["share_low"] > values["share_high"]:
        raise Invalid({"share_high": _("Het hoogste percentage is lager dan het laagste.")})
    mine = {field: values[field] for field in FIELDS}
    rows = Births.objects.filter(municipality=place, year=year)
    if version:
        done = bool(rows.filter(version=version).update(**mine, version=F("version") + 1))
    else:
        done = rows.get_or_create(municipality_id=place, year=year, defaults=mine)[1]
    if not done and (there := rows.first()):
        theirs = {field: str(getattr(there, field)) for field in FIELDS[:-1]}
        raise Conflict(theirs=theirs, mine={field: str(mine[field]) for field in theirs}, version=there.version)
    record("births.change", actor=actor, role="project_leader", detail=f"{place.lower()}:{year}")


def _led(actor: Actor, place: str) -> str:
    leads = municipalities_of_leader(actor.person_id) if actor.person_id and actor.assurance == "strong" else ()
    if place not in leads:
        raise NotFound
    return Municipality.objects.values_list("name", flat=True).get(code=place)
