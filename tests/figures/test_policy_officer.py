"""A policy officer of a municipality sees what would be published, of the region and of her own municipality."""

from typing import Any

import pytest
from django.urls import reverse

from knooppunt.figures.scopes import reach_of, scope_of
from knooppunt.people import accounts
from knooppunt.people.roles import municipalities_of_policy_officer, places_of
from tests.web.as_cast import come_in

pytestmark = pytest.mark.django_db


def test_a_policy_officer_belongs_to_one_municipality_and_sees_no_small_number(town: Any) -> None:
    linda = town.actor("linda")
    assert municipalities_of_policy_officer(linda.person_id) == {"GM0928"}
    assert places_of(linda.person_id) == {"GM0928": "Kerkrade"}
    reach = reach_of(linda)
    kerkrade, region = scope_of("municipality:GM0928", 2026), scope_of("region", 2026)
    assert reach.may_see(kerkrade) and reach.may_see(region)
    assert not reach.may_see_exactly(kerkrade) and not reach.may_publish(kerkrade)
    for elsewhere in ("municipality:GM0882", "municipality:GM0882,GM0928", "subregion:parkstad"):
        assert not reach.may_see(scope_of(elsewhere, 2026))
    with pytest.raises(accounts.Invalid):
        accounts.give_role(
            town.actor("ingrid"), town.people["bart"].code, accounts.RoleWish("policy_officer", "parkstad")
        )
    accounts.end_role(town.actor("ingrid"), linda.code, "policy_officer", "GM0928")
    assert not municipalities_of_policy_officer(linda.person_id) and not reach_of(linda).may_see(region)


def test_her_work_begins_at_the_factsheet_and_she_only_looks(town: Any) -> None:
    linda = come_in("linda")
    start = linda.get("/", follow=True)
    assert start.redirect_chain[-1][0] == reverse("leader:factsheets")
    assert "Kerkrade" in start.text and "Landgraaf" not in start.text
    sheet = reverse("leader:factsheet", args=[2026, "municipality:GM0928"])
    page = linda.get(sheet)
    assert page.status_code == 200 and "?intern" not in page.text
    assert linda.get(f"{sheet}?intern").status_code == 404
    reach = linda.get(reverse("leader:reach")).text
    assert "Kerkrade" in reach and reverse("leader:visits") not in reach
    for name in ("leader:to_visit", "leader:visits", "leader:note_down", "leader:figures", "leader:studies"):
        assert linda.get(reverse(name)).status_code == 404


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
