"""Stories: a pause when something is late; and what waits too long reaches the project leader without a name."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from knooppunt.foundation import clock
from tests.stories.kit import NARROW, no_axe_violations, sign_in

pytestmark = pytest.mark.story


def test_the_clock_stands_still_while_a_family_is_away(open_page: Callable[..., Page]) -> None:
    # given the coordinator with a family of whom something is late
    page = open_page(viewport=NARROW)
    sign_in(page, "Marieke")
    page.get_by_role("link", name="Naar het gezin").click()
    block = page.get_by_role("region", name="Klok")
    expect(block).to_contain_text("Hoorde dat dit wacht:")
    expect(block).to_contain_text("de vervanger")
    # when the family turns out to be away for three weeks
    block.get_by_role("link", name="De klok stilzetten").click()
    no_axe_violations(page)
    until = clock.today() + timedelta(weeks=3)
    for label, number in (("Dag", until.day), ("Maand", until.month), ("Jaar", until.year)):
        page.get_by_label(label).fill(str(number))
    page.get_by_label("Waarom ligt het even stil?").fill("Drie weken bij familie")
    page.get_by_role("button", name="Stilzetten").click()
    # then it says so, on the page of the family and on the worklist, and nothing is late
    expect(page.get_by_role("status")).to_contain_text("De klok staat stil.")
    expect(page.get_by_role("region", name="Klok")).to_contain_text("Gepauzeerd tot en met")
    no_axe_violations(page)
    page.get_by_role("link", name="Mijn werk").first.click()
    expect(page.get_by_text("gepauzeerd tot en met").first).to_be_visible()
    no_axe_violations(page)


def test_a_project_leader_sees_where_something_waits_and_nothing_of_whom(open_page: Callable[..., Page]) -> None:
    # given a project leader to whom the morning round wrote
    page = open_page()
    sign_in(page, "Ellen")
    # then her page says at which hubs, and how much
    waits = page.get_by_role("region", name="Bel even met de coördinator")
    expect(waits).to_contain_text("Landgraaf")
    expect(waits).to_contain_text("1 gezin")
    expect(page.locator("main")).not_to_contain_text("Pelzer")
    no_axe_violations(page)
