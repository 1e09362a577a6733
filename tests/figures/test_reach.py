"""Expected against actual, spread, and numbers that are of nobody alone: the reckoning behind the page about reach."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.casework.refusals import Conflict, Invalid, NotFound
from knooppunt.casework.shown.reach import Brought
from knooppunt.figures import births, outreach, reach
from knooppunt.figures.models import Births, Outreach
from knooppunt.figures.reach import Row
from knooppunt.foundation import clock
from knooppunt.people import reference
from knooppunt.people.actor import Actor
from knooppunt.people.models import Municipality
from knooppunt.trail.models import TrailLine
from knooppunt.web.leader import tiles

KERKRADE, LANDGRAAF, MAASTRICHT = "GM0928", "GM0882", "GM0935"
VISIT = {
    "kind": "visit", "on": clock.today() - timedelta(days=3), "municipality": KERKRADE, "organisation": "",
    "discipline": "", "note": "Koffie gedronken",
}  # fmt: skip
NEW = {
    "births": 401, "births_source": "CBS, eigen tabel", "share_low": Decimal("7.2"), "share_high": Decimal("9"),
    "share_source": "Molenaar", "is_estimate": False,
}  # fmt: skip


def word(code: str) -> str:
    return code


# --- without a database -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sources", "organisations"),
    [([], 0), ([5], 1), ([3, 3], 1), ([4, 3, 3], 2), ([1] * 10, 5), ([1] * 9, 5), ([9, 1, 1], 1), ([2, 2, 1], 2)],
)
def test_half_comes_from_the_fewest_organisations(sources: list[int], organisations: int) -> None:
    found = reach.spread(sources)
    assert (found.bring_half, found.organisations, found.referrals) == (organisations, len(sources), sum(sources))
    assert found.small == (sum(sources) < 10)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4), st.integers(0, 5)), max_size=8))
def test_no_number_is_of_one_professional_and_none_can_be_subtracted(told: list[tuple[int, int, int]]) -> None:
    """Each row: referrals, who sent them, whom the directory knows. The total tells no row, but the only one."""
    rows = [
        Row(f"o{n}", f"o{n}", Brought(sent if people else 0, min(people, sent), 0), sent > 0)
        for n, (sent, people, _known) in enumerate(told)
    ]
    shown = reach.shielded(rows, {f"o{n}": known for n, (_sent, _people, known) in enumerate(told)})
    before = {row.code: row.brought for row in rows}
    hidden = [before[row.code] for row in shown if row.brought is None]
    for row, (_sent, _people, known) in zip(sorted(rows, key=lambda r: r.name), told, strict=True):
        if max(known, before[row.code].people) <= 1:
            assert next(one for one in shown if one.code == row.code).brought is None
    with_referrals = [brought for brought in hidden if brought.referrals]
    others = [row for row in shown if row.brought and row.brought.referrals]
    assert len(with_referrals) != 1 or not others


def test_every_municipality_has_a_tile_of_its_own_and_a_new_one_gets_one(db: None) -> None:
    reference.load()
    names = dict(Municipality.objects.values_list("code", "name"))
    assert set(tiles.WHERE) == set(names) and len(set(tiles.WHERE.values())) == 16
    more = tiles.tiles({**names, "GM9999": "Nieuw"}, [])
    assert len({(tile.x, tile.y) for tile in more.tiles}) == 17 and more.height == 600
    north = {tile.lines[0]: tile.y for tile in more.tiles}
    assert north["Sittard-"] < north["Heerlen"] < north["Vaals"]


# --- births -----------------------------------------------------------------------------------------------------------
def test_births_load_with_the_reference_data_and_never_overwrite(town: Any) -> None:
    assert Births.objects.count() == 48
    births.keep(town.actor("ellen"), KERKRADE, 2023, version=1, values=NEW)
    call_command("load_reference", stdout=open("/dev/null", "w"))  # noqa: SIM115
    assert Births.objects.count() == 48
    assert Births.objects.get(municipality=KERKRADE, year=2023).births == 401


def test_the_region_has_the_range_that_the_sources_give(town: Any) -> None:
    places = list(Municipality.objects.values_list("code", flat=True))
    found = births.expected(places, 2023)
    assert 4640 <= sum(row.births for row in found.values()) <= 4670  # domain.md 4.1: about 4,650
    assert 285 <= sum(row.low for row in found.values()) <= 300  # 4.3: 6.4 per cent is about 300
    assert 465 <= sum(row.high for row in found.values()) <= 480  # 10 per cent is about 465
    assert all(row.is_estimate and row.births_source and row.share_source for row in found.values())


def test_a_year_without_births_takes_the_nearest_before(town: Any) -> None:
    year = {asked: births.expected([KERKRADE], asked)[KERKRADE].year for asked in (2019, 2021, 2022, 2023, 2026)}
    assert year == {2019: 2021, 2021: 2021, 2022: 2022, 2023: 2023, 2026: 2023}
    assert births.expected(["GM0000"], 2023) == {}


def test_births_are_changed_by_who_leads_there_and_two_at_once_is_shown(town: Any) -> None:
    ellen = town.actor("ellen")
    name, values, version = births.births_of(ellen, KERKRADE, 2026)
    assert (name, version, values["is_estimate"]) == ("Kerkrade", 0, True)
    births.keep(ellen, KERKRADE, 2026, version=0, values=NEW)
    with pytest.raises(Conflict) as refused:
        births.keep(ellen, KERKRADE, 2026, version=0, values={**NEW, "births": 7})
    assert refused.value.theirs["births"] == "401" and refused.value.mine["births"] == "7"
    births.keep(ellen, KERKRADE, 2026, version=1, values={**NEW, "births": 7})
    with pytest.raises(Conflict):
        births.keep(ellen, KERKRADE, 2026, version=1, values=NEW)
    with pytest.raises(Invalid):
        births.keep(ellen, KERKRADE, 2026, version=2, values={**NEW, "share_low": Decimal(20)})
    for who, place in (("marieke", KERKRADE), ("ellen", MAASTRICHT), ("petra", MAASTRICHT), ("sanne", KERKRADE)):
        with pytest.raises(NotFound):
            births.keep(town.actor(who), place, 2026, version=0, values=NEW)
    assert births.expected([KERKRADE], 2026)[KERKRADE].low == 0
    assert TrailLine.objects.filter(act="births.change", detail="gm0928:2026").count() == 2


# --- the page ---------------------------------------------------------------------------------------------------------
def test_the_page_has_each_own_municipality_and_no_number_of_one_professional(town: Any) -> None:
    found = reach.reach(town.actor("ellen"), clock.today().year, word)
    assert [place.name for place in found.places] == sorted(place.name for place in found.places)
    assert len(found.places) == 7 and found.families == sum(place.families for place in found.places) > 0
    by_code = {row.code: row for row in found.organisations}
    assert by_code["schuldhulp-evenwicht"].brought is None and not by_code["schuldhulp-evenwicht"].refers
    assert by_code["ggz-de-haven"].disciplines == ("ggz",) and by_code["ggz-de-haven"].places == ("Kerkrade",)
    assert by_code["praktijk-de-ooievaar"].brought and by_code["praktijk-de-ooievaar"].refers
    disciplines = {row.code: row for row in found.disciplines}
    assert disciplines["verloskundige"].brought is None and disciplines["verloskundige"].refers  # Sanne alone
    assert {row.code for row in found.never} == {row.code for row in found.organisations if not row.refers}


def test_a_year_is_not_blamed_for_what_is_still_to_come(town: Any) -> None:
    this = clock.today().year
    assert reach.part_of_year(this - 1) == 1 and reach.part_of_year(this + 1) == 0
    last = reach.reach(town.actor("ellen"), this - 1, word)
    assert all(place.far_under for place in last.places if not place.families)
    assert not any(place.far_under for place in reach.reach(town.actor("ellen"), this + 1, word).places)


# --- visits -----------------------------------------------------------------------------------------------------------
def test_a_visit_is_logged_corrected_and_removed_where_one_works(town: Any) -> None:
    marieke, ellen, petra = (town.actor(who) for who in ("marieke", "ellen", "petra"))
    code = outreach.note_down(marieke, VISIT)
    values, version = outreach.one(ellen, code)
    outreach.correct(ellen, code, version=version, values={**values, "note": "Thee"})
    with pytest.raises(Conflict):
        outreach.correct(marieke, code, version=version, values={**values, "note": "Taart"})
    for forbidden in (outreach.one, outreach.remove):
        with pytest.raises(NotFound):
            forbidden(petra, code)
    with pytest.raises(NotFound):
        outreach.note_down(marieke, {**VISIT, "municipality": LANDGRAAF})
    with pytest.raises(NotFound):
        outreach.note_down(town.actor("sanne"), VISIT)
    outreach.remove(marieke, code)
    assert not Outreach.objects.exists()
    acts = TrailLine.objects.filter(act__startswith="outreach.").order_by("pk").values_list("act", "role")
    assert list(acts) == [
        ("outreach.log", "coordinator"), ("outreach.correct", "project_leader"), ("outreach.remove", "coordinator"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lead",
    [
        "over " + "".join(map(str, (1, 1, 1, 2, 2, 2, 3, 3, 3))),  # passes the eleven-test
        "haar baby is van 12-03-2026", "zij woont in de Dorpsstraat 12", "bel haar op 06 12345678", "a.jansen@post.nl",
    ],
)  # fmt: skip
def test_what_leads_to_a_family_never_stands_in_a_note(lead: str, town: Any) -> None:
    marieke = town.actor("marieke")
    with pytest.raises(Invalid) as refused:
        outreach.note_down(marieke, {**VISIT, "note": lead})
    assert set(refused.value.errors) == {"note"}
    code = outreach.note_down(marieke, VISIT)
    with pytest.raises(Invalid):
        outreach.correct(marieke, code, version=1, values={**VISIT, "note": lead})


def test_before_and_after_are_of_the_municipality_and_a_period_that_runs_says_so(town: Any) -> None:
    marieke = town.actor("marieke")
    outreach.note_down(marieke, VISIT)
    outreach.note_down(marieke, {**VISIT, "on": clock.today() - timedelta(days=400)})
    recent, old = outreach.log(marieke).rows
    assert recent.days_after == 4 and not recent.is_over and old.is_over
    everything = outreach.log(town.actor("ellen")).rows
    assert [row.before for row in everything] == [recent.before, old.before]
    assert recent.before + recent.after > 0 and old.small


def test_the_log_is_paged(town: Any) -> None:
    marieke = town.actor("marieke")
    for number in range(outreach.A_PAGE + 2):
        outreach.note_down(marieke, {**VISIT, "on": clock.today() - timedelta(days=number // 3)})
    first = outreach.log(marieke)
    second = outreach.log(marieke, first.after)
    assert (len(first.rows), len(second.rows), second.after) == (outreach.A_PAGE, 2, "")
    assert len({row.code for row in (*first.rows, *second.rows)}) == outreach.A_PAGE + 2


# --- whom to visit next -----------------------------------------------------------------------------------------------
def test_each_reason_is_plain_and_a_visit_puts_it_away(town: Any) -> None:
    ellen = town.actor("ellen")
    found = outreach.to_visit(ellen)
    assert list(found) == [reason for reason in outreach.REASONS if reason in found]
    never = {row.organisation for row in found["never"]}
    assert "schuldhulp-evenwicht" in never and "praktijk-de-ooievaar" not in never
    assert "GM0899" in {row.municipality for row in found["under"]}
    assert all(row.missing for row in found["missing"])
    outreach.note_down(ellen, {**VISIT, "organisation": "schuldhulp-evenwicht"})
    outreach.note_down(ellen, {**VISIT, "municipality": "GM0899"})
    outreach.note_down(ellen, {**VISIT, "municipality": "GM0899", "discipline": "huisarts"})
    after = outreach.to_visit(ellen)
    assert "schuldhulp-evenwicht" not in {row.organisation for row in after["never"]}
    assert "GM0899" not in {row.municipality for row in after["under"]}
    (brunssum,) = [row for row in after["missing"] if row.municipality == "GM0899"]
    assert "huisarts" not in brunssum.missing and "kraamzorg" in brunssum.missing
    Outreach.objects.update(on=clock.today() - outreach.RESTS)
    assert outreach.to_visit(ellen) == found


def test_an_organisation_of_one_is_not_said_to_have_gone_quiet(town: Any) -> None:
    from knooppunt.casework import reading

    counts = reading.reach(town.actor("ellen"), clock.today().year)
    long_ago = clock.today() - outreach.LONG_AGO - timedelta(days=1)
    rows = tuple(replace(row, last_in=long_ago) for row in counts.active)
    quiet = outreach._of_organisations(replace(counts, active=rows), set(), never=False)
    found = {row.organisation for row in quiet}
    assert "huisartsen-de-linde" in found and "schuldhulp-evenwicht" not in found


@pytest.mark.parametrize("question", [lambda actor: reach.reach(actor, clock.today().year, word), outreach.to_visit])
def test_few_statements(town: Any, question: Callable[[Actor], Any]) -> None:
    ellen = town.actor("ellen")
    question(ellen)
    with CaptureQueriesContext(connection) as asked:
        question(ellen)
    assert len(asked) <= 10
