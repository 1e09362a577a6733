"""The functional manager invites somebody, gives a role and ends access; the invited person comes in with two steps."""

import hmac
import re
import struct
import time
from base64 import b32decode
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, gone, has_focus, no_axe_violations, press, sign_in

pytestmark = pytest.mark.story
EMAIL, NAME, PASSWORD = "nadia@samenspel.example", "Nadia Test", "een lange zin voor Nadia"


def totp(secret: str) -> str:
    """Give the six digits that an authenticator app shows now for this secret (RFC 6238)."""
    mac = hmac.digest(b32decode(secret + "=" * (-len(secret) % 8)), struct.pack(">Q", int(time.time()) // 30), "sha1")
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def link_from_mail(page: Page) -> str:
    """Read the newest invitation in the postbox of the demo."""
    page.goto("/demo/postbak/")
    letter = page.locator("article").filter(has_text=EMAIL).first.inner_text()
    found = re.search(r"/account/uitnodiging/\S+", letter)
    assert found
    return found.group(0)


def invite(page: Page) -> None:
    """Invite Nadia."""
    sign_in(page, "Ingrid")
    expect(page.get_by_role("heading", level=1)).to_have_text("Accounts")
    no_axe_violations(page)
    page.get_by_role("link", name="Iemand uitnodigen").click()
    no_axe_violations(page)
    page.get_by_label("Naam", exact=True).fill(NAME)
    page.get_by_label("E-mailadres van het werk").fill(EMAIL)
    page.get_by_label("Discipline").select_option("maatschappelijk-werk")
    page.get_by_role("button", name="Uitnodiging versturen").click()
    expect(page.get_by_role("status")).to_contain_text("De uitnodiging is verstuurd.")
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    no_axe_violations(page)


def give_role(page: Page) -> None:
    """Make Nadia coordinator of Vaals."""
    page.get_by_role("link", name="Rol geven").click()
    no_axe_violations(page)
    page.get_by_label("Rol", exact=True).select_option("coordinator")
    page.get_by_label("Knooppunt, subregio of gemeente").select_option("vaals")
    page.get_by_role("button", name="Rol geven").click()
    expect(page.get_by_role("status")).to_contain_text("De rol is gegeven.")


def come_in_by_keyboard(page: Page, link: str) -> None:
    """Take up the invitation with the keyboard alone: a password, and an app as second step."""
    page.goto(link)
    no_axe_violations(page)
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").focus()
        page.keyboard.type(PASSWORD)
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nog één stap")
    no_axe_violations(page)
    page.get_by_role("link", name="App instellen").focus()
    has_focus(page, "App instellen")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Authenticator-app instellen")
    no_axe_violations(page)
    page.get_by_label("Code").focus()
    page.keyboard.type(totp(page.locator("code").inner_text()))
    press(page, "Enter")
    expect(page.get_by_role("status")).to_contain_text("Uw authenticator-app is ingesteld.")
    no_axe_violations(page)


def test_from_an_invitation_to_work_and_to_the_end_of_access(open_page: Callable[..., Page]) -> None:
    # given a functional manager on a telephone
    manager, nadia = open_page(viewport=NARROW), open_page()
    # when she invites somebody and gives a role
    invite(manager)
    give_role(manager)
    account = manager.url
    link = link_from_mail(manager)
    # then the invited person comes in, and finds her work
    come_in_by_keyboard(nadia, link)
    nadia.goto("/")
    expect(nadia.get_by_role("heading", level=1)).to_have_text("Mijn werk")
    expect(nadia.locator("main")).to_contain_text("Kim Lardinois")
    no_axe_violations(nadia)
    # and the link works no more
    other = open_page()
    other.goto(link)
    gone(other.locator("[name=password1]"))
    no_axe_violations(other)
    # when the manager ends her access
    manager.goto(account)
    manager.get_by_role("link", name="Toegang beëindigen").click()
    no_axe_violations(manager)
    manager.get_by_role("button", name="Toegang beëindigen").click()
    expect(manager.get_by_role("status")).to_contain_text("De toegang is beëindigd.")
    # then the next page of the other is the way in, which is shut
    nadia.goto("/werklijst/")
    expect(nadia.get_by_role("heading", level=1)).to_contain_text("Inloggen")
    expect(nadia.locator("body")).not_to_contain_text("Lardinois")
    nadia.get_by_label("E-mailadres").fill(EMAIL)
    nadia.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    nadia.get_by_role("button", name="Inloggen", exact=True).click()
    expect(nadia.locator("[name=password]")).to_be_visible()


def test_a_role_is_given_and_ended_without_scripts(plain_page: Page) -> None:
    page = plain_page
    sign_in(page, "Ingrid")
    page.get_by_label("Naam").fill("Hassan")
    page.get_by_role("button", name="Zoeken").click()
    page.get_by_role("link", name="Hassan Yilmaz").click()
    page.get_by_role("link", name="Rol geven").click()
    page.get_by_label("Rol", exact=True).select_option("deputy")
    page.get_by_role("button", name="Rol geven").click()
    expect(page.locator("#fouten")).to_contain_text("Kies bij welk Knooppunt deze rol hoort.")
    page.get_by_label("Knooppunt, subregio of gemeente").select_option("kerkrade")
    page.get_by_role("button", name="Rol geven").click()
    role = page.get_by_role("listitem").filter(has_text="vervanger van de coördinator")
    role.get_by_role("button", name="Stoppen").click()
    expect(page.get_by_role("status")).to_contain_text("De rol is gestopt.")
    page.wait_for_load_state()
    expect(page.locator("main")).not_to_contain_text("vervanger van de coördinator")
