"""The project leader reads her figures; the privacy officer looks back. Wide, narrow and dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, no_axe_violations, picture, sign_in

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
