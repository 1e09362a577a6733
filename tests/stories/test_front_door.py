"""Somebody who has never been here finds the front door, on a desk and on a telephone, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.stories.kit import no_axe_violations, picture

pytestmark = pytest.mark.story


def test_the_front_page_has_one_heading_and_no_barriers(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    no_axe_violations(page)
    picture(page, "front-wide")


def test_the_front_page_fits_a_small_telephone(narrow_page: Page) -> None:
    narrow_page.goto("/")
    no_axe_violations(narrow_page)
    picture(narrow_page, "front-narrow")


def test_the_front_page_reads_without_scripts(plain_page: Page) -> None:
    plain_page.goto("/")
    expect(plain_page.get_by_role("heading", level=1)).to_be_visible()
