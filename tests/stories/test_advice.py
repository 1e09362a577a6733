"""A general practitioner spars first, reads the answer, and turns it into a referral when the mother says yes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, no_axe_violations, press, sign_in
from tests.stories.test_referrer import further, situation, who

pytestmark = pytest.mark.story
QUESTION = "Een zwangere vrouw opent haar post niet meer. Hoe begin ik erover?"
ANSWER = "Vraag wat haar het meest dwarszit, en of zij samen wil kijken."


def ask(page: Page) -> None:
    """Ask a question without a name, with the keyboard."""
    page.goto("/sparren/")
    page.get_by_label("Over welke gemeente gaat het?").select_option(label="Kerkrade")
    page.get_by_label("Uw vraag").focus()
    page.keyboard.type(QUESTION)
    press(page, "Tab", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw vraag is verstuurd")


def answer(desk: Page) -> None:
    """The coordinator answers what came in last."""
    desk.goto("/werklijst/")
    rows = desk.locator("main a[href^='/vragen/']")
    for address in rows.evaluate_all("links => links.map(link => link.pathname)"):
        desk.goto(address)
        if QUESTION in desk.locator("main").inner_text():
            break
    desk.get_by_label("Uw advies").fill(ANSWER)
    desk.get_by_role("button", name="Antwoord versturen").click()
    expect(desk.get_by_role("status")).to_contain_text("Uw advies is verstuurd.")


def refer(page: Page, name: str) -> None:
    """Go on from the answer to a referral, and send it."""
    page.goto("/sparren/mijn/")
    mine = page.locator(".kp-card", has_text=QUESTION)
    expect(mine).to_contain_text(ANSWER)
    mine.get_by_role("button", name="Nu met toestemming aanmelden").click()
    expect(page.get_by_label("In welke gemeente woont het gezin?")).to_have_value("GM0928")
    situation(page, "mother")
    further(page)
    who(page, "mother", name)
    further(page)
    page.locator("[name=mother_share][value=yes]").check()
    page.get_by_label("Op papier, met handtekening").check()
    further(page)
    expect(page.locator("main")).to_contain_text(name)
    further(page, "Aanmelding versturen")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Uw aanmelding is ontvangen")


def test_from_sparring_to_a_referral(open_page: Callable[..., Page]) -> None:
    bart, desk = open_page(viewport=NARROW), open_page()
    sign_in(bart, "Bart")
    ask(bart)
    no_axe_violations(bart)
    sign_in(desk, "Marieke")
    answer(desk)
    no_axe_violations(desk)
    bart.goto("/sparren/mijn/")
    no_axe_violations(bart)
    refer(bart, "Mina Spar")
    no_axe_violations(bart)
    bart.goto("/sparren/mijn/")
    mine = bart.locator(".kp-card", has_text=QUESTION)
    expect(mine.get_by_role("button", name=re.compile("aanmelden"))).to_have_count(0)
    desk.goto("/werklijst/")
    expect(desk.locator("main")).to_contain_text("Mina Spar")


def test_the_same_without_scripts(open_page: Callable[..., Page]) -> None:
    bart, desk = (open_page(java_script_enabled=False) for _ in range(2))
    sign_in(bart, "Bart")
    bart.goto("/sparren/")
    bart.get_by_label("Over welke gemeente gaat het?").select_option(label="Kerkrade")
    bart.get_by_label("Uw vraag").fill(QUESTION)
    further(bart, "Vraag versturen")
    expect(bart.get_by_role("heading", level=1)).to_have_text("Uw vraag is verstuurd")
    sign_in(desk, "Marieke")
    rows = desk.locator("main a[href^='/vragen/']")
    desk.goto("/werklijst/")
    for row in range(rows.count()):
        desk.goto("/werklijst/")
        rows.nth(row).click()
        desk.wait_for_load_state()
        if QUESTION in desk.locator("main").inner_text():
            break
    desk.get_by_label("Uw advies").fill(ANSWER)
    desk.get_by_role("button", name="Antwoord versturen").click()
    expect(desk.get_by_role("status")).to_contain_text("Uw advies is verstuurd.")
    refer(bart, "Mina Stil")
