"""The attack on published figures, over random regions and years: what a second program finds. Use: attack.py N ANSWER.

Of each three regions one publishes all its areas at once, one in turn and in any order, and one in turn while families
come between the releases, by the rule of moments; there it also looks for areas in which a few families came. It says
how many gaps there were, how many of them could be closed to fewer than five families, and how many regions gave
something away.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.figures.years import everything, published_in_turn, random_year, released_in_turn

WAYS = ("all_at_once", "in_turn", "while_growing")
FIRST = 10_000  # the tests walk the regions before this one


def main() -> None:
    """Attack and write the answer."""
    regions, started = int(sys.argv[1]), time.perf_counter()
    found: dict[str, Any] = {way: {"regions": 0, "numbers": 0, "gaps": 0, "leaks": 0} for way in WAYS}
    leaky: list[dict[str, Any]] = []
    for seed in range(FIRST, FIRST + regions):
        way = WAYS[seed % len(WAYS)]
        year = random_year(seed, places=8 if way == "all_at_once" else 6, tables=4 if way == "all_at_once" else 3)
        if way == "all_at_once":
            editions = [everything(year.plan())]
        else:
            editions = released_in_turn(year) if way == "while_growing" else published_in_turn(year)
        numbers = [number for lines in editions for line in lines for number in line.numbers.values()]
        leaks = year.attack(editions)
        leaks += year.attack(editions, changes=True) if len(editions) > 1 else []
        found[way]["regions"] += 1
        found[way]["numbers"] += len(numbers)
        found[way]["gaps"] += sum(number is None for number in numbers)
        found[way]["leaks"] += len(leaks)
        leaky += [{"seed": seed, "leaks": len(leaks)}] if leaks else []
        if seed % 100 == 99:
            print(f"attack: {seed + 1 - FIRST} regions, {len(leaky)} leaky", file=sys.stderr, flush=True)
    answer = {"regions": regions, "leaky": leaky, **found, "seconds": round(time.perf_counter() - started, 1)}
    Path(sys.argv[2]).write_text(json.dumps(answer))


if __name__ == "__main__":
    main()
