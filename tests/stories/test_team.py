"""Those around a family: asked to the table, agreeing with the parents, following, looking back."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from knooppunt.foundation import clock
from tests.stories.kit import NARROW, has_focus, no_axe_violations, picture, press, sign_in, silent

pytestmark = pytest.mark.story
YARA = re.compile("Yara Haddad")


def code_of(page: Page, family: str | re.Pattern[str]) -> str:
    """Find the code of a family in the list of somebody who sits at its table."""
    page.goto("/mijn-gezinnen/")
    address = page.get_by_role("link", name=family).last.get_attribute("href") or ""
    return address.split("/")[2]


def fill_date(page: Page, on: date) -> None:
    """Fill the three boxes of the date that is in sight."""
    for label, value in (("Dag", on.day), ("Maand", on.month), ("Jaar", on.year)):
        page.get_by_label(label, exact=True).last.fill(str(value))


def read_back(desk: Page, name: str) -> None:
    """Read the agreements to the only parent, who says yes on paper, and go back to the table."""
    desk.get_by_role("link", name="Samen teruglezen").click()
    expect(desk.get_by_role("heading", name="Klopt het zo?")).to_be_visible()
    desk.locator("p", has_text=name).get_by_role("link", name="Ja vastleggen").click()
    desk.get_by_label("Met een handtekening op papier").check()
    desk.get_by_role("button", name="Ja, bewaren").click()
    expect(desk.locator("main")).to_contain_text("zei ja tegen wat er nu staat")
    desk.get_by_role("link", name="Terug naar de tafel").click()


def test_somebody_who_is_invited_sees_the_family_only_after_yes(page: Page) -> None:
    sign_in(page, "Joris")
    expect(page.get_by_role("heading", name="Mijn gezinnen")).to_be_visible()
    no_axe_violations(page)
    page.locator(".kp-next", has_text="Overleg:").get_by_role("link", name="Bekijk de uitnodiging").first.click()
    expect(page.get_by_role("button", name="Ja, ik kom")).to_be_visible()
    silent(page, "Timmermans")
    no_axe_violations(page)
    picture(page, "team-invitation")
    page.get_by_role("button", name="Ja, ik kom").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Noor Timmermans")
    expect(page.get_by_role("status")).to_contain_text("Fijn dat u komt")
    no_axe_violations(page)
    picture(page, "team-shared-before")


def test_a_professional_reports_an_action_with_the_keyboard_alone(page: Page) -> None:
    sign_in(page, "Fatima")
    picture(page, "team-families")
    link = page.locator("main").get_by_role("link", name=re.compile("Anders"))
    link.first.focus()
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Hoe gaat het?")).to_be_visible()
    page.get_by_label("loopt vast").focus()
    press(page, "ArrowUp")
    expect(page.get_by_label("gedaan")).to_be_checked()
    press(page, "Tab")
    page.keyboard.type(" Nu was er wel een tolk.")
    press(page, "Tab")
    has_focus(page, "Doorgeven")
    no_axe_violations(page)
    press(page, "Enter")
    expect(page.get_by_role("status")).to_contain_text("Dit staat genoteerd")
    expect(page.locator("main")).to_contain_text("Nu was er wel een tolk.")


def test_two_who_type_at_once_lose_no_word(open_page: Callable[..., Page]) -> None:
    lead, desk = open_page(), open_page()
    sign_in(lead, "Fatima")
    sign_in(desk, "Marieke")
    table = f"/overleg/{code_of(lead, YARA)}/"
    for page in (lead, desk):
        page.goto(table)
    lead.get_by_label("Wat willen we onthouden?").fill("Yara wil graag lopen.\nDe tolk komt mee.")
    desk.get_by_label("Wat willen we onthouden?").fill("Yara wil graag lopen.\nDaniel belt woensdag.")
    lead.get_by_role("button", name="Aantekeningen bewaren").click()
    expect(lead.get_by_role("status")).to_contain_text("Uw aantekeningen zijn bewaard")  # before the other sends hers
    desk.get_by_role("button", name="Aantekeningen bewaren").click()
    expect(desk.get_by_role("heading", name="Iemand schreef tegelijk met u")).to_be_visible()
    expect(desk.get_by_label("Wat willen we onthouden?")).to_have_value(
        "Yara wil graag lopen.\nDe tolk komt mee.\nDaniel belt woensdag."
    )
    no_axe_violations(desk)
    picture(desk, "team-both-texts")
    desk.get_by_role("button", name="Bewaren").click()
    expect(desk.get_by_role("status")).to_contain_text("Uw aantekeningen zijn bewaard")
    lead.goto(table)
    expect(lead.get_by_label("Wat willen we onthouden?")).to_have_value(
        re.compile("tolk komt mee.\\s+Daniel belt woensdag")
    )


def test_the_table_agrees_chooses_a_lead_and_ends_without_scripts(plain_page: Page, page: Page) -> None:
    joris = page
    sign_in(joris, "Joris")
    table = f"/overleg/{code_of(joris, 'Esra Kaya')}/"
    desk = plain_page
    sign_in(desk, "Marieke")
    desk.goto(table)
    expect(desk.locator("#afronden")).to_contain_text("Kies met het gezin wie de afspraken bewaakt")
    desk.get_by_text("Een wens opschrijven", exact=True).click()
    desk.get_by_label("Wat wil het gezin?").fill("Ik wil iemand die Turks spreekt.")
    desk.get_by_role("button", name="Wens opschrijven").click()
    wish = desk.locator(".kp-goal", has_text="Turks spreekt")
    wish.get_by_label("Wat gebeurt er?").fill("Een tolk regelen")
    wish.get_by_label("Iemand uit hun eigen kring").check()
    wish.get_by_role("button", name="Actie opschrijven").click()
    expect(desk.locator("#fouten")).to_contain_text("Vul in wie dit doet")
    expect(desk.get_by_label("Wat gebeurt er?")).to_have_value("Een tolk regelen")
    desk.get_by_label("Naam van deze persoon").fill("de zus van Esra")
    fill_date(desk, clock.today() + timedelta(days=20))
    desk.get_by_role("button", name="Bewaren").click()
    expect(desk.locator("main")).to_contain_text("de zus van Esra")
    desk.locator("#bewaakt").get_by_label("Fatima Amrani").check()
    desk.get_by_role("button", name="Vragen").click()
    expect(desk.locator("#afronden")).to_contain_text("Alles staat erin")
    read_back(desk, "Esra Kaya")
    desk.get_by_role("button", name="Overleg afronden").click()
    expect(desk.get_by_role("heading", name="Onze afspraken")).to_be_visible()
    expect(desk.locator("main")).to_contain_text("Ik wil iemand die Turks spreekt.")


@pytest.mark.parametrize("page_of", ["overleg", "mijn-gezinnen", "afspraken", "evaluatie"])
def test_the_pages_of_a_family_have_no_barriers_on_a_telephone(narrow_page: Page, page_of: str) -> None:
    sign_in(narrow_page, "Fatima")
    narrow_page.goto(f"/{page_of}/{code_of(narrow_page, YARA)}/")
    for summary in narrow_page.locator("main summary").all():
        summary.click()
    no_axe_violations(narrow_page)
    picture(narrow_page, f"team-{page_of}-narrow")


def test_from_looking_back_to_closing(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport=NARROW, color_scheme="dark")
    sign_in(page, "Fatima")
    page.get_by_role("link", name=YARA).last.click()
    page.get_by_role("link", name="Nu al samen terugkijken").click()
    page.get_by_role("button", name="Bewaren en verder").click()
    expect(page.locator("#fouten")).to_be_visible()
    no_axe_violations(page)
    page.get_by_label("Ja, we deden het samen").check()
    for group in page.get_by_role("group", name=re.compile(r"\(.+\)$")).all():
        group.get_by_label("ja", exact=True).check()
    page.get_by_role("group", name="Is het gezin geholpen?").get_by_label("voor een deel").check()
    page.get_by_label("beter", exact=True).check()
    page.get_by_label("In hun eigen woorden").fill("Wij slapen weer.")
    picture(page, "team-looking-back")
    page.get_by_role("button", name="Bewaren en verder").click()
    expect(page.locator("main")).to_contain_text("Wij slapen weer.")
    expect(page.get_by_label("Het gezin kan zelf verder")).to_be_hidden()
    page.get_by_label("Het is goed zo: we sluiten af").check()
    page.get_by_label("Het gezin kan zelf verder").check()
    no_axe_violations(page)
    picture(page, "team-deciding")
    page.get_by_role("button", name="Zo doen we het").click()
    expect(page.get_by_role("status")).to_contain_text("Afgesloten")
    expect(page.locator("main")).not_to_contain_text("Haddad")
