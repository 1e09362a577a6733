"""`make bench`: fills databases with cases and measures the screens on SQLite and PostgreSQL; prints one JSON document.

Use: python bench/run.py [--cases N] [--compare] [--regions N]
    [--only sqlite|postgresql|visits|papers|clocks|import|figures|suppression|attack]
With --compare it also measures 1,000 cases and says how many times slower each page is with N. `visits` are first
visits to public and family pages over a slow telephone network, in Chromium. `papers`: each PDF, and how long other
threads stand still meanwhile. `clocks`: the morning round over N cases. `import`: a file
with ten thousand families, read and taken in. `figures`: the factsheet of the region over N cases beside the SQL that a
person would write for it, both on PostgreSQL. `suppression`: what stays hidden of 342 municipalities. `attack`, only
when asked: a second program tries to uncover what was hidden in the figures of N random regions.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import postgres

FEW = 1000
FAMILIES = 10_000  # in a file that is taken in
ENGINES = ["sqlite", "postgresql"]
PARTS = [*ENGINES, "visits", "papers", "clocks", "import", "figures", "suppression"]
REGIONS = 2100
MANY = 100_000  # families in the year of a factsheet, as a million cases have
GOALS = {
    "times_trivial": 4.0, "queries": 12, "slower": 1.3, "worker_mib": 200, "referrals_per_second": 100,
    "wire_kb": 60, "blocking_round_trips": 1, "lcp_ms": 2500, "import_s": 20,
    "factsheet_times_sql": 1.5, "factsheet_mib": 300, "suppression_s": 60, "leaks": 0,
}  # fmt: skip


def main() -> int:
    """Measure, print, and fail when a page reads a whole case table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=FEW)
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--regions", type=int, default=REGIONS)
    parser.add_argument("--only", choices=[*PARTS, "attack"], default="")
    asked = parser.parse_args()
    parts = [asked.only] if asked.only else PARTS
    found: dict[str, Any] = {"machine": machine(), "goals": GOALS, "engines": {}}
    if "visits" in parts:
        found["first_visits"] = run("sqlite", "visits.py")
    if "papers" in parts:
        found["papers"] = run("sqlite", "papers.py")
    if "clocks" in parts:
        found["clocks"] = run("sqlite", "clocks.py", str(asked.cases))
    if "import" in parts:
        found["import"] = {engine: run(engine, "importing.py", str(FAMILIES)) for engine in ENGINES}
    if "figures" in parts:
        found["figures"] = run("postgresql", "figures.py", str(asked.cases))
    if "suppression" in parts:
        found["suppression"] = run("sqlite", "suppression.py")
    if "attack" in parts:
        found["attack"] = run("sqlite", "attack.py", str(asked.regions))
    for engine in (part for part in parts if part in ENGINES):
        sizes = sorted({*([FEW] if asked.compare else []), asked.cases})
        runs = {size: run(engine, "engine.py", str(size)) for size in sizes}
        found["engines"][engine] = {"by_cases": runs}
        if len(sizes) == 2:
            found["engines"][engine]["slower"] = slower(runs[sizes[0]]["pages"], runs[sizes[1]]["pages"])
    found["wrong"] = wrong(found["engines"]) + missed(found.get("first_visits", {}))
    found["wrong"] += [f"attack: region {one['seed']} leaks" for one in found.get("attack", {}).get("leaky", [])]
    found["wrong"] += slow(found.get("import", {})) + heavy(found.get("figures", {}), found.get("suppression", {}))
    print(json.dumps(found, indent=2))
    for one in found["wrong"]:
        print(f"FAILS: {one}", file=sys.stderr)
    return 1 if found["wrong"] else 0


def machine() -> dict[str, Any]:
    """Say what it ran on, and how busy it was already: figures of a shared machine are rough, their ratios hold."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def run(engine: str, script: str, *told: str, **more: str) -> dict[str, Any]:
    """Measure in a process of its own, with `more` in its environment, on a database that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="knooppunt-bench-") as folder, database(engine, Path(folder)) as url:
        answer = Path(folder) / "answer.json"
        environment = {
            **os.environ, "DATABASE_URL": url, "KNOOPPUNT_MODE": "demo", "STATIC_ROOT": f"{folder}/static",
            "SESSION_IDLE_SECONDS": "7200", **more,
        }  # fmt: skip
        command = [sys.executable, str(ROOT / "bench" / script), *told, str(answer)]
        subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=sys.stderr)
        return json.loads(answer.read_text())


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """Give the address of an empty database."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
    else:
        with postgres.running() as url:
            yield url


def slower(few: dict[str, Any], many: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Say per page how many times longer it takes with many cases, as measured and beside the trivial page.

    On a busy machine only those beside the trivial page, of the same moment, mean something.
    """
    return {
        name: {
            **{one: round(many[name][one] / few[name][one], 2) for one in ("median_ms", "p10_ms", "cpu_ms")},
            "times_trivial": round(many[name]["times_trivial"] / few[name]["times_trivial"], 2),
            "times_trivial_p10": round(many[name]["times_trivial_p10"] / few[name]["times_trivial_p10"], 2),
        }
        for name in many
        if "median_ms" in many[name] and "median_ms" in few.get(name, {})
    }


def heavy(figures: dict[str, Any], suppression: dict[str, Any]) -> list[str]:
    """Say where figures take more than they may. Beside SQL only with many families: a plan always costs the same."""
    found = []
    times = max(figures["times_by_hand"].values()) if figures and figures["families"] >= MANY else 0
    if times > GOALS["factsheet_times_sql"]:
        found.append(f"factsheet: {times} times the SQL")
    if figures and figures["peak_mib"] > GOALS["factsheet_mib"]:
        found.append(f"factsheet: {figures['peak_mib']} MiB")
    if suppression and suppression["cpu_seconds"] > GOALS["suppression_s"]:
        found.append(f"suppression: {suppression['cpu_seconds']} s")
    return found


def wrong(engines: dict[str, Any]) -> list[str]:
    """Name every page that did not answer as it should, or for which a case table is read whole."""
    found = []
    for engine, runs in engines.items():
        for cases, one in runs["by_cases"].items():
            for name, page in one["pages"].items():
                where = f"{engine}, {cases} cases, {name}"
                if "failed" in page:
                    found.append(f"{where}: {page['failed']}")
                if tables := page.get("explain", {}).get("whole_tables"):
                    found.append(f"{where} reads whole tables: {', '.join(tables)}")
    return found


def missed(visits: dict[str, Any]) -> list[str]:
    """Name every first visit that asks for more than it may; how long it took is no reason, on a shared machine."""
    asked = ("queries", "wire_kb", "blocking_round_trips")
    return [f"{name}: {one} is {page[one]}" for name, page in visits.items() for one in asked if page[one] > GOALS[one]]


def slow(imports: dict[str, Any]) -> list[str]:
    """Name the engine on which ten thousand families take longer to come in than they may."""
    most = GOALS["import_s"]
    return [f"{engine}: the import took {one['seconds']} s" for engine, one in imports.items() if one["seconds"] > most]


if __name__ == "__main__":
    raise SystemExit(main())
