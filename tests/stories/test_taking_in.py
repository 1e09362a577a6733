"""The project leader takes in a year that stood in a workbook: wide, narrow and dark, and without scripts."""

from collections.abc import Callable, Iterable, Mapping

import pytest
from playwright.sync_api import Page, expect

from tests.figures import file_2022
from tests.stories.kit import NARROW, no_axe_violations, picture, sign_in

pytestmark = pytest.mark.story

PLACES = ("Kerkrade", "Kerkrade", "Kerkrade", "Landgraaf", "Landgraaf")
YES = {"toestemming_onderzoek": "Ja", "hulpvragen": "Huisvesting"}
HERS = [{"gemeente": place, "aangemeld_op": f"2022-03-{day:02}"} | YES for day, place in enumerate(PLACES, start=1)]
UNTIDY = [HERS[0] | {"hulpvragen": "Huisvestign; Psychiatrie"}, HERS[1] | {"gemeente": "Maastricht"}, *HERS[2:]]


def choose(page: Page, rows: Iterable[Mapping[str, str]]) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "jaar.xlsx", "mimeType": "application/octet-stream", "buffer": file_2022.workbook(rows)}
    )
    page.get_by_role("button", name="Bekijken").click()


def test_ellen_mends_her_file_looks_at_it_and_keeps_it(page: Page) -> None:
    """Given a file with two mistakes, when Ellen mends them, then five families are kept, and a second time none."""
    sign_in(page, "Ellen")
    page.get_by_role("link", name="Inlezen").click()
    no_axe_violations(page)
    picture(page, "taking-in")
    with page.expect_download() as download:
        page.get_by_role("link", name="Sjabloon voor Excel").click()
    assert download.value.suggested_filename == "registraties.xlsx"
    choose(page, UNTIDY)
    expect(page.get_by_role("heading", level=1)).to_have_text("Het bestand klopt nog niet")
    expect(page.get_by_role("main")).to_contain_text("Bedoelt u “Huisvesting”?")
    expect(page.get_by_role("main")).to_contain_text("Rij 3 · gemeente")
    no_axe_violations(page)
    picture(page, "taking-in-wrong")
    choose(page, HERS)
    expect(page.get_by_role("row", name="Kerkrade")).to_contain_text("3")
    no_axe_violations(page)
    picture(page, "taking-in-check")
    page.get_by_role("button", name="5 gezinnen opslaan").click()
    expect(page.get_by_text("5 gezinnen zijn opgeslagen.")).to_be_visible()
    choose(page, HERS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit staat er al")
    no_axe_violations(page)


def test_ellen_took_in_the_wrong_file_and_takes_it_back(page: Page) -> None:
    """Given five families that were taken in by mistake, when Ellen takes them back, then the file is new again."""
    sign_in(page, "Ellen")
    page.get_by_role("link", name="Inlezen").click()
    choose(page, HERS)
    page.get_by_role("button", name="5 gezinnen opslaan").click()
    expect(page.get_by_text("5 gezinnen zijn opgeslagen.")).to_be_visible()
    choose(page, [HERS[0] | {"hulpvragen": "Psychiatrie"}, *HERS[1:]])
    expect(page.get_by_role("main")).to_contain_text("Kijk naar rij 2")
    no_axe_violations(page)
    picture(page, "taking-in-changed")
    page.get_by_role("link", name="Registraties inlezen").click()
    page.get_by_role("link", name="Terugdraaien").click()
    no_axe_violations(page)
    picture(page, "taking-back")
    page.get_by_role("button", name="5 gezinnen weghalen").click()
    expect(page.get_by_text("5 gezinnen zijn weggehaald.")).to_be_visible()
    no_axe_violations(page)
    expect(page.get_by_role("link", name="Terugdraaien")).to_have_count(0)


def test_it_fits_a_telephone_in_the_dark(open_page: Callable[..., Page]) -> None:
    """Given a small dark screen, when Ellen looks at a file that is wrong and at one that is right, all of it fits."""
    page = open_page(viewport=NARROW, color_scheme="dark")
    sign_in(page, "Ellen")
    page.get_by_role("link", name="Inlezen").click()
    no_axe_violations(page)
    choose(page, UNTIDY)
    expect(page.get_by_role("heading", level=1)).to_have_text("Het bestand klopt nog niet")
    no_axe_violations(page)
    choose(page, HERS)
    expect(page.get_by_role("row", name="Kerkrade")).to_contain_text("3")
    no_axe_violations(page)
    picture(page, "taking-in-dark-narrow")


def test_it_works_without_scripts(plain_page: Page) -> None:
    """Given a browser without scripts, when Ellen takes in a file, then it is kept."""
    sign_in(plain_page, "Ellen")
    plain_page.get_by_role("link", name="Inlezen").click()
    choose(plain_page, HERS)
    plain_page.get_by_role("button", name="5 gezinnen opslaan").click()
    expect(plain_page.get_by_text("5 gezinnen zijn opgeslagen.")).to_be_visible()
