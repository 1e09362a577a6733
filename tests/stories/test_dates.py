"""Stories: finding a date. Moments are proposed, each says when she can in her own way, and one is picked."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from knooppunt.foundation import clock
from tests.stories.kit import NARROW, no_axe_violations, picture, sign_in, silent

pytestmark = pytest.mark.story

FAMILY = "Noor Timmermans"


def call_off(desk: Page) -> None:
    """Take the date of Noor back, so that there is one to be found."""
    sign_in(desk, "Marieke")
    desk.goto("/werklijst/")
    desk.get_by_role("link", name=FAMILY).click()
    desk.get_by_role("link", name="Overleg afzeggen").click()
    desk.get_by_label("De ouders kunnen niet").check()
    desk.get_by_role("button", name="Overleg afzeggen").click()


def propose(desk: Page) -> None:
    """Propose two moments, after a first try with an empty form."""
    desk.get_by_role("region", name="Plan het overleg").get_by_role("link", name="Momenten voorstellen").click()
    desk.get_by_role("button", name="Vraag het iedereen").click()
    expect(desk.get_by_role("alert")).to_be_focused()
    no_axe_violations(desk)
    for number, (days, time) in enumerate(((8, "10:00"), (9, "14:30"))):
        day = clock.today() + timedelta(days=days)
        for part in ("day", "month", "year"):
            desk.locator(f"[name=moment-{number}_{part}]").fill(str(getattr(day, part)))
        desk.locator(f"[name=time-{number}]").fill(time)
    desk.get_by_label("Plek").fill("Buurthuis De Brug")
    desk.get_by_role("button", name="Vraag het iedereen").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Wie kan wanneer?")


def in_the_postbox(page: Page, pattern: str) -> str:
    """Give what stands in the newest letter that has it."""
    page.goto("/demo/postbak/")
    return re.findall(pattern, page.locator("main").inner_text())[0]


def choose(page: Page, *answers: str) -> None:
    """Choose an answer for each moment, in their order."""
    for number, answer in enumerate(answers):
        page.get_by_role("group").nth(number).get_by_text(answer, exact=True).click()


def answer_by_link(open_page: Callable[..., Page], desk: Page) -> None:
    """Let Joris answer without an account and without scripts, on a telephone."""
    path = in_the_postbox(open_page(), r"/moment/[\w-]+/")
    joris = open_page(viewport=NARROW, java_script_enabled=False)
    joris.goto(path)
    expect(joris.locator("main")).not_to_contain_text(re.compile("Noor|Brug|14:30"))
    joris.get_by_role("button", name="Stuur mij een code").click()
    expect(joris.get_by_label("Code")).to_be_visible()  # then it is sent
    digits = in_the_postbox(open_page(), r"\b[0-9]{6}\b")
    joris.get_by_label("Code").fill(digits)
    joris.get_by_role("button", name="Verder").click()
    expect(joris.locator("main")).to_contain_text("Buurthuis De Brug")
    silent(joris, "Noor")
    choose(joris, "Nee", "Ja")
    joris.get_by_role("button", name="Versturen").click()
    expect(joris.get_by_role("heading", level=1)).to_have_text("Dank u wel")


def test_a_date_is_found_with_everyone_in_their_own_way(open_page: Callable[..., Page]) -> None:
    # given a family whose conference was called off
    desk = open_page()
    call_off(desk)
    # when the coordinator proposes two moments
    propose(desk)
    no_axe_violations(desk)
    grid = desk.url
    # and a professional answers by a link, without an account
    answer_by_link(open_page, desk)
    # and the mother on her telephone
    noor = open_page(viewport=NARROW, has_touch=True)
    sign_in(noor, "Noor")
    noor.goto("/ons-gezin/")
    noor.get_by_role("link", name="Kies uw momenten").click()
    no_axe_violations(noor)
    picture(noor, "dates-parent")
    choose(noor, "Als het moet", "Ja")
    noor.get_by_role("button", name="Bewaren").click()
    expect(noor.get_by_role("status")).to_contain_text("Wij weten nu wanneer u kunt.")
    no_axe_violations(noor)
    # and the coordinator notes what the nurse said by telephone
    desk.goto(grid)
    desk.get_by_role("row", name=re.compile("Fatima")).get_by_role("link").click()
    no_axe_violations(desk)
    choose(desk, "Ja", "Ja")
    desk.get_by_role("button", name="Bewaren").click()
    # then the moment that suits everyone stands out, wide and on a telephone
    expect(desk.get_by_role("columnheader", name=re.compile("14:30"))).to_contain_text("iedereen kan")
    no_axe_violations(desk)
    picture(desk, "dates-grid")
    desk.set_viewport_size({"width": 360, "height": 740})
    no_axe_violations(desk)
    card = desk.locator("section", has=desk.get_by_role("heading", name=re.compile("14:30")))
    expect(card).to_contain_text("iedereen kan")
    # and picking it plans the conference, with the answers that were given
    card.get_by_role("link", name=re.compile("Kies dit moment")).click()
    no_axe_violations(desk)
    desk.get_by_role("button", name="Kies dit moment").click()
    expect(desk.get_by_role("status")).to_contain_text("Het overleg staat.")
    table = desk.get_by_role("region", name="Overleg en afspraken")
    expect(table.get_by_role("listitem").filter(has_text="Joris Smeets").last).to_contain_text("komt")


def test_a_link_that_is_over_helps_on_and_tells_nothing(open_page: Callable[..., Page]) -> None:
    # given somebody with an old link
    page = open_page(viewport=NARROW)
    page.goto("/moment/zo-oud-als-de-weg-naar-rome/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze link is verlopen")
    no_axe_violations(page)
    # when she asks for a new one
    page.get_by_role("button", name="Stuur mij een nieuwe link").click()
    # then she hears where it would go, and not whether there was one
    expect(page.locator("main")).to_contain_text("naar het adres waar u deze kreeg")
    no_axe_violations(page)


def test_who_can_when_on_a_page_of_the_demo(page: Page) -> None:
    # given the family of the demo that is asked
    sign_in(page, "Marieke")
    page.goto("/werklijst/")
    page.get_by_role("link", name="Naomi Verhoeven").click()
    page.get_by_role("link", name="Wie kan wanneer?").first.click()
    # then the answers stand side by side, and what suits best is marked
    expect(page.get_by_role("table", name="Wie kan wanneer")).to_contain_text("past nu het best")
    no_axe_violations(page)
