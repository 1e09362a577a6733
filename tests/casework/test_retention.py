"""What is forgotten when: everything personal has a term, and after it nothing is left anywhere in the database."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from knooppunt.casework import advising, picturing, reading, referring, retention
from knooppunt.casework.consenting import Given
from knooppunt.casework.models import Case, Consent, Tally
from knooppunt.casework.referring import NewParent, NewReferral
from knooppunt.casework.refusals import NotFound
from knooppunt.foundation import clock
from knooppunt.people.actor import actor_of
from knooppunt.people.models import CheckedAddress, Person
from knooppunt.trail.models import TrailLine

CANARIES = (
    "Kanarie Geelvink", "kanarie@voorbeeld.example", "Vogelhuisje", "tjilpt in de nacht", "eigen nestje", "vleugellam",
)  # fmt: skip


def test_every_column_about_a_person_has_a_term_and_a_basis() -> None:
    bare = {"id", "code", "version", "count", "number", "referral_code"}
    columns = {
        f"{model._meta.model_name}.{field.name}"
        for model in apps.get_app_config("casework").get_models()
        for field in model._meta.concrete_fields
        if not isinstance(field, models.ForeignKey)
        and (field.name not in bare or (field.name == "code" and not field.unique))  # a value, and not whose row it is
    }
    assert columns - retention.PERSONAL.keys() == set()
    assert retention.PERSONAL.keys() - columns == set()
    assert all(term.basis and term.after for term in retention.PERSONAL.values())


def everything_in_the_database() -> str:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


@pytest.mark.django_db
def test_a_declined_case_leaves_nothing_but_codes_and_counts(town, looking_inside) -> None:
    new = NewReferral(
        municipality="GM0928",
        due_on=clock.today() + timedelta(days=100),
        parents=(
            NewParent(
                kind="mother", name=CANARIES[0], born_on=clock.today() - timedelta(days=9000),
                consent=Given(witness="Bo"), email=CANARIES[1], address=CANARIES[2],
            ),
        ),
        reason=CANARIES[3], wishes=CANARIES[4], needs=("housing",),
    )  # fmt: skip
    code = referring.refer(town.actor("sanne"), new)
    desk = town.actor("marieke")
    her = reading.case_file(desk, code).parents[0].code
    picturing.draw_health(desk, code, {"body": picturing.Drawn(CANARIES[5], 4)}, on_behalf_of=her)
    referring.decline(desk, code, reason="other_help_fits", other_route="gp", advice="Ga naar de huisarts.")
    counted = Tally.objects.filter(what="referral").count()
    assert all(canary in everything_in_the_database() for canary in CANARIES)

    with clock.travel(clock.now() + timedelta(days=90)):
        retention.forget(really=True)
        assert Case.objects.filter(code=code).exists()
    with clock.travel(clock.now() + timedelta(days=92)):
        before = {one.term: one.count for one in retention.forget(really=False)}
        assert before["not_taken_up"] >= 1
        assert Case.objects.filter(code=code).exists()
        retention.forget(really=True)

    left = everything_in_the_database()
    assert [canary for canary in CANARIES if canary in left] == []
    assert TrailLine.objects.filter(case_code=code, act="forget").count() == 1
    assert Tally.objects.filter(what="referral").count() == counted
    with pytest.raises(NotFound):
        reading.header(desk, code)


@pytest.mark.django_db
def test_a_closed_case_with_a_plan_goes_after_two_years(town, looking_inside) -> None:
    code = town.cases["closed"]
    with clock.travel(clock.now() + timedelta(days=2 * 365 - 30)):
        retention.forget(really=True)
        assert Case.objects.filter(code=code).exists()
    with clock.travel(clock.now() + timedelta(days=2 * 365 + 30)):
        retention.forget(really=True)
    assert not Case.objects.filter(code=code).exists()
    assert "Chantal Moonen" not in everything_in_the_database()
    assert Case.objects.filter(code=town.cases["following"]).exists()


@pytest.mark.django_db
def test_who_only_showed_an_address_is_forgotten_after_a_year_unless_something_of_theirs_is_kept(town) -> None:
    people = [Person.objects.create_user(email=f"{name}@praktijk.example", name=name) for name in ("Kees", "Nel")]
    for person in people:
        CheckedAddress.objects.create(person=person, checked_at=clock.now())
    advising.ask(actor_of(people[1], "code"), advising.NewQuestion("GM0928", "Mag een kraamverzorgende aanmelden?"))
    with clock.travel(clock.now() + timedelta(days=80)):
        retention.forget(really=True)
        assert Person.objects.filter(pk__in=[p.pk for p in people]).count() == 2
    with clock.travel(clock.now() + timedelta(days=366)):
        retention.forget(really=True)
    assert set(Person.objects.filter(pk__in=[p.pk for p in people]).values_list("name", flat=True)) == {"Nel"}
    assert Person.objects.filter(pk=town.people["sanne"].pk).exists()


@pytest.mark.django_db
def test_a_consent_cannot_be_edited_not_even_by_us(town, looking_inside) -> None:
    row = Consent.objects.first()
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        Consent.objects.filter(pk=row.pk).update(decision="given")
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        row.save()


@pytest.mark.django_db
def test_the_worker_forgets_for_real_but_stops_when_a_clock_stands_wrong(
    town, looking_inside, settings, monkeypatch
) -> None:
    code = town.cases["closed"]
    with clock.travel(clock.now() + timedelta(days=10 * 365)):
        ended = sum(one.count for one in retention.forget(really=False) if one.term in {"case", "not_taken_up"})
        assert ended > 1
        monkeypatch.setattr(retention, "CASES_A_NIGHT", ended - 1)
        with pytest.raises(retention.TooMuchAtOnce):
            retention.forget_tonight()
        assert Case.objects.filter(code=code).exists()
        monkeypatch.setattr(retention, "CASES_A_NIGHT", ended)
        settings.FORGET = False
        retention.forget_tonight()
        assert Case.objects.filter(code=code).exists()
        settings.FORGET = True
        retention.forget_tonight()
        assert not Case.objects.filter(code=code).exists()
        retention.forget_tonight()
