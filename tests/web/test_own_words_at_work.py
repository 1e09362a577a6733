"""What a municipality calls things is offered where people choose; it is shown, and counts as the base value."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.casework import agreeing, consenting, extending, needing, reading, registering
from knooppunt.casework.agreeing import NewAction
from knooppunt.casework.models import Case, Registration
from knooppunt.casework.refusals import Invalid
from knooppunt.foundation import guard
from knooppunt.people.models import Municipality
from knooppunt.people.roles import municipalities_of_leader
from tests.casework.kit import HEARD
from tests.web.as_cast import come_in
from tests.web.test_team_looking_back import looked_back

pytestmark = pytest.mark.django_db
PLACE, ELSEWHERE = "GM0928", "GM0882"


def leader(town: Any) -> Any:
    """Give who leads the municipality of the families in this test."""
    return next(town.actor(key) for key, p in town.people.items() if PLACE in municipalities_of_leader(p.pk))


def added(town: Any, name: str, label: str, counts_as: str) -> str:
    return extending.add_local_value(leader(town), municipality=PLACE, name=name, label=label, counts_as=counts_as)


@pytest.fixture
def mothers(town: Any) -> str:
    return added(town, "support", "Buurtmoeders", "universal")


@pytest.fixture
def counts(town: Any) -> None:
    """Let every adult of the family say yes to research."""
    desk, code = town.actor("marieke"), town.cases["following"]
    for parent in reading.case_file(desk, code).parents:
        consenting.give_consent(desk, code, parent.code, purpose="research", yes=True, given=HEARD)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def an_action(town: Any) -> Any:
    file = reading.plan(town.actor("fatima"), town.cases["following"])
    return next(a for goal in file.goals for a in goal.actions)


def choose(town: Any, support: str) -> None:
    """Let the lead choose what kind of support an action is."""
    shown = an_action(town)
    owner = {"professional": "seat", "parent": "parent"}[shown.owner_kind]
    new = NewAction(shown.what, shown.due_on, support=support, **{owner: shown.owner_code})
    agreeing.change_action(town.actor("fatima"), town.cases["following"], shown.code, new, version=shown.version)


def test_a_lead_chooses_it_for_an_action_and_everybody_reads_it(town: Any, mothers: str) -> None:
    code, fatima = town.cases["following"], come_in("fatima")
    form = f"/overleg/{code}/actie/{an_action(town).code}/"
    before = page(fatima, form)
    assert before.index("Hulp in de buurt") < before.index("Buurtmoeders") < before.index("Jeugdwet")
    assert "Buurtmoeders" not in page(fatima, f"/mijn-gezinnen/{code}/")
    choose(town, mothers)
    assert "Buurtmoeders" in page(fatima, f"/mijn-gezinnen/{code}/")
    assert f'value="{mothers}" selected' in page(fatima, form)
    with CaptureQueriesContext(connection) as asked:
        assert "Buurtmoeders" in page(fatima, f"/mijn-gezinnen/{code}/")
    assert len(asked) <= 12
    assert not [one for one in asked if 'FROM "casework_localvalue"' in one["sql"]]  # the list is not asked to read


def test_the_registration_keeps_both_and_figures_count_the_base(town: Any, mothers: str, counts: None) -> None:
    registering.refresh()
    with guard.looking_inside():
        row = Registration.objects.get(case__code=town.cases["following"])
        assert row.research == "yes"
        before = set(row.items.filter(kind="support").values_list("code", "local"))
    year = row.referred_on.year
    counted = reading.registration_counts(year, [PLACE]).tables["support"].get(PLACE, {}).get("universal", 0)
    choose(town, mothers)
    registering.refresh()
    with guard.looking_inside():
        after = set(row.items.filter(kind="support").values_list("code", "local"))
    assert {("universal", ""), ("universal", mothers)} <= after
    is_new = ("universal", "") not in before
    assert reading.registration_counts(year, [PLACE]).tables["support"][PLACE]["universal"] == counted + is_new
    assert "Buurtmoeders (telt mee als" in page(come_in("marieke"), f"/gezin/{town.cases['following']}/registratie/")
    choose(town, "universal")
    registering.refresh()
    with guard.looking_inside():
        assert not row.items.exclude(local="").exists()


def test_what_is_used_in_a_plan_cannot_go(town: Any, mothers: str) -> None:
    choose(town, mothers)
    with pytest.raises(Invalid):
        extending.remove_local_value(leader(town), municipality=PLACE, name="support", code=mothers)
    choose(town, "")
    extending.remove_local_value(leader(town), municipality=PLACE, name="support", code=mothers)


def test_what_another_municipality_calls_it_is_not_in_the_list(town: Any, mothers: str) -> None:
    choose(town, mothers)
    with guard.looking_inside():
        family = Case.objects.get(code=town.cases["following"]).family
        family.municipality = Municipality.objects.get(code=ELSEWHERE)
        family.save(update_fields=["municipality"])
    form = f"/overleg/{town.cases['following']}/actie/{an_action(town).code}/"
    assert f'value="{mothers}" selected' in page(come_in("fatima"), form)  # what was chosen before may stay
    choose(town, mothers)
    choose(town, "")
    assert "Buurtmoeders" not in page(come_in("fatima"), form)
    with pytest.raises(Invalid):
        choose(town, mothers)


def test_an_ending_and_a_composition_have_own_words_too(town: Any, counts: None) -> None:
    own = added(town, "outcomes", "Naar het Thuisteam", "passed_on")
    big = added(town, "composition", "Twee gezinnen in huis", "other")
    code, marieke = town.cases["following"], come_in("marieke")
    registration = f"/gezin/{code}/registratie/"
    assert "Twee gezinnen in huis" in page(marieke, registration)
    version = reading.registration(town.actor("marieke"), code).version
    assert marieke.post(registration, {"version": version, "composition": big}).status_code == 302
    assert f'value="{big}"' in page(marieke, registration)
    fatima = come_in("fatima")
    fatima.post(f"/evaluatie/{code}/", looked_back(town))
    assert "Naar het Thuisteam" in page(fatima, f"/evaluatie/{code}/verder/")
    assert fatima.post(f"/evaluatie/{code}/verder/", {"way": "close", "outcome": own}).status_code == 302
    marieke.get("/hulp/")
    with CaptureQueriesContext(connection) as asked:
        assert "Naar het Thuisteam" in page(marieke, f"/gezin/{code}/")
    assert not [one for one in asked if 'FROM "casework_localvalue"' in one["sql"]]
    registering.refresh()
    with guard.looking_inside():
        row = Registration.objects.get(case__code=code)
        assert (row.outcome, row.local_outcome.code) == ("passed_on", own)
        assert (row.composition, row.local_composition.code) == ("other", big)
    for name, value in (("outcomes", own), ("composition", big)):
        with pytest.raises(Invalid):
            extending.remove_local_value(leader(town), municipality=PLACE, name=name, code=value)


def test_a_word_that_is_nobodys_is_refused(town: Any, mothers: str) -> None:
    with pytest.raises(Invalid):
        choose(town, "buurtvaders")


def test_the_coordinator_adds_a_need_in_the_words_of_the_municipality(town: Any, counts: None) -> None:
    own, code, marieke = added(town, "needs", "Taal en letters", "other"), town.cases["following"], come_in("marieke")
    address = f"/gezin/{code}/hulpvragen/"
    assert address in page(marieke, f"/gezin/{code}/") and "Taal en letters" in page(marieke, address)
    before = {(need.what, need.from_referral) for need in reading.case_file(town.actor("marieke"), code).needs}
    assert before and all(from_referral for _what, from_referral in before)
    assert marieke.post(address, {"needs": [own, "work"], "there": ""}).status_code == 302
    assert "Taal en letters" in page(marieke, f"/gezin/{code}/")
    registering.refresh()
    with guard.looking_inside():
        items = Registration.objects.get(case__code=code).items.filter(kind="need")
        told = set(items.values_list("code", "local"))
    assert {("other", ""), ("other", own), ("work", "")} <= told
    assert "Taal en letters (telt mee als" in page(marieke, f"/gezin/{code}/registratie/")
    with pytest.raises(Invalid):
        extending.remove_local_value(leader(town), municipality=PLACE, name="needs", code=own)
    needs = [need for need in reading.case_file(town.actor("marieke"), code).needs if not need.from_referral]
    there = " ".join(need.code for need in needs)
    assert page(marieke, address).count(" checked") == 2
    stays = next(need.code for need in needs if need.what == "work")
    assert marieke.post(address, {"needs": [stays], "there": there}).status_code == 302
    after = {(need.what, need.from_referral) for need in reading.case_file(town.actor("marieke"), code).needs}
    assert after == before | {("work", False)}
    assert "<title>Fout" in marieke.post(address, {"needs": ["nothing"], "there": ""}).content.decode()
    assert come_in("fatima").get(address).status_code == 404


def test_what_came_with_the_referral_stays_and_nothing_stands_there_twice(town: Any) -> None:
    own = added(town, "needs", "Taal en letters", "other")
    desk, code = town.actor("marieke"), town.cases["following"]
    referral = {need.code for need in reading.case_file(desk, code).needs}
    needing.name_needs(desk, code, add=[own, own], remove=referral)
    needing.name_needs(desk, code, add=[own])
    found = reading.case_file(desk, code).needs
    assert referral < {need.code for need in found} and len(found) == len(referral) + 1
