"""Everything that must hold: style, floors, types, all tests on SQLite and on PostgreSQL; ends with a line for each.

Use: python tests/run.py [sqlite|postgresql]
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import postgres  # noqa: E402

PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "3", "--dist", "loadgroup"]


def run(command: list[str], **environment: str) -> tuple[bool, str]:
    """Run a command, pass its output on, and give whether it succeeded with its last line."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment},  # each worker and server reads it again
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    last = ""
    for line in process.stdout:
        print(line, end="", flush=True)
        last = line.strip().strip("= ") or last
    return process.wait() == 0, last


def checks(only: str) -> list[tuple[str, bool, str]]:
    """Run all parts, also after one has failed, and give name, success and closing line of each."""
    if only:
        return tests(only)
    with ThreadPoolExecutor() as beside:  # the types take one core for most of a minute; the tests leave that much over
        types = beside.submit(run, ["make", "types"])
        results = [("lint", *run(["make", "lint"])), *tests(only)]
        return [("types", *types.result()), *results]


def tests(only: str) -> list[tuple[str, bool, str]]:
    """Run the tests on one engine, or on both."""
    results = []
    with TemporaryDirectory() as reckoned:  # what was reckoned without a database, for both engines: tests/conftest.py
        # In a run of both, stories and pages are asked of one engine, by turns, and what meets no database once.
        if only in {"", "sqlite"}:
            turn = {} if only else {"ENGINE": "first"}
            results.append(("tests on SQLite", *run(PYTEST, RECKONED=reckoned, **turn)))
        if only in {"", "postgresql"}:
            turn = {} if only else {"ENGINE": "second"}
            with postgres.running() as url:
                results.append(("tests on PostgreSQL", *run(PYTEST, DATABASE_URL=url, RECKONED=reckoned, **turn)))
    return results


def main(only: str = "") -> int:
    """Run the checks and print how each ended; the exit code is 0 when all succeeded."""
    if only not in {"", "sqlite", "postgresql"}:
        raise SystemExit(__doc__)
    started = time.monotonic()
    results = checks(only)
    print(f"\n{'=' * 100}")
    for name, succeeded, closing in results:
        print(f"{'ok   ' if succeeded else 'FAILS'}  {name}: {closing}")
    print(f"{time.monotonic() - started:.0f} seconds")
    return 0 if all(succeeded for _, succeeded, _ in results) else 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
