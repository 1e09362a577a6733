"""A parent on a telephone: what happens now, who comes, own words, and the way out of everything in two clicks."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import comes_to, no_axe_violations, picture, press, sign_in, tab_to

pytestmark = pytest.mark.story


def test_noor_says_what_she_wants_to_talk_about_and_whom_she_wants(narrow_page: Page) -> None:
    """Given a planned conference, when Noor writes her points and chooses, then her page shows it."""
    page = narrow_page
    sign_in(page, "Noor")
    expect(page.get_by_role("heading", level=1)).to_have_text("Onze pagina")
    no_axe_violations(page)
    picture(page, "family-planned-narrow")
    page.get_by_role("link", name="Vertel het ons").click()
    no_axe_violations(page)
    page.get_by_label("Punt 1").fill("Mijn diploma halen")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("status")).to_contain_text("bewaard")
    expect(page.get_by_text("Mijn diploma halen")).to_be_visible()
    page.get_by_role("link", name="Wie zit er aan tafel, en waarom").click()
    no_axe_violations(page)
    picture(page, "family-table-narrow")
    page.get_by_role("button", name=re.compile("Liever niet.*Joris")).click()
    expect(page.get_by_text("u zei: liever niet")).to_be_visible()


def test_daniel_tells_how_his_action_goes_by_keyboard(page: Page) -> None:
    """Given an action of his own, when Daniel tabs to it and says it is done, then it is done. No mouse."""
    sign_in(page, "Daniel")
    picture(page, "family-following-wide")
    no_axe_violations(page)
    tab_to(page, page.get_by_role("link", name="Vertel hoe het gaat", exact=True))
    press(page, "Enter")
    page.wait_for_url("**/actie/**")
    page.get_by_label("Het is gedaan").focus()
    press(page, "Space", "Tab", "Tab", "Enter")
    page.wait_for_url("**/ons-gezin/*/")
    expect(page.get_by_role("region", name="Wat u zelf doet").get_by_text("gedaan", exact=True)).to_be_visible()


def test_noor_stops_without_a_script(open_page: Callable[..., Page]) -> None:
    """Given a browser without scripts, when Noor stops, then a calm page says so."""
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    sign_in(page, "Noor")
    page.get_by_role("link", name="Ik wil stoppen").click()
    page.get_by_role("button", name="Ja, ik stop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("U bent gestopt")


def test_the_page_that_says_goodbye_and_the_paper_have_no_barriers(page: Page) -> None:
    """Given Yara's plan, when she prints it, then it reads well; and the questions about yes and no too."""
    sign_in(page, "Yara")
    page.get_by_role("link", name="Om te bewaren").click()
    page.get_by_role("link", name="Onze afspraken op papier").click()
    no_axe_violations(page)
    expect(page.get_by_role("button", name="Afdrukken")).to_be_visible()
    picture(page, "family-paper")
    for link in ("Wie mag wat weten", "Ik wil stoppen"):
        page.goto("/ons-gezin/")
        page.get_by_role("link", name=link).first.click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Onze pagina")
        no_axe_violations(page)


def test_three_times_shift_leaves_the_page_and_signs_out(page: Page) -> None:
    """Given her own page, when Yara presses Shift three times, then the weather is there and she is signed out."""
    page.route(
        "https://www.knmi.nl/**", lambda route: route.fulfill(body="<h1>Het weer</h1>", content_type="text/html")
    )
    sign_in(page, "Yara")
    with page.expect_request(lambda request: "/afmelden/" in request.url):
        press(page, "Shift", "Shift", "Shift")
    page.wait_for_url("https://www.knmi.nl/**")
    comes_to(page, "/ons-gezin/", lambda: "binnen" in page.url)
