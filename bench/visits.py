"""First visits over a slow telephone network, in Chromium's own throttling: what goes over the wire, and how soon.

Runs in a process of its own; run.py starts it. Use: DATABASE_URL=... python bench/visits.py <file for the answer>
"""

import json
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in the thread that asks the database
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from bench import engine, plans
from knooppunt.casework import convening, forms, scheduling
from knooppunt.demo import documents, town
from knooppunt.demo.documents import screen_of
from knooppunt.figures import editions
from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM
from tests.web.test_referrer_self import STEPS

BITS, ROUND_TRIP, SCREEN = 400_000, 400, {"width": 360, "height": 740}  # a second; milliseconds; an old telephone
PARENTS = ("yara", "noor")  # with an agreed plan; and before her conference
NOT_VISITED = {"queries": 999, "wire_kb": 999, "blocking_round_trips": 999, "lcp_ms": 0, "blocking": 0}
RUNS = 3  # of the pages that are shown by themselves; the others are visited once
BROWSERS = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
OFTEN = {"home", "parents", "family:place", "family:choices"}
# What is there for everyone or for families and is no page: files, and ways to another page.
NO_PAGE = {
    "robots", "security_txt", "health", "in_language", "in_language_at", "published_factsheet_paper",
    "family:meeting_paper", "family:calendar", "family:file_paper", "family:file_data", "family:file_scan",
    "family:plan_paper", "family:home",  # who has one family goes on to it at once
    "entrance:broker", "entrance:broker_back", "entrance:broker_onward",  # to and from DigiD, which is not here
}  # fmt: skip
LINK = re.compile(r'(?:href|action)="(/[^"#?]*)')
ALIKE = 3  # addresses of one kind that are looked into for links
# When the largest thing stood there, and how often the browser had to ask again before it could draw anything: what a
# style sheet asks for itself comes a round trip later.
SEEN = """() => new Promise(done => new PerformanceObserver(list => {
  const blocking = performance.getEntriesByType('resource').filter(one => one.renderBlockingStatus === 'blocking')
  const later = blocking.filter(one => one.initiatorType === 'css').length
  done([list.getEntries().at(-1).startTime, blocking.length, blocking.length ? 1 + !!later : 0])
}).observe({type: 'largest-contentful-paint', buffered: true}))"""

type Pages = dict[str, tuple[Client, str]]  # name -> who visits it, and where


def main(answer: Path) -> None:
    """Fill the demo town, serve it, and visit."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    built = town.build()
    settings.ROOT_URLCONF = "bench.urls"
    call_command("collectstatic", interactive=False, verbosity=0)
    found: dict[str, Any] = {}
    with engine.serving() as (port, _server), sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for pages in stages(built):
            for name, (who, path) in ((name, page) for name, page in pages.items() if name not in found):
                session = who.cookies["session"].value if "session" in who.cookies else ""
                queries = len(plans.statements_of(who, path))
                seen = visited(browser, f"http://localhost:{port}{path}", session, RUNS if name in OFTEN else 1)
                found[name] = {"queries": queries, **seen}
        browser.close()
    left_out = wanted() - NO_PAGE - {name.partition(" ")[0] for name in found}
    answer.write_text(json.dumps({**found, **{name: NOT_VISITED for name in sorted(left_out)}}))


def wanted() -> set[str]:
    """Give the names of all addresses that show something to everyone or to families."""
    shows = [(name, view, screen_of(view)) for _address, name, view in documents.pages()]
    public = "knooppunt.web.public"
    here = {name for name, view, screen in shows if screen.for_families or view.__module__.startswith(public)}
    reads = {name for name, _view, screen in shows if "GET" in screen.methods}
    return here & reads - {"", "None"}  # the pages of the bench itself have no name


def stages(built: town.Town) -> Iterator[Pages]:
    """Give the pages that stand open at one moment after another; visit them before asking for the next."""
    editions.freeze(SYSTEM, clock.today().year, "region")
    yield linked(
        Client(),
        "/",
        "/toegankelijkheid/",
        reverse("published_factsheets"),
        reverse("entrance:fork"),
        reverse("family:health_sheet"),
    )
    for key in PARENTS:
        yield linked(engine.sign_in(key), reverse("family:home"))
    desk, family = built.actor("marieke"), built.cases["planned"]
    convening.call_off(desk, family, reason=next(iter(forms.codes("called_off_reasons"))))
    scheduling.propose_dates(desk, family, [clock.now() + timedelta(days=days) for days in (8, 9)])
    yield linked(engine.sign_in(PARENTS[-1]), reverse("family:home"))
    parent = Client()
    yield own_steps(parent)
    parent.post(reverse("referrer:self_check"))
    parent.post(reverse("entrance:enter"), {"who": "nobody@example.org"})
    yield {name: (parent, reverse(name)) for name in ("referrer:self_sent", "entrance:code")}


def linked(who: Client, *starts: str) -> Pages:
    """Give one page of each kind that somebody finds by following links."""
    names, found, opened, todo = wanted() - NO_PAGE, {}, Counter[str](), list(starts)
    seen = set(todo)
    while todo:
        path = todo.pop(0)
        try:
            name = resolve(path).view_name
        except Resolver404:
            continue
        if (name not in names and path not in starts) or opened[name] == ALIKE:
            continue
        opened[name] += 1
        page = who.get(path, follow=True)
        if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            if not page.redirect_chain:
                found.setdefault(name, (who, path))
            links = [one for one in LINK.findall(page.content.decode()) if one not in seen]
            seen.update(links)
            todo += links
    return found


def own_steps(parent: Client) -> Pages:
    """Give each step by which a parent asks for help herself, with what she filled in so far."""
    parent.post(reverse("referrer:self_begin"))
    steps = {slug: reverse("referrer:self_page", args=[slug]) for slug in STEPS}
    for slug, page in steps.items():
        parent.post(page, STEPS[slug])
    found = {f"referrer:self_page {slug}": (parent, page) for slug, page in steps.items()}
    return found | {name: (parent, reverse(name)) for name in ("referrer:self_check", "referrer:self_saved")}


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
