"""The coordinator goes on leave, the deputy has her desk, and gives it back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, gone, no_axe_violations, press, sign_in

pytestmark = pytest.mark.story


def no_desk(page: Page) -> None:
    """See that the coordinator is there, and no family."""
    page.goto("/werklijst/")
    expect(page.locator("main")).to_contain_text("De coördinator is er zelf")
    expect(page.locator("body")).not_to_contain_text("Lina de Wit")


def test_the_deputy_sees_the_desk_while_the_coordinator_is_away(open_page: Callable[..., Page]) -> None:
    # given a coordinator at work and her deputy, on a telephone
    marieke, tom = open_page(), open_page(viewport=NARROW)
    sign_in(marieke, "Marieke")
    sign_in(tom, "Tom")
    no_desk(tom)
    no_axe_violations(tom)
    # when she says, by keyboard, that she is away from today on
    marieke.goto("/account/")
    no_axe_violations(marieke)
    marieke.get_by_role("link", name="Afwezigheid doorgeven").focus()
    press(marieke, "Enter")
    expect(marieke.locator("main")).to_contain_text("Tom Peeters")
    no_axe_violations(marieke)
    marieke.get_by_role("button", name="Afwezigheid doorgeven").focus()
    press(marieke, "Enter")
    expect(marieke.get_by_role("status")).to_contain_text("Uw vervanger ziet dan uw werk.")
    # then he has her worklist, and works in her place
    tom.goto("/werklijst/")
    no_axe_violations(tom)
    tom.get_by_role("link", name="Lina de Wit").click()
    expect(tom.get_by_role("heading", level=1)).to_have_text("Lina de Wit")
    case = tom.url
    no_axe_violations(tom)
    tom.get_by_role("link", name="Contact noteren").click()
    tom.get_by_role("button", name="Bewaren").click()
    expect(tom.get_by_role("status")).to_contain_text("Het eerste contact is genoteerd.")
    # when she is back
    marieke.get_by_role("button", name="Toch aanwezig").click()
    expect(marieke.get_by_role("status")).to_contain_text("Deze afwezigheid is weg.")
    # then he has no desk any more, and the page that was open is not there
    assert tom.goto(case).status == 404  # type: ignore[union-attr]
    expect(tom.locator("body")).not_to_contain_text("Lina de Wit")
    no_desk(tom)


def test_leave_is_noted_and_taken_back_without_scripts(plain_page: Page) -> None:
    page = plain_page
    sign_in(page, "Marieke")
    page.goto("/account/afwezig/")
    page.get_by_role("button", name="Afwezigheid doorgeven").click()
    expect(page.get_by_role("status")).to_contain_text("Uw afwezigheid is genoteerd.")
    page.get_by_role("button", name="Toch aanwezig").click()
    expect(page.get_by_role("status")).to_contain_text("Deze afwezigheid is weg.")
    gone(page.get_by_role("button", name="Toch aanwezig"))
