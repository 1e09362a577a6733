"""Suppression of all tables of 342 municipalities: how long it takes, what it hides. Use: suppression.py ANSWER.

The year is made up: municipalities of very different size, in 40 subregions, all tables of a factsheet.
"""

import json
import random
import resource
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from knooppunt.figures.disclosure import Table, protect

PLACES, SUBREGIONS = 342, 40
TABLES = [  # name, rows, of whom, more answers, nobody missing
    ("by_quarter", 4, "referred", False, True),
    ("family_composition", 6, "consented", False, False),
    ("paid_work.mother", 3, "consented", False, False),
    ("paid_work.partner", 3, "consented", False, False),
    ("education.mother", 9, "consented", False, False),
    ("education.partner", 9, "consented", False, False),
    ("referrers", 14, "consented", False, False),
    ("new_referrers", 2, "referred", False, False),
    ("participants", 13, "consented", True, False),
    ("needs", 12, "consented", True, False),
    ("support", 12, "consented", True, False),
    ("outcomes", 5, "consented", False, False),
    ("evaluations", 4, "consented", False, False),
    ("advice", 14, "questions", False, True),
    ("durations", 2, "referred", True, False),
]


def main() -> None:
    """Measure and write the answer."""
    chance = random.Random(342)
    places = [f"GM{number:04}" for number in range(PLACES)]
    areas = [frozenset(places), *(frozenset(places[number::SUBREGIONS]) for number in range(SUBREGIONS))]
    areas += [frozenset([place]) for place in places]
    families = made_up(chance, places)
    tables = [table(chance, families, *one) for one in TABLES]
    started, worked = time.perf_counter(), time.process_time()
    plan = protect(tables, families, areas)
    took = {"seconds": round(time.perf_counter() - started, 1), "cpu_seconds": round(time.process_time() - worked, 1)}
    shown: dict[str, dict[str, int]] = {}
    for kind, some in (
        ("region", areas[:1]),
        ("subregions", areas[1 : SUBREGIONS + 1]),
        ("municipalities", areas[-PLACES:]),
    ):
        numbers = [n for area in some for one in tables for n in plan.pattern.line(one.name, area).numbers.values()]
        shown[kind] = {"numbers": len(numbers), "shown": sum(number is not None for number in numbers)}
    answer: dict[str, Any] = {
        "municipalities": PLACES, "subregions": SUBREGIONS, "tables": len(tables), **took, **shown,
        "families": sum(families["referred"].values()),
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip
    Path(sys.argv[1]).write_text(json.dumps(answer))


def made_up(chance: random.Random, places: list[str]) -> dict[str, dict[str, int]]:
    """Give how many families were referred, said yes, and how many questions there were."""
    referred = {place: int(chance.lognormvariate(3, 1)) for place in places}
    return {
        "referred": referred,
        "consented": {place: sum(chance.random() < 0.8 for _ in range(many)) for place, many in referred.items()},
        "questions": {place: int(chance.lognormvariate(2.5, 1)) for place in places},
    }


def table(
    chance: random.Random, families: dict[str, dict[str, int]], name: str, rows: int, whom: str, more: bool, whole: bool
) -> Table:
    """Fill one table: the first rows are common, the last are rare."""
    cells = tuple(f"row{number}" for number in range(rows))
    weights = [1 / (number + 1) for number in range(rows)]
    counts: dict[str, dict[str, int]] = {}
    for place, many in families[whom].items():
        counts[place] = dict.fromkeys((*cells, "missing"), 0)
        for _ in range(many):
            given = set(chance.choices(cells, weights, k=chance.randint(1, 3) if more else 1))
            for cell in given if whole or chance.random() < 0.9 else ("missing",):
                counts[place][cell] += 1
        if whole:
            del counts[place]["missing"]
    return Table(name, cells, counts, whom, more, whole)


if __name__ == "__main__":
    main()
