"""Roles are computed from dated rows: a deputy counts only while the coordinator is away."""

from datetime import date, timedelta
from typing import Any

import pytest

from knooppunt.people import roles
from knooppunt.people.models import Absence, Assignment, Hub, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
DAY = date(2026, 3, 10)


def someone(role: str, hub: Hub | None = None, **more: Any) -> Person:
    person = Person.objects.create_user(email=f"p{Person.objects.count()}@example.org", name="Een Mens")
    Assignment.objects.create(person=person, role=role, hub=hub, **{"from_on": date(2025, 1, 1), **more})
    return person


def test_a_deputy_counts_only_while_the_coordinator_is_away() -> None:
    hub = Hub.objects.get(code="kerkrade")
    coordinator, deputy = someone("coordinator", hub), someone("deputy", hub)
    assert roles.hubs_of(coordinator.pk, DAY) == {hub.pk: "coordinator"}
    assert roles.hubs_of(deputy.pk, DAY) == {}
    Absence.objects.create(person=coordinator, from_on=DAY, until_on=DAY + timedelta(days=2))
    for days, expected in ((-1, {}), (0, {hub.pk: "deputy"}), (2, {hub.pk: "deputy"}), (3, {})):
        assert roles.hubs_of(deputy.pk, DAY + timedelta(days=days)) == expected
    assert roles.hubs_of(coordinator.pk, DAY) == {hub.pk: "coordinator"}, "who is away may still look"
    assert [person.pk for person in roles.on_duty(hub.pk, DAY)] == [deputy.pk]
    assert [person.pk for person in roles.on_duty(hub.pk, DAY - timedelta(days=1))] == [coordinator.pk]


def test_absence_elsewhere_changes_nothing() -> None:
    kerkrade, vaals = Hub.objects.get(code="kerkrade"), Hub.objects.get(code="vaals")
    someone("coordinator", kerkrade)
    deputy, other = someone("deputy", kerkrade), someone("coordinator", vaals)
    Absence.objects.create(person=other, from_on=DAY)
    assert roles.hubs_of(deputy.pk, DAY) == {}


def test_a_hub_without_a_coordinator_has_its_deputy() -> None:
    hub = Hub.objects.get(code="kerkrade")
    deputy = someone("deputy", hub)
    gone = someone("coordinator", hub, until_on=DAY - timedelta(days=1))
    assert roles.hubs_of(deputy.pk, DAY) == {hub.pk: "deputy"}
    assert roles.hubs_of(deputy.pk, DAY - timedelta(days=1)) == {}
    assert roles.hubs_of(gone.pk, DAY) == {}


def test_one_of_two_coordinators_away_is_enough() -> None:
    hub = Hub.objects.get(code="kerkrade")
    first, _second, deputy = someone("coordinator", hub), someone("coordinator", hub), someone("deputy", hub)
    Absence.objects.create(person=first, from_on=DAY)
    assert roles.hubs_of(deputy.pk, DAY) == {hub.pk: "deputy"}


def test_coordinator_wins_over_deputy_in_the_same_hub() -> None:
    hub = Hub.objects.get(code="kerkrade")
    both = someone("deputy", hub)
    Assignment.objects.create(person=both, role="coordinator", hub=hub, from_on=DAY)
    Absence.objects.create(person=both, from_on=DAY)
    assert roles.hubs_of(both.pk, DAY) == {hub.pk: "coordinator"}


def test_roles_are_dated_and_end_with_access() -> None:
    person = someone("researcher", until_on=DAY)
    assert roles.roles_of(person.pk, DAY) == {"professional", "researcher"}
    assert roles.roles_of(person.pk, DAY + timedelta(days=1)) == {"professional"}
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert roles.roles_of(person.pk, DAY) == frozenset()
    parent = Person.objects.create_user(kind="parent")
    assert roles.roles_of(parent.pk, DAY) == {"parent"}


def test_each_question_is_one_query(django_assert_num_queries: Any) -> None:
    person = someone("coordinator", Hub.objects.get(code="kerkrade"))
    for question in (roles.roles_of, roles.hubs_of, roles.municipalities_of_leader):
        with django_assert_num_queries(1):
            question(person.pk, DAY)


def test_a_project_leader_leads_what_belonged_to_the_subregion_that_day() -> None:
    leader = someone("project_leader", subregion_id="westelijke-mijnstreek")
    assert roles.municipalities_of_leader(leader.pk, DAY) == {"GM0888", "GM1883", "GM0971", "GM0938"}
    leader.assignments.get().subregion.memberships.filter(municipality="GM0938").update(until_on=DAY)
    assert "GM0938" in roles.municipalities_of_leader(leader.pk, DAY)
    assert "GM0938" not in roles.municipalities_of_leader(leader.pk, DAY + timedelta(days=1))
    assert roles.municipalities_of_leader(someone("researcher").pk, DAY) == frozenset()


def test_deputies_are_known_also_when_nobody_is_away() -> None:
    hub = Hub.objects.get(code="kerkrade")
    deputy = someone("deputy", hub)
    assert [row.person_id for row in roles.deputies_of([hub.pk], DAY)] == [deputy.pk]
