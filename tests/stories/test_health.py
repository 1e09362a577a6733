"""A parent looks at her own life in six dimensions: on a telephone, without scripts, on paper, at the kitchen table."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, gone, has_focus, no_axe_violations, picture, press, sign_in

CLIPPED = """svg => { const box = svg.viewBox.baseVal, out = [];
  for (const text of svg.querySelectorAll("text")) { const b = text.getBBox();
    if (b.x < box.x || b.y < box.y || b.x + b.width > box.x + box.width || b.y + b.height > box.y + box.height)
      out.push(text.textContent); }
  return out; }"""


def whole_web(page: Page) -> None:
    """Fail when a name is clipped in this browser with its own letters, or too small to read."""
    web = page.locator("svg.kp-web")
    expect(web).to_be_visible()
    assert web.evaluate(CLIPPED) == []
    lowest = web.evaluate("svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width * 15")
    assert lowest >= 11.5, f"the names are {lowest:.1f} px high"


def open_it(page: Page, name: str) -> None:
    sign_in(page, name)
    page.get_by_role("link", name="Hoe gaat het met u?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hoe gaat het met u?")


def test_noor_writes_gives_marks_and_chooses_what_the_table_reads(
    narrow_page: Page, open_page: Callable[..., Page]
) -> None:
    """Given what Noor began, when she adds marks and shares one thing, then Fatima reads that and nothing else."""
    page = narrow_page
    open_it(page, "Noor")
    no_axe_violations(page)
    whole_web(page)
    page.get_by_role("link", name=re.compile("Iets opschrijven.*Lichaamsfuncties")).click()
    no_axe_violations(page)
    page.get_by_label("Hoe gaat het hiermee?").fill("Ik ben misselijk, maar blij.")
    page.get_by_label("7", exact=True).check()
    page.get_by_label("Hier wil ik over praten").check()
    picture(page, "health-one-narrow")
    page.get_by_role("button", name="Bewaren en verder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mentaal welbevinden")
    page.get_by_role("link", name="Overslaan").click()
    expect(page.get_by_label("Hoe gaat het hiermee?")).to_have_value("Mijn diploma. En een goede moeder zijn.")
    page.get_by_role("button", name="Bewaren en later verder").click()
    expect(page.get_by_role("status")).to_contain_text("wanneer u wilt")
    expect(page.get_by_text("Ik ben misselijk, maar blij.")).to_be_visible()
    whole_web(page)
    picture(page, "health-overview-narrow")
    page.get_by_role("link", name="Kies wat de tafel leest").click()
    no_axe_violations(page)
    page.get_by_label("Zingeving").check()
    picture(page, "health-share-narrow")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("de tafel leest dit")).to_have_count(1)
    fatima = open_page()
    sign_in(fatima, "Fatima")
    fatima.get_by_role("link", name=re.compile("Noor")).first.click()
    expect(fatima.get_by_text("Mijn diploma. En een goede moeder zijn.")).to_be_visible()
    gone(fatima.get_by_text("Ik ben misselijk"))
    no_axe_violations(fatima)


def test_noor_fills_in_and_wipes_away_without_a_script(open_page: Callable[..., Page]) -> None:
    """Given a browser without scripts, when Noor looks again and then wipes that, then the earlier picture is back."""
    page = open_page(java_script_enabled=False, viewport=NARROW)
    open_it(page, "Noor")
    page.get_by_role("link", name="Kijk opnieuw: hoe is het nu?").click()
    page.get_by_label("Hoe gaat het hiermee?").fill("Nu slaap ik.")
    page.get_by_label("8", exact=True).check()
    page.get_by_role("button", name="Bewaren en later verder").click()
    expect(page.get_by_text("cijfer: 8")).to_be_visible()
    expect(page.get_by_text("Eerder gaf u het cijfer 9.")).to_be_visible()
    page.get_by_role("link", name="Iets wissen").click()
    page.get_by_role("button", name=re.compile("Dit wissen")).first.click()
    expect(page.get_by_role("status")).to_contain_text("gewist")
    gone(page.get_by_text("Nu slaap ik."))
    expect(page.get_by_text("Mijn diploma. En een goede moeder zijn.")).to_be_visible()


def test_a_mark_is_chosen_and_taken_back_by_keyboard(page: Page) -> None:
    """Given one dimension, when Noor tabs to the marks and uses the arrows, then she chooses one, and none again."""
    open_it(page, "Noor")
    page.get_by_role("link", name=re.compile("Veranderen.*Dagelijks functioneren")).click()
    page.get_by_label("Hoe gaat het hiermee?").focus()
    press(page, "Tab", "ArrowRight", "ArrowRight")
    expect(page.get_by_label("1", exact=True)).to_be_checked()
    press(page, "ArrowLeft", "ArrowLeft")
    expect(page.get_by_label("geen cijfer")).to_be_checked()
    press(page, "Tab")
    has_focus(page, "Hier wil ik over praten")


def test_yara_sees_now_and_earlier_from_right_to_left(narrow_page: Page) -> None:
    """Given two pictures, when Yara looks in Arabic, then both webs are whole, mirrored, and told in words too."""
    page = narrow_page
    sign_in(page, "Yara", "ar")
    page.goto(f"{page.url.rstrip('/')}/hoe-gaat-het/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    no_axe_violations(page)
    whole_web(page)
    expect(page.locator(".kp-web__before path")).to_have_count(6)
    expect(page.locator(".kp-web__now path")).to_have_count(5)
    picture(page, "health-overview-arabic")


def test_fatima_writes_it_down_together_with_yara(page: Page) -> None:
    """Given the kitchen table, when Fatima writes what Yara says and Yara shares one thing, then the table reads it."""
    sign_in(page, "Fatima")
    page.get_by_role("link", name=re.compile("Yara")).first.click()
    page.get_by_role("link", name="Samen tekenen met Yara").click()
    no_axe_violations(page)
    picture(page, "health-together-wide")
    body = page.get_by_role("group", name="Lichaamsfuncties")
    body.get_by_label("In de woorden van de ouder").fill("Ik loop weer een rondje.")
    body.get_by_label("6", exact=True).check()
    body.get_by_label("De mensen aan tafel mogen dit lezen").check()
    page.get_by_role("group", name="Meedoen").get_by_label("In de woorden van de ouder").fill("Dit houd ik nog even.")
    page.get_by_role("button", name="Bewaren voor de ouder").click()
    expect(page.get_by_role("status")).to_contain_text("bewaard")
    expect(page.get_by_text("Ik loop weer een rondje.")).to_be_visible()
    gone(page.get_by_text("Dit houd ik nog even."))
    no_axe_violations(page)


@pytest.mark.parametrize("language", ["nl", "en", "ar", "pl"])
def test_the_sheet_to_draw_on_is_whole_in_every_language(narrow_page: Page, language: str) -> None:
    """Given nobody signed in, when somebody opens the sheet, then the web and the lines are there, also in print."""
    page = narrow_page
    page.goto(f"/taal/{language}/")
    page.goto("/hoe-gaat-het-op-papier/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    no_axe_violations(page)
    assert page.locator("svg.kp-web").evaluate(CLIPPED) == []
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    assert page.locator("svg.kp-web").evaluate(CLIPPED) == []
    picture(page, f"health-sheet-{language}")
