"""The project leader makes the factsheet of last year public: she looks, adds words and a quote, and publishes it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from knooppunt.foundation import clock
from tests.stories.kit import NARROW, no_axe_violations, picture, sign_in

pytestmark = pytest.mark.story
LAST_YEAR = str(clock.today().year - 1)
QUOTE = "Er is nu één plek waar ik een gezin naartoe kan brengen."


def to_factsheet(page: Page, place: str) -> None:
    """Walk from the figures to the factsheet of last year of a place."""
    sign_in(page, "Ellen")
    page.get_by_role("link", name="Factsheet", exact=True).click()
    page.get_by_role("navigation", name="Kies een jaar").get_by_role("link", name=LAST_YEAR).click()
    page.get_by_role("main").get_by_role("link", name=place, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Factsheet {LAST_YEAR}: {place}")


def test_ellen_publishes_the_factsheet_of_her_subregion(page: Page, open_page: Callable[..., Page]) -> None:
    """Given the figures of last year, when Ellen publishes, then anyone has it until she takes it back."""
    to_factsheet(page, "Parkstad")
    no_axe_violations(page)
    picture(page, "factsheet-preview")
    page.get_by_role("link", name="Intern: alle aantallen").click()
    expect(page.get_by_text("Alleen voor intern gebruik")).to_be_visible()
    no_axe_violations(page)
    page.get_by_role("link", name="Zoals het naar buiten gaat").click()
    page.get_by_role("link", name="Woorden en citaten").click()
    page.get_by_role("link", name="Citaat toevoegen").click()
    no_axe_violations(page)
    page.get_by_label("Wat zei zij of hij?").fill(QUOTE)
    page.get_by_label("Functie").fill("verloskundige")
    for box, value in (("Dag", "1"), ("Maand", "12"), ("Jaar", LAST_YEAR)):
        page.get_by_label(box, exact=True).fill(value)
    page.get_by_label("Hoe is dat afgesproken?").fill("per mail")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text(QUOTE)).to_be_visible()
    no_axe_violations(page)
    page.get_by_role("main").get_by_role("link", name=f"Factsheet {LAST_YEAR}: Parkstad").click()
    page.get_by_role("link", name="Uitgave vaststellen").click()
    expect(page.get_by_text("verborgen")).to_be_visible()
    no_axe_violations(page)
    picture(page, "factsheet-publish")
    page.get_by_role("button", name="Vaststellen en openbaar maken").click()
    expect(page.get_by_text("Uitgave 1 is vastgesteld en openbaar.")).to_be_visible()
    no_axe_violations(page)
    with page.expect_download() as file:
        page.get_by_role("link", name="XLSX").click()
    assert file.value.suggested_filename == f"factsheet-{LAST_YEAR}-subregion-parkstad-1.xlsx"
    anyone = open_page(viewport=NARROW, color_scheme="dark")
    anyone.goto("/factsheets/")
    no_axe_violations(anyone)
    anyone.get_by_role("link", name="Parkstad", exact=True).click()
    expect(anyone.get_by_text(QUOTE)).to_be_visible()
    no_axe_violations(anyone)
    picture(anyone, "factsheet-public-narrow")
    with anyone.expect_download() as paper:
        anyone.get_by_role("link", name="Als pdf").click()
    assert paper.value.suggested_filename.endswith(".pdf")
    she_takes_it_back(page, anyone)


def she_takes_it_back(page: Page, anyone: Page) -> None:
    """Let the midwife agree no more; then there turns out to be a mistake in the figures as well."""
    page.get_by_role("link", name="Intrekken of citaat weghalen").click()
    no_axe_violations(page)
    picture(page, "factsheet-withdraw")
    page.get_by_role("button", name="Citaat weghalen").click()
    expect(page.get_by_text("Het citaat is weg, uit elke uitgave.")).to_be_visible()
    anyone.reload()
    expect(anyone.get_by_text("een citaat uit deze uitgave gehaald")).to_be_visible()
    expect(anyone.get_by_text(QUOTE)).to_have_count(0)
    page.get_by_label("Waarom trekt u deze uitgave in?").fill("De aantallen waren dubbel ingelezen.")
    page.get_by_role("button", name="Intrekken").click()
    expect(page.get_by_text("De uitgave is ingetrokken.")).to_be_visible()
    no_axe_violations(page)
    anyone.reload()
    expect(anyone.get_by_text("Uitgave 1 is ingetrokken op")).to_be_visible()
    no_axe_violations(anyone)
    picture(anyone, "factsheet-withdrawn-narrow")


def test_ellen_adds_a_milestone_without_scripts(plain_page: Page) -> None:
    """Given a browser without scripts, when Ellen adds a milestone, then it stands in the factsheet."""
    to_factsheet(plain_page, "Kerkrade")
    plain_page.get_by_role("link", name="Woorden en citaten").click()
    plain_page.get_by_role("link", name="Mijlpaal toevoegen").click()
    plain_page.get_by_label("Wat is er dit jaar bereikt?").fill("Alle coördinatoren volgden het inwerkprogramma.")
    plain_page.get_by_role("button", name="Bewaren").click()
    plain_page.get_by_role("main").get_by_role("link", name=f"Factsheet {LAST_YEAR}: Kerkrade").click()
    expect(plain_page.get_by_text("Alle coördinatoren volgden het inwerkprogramma.")).to_be_visible()
