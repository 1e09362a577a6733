"""The project leader and the coordinator find out whom to visit, and note that they did."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, gone, no_axe_violations, picture, sign_in
from tests.stories.test_coordinator import go

pytestmark = pytest.mark.story


def test_ellen_sees_who_does_not_refer_yet_and_notes_a_visit(page: Page) -> None:
    """Given debt counsellors who never referred, when Ellen notes that she was there, then they are off the list."""
    sign_in(page, "Ellen")
    page.get_by_role("link", name="Bereik").click()
    expect(page.get_by_role("img", name="De gemeenten als tegels")).to_be_visible()
    no_axe_violations(page)
    picture(page, "reach-wide")
    page.get_by_role("navigation", name="Over bereik").get_by_role("link", name="Bij wie langs?").click()
    no_axe_violations(page)
    picture(page, "to-visit-wide")
    page.get_by_role("link", name="Bezocht Schuldhulp Evenwicht").click()
    expect(page.get_by_label("Bij welke organisatie?")).to_have_value("schuldhulp-evenwicht")
    no_axe_violations(page)
    page.get_by_label("Wat wilt u onthouden?").fill("Zij willen een keer aanschuiven.")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bij wie langs?")
    gone(page.get_by_text("Schuldhulp Evenwicht"))


def test_marieke_notes_a_campaign_on_a_telephone_in_the_dark(open_page: Callable[..., Page]) -> None:
    """Given a small telephone, when Marieke notes a campaign, corrects it and takes it away, then nothing is left."""
    page = open_page(viewport=NARROW, color_scheme="dark")
    sign_in(page, "Marieke")
    for address in ("/bereik/", "/bereik/langsgaan/", "/bereik/bezoeken/nieuw/"):
        page.goto(address)
        no_axe_violations(page)
    page.get_by_text("Campagne", exact=True).click()
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("heading", name="Campagne", exact=True)).to_be_visible()
    no_axe_violations(page)
    picture(page, "visits-dark-narrow")
    page.get_by_role("link", name="Wijzig").click()
    page.get_by_text("Dit helemaal verwijderen").click()
    no_axe_violations(page)
    page.get_by_role("button", name="Verwijderen").click()
    expect(page.get_by_text("Nog niets genoteerd")).to_be_visible()


def test_ellen_changes_the_births_without_scripts(plain_page: Page) -> None:
    """Given a number of her own municipality, when Ellen puts it there with its source, then the range follows."""
    sign_in(plain_page, "Ellen")
    plain_page.goto("/bereik/")
    plain_page.get_by_role("link", name="Wijzig Kerkrade").click()
    plain_page.get_by_label("Kinderen geboren in dit jaar").fill("500")
    plain_page.get_by_label("Waar dit aantal vandaan komt").fill("Gemeente Kerkrade, burgerzaken")
    plain_page.get_by_label("Dit aantal is een schatting").uncheck()
    plain_page.get_by_role("button", name="Bewaren").click()
    expect(plain_page.get_by_role("main")).to_contain_text("verwacht: 32–50")
    expect(plain_page.get_by_role("main")).to_contain_text("burgerzaken")


def test_ellen_goes_to_whom_to_visit_without_a_mouse(page: Page) -> None:
    """Given no mouse, when Ellen tabs to the list, then she reads the reasons and can open the leaflet of a place."""
    sign_in(page, "Ellen")
    page.goto("/bereik/")
    go(page, page.get_by_role("navigation", name="Over bereik").get_by_role("link", name="Bij wie langs?"))
    expect(page.get_by_role("heading", name="Meldde nog nooit aan")).to_be_visible()
    leaflet = page.get_by_role("main").get_by_role("link", name="Kerkrade", exact=True)
    expect(leaflet).to_have_attribute("href", "/folder/kerkrade/")
