"""The project leader reads her figures; the privacy officer looks back. Wide, narrow and dark,
without a mouse and without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, has_focus, no_axe_violations, picture, press, sign_in, silent, tab_to
from tests.stories.test_coordinator import go

pytestmark = pytest.mark.story


def test_ellen_reads_the_figures_of_this_year(page: Page) -> None:
    """Given a town at work, when Ellen comes in, then her figures are there, also for one year."""
    sign_in(page, "Ellen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cijfers")
    no_axe_violations(page)
    picture(page, "leader-wide")
    page.get_by_role("navigation", name="Kies een jaar").get_by_role("link").last.click()
    expect(page.get_by_role("table").first).to_contain_text("Kerkrade")


def test_the_figures_fit_a_telephone_in_the_dark(open_page: Callable[..., Page]) -> None:
    """Given a small telephone with a dark screen, when Ellen looks, then nothing scrolls sideways."""
    page = open_page(viewport=NARROW, color_scheme="dark")
    sign_in(page, "Ellen")
    no_axe_violations(page)
    picture(page, "leader-dark-narrow")


def test_ellen_reads_one_year_without_a_mouse(page: Page) -> None:
    """Given no mouse, when Ellen tabs to a year, then its figures come, and each table can be reached to scroll it."""
    sign_in(page, "Ellen")
    year = page.get_by_role("navigation", name="Kies een jaar").get_by_role("link").last
    chosen = year.inner_text()
    go(page, year)
    expect(page.get_by_role("link", name=chosen, exact=True)).to_have_attribute("aria-current", "true")
    tables = page.locator("[role=region][tabindex='0']")
    reached = set()
    for _ in range(60):
        press(page, "Tab")
        reached.add(page.evaluate("document.activeElement?.getAttribute('aria-label')"))
    assert reached >= {one.get_attribute("aria-label") for one in tables.all()}


def test_ellen_reads_her_figures_without_scripts(plain_page: Page) -> None:
    """Given a browser without scripts, when Ellen picks a year and goes back to all, then the figures are there."""
    sign_in(plain_page, "Ellen")
    years = plain_page.get_by_role("navigation", name="Kies een jaar")
    years.get_by_role("link").last.click()
    expect(plain_page.get_by_role("table").first).to_contain_text("Kerkrade")
    years.get_by_role("link", name="Alle jaren").click()
    expect(years.get_by_role("link", name="Alle jaren")).to_have_attribute("aria-current", "true")
    expect(plain_page.locator(".kp-figure").first).to_have_text(re.compile(r"\d"))


def test_willem_looks_something_up_without_a_mouse(page: Page) -> None:
    """Given a code that he was told, when Willem types it and presses Enter, then he reads who did and saw what."""
    sign_in(page, "Marieke")
    page.goto("/werklijst/")
    code = (page.get_by_role("link", name="Yara Haddad").first.get_attribute("href") or "").split("/")[2]
    sign_in(page, "Willem")
    tab_to(page, page.get_by_label("Code", exact=True))
    page.keyboard.type(code.lower())
    press(page, "Tab", "Tab")
    has_focus(page, "Opzoeken")
    with page.expect_navigation():
        press(page, "Enter")
    expect(page.get_by_role("region", name="Logboek")).to_contain_text(code)
    silent(page, "Haddad")
    go(page, page.get_by_role("link", name="Vragen van ouders over hun gegevens"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Vragen over eigen gegevens")


def test_willem_checks_the_chain_without_scripts(plain_page: Page) -> None:
    """Given a browser without scripts, when Willem looks something up, that look stands there; the chain is whole."""
    sign_in(plain_page, "Willem")
    plain_page.get_by_label("Code").fill("0000")
    plain_page.get_by_role("button", name="Opzoeken").click()
    expect(plain_page.get_by_role("region", name="Logboek")).to_contain_text("Willem")
    plain_page.get_by_role("link", name="Bekijk de zegels").click()
    plain_page.get_by_role("link", name="De hele keten controleren").click()
    expect(plain_page.get_by_text("De keten is heel")).to_be_visible()


def test_willem_sees_whether_the_trail_is_whole(page: Page) -> None:
    """Given a trail, when Willem checks the chain, then the page says that it is whole."""
    sign_in(page, "Willem")
    no_axe_violations(page)
    page.get_by_role("link", name="Bekijk de zegels").click()
    page.get_by_role("link", name="De hele keten controleren").click()
    expect(page.get_by_text("De keten is heel")).to_be_visible()
    no_axe_violations(page)


def test_the_role_picker_has_no_barriers(page: Page, narrow_page: Page) -> None:
    """Given a visitor of the demo, when they look for a role, then everybody is there with one button."""
    for one in (page, narrow_page):
        one.goto("/demo/")
        no_axe_violations(one)
        one.goto("/demo/postbak/")
        no_axe_violations(one)
