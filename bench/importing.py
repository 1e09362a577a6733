"""How long it takes to read and take in a file of so many families, and how much the page before it has to carry.

Use: python bench/importing.py 10000 answer.json, on an empty database; `bench/run.py --only import` does that.
"""

import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "knooppunt.settings"

import django

django.setup()

import xlsxwriter
from django.core.management import call_command
from django.db import connection

from knooppunt.figures import importing
from knooppunt.figures.accepted import COLUMNS, DAY, SEVERAL, Accepted
from knooppunt.people.actor import SYSTEM
from knooppunt.web.leader.importing import hand_over

FIRST = 44_562  # as Excel counts: 1 January 2022


def main() -> int:
    families, answer = int(sys.argv[1]), Path(sys.argv[2])
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    content = workbook(families)
    start = time.process_time()
    found, read = timed(lambda: importing.read(content))
    assert not found.problems, found.problems[:3]
    carried, packed = timed(lambda: hand_over(found.rows, 1))
    asked: list[int] = []
    with connection.execute_wrapper(lambda execute, *told: asked.append(1) or execute(*told)):
        new, kept = timed(lambda: importing.keep(found.rows, SYSTEM))
    cpu = round(time.process_time() - start, 2)
    again, twice = timed(lambda: importing.keep(found.rows, SYSTEM))
    assert (new, again) == (families, 0)
    told = {
        "families": families, "file_kb": len(content) // 1000, "read_s": read, "keep_s": kept, "again_s": twice,
        "seconds": round(read + kept, 2), "cpu_s": cpu, "statements": len(asked), "pack_s": packed,
        "carried_kb": len(carried) // 1000, "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip
    answer.write_text(json.dumps(told))
    return 0


def timed(what: Callable[[], Any]) -> tuple[Any, float]:
    """Give what comes of it, and the seconds that it took."""
    start = time.perf_counter()
    result = what()
    return result, round(time.perf_counter() - start, 2)


def workbook(families: int) -> bytes:
    """Give a workbook in which every cell holds something that is accepted, drawn by lot."""
    lot, accepted, made = random.Random(5), Accepted(), BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet, as_date = book.add_worksheet(), book.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_row(0, 0, [column.name for column in COLUMNS])
        for row in range(1, families + 1):
            day = FIRST + lot.randrange(365)
            for number, column in enumerate(COLUMNS):
                if column.kind == DAY:
                    day += lot.randrange(40) * (not column.needed)
                    sheet.write_number(row, number, day, as_date)
                else:
                    labels = [label for _code, label in accepted.rows(column)]
                    several = lot.sample(labels, 3) if column.kind == SEVERAL else [lot.choice(labels)]
                    sheet.write_string(
                        row, number, "; ".join(several) if row % 4 or column.field != "research" else "Ja"
                    )
    return made.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
