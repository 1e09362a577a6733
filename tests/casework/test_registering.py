"""The registration of a family derives from the work, and knows of it no more than it agreed to."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import consenting, erasing, referring, registering, retention, telling
from knooppunt.casework.models import Case, Entry, Registered, Registration
from knooppunt.casework.reading import consented_registrations, registration_counts
from knooppunt.casework.refusals import Conflict, Invalid
from knooppunt.casework.shown import RegistrationCounts
from knooppunt.foundation import clock, guard
from tests.casework.kit import HEARD, KERKRADE, MOTHER, PARTNER, Walk

ASKED = {
    "composition": "couple", "work_mother": "yes", "work_partner": "no", "education_mother": "mbo",
    "education_partner": "unknown",
}  # fmt: skip


def registered(walk: Walk) -> Registration | None:
    registering.refresh()
    with guard.looking_inside():
        return Registration.objects.filter(case__code=walk.code).first()


def items(walk: Walk) -> set[tuple[str, str]]:
    with guard.looking_inside():
        return set(Registered.objects.filter(registration__case__code=walk.code).values_list("kind", "code"))


def answers(row: Registration | None) -> dict[str, str]:
    assert row
    return {name: getattr(row, name) for name in registering.ASKED if getattr(row, name)}


def family(*said: bool | None) -> tuple[Any, ...]:
    return tuple(replace(one, research=yes) for one, yes in zip((MOTHER, PARTNER), said, strict=False))


def complete(walk: Walk, **told: str) -> None:
    registering.complete(walk.desk, walk.code, version=walk.case().version, **told)


def say(walk: Walk, kind: str, *, yes: bool) -> None:
    consenting.give_consent(walk.desk, walk.code, walk.parent(kind), purpose="research", yes=yes, given=HEARD)


def total(counts: RegistrationCounts, table: str, cell: str) -> int:
    return counts.tables[table].get(KERKRADE, {}).get(cell, 0)


def this_year() -> RegistrationCounts:
    return registration_counts(clock.today().year)


def test_all_of_it_comes_from_the_work(walk: Walk) -> None:
    walk.to("closed", parents=family(True))
    row = registered(walk)
    assert row and (row.research, row.referrer, row.municipality_id) == ("yes", "verloskundige", KERKRADE)
    assert row.referred_on == row.conference_on == row.evaluated_on == row.closed_on == clock.today()
    assert (row.outcome, row.change) == ("arranged", "better")
    assert items(walk) == {
        ("need", "income"), ("need", "housing"), ("participant", "jgz"), ("participant", "gemeente"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "research"),
    [
        ((True,), "yes"), ((False,), "no"), ((None,), ""), ((True, True), "yes"), ((True, False), "no"),
        ((True, None), ""), ((None, False), "no"), ((None, None), ""),
    ],
)  # fmt: skip
def test_it_takes_the_yes_of_each_adult_who_takes_part(
    walk: Walk, said: tuple[bool | None, ...], research: str
) -> None:
    walk.to("held", parents=family(*said))
    row = registered(walk)
    assert row and row.research == research
    assert bool(items(walk)) is (research == "yes")
    assert row.referrer and row.conference_on  # this much is the count of the work itself
    counts = this_year()
    assert counts.referred[KERKRADE] > counts.consented[KERKRADE]


def test_a_yes_taken_back_wipes_what_was_asked_and_what_is_tender(walk: Walk) -> None:
    walk.to("held", parents=family(True, True))
    complete(walk, **ASKED)
    assert answers(registered(walk)) == ASKED
    walk.withdraw("partner", "research")
    row = registered(walk)
    assert row and row.research == "no" and not answers(row) and not items(walk)
    say(walk, "partner", yes=True)
    row = registered(walk)
    assert row and row.research == "yes" and not answers(row) and items(walk)  # what was asked does not come back


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("2006-05-21", "under_20"), ("2006-05-20", "20_24"), ("2001-05-21", "20_24"), ("2001-05-20", "25_29"),
        ("1996-05-21", "25_29"), ("1996-05-20", "30_34"), ("1991-05-21", "30_34"), ("1991-05-20", "35_up"),
        ("1950-01-01", "35_up"), ("2012-01-01", "under_20"), ("2026-05-21", ""),
    ],
)  # fmt: skip
def test_of_a_birth_date_a_band_is_left(born: str, band: str) -> None:
    assert registering.age_band(date.fromisoformat(born), date(2026, 5, 20)) == band
    assert registering.age_band(None, date(2026, 5, 20)) == ""


def test_how_old_they_were_is_kept_as_long_as_each_says_yes_and_takes_part(walk: Walk) -> None:
    today = clock.today()
    born = [today.replace(year=today.year - age, day=1) for age in (22, 37)]
    mother, partner = (replace(one, born_on=day) for one, day in zip(family(True, True), born, strict=True))

    def ages() -> tuple[str, str]:
        row = registered(walk)
        assert row
        return row.age_mother, row.age_partner

    walk.to("held", parents=(mother, partner))
    assert ages() == ("20_24", "35_up")
    with clock.travel(clock.now() + timedelta(days=300)):  # as it was on the day of the referral
        say(walk, "mother", yes=True)
        assert ages() == ("20_24", "35_up")
    walk.withdraw("partner", "research")
    assert ages() == ("", "")
    walk.withdraw("partner")
    assert ages() == ("20_24", "")


def test_who_takes_no_part_any_more_is_not_counted_and_not_needed_for_the_yes(walk: Walk) -> None:
    walk.to("held", parents=family(True, False))
    walk.withdraw("partner")
    assert registered(walk).research == "yes"  # type: ignore[union-attr]
    say_all = {name: value for name, value in ASKED.items() if "partner" not in name}
    complete(walk, **say_all)
    with pytest.raises(Invalid):
        complete(walk, work_partner="yes")
    assert answers(registered(walk)) == say_all


def test_a_need_of_who_left_does_not_count_and_a_hidden_one_does(walk: Walk) -> None:
    walk.to("held", parents=family(True, True))
    with guard.looking_inside():
        adults = {p.kind: p for p in walk.case().family.parents.all()}
        Entry.objects.create(case=walk.case(), kind="need", what="work", about=adults["partner"], role="coordinator")
        Entry.objects.create(
            case=walk.case(), kind="need", what="history", about=adults["mother"], hidden_from=adults["partner"],
            role="coordinator",
        )  # fmt: skip
    assert registered(walk)
    assert {("need", "work"), ("need", "history")} <= items(walk)
    walk.withdraw("partner")
    assert registered(walk)
    assert ("need", "work") not in items(walk) and ("need", "history") in items(walk)


def test_a_yes_that_only_ended_counts_for_the_figures_and_not_for_a_study(walk: Walk) -> None:
    walk.to("held", parents=family(True))
    row = registered(walk)
    assert row and row.research_until
    for day, goes_along in ((row.research_until, True), (row.research_until + timedelta(days=1), False)):
        with clock.travel(clock.start_of(day)):
            assert (row.code in {one.code for one in consented_registrations(day)}) is goes_along
            assert registration_counts(row.referred_on.year).consented[KERKRADE]


def test_unknown_is_another_answer_than_not_asked(walk: Walk) -> None:
    walk.to("held", parents=family(True))
    before = this_year()
    complete(walk, composition="unknown", work_mother="")
    after = this_year()
    assert total(after, "family_composition", "unknown") == total(before, "family_composition", "unknown") + 1
    assert after.tables["paid_work.mother"] == before.tables["paid_work.mother"]
    assert (
        after.answered["family_composition"][KERKRADE]
        == before.answered.get("family_composition", {}).get(KERKRADE, 0) + 1
    )


def test_only_what_is_in_the_list_and_only_with_the_yes(walk: Walk) -> None:
    walk.to("held", parents=family(True))
    for wrong in ({"composition": "rich"}, {"outcome": "arranged"}, {"education_partner": "mbo"}):
        with pytest.raises(Invalid):
            complete(walk, **wrong)
    with pytest.raises(Conflict):
        registering.complete(walk.desk, walk.code, version=0, composition="single")
    walk.to("held", parents=family(None))
    with pytest.raises(Invalid):
        complete(walk, composition="single")


def test_once_per_person_a_referrer_is_new(walk: Walk) -> None:
    said = []
    for by, sent_in_error in (("bart", False), ("bart", True), ("bart", False)):
        walk.refer(by=by)
        if sent_in_error:
            referring.record_error(walk.desk, walk.code)
            assert registered(walk) is None
        else:
            said.append(registered(walk).is_new_referrer)  # type: ignore[union-attr]
    assert said[1] is False


def test_the_second_sending_is_new_when_the_first_was_an_error(walk: Walk) -> None:
    first, second = Walk(walk.town), Walk(walk.town)
    first.refer(by="lotte")
    second.refer(by="lotte")
    assert (registered(first).is_new_referrer, registered(second).is_new_referrer) == (True, False)  # type: ignore[union-attr]
    referring.record_error(first.desk, first.code)
    assert registered(first) is None and registered(second).is_new_referrer is True  # type: ignore[union-attr]


def test_declined_counts_as_referred_and_keeps_counting_when_it_is_forgotten(walk: Walk) -> None:
    walk.refer(parents=family(True))
    referring.decline(walk.desk, walk.code, reason="other_help_fits", other_route="jgz", advice="Bel even")
    row, before = registered(walk), this_year()
    assert row and row.outcome == "" and row.closed_on
    with guard.looking_inside():
        retention.delete_case(Case.objects.get(code=walk.code))
    after = this_year()
    assert after.referred == before.referred and after.consented[KERKRADE] == before.consented[KERKRADE] - 1


def test_a_family_counts_where_it_lives_now(walk: Walk) -> None:
    before = this_year()
    walk.refer(parents=family(True))
    referring.hand_over(walk.desk, walk.code, hub="landgraaf")
    after, row = this_year(), registered(walk)
    assert row and row.municipality_id != KERKRADE
    assert after.referred.get(KERKRADE) == before.referred.get(KERKRADE)
    assert after.referred[row.municipality_id] == before.referred.get(row.municipality_id, 0) + 1


def test_one_parent_forgotten_takes_her_answers_along_at_once(walk: Walk) -> None:
    walk.to("held", parents=family(True, True))
    complete(walk, **ASKED)
    telling.send_message(walk.desk, walk.code, kind="erasure", text="Wis alles", on_behalf_of=walk.parent("partner"))
    erasing.erase(walk.desk, walk.code, walk.parent("partner"))
    with guard.looking_inside():
        row = Registration.objects.get(case__code=walk.code)
    assert answers(row) == {name: value for name, value in ASKED.items() if "partner" not in name}


def test_the_second_time_nothing_is_done_and_many_cost_no_more_statements(walk: Walk) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            registering.refresh()
        return len(asked)

    registering.refresh()
    assert registering.refresh() == 0
    with guard.looking_inside():
        few = list(Case.objects.values_list("pk", flat=True)[:3])
        Case.objects.filter(pk__in=few).update(registered=False)
    some = statements()
    with guard.looking_inside():
        Case.objects.update(registered=False)
    assert statements() <= some <= 20


@pytest.mark.parametrize("purpose", ["research", "take_part"])
def test_a_yes_taken_back_or_given_again_shows_at_once_in_figures_that_only_read(walk: Walk, purpose: str) -> None:
    walk.to("held", parents=family(True, True))
    complete(walk, **ASKED)
    registering.refresh()

    def consented() -> int:
        return registration_counts(clock.today().year, [KERKRADE], fresh=False).consented.get(KERKRADE, 0)

    before = consented()
    walk.withdraw("mother", purpose)
    walk.withdraw("partner", purpose)
    assert consented() == before - 1
    if purpose == "research":
        for kind in ("mother", "partner"):
            say(walk, kind, yes=True)
        assert consented() == before
        say(walk, "partner", yes=False)
        assert consented() == before - 1
