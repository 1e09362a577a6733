"""The whole region's factsheet as JSON beside the SQL that a person would write for the same numbers, and its memory.

Runs in a process of its own, on PostgreSQL; run.py starts it. Use: DATABASE_URL=... bench/figures.py CASES ANSWER
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "knooppunt.settings"

import django

django.setup()

from django.db import connection

from bench import town
from knooppunt.casework import registering
from knooppunt.casework.forms import codes
from knooppunt.casework.models import Case
from knooppunt.casework.registering import ASKED, LISTS
from knooppunt.figures import numbers
from knooppunt.figures.factsheet import factsheet
from knooppunt.foundation import guard

AGAIN = 5  # measurements, of which the median counts
STALE = 1000  # cases that changed, to see what registering them again costs
FAMILIES, ITEMS = "casework_registration", "casework_registered"
YEAR = "referred_on >= '{year}-01-01' AND referred_on < '{after}-01-01'"
YES = YEAR + " AND research = 'yes'"
KINDS, DAYS = ("need", "participant", "support"), ("conference_on", "support_on")
# What somebody would write for the factsheet of the region: one statement per table, and how many have an answer.
BY_HAND = {
    "by_municipality": f"SELECT municipality_id, count(*) FROM {FAMILIES} WHERE {YEAR} GROUP BY 1",
    "consented": f"SELECT municipality_id, count(*) FROM {FAMILIES} WHERE {YES} GROUP BY 1",
    "by_quarter": f"SELECT extract(quarter FROM referred_on), count(*) FROM {FAMILIES} WHERE {YEAR} GROUP BY 1",
    **{
        name: f"SELECT {name}, count(*) FROM {FAMILIES} WHERE {YES} GROUP BY 1"
        for name in ("composition", "referrer", "outcome", "change")
    },
    **{
        name: f"SELECT {name}_mother, {name}_partner, count(*) FROM {FAMILIES} WHERE {YES} GROUP BY 1, 2"
        for name in ("work", "education")
    },
    "new_referrers": f"SELECT is_new_referrer, count(*) FROM {FAMILIES} WHERE {YEAR} GROUP BY 1",
    **{
        name: f"SELECT i.code, count(*) FROM {ITEMS} i JOIN {FAMILIES} r ON r.id = i.registration_id "
        f"WHERE {YES} AND i.kind = '{name}' AND i.local = '' GROUP BY 1"
        for name in KINDS
    },
    **{
        f"families with {name}": f"SELECT count(*) FROM {FAMILIES} r WHERE {YES} "
        f"AND EXISTS (SELECT 1 FROM {ITEMS} i WHERE i.registration_id = r.id AND i.kind = '{name}')"
        for name in KINDS
    },
    **{
        f"days until {name}": f"SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY {name} - referred_on) "
        f"FROM {FAMILIES} WHERE {YEAR} AND {name} IS NOT NULL"
        for name in DAYS
    },
    "families with days": f"SELECT count(*) FROM {FAMILIES} WHERE {YEAR} "
    "AND NOT (conference_on IS NULL AND support_on IS NULL)",
    "advice": "SELECT key, sum(count) FROM casework_tally WHERE what = 'advice' "
    "AND period >= '{year}-01-01' AND period < '{after}-01-01' GROUP BY 1",
}


def main(cases: int, answer: Path) -> None:
    """Fill, let families answer, and measure in a process that did nothing else, so that its memory tells something."""
    _built, filled = town.prepare(cases)
    with guard.looking_inside():
        _answer()
    subprocess.run([sys.executable, __file__, "measure", str(answer)], check=True)
    answer.write_text(json.dumps({"filled": filled} | json.loads(answer.read_text())))


def _answer() -> None:
    """Let who says yes to research answer, each something else; some do not know, and some were not asked."""
    said = []
    for shift, name in enumerate(ASKED, start=1):
        found = ["", *sorted(codes(LISTS[name]))]
        said.append(f"{name} = (ARRAY{found})[1 + (id * {7 + 2 * shift} / {shift}) % {len(found)}]")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE casework_registration SET {', '.join(said)} WHERE research = 'yes'")
        cursor.execute("VACUUM ANALYZE casework_registration")


def measure(answer: Path) -> None:
    """Write down how long the factsheet takes beside the SQL, and what registering a thousand cases again costs."""
    before = _peak()
    with guard.looking_inside():
        year, families = _one("SELECT extract(year FROM referred_on)::int, count(*) FROM casework_registration "
                              "GROUP BY 1 ORDER BY 2 DESC LIMIT 1")  # fmt: skip
    _compare(year)
    by_hand = {name: _median(partial(_ask, sql, year)) for name, sql in BY_HAND.items()}
    asked = {
        "internal": _median(lambda: json.dumps(factsheet(year, "region", internal=True))),
        "published": _median(partial(_publish, year)),
    }
    total = sum(by_hand.values())
    peak = _peak()
    found = {
        "year": year, "families": families, "by_hand_ms": by_hand, "sum_by_hand_ms": round(total, 1),
        "factsheet_ms": asked, "times_by_hand": {name: round(ms / total, 2) for name, ms in asked.items()},
        "peak_mib": peak, "peak_before_mib": before, "registered_again": _registered_again(),
    }  # fmt: skip
    answer.write_text(json.dumps(found))


def _publish(year: int) -> str:
    numbers._planned.cache_clear()  # each time what stays hidden is worked out anew
    return json.dumps(factsheet(year, "region"))


def _compare(year: int) -> None:
    """Stop when both do not tell the same numbers: then the times would not mean anything."""
    sheet = factsheet(year, "region", internal=True)
    for table, sql in (
        ("by_municipality", "by_municipality"),
        ("needs", "need"),
        ("family_composition", "composition"),
    ):
        rows = {str(code): number for code, number in _ask(BY_HAND[sql], year) if code}
        told = {row["code"]: row["count"] for row in sheet["tables"][table]["rows"] if row["count"]}
        assert told == rows, table


def _ask(sql: str, year: int) -> list[Any]:
    with guard.looking_inside(), connection.cursor() as cursor:
        cursor.execute(sql.format(year=year, after=year + 1))
        return cursor.fetchall()


def _one(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def _median(work: Callable[[], object]) -> float:
    times = []
    for _time in range(AGAIN):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return round(median(times), 1)


def _registered_again() -> dict[str, float]:
    with guard.looking_inside():
        some = list(Case.objects.order_by("pk").values_list("pk", flat=True)[:STALE])
        Case.objects.filter(pk__in=some).update(registered=False)
    started = time.perf_counter()
    done = registering.refresh()
    return {"cases": done, "seconds": round(time.perf_counter() - started, 2)}


def _peak() -> int:
    """Give the most memory of this process until now, in MiB; `resource` would tell that of the parent."""
    told = Path("/proc/self/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) // 1024


if __name__ == "__main__":
    if sys.argv[1] == "measure":
        measure(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]), Path(sys.argv[2]))
