"""Dates are said as people say them, and small words never fail on nothing."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from knooppunt.foundation import clock
from knooppunt.web.shared.dates import spoken
from knooppunt.web.templatetags import house

SUNDAY = datetime(2026, 11, 22, 9, 0)


@pytest.mark.parametrize(
    ("on", "said", "left"),
    [
        (date(2026, 11, 22), "vandaag", "vandaag"),
        (date(2026, 11, 23), "morgen", "nog 1 dag"),
        (date(2026, 11, 21), "gisteren", "1 dag te laat"),
        (date(2026, 11, 26), "do 26 november", "nog 4 dagen"),
        (date(2026, 11, 1), "zo 1 november", "21 dagen te laat"),
        (date(2027, 1, 4), "4 januari 2027", "nog 43 dagen"),
        (None, "", ""),
    ],
)
def test_a_date_says_how_near_it_is(on: date | None, said: str, left: str) -> None:
    with clock.travel(SUNDAY), translation.override("nl"):
        assert house.day(on) == said
        assert house.until(on) == left


def test_a_time_is_dutch_time() -> None:
    with clock.travel(SUNDAY), translation.override("nl"):
        assert house.moment(datetime.fromisoformat("2026-11-22T23:30:00+00:00")) == "morgen, 00:30"
        assert house.moment(None) == ""


@pytest.mark.parametrize(("language", "comma"), [("nl", ","), ("en", ","), ("pl", ","), ("ar", "،")])
def test_a_time_stands_behind_the_comma_of_the_language(language: str, comma: str) -> None:
    moment = datetime.fromisoformat("2026-11-30T08:00:00+00:00")
    with clock.travel(SUNDAY), translation.override(language):
        for said in (house.moment(moment), spoken(moment)):
            assert said.endswith(f"{comma} 09:00") and said.count(comma) == 1


@pytest.mark.parametrize(
    ("name", "letters"), [("Sanne Wolters", "SW"), ("Jip de Groot", "JG"), ("Yara", "Y"), ("", ""), ("ليلى", "ل")]
)
def test_initials(name: str, letters: str) -> None:
    assert house.initials(name) == letters


def test_an_icon_is_silent_and_escaped() -> None:
    drawn = Template("{% icon name %}").render(Context({"name": '"><script>'}))
    assert 'aria-hidden="true"' in drawn and "<script>" not in drawn


def test_pointing_icons_turn_on_a_mirrored_page() -> None:
    assert "kp-icon--turns" in house.icon("back") and "kp-icon--turns" not in house.icon("phone")


def test_every_icon_that_a_template_names_exists() -> None:
    import re
    from pathlib import Path

    web = Path(house.__file__).parents[1]
    drawn = set(re.findall(r'symbol id="(\w+)"', (web / "static/house/icons.svg").read_text()))
    pages = "".join(path.read_text() for path in (web / "templates").rglob("*.html"))
    named = set(re.findall(r'{% icon "([\w-]+)" %}', pages)) | set(re.findall(r'icon="([\w-]+)"', pages))
    assert named <= drawn, named - drawn


def test_nobody_says_on_today() -> None:
    """What may read 'vandaag' stands on its own; after 'op' comes the date itself, by `full_day`."""
    said = re.compile(r"blocktranslate[^%]*?(\w+)=[\w.]+\|day\b[^%]*%\}([^{]|\{\{ (?!\1\b))*\bop \{\{ \1 \}\}")
    pages = Path(house.__file__).parents[1] / "templates"
    assert not [page.name for page in pages.rglob("*.html") if said.search(page.read_text(encoding="utf-8"))]
