"""A researcher comes in and reads at once what is and is not to be seen; no family, no name."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, focused, no_axe_violations, picture, press, sign_in

pytestmark = pytest.mark.story


def starts_here(page: Page) -> None:
    """See that the work begins with a clear page."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Onderzoek")
    expect(page.locator("main")).to_contain_text("U ziet hier geen gezinnen")


def test_a_researcher_knows_at_once_what_is_here(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport=NARROW)
    sign_in(page, "Ruben")
    starts_here(page)
    no_axe_violations(page)
    picture(page, "research-narrow")
    # by keyboard on to the directory of professionals, which holds no family
    page.get_by_role("link", name="Zoek in Wie is wie").focus()
    assert focused(page) == "Zoek in Wie is wie"
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wie is wie")
    no_axe_violations(page)
    for address in ("/werklijst/", "/mijn-gezinnen/", "/cijfers/", "/inzage/", "/beheer/"):
        page.goto(address)
        expect(page.locator("body")).not_to_contain_text("Haddad")


def test_without_scripts_it_reads_as_well(plain_page: Page) -> None:
    sign_in(plain_page, "Ruben")
    starts_here(plain_page)
