"""What outreach may know: numbers of one's own municipalities, of organisations and disciplines, never of people."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import advising, reading, referring
from knooppunt.casework.advising import NewQuestion
from knooppunt.casework.models import Referral, Registration, Tally
from knooppunt.casework.refusals import NotFound
from knooppunt.casework.shown.reach import Active, Sparred
from knooppunt.demo.cast import LANDGRAAF
from knooppunt.foundation import clock, guard
from knooppunt.people.models import Organisation, Person
from tests.casework.kit import KERKRADE, STORY, Walk

pytestmark = pytest.mark.django_db
THIS = clock.today().year


def refer(walk: Walk, who: str, times: int = 1) -> None:
    for _time in range(times):
        referring.refer(walk.who(who), replace(STORY, due_on=clock.today() + timedelta(weeks=12)))


def sent_in_an_earlier_year(who: str) -> None:
    """Move the first referral of somebody to a year ago."""
    with guard.looking_inside():
        mine = Referral.objects.filter(referrer__name__startswith=who).order_by("id")
        Referral.objects.filter(pk=mine[0].pk).update(sent_at=clock.now() - timedelta(days=400))


def test_a_leader_sees_her_own_municipalities_and_a_coordinator_those_of_the_hub(walk: Walk) -> None:
    assert "Kerkrade" in reading.reach(walk.who("ellen"), THIS).places.values()
    assert len(reading.reach(walk.who("ellen"), THIS).places) == 7
    for who in ("marieke", "tom"):  # the deputy too, whoever is absent
        assert reading.reach(walk.who(who), THIS).places == {KERKRADE: "Kerkrade"}
    for who in ("sanne", "ruben", "ingrid", "willem", "yara"):
        with pytest.raises(NotFound):
            reading.reach(walk.who(who), THIS)
    with pytest.raises(NotFound):
        reading.inflow(replace(walk.who("ellen"), assurance="single"), date(THIS, 1, 1), date(THIS, 12, 31))


def test_new_and_returning_count_people_once_under_each_heading(walk: Walk) -> None:
    before = reading.reach(walk.who("ellen"), THIS)
    refer(walk, "joris", 2)
    after = reading.reach(walk.who("ellen"), THIS)
    debts = after.by_discipline["schuldhulpverlening"]
    assert "schuldhulpverlening" not in before.by_discipline
    assert (debts.referrals, debts.new, debts.returning, debts.people) == (2, 1, 0, 1)
    assert after.families[KERKRADE] == before.families[KERKRADE] + 2
    assert sum(after.sources) == sum(before.sources) + 2
    sent_in_an_earlier_year("Joris")
    again = reading.reach(walk.who("ellen"), THIS).by_organisation["schuldhulp-evenwicht"]
    assert (again.referrals, again.new, again.returning) == (1, 0, 1)


def test_families_out_of_a_file_count_where_no_case_was(walk: Walk) -> None:
    with guard.looking_inside():
        Registration.objects.create(
            municipality_id=KERKRADE, referred_on=date(2022, 4, 1), list_version="2022", row_hash="a" * 64
        )
    assert reading.reach(walk.desk, 2022).families == {KERKRADE: 1}
    assert reading.reach(walk.desk, 2021).families == {}
    assert reading.inflow(walk.desk, date(2022, 4, 1), date(2022, 4, 1))[KERKRADE] == {date(2022, 4, 1): 1}
    assert not reading.inflow(walk.desk, date(2022, 4, 2), date(2022, 6, 1))


def test_a_family_that_was_handed_over_counts_in_one_place_everywhere(walk: Walk) -> None:
    today, ellen = clock.today(), walk.who("ellen")

    def counted() -> list[tuple[int, ...]]:
        """Give, here and there: families, referrals of professionals, referred today, and registered."""
        page, days = reading.reach(ellen, THIS), reading.inflow(ellen, today - timedelta(days=9), today)
        kept = reading.registration_counts(THIS).referred
        return [
            (page.families.get(place, 0), page.by_municipality[place].referrals if place in page.by_municipality else 0,
             days[place][today], kept.get(place, 0))
            for place in (KERKRADE, LANDGRAAF)
        ]  # fmt: skip

    walk.refer()
    here, there = counted()
    referring.hand_over(walk.desk, walk.code, hub="landgraaf")
    assert counted() == [tuple(n - 1 for n in here), tuple(n + 1 for n in there)]


def numbers(of: Sparred) -> tuple[int, int, int, int]:
    return of.asked, of.waiting, of.referred, of.nothing


def test_a_question_waits_becomes_a_referral_or_nothing(walk: Walk) -> None:
    before = reading.reach(walk.desk, THIS).sparring.get("verloskundige")
    asked = [advising.ask(walk.who("sanne"), NewQuestion(KERKRADE, f"Hoe begin ik? {n}")) for n in range(3)]
    referring.refer(walk.who("sanne"), replace(STORY, due_on=clock.today(), advice=asked[0]))
    advising.close(walk.desk, asked[1])
    found = reading.reach(walk.desk, THIS).sparring["verloskundige"]
    was = numbers(before) if before else (0, 0, 0, 0)
    assert tuple(now - then for now, then in zip(numbers(found), was, strict=True)) == (3, 1, 1, 1)


def test_an_organisation_that_never_referred_has_no_last_quarter(walk: Walk) -> None:
    def debts() -> Active:
        rows = reading.reach(walk.desk, THIS).active
        return next(row for row in rows if row.organisation == "schuldhulp-evenwicht")

    assert (debts().last_in, debts().staff, debts().people) == (None, 1, 1)
    refer(walk, "joris")
    assert debts().last_in == Tally.period_of(clock.today())


def test_the_number_of_statements_does_not_grow(walk: Walk) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            reading.reach(walk.who("ellen"), THIS)
        return len(queries)

    few = asked()
    for number in range(5):
        Person.objects.create_user(
            email=f"p{number}@knooppunt.example", name=f"P {number}", discipline_id="huisarts", listed=True,
            organisation=Organisation.objects.create(code=f"o{number}", name=f"O {number}"),
        ).works_in.add(KERKRADE)  # fmt: skip
    refer(walk, "joris", 3)
    assert asked() == few <= 9
