"""People for the tests of who is who."""

from typing import Any

import pytest


@pytest.fixture
def places(db: None) -> None:
    """Load the real reference data."""
    from knooppunt.people import reference

    reference.load()


@pytest.fixture
def manager(places: None) -> Any:
    """Give a functional manager with a second factor."""
    from knooppunt.people.actor import actor_of
    from knooppunt.people.models import Assignment, Person

    person = Person.objects.create_user(email="beheer@example.org", name="Bo Beheer")
    Assignment.objects.create(person=person, role="functional_manager")
    return actor_of(person, "strong")
