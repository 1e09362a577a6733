"""How long each paper takes to set, and whether other threads of the server go on meanwhile.

Runs in a process of its own; run.py starts it. Use: DATABASE_URL=... python bench/papers.py <file for the answer>
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from bench import engine
from knooppunt.demo import town
from knooppunt.papers import Document, pdf, warm
from knooppunt.web.papers import sheet

RUNS = 15
TICK = 0.001


def main(answer: Path) -> None:
    """Fill the demo town, ask for each paper as the person who would, and set each alone."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("collectstatic", interactive=False, verbosity=0)
    built = town.build()
    asked: list[Document] = []
    sheet.pdf = lambda document: asked.append(document) or pdf(document)  # type: ignore[attr-defined]
    found: dict[str, Any] = {"warming": timed(warm)}
    for name, (who, path) in papers(built).items():
        asked.clear()
        in_request = [timed(lambda who=who, path=path: fetch(who, path))["ms"] for _ in range(3)]
        found[name] = {"request_ms": median(in_request)} | alone(asked[0])
    answer.write_text(json.dumps(found))


def papers(built: Any) -> dict[str, tuple[Client, str]]:
    """Give who asks for which paper."""
    desk, mother, referrer = engine.sign_in("marieke"), engine.sign_in("yara"), engine.sign_in("sanne")
    code, ended = built.cases["following"], built.cases["closed"]
    return {
        "plan_arabic": (mother, reverse("family:plan_paper", args=[code])),
        "own_file_arabic": (mother, reverse("family:file_paper", args=[code])),
        "action_list": (desk, reverse("team:action_list", args=[code])),
        "closing_letter": (referrer, reverse("referrer:letter", args=[ended])),
    }


def fetch(who: Client, path: str) -> None:
    """Ask for a paper as a browser does."""
    answer = who.get(path)
    if answer.status_code != 200 or answer["Content-Type"] != "application/pdf":
        raise RuntimeError(f"{path} answered {answer.status_code}.")


def alone(document: Document) -> dict[str, Any]:
    """Set one paper again and again, each time a little different, so that nothing is remembered."""
    runs = [timed(lambda n=n: pdf(_other(document, n))) for n in range(RUNS)]
    return {
        "pdf_ms": round(median(run["ms"] for run in runs), 1), "pdf_ms_longest": max(run["ms"] for run in runs),
        "others_waited_ms": round(median(run["others_waited_ms"] for run in runs), 1),
        "kb": round(len(pdf(document)) / 1000, 1),
    }  # fmt: skip


def _other(document: Document, number: int) -> Document:
    return Document(**(vars(document) | {"top": f"{document.top} {number}"}))


def timed(work: Callable[[], Any]) -> dict[str, float]:
    """Do some work; say how long it took, and how long another thread stood still at most."""
    pauses, over = [0.0], threading.Event()

    def tick() -> None:
        before = time.perf_counter()
        while not over.is_set():
            time.sleep(TICK)
            pauses.append(time.perf_counter() - before)
            before = time.perf_counter()

    other = threading.Thread(target=tick)
    other.start()
    begun = time.perf_counter()
    try:
        work()
    finally:
        took = time.perf_counter() - begun
        over.set()
        other.join()
    return {"ms": round(took * 1000, 1), "others_waited_ms": round(max(pauses) * 1000, 1)}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
