"""A parent's whole way in each language of families: the card, the plan, her own words, the log, her file, her no."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import translation
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.stories.kit import NARROW, gone, no_axe_violations, picture, press, sign_in
from tests.stories.test_entrance import card_of_yara, digits_from

pytestmark = pytest.mark.story
Opens = Callable[..., Page]
NUMBER = "06 55 66 77 88"


@dataclass
class Walker:
    """Somebody at a small telephone, who reads one language, and clicks, presses keys, or has no scripts."""

    page: Page
    language: str
    by: str

    def said(self, text: str) -> str:
        """Give a text of the screens in her language."""
        with translation.override(self.language):
            return translation.gettext(text)

    def does(self, what: Locator) -> None:
        """Follow a link or press a button, with the mouse or with the keyboard alone."""
        if self.by != "keyboard":
            what.click()
            return
        what.focus()
        press(self.page, "Enter")

    def opens(self, end: str) -> None:
        """Go from her own place to one of its rooms, and look round."""
        self.does(self.page.locator(f"main a[href$='{end}']").first)
        self.page.wait_for_url(f"**{end}")
        self.looks(end.strip("/").rpartition("/")[2])

    def looks(self, name: str) -> None:
        """Look at a page: her language, its direction, no barriers. Axe itself is a script."""
        html = self.page.locator("html")
        expect(html).to_have_attribute("lang", self.language)
        expect(html).to_have_attribute("dir", "rtl" if self.language == "ar" else "ltr")
        if self.by != "no scripts":
            no_axe_violations(self.page)
        picture(self.page, f"own-way-{self.language}-{name}")

    def sends(self, box: str, text: str) -> None:
        """Fill one box, and send its form."""
        field = self.page.locator(f"main [name='{box}']")
        field.fill(text)
        self.does(field.locator("xpath=ancestor::form").locator("button:not([name]), button[type=submit]").last)


@pytest.mark.parametrize(
    ("language", "by"), [("nl", "mouse"), ("en", "keyboard"), ("ar", "mouse"), ("pl", "no scripts")]
)
def test_from_the_card_to_a_no_in_her_own_language(open_page: Opens, language: str, by: str) -> None:
    """Given a card on paper, when Yara walks her whole way, then she never needs another language, nor a helper."""
    desk, joris = open_page(), open_page()
    her = Walker(open_page(viewport=NARROW, java_script_enabled=by != "no scripts"), language, by)
    _comes_in(her, desk)
    home = her.page.url
    _reads_and_does(her, home)
    _looks_back(her, home)
    _sees_who_looked_and_takes_her_file(her, home)
    _meets_again(desk, home)
    her.page.goto(home)
    her.opens("/punten/")
    her.sends("point-0", "Een rustige slaapkamer")
    expect(her.page.get_by_text("Een rustige slaapkamer").first).to_be_visible()
    _takes_her_yes_back(her, home, joris)


def _comes_in(her: Walker, desk: Page) -> None:
    code = card_of_yara(desk, NUMBER)
    page = her.page
    page.goto(f"/taal/{her.language}/")
    page.goto("/binnen/")
    her.looks("binnen")
    page.get_by_label(her.said("Uw code, of uw telefoonnummer of e-mailadres")).fill(code)
    her.does(page.get_by_role("button", name=her.said("Verder"), exact=True))
    digits = page.get_by_label(her.said("De 6 cijfers uit het bericht"))
    expect(digits).to_be_visible()  # then they are sent
    digits.fill(digits_from(desk))
    her.does(page.get_by_role("button", name=her.said("Ga naar binnen")))
    expect(page).to_have_url(re.compile("/ons-gezin/"))
    her.looks("place")


def _reads_and_does(her: Walker, home: str) -> None:
    page = her.page
    her.opens("/afspraken/")
    expect(page.get_by_text("Wij willen weer een hele nacht slapen.").first).to_be_visible()
    page.goto(home)
    her.does(page.locator("main button[name='status'][value='done']").first)
    expect(page.locator("main .kp-tag--good", has_text=her.said("gedaan")).first).to_be_visible()


def _looks_back(her: Walker, home: str) -> None:
    page = her.page
    page.goto(home)
    her.opens("/terugkijken/")
    her.does(page.locator("main .kp-actions a.kp-button--primary"))
    page.wait_for_url("**/terugkijken/*/")
    while not page.url.endswith("/woorden/"):
        before = page.url
        her.does(page.locator("main button.kp-choice").first)
        page.wait_for_url(lambda url, before=before: url != before)
    her.looks("woorden")
    her.sends("answer", "De tolk hielp het meest.")
    expect(page.get_by_text("De tolk hielp het meest.")).to_be_visible()


def _sees_who_looked_and_takes_her_file(her: Walker, home: str) -> None:
    page = her.page
    page.goto(home)
    her.opens("/wie-keek/")
    expect(page.get_by_text("Fatima Amrani").first).to_be_visible()
    gone(page.get_by_text("Daniel"))
    page.goto(f"{home}bewaren/")
    her.opens("/mijn-gegevens/")
    read, data = (_downloaded(her, end) for end in ("/lezen/", "/bestand/"))
    told = " ".join(sheet.extract_text() for sheet in PdfReader(read).pages)
    assert "Yara" in told and "Daniel" not in told
    kept = data.read_text(encoding="utf-8")
    assert json.loads(kept) and "De tolk hielp het meest." in kept and "Daniel" not in kept


def _downloaded(her: Walker, end: str) -> Path:
    with her.page.expect_download() as coming:
        her.does(her.page.locator(f"main a[href$='{end}']"))
    return Path(coming.value.path())


def _meets_again(desk: Page, home: str) -> None:
    """Look back with the family at the desk, who reads what Yara said, and plan to meet once more."""
    code = home.rstrip("/").rpartition("/")[2]
    desk.goto(f"/evaluatie/{code}/")
    expect(desk.get_by_text("De tolk hielp het meest.")).to_be_visible()
    for group in desk.locator("main form fieldset").all():
        if group.locator("input[type=radio]").count():
            group.locator("input[type=radio]").first.check()
    desk.get_by_role("button", name="Bewaren en verder").click()
    desk.get_by_label(re.compile("Opnieuw bespreken|opnieuw")).first.check()
    desk.get_by_role("button", name="Zo doen we het").click()
    expect(desk.get_by_role("status")).to_contain_text("Wij bereiden een nieuw overleg voor.")


def _takes_her_yes_back(her: Walker, home: str, joris: Page) -> None:
    """With one press on one page; whoever has her page open finds it shut at the next request."""
    code = home.rstrip("/").rpartition("/")[2]
    sign_in(joris, "Joris")
    joris.goto(f"/mijn-gezinnen/{code}/")
    expect(joris.get_by_text("Yara Haddad").first).to_be_visible()
    her.page.goto(home)
    her.opens("/ja-en-nee/")
    card = her.page.locator("section.kp-card", has_text="Schuldhulp Evenwicht")
    her.does(card.locator("button[name='answer'][value='nee']"))
    expect(card.locator("button[name='answer'][value='ja']")).to_be_visible()
    her.looks("no")
    joris.reload()
    gone(joris.get_by_text("Yara Haddad"))
