"""Prepared questions: the same answers as the queryset, for every value, and only where the SQL stays the same."""

from datetime import date, timedelta

import pytest
from django.db.models import BinaryField, Value

from knooppunt.foundation import clock
from knooppunt.foundation.prepared import DAY, NUMBER, TEXT, Prepared, PreparedAmong, ahead, store
from knooppunt.people import reference
from knooppunt.people.models import Absence, HubArea, Municipality, Person, Subregion, SubregionMembership
from knooppunt.trail.models import Seal

pytestmark = pytest.mark.django_db


def test_gives_what_the_queryset_gives_for_each_value() -> None:
    reference.load()

    def build(hub: int, day: date):
        return HubArea.objects.filter(hub=hub, from_on__lte=day).select_related("hub", "municipality").order_by("id")

    asked = Prepared(build, NUMBER, DAY)
    for hub in HubArea.objects.values_list("hub_id", flat=True):
        for day in (clock.today(), clock.today() - timedelta(days=36500)):
            assert [(a.pk, a.hub.name) for a in asked(hub, day)] == [(a.pk, a.hub.name) for a in build(hub, day)]


def test_gives_columns_as_python_values(django_assert_num_queries) -> None:
    reference.load()
    columns = ("municipality_id", "from_on", "until_on")
    asked = Prepared(
        lambda code: SubregionMembership.objects.filter(subregion=code).order_by("id").values(*columns), TEXT
    )
    for code in Subregion.objects.values_list("code", flat=True):
        with django_assert_num_queries(1):
            found = asked(code)
        assert found == list(SubregionMembership.objects.filter(subregion=code).order_by("id").values(*columns))


def test_an_answer_is_fresh_each_time() -> None:
    asked = Prepared(lambda: Municipality.objects.values_list("code", flat=True))
    assert asked() == []
    Municipality.objects.create(code="GM0001", name="Proef")
    assert asked() == ["GM0001"]


def test_a_gap_that_changes_the_sql_is_refused() -> None:
    with pytest.raises(ValueError, match="as it is"):
        Prepared(lambda code: Municipality.objects.filter(name__contains=code), TEXT)("x")
    with pytest.raises(ValueError, match="each gap"):
        Prepared(lambda code: Municipality.objects.filter(name=code), TEXT)()


@pytest.mark.parametrize("number", [0, 1, 3, 4, 7])
def test_among_several_rows_gives_those_and_no_others(number: int) -> None:
    reference.load()
    wanted = list(HubArea.objects.order_by("id").values_list("id", flat=True)[:number])
    asked = PreparedAmong(lambda keys: HubArea.objects.filter(pk__in=keys).select_related("hub").order_by("id"), 3)
    assert [area.pk for area in asked(wanted)] == wanted


@pytest.mark.parametrize("number", [0, 1, 3, 60])
def test_rows_are_stored_by_one_statement_and_know_their_keys(django_assert_num_queries, number: int) -> None:
    person, day = Person.objects.create_user(name="Proef"), clock.today()
    rows = [Absence(person=person, from_on=day, until_on=day + timedelta(days=n % 3)) for n in range(number)]
    with django_assert_num_queries(min(number, 1)):
        store(*rows)
    assert Absence.objects.count() == number
    for row in rows:
        assert not row._state.adding
        kept = Absence.objects.get(pk=row.pk)
        assert (kept.person_id, kept.from_on, kept.until_on) == (person.pk, row.from_on, row.until_on)


def test_what_is_alike_and_what_differs_is_kept_as_bulk_create_does() -> None:
    def seals(start: int) -> list[Seal]:
        marks = ((start + n, f"{start}-{n}") for n in range(3))
        return [
            Seal(first_id=at, last_id=at, lines=1, digest=mark, previous_digest=mark, sealed_at=clock.now())
            for at, mark in marks
        ]

    ours, theirs = seals(100), seals(200)
    store(*ours)
    Seal.objects.bulk_create(theirs)
    for mine, other in zip(ours, theirs, strict=True):
        mine.refresh_from_db()
        other.refresh_from_db()
        assert (mine.first_id + 100, mine.lines, mine.digest[3:]) == (other.first_id, other.lines, other.digest[3:])
        assert abs(mine.sealed_at - other.sealed_at) < timedelta(minutes=1)


def test_what_is_asked_ahead_is_the_same_in_one_statement(django_assert_num_queries) -> None:
    """Rows, columns and single values, times and empty places, in their order; and fresh again after the block."""
    reference.load()
    person = Person.objects.create_user("noor@example.org", name='Nóór "q" \\ {}', language="nl")
    Absence.objects.create(person=person, from_on=clock.today())
    columns = ("name", "joined_on", "last_login", "is_active")
    questions: list[tuple[Prepared, tuple]] = [
        (Prepared(lambda: HubArea.objects.select_related("hub", "municipality").order_by("-id")), ()),
        (Prepared(lambda who: Absence.objects.filter(person=who), NUMBER), (person.pk,)),
        (Prepared(lambda who: Absence.objects.filter(person=who), NUMBER), (person.pk + 1,)),
        (Prepared(lambda who: Person.objects.filter(pk=who).values(*columns), NUMBER), (person.pk,)),
        (Prepared(lambda: Municipality.objects.order_by("-name").values_list("code", flat=True)), ()),
        (Prepared(lambda: SubregionMembership.objects.order_by("from_on", "id").values_list(
            "subregion__code", "municipality__code", "from_on", "until_on")), ()),
    ]  # fmt: skip
    apart = [question(*values) for question, values in questions]
    with django_assert_num_queries(1), ahead(*questions, questions[0]):
        together = [question(*values) for question, values in questions]
        assert [question(*values) for question, values in questions] == together, "asked twice, answered twice"
        assert together[0][0].hub.name
    assert together == apart and len(apart[4]) > 10
    Absence.objects.all().delete()
    assert questions[1][0](person.pk) == []


def test_what_does_not_travel_well_is_not_asked_ahead() -> None:
    asked = Prepared(lambda: Municipality.objects.values_list(Value(b"x", output_field=BinaryField())))
    with pytest.raises(ValueError, match="BinaryField"), ahead((asked, ())):
        pass
