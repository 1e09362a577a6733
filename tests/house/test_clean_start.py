"""The kit itself: the guard stands in tests too, and cleaning up after a test passes the guard and the triggers."""

import pytest
from django.db import DatabaseError, connection, transaction

from knooppunt.foundation.guard import GuardedTable
from knooppunt.people.actor import SYSTEM
from knooppunt.trail.models import TrailLine
from knooppunt.trail.record import record


def look() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM casework_case")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_case_tables_are_shut_in_a_test() -> None:
    with pytest.raises(GuardedTable):
        look()


@pytest.mark.django_db
def test_a_test_may_look_inside(looking_inside: None) -> None:
    assert look() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_committed_line_is_gone_in_the_next_test_and_cannot_be_deleted_before(turn: int) -> None:
    assert not TrailLine.objects.exists()
    with transaction.atomic():
        record("reading.worklist", actor=SYSTEM, role="coordinator")
    with pytest.raises(DatabaseError), transaction.atomic():
        TrailLine.objects.all().delete()
    assert TrailLine.objects.count() == 1


@pytest.mark.django_db
def test_the_town_comes_back_as_it_was(town: object) -> None:
    from knooppunt.people.models import Person
    from tests import snapshot

    people = Person.objects.count()
    rows = snapshot.since({table: (columns, []) for table, (columns, _) in snapshot.take().items()})
    assert people and any(table.startswith("casework_") for table in rows)
