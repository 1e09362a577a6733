"""Editions: numbered, remade byte for byte, and what they told stands in the ledger for whatever comes after."""

import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from knooppunt.casework.importing import take_in
from knooppunt.casework.refusals import NotFound
from knooppunt.casework.shown.registration import TakenIn
from knooppunt.figures import editions, ledger, passages
from knooppunt.figures.factsheet import factsheet
from knooppunt.figures.models import Edition, Moment, Passage, Released
from knooppunt.foundation import clock
from knooppunt.people.actor import NOBODY, SYSTEM
from knooppunt.trail.models import TrailLine
from tests.figures import registered_2022
from tests.figures.registered_2022 import KERKRADE, PILOTS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def larger(db: None) -> None:
    """Take the year of the source in, twice over, so that there is something to publish."""
    registered_2022.filled(2)


def command(*asked: str) -> str:
    """Give what `knooppunt factsheet` prints."""
    out = io.StringIO()
    call_command("factsheet", *asked, stdout=out)
    return out.getvalue()


def more(families: int) -> None:
    """Let more families be referred in that year."""
    rows = [
        TakenIn(row_hash=f"later-{n}", municipality=KERKRADE, referred_on=date(2022, 5, 1)) for n in range(families)
    ]
    take_in(rows, SYSTEM, "system")


def test_an_edition_is_remade_byte_for_byte_whatever_changed_since_and_the_next_has_the_next_number() -> None:
    Passage.objects.create(year=2022, scope="region", kind="words", text="Een mooi jaar.")
    made = command("--year", "2022", "--scope", "region", "--freeze")
    assert json.loads(made)["edition"] == 1
    Passage.objects.all().delete()
    more(30)
    again = ("--year", "2022", "--scope", "region", "--edition", "1")
    with clock.travel(clock.now() + timedelta(days=400)):
        assert command(*again) == made
        html = command(*again, "--format", "html")
    second = editions.freeze(SYSTEM, 2022, "region")
    assert second.number == 2 and editions.content_of(second)["passages"]["words"] == []
    assert command(*again) == made and command(*again, "--format", "html") == html
    first = editions.numbered(2022, "region", 1)
    assert editions.newer_than(first) == second and editions.newer_than(second) is None
    assert [(row.title, row.number) for row in editions.published(2022)] == [("Zuid-Limburg", 2), ("Zuid-Limburg", 1)]
    with pytest.raises(NotFound):
        editions.numbered(2022, "region", 3)


def test_the_figures_of_a_next_edition_wait_until_enough_families_changed() -> None:
    first = editions.content_of(editions.freeze(SYSTEM, 2022, "region"))
    more(9)
    Passage.objects.create(year=2022, scope="region", kind="words", text="Een mooi jaar.")
    second = editions.freeze(SYSTEM, 2022, "region")  # other words may come
    assert second.number == 2 and editions.content_of(second)["referred"] == first["referred"] == 46
    assert editions.content_of(second)["tables"] == first["tables"]
    more(10)
    assert editions.content_of(editions.freeze(SYSTEM, 2022, "region"))["referred"] == 56


def test_a_file_of_the_command_tells_the_figures_of_the_last_time_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ("--year", "2022", "--scope", "region")
    first, kerkrade = command(*asked), command("--year", "2022", "--scope", f"municipality:{KERKRADE}")
    assert not capsys.readouterr().err
    more(9)
    assert command(*asked) == first and command("--year", "2022", "--scope", f"municipality:{KERKRADE}") == kerkrade
    told = capsys.readouterr().err.strip()
    assert told.count("vorige keer") == 2 and "minder dan 10 gezinnen" in told
    lines = Released.objects.count()
    command(*asked)
    assert Released.objects.count() == lines and Moment.objects.count() == 1
    more(11)  # two more than before, for rows that are the same are taken in once
    assert json.loads(command(*asked))["referred"] == 57
    assert Moment.objects.count() == 2


def test_what_was_hidden_once_stays_hidden() -> None:
    first = editions.content_of(editions.freeze(SYSTEM, 2022, "region"))
    more(9)
    second = factsheet(2022, "region")
    for name, table in first["tables"].items():
        later = {row["code"]: row["count"] for row in second["tables"][name]["rows"]}
        assert all(later[row["code"]] is None for row in table["rows"] if row["count"] is None), name


def test_every_release_stands_in_the_ledger_once_and_an_internal_one_never() -> None:
    command("--year", "2022", "--scope", PILOTS, "--internal")
    assert not Released.objects.exists()
    shown = json.loads(command("--year", "2022", "--scope", PILOTS))
    told = {(line.table, line.area): line.numbers for _moment, line in ledger.lines_of(2022)}
    area = frozenset(one["code"] for one in shown["municipalities"])
    assert told["families", area]["referred"] == shown["referred"]
    for name in ("needs", "support", "referrers"):
        printed = {row["code"]: row["count"] for row in shown["tables"][name]["rows"]}
        assert {code: told[name, area][code] for code in printed} == printed
    lines = Released.objects.count()
    command("--year", "2022", "--scope", PILOTS)
    assert Released.objects.count() == lines
    assert TrailLine.objects.filter(act="factsheet.release").count() == 2


def test_what_would_tell_too_much_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    from knooppunt.figures import disclosure

    def refuse(plan: Any, lines: Any) -> None:
        raise disclosure.Unsafe("needs housing")

    monkeypatch.setattr(disclosure.Plan, "check", refuse)
    with pytest.raises(CommandError, match="te veel vertellen"):
        command("--year", "2022", "--scope", "region")
    assert not Edition.objects.exists() and not Released.objects.exists()


def test_only_who_leads_publishes_or_writes_beside_it() -> None:
    with pytest.raises(NotFound):
        editions.freeze(NOBODY, 2022, "region")
    with pytest.raises(NotFound):
        passages.add(NOBODY, 2022, "region", kind="words", text="Hallo")


@pytest.mark.parametrize(
    ("asked", "tells"),
    [
        (("--year", "abc", "--scope", "region"), "--year is een getal"),
        (("--year", "1812", "--scope", "region"), "2000-2999"),
        (("--year", "2022", "--scope", "municipality:GM1"), "GM0928 Kerkrade"),
        (("--year", "2022", "--scope", "region", "--format", "doc"), "pdf, xlsx, csv, html, json"),
        (("--year", "2022", "--scope", "region", "--threshold", "x"), "--threshold is een getal"),
        (("--year", "2022", "--scope", "region", "--edition", "9"), "Deze uitgave is er niet"),
        (("--year", "2022", "--scope", "region", "--freeze", "--internal"), "openbaar"),
        (("--year", "2022", "--scope", "region", "--internal", "--output", "/nowhere/at/all"), "No such file"),
    ],
)
def test_a_mistake_in_what_was_asked_is_one_line(asked: tuple[str, ...], tells: str) -> None:
    with pytest.raises(CommandError, match=tells) as refusal:
        command(*asked)
    assert "\n" not in str(refusal.value)
    assert not Released.objects.exists()


@pytest.mark.parametrize("format", ["json", "html", "csv", "xlsx", "pdf"])
def test_every_format_can_be_written(format: str, tmp_path: Any) -> None:
    path = tmp_path / f"sheet.{format}"
    command("--year", "2022", "--scope", PILOTS, "--internal", "--format", format, "--output", str(path))
    assert path.stat().st_size > 1000
