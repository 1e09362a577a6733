"""A parent decides on a small telephone who may know what, and reads who looked; a professional meets her answer."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, no_axe_violations, picture, press, sign_in, silent

pytestmark = pytest.mark.story
WORDS = "Samen gebeld met de woningcorporatie. Zij kijken naar de huur."


def in_dutch(page: Page) -> None:
    """Let the device remember Dutch, as the switch at the top does."""
    page.context.add_cookies([{"name": "language", "value": "nl", "url": page.url}])


def test_a_withdrawal_in_two_clicks_while_joris_is_typing(open_page: Callable[..., Page]) -> None:
    """Given Joris with his page open, when both parents say no, then his words come back and nothing is kept."""
    joris = open_page()
    sign_in(joris, "Joris")
    joris.get_by_role("link", name=re.compile("Haddad")).first.click()
    expect(joris.get_by_role("heading", level=1)).to_contain_text("Haddad")
    note = joris.url.rstrip("/") + "/notitie/"
    joris.goto(note)
    joris.get_by_role("textbox").first.fill(WORDS)
    for name in ("Yara", "Daniel"):
        parent = open_page(java_script_enabled=False, viewport=NARROW)
        sign_in(parent, name)
        in_dutch(parent)
        parent.goto("/ons-gezin/")
        parent.get_by_role("link", name="Wie mag wat weten").first.click()  # click one
        parent.get_by_role("button", name=re.compile("Niet meer delen.*Schuldhulp Evenwicht")).click()  # click two
        expect(parent.get_by_role("status")).to_contain_text("geldt vanaf nu")
        expect(parent.get_by_role("region", name="Schuldhulp Evenwicht")).to_contain_text("Zij zien niets van u.")
    joris.get_by_role("button", name="Bewaren").click()
    expect(joris.get_by_role("heading", level=1)).to_have_text("Dit is niet bewaard")
    expect(joris.get_by_label("Wat u schreef")).to_have_value(WORDS)
    silent(joris, "Haddad")
    no_axe_violations(joris)
    picture(joris, "not-kept")
    joris.get_by_role("link", name="Naar mijn beginpagina").click()
    expect(joris.get_by_role("heading", level=1)).not_to_have_text("Dit is niet bewaard")
    silent(joris, "Haddad")
    joris.goto(note)
    expect(joris.get_by_role("heading", level=1)).to_have_text("Dit kan nu niet")
    fatima = open_page()
    sign_in(fatima, "Fatima")
    fatima.get_by_role("link", name=re.compile("Haddad")).first.click()
    expect(fatima.get_by_role("heading", level=1)).to_contain_text("Haddad")
    silent(fatima, "woningcorporatie. Zij kijken")  # the others go on


def test_a_long_name_fits_the_telephone_of_noor(open_page: Callable[..., Page]) -> None:
    """Given an organisation whose name is one long word, when Noor reads more about it, then nothing sticks out."""
    page = open_page(viewport=NARROW)
    sign_in(page, "Noor")
    page.get_by_role("link", name="Wie mag wat weten").first.click()
    card = page.get_by_role("region", name=re.compile("Jeugdgezondheidszorg"))
    card.get_by_role("link", name=re.compile("Lees meer")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jeugdgezondheidszorg")
    no_axe_violations(page)


def test_noor_keeps_one_kind_of_fact_apart_by_keyboard(open_page: Callable[..., Page]) -> None:
    """Given her choices, when Noor presses one kind of fact with the keyboard, then it is kept apart."""
    page = open_page(viewport=NARROW)
    sign_in(page, "Noor")
    page.get_by_role("link", name="Wie mag wat weten").first.click()
    no_axe_violations(page)
    picture(page, "family-choices-narrow")
    card = page.get_by_role("region", name="Schuldhulp Evenwicht")
    money = card.get_by_role("button", name=re.compile("geld"))
    money.focus()
    expect(money).to_be_focused()
    press(page, "Enter")
    expect(card.get_by_role("button", name=re.compile("mag niet.*geld"))).to_be_visible()
    card.get_by_role("link", name=re.compile("Lees meer")).click()
    expect(page.get_by_role("heading", name="Hier zei u ja tegen")).to_be_visible()
    no_axe_violations(page)
    picture(page, "family-choice-narrow")
    page.get_by_role("group", name=re.compile("tot en met welke dag")).get_by_role("button").first.click()
    expect(page.get_by_role("status")).to_contain_text("geldt vanaf nu")


def test_noor_says_no_to_research_and_asks_who_looked(open_page: Callable[..., Page]) -> None:
    """Given a no to research and her log, when Noor asks about one look, then her question is on its way."""
    page = open_page(viewport=NARROW)
    sign_in(page, "Noor")
    page.get_by_role("link", name="Wie mag wat weten").first.click()
    page.get_by_role("button", name=re.compile("Liever niet meer.*onderzoek")).click()
    expect(page.get_by_role("region", name="Meedoen aan onderzoek")).to_contain_text("Aan de hulp verandert niets.")
    page.get_by_role("link", name="Wie keek er mee").first.click()
    expect(page.get_by_text("Fatima Amrani").first).to_be_visible()
    no_axe_violations(page)
    picture(page, "family-log-narrow")
    page.get_by_role("link", name=re.compile("een vraag over.*Fatima Amrani")).first.click()
    no_axe_violations(page)
    page.get_by_label("Wat wilt u weten?").fill("Waarom keek u?")
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("status")).to_contain_text("Uw vraag is verstuurd.")
