"""What stories say again and again: come in as somebody of the cast, look at the page, let axe look at it."""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from axe_playwright_python.base import AXE_SCRIPT as AXE
from playwright.sync_api import Error, Locator, Page, expect

from tests.stories import looks

PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
AXE_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # of what passed the number is enough
}
LOOK = """rules => axe.run(rules).then(found => ({
  violations: found.violations, passes: found.passes.length, engine: found.testEngine.version,
  wide: document.documentElement.scrollWidth, seen: document.documentElement.clientWidth, url: location.href}))"""
FOCUSED = """() => { const e = document.activeElement;
  return e ? (e.innerText || e.labels?.[0]?.innerText || e.name || e.tagName).trim() : "" }"""
PATIENCE = 8  # seconds, as open_page has it for what the browser itself waits for


def sign_in(page: Page, name: str, language: str = "nl") -> None:
    """Come in through the role picker as the member of the cast with this first name, and read in this language."""
    page.goto("/demo/")
    page.context.add_cookies([{"name": "language", "value": language, "url": urljoin(page.url, "/")}])
    page.get_by_role("button", name=re.compile(rf"\b{re.escape(name)}\b")).first.click()
    page.wait_for_load_state()


def no_axe_violations(page: Page) -> None:
    """Fail with rule, help and place when axe finds a barrier on the page as it is now, or it scrolls sideways."""
    found = _on_the_page_that_is_there(page, _axe)
    lines = [
        f"{v['id']} ({v['impact']}): {v['help']}\n    " + "\n    ".join(n["html"][:160] for n in v["nodes"][:4])
        for v in found["violations"]
    ]
    assert not found["violations"], f"{found['url']}\n" + "\n".join(lines)
    wide, seen = found["wide"], found["seen"]
    assert wide <= seen, f"{found['url']} scrolls sideways: {wide} px of content in {seen} px"
    looks.looked(found["url"], found, seen)


def _axe(page: Page) -> dict[str, Any]:
    if not page.evaluate("() => 'axe' in window"):  # half a megabyte
        page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(LOOK, AXE_RULES)
    return found


def _on_the_page_that_is_there[T](page: Page, ask: Callable[[Page], T]) -> T:
    """Ask it of a page that has come; when that goes away while it is asked, ask it of the one that comes."""
    for _ in range(3):
        page.wait_for_load_state()
        try:
            return ask(page)
        except Error as error:
            gone = error
    raise gone


def picture(page: Page, name: str) -> Path:
    """Keep a picture of the whole page in var/screenshots for people to look at: `make stories` asks for them."""
    path = PICTURES / f"{name}.png"
    if not os.environ.get("TAKE_PICTURES"):
        return path
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
    return path


def press(page: Page, *keys: str) -> None:
    """Press keys one after another, for a story that is walked without a mouse; when one leads on, the page has come.

    A key of the keyboard alone waits for nothing. A key on what has the focus waits as a click does.
    """
    looks.told("keyboard")
    for key in keys:
        if key in {"Enter", "Space"}:
            page.locator(":focus").press(key)
        else:
            page.keyboard.press(key)


def tab_to(page: Page, place: Locator) -> None:
    """Walk with the Tab key to a box, link or button of the page that has it; fail when the focus never comes there."""
    expect(place).to_be_visible()
    page.wait_for_load_state()
    for _ in range(120):
        press(page, "Tab")
        if place.evaluate("place => place === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {place}; the focus ended on “{focused(page)}”")


def focused(page: Page) -> str:
    """Give the text, label or name of what has the focus now."""
    return _on_the_page_that_is_there(page, lambda there: str(there.evaluate(FOCUSED)))


def has_focus(page: Page, words: str) -> None:
    """See that the focus is on what has this text, label or name."""
    until(page, lambda: focused(page) == words, lambda: f"the focus is on “{focused(page)}” and not on “{words}”")


def until(page: Page, holds: Callable[[], bool], otherwise: Callable[[], str]) -> None:
    """Wait until it holds; say what is there otherwise."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, otherwise()
        page.wait_for_timeout(50)


def gone(what: Locator) -> None:
    """See that it is not on the page that has come whole; on one that is still coming nothing is."""
    what.page.wait_for_load_state()
    expect(what).to_have_count(0)


def silent(page: Page, words: str | re.Pattern[str]) -> None:
    """See that the page that has come whole does not say this anywhere."""
    page.wait_for_load_state()
    expect(page.locator("body")).not_to_contain_text(words)


def comes_to(page: Page, address: str, there: Callable[[], bool]) -> None:
    """Go to an address until it is as it should be: what leaves a page as it goes may still be on its way."""

    def arrives() -> bool:
        page.goto(address)
        return there()

    until(page, arrives, lambda: f"{address} came to {page.url}")
