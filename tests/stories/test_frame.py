"""The frame of every page: the language, the end of a session, questions that follow an answer, sending twice."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import has_focus, no_axe_violations, press, sign_in

pytestmark = pytest.mark.story

INVITE = "/beheer/uitnodigen/"


def test_the_language_switch_keeps_the_page_and_the_choice(page: Page) -> None:
    page.goto("/hulp/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile("/hulp/$"))
    page.goto("/over/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    no_axe_violations(page)


def test_the_first_tab_leads_past_the_menu(page: Page) -> None:
    page.goto("/hulp/")
    press(page, "Tab")
    has_focus(page, "Naar de inhoud")
    press(page, "Enter", "Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_errors_come_first_and_lead_to_their_field(page: Page) -> None:
    sign_in(page, "Ingrid")
    page.goto(INVITE)
    page.get_by_role("button", name="Uitnodiging versturen").click()
    expect(page).to_have_title("Fout: Iemand uitnodigen – Knooppunt")
    expect(page.locator("#fouten")).to_be_focused()
    no_axe_violations(page)
    press(page, "Tab", "Enter")
    has_focus(page, "Naam")
    page.keyboard.type("Nieuwe collega")
    page.get_by_role("button", name="Uitnodiging versturen").click()
    expect(page.get_by_label("Naam", exact=True)).to_have_value("Nieuwe collega")


def test_errors_work_without_scripts(plain_page: Page) -> None:
    sign_in(plain_page, "Ingrid")
    plain_page.goto(INVITE)
    plain_page.get_by_role("button", name="Uitnodiging versturen").click()
    plain_page.locator("#fouten a").first.click()
    expect(plain_page).to_have_url(re.compile("#id_name$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_session_warns_before_it_ends_and_goes_on(open_page: Callable[..., Page], scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    page.clock.install()
    sign_in(page, "Ingrid")
    page.goto(INVITE)
    page.get_by_label("Naam", exact=True).fill("Nieuwe collega")
    page.clock.run_for("12:00")
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    page.clock.run_for("01:10")
    expect(page.get_by_role("alertdialog", name="Bent u er nog?")).to_be_visible()
    no_axe_violations(page)
    page.get_by_role("button", name="Ingelogd blijven").click()
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    expect(page.get_by_label("Naam", exact=True)).to_have_value("Nieuwe collega")


def test_when_the_session_ends_the_typed_text_stays_and_a_bare_page_goes(page: Page) -> None:
    page.clock.install()
    sign_in(page, "Ingrid")
    page.goto(INVITE)
    page.get_by_label("Naam", exact=True).fill("Nieuwe collega")
    page.clock.run_for("15:10")
    expect(page.get_by_role("alertdialog")).to_contain_text("U bent uitgelogd")
    expect(page.get_by_label("Naam", exact=True)).to_have_value("Nieuwe collega")


def test_a_double_click_sends_once(page: Page) -> None:
    sign_in(page, "Ingrid")
    page.goto(INVITE)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Uitnodiging versturen").dblclick()
    expect(page.locator("#fouten")).to_be_visible()
    assert len(sent) == 1


def test_a_stale_form_goes_through_in_one_click(page: Page) -> None:
    sign_in(page, "Ingrid")
    page.goto(INVITE)
    page.get_by_label("Naam", exact=True).fill("Nieuwe collega")
    page.evaluate("document.querySelector('main [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")
    page.get_by_role("button", name="Uitnodiging versturen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nog een keer versturen")
    no_axe_violations(page)
    page.get_by_role("button", name="Opnieuw versturen").click()
    expect(page.get_by_label("Naam", exact=True)).to_have_value("Nieuwe collega")
