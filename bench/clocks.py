"""The morning round over many cases: how long it takes the first time and again, and how many questions it asks.

Runs in a process of its own; run.py starts it. Use: DATABASE_URL=... python bench/clocks.py <cases> <answer file>
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "knooppunt.settings"

import django

django.setup()

from datetime import date, timedelta

from django.db import connection

from bench import town
from knooppunt.casework.reminding import remind
from knooppunt.foundation import clock


def main(cases: int, answer: Path) -> None:
    """Fill, walk the clocks on the next working day, again on the same, and on the one after it; write down."""
    _built, filled = town.prepare(cases)
    day = clock.add_working_days(clock.today(), 1)
    mornings = {"first_morning": day, "again": day, "next_morning": clock.add_working_days(day, 1)}
    found = {name: walked(on) for name, on in mornings.items()}
    answer.write_text(json.dumps({"filled": filled} | found))


def walked(on: date) -> dict[str, Any]:
    """Walk all clocks on a day; give how many things were told, how long it took, and how many statements."""
    asked = 0

    def count(execute: Any, *args: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*args)

    with clock.travel(clock.now() + timedelta(days=(on - clock.today()).days)), connection.execute_wrapper(count):
        started = time.monotonic()
        told = remind()
        return {"told": told, "seconds": round(time.monotonic() - started, 1), "statements": asked}


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
