"""The morning round over many cases: how long it takes the first time and again, and how many questions it asks.

Use: python bench/clocks.py [cases]     on the empty database of DATABASE_URL
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("KNOOPPUNT_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knooppunt.settings")

import django

django.setup()

from datetime import timedelta

from django.db import connection

from bench import town
from knooppunt.casework.reminding import remind
from knooppunt.foundation import clock


def main(cases: int) -> None:
    """Fill, walk the clocks on the next working day, again on the same, and on the one after it."""
    _built, how = town.prepare(cases)
    print(f"{how['cases']} cases on {connection.vendor}")
    day = clock.add_working_days(clock.today(), 1)
    for name, on in (("first morning", day), ("again", day), ("next morning", clock.add_working_days(day, 1))):
        asked = 0

        def count(execute, sql, params, many, context):
            nonlocal asked
            asked += 1
            return execute(sql, params, many, context)

        with clock.travel(clock.now() + timedelta(days=(on - clock.today()).days)), connection.execute_wrapper(count):
            started = time.monotonic()
            told = remind()
            print(f"{name}: {told} things told in {time.monotonic() - started:.1f} s, {asked} statements")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
