"""Access is given and taken by a functional manager with a second factor, and every act leaves a line."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from knooppunt.people import accounts, overview, own_account
from knooppunt.people.accounts import Invalid, RoleWish
from knooppunt.people.actor import NOBODY, Actor, actor_of
from knooppunt.people.models import Absence, Assignment, Hub, Person
from knooppunt.people.roles import hubs_of, roles_of
from knooppunt.trail.models import TrailLine

pytestmark = pytest.mark.django_db
NEW = {"email": "Mila@Example.org", "name": "Mila Nieuw", "discipline": "jgz", "works_in": ["GM0928"]}


def acts() -> list[str]:
    return list(TrailLine.objects.order_by("id").values_list("act", flat=True))


def secret_in_letter() -> str:
    return Letter.objects.latest("id").body.partition("/account/uitnodiging/")[2].partition("/")[0]


def test_an_invitation_is_a_letter_with_a_link_that_works_once(manager: Actor) -> None:
    person = accounts.invite(manager, **NEW, roles=[RoleWish("coordinator", "kerkrade")])
    letter = Letter.objects.get()
    assert (letter.kind, letter.to) == ("account_invitation", "mila@example.org")
    assert "Mila" not in letter.body
    assert acts() == ["account.invite", "account.give_role"]
    secret = secret_in_letter()
    assert own_account.invited(secret) == person and not person.has_usable_password()
    assert own_account.accept(secret, "een lange zin van mij") == person
    assert own_account.accept(secret, "een andere lange zin") is None
    assert Person.objects.get(pk=person.pk).check_password("een lange zin van mij")
    assert list(hubs_of(person.pk).values()) == ["coordinator"]


def test_a_link_works_seven_days_and_only_the_newest(manager: Actor) -> None:
    person = accounts.invite(manager, **NEW)
    old = secret_in_letter()
    with clock.travel(clock.now() + timedelta(days=7, minutes=1)):
        assert own_account.invited(old) is None
        accounts.invite_again(manager, person.code)
    fresh = secret_in_letter()
    assert fresh != old and own_account.invited(old) is None and own_account.invited(fresh) == person
    assert own_account.invited("") is None


def test_only_a_manager_with_a_second_factor_gives_access(manager: Actor) -> None:
    other = actor_of(Person.objects.create_user(email="x@example.org", name="X"), "strong")
    third = Person.objects.create_user(email="y@example.org", name="Y")
    for actor in (NOBODY, other, replace(manager, assurance="single")):
        with pytest.raises(PermissionDenied):
            accounts.invite(actor, **NEW)
        with pytest.raises(PermissionDenied):
            accounts.end_access(actor, third.code)
        with pytest.raises(PermissionDenied):
            own_account.set_absence(actor, third.code, clock.today())
    assert not Letter.objects.exists() and not TrailLine.objects.exists()


def test_nobody_gives_a_role_to_themselves(manager: Actor) -> None:
    with pytest.raises(Invalid):
        accounts.give_role(manager, manager.code, RoleWish("coordinator", "kerkrade"))
    with pytest.raises(Invalid):
        accounts.end_access(manager, manager.code)
    with pytest.raises(Invalid):
        accounts.review(manager, manager.code)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (RoleWish("coordinator"), "place"),
        (RoleWish("coordinator", "parkstad"), "place"),
        (RoleWish("project_leader", "regio-parkstad"), "place"),
        (RoleWish("king"), "role"),
        (RoleWish("researcher", "", clock.today(), clock.today() - timedelta(days=1)), "until_on"),
    ],
)
def test_a_role_that_does_not_fit_is_refused_beside_the_field(manager: Actor, wish: RoleWish, field: str) -> None:
    person = accounts.invite(manager, **NEW)
    with pytest.raises(Invalid) as refusal:
        accounts.give_role(manager, person.code, wish)
    assert list(refusal.value.errors) == [field]
    assert acts() == ["account.invite"]


def test_a_role_ends_at_once(manager: Actor) -> None:
    person = accounts.invite(manager, **NEW, roles=[RoleWish("project_leader", "parkstad")])
    with pytest.raises(Invalid):
        accounts.give_role(manager, person.code, RoleWish("project_leader", "parkstad"))
    Assignment.objects.update(from_on=clock.today() - timedelta(days=30))
    accounts.end_role(manager, person.code, "project_leader", "parkstad")
    assert roles_of(person.pk) == {"professional"}
    assert Assignment.objects.filter(person=person).exists(), "that it was so stays known"
    with pytest.raises(Invalid):
        accounts.end_role(manager, person.code, "project_leader", "parkstad")


def test_access_ends_the_same_day(manager: Actor) -> None:
    person = accounts.invite(manager, **NEW, roles=[RoleWish("coordinator", "kerkrade")])
    secret = secret_in_letter()
    accounts.end_access(manager, person.code)
    assert roles_of(person.pk) == frozenset() and hubs_of(person.pk) == {}
    assert own_account.invited(secret) is None
    assert overview.account(person.code).state == "ended"  # type: ignore[union-attr]
    again = accounts.invite(manager, **NEW)
    assert again.pk == person.pk, "who comes back keeps the same code"


def test_an_address_in_use_and_an_unknown_place_are_refused(manager: Actor) -> None:
    accounts.invite(manager, **NEW)
    for wrong, field in (
        ({}, "email"),
        ({"email": "geen adres"}, "email"),
        ({"email": "a@example.org", "name": " "}, "name"),
        ({"email": "b@example.org", "organisation": "bestaat-niet"}, "organisation"),
    ):
        with pytest.raises(Invalid) as refusal:
            accounts.invite(manager, **{**NEW, **wrong})
        assert list(refusal.value.errors) == [field]
    assert Letter.objects.count() == 1


def test_accounts_without_review_in_a_year_are_listed(manager: Actor) -> None:
    person = accounts.invite(manager, **NEW)
    assert overview.accounts().due == 0
    with clock.travel(clock.now() + timedelta(days=365)):
        assert overview.accounts().due == 2
        assert person.code in [row.code for row in overview.accounts(only="review").rows]
        accounts.review(manager, person.code)
        assert person.code not in [row.code for row in overview.accounts(only="review").rows]


def test_a_coordinator_is_away_and_back(manager: Actor) -> None:
    person = accounts.invite(manager, **NEW, roles=[RoleWish("coordinator", "kerkrade")])
    deputy = accounts.invite(manager, email="d@example.org", name="D", roles=[RoleWish("deputy", "kerkrade")])
    me, today = actor_of(person, "strong"), clock.today()
    own_account.set_absence(me, person.code, today, today + timedelta(days=3))
    assert hubs_of(deputy.pk) == {Hub.objects.get(code="kerkrade").pk: "deputy"}
    own_account.end_absence(me, person.code, today)
    assert hubs_of(deputy.pk) == {} and not Absence.objects.exists()
    own_account.set_absence(manager, person.code, today)
    with pytest.raises(PermissionDenied):
        own_account.set_absence(me, deputy.code, today)
    with pytest.raises(Invalid):
        own_account.set_absence(me, person.code, today, today - timedelta(days=1))


def test_terms_of_a_hub(manager: Actor) -> None:
    assert accounts.set_terms(manager, "vaals", conference_days=10).conference_days == 10
    with pytest.raises(Invalid):
        accounts.set_terms(manager, "vaals", evaluation_weeks_min=13)
    assert Hub.objects.get(code="vaals").evaluation_weeks_min == 6
    assert acts()[-1] == "hub.set_terms"


def test_a_coordinator_sets_the_lengths_of_her_own_hub_and_nothing_else(manager: Actor) -> None:
    def at(role: str, hub: str) -> Actor:
        mail = f"{role}@{hub}.example"
        return actor_of(accounts.invite(manager, **{**NEW, "email": mail}, roles=[RoleWish(role, hub)]), "strong")

    own = at("coordinator", "vaals")
    assert accounts.set_terms(own, "vaals", invitation_days=2, second_birthday_days=90).invitation_days == 2
    line = TrailLine.objects.latest("id")
    assert (line.act, line.role, line.detail, line.actor_code) == ("hub.set_terms", "coordinator", "vaals", own.code)
    with pytest.raises(Invalid):
        accounts.set_terms(own, "vaals", deputy_days=9, leader_days=3)
    for actor, hub, changed in (
        (own, "kerkrade", {"invitation_days": 4}),  # somebody else's
        (own, "vaals", {"phone": "043 000 00 00"}),  # how to reach it
        (own, "vaals", {"invitation_days": 4, "review_days": 100}),  # accounts
        (replace(own, assurance="single"), "vaals", {"invitation_days": 4}),
        (at("deputy", "vaals"), "vaals", {"invitation_days": 4}),  # stands in, or not
        (NOBODY, "vaals", {"invitation_days": 4}),
        (own, "nergens", {"invitation_days": 4}),
    ):
        with pytest.raises(PermissionDenied):
            accounts.set_terms(actor, hub, **changed)
    assert Hub.objects.get(code="vaals").invitation_days == 2 and Hub.objects.get(code="kerkrade").invitation_days == 3


def test_the_shortest_time_of_somebodys_hubs_says_when_an_account_is_looked_at(manager: Actor) -> None:
    """By a role at a hub, by working where it serves, or by a year for everyone; the manager's own stays a year."""
    Hub.objects.filter(code="vaals").update(review_days=90)
    Hub.objects.filter(code="kerkrade").update(review_days=60)
    made = {
        name: accounts.invite(manager, **{**NEW, "email": f"{name}@example.org", **more}).code
        for name, more in {
            "by-role": {"works_in": [], "roles": [RoleWish("coordinator", "vaals")]},
            "by-place": {"works_in": ["GM0928"]},
            "both": {"works_in": ["GM0928"], "roles": [RoleWish("deputy", "vaals")]},
            "neither": {"works_in": []},
        }.items()
    }
    lengths = {"by-role": 90, "by-place": 60, "both": 60, "neither": 365}
    today = clock.today()
    for day in (59, 60, 89, 90, 364, 365):
        with clock.travel(clock.now() + timedelta(days=day)):
            late = {name for name, length in lengths.items() if day >= length}
            waiting = dict(overview.waiting_for_review())
            assert {name: waiting.get(code) for name, code in made.items()} == {
                name: today + timedelta(days=lengths[name]) if name in late else None for name in made
            }
            page = overview.accounts(only="review")
            assert {row.code for row in page.rows} & set(made.values()) == {made[name] for name in late}
            assert page.due == len(page.rows)
            assert all(overview.account(code).review_due == (name in late) for name, code in made.items())  # type: ignore[union-attr]


def test_the_list_of_accounts_takes_a_constant_number_of_queries(
    manager: Actor, django_assert_max_num_queries: object
) -> None:
    for number in range(8):
        accounts.invite(
            manager, email=f"n{number}@example.org", name=f"Naam {number}", roles=[RoleWish("coordinator", "vaals")]
        )
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        page = overview.accounts(limit=5)
    assert len(page.rows) == 5 and page.after
    assert len(overview.accounts(after=page.after, limit=5).rows) == 4
    assert [row.name for row in overview.accounts("naam 3").rows] == ["Naam 3"]
