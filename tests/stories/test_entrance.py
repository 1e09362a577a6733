"""A mother comes in: a card from the coordinator, digits on her telephone, and the next time her number alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, no_axe_violations, picture, press, sign_in, tab_to

pytestmark = pytest.mark.story
Opens = Callable[..., Page]
DIGITS = re.compile(r"\b[0-9]{6}\b")


def card_of(desk: Page, address: str) -> str:
    """Give the code that the coordinator gets for the first adult of the first family of the worklist."""
    sign_in(desk, "Marieke")
    desk.goto("/werklijst/")
    desk.locator("a[href^='/gezin/']").first.click()
    desk.get_by_role("link", name=re.compile("^Eigen pagina geven")).first.click()
    return _card(desk, address)


def card_of_yara(desk: Page, address: str) -> str:
    """Give the code of a new card for Yara, who had one before."""
    sign_in(desk, "Marieke")
    desk.goto("/werklijst/")
    desk.get_by_role("link", name=re.compile("Yara")).first.click()
    desk.locator("a[href$='/eigen-pagina/']").first.click()
    return _card(desk, address)


def _card(desk: Page, address: str) -> str:
    no_axe_violations(desk)
    desk.get_by_label("Mobiel nummer of e-mailadres").fill(address)
    if (tick := desk.locator("input[name='checked']")).count():  # another number than before
        tick.check()
    desk.get_by_role("button", name="Kaart maken").click()
    expect(desk.get_by_role("heading", name="De kaart is klaar")).to_be_visible()
    no_axe_violations(desk)
    picture(desk, "entrance-card")
    return desk.locator(".kp-slip__code").inner_text()


def digits_from(postbox: Page) -> str:
    """Read the newest code in the postbox of the demo, as on a telephone."""
    postbox.goto("/demo/postbak/")
    return DIGITS.findall(postbox.locator("article").first.inner_text())[-1]


def test_from_card_to_own_page_on_a_telephone_and_back_by_number(open_page: Opens) -> None:
    desk, phone = open_page(), open_page(viewport=NARROW, has_touch=True)
    code = card_of(desk, "06-11223344")

    # She goes to the address on the card.
    phone.goto("/binnen/")
    no_axe_violations(phone)
    picture(phone, "entrance-who")
    phone.get_by_label("Uw code, of uw telefoonnummer of e-mailadres").fill(code.lower())
    phone.get_by_role("button", name="Verder").click()
    no_axe_violations(phone)
    picture(phone, "entrance-digits")
    box = phone.get_by_label("De 6 cijfers uit het bericht")
    assert box.get_attribute("autocomplete") == "one-time-code" and box.get_attribute("inputmode") == "numeric"

    # A wrong try helps on; the right digits, with a space between, open her page.
    box.fill("12 34")
    phone.get_by_role("button", name="Ga naar binnen").click()
    expect(phone.locator("#fouten")).to_contain_text("Vul 6 cijfers in.")
    digits = digits_from(desk)
    box.fill(f"{digits[:3]} {digits[3:]}")
    phone.get_by_role("button", name="Ga naar binnen").click()
    expect(phone).to_have_url(re.compile("/ons-gezin/"))
    no_axe_violations(phone)

    # Another day, another telephone: the number is enough.
    later = open_page(viewport=NARROW)
    later.goto("/inloggen/")
    no_axe_violations(later)
    later.get_by_role("link", name="Ik ben ouder").click()
    later.get_by_label("Uw code, of uw telefoonnummer of e-mailadres").fill("+31 6 1122 3344")
    later.get_by_role("button", name="Verder").click()
    expect(later.get_by_label("De 6 cijfers uit het bericht")).to_be_visible()  # then they are sent
    later.get_by_label("De 6 cijfers uit het bericht").fill(digits_from(desk))
    later.get_by_role("button", name="Ga naar binnen").click()
    expect(later).to_have_url(phone.url)


def test_without_javascript_and_with_fresh_digits(open_page: Opens) -> None:
    plain, desk = open_page(java_script_enabled=False, viewport=NARROW), open_page()
    plain.goto("/binnen/")
    plain.get_by_label("Uw code, of uw telefoonnummer of e-mailadres").fill("06 12345678")
    plain.get_by_role("button", name="Verder").click()
    expect(plain.get_by_label("De 6 cijfers uit het bericht")).to_be_visible()  # then they are sent
    old = digits_from(desk)
    plain.get_by_role("button", name="Stuur mij nieuwe cijfers").click()
    expect(plain.get_by_text("Er zijn nieuwe cijfers onderweg.")).to_be_visible()
    fresh = digits_from(desk)
    assert fresh != old
    plain.get_by_label("De 6 cijfers uit het bericht").fill(fresh)
    plain.get_by_role("button", name="Ga naar binnen").click()
    expect(plain).to_have_url(re.compile("/ons-gezin/"))


def test_with_the_keyboard_alone(open_page: Opens) -> None:
    page, desk = open_page(), open_page()
    page.goto("/binnen/")
    box = page.get_by_label("Uw code, of uw telefoonnummer of e-mailadres")
    tab_to(page, box)
    page.keyboard.type("daniel@knooppunt.example")
    press(page, "Enter")
    tab_to(page, page.get_by_label("De 6 cijfers uit het bericht"))
    page.keyboard.type(digits_from(desk))
    press(page, "Enter")
    expect(page).to_have_url(re.compile("/ons-gezin/"))


def test_leaving_halfway_is_one_click(open_page: Opens) -> None:
    page = open_page(viewport=NARROW)
    page.goto("/binnen/")
    page.get_by_label("Uw code, of uw telefoonnummer of e-mailadres").fill("06 12345678")
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("link", name="Verlaat deze pagina")).to_be_visible()


def test_the_end_of_a_parents_session_is_told_in_time_and_keeps_the_words(open_page: Opens) -> None:
    """Given two hours at most, when Noor keeps writing, then she hears two minutes before that this time it ends."""
    page = open_page(viewport=NARROW)
    page.clock.install()
    sign_in(page, "Noor")
    page.get_by_role("link", name="Vertel het ons").click()
    page.get_by_label("Punt 1").fill("Mijn diploma halen")
    box = page.get_by_role("alertdialog", name="Bent u er nog?")
    for _ in range(8):
        page.clock.fast_forward("13:10")
        box.get_by_role("button", name="Ingelogd blijven").click()
        expect(box).to_be_hidden()
    page.clock.fast_forward("13:10")
    expect(box).to_contain_text("Verstuur of bewaar nu wat u typte.")
    no_axe_violations(page)
    picture(page, "entrance-session-last")
    box.get_by_role("button", name="Ik weet het").click()
    expect(box).to_be_hidden()
    page.clock.fast_forward("02:10")
    expect(box.get_by_role("link", name="Inloggen in een nieuw venster")).to_have_attribute("href", "/binnen/")
    expect(page.get_by_label("Punt 1")).to_have_value("Mijn diploma halen")


def test_the_warning_stands_the_right_way_round_in_arabic(open_page: Opens) -> None:
    page = open_page(viewport=NARROW)
    page.clock.install()
    sign_in(page, "Yara", "ar")
    page.clock.fast_forward("13:10")
    box = page.locator("#session-end")
    expect(box).to_be_visible()
    assert page.evaluate("getComputedStyle(document.getElementById('session-end')).direction") == "rtl"
    no_axe_violations(page)
    picture(page, "entrance-session-arabic")
