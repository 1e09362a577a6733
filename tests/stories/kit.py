"""What stories say again and again: come in as somebody of the cast, look at the page, let axe look at it."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from axe_playwright_python.base import AXE_SCRIPT as AXE
from playwright.sync_api import Error, Page

from tests.stories import looks

PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
AXE_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # of what passed the number is enough
}
LOOK = """rules => axe.run(rules).then(found => ({
  violations: found.violations, passes: found.passes.length, engine: found.testEngine.version}))"""


def sign_in(page: Page, name: str, language: str = "nl") -> None:
    """Come in through the role picker as the member of the cast with this first name, and read in this language."""
    page.goto("/demo/")
    page.context.add_cookies([{"name": "language", "value": language, "url": urljoin(page.url, "/")}])
    page.get_by_role("button", name=re.compile(rf"\b{re.escape(name)}\b")).first.click()
    page.wait_for_load_state()


def no_axe_violations(page: Page) -> None:
    """Fail with rule, help and place when axe finds a barrier on the page as it is now, or it scrolls sideways."""
    page.wait_for_load_state()
    try:
        response = _axe(page)
    except Error:  # a click that led on took the page away while axe looked: look at the one that came
        page.wait_for_load_state()
        response = _axe(page)
    found = response["violations"]
    lines = [
        f"{v['id']} ({v['impact']}): {v['help']}\n    " + "\n    ".join(n["html"][:160] for n in v["nodes"][:4])
        for v in found
    ]
    assert not found, f"{page.url}\n" + "\n".join(lines)
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen, f"{page.url} scrolls sideways: {wide} px of content in {seen} px"
    looks.looked(page.url, response, seen)


def _axe(page: Page) -> dict[str, Any]:
    if not page.evaluate("() => 'axe' in window"):  # half a megabyte
        page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(LOOK, AXE_RULES)
    return found


def picture(page: Page, name: str) -> Path:
    """Keep a picture of the whole page in var/screenshots for people to look at: `make stories` asks for them."""
    path = PICTURES / f"{name}.png"
    if not os.environ.get("TAKE_PICTURES"):
        return path
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
    return path


def press(page: Page, *keys: str) -> None:
    """Press keys one after another, for a story that is walked without a mouse."""
    looks.told("keyboard")
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> str:
    """Give the text, label or name of what has the focus now."""
    return page.evaluate(
        "() => { const e = document.activeElement;"
        " return (e.innerText || (e.labels && e.labels[0] && e.labels[0].innerText) || e.name || e.tagName).trim() }"
    )
