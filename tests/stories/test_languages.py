"""A parent who reads another language: every page of hers speaks it, runs the right way, and can be read aloud."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, no_axe_violations, picture, sign_in, until

pytestmark = pytest.mark.story

ROOMS = (
    "", "ja-en-nee/", "tafel/", "afspraken/", "berichten/", "terugkijken/", "hoe-gaat-het/", "wie-keek/",
    "mijn-gegevens/", "bewaren/", "papier/", "stoppen/",
)  # fmt: skip
SOME_ROOMS = ("", "ja-en-nee/", "berichten/", "wie-keek/")
ADDRESSES = ("/ouders/", "/inloggen/", "/zelf-aanmelden/", "/", "/hulp/", "/privacy/", "/bestaat-niet/")
# Voices as a browser may have them: one that lives on the device, and one that sends the text to somebody else.
VOICES = """
    const voices = [{ lang: "nl-NL", localService: true }, { lang: "en-GB", localService: false }];
    window.said = [];
    Object.defineProperty(window, "speechSynthesis", { value: {
      getVoices: () => voices, cancel: () => {}, addEventListener: () => {},
      speak: (it) => { window.said.push(it.text); if (window.said.length < 4) setTimeout(it.onend, 5); },
    } });
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


def speaks(page: Page, language: str, direction: str) -> None:
    """See in which language the page is, and in which direction it runs."""
    expect(page.locator(f"html[lang={language}][dir={direction}]")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "direction", "rooms"), [("ar", "rtl", ROOMS), ("en", "ltr", SOME_ROOMS), ("pl", "ltr", SOME_ROOMS)]
)
def test_yara_reads_all_her_pages_in_her_language(
    narrow_page: Page, language: str, direction: str, rooms: tuple[str, ...]
) -> None:
    """Given her language, when Yara opens each room of her place, then it speaks it and has no barriers."""
    page = narrow_page
    sign_in(page, "Yara", language)
    home = page.url
    for room in rooms:
        page.goto(home + room)
        speaks(page, language, direction)
        no_axe_violations(page)
        picture(page, f"languages-{language}-{room.strip('/') or 'place'}")


@pytest.mark.parametrize(("language", "number"), [("ar", 7), ("en", 3), ("pl", 3)])
def test_pages_for_everyone_have_no_barriers_in_any_language(narrow_page: Page, language: str, number: int) -> None:
    """Given a poster in the waiting room, when somebody opens its address, then all that follows is in her language."""
    page = narrow_page
    page.goto(f"/taal/{language}/")
    for address in ADDRESSES[:number]:
        page.goto(address)
        speaks(page, language, "rtl" if language == "ar" else "ltr")
        no_axe_violations(page)
        picture(page, f"languages-{language}-public{address.replace('/', '-').rstrip('-')}")


def test_language_and_letters_are_chosen_without_a_script_and_kept(open_page: Callable[..., Page]) -> None:
    """Given an old telephone, when a mother presses her language and larger letters, then the next page has both."""
    page = open_page(java_script_enabled=False, viewport=NARROW)
    page.goto("/ouders/")
    page.get_by_role("button", name="العربية").click()
    speaks(page, "ar", "rtl")
    page.get_by_role("button", name="حروف أكبر").click()
    expect(page.locator("html.kp--large")).to_be_visible()
    page.get_by_role("link", name="طلب الدعم بنفسك").first.click()
    speaks(page, "ar", "rtl")
    expect(page.locator("html.kp--large")).to_be_visible()
    picture(page, "languages-ar-large")
    expect(page.locator("[data-aloud]")).to_be_hidden()


def test_only_a_voice_of_the_device_itself_reads_aloud(open_page: Callable[..., Page]) -> None:
    """Given a Dutch voice on the device and an English one elsewhere, then only Dutch is offered, and it can stop."""
    page = open_page(viewport=NARROW)
    page.add_init_script(VOICES)
    page.goto("/ouders/")
    page.get_by_role("button", name="Lees voor").click()
    expect(page.get_by_role("button", name="Stop met voorlezen")).to_be_visible()
    expect(page.locator(".kp-spoken")).to_have_count(1)
    no_axe_violations(page)
    heard = lambda: page.evaluate("window.said.join(' ')")  # noqa: E731
    until(page, lambda: "U hoeft het niet alleen te doen." in heard(), heard)
    page.keyboard.press("Escape")
    expect(page.locator(".kp-spoken")).to_have_count(0)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html[lang=en]")).to_be_visible()
    expect(page.locator("[data-aloud]")).to_be_hidden()
