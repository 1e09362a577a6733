"""Who has nothing to do with a family finds nothing of it, and a page that helps on: Petra, Ruben, Willem."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import NARROW, has_focus, no_axe_violations, press, sign_in

pytestmark = pytest.mark.story
ROOMS = ("/gezin/{}/", "/overleg/{}/", "/mijn-gezinnen/{}/", "/afspraken/{}/", "/ons-gezin/{}/", "/uitnodiging/{}/")


def code_of_yara(page: Page) -> str:
    """Find the code of Yara's family on the worklist of its coordinator."""
    sign_in(page, "Marieke")
    page.goto("/werklijst/")
    return (page.get_by_role("link", name="Yara Haddad").first.get_attribute("href") or "").split("/")[2]


@pytest.mark.parametrize("name", ["Petra", "Ruben", "Willem"])
def test_an_outsider_finds_no_family_and_a_way_on(open_page: Callable[..., Page], name: str) -> None:
    code, page = code_of_yara(open_page()), open_page(viewport=NARROW)
    sign_in(page, name)
    begin = page.url
    no_axe_violations(page)
    for room in ROOMS:
        answer = page.goto(room.format(code))
        assert answer is not None and answer.status == 404
        expect(page.locator("body")).not_to_contain_text("Haddad")
        assert code not in page.title()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze pagina vinden wij niet")
    no_axe_violations(page)
    back = page.get_by_role("link", name="Naar de beginpagina")
    back.focus()
    has_focus(page, "Naar de beginpagina")
    press(page, "Enter")
    expect(page).to_have_url(begin)


def test_without_scripts_the_page_helps_as_well(open_page: Callable[..., Page]) -> None:
    code, page = code_of_yara(open_page()), open_page(java_script_enabled=False)
    sign_in(page, "Petra")
    page.goto(f"/gezin/{code}/")
    page.get_by_role("link", name="Naar de beginpagina").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn werk")
