"""The whole way, with the real people and without a single script: from a referral to the last line of its status.

A midwife without an account refers; the coordinator takes the family up, makes the circle, asks consent and plans; the
youth nurse and the debt counsellor say yes; the table agrees; help comes; they look back and close.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from knooppunt.foundation import clock
from tests.stories.kit import gone, sign_in
from tests.stories.test_referrer import come_in, further, on, situation, who
from tests.stories.test_team import read_back

pytestmark = pytest.mark.story
FAMILY = "Mina Story"


def heading(page: Page, words: str) -> None:
    """See that this is the page."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def said(page: Page, words: str) -> None:
    """See that the page says what was done."""
    expect(page.get_by_role("status")).to_contain_text(words)


def refer(page: Page) -> str:
    """A midwife refers; gives the code on her receipt."""
    page.goto("/aanmelden/")
    page.get_by_role("link", name="Professional, zonder account").click()
    come_in(page)
    further(page, "Beginnen")
    situation(page, "mother")
    further(page)
    who(page, "mother", FAMILY)
    further(page)
    page.get_by_label("Geld en schulden").or_(page.locator("[name=needs][value=income]")).first.check()
    page.locator("[name=reason]").fill("Er liggen brieven die zij niet durft open te maken.")
    page.locator("[name=mother_share][value=yes]").check()
    page.get_by_label("Op papier, met handtekening").check()
    further(page)
    further(page, "Aanmelding versturen")
    heading(page, "Uw aanmelding is ontvangen")
    page.get_by_role("link", name="Volg deze aanmelding").click()
    expect(page).to_have_url(re.compile("/aanmelden/volgen/.+"))
    return page.url.rstrip("/").rpartition("/")[2]


def take_up(desk: Page) -> None:
    """The coordinator speaks with the family and takes the referral up."""
    desk.goto("/werklijst/")
    desk.get_by_role("link", name=FAMILY).click()
    desk.get_by_role("link", name="Contact noteren").click()
    desk.get_by_role("button", name="Bewaren").click()
    desk.get_by_role("button", name="Aanmelding oppakken").click()
    expect(desk.get_by_role("heading", name="Plan het overleg")).to_be_visible()


def into_the_circle(desk: Page, first_name: str, name: str, reason: str) -> None:
    """Put somebody of the directory in the circle."""
    desk.get_by_role("link", name="Iemand erbij").first.click()
    desk.get_by_label("Naam").fill(first_name)
    desk.get_by_role("button", name="Zoeken").click()
    desk.get_by_role("link", name=name).click()
    desk.get_by_label(reason).check()
    desk.get_by_label("Het gezin vindt het goed").check()
    desk.get_by_role("button", name="In de kring zetten").click()


def ask_and_invite(desk: Page) -> None:
    """Ask the mother whether debt counselling may know, and invite both."""
    desk.get_by_role("article", name="Fatima Amrani").get_by_role("button", name="Uitnodigen").click()
    said(desk, "De uitnodiging is verstuurd.")
    joris = desk.get_by_role("article", name="Joris Smeets")
    gone(joris.get_by_role("button", name="Uitnodigen"))
    joris.get_by_role("link", name=f"Vraag het aan {FAMILY}").click()
    desk.get_by_label("Ja", exact=True).check()
    desk.get_by_label("Wie was erbij als getuige?").fill("Tom Peeters, collega")
    desk.get_by_role("button", name="Antwoord bewaren").click()
    joris.get_by_role("button", name="Uitnodigen").click()
    said(desk, "De uitnodiging is verstuurd.")


def plan(desk: Page) -> None:
    """Plan the conference, a little later today."""
    desk.get_by_role("link", name="Overleg plannen").first.click()
    now = clock.now().astimezone(clock.AMSTERDAM)
    soon = min(now + timedelta(minutes=3), now.replace(hour=23, minute=59))  # today, also just before midnight
    on(desk, "starts_at", soon.date())
    desk.get_by_label("Tijd").fill(f"{soon:%H:%M}")
    desk.get_by_label("Plek").fill("Buurthuis De Brug")
    desk.get_by_role("button", name="Overleg plannen").click()
    said(desk, "Het overleg staat.")


def say_yes(page: Page) -> None:
    """Say yes to the invitation of today, without knowing who it is, and see the family."""
    page.goto("/mijn-gezinnen/")
    expect(page.locator("main")).not_to_contain_text(FAMILY)
    asked = page.locator(".kp-next", has_text="vandaag").filter(has=page.get_by_role("button", name="Ja, ik kom"))
    asked.first.get_by_role("button", name="Ja, ik kom").click()
    heading(page, FAMILY)


def answer_points(desk: Page, points: tuple[str, ...]) -> None:
    """No point of the family stays without an answer: these wait, or are not done, because."""
    for point, answer in zip(points, ("Later", "Dit doen we niet"), strict=False):
        desk.get_by_role("link", name=re.compile(f"Nee, want….*{point}")).click()
        desk.get_by_label(answer, exact=True).check()
        desk.get_by_label("Waarom doen we dit niet?").fill("Het wijkteam helpt hier al bij.")
        desk.get_by_role("button", name="Bewaren").click()


def agree(desk: Page, parents: tuple[str, ...] = (FAMILY,), points: tuple[str, ...] = ()) -> None:
    """At the table: who is there, a wish, two actions, a decision, who watches over it, and when they look back."""
    desk.get_by_role("link", name=re.compile("Naar (het )?overleg")).first.click()
    desk.get_by_role("button", name="Begin het overleg").click()
    said(desk, "Goed overleg.")
    wish = desk.get_by_label("Wat wil het gezin?")
    desk.wait_for_load_state()
    if not wish.is_visible():  # points of the family stand ready to begin with
        desk.get_by_text("Een wens opschrijven", exact=True).click()
    wish.fill("Ik wil de post weer durven openmaken.")
    desk.get_by_role("button", name="Wens opschrijven").click()
    for what, owner in (("Samen de brieven openen", "Joris Smeets"), ("De brieven meenemen", FAMILY)):
        goal = desk.locator(".kp-goal", has_text="post weer durven")
        expect(goal).to_be_visible()  # the page that comes, not the one that goes
        desk.wait_for_load_state()
        if not goal.get_by_label("Wat gebeurt er?").is_visible():
            goal.get_by_text("Actie toevoegen").click()
        goal.get_by_label("Wat gebeurt er?").fill(what)
        goal.get_by_label(owner).check()
        day = clock.today() + timedelta(days=14)
        for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
            goal.locator(f"[name=due_on_{part}]").fill(str(value))
        goal.get_by_role("button", name="Actie opschrijven").click()
        expect(desk.locator(".kp-goal", has_text="post weer durven")).to_contain_text(what)
    desk.get_by_text("Besluit opschrijven", exact=True).click()
    desk.get_by_label("Wat is er besloten?").fill("Eén vaste contactpersoon: Fatima.")
    desk.get_by_role("button", name="Besluit bewaren").click()
    desk.locator("#bewaakt").get_by_label("Fatima Amrani").check()
    desk.locator("#bewaakt").get_by_role("button", name="Vragen").click()
    answer_points(desk, points)
    for name in parents:
        read_back(desk, name)
    desk.locator("#afronden").get_by_role("button", name="Overleg afronden").click()
    expect(desk.get_by_role("heading", name="Onze afspraken")).to_be_visible()
    expect(desk.locator("main")).to_contain_text("Ik wil de post weer durven openmaken.")


def look_back_and_close(lead: Page, family: str | re.Pattern[str] = FAMILY, last_words: str = "") -> None:
    """The lead looks back with the family, and closes."""
    lead.goto("/mijn-gezinnen/")
    lead.get_by_role("link", name=family).last.click()
    lead.get_by_role("link", name="Nu al samen terugkijken").click()
    lead.get_by_label("Ja, we deden het samen").check()
    for group in lead.get_by_role("group", name=re.compile(r"\(.+\)$")).all():
        group.get_by_label("ja", exact=True).check()
    lead.get_by_role("group", name="Is het gezin geholpen?").get_by_label("ja", exact=True).check()
    lead.get_by_label("beter", exact=True).check()
    lead.get_by_label("In hun eigen woorden").fill("Ik maak de post weer open.")
    lead.get_by_role("button", name="Bewaren en verder").click()
    lead.get_by_label("Het is goed zo: we sluiten af").check()
    lead.get_by_label("Het gezin kan zelf verder").check()
    lead.get_by_label("Wilt u er iets bij schrijven?").fill(last_words)
    lead.get_by_role("button", name="Zo doen we het").click()
    said(lead, "Afgesloten")
    expect(lead.locator("main")).not_to_contain_text(family)


def test_from_a_referral_to_the_end_without_scripts(open_page: Callable[..., Page]) -> None:
    midwife, desk, nurse, debts = (open_page(java_script_enabled=False) for _ in range(4))
    for page, name in ((desk, "Marieke"), (nurse, "Fatima"), (debts, "Joris")):
        sign_in(page, name)
    # a midwife without an account refers
    code = refer(midwife)
    expect(midwife.locator("main")).to_contain_text("Uw aanmelding van vandaag")
    # the coordinator takes it up, makes the circle, asks consent, plans and invites
    take_up(desk)
    into_the_circle(desk, "Fatima", "Fatima Amrani", "altijd aan tafel")
    into_the_circle(desk, "Joris", "Joris Smeets", "kennis gewenst")
    plan(desk)
    ask_and_invite(desk)
    # both say yes, and only then see who it is
    say_yes(nurse)
    say_yes(debts)
    # they sit at the table and agree
    desk.reload()
    agree(desk)
    # the nurse accepts to watch over it, the counsellor does what was agreed
    nurse.goto("/mijn-gezinnen/")
    nurse.locator(".kp-next", has_text=FAMILY).get_by_role("button", name="Ja, dat doe ik").click()
    debts.goto("/mijn-gezinnen/")
    debts.get_by_role("button", name=re.compile("Gedaan.*Samen de brieven openen")).click()
    said(debts, "Dit staat genoteerd")
    # and the nurse looks back with the family, and closes
    look_back_and_close(nurse)
    # then the midwife sees on her page that it all happened, and nothing of what was said
    midwife.goto(f"/aanmelden/volgen/{code}/")
    main = midwife.locator("main")
    for step in ("ontvangen", "opgepakt", "gepland", "geweest", "hulp is gestart", "afgesloten"):
        expect(main).to_contain_text(re.compile(step, re.I))
    for word in (FAMILY, "post weer", "Joris", "Fatima"):
        expect(main).not_to_contain_text(word)
    # the coordinator finds it among what has ended, and nothing is left to do
    desk.goto("/werklijst/?lijst=afgerond")
    expect(desk.locator("main")).to_contain_text(FAMILY)
