"""Stories: the coordinator brings a new referral to a planned conference, by keyboard, on a telephone, past axe."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from knooppunt.foundation import clock
from tests.stories.kit import NARROW, no_axe_violations, press, sign_in, tab_to

pytestmark = pytest.mark.story


def go(page: Page, place: Locator) -> None:
    """Walk with the Tab key to a link or button and press Enter, as somebody without a mouse does."""
    tab_to(page, place.first)
    with page.expect_navigation():
        press(page, "Enter")


def fill(page: Page, label: str, words: str) -> None:
    """Go to a box by its label and type."""
    page.get_by_label(label, exact=False).first.focus()
    page.keyboard.type(words)


def take_up(page: Page) -> None:
    """Speak with the family and take the referral up."""
    go(page, page.get_by_role("link", name="Contact noteren"))
    no_axe_violations(page)
    go(page, page.get_by_role("button", name="Bewaren"))
    expect(page.get_by_role("status")).to_contain_text("Het eerste contact is genoteerd.")
    go(page, page.get_by_role("button", name="Aanmelding oppakken"))
    expect(page.get_by_role("heading", name="Plan het overleg")).to_be_visible()


def invite_whom_the_page_suggests(page: Page) -> None:
    """Put the youth nurse in the circle and invite her."""
    go(page, page.get_by_role("link", name="jeugdgezondheidszorg (JGZ)"))
    no_axe_violations(page)
    go(page, page.get_by_role("link", name="Fatima Amrani"))
    no_axe_violations(page)
    page.get_by_label("altijd aan tafel").focus()
    press(page, "Space")
    page.get_by_label("Het gezin vindt het goed").focus()
    press(page, "Space")
    go(page, page.get_by_role("button", name="In de kring zetten"))
    go(page, page.get_by_role("button", name="Uitnodigen"))
    expect(page.get_by_role("status")).to_contain_text("De uitnodiging is verstuurd.")


def plan(page: Page) -> None:
    """Plan the conference, after a first try with an empty form."""
    go(page, page.get_by_role("link", name="Overleg plannen"))
    no_axe_violations(page)
    go(page, page.get_by_role("button", name="Overleg plannen"))
    expect(page.get_by_role("alert")).to_be_focused()
    no_axe_violations(page)
    day = clock.today() + timedelta(days=10)
    for label, number in (("Dag", day.day), ("Maand", day.month), ("Jaar", day.year), ("Tijd", "14:30")):
        fill(page, label, str(number))
    fill(page, "Plek", "Buurthuis De Brug")
    go(page, page.get_by_role("button", name="Overleg plannen"))


def test_from_a_new_referral_to_a_planned_conference_by_keyboard_on_a_telephone(open_page: Callable[..., Page]) -> None:
    # given the coordinator with a new referral on her worklist
    page = open_page(viewport=NARROW)
    sign_in(page, "Marieke")
    page.goto("/werklijst/")
    no_axe_violations(page)
    go(page, page.get_by_role("link", name="Lina de Wit"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Lina de Wit")
    no_axe_violations(page)
    # when she takes it up, invites the youth nurse and plans the conference
    take_up(page)
    invite_whom_the_page_suggests(page)
    plan(page)
    # then the conference stands, with the parent and the nurse
    expect(page.get_by_role("status")).to_contain_text("Het overleg staat.")
    table = page.get_by_role("region", name="Overleg en afspraken")
    expect(table).to_contain_text("Buurthuis De Brug")
    expect(table.get_by_role("listitem").filter(has_text="Lina de Wit")).to_be_visible()
    expect(table.get_by_role("listitem").filter(has_text="Fatima Amrani")).to_be_visible()
    no_axe_violations(page)


def test_consent_is_asked_where_it_is_missing_and_opens_the_invitation(page: Page) -> None:
    # given a professional in the circle who may not be invited yet
    sign_in(page, "Marieke")
    page.goto("/werklijst/")
    page.get_by_role("link", name="Merel Jacobs").click()
    joris = page.get_by_role("article", name="Joris Smeets")
    expect(joris).to_contain_text("Uitnodigen kan nog niet")
    # when the coordinator reads the words aloud and records the yes
    joris.get_by_role("link", name="Vraag het aan Merel Jacobs").click()
    no_axe_violations(page)
    page.get_by_label("Ja", exact=True).check()
    expect(page.get_by_label("Wie was erbij als getuige?")).to_be_hidden()
    page.get_by_label("mondeling, met een getuige").check()
    expect(page.get_by_label("Naam van wie mee besliste")).to_be_hidden()
    page.get_by_role("button", name="Antwoord bewaren").click()
    expect(page.get_by_role("alert")).to_contain_text("Wie was erbij als getuige?")
    page.get_by_label("Wie was erbij als getuige?").fill("Tom Peeters, collega")
    page.get_by_role("button", name="Antwoord bewaren").click()
    # then the invitation is open, and the family's no closes it
    joris.get_by_role("button", name="Uitnodigen").click()
    expect(joris).to_contain_text("uitgenodigd")
    joris.get_by_role("button", name="Gezin liever niet").click()
    expect(joris).to_contain_text("Het gezin wil deze persoon liever niet aan tafel.")
    no_axe_violations(page)


def test_the_desk_works_without_javascript(plain_page: Page) -> None:
    sign_in(plain_page, "Marieke")
    plain_page.goto("/werklijst/")
    plain_page.get_by_role("link", name="Merel Jacobs").click()
    item = plain_page.get_by_role("checkbox", name=re.compile("Plek, tijd, vervoer"))
    expect(item).to_have_attribute("aria-checked", "false")
    item.click()
    expect(item).to_have_attribute("aria-checked", "true")
    plain_page.get_by_role("link", name="Het gezin wil stoppen").click()
    plain_page.get_by_role("button", name="Stoppen, zegt Merel Jacobs").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Dit gezin stopt")
    plain_page.get_by_role("button", name="Stoppen bevestigen").click()
    expect(plain_page.locator("main")).to_contain_text("Gestopt door het gezin")


def test_every_page_of_the_desk_is_calm_in_the_dark_too(open_page: Callable[..., Page]) -> None:
    page = open_page(color_scheme="dark")
    sign_in(page, "Marieke")
    page.goto("/werklijst/")
    rows = page.locator("main a[href^='/gezin/'], main a[href^='/vragen/']")
    addresses = rows.evaluate_all("links => links.map(link => link.pathname)")
    for address in ["/werklijst/", "/werklijst/?lijst=afgerond", *dict.fromkeys(addresses)]:
        page.goto(address)
        no_axe_violations(page)
