"""A policy officer of a municipality reads what was published, of the region and of her own municipality."""

from typing import Any

import pytest
from django.urls import reverse

from knooppunt.casework.refusals import NotFound
from knooppunt.figures import editions, outreach, reach
from knooppunt.figures.models import Edition
from knooppunt.figures.scopes import rights_of, scope_of
from knooppunt.foundation import clock
from knooppunt.people import accounts
from knooppunt.people.actor import SYSTEM
from knooppunt.people.roles import municipalities_of_policy_officer, places_of
from tests.figures import registered_2022
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db


def test_a_policy_officer_belongs_to_one_municipality_and_may_see_no_figure_that_is_not_published(town: Any) -> None:
    linda = town.actor("linda")
    assert municipalities_of_policy_officer(linda.person_id) == {"GM0928"}
    hers = rights_of(linda)
    assert hers.told == {"GM0928"} and hers.scopes(2026) == []
    for area in ("region", "municipality:GM0928", "municipality:GM0882", "subregion:parkstad"):
        scope = scope_of(area, 2026)
        assert not hers.may_see(scope) and not hers.may_see_exactly(scope) and not hers.may_publish(scope)
    with pytest.raises(accounts.Invalid):
        accounts.give_role(
            town.actor("ingrid"), town.people["bart"].code, accounts.RoleWish("policy_officer", "parkstad")
        )
    accounts.end_role(town.actor("ingrid"), linda.code, "policy_officer", "GM0928")
    assert not municipalities_of_policy_officer(linda.person_id) and not rights_of(linda).told


def test_reach_is_closed_to_her_with_every_verb(town: Any) -> None:
    linda, today = town.actor("linda"), clock.today()
    assert places_of(linda.person_id) == {}
    visit = {
        "kind": "visit", "on": today, "municipality": "GM0928", "organisation": "", "discipline": "", "note": "Koffie",
    }  # fmt: skip
    for question in (
        lambda: reach.reach(linda, today.year, str), lambda: outreach.to_visit(linda), lambda: outreach.log(linda),
        lambda: outreach.note_down(linda, visit),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            question()


def test_her_work_begins_at_the_editions_and_she_only_reads_them(town: Any) -> None:
    registered_2022.filled(3)
    for area in ("region", "municipality:GM0928", "municipality:GM0935"):
        editions.freeze(SYSTEM, 2022, area)
    of_region, of_hers, elsewhere = Edition.objects.order_by("pk")
    linda = come_in("linda")
    start = linda.get("/", follow=True)
    assert start.redirect_chain[-1][0] == reverse("leader:factsheets")
    assert "Er is hier nog niets voor u" not in start.text
    page = linda.get(reverse("leader:factsheets"), {"jaar": 2022}).text
    for edition in (of_region, of_hers):
        assert reverse("leader:edition_file", args=[edition.code, "pdf"]) in page
        assert linda.get(reverse("leader:edition_file", args=[edition.code, "json"])).status_code == 200
    assert elsewhere.code not in page
    assert reverse("leader:factsheet", args=[2022, "region"]) not in page
    assert reverse("leader:factsheet", args=[2022, "municipality:GM0928"]) not in page


@pytest.mark.parametrize("area", ["region", "municipality:GM0928", "municipality:GM0935"])
def test_no_draft_and_no_words_of_it_are_hers(area: str, town: Any) -> None:
    linda = come_in("linda")
    sheet = reverse("leader:factsheet", args=[2026, area])
    for address in (sheet, f"{sheet}?intern", reverse("leader:own_file", args=[2026, area, "json"])):
        assert linda.get(address).status_code == 404
    for name in ("leader:words", "leader:publish"):
        assert linda.get(reverse(name, args=[2026, area])).status_code == 404


def test_the_other_pages_about_figures_are_not_hers(town: Any) -> None:
    linda = come_in("linda")
    for name in ("reach", "to_visit", "visits", "note_down", "figures", "studies"):
        assert linda.get(reverse(f"leader:{name}")).status_code == 404
    assert 'kp-tabs" aria-label="Cijfers en meer' not in linda.get(reverse("leader:factsheets")).text


def test_the_functional_manager_gives_the_role_with_its_municipality(town: Any) -> None:
    manager, bart = come_in("ingrid"), town.people["bart"]
    address = reverse("account:give_role", kwargs={"code": bart.code})
    day = {"from_on_day": "1", "from_on_month": "11", "from_on_year": "2026"}
    assert "Kies bij welke gemeente" in manager.post(address, {"role": "policy_officer", **day}).text
    assert manager.post(address, {"role": "policy_officer", "place": "GM0935", **day}).status_code == 302
    assert municipalities_of_policy_officer(bart.pk) == {"GM0935"}
    assert (
        "beleidsmedewerker van de gemeente: Maastricht"
        in manager.get(reverse("account:person", kwargs={"code": bart.code})).text
    )
