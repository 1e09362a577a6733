"""A sender or a site whose name tells what letters are about is seen before it goes into use."""

from typing import Any

import pytest
from django.core.checks.registry import registry

from knooppunt.letters.neutral import names_are_neutral


@pytest.mark.parametrize(
    ("sender", "site", "warned"),
    [
        ("bericht@regio.example", "https://bericht.regio.example", []),
        ("Bericht <bericht@regio.example>", "https://samen.parkstad.example", []),
        ("Knooppunt <bericht@regio.example>", "https://bericht.regio.example", ["letters.W001"]),
        ("noreply@kansrijkestart.example", "https://knooppunt.regio.example", ["letters.W001", "letters.W002"]),
        ("bericht@regio.example", "https://jeugdhulp.regio.example", ["letters.W002"]),
    ],
)
def test_a_name_that_tells_is_warned_of(settings: Any, sender: str, site: str, warned: list[str]) -> None:
    settings.MAIL_FROM, settings.SITE_ADDRESS = sender, site
    assert [one.id for one in names_are_neutral()] == warned


def test_who_asks_in_calendars_is_looked_at_too(settings: Any) -> None:
    settings.CALENDAR_ADDRESS = "overleg-knooppunt@regio.example"
    assert [one.id for one in names_are_neutral()] == ["letters.W003"]


def test_it_is_asked_before_going_into_use() -> None:
    assert names_are_neutral in registry.get_checks(include_deployment_checks=True)


def test_what_ships_is_neutral() -> None:
    assert names_are_neutral() == []
