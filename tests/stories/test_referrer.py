"""A midwife refers a family from her telephone, asks for advice, and follows it; a mother asks for support herself."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from knooppunt.foundation import clock
from tests.stories.kit import comes_to, no_axe_violations, picture, press, sign_in

pytestmark = pytest.mark.story
EMAIL = "vera@praktijk.example"


def look(page: Page, name: str) -> None:
    """Let axe look, and keep a picture."""
    no_axe_violations(page)
    picture(page, f"referrer-{name}")


def on(page: Page, name: str, day: date) -> None:
    """Fill in the three boxes of a date."""
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"[name={name}_{part}]").fill(str(value))


def further(page: Page, text: str = "Verder") -> None:
    page.locator("main").get_by_role("button", name=text, exact=True).click()


def code_from_mail(page: Page) -> str:
    """Read the newest letter in the postbox of the demo, in another tab."""
    box = page.context.new_page()
    box.goto("/demo/postbak/")
    found = re.search(r"code is (\d{6})", box.locator("article").filter(has_text=EMAIL).first.inner_text())
    box.close()
    assert found
    return found.group(1)


def come_in(page: Page) -> None:
    """Show who one is, by a code."""
    page.get_by_label("Uw werkmail").fill(EMAIL)
    further(page, "Stuur mij een code")
    expect(page.get_by_label("Code")).to_be_visible()  # then it is sent
    page.get_by_label("Code").fill(code_from_mail(page))
    further(page)
    page.get_by_label("Uw naam").fill("Vera Vroed")
    page.get_by_label("Uw beroep of dienst").select_option("verloskundige")
    page.get_by_label("Uw praktijk of organisatie").fill("Praktijk De Wieg")
    further(page)


def situation(page: Page, *adults: str) -> None:
    """Fill in page 1."""
    page.get_by_label("In welke gemeente woont het gezin?").select_option(label="Kerkrade")
    page.get_by_label("Er is een kindje op komst").check()
    on(page, "due_on", clock.today() + timedelta(days=80))
    page.locator("[name=agreed][value=yes]").check()
    for kind in adults:
        page.locator(f"[name=agreed_by][value={kind}]").check()


def who(page: Page, kind: str, name: str) -> None:
    """Fill in the block of one adult on page 2."""
    page.locator(f"[name={kind}_name]").fill(name)
    on(page, f"{kind}_born_on", clock.today() - timedelta(days=365 * 28))
    page.locator(f"[name={kind}_contact_by][value=text]").check()
    page.locator(f"[name={kind}_phone]").fill("06 12 34 56 78")


def test_a_midwife_without_account_refers_from_her_telephone(narrow_page: Page) -> None:
    page = narrow_page
    page.goto("/aanmelden/")
    look(page, "start")
    page.get_by_role("link", name="Professional, zonder account").click()
    look(page, "who-are-you")
    come_in(page)
    further(page, "Beginnen")
    further(page)
    expect(page.get_by_role("alert")).to_contain_text("3 dingen kloppen nog niet")
    look(page, "situation-errors")
    situation(page, "mother", "partner")
    further(page)
    expect(page).to_have_title(re.compile("Stap 2 van 4"))
    look(page, "who")
    who(page, "mother", "Mina Story")
    who(page, "partner", "Adil Story")
    further(page)
    look(page, "why")
    page.get_by_label("Wonen").check()
    page.locator("[name=mother_share][value=yes]").check()
    page.locator("[name=partner_share][value=no]").check()
    page.get_by_label("Op papier, met handtekening").check()
    further(page)
    look(page, "check")
    page.get_by_role("link", name=re.compile("Naam van de partner")).click()
    page.locator("[name=partner_name]").fill("Adil Anders")
    further(page, "Terug naar de controle")
    expect(page.locator("main")).to_contain_text("Adil Anders")
    further(page, "Aanmelding versturen")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Uw aanmelding is ontvangen")
    look(page, "receipt")
    page.get_by_role("link", name="Volg deze aanmelding").click()
    expect(page).to_have_url(re.compile("/aanmelden/volgen/.+"))
    page.wait_for_load_state()
    expect(page.locator("main")).not_to_contain_text("Story")
    look(page, "status")


def test_a_no_of_the_parents_leads_to_sparring(page: Page) -> None:
    sign_in(page, "Sanne")
    page.goto("/aanmelden/")
    page.locator("main").get_by_role("button", name=re.compile("Beginnen|nieuw gezin")).click()
    situation(page)
    page.locator("[name=agreed][value=no]").check()
    further(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vraag het eerst aan de ouders")
    look(page, "not-agreed")
    page.get_by_role("link", name="Spar met de coördinator").click()
    page.get_by_label("Uw vraag").fill("Mevrouw Jansen is zwanger en durft nog niet. Wat nu?")
    further(page, "Vraag versturen")
    expect(page.locator("mark")).to_contain_text("Mevrouw Jansen")
    look(page, "sparring-warning")
    page.get_by_label("Uw vraag").fill("Een zwangere vrouw durft nog niet. Wat nu?")
    further(page, "Vraag versturen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw vraag is verstuurd")
    look(page, "sparring-sent")
    page.locator("main").get_by_role("link", name="Mijn vragen en antwoorden").click()
    look(page, "sparring-mine")
    page.get_by_role("button", name="Nu met toestemming aanmelden").first.click()
    expect(page).to_have_title(re.compile("Stap 1 van 4"))
    expect(page.get_by_label("In welke gemeente woont het gezin?")).to_have_value("GM0928")


def test_with_the_keyboard_alone(page: Page) -> None:
    sign_in(page, "Sanne")
    page.goto("/sparren/")
    page.get_by_label("Over welke gemeente gaat het?").focus()
    page.keyboard.type("Kerk")
    press(page, "Tab")
    page.keyboard.type("Een zwangere vrouw twijfelt. Hoe begin ik het gesprek?")
    press(page, "Tab", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw vraag is verstuurd")
    page.goto("/aanmelden/")
    page.locator("main").get_by_role("button", name=re.compile("Beginnen|nieuw gezin")).focus()
    press(page, "Enter")
    page.get_by_label("In welke gemeente woont het gezin?").focus()
    page.keyboard.type("Kerk")
    press(page, "Tab", "Space", "Tab")
    due = clock.today() + timedelta(days=80)
    for value in (due.day, due.month, due.year):
        page.keyboard.type(str(value))
        press(page, "Tab")
    press(page, "Space", "Tab", "Space", "Tab", "Tab", "Enter")
    expect(page).to_have_title(re.compile("Stap 2 van 4"))


def test_a_referral_without_scripts(plain_page: Page) -> None:
    page = plain_page
    page.goto("/wie-bent-u/?next=/aanmelden/")
    come_in(page)
    further(page, "Beginnen")
    situation(page, "mother")
    further(page)
    who(page, "mother", "Mina Story")
    further(page)
    page.locator("[name=mother_share][value=yes]").check()
    page.get_by_label("Op papier, met handtekening").check()
    further(page)
    further(page, "Aanmelding versturen")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Uw aanmelding is ontvangen")
    further(page, "Klaar, vergeet mij hier")
    page.goto("/aanmelden/volgen/")
    expect(page.get_by_label("Uw werkmail")).to_be_visible()


def test_a_mother_asks_for_support_herself(narrow_page: Page) -> None:
    page = narrow_page
    page.goto("/zelf-aanmelden/")
    look(page, "self-welcome")
    further(page, "Beginnen")
    page.get_by_label("Gemeente").select_option(label="Kerkrade")
    further(page)
    page.get_by_label("Ik ben zwanger").check()
    on(page, "due_on", clock.today() + timedelta(days=60))
    look(page, "self-child")
    further(page)
    page.get_by_label("Ja, ik wil meedoen").check()
    look(page, "self-yes")
    further(page)
    page.get_by_label("Uw naam").fill("Mina Story")
    on(page, "born_on", clock.today() - timedelta(days=365 * 22))
    page.get_by_label("Moeder, of ik ben zwanger").check()
    further(page)
    page.get_by_label("Stuur een sms").check()
    page.get_by_label("Telefoonnummer").fill("06 12 34 56 78")
    look(page, "self-reach")
    further(page, "Bewaar en ga later verder")
    look(page, "self-saved")
    key = page.locator("main bdi").first.inner_text()
    further(page, "Klaar, vergeet mij hier")
    page.goto("/zelf-aanmelden/verder/")
    page.get_by_label("Uw code").fill(key)
    further(page)
    page.get_by_label("Vertel het in uw eigen woorden").fill("Een eigen plek.")
    look(page, "self-talk")
    further(page)
    page.locator("[name=share][value=yes]").check()
    further(page)
    look(page, "self-check")
    further(page, "Versturen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Goed dat u het hebt gevraagd.")
    look(page, "self-sent")


def test_three_times_shift_leaves_and_forgets(page: Page) -> None:
    page.route("https://www.knmi.nl/**", lambda route: route.fulfill(body="weer"))
    page.goto("/zelf-aanmelden/")
    further(page, "Beginnen")
    expect(page.get_by_label("Gemeente")).to_be_visible()
    page.wait_for_load_state()
    with page.expect_request(lambda request: request.method == "POST"):
        press(page, "Shift", "Shift", "Shift")
    page.wait_for_url("https://www.knmi.nl/**")
    heading = page.get_by_role("heading", level=1)
    comes_to(page, "/zelf-aanmelden/gemeente/", lambda: heading.inner_text() == "Wij vinden uw antwoorden niet meer")
