"""The numbers of a year are those that one counts by hand, whatever came in; and no more than that came in."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knooppunt.casework import forms
from knooppunt.casework.importing import new_among, take_in
from knooppunt.casework.models import Registered, Registration
from knooppunt.casework.reading import consented_registrations, registration_counts
from knooppunt.casework.refusals import Invalid
from knooppunt.casework.registering import ASKED, LISTS
from knooppunt.casework.shown import TakenIn
from knooppunt.foundation import clock, guard
from knooppunt.people.actor import SYSTEM
from tests.casework.kit import MOTHER, Walk

pytestmark = pytest.mark.django_db
YEAR, PLACES = 2021, ("GM0882", "GM0928", "GM0917")
DISCIPLINES = {"verloskundige": "verloskundige", "jeugdverpleegkundige": "jgz", "psychiater": "ggz", "jgz": "jgz"}


def code(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *sorted(forms.codes(LISTS[name]))])


def several(codes: Any) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(codes)), max_size=3).map(tuple)


@st.composite
def families(draw: Callable[..., Any]) -> TakenIn:
    day = draw(st.dates(date(YEAR - 1, 12, 1), date(YEAR + 1, 1, 31)))
    later = st.none() | st.integers(0, 90).map(lambda days: day + timedelta(days=days))
    return TakenIn(
        row_hash=draw(st.uuids()).hex, municipality=draw(st.sampled_from(PLACES)), referred_on=day,
        research=draw(st.sampled_from(["yes", "yes", "no", ""])),
        referrer=draw(st.sampled_from(["", "parent", *DISCIPLINES])),
        **{name: draw(code(name)) for name in (*ASKED, "outcome", "change")},
        needs=draw(several(forms.codes("needs"))), support=draw(several(forms.codes("support"))),
        participants=draw(several(DISCIPLINES)), conference_on=draw(later), support_on=draw(later),
    )  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(families(), min_size=1, max_size=12), places=st.none() | st.sets(st.sampled_from(PLACES)))
def test_every_number_is_the_one_that_is_counted_by_hand(
    rows: list[TakenIn], places: set[str] | None, town: Any
) -> None:
    with transaction.atomic():
        assert take_in(rows, SYSTEM, "system") == len(rows)
        assert take_in(rows, SYSTEM, "system") == 0 and not new_among(row.row_hash for row in rows)
        found = registration_counts(YEAR, places)
        transaction.set_rollback(True)
    mine = [row for row in rows if row.referred_on.year == YEAR and (places is None or row.municipality in places)]
    yes = [row for row in mine if row.research == "yes"]
    assert found.referred == Counter(row.municipality for row in mine)
    assert found.consented == Counter(row.municipality for row in yes)
    single = {
        "family_composition": "composition", "paid_work.mother": "work_mother", "paid_work.partner": "work_partner",
        "education.mother": "education_mother", "education.partner": "education_partner", "outcomes": "outcome",
        "evaluations": "change",
    }  # fmt: skip
    by_hand = {table: [(row, [getattr(row, column)]) for row in yes] for table, column in single.items()}
    by_hand["referrers"] = [(row, [DISCIPLINES.get(row.referrer, row.referrer)]) for row in yes]
    by_hand["needs"], by_hand["support"] = ([(row, getattr(row, name)) for row in yes] for name in ("needs", "support"))
    by_hand["participants"] = [(row, [DISCIPLINES[one] for one in row.participants]) for row in yes]
    by_hand["by_quarter"] = [(row, [str((row.referred_on.month + 2) // 3)]) for row in mine]
    stretches = {"referral_conference": "conference_on", "referral_support": "support_on"}
    by_hand["durations"] = [(row, [s for s, day in stretches.items() if getattr(row, day)]) for row in mine]
    for table, told in by_hand.items():
        cells: dict[str, Counter[str]] = {}
        for row, codes in told:
            cells.setdefault(row.municipality, Counter()).update(set(codes) - {""})
        assert found.tables[table] == {place: counted for place, counted in cells.items() if counted}, table
        answered = Counter(row.municipality for row, codes in told if set(codes) - {""})
        assert found.answered.get(table, {}) == answered, table
    for table, pair in (("paid_work", ASKED[1:4:2]), ("education", ASKED[2:5:2])):
        either = Counter(row.municipality for row in yes if any(getattr(row, name) for name in pair))
        assert found.answered.get(table, {}) == either
    for stretch, name in stretches.items():
        days: dict[str, Counter[int]] = {}
        for row in mine:
            if on := getattr(row, name):
                days.setdefault(row.municipality, Counter())[(on - row.referred_on).days] += 1
        assert found.days[stretch] == days


def row(mark: str, **more: Any) -> TakenIn:
    told: dict[str, Any] = {"municipality": "GM0928", "referred_on": date(YEAR, 3, 1), "research": "yes"}
    return TakenIn(row_hash=mark, **{**told, **more})


def test_without_the_yes_nothing_but_the_referral_is_kept(town: Any) -> None:
    one = row(
        "a", research="no", referrer="psychiater", composition="single", work_mother="yes",
        needs=("income",), participants=("jgz",), support=("wmo",), outcome="arranged", change="better",
        conference_on=date(YEAR, 3, 9),
    )  # fmt: skip
    take_in([one], SYSTEM, "system")
    with guard.looking_inside():
        kept = Registration.objects.get(row_hash="a")
        assert not Registered.objects.filter(registration=kept).exists()
    assert (kept.referrer, kept.conference_on, kept.several) == ("ggz", date(YEAR, 3, 9), "")
    assert not any(getattr(kept, name) for name in (*ASKED, "outcome", "change"))
    assert kept.code not in {one.code for one in consented_registrations(clock.today())}


def test_one_wrong_code_and_nothing_is_kept(town: Any) -> None:
    good = row("b", needs=("income",))
    for wrong in ({"support": ("nothing",)}, {"composition": "rich"}, {"referrer": "wizard"}, {"participants": ("x",)}):
        with pytest.raises(Invalid):
            take_in([good, row("c", **wrong)], SYSTEM, "system")
    with guard.looking_inside():
        assert not Registration.objects.filter(row_hash__in=["b", "c"]).exists()


def test_a_year_of_which_nothing_is_known_has_no_numbers(town: Any) -> None:
    found = registration_counts(1999)
    assert not found.referred and not found.consented and not found.questions
    assert not any(found.tables.values()) and not any(found.days.values())


def test_a_study_gets_families_of_its_places_and_period_alone_and_no_row_of_a_file(town: Any) -> None:
    days = [clock.today() - timedelta(days=n) for n in (3, 2, 1, 0)]
    before = {one.code for one in consented_registrations(clock.today())}
    take_in([row("d", municipality=PLACES[0], referred_on=days[1], needs=("income", "work"))], SYSTEM, "system")
    for place in PLACES[:3]:
        for day in days:
            with clock.travel(clock.start_of(day) + timedelta(hours=1)):
                Walk(town).refer(parents=(replace(MOTHER, research=True),), municipality=place)
    asked = consented_registrations(clock.today(), PLACES[:2], since=days[1], until=days[2])
    found = [one for one in asked if one.code not in before]
    assert {(one.municipality, one.referred_on) for one in found} == {(p, d) for p in PLACES[:2] for d in days[1:3]}
    assert {one.needs for one in found} == {("housing", "income")} and len({one.code for one in found}) == 4
