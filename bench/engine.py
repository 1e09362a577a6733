"""Measures one engine with one number of cases, in a process of its own; run.py starts it and reads the answer.

Use: DATABASE_URL=... python bench/engine.py <cases> <file for the answer>
"""

import json
import os
import socket
import subprocess
import sys
import time
import traceback
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "knooppunt.settings"
django.setup()

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from bench import clients, plans, town
from bench.clients import Ask
from knooppunt.casework.process import State
from knooppunt.foundation import guard

ONE, EIGHT = (150, 6.0), (500, 5.0)  # at most so many answers, and so many seconds
REFERRALS = ONE[0] + EIGHT[0]
TRIVIAL = "/bench/trivial/"


def main(cases: int, answer: Path) -> None:
    """Fill, serve, measure, and write down."""
    built, filled = town.prepare(cases)
    settings.ROOT_URLCONF = "bench.urls"
    call_command("collectstatic", interactive=False, verbosity=0)
    visitors = {key: sign_in(key) for key in ("marieke", "ellen", "sanne")}
    waiting = town.drafts(built.actor("sanne"), REFERRALS + 2)
    found: dict[str, Any] = {"filled": filled}
    screens = {name: ask for name, ask in screens_of(visitors, waiting).items() if ask}
    found["pages"] = {name: tried(count, visitors, asks) for name, asks in screens.items()}
    with serving() as (port, server):
        beside = Ask(TRIVIAL, visitors["marieke"].cookies["session"].value)
        for name, asks in screens.items():
            if "failed" not in found["pages"][name]:
                found["pages"][name] |= tried(measure, port, server, asks, beside)
        found["workers_mib"] = memory_of(server)
    answer.write_text(json.dumps(found))


def tried(question: Callable[..., dict[str, Any]], *args: Any) -> dict[str, Any]:
    """Give the answer, or say that this page failed: the others are measured all the same."""
    try:
        return question(*args)
    except Exception as failure:  # whatever a page does wrong
        traceback.print_exc()
        return {"failed": f"{type(failure).__name__}: {failure}"[:200]}


def sign_in(key: str) -> Client:
    """Come in through the role picker of the demo."""
    client = Client()
    client.post(reverse("demo:enter", args=[key]))
    client.get(TRIVIAL)
    return client


def screens_of(visitors: dict[str, Client], waiting: list[str]) -> dict[str, list[Ask] | None]:
    """Give what is asked for per screen; None when this version has no such screen."""
    session = {key: client.cookies["session"].value for key, client in visitors.items()}

    def pages(who: str, name: str, arguments: list[list[str]], query: str = "", **more: Any) -> list[Ask] | None:
        try:
            return [Ask(reverse(name, args=a) + query, session[who], **more) for a in arguments]
        except NoReverseMatch:
            return None

    names = ["Anna", "Maes", "Jans", "Beck", "Cuyp", "Huub", "Smee", "Iris"]
    searches = [pages("marieke", "account:directory", [[]], f"?naam={name}") or [] for name in names]
    return {
        "trivial": [Ask(TRIVIAL, session["marieke"])],
        "bare": [Ask("/bench/bare/")],
        "worklist": pages("marieke", "coordinator:worklist", [[]]),
        "case_file": pages("marieke", "coordinator:case", [[code] for code in full_cases()]),
        "directory_search": [ask for asks in searches for ask in asks],
        "leader_figures": pages("ellen", "leader:figures", [[]]),
        "referral_submit": pages("sanne", "referrer:check", [[code] for code in waiting], send=True, expect=302),
    }


def full_cases(number: int = 40) -> list[str]:
    """Give cases with a plan under way at the hub of the coordinator who looks."""
    from knooppunt.casework.models import Case

    with guard.looking_inside():
        rows = Case.objects.filter(hub__code="kerkrade", is_open=True, state=State.FOLLOWING)
        return list(rows.order_by("due_on", "id").values_list("code", flat=True)[:number])


def count(visitors: dict[str, Client], asks: list[Ask]) -> dict[str, Any]:
    """Count the statements of a page inside this process, after a first look that fills what is kept in memory."""
    who = next((c for c in visitors.values() if c.cookies["session"].value == asks[0].session), Client())
    shown: list[Ask] = [asks.pop(), asks.pop()] if asks[0].send else [asks[0], asks[-1]]
    for ask in shown:
        statements = plans.statements_of(who, ask.path, send=ask.send, expect=ask.expect)
    explained = plans.explained(statements)
    return {"queries": len(statements), **({"explain": explained} if explained["plans"] else {})}


def measure(port: int, server: subprocess.Popen, asks: list[Ask], beside: Ask) -> dict[str, Any]:
    """Measure one page: alone by turns with the trivial page, and with one and eight visitors at once.

    `cpu_ms` is the time that the workers computed for one answer: it hardly feels what else the machine does.
    """
    draw: Iterator[Ask] = iter(asks) if asks[0].send else cycle(asks)
    warm = clients.Client(port)
    for _ in range(20 if not asks[0].send else 4):
        warm.ask(next(draw))
    mine, trivial = clients.one_by_one(port, draw, beside, *ONE)
    before = computed(server)
    crowd = clients.together(port, draw, 8, *EIGHT)
    busy = computed(server) - before
    shown, other = mine.shown(), trivial.shown()
    return {
        **shown,
        "times_trivial": round(shown["median_ms"] / other["median_ms"], 2),
        "times_trivial_p10": round(shown["p10_ms"] / other["p10_ms"], 2),
        "trivial_median_ms": other["median_ms"],
        "per_second": {"1": round(len(mine.each) / mine.whole, 1), "8": round(len(crowd.each) / crowd.whole, 1)},
        "with_8": crowd.shown(),
        "cpu_ms": round(busy / len(crowd.each) * 1000, 2),
        "answers": len(mine.each) + len(crowd.each),
    }


@contextmanager
def serving() -> Iterator[tuple[int, subprocess.Popen]]:
    """Serve with gunicorn as in production, two workers, on a free port of this machine."""
    with socket.socket() as spot:
        spot.bind(("127.0.0.1", 0))
        port = spot.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "WORKERS": "2", "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "bench.server"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=sys.stderr)
    try:
        _wait_for(port, server)
        yield port, server
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int, server: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/bench/bare/", timeout=5).close()
            return
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def workers_of(server: subprocess.Popen) -> list[str]:
    """Give the process numbers of the workers; none on a system without /proc."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    return children.read_text().split() if children.exists() else []


def computed(server: subprocess.Popen) -> float:
    """Give how many seconds the workers have computed."""
    stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in workers_of(server)]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def memory_of(server: subprocess.Popen) -> list[dict[str, float]]:
    """Give what each worker takes, in MiB: all of it, and with what the workers share divided among them."""
    found = []
    for pid in workers_of(server):
        rolled = dict(
            line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:] if ":" in line
        )
        found.append({"rss": _mib(rolled["Rss"]), "pss": _mib(rolled["Pss"])})
    return found


def _mib(text: str) -> float:
    return round(int(text.split()[0]) / 1024, 1)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
