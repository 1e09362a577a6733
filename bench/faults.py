"""`make faults`: letters while the worker is killed and the mail server misbehaves; prints one JSON document of counts.

Use: python bench/faults.py [--kills N] [--only sqlite|postgresql]
Fails when a letter is lost, arrives more than twice, or 1,000 letters take longer than a minute.
"""

import argparse
import json
import sys
from typing import Any

import run

sys.path.insert(0, str(run.ROOT / "tools"))

from mail_server import free_port

GOALS = {"seconds_for_1000_letters": 60, "lost": 0, "more_than_twice": 0}


def main() -> int:
    """Try, print, and fail when a letter is lost or comes too often."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--only", choices=["sqlite", "postgresql"], default="")
    asked = parser.parse_args()
    engines: dict[str, Any] = {}
    machine = run.machine()  # how busy it was before we began
    for engine in [asked.only] if asked.only else ["sqlite", "postgresql"]:
        mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(free_port()), "SMTP_TLS": "none"}
        found = run.run(engine, "letters.py", str(asked.kills), KNOOPPUNT_MODE="test", LOG_LEVEL="CRITICAL", **mail)
        engines[engine] = found
    wrong = [f"{engine}: {what}" for engine, found in engines.items() for what in faults_of(found)]
    print(json.dumps({"machine": machine, "goals": GOALS, "engines": engines, "wrong": wrong}, indent=2))
    for one in wrong:
        print(f"FAILS: {one}", file=sys.stderr)
    return 1 if wrong else 0


def faults_of(found: dict[str, Any]) -> list[str]:
    """Name what may not be."""
    killed, speed = found["killed"], found["speed"]
    faults = {
        "letters were lost": killed["lost"],
        "letters arrived more than twice": killed["more"],
        "no kill found a letter on its way": not killed["died_on_their_way"],
        "not every letter was counted": killed["letters"] != sum(
            killed[one] for one in ("once", "twice", "more", "of_those_never_arrived")
        ),
        "1,000 letters take too long": speed["all_sent_after_s"] > GOALS["seconds_for_1000_letters"],
        "not all letters went": speed["arrived"] != speed["letters"],
        "a mail server that was away lost letters": found["hour_without_mail_server"]["arrived_once"]
        != found["hour_without_mail_server"]["letters"],
        "a letter came twice without a kill": sum(one.get("arrived_more", 0) for one in found.values()),
        "a refused address was tried again": found["no_from_mail_server"]["refused_after_tries"] != [1],
    }  # fmt: skip
    return [what for what, found_it in faults.items() if found_it]


if __name__ == "__main__":
    raise SystemExit(main())
