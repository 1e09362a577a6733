"""Somebody who only reads: a mother with a leaflet, a midwife between two visits, whoever has no script or no mouse."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import has_focus, no_axe_violations, picture, press, tab_to

pytestmark = pytest.mark.story

PAGES = ("/", "/ouders/", "/professionals/", "/contact/", "/contact/kerkrade/", "/folder/kerkrade/", "/over/",
         "/privacy/", "/toegankelijkheid/", "/hulp/")  # fmt: skip


def test_a_mother_scans_the_leaflet_and_finds_the_number_in_arabic(narrow_page: Page) -> None:
    """Given an Arabic leaflet, when she opens its code, then she reads from the right and can call at once."""
    page = narrow_page
    page.goto("/taal/ar/")
    expect(page).to_have_url(re.compile("/ouders/$"))
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    no_axe_violations(page)
    picture(page, "public-parents-narrow-ar")
    show = page.locator(".kp-show")
    expect(show).to_have_attribute("dir", "ltr")
    expect(show).to_contain_text("Wilt u mij aanmelden?")
    page.get_by_role("link", name="Kerkrade").click()
    expect(page.locator('a[href^="tel:045"]')).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    no_axe_violations(page)


def test_a_parent_finds_the_way_with_the_keyboard_alone(page: Page) -> None:
    """Given no mouse, when she tabs, then she opens a question and comes to asking for support."""
    page.goto("/ouders/")
    press(page, "Tab", "Enter", "Tab")
    has_focus(page, "Verlaat deze pagina")
    press(page, "Tab")
    has_focus(page, "Zelf om steun vragen")
    tab_to(page, page.locator("summary", has_text="Halen jullie mijn kind weg?"))
    press(page, "Enter")
    expect(page.get_by_text("Een Knooppunt helpt.")).to_be_visible()
    page.get_by_role("link", name="Zelf om steun vragen").focus()
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zelf om steun vragen")


def test_a_parent_without_scripts_reads_everything(open_page: Callable[..., Page]) -> None:
    """Given an old telephone without scripts, when she reads, then questions open and the number is there."""
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 560})
    page.goto("/ouders/")
    page.get_by_text("Wat moet ik meenemen?").click()
    expect(page.get_by_text("Uw baby mag gewoon mee.")).to_be_visible()
    page.get_by_role("link", name="Landgraaf").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Landgraaf")
    page.get_by_role("button", name="Polski").click()
    expect(page.locator("html")).to_have_attribute("lang", "pl")


def test_a_midwife_without_scripts_comes_from_the_front_door_to_the_form(plain_page: Page) -> None:
    """Given a locked-down computer, when she reads for whom it is, then one click brings her to referring."""
    page = plain_page
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Voor professionals").click()
    expect(page.get_by_role("heading", name="Toestemming in drie zinnen")).to_be_visible()
    page.get_by_role("link", name="Gezin aanmelden").first.click()
    expect(page).to_have_url(re.compile("/aanmelden"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("language", ["nl", "en", "ar", "pl"])
def test_a_midwife_prints_one_sheet_for_the_waiting_room(open_page: Callable[..., Page], language: str) -> None:
    """Given the language of the parents, when she prints the leaflet, then it is one sheet with the number."""
    page = open_page()
    page.goto("/professionals/")
    page.get_by_role("link", name="Folder op één blad").click()
    page.get_by_role("link", name="Kerkrade").click()
    page.locator(f'.kp-places a[lang="{language}"]').click()
    sheet = page.locator(".kp-leaflet")
    expect(sheet).to_contain_text("045 000 00 00")
    expect(sheet.get_by_role("img")).to_be_visible()
    page.wait_for_load_state()
    sheets = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1
    no_axe_violations(page)


def test_another_language_shows_at_once_although_caches_keep_pages(page: Page) -> None:
    """Given a page that the browser keeps, when the language changes and back, then each shows its own words."""
    page.goto("/ouders/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.get_by_role("heading", level=2, name="U beslist")).to_be_visible()
    assert [cookie["name"] for cookie in page.context.cookies()] == ["language"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_for_everybody_has_a_barrier(open_page: Callable[..., Page], scheme: str) -> None:
    """Given a small telephone, by day and by night, when every page is opened, then axe finds nothing."""
    page = open_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    for address in PAGES:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        no_axe_violations(page)


def test_reading_asks_nothing_of_any_other_site(page: Page, base_url: str) -> None:
    """Given a visitor, when every page is opened, then only this site is asked, and no cookie stays."""
    asked: set[str] = set()
    page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    for address in PAGES:
        page.goto(address)
    assert asked == {base_url}
    assert not page.context.cookies()
