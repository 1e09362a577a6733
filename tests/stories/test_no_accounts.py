"""The whole process at the kitchen table: two parents without an account, paper, a pen, and a witness."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.papers.test_taking_in import picture as photo
from tests.stories.kit import NARROW, no_axe_violations, picture, sign_in
from tests.stories.test_referrer import come_in, further, situation, who
from tests.stories.test_whole_way import FAMILY, agree, heading, look_back_and_close, plan, said, say_yes, take_up

pytestmark = pytest.mark.story
PARTNER = "Adil Story"


def refer(page: Page) -> None:
    """A midwife refers both, who signed on paper."""
    page.goto("/aanmelden/")
    page.get_by_role("link", name="Professional, zonder account").click()
    come_in(page)
    further(page, "Beginnen")
    situation(page, "mother", "partner")
    further(page)
    who(page, "mother", FAMILY)
    who(page, "partner", PARTNER)
    further(page)
    page.locator("[name=needs][value=income]").check()
    for kind in ("mother", "partner"):
        page.locator(f"[name={kind}_share][value=yes]").check()
    page.get_by_label("Op papier, met handtekening").check()
    further(page)
    further(page, "Aanmelding versturen")
    heading(page, "Uw aanmelding is ontvangen")


def into_the_circle(desk: Page, first_name: str, name: str, reason: str) -> None:
    """Put somebody in the circle, before the parents were asked."""
    desk.get_by_role("link", name="Iemand erbij").first.click()
    desk.get_by_label("Naam").fill(first_name)
    desk.get_by_role("button", name="Zoeken").click()
    desk.get_by_role("link", name=name).click()
    desk.get_by_label(reason).check()
    desk.get_by_role("button", name="In de kring zetten").click()


def kitchen(page: Page, name: str) -> Locator:
    """Go to the kitchen table of this family, and give the part of one parent."""
    if "/samen/" not in page.url:
        page.get_by_role("link", name="Samen invullen, en papier").first.click()
    heading(page, "Samen invullen")
    return page.get_by_role("region", name=name)


def paper(page: Page, link: Locator) -> str:
    """Get a paper as the printer would, and read what stands on it."""
    answer = page.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf" and "no-store" in answer.headers["cache-control"]
    return re.sub(r"\s+", " ", " ".join(one.extract_text() for one in PdfReader(BytesIO(answer.body())).pages))


def keep(page: Page, name: str, kind: str) -> None:
    """Keep the photo of what one parent signed."""
    kitchen(page, name).get_by_role("link", name="Een papier bewaren").click()
    page.get_by_label(kind).check()
    page.get_by_label("Foto of scan").set_input_files(
        {"name": "DSC_0001.JPG", "mimeType": "image/jpeg", "buffer": photo(size=(1200, 1600))}
    )
    page.get_by_role("button", name="Bewaren").click()
    said(page, "Het papier is bewaard.")


def agrees_to_share(desk: Page, name: str, how: str, witness: str = "") -> None:
    """Ask one parent whether debt counselling may know, on paper or aloud."""
    joris = desk.get_by_role("article", name="Joris Smeets")
    joris.get_by_role("link", name=f"Vraag het aan {name}").click()
    desk.get_by_label("Ja", exact=True).check()
    desk.get_by_label(how).check()
    if witness:
        desk.get_by_label("Wie was erbij als getuige?").fill(witness)
    desk.get_by_role("button", name="Antwoord bewaren").click()
    said(desk, "Het antwoord is bewaard.")


def on_paper_and_aloud(desk: Page) -> None:
    """One parent signs the form, the other says yes before a witness; each in their own name."""
    form = paper(desk, kitchen(desk, FAMILY).get_by_role("link", name="Formulier voor toestemming"))
    for words in ("Ik wil meedoen aan een overleg", "Schuldhulp Evenwicht", "Ja, dat mag", "Uw handtekening", FAMILY):
        assert words in form, words
    assert PARTNER not in form and not re.search("kwetsba|casus|risico|probleem", form, re.I)
    keep(desk, FAMILY, "toestemming")
    desk.get_by_role("link", name="Naar het gezin").click()
    seat = desk.url
    agrees_to_share(desk, FAMILY, "op papier")
    desk.goto(seat)
    desk.get_by_role("link", name="Toestemming vragen").nth(1).click()
    desk.get_by_role("link", name=re.compile("Schuldhulp Evenwicht")).click()
    desk.get_by_label("Ja", exact=True).check()
    desk.get_by_label("mondeling, met een getuige").check()
    desk.get_by_label("Wie was erbij als getuige?").fill("Tom Peeters, collega")
    desk.get_by_role("button", name="Antwoord bewaren").click()
    said(desk, "Het antwoord is bewaard.")


def looked_at(page: Page, desk: Page) -> None:
    """Look at the kitchen table on a telephone, with axe."""
    sign_in(page, "Marieke")
    page.goto(desk.url.split("#")[0])
    kitchen(page, FAMILY)
    no_axe_violations(page)
    picture(page, "kitchen-table")
    page.get_by_role("link", name="Een papier bewaren").first.click()
    no_axe_violations(page)
    picture(page, "kitchen-paper")


def what_they_want(desk: Page) -> None:
    """Each says whom they want at the table and what to talk about."""
    for name, point in ((FAMILY, "De brieven van de bank"), (PARTNER, "Werk vinden")):
        kitchen(desk, name).get_by_role("link", name="Wie deze ouder aan tafel wil").click()
        for group in desk.locator("main fieldset").all():
            group.get_by_label("Graag").check()
        desk.get_by_role("button", name="Bewaren").click()
        kitchen(desk, name).get_by_role("link", name="Drie punten opschrijven").click()
        desk.get_by_label("Punt 1").fill(point)
        desk.get_by_role("button", name="Bewaren").click()
        said(desk, "Het is bewaard, als iets van deze ouder.")
    desk.get_by_role("link", name="Naar het gezin").click()
    for who_comes in ("Fatima Amrani", "Joris Smeets"):
        card = desk.get_by_role("article", name=who_comes)
        expect(card).to_contain_text("gezin vindt het goed")
        card.get_by_role("button", name="Uitnodigen").click()
        said(desk, "De uitnodiging is verstuurd.")


def invited_on_paper(desk: Page) -> None:
    """Both get on paper when and where it is, who comes, and what they themselves want to talk about."""
    here = desk.url
    for name, point, other in ((FAMILY, "De brieven van de bank", "Werk"), (PARTNER, "Werk vinden", "De brieven")):
        part = kitchen(desk, name)
        text = paper(desk, part.get_by_role("link", name="De uitnodiging voor het overleg"))
        assert point in text and "Buurthuis De Brug" in text and "Fatima Amrani" in text and other not in text
    desk.goto(here)


def take_home_and_say_yes(desk: Page) -> None:
    """Both get the agreements on paper; one signs, the other says yes before a witness."""
    everything = paper(desk, kitchen(desk, PARTNER).get_by_role("link", name="Alles wat over deze ouder is bewaard"))
    assert "Werk vinden" in everything and "Wie er in uw gegevens keek" in everything and FAMILY not in everything
    for name, other in ((FAMILY, PARTNER), (PARTNER, FAMILY)):
        text = paper(desk, kitchen(desk, name).get_by_role("link", name="De afspraken, met grote letters"))
        for words in (
            "Ik wil de post weer durven openmaken",
            "Samen de brieven openen",
            "Joris Smeets",
            "Klopt het zo?",
        ):
            assert words in text, words
        assert other not in text
    keep(desk, FAMILY, "afspraken")
    for name, how in ((FAMILY, "Met een handtekening op papier"), (PARTNER, "Mondeling, met een getuige")):
        kitchen(desk, name).get_by_role("link", name="Een ja vastleggen").click()
        desk.get_by_label("De afspraken").check()
        desk.get_by_label(how).check()
        desk.get_by_label("Wie was erbij als getuige?").fill("Tom Peeters, collega" if name == PARTNER else "")
        desk.get_by_role("button", name="Bewaren").click()
        expect(kitchen(desk, name)).to_contain_text("ja tegen de afspraken")


def look_back_each(lead: Page) -> None:
    """The lead writes down how each parent looks back, before they talk together."""
    lead.goto("/mijn-gezinnen/")
    lead.get_by_role("link", name=FAMILY).last.click()
    for name in (FAMILY, PARTNER):
        kitchen(lead, name).get_by_role("link", name="Hoe deze ouder terugkijkt").click()
        for group in lead.locator("main fieldset").all():
            group.get_by_label("ja", exact=True).or_(group.get_by_label("beter", exact=True)).first.check()
        lead.get_by_label("In de woorden van de ouder").fill("Wij slapen weer.")
        lead.get_by_role("button", name="Bewaren").click()
        said(lead, "Het is bewaard, als iets van deze ouder.")


def test_from_a_referral_to_the_end_without_one_account_of_a_parent(open_page: Callable[..., Page]) -> None:
    midwife, desk, nurse, debts = (open_page(java_script_enabled=False) for _ in range(4))
    for page, name in ((desk, "Marieke"), (nurse, "Fatima"), (debts, "Joris")):
        sign_in(page, name)
    refer(midwife)
    take_up(desk)
    into_the_circle(desk, "Fatima", "Fatima Amrani", "altijd aan tafel")
    into_the_circle(desk, "Joris", "Joris Smeets", "kennis gewenst")
    on_paper_and_aloud(desk)
    looked_at(open_page(viewport=NARROW), desk)
    what_they_want(desk)
    plan(desk)
    invited_on_paper(desk)
    say_yes(nurse)
    say_yes(debts)
    desk.reload()
    agree(desk, (FAMILY, PARTNER), ("De brieven van de bank", "Werk vinden"))
    nurse.goto("/mijn-gezinnen/")
    nurse.locator(".kp-next", has_text=FAMILY).get_by_role("button", name="Ja, dat doe ik").click()
    desk.goto("/werklijst/")
    desk.get_by_role("link", name=FAMILY).first.click()
    take_home_and_say_yes(desk)
    look_back_each(nurse)
    look_back_and_close(nurse)
    # it is over, and nobody of the family ever had an account
    desk.goto("/werklijst/?lijst=afgerond")
    desk.get_by_role("link", name=FAMILY).first.click()
    expect(desk.locator("main")).to_contain_text("Afgesloten")
    desk.goto("/demo/")
    for name in ("Mina", "Adil"):
        expect(desk.get_by_role("button", name=name)).to_have_count(0)
