"""First visits over a slow telephone network, in Chromium's own throttling: what goes over the wire, and how soon.

Runs in a process of its own; run.py starts it. Use: DATABASE_URL=... python bench/visits.py <file for the answer>
"""

import json
import shutil
import sys
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from bench import engine, plans
from knooppunt.demo import town

BITS, ROUND_TRIP, SCREEN = 400_000, 400, {"width": 360, "height": 740}  # a second; milliseconds; an old telephone
MOTHER = "yara"
RUNS = 3  # of the pages that are shown by themselves; the others are visited once
BROWSERS = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
OTHERS = (
    "professionals",
    "film",
    "find_contact",
    "leaflet",
    "about",
    "privacy",
    "accessibility",
    "help",
    "entrance:enter",
)
LOCAL = ("local_contact", "local_leaflet")
OF_A_FAMILY = (
    "points", "table", "person", "agreed", "messages", "write", "looking_back", "keep", "research", "log", "stop",
    "paper", "health", "health_share", "file",
)  # fmt: skip
# When the largest thing stood there, and how often the browser had to ask again before it could draw anything: what a
# style sheet asks for itself comes a round trip later.
SEEN = """() => new Promise(done => new PerformanceObserver(list => {
  const blocking = performance.getEntriesByType('resource').filter(one => one.renderBlockingStatus === 'blocking')
  const later = blocking.filter(one => one.initiatorType === 'css').length
  done([list.getEntries().at(-1).startTime, blocking.length, blocking.length ? 1 + !!later : 0])
}).observe({type: 'largest-contentful-paint', buffered: true}))"""


def main(answer: Path) -> None:
    """Fill the demo town, serve it, and visit."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    built = town.build()
    settings.ROOT_URLCONF = "bench.urls"
    call_command("collectstatic", interactive=False, verbosity=0)
    stranger, mother, family = Client(), engine.sign_in(MOTHER), built.cases["following"]
    pages = {
        "public_home": (stranger, reverse("home")),
        "public_parents": (stranger, reverse("parents")),
        "family_place": (mother, reverse("family:place", args=[family])),
        "family_choices": (mother, reverse("family:choices", args=[family])),
    }
    often = set(pages)
    pages |= {f"public_{name}": (stranger, reverse(name)) for name in OTHERS}
    pages |= {f"public_{name}": (stranger, reverse(name, args=["kerkrade"])) for name in LOCAL}
    pages |= {f"family_{name}": (mother, reverse(f"family:{name}", args=[family])) for name in OF_A_FAMILY}
    found: dict[str, Any] = {name: {"queries": len(plans.statements_of(*page))} for name, page in pages.items()}
    with engine.serving() as (port, _server), sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name, (who, path) in pages.items():
            session = who.cookies["session"].value if "session" in who.cookies else ""
            runs = RUNS if name in often else 1
            found[name] |= visited(browser, f"http://localhost:{port}{path}", session, runs)
        browser.close()
    answer.write_text(json.dumps(found))


def visited(browser: Browser, address: str, session: str, runs: int) -> dict[str, Any]:
    """Visit a page some times, each time for the first time, and give what it took in the middle of these."""
    seen = [visit(browser, address, session) for _ in range(runs)]
    return {"lcp_ms": round(median(one.pop("lcp_ms") for one in seen)), **seen[-1]}


def visit(browser: Browser, address: str, session: str) -> dict[str, Any]:
    """Visit a page once with an empty cache. Bytes are those on the wire with their heads, fonts aside."""
    context = browser.new_context(viewport=SCREEN)
    context.add_cookies([{"name": "session", "value": session, "url": address}] if session else [])
    page = context.new_page()
    network = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    wire: dict[str, float] = {}
    network.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    network.on("Network.loadingFinished", lambda e: wire.update({e["requestId"]: e["encodedDataLength"]}))
    network.send("Network.enable")
    slow = {"offline": False, "latency": ROUND_TRIP, "downloadThroughput": BITS / 8, "uploadThroughput": BITS / 8}
    network.send("Network.emulateNetworkConditions", slow)
    page.goto(address, wait_until="networkidle")
    lcp, blocking, trips = page.evaluate(SEEN)
    context.close()
    size = sum(n for one, n in wire.items() if kinds.get(one) != "Font")
    return {"wire_kb": round(size / 1000, 1), "lcp_ms": lcp, "blocking": blocking, "blocking_round_trips": trips}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
