"""The meeting with two browsers and more: one writes, others look on in their own language and see it come."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, no_axe_violations, picture, sign_in
from tests.stories.test_team import YARA, code_of

pytestmark = pytest.mark.story
SOON = 12_000  # milliseconds in which what somebody wrote comes to who looks on
DECISION, TASK = "De tolk komt voortaan mee.", "De huur samen nalopen"


def gather(open_page: Callable[..., Page]) -> tuple[Page, Page, Page, str]:
    """Give the desk, the lead and the mother, who reads Arabic on a telephone, at the table that opens again."""
    desk, lead, mother = open_page(), open_page(), open_page(viewport=NARROW, has_touch=True)
    sign_in(lead, "Fatima")
    code = code_of(lead, YARA)
    sign_in(desk, "Marieke")
    desk.goto(f"/overleg/{code}/")
    desk.get_by_role("link", name="Overleg opnieuw openen").click()
    desk.get_by_label("Waarom gaat het overleg weer open?").fill("De afspraak over de tolk ontbrak.")
    desk.get_by_role("button", name="Opnieuw openen").click()
    expect(desk.locator("main")).to_contain_text("De afspraak over de tolk ontbrak.")
    sign_in(mother, "Yara", "ar")
    mother.goto(f"/ons-gezin/{code}/overleg/")
    lead.goto(f"/mijn-gezinnen/{code}/overleg/")
    return desk, lead, mother, code


def write(page: Page, opens: str, label: str, words: str, submit: str) -> None:
    """Open a folded form and send it, without leaving the page."""
    page.locator("summary", has_text=opens).first.click()
    page.get_by_label(label).first.fill(words)
    page.get_by_role("button", name=submit).first.click()


def test_what_the_desk_writes_comes_to_who_looks_on_and_no_word_is_lost(open_page: Callable[..., Page]) -> None:
    desk, lead, mother, _code = gather(open_page)
    for page, name in ((desk, "meeting-desk"), (lead, "meeting-lead"), (mother, "meeting-mother-ar")):
        no_axe_violations(page)
        picture(page, name)
    page_before = desk.evaluate("performance.timeOrigin")
    desk.get_by_label("Wat willen we onthouden?").fill("Nog niet bewaard, en dat blijft staan")
    write(desk, "Besluit opschrijven", "Wat is er besloten?", DECISION, "Besluit bewaren")
    expect(desk.locator("#besluiten")).to_contain_text(DECISION)
    expect(desk.get_by_label("Wat is er besloten?")).to_have_value("")
    for page in (lead, mother):
        expect(page.locator("main")).to_contain_text(DECISION, timeout=SOON)
    wish = desk.locator(".kp-goal").first
    wish.get_by_text("Actie toevoegen").click()
    wish.get_by_label("Wat gebeurt er?").fill(TASK)
    wish.get_by_label("Joris Smeets").check()
    wish.get_by_label(re.compile("Over een week")).check()
    wish.get_by_role("button", name="Actie opschrijven").click()
    expect(wish.get_by_role("list")).to_contain_text(TASK)
    for page in (lead, mother):
        expect(page.locator("main")).to_contain_text(TASK, timeout=SOON)
    expect(desk.get_by_label("Wat willen we onthouden?")).to_have_value("Nog niet bewaard, en dat blijft staan")
    assert desk.evaluate("performance.timeOrigin") == page_before  # the page never went away
    expect(mother.locator("html")).to_have_attribute("dir", "rtl")
    no_axe_violations(mother)


def test_a_network_that_fails_and_a_yes_taken_back_lose_no_word(open_page: Callable[..., Page]) -> None:
    desk, lead, mother, code = gather(open_page)
    desk.locator("summary", has_text="Besluit opschrijven").click()
    desk.get_by_label("Wat is er besloten?").fill(DECISION)
    desk.context.set_offline(True)
    desk.get_by_role("button", name="Besluit bewaren").click()
    expect(desk.locator("[data-live-note]")).to_contain_text("geen verbinding")
    expect(desk.get_by_label("Wat is er besloten?")).to_have_value(DECISION)
    desk.context.set_offline(False)
    desk.get_by_role("button", name="Besluit bewaren").click()
    expect(desk.locator("#besluiten")).to_contain_text(DECISION)
    expect(desk.get_by_label("Wat is er besloten?")).to_have_value("")  # what is typed from here on stays
    expect(lead.locator("main")).to_contain_text(DECISION, timeout=SOON)
    desk.get_by_label("Wat is er besloten?").fill("Dit was nog niet bewaard")
    mother.goto(f"/ons-gezin/{code}/stoppen/")
    mother.locator("main form button.kp-button--danger").click()
    expect(desk.locator("main")).to_contain_text("Wat u typte, staat hieronder", timeout=SOON)
    expect(desk.locator("main")).to_contain_text("Dit was nog niet bewaard")
    for page in (desk, lead):
        expect(page.locator("main")).not_to_contain_text("Haddad", timeout=SOON)
        expect(page.locator("main")).not_to_contain_text(DECISION)


def test_read_back_said_yes_to_ended_and_opened_again(open_page: Callable[..., Page]) -> None:
    desk, _lead, mother, code = gather(open_page)
    write(desk, "Besluit opschrijven", "Wat is er besloten?", DECISION, "Besluit bewaren")
    expect(mother.locator("main")).to_contain_text(DECISION, timeout=SOON)
    yes = mother.locator("#overleg-ja form button")
    yes.click()
    expect(mother).to_have_url(re.compile("/afspraken/"))
    expect(desk.locator("#afronden .kp-tag--good")).to_have_count(1, timeout=SOON)
    desk.get_by_role("link", name="Samen teruglezen").click()
    no_axe_violations(desk)
    picture(desk, "meeting-read-back")
    desk.get_by_role("link", name="Ja vastleggen").click()
    desk.get_by_label("Mondeling, met een getuige").check()
    desk.get_by_label("Wie was erbij als getuige?").fill("Fatima")
    desk.get_by_role("button", name="Ja, bewaren").click()
    expect(desk.locator("main")).to_contain_text("Daniel Haddad zei ja tegen wat er nu staat")
    desk.get_by_role("link", name="Terug naar de tafel").click()
    desk.get_by_role("button", name="Overleg afronden").click()
    expect(desk.get_by_role("heading", name="Onze afspraken")).to_be_visible()
    desk.goto(f"/overleg/{code}/")
    expect(desk.get_by_role("link", name="Overleg opnieuw openen")).to_be_visible()


def test_the_agenda_is_a_draft_until_it_is_opened(open_page: Callable[..., Page]) -> None:
    desk = open_page(viewport=NARROW)
    sign_in(desk, "Marieke")
    desk.goto("/werklijst/")
    desk.get_by_role("link", name=re.compile("Noor Timmermans")).first.click()
    desk.get_by_role("link", name="Agenda", exact=True).click()
    desk.get_by_label("Waar gaat het over?").fill("Stage en school")
    desk.get_by_role("button", name="Op de agenda zetten").click()
    expect(desk.locator(".kp-agenda")).to_contain_text("Stage en school")
    desk.get_by_role("button", name="Omhoog: Stage en school").click()
    expect(desk.locator(".kp-agenda > li").nth(1)).to_contain_text("Stage en school")
    no_axe_violations(desk)
    picture(desk, "meeting-agenda-narrow")
