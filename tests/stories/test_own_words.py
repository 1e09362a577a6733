"""A municipality has its own word for things: it is added once, chosen at the desk, and read in the case."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, no_axe_violations, picture, sign_in

pytestmark = pytest.mark.story


def test_ellen_adds_a_word_and_marieke_chooses_it(open_page: Callable[..., Page]) -> None:
    """Given a word that Ellen adds, when Marieke writes what a family needs, then it is there to choose."""
    page = open_page()
    sign_in(page, "Ellen")
    page.get_by_role("link", name="Inlezen").click()
    page.get_by_role("link", name="Eigen woorden in de lijsten").click()
    page.get_by_label("Gemeente").select_option("Kerkrade")
    page.get_by_label("Hoe noemt u het?").fill("Taal en letters")
    page.get_by_label("Als wat telt het mee?").select_option("needs.other")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("heading", name="Taal en letters")).to_be_visible()
    no_axe_violations(page)
    desk = open_page(viewport=NARROW, color_scheme="dark")
    sign_in(desk, "Marieke")
    desk.get_by_role("link", name=re.compile("Yara")).first.click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Yara")
    case = desk.url
    desk.goto(f"{case}hulpvragen/")
    no_axe_violations(desk)
    picture(desk, "needs-dark-narrow")
    desk.get_by_label("Taal en letters").check()
    desk.get_by_role("button", name="Bewaren").click()
    expect(desk.get_by_text("Taal en letters")).to_be_visible()
    no_axe_violations(desk)
    desk.goto(f"{case}hulpvragen/")
    expect(desk.get_by_label("Taal en letters")).to_be_checked()
    desk.goto(f"{case}registratie/")
    no_axe_violations(desk)
