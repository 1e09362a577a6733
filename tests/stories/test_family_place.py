"""The parents at their own table: who comes and why, a question with its answer, and looking back in own words."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, gone, no_axe_violations, picture, press, sign_in

pytestmark = pytest.mark.story


def test_daniel_asks_something_and_marieke_answers(open_page: Callable[..., Page]) -> None:
    """Given a question, when Daniel asks it on his telephone, then Marieke answers and only he reads it."""
    daniel = open_page(viewport=NARROW)
    sign_in(daniel, "Daniel")
    no_axe_violations(daniel)
    daniel.get_by_role("link", name="Berichten").click()
    no_axe_violations(daniel)
    daniel.get_by_role("link", name="Een bericht schrijven").click()
    no_axe_violations(daniel)
    daniel.get_by_label("Uw bericht").fill("Mag mijn broer ook mee?")
    daniel.get_by_role("button", name="Versturen").click()
    expect(daniel.get_by_text("wacht op antwoord")).to_be_visible()
    picture(daniel, "family-messages-narrow")
    marieke = open_page()
    sign_in(marieke, "Marieke")
    marieke.goto("/werklijst/")
    expect(marieke.get_by_text(re.compile("1 bericht wacht|Beantwoord een bericht")).first).to_be_visible()
    marieke.get_by_role("link", name=re.compile("Daniel|Yara")).first.click()
    marieke.get_by_role("link", name="Alle berichten, of er een noteren").click()
    no_axe_violations(marieke)
    picture(marieke, "coordinator-messages")
    marieke.get_by_role("link", name="Antwoorden").click()
    no_axe_violations(marieke)
    marieke.get_by_label("Uw antwoord").fill("Ja, heel graag. Tot dan.")
    marieke.get_by_role("button", name="Antwoord versturen").click()
    expect(marieke.get_by_role("status")).to_contain_text("verstuurd")
    daniel.reload()
    expect(daniel.get_by_text("Ja, heel graag. Tot dan.")).to_be_visible()
    no_axe_violations(daniel)
    yara = open_page(viewport=NARROW)
    sign_in(yara, "Yara")
    yara.goto(daniel.url)
    gone(yara.get_by_text("Ja, heel graag"))


def test_noor_chooses_who_sits_at_her_table_without_a_script(open_page: Callable[..., Page]) -> None:
    """Given a browser without scripts, when Noor says rather not and asks for her oma, then both stand there."""
    page = open_page(java_script_enabled=False, viewport=NARROW)
    sign_in(page, "Noor")
    page.get_by_role("link", name="Wie zit er aan tafel, en waarom").click()
    page.get_by_role("button", name=re.compile("Liever niet.*Joris")).click()
    expect(page.get_by_text("u zei: liever niet")).to_be_visible()
    page.get_by_role("button", name=re.compile("Graag erbij.*Fatima")).click()
    expect(page.get_by_text("u zei: graag")).to_be_visible()
    page.get_by_role("link", name="Ik wil graag iemand anders erbij").click()
    page.get_by_label("Wie wilt u erbij?").fill("Mijn oma Truus")
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_text("Mijn oma Truus")).to_be_visible()
    picture(page, "family-table-wanted")
    page.get_by_role("link", name="Onze pagina").first.click()
    page.get_by_role("link", name="Zo gaat het overleg").click()
    expect(page.get_by_role("heading", name="Waar we over praten")).to_be_visible()


def test_every_room_of_the_own_place_has_no_barriers(narrow_page: Page) -> None:
    """Given Noor's planned table, when she opens each door on her page, then axe finds nothing and nothing scrolls."""
    page = narrow_page
    sign_in(page, "Noor")
    doors = page.get_by_role("navigation", name="Kijk verder").get_by_role("link")
    addresses = [link.get_attribute("href") for link in doors.all()]
    assert len(addresses) >= 5
    for address in addresses:
        page.goto(str(address))
        no_axe_violations(page)


def test_daniel_looks_back_by_keyboard(page: Page) -> None:
    """Given the help that came or did not, when Daniel presses an answer on each page, then his own words are kept."""
    sign_in(page, "Daniel")
    page.get_by_role("link", name="Hoe kijkt u terug?").click()
    no_axe_violations(page)
    page.get_by_role("link", name="Begin bij de eerste vraag").click()
    no_axe_violations(page)
    picture(page, "family-look-back")
    for _ in range(12):
        if page.get_by_label("In uw eigen woorden").count():
            break
        before = page.url
        page.get_by_role("button", name=re.compile("Ja|Beter")).first.focus()
        press(page, "Enter")
        page.wait_for_url(lambda url, before=before: url != before)
    page.get_by_label("In uw eigen woorden").fill("De tolk hielp het meest.")
    press(page, "Tab", "Enter")
    expect(page.get_by_text("De tolk hielp het meest.")).to_be_visible()
    no_axe_violations(page)
