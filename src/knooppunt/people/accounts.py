"""Giving and taking access: what a functional manager does; what people do themselves stands in own_account.

Every verb takes the actor first, checks who it is, changes rows and writes its trail line in one transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knooppunt.foundation import clock
from knooppunt.foundation.codes import hash_secret
from knooppunt.letters import post
from knooppunt.trail.record import record

from .actor import Actor
from .checking import has_account
from .models import Assignment, Hub, Invitation, Municipality, Organisation, Person, Role, Subregion, standing
from .models.persons import OF_A_HUB
from .roles import hubs_of, roles_of

INVITATION_DAYS = 7
ACCEPT_PATH = "/account/uitnodiging/"
MANAGER = Role.FUNCTIONAL_MANAGER.value
# How long the clocks of families run at a hub; that of accounts is the manager's.
LENGTHS = frozenset(
    f.name for f in Hub._meta.get_fields() if f.name.endswith("_days") or f.name.startswith("evaluation_weeks_")
) - {"review_days"}


class Invalid(Exception):
    """What was asked cannot be; `errors` maps field names to sentences ('' for the whole form)."""

    def __init__(self, errors: dict[str, Any]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class RoleWish:
    """A role to give: with the code of the hub, subregion or municipality where it belongs, if it has one."""

    role: str
    place: str = ""
    from_on: date | None = None
    until_on: date | None = None


# --- The functional manager ---------------------------------------------------------------------------------------


@transaction.atomic
def invite(
    manager: Actor,
    *,
    email: str,
    name: str,
    discipline: str = "",
    organisation: str = "",
    works_in: Sequence[str] = (),
    phone: str = "",
    language: str = "nl",
    listed: bool = True,
    roles: Iterable[RoleWish] = (),
) -> Person:
    """Make an account for a professional and send a one-time link by which its owner chooses a password.

    Codes for discipline, organisation and municipalities. An address of which access was ended comes back to life.
    Raises `Invalid` when the address is in use or a code is unknown, PermissionDenied when `manager` is none.
    """
    needs_manager(manager)
    email = _checked(email, name)
    person = Person.objects.filter(email=email).first() or Person(email=email)
    if person.pk and person.is_active and has_account(person):
        raise Invalid({"email": _("Er is al een account met dit e-mailadres.")})
    person.name, person.phone, person.language, person.listed = name.strip(), phone.strip(), language, listed
    person.is_active, person.joined_on, person.reviewed_on = True, clock.today(), None
    person.discipline_id = discipline or None
    person.organisation_id = _organisation(organisation)
    person.set_unusable_password()
    person.save()
    person.works_in.set(Municipality.objects.filter(code__in=works_in))
    record("account.invite", actor=manager, role=MANAGER, about=[person.code])
    for wish in roles:
        _give(manager, person, wish)
    send_invitation(person)
    return person


def send_invitation(person: Person) -> str:
    """Write the letter with a fresh one-time link, in the caller's transaction, and give the link's secret.

    Links that were sent before work no more. For professionals: a parent comes in by a card, see `entrance`.
    """
    secret = secrets.token_urlsafe(32)
    Invitation.objects.filter(person=person, used_at=None).delete()
    Invitation.objects.create(
        person=person,
        secret_hash=hash_secret(secret, key=settings.SECRET_KEY),
        expires_at=clock.now() + timedelta(days=INVITATION_DAYS),
    )
    if person.email:
        post.write("account_invitation", person.email, person.language, link=f"{ACCEPT_PATH}{secret}/")
    return secret


@transaction.atomic
def invite_again(manager: Actor, code: str) -> None:
    """Send a new link to somebody who did not choose a password yet; `Invalid` when they did."""
    needs_manager(manager)
    person = person_with(code)
    if person.has_usable_password() or not person.is_active:
        raise Invalid({"": _("Dit account is al in gebruik, of de toegang is beëindigd.")})
    record("account.invite_again", actor=manager, role=MANAGER, about=[person.code])
    send_invitation(person)


@transaction.atomic
def give_role(manager: Actor, code: str, wish: RoleWish) -> Assignment:
    """Give a role from a day on; nobody gives a role to themselves (ASVS 8.2, separation of duties)."""
    needs_manager(manager)
    return _give(manager, person_with(code), wish)


@transaction.atomic
def end_role(manager: Actor, code: str, role: str, place: str = "") -> None:
    """End a role at once: today it no longer counts. `Invalid` when the person does not have it."""
    needs_manager(manager)
    person, today = person_with(code), clock.today()
    rows = Assignment.objects.filter(standing(today), person=person, role=role, **_at(role, place))
    if not rows.exists():
        raise Invalid({"": _("Deze rol is er niet meer.")})
    end_dated(rows, today)
    record("account.end_role", actor=manager, role=MANAGER, about=[person.code], detail=role)


@transaction.atomic
def end_access(manager: Actor, code: str) -> None:
    """End all access of a person the same day (R-AUT-04): no roles, no password, not in the directory, no session."""
    needs_manager(manager)
    person = person_with(code)
    if person.pk == manager.person_id:
        raise Invalid({"": _("U kunt uw eigen toegang niet beëindigen. Vraag een andere beheerder.")})
    end_dated(Assignment.objects.filter(person=person), clock.today())
    Invitation.objects.filter(person=person).delete()
    person.is_active = person.listed = False
    person.calendar_hash = None
    person.set_unusable_password()
    person.save()
    # An address that comes back to life may be somebody else's by then.
    Authenticator.objects.filter(user=person.pk).delete()
    record("account.end_access", actor=manager, role=MANAGER, about=[person.code])


@transaction.atomic
def review(manager: Actor, code: str) -> None:
    """Note that somebody looked whether this account and its roles are still right (R-SEC-04, yearly)."""
    needs_manager(manager)
    person = person_with(code)
    if person.pk == manager.person_id:
        raise Invalid({"": _("Uw eigen account bekijkt een andere beheerder.")})
    person.reviewed_on = clock.today()
    person.save(update_fields=["reviewed_on"])
    record("account.review", actor=manager, role=MANAGER, about=[person.code])


@transaction.atomic
def set_terms(actor: Actor, hub_code: str, **terms: Any) -> Hub:
    """Change how to reach a hub and its terms: a functional manager all of it, its coordinators the `LENGTHS`.

    Fields as in `Hub`; raises `Invalid` with the field at fault, PermissionDenied for anybody else.
    """
    hub = Hub.objects.filter(code=hub_code).first()
    role = _coordinates(actor, hub) if terms.keys() <= LENGTHS else ""
    if not role:
        needs_manager(actor)
    if hub is None:
        raise Invalid({"": _("Dit Knooppunt bestaat niet.")})
    for field, value in terms.items():
        setattr(hub, field, value)
    if hub.evaluation_weeks_min > hub.evaluation_weeks_max:
        raise Invalid({"evaluation_weeks_max": _("Dit moet minstens zo lang zijn als de kortste termijn.")})
    if hub.deputy_days > hub.leader_days:
        raise Invalid({"leader_days": _("De projectleider hoort het niet eerder dan de vervanger.")})
    hub.save(update_fields=list(terms))
    record("hub.set_terms", actor=actor, role=role or MANAGER, detail=hub_code)
    return hub


# --- Checks -------------------------------------------------------------------------------------------------------


def needs_manager(actor: Actor) -> None:
    """Let only a functional manager pass whose second factor was checked; raises PermissionDenied for anybody else."""
    strong = actor.assurance == "strong" and actor.person_id is not None
    if not strong or MANAGER not in roles_of(actor.person_id):
        raise PermissionDenied


def _coordinates(actor: Actor, hub: Hub | None) -> str:
    """Give the role by which somebody sets the lengths of a hub, or ''; who stands in keeps what was chosen."""
    if hub is None or actor.assurance != "strong" or actor.person_id is None:
        return ""
    return Role.COORDINATOR.value if hubs_of(actor.person_id).get(hub.pk) == Role.COORDINATOR else ""


def person_with(code: str) -> Person:
    """Give the professional with this code, locked for the transaction; raises `Invalid` when there is none."""
    person = Person.objects.select_for_update().filter(code=code, kind=Person.Kind.PROFESSIONAL).first()
    if person is None:
        raise Invalid({"": _("Dit account bestaat niet.")})
    return person


def _checked(email: str, name: str) -> str:
    errors: dict[str, Any] = {}
    try:
        validate_email(email.strip())
    except ValidationError:
        errors["email"] = _("Dit lijkt geen e-mailadres. Een voorbeeld: naam@organisatie.nl.")
    if not name.strip():
        errors["name"] = _("Vul een naam in.")
    if errors:
        raise Invalid(errors)
    return email.strip().lower()


def _organisation(code: str) -> int | None:
    if not code:
        return None
    found = Organisation.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise Invalid({"organisation": _("Kies een organisatie uit de lijst.")})
    return found


def _at(role: str, place: str) -> dict[str, Any]:
    """Give the columns that say where a role belongs."""
    nowhere: dict[str, Any] = {"hub": None, "subregion": None, "municipality": None}
    if role in OF_A_HUB:
        return nowhere | {"hub": Hub.objects.filter(code=place).first()}
    if role == Role.PROJECT_LEADER:
        return nowhere | {"subregion": Subregion.objects.filter(code=place, grouping="kks").first()}
    if role == Role.POLICY_OFFICER:
        return nowhere | {"municipality": Municipality.objects.filter(code=place).first()}
    return nowhere


def _give(manager: Actor, person: Person, wish: RoleWish) -> Assignment:
    """Store a role after checking that it fits; see `give_role`."""
    if wish.role not in Role.values:
        raise Invalid({"role": _("Kies een rol uit de lijst.")})
    if person.pk == manager.person_id:
        raise Invalid({"role": _("Een rol voor uzelf geeft een andere beheerder.")})
    at = _at(wish.role, wish.place)
    if wish.role in OF_A_HUB and at["hub"] is None:
        raise Invalid({"place": _("Kies bij welk Knooppunt deze rol hoort.")})
    if wish.role == Role.PROJECT_LEADER and at["subregion"] is None:
        raise Invalid({"place": _("Kies bij welke subregio deze rol hoort.")})
    if wish.role == Role.POLICY_OFFICER and at["municipality"] is None:
        raise Invalid({"place": _("Kies bij welke gemeente deze rol hoort.")})
    start = wish.from_on or clock.today()
    if wish.until_on and wish.until_on < start:
        raise Invalid({"until_on": _("De laatste dag ligt voor de eerste dag.")})
    if Assignment.objects.filter(standing(start), person=person, role=wish.role, **at).exists():
        raise Invalid({"role": _("Deze rol is er al.")})
    given = Assignment.objects.create(person=person, role=wish.role, from_on=start, until_on=wish.until_on, **at)
    record("account.give_role", actor=manager, role=MANAGER, about=[person.code], detail=wish.role)
    return given


def end_dated(rows: Any, today: date) -> None:
    """End dated rows before today; what only started today or lies ahead never was."""
    rows.filter(from_on__gte=today).delete()
    rows.filter(standing(today)).update(until_on=today - timedelta(days=1))
