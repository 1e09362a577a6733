"""A hub chooses how long its clocks run: how soon a stop is confirmed, a consent asked again, an account looked at."""

from datetime import timedelta

import pytest

from knooppunt.casework import reading
from knooppunt.casework.reading.choices import own_choices
from knooppunt.people.models import Hub, Person
from knooppunt.people.overview import waiting_for_review
from tests.casework.kit import Walk
from tests.casework.test_clocks import INGRID, START, morning, on, quiet, workday

__all__ = ["quiet"]  # the fixture
WILLEM = "willem@knooppunt.example"  # the privacy officer


def test_an_account_that_the_manager_leaves_reaches_the_privacy_officer_and_nobody_else(quiet: Walk) -> None:
    person, due = quiet.town.people["bart"], START - timedelta(days=28)  # late on Thursday 3 December
    Person.objects.filter(pk=person.pk).update(reviewed_on=due - timedelta(days=365))
    assert morning(START) == {("reminder", INGRID)}
    assert morning(START + timedelta(days=2)) == set()
    assert morning(START + timedelta(days=3)) == {("late", WILLEM)}
    assert all(morning(workday(number)) == set() for number in (4, 5, 9, 25))


def test_a_hub_may_have_its_accounts_looked_at_sooner(quiet: Walk) -> None:
    Hub.objects.filter(code="kerkrade").update(review_days=30)
    with on(START):
        first = {code for code, _on in waiting_for_review()}
    with on(START + timedelta(days=30)):
        assert quiet.town.people["marieke"].code in {code for code, _on in waiting_for_review()} - first


@pytest.mark.parametrize("days", [1, 3])
def test_a_hub_chooses_how_soon_a_stop_is_confirmed(quiet: Walk, days: int) -> None:
    Hub.objects.filter(code="kerkrade").update(confirm_stop_days=days)
    with on(START):
        quiet.to("preparing")
        quiet.withdraw("mother")
    assert (quiet.case().due_what, quiet.case().due_on) == ("confirm_stop", workday(days))


@pytest.mark.parametrize("days", [7, 30, 60])
def test_a_hub_chooses_how_long_before_its_end_a_consent_is_asked_again(quiet: Walk, days: int) -> None:
    Hub.objects.filter(code="kerkrade").update(consent_days=days)
    with on(START):
        quiet.to("preparing")
        end = own_choices(quiet.parent_actor("mother"), quiet.code).rows[0].ends_on
    assert end is not None
    for before, asked in ((days + 1, False), (days, True), (0, True)):
        with on(end - timedelta(days=before)):
            mother = quiet.parent_actor("mother")
            assert (own_choices(mother, quiet.code).ending > 0) == asked
            me = next(one for one in reading.case_file(quiet.desk, quiet.code).parents if one.takes_part)
            assert any(one.ends_soon for one in me.consents) == asked
