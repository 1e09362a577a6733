"""A researcher takes the data of her study along and deletes what has to go; she meets no family and no name."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, has_focus, no_axe_violations, picture, press, sign_in, silent

pytestmark = pytest.mark.story
STUDY = "Samen van start"


def starts_here(page: Page) -> None:
    """See that the work begins with a clear page."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Onderzoek")
    expect(page.locator("main")).to_contain_text("U ziet hier geen gezinnen")


def to_the_study(page: Page) -> None:
    """Go from the first page to the study."""
    starts_here(page)
    address = page.locator("main a[href^='/onderzoek/']").first.get_attribute("href")
    page.goto(str(address))
    expect(page.get_by_role("heading", level=1)).to_have_text(STUDY)


def takes_along(page: Page) -> dict[str, bytes]:
    """Promise, take the file along, and give what is in it."""
    page.get_by_role("link", name="Gegevens ophalen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gegevens ophalen")
    page.get_by_label("Aangemeld vanaf").select_option(label="kwartaal 1 van 2022")
    page.get_by_label("Ik doe wat hierboven staat").check()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Bestand ophalen").click()
    with zipfile.ZipFile(io.BytesIO(Path(coming.value.path()).read_bytes())) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def test_a_researcher_takes_data_along_and_reads_the_explanation(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    # given a study that runs, on a telephone
    page = open_page(viewport=NARROW)
    sign_in(page, "Ruben")
    no_axe_violations(page)
    picture(page, "research-narrow")
    to_the_study(page)
    no_axe_violations(page)
    picture(page, "research-study-narrow")
    # when she promises what she will do, and takes the file along
    files = takes_along(page)
    no_axe_violations(page)
    picture(page, "research-take-narrow")
    # then there are families by pseudonym, and nobody's name
    rows = list(csv.DictReader(io.StringIO(files["data.csv"].decode(), newline="")))
    assert len(rows) > 10
    assert b"Haddad" not in b"".join(files.values())
    # and the page that explains it reads well without us
    (tmp_path / "LEESMIJ.html").write_bytes(files["LEESMIJ.html"])
    explained = page.context.new_page()
    explained.goto((tmp_path / "LEESMIJ.html").as_uri())
    expect(explained.get_by_role("heading", level=1)).to_have_text(STUDY)
    expect(explained.locator("main")).to_contain_text(re.compile(rf"{len(rows)} zeggen op .* ja tegen onderzoek"))
    no_axe_violations(explained)
    picture(explained, "research-explained-narrow")
    explained.close()
    # and the ledger has a line more
    page.go_back()
    page.reload()
    expect(page.locator("main")).to_contain_text(f"Gezinnen in het bestand: {len(rows)}")


def test_what_was_taken_back_is_deleted_without_scripts(plain_page: Page) -> None:
    # given an earlier file with a family that said no since
    page = plain_page
    sign_in(page, "Ruben")
    expect(page.locator("main")).to_contain_text("Er is iets veranderd in gegevens die u eerder ophaalde")
    to_the_study(page)
    expect(page.get_by_role("heading", name="Wis 1 rij")).to_be_visible()
    # when she takes the list along and says that the row is gone
    with page.expect_download() as coming:
        page.get_by_role("link", name="Lijst ophalen").click()
    assert len(Path(coming.value.path()).read_text().split()) == 2
    page.get_by_role("button", name="De rijen zijn weg").click()
    # then nothing waits any more, and the privacy officer sees it
    silent(page, "Nu te doen")
    sign_in(page, "Willem")
    page.get_by_role("link", name="Onderzoek: wie gegevens kreeg").click()
    expect(page.locator("main")).to_contain_text("1 rij gewist")


def test_by_keyboard_to_the_directory_and_nowhere_near_a_family(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport=NARROW)
    sign_in(page, "Ruben")
    page.get_by_role("link", name="Zoek in Wie is wie").focus()
    has_focus(page, "Zoek in Wie is wie")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wie is wie")
    no_axe_violations(page)
    for address in ("/werklijst/", "/mijn-gezinnen/", "/cijfers/", "/inzage/", "/beheer/", "/inzage/onderzoek/"):
        page.goto(address)
        expect(page.locator("body")).not_to_contain_text("Haddad")


def test_the_privacy_officer_records_a_study(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport=NARROW)
    sign_in(page, "Willem")
    page.get_by_role("link", name="Onderzoek: wie gegevens kreeg").click()
    page.get_by_role("link", name="Onderzoek vastleggen").click()
    no_axe_violations(page)
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    no_axe_violations(page)
    page.get_by_label("Naam van het onderzoek").fill("Wat helpt")
    page.get_by_label("Doel").fill("Weten welke steun helpt")
    page.get_by_label("Wie gaf toestemming").fill("METC, nummer 12")
    page.get_by_label("Ruben Claessens").check()
    page.get_by_label("Kerkrade").check()
    last = page.get_by_role("group", name="Laatste dag")
    for box, value in (("Dag", "1"), ("Maand", "9"), ("Jaar", "2031")):
        last.get_by_label(box).fill(value)
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_role("link", name="Wat helpt")).to_be_visible()
    picture(page, "research-officer-narrow")
