"""What people do with their own account: take it up, choose how letters and times come, say when they are away."""

import secrets
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knooppunt.foundation import clock
from knooppunt.foundation.codes import hash_secret
from knooppunt.letters import post
from knooppunt.trail.record import record

from .accounts import MANAGER, Invalid, end_dated, needs_manager, person_with
from .actor import Actor, actor_of
from .models import Absence, Invitation, Person


def invited(secret: str) -> Person | None:
    """Give the person whom this link invites; None when it was used, is older than 7 days, or never was one."""
    found = Invitation.objects.filter(
        secret_hash=_hashed(secret),
        used_at=None,
        expires_at__gt=clock.now(),
        person__is_active=True,
    )
    invitation = found.select_related("person").first()
    return invitation.person if invitation else None


@transaction.atomic
def accept(secret: str, password: str) -> Person | None:
    """Use the link: set the password, and give the person; None when the link works no more."""
    person = invited(secret)
    mine = Invitation.objects.filter(secret_hash=_hashed(secret), used_at=None)
    # The update decides which of two clicks wins.
    if person is None or not mine.update(used_at=clock.now()):
        return None
    person.set_password(password)
    person.save(update_fields=["password"])
    record("account.accept", actor=actor_of(person, "code"), about=[person.code])
    return person


@transaction.atomic
def choose_language(actor: Actor, code: str) -> None:
    """Note in which language somebody reads, so that letters follow; staff choose among the languages of the staff."""
    person = Person.objects.select_for_update().get(code=actor.code)  # a parent too
    spoken = dict(settings.LANGUAGES) if person.kind == Person.Kind.PARENT else settings.LANGUAGES_OF_STAFF
    if code not in spoken or code == person.language:
        return
    person.language = code
    person.save(update_fields=["language"])
    record("account.choose_language", actor=actor, role="self", about=[person.code], detail=code)


@transaction.atomic
def choose_letters(actor: Actor, *, daily: bool) -> None:
    """Note whether a professional wants letters at once or one a day; then what waited for the daily one goes now."""
    person = person_with(actor.code)
    if person.letters_daily == daily:
        return
    person.letters_daily = daily
    person.save(update_fields=["letters_daily"])
    if not daily and person.email:
        post.send_at_once(person.email)
    record("account.choose_letters", actor=actor, role="self", about=[person.code], detail="daily" if daily else "")


@transaction.atomic
def make_calendar(actor: Actor) -> str:
    """Make the secret by which a calendar program fetches somebody's times, and give it; one of before works no more.

    Only its hash is kept, so nobody can be shown it again.
    """
    person = person_with(actor.code)
    secret = secrets.token_urlsafe(32)
    _keep_calendar(actor, person, _hashed(secret), "account.make_calendar")
    return secret


@transaction.atomic
def end_calendar(actor: Actor) -> None:
    """Let the address of somebody's times lead nowhere any more."""
    person = person_with(actor.code)
    if person.calendar_hash is not None:
        _keep_calendar(actor, person, None, "account.end_calendar")


def _keep_calendar(actor: Actor, person: Person, hashed: str | None, act: str) -> None:
    person.calendar_hash = hashed
    person.save(update_fields=["calendar_hash"])
    record(act, actor=actor, role="self", about=[person.code])


def calendar_owner(secret: str) -> Person | None:
    """Give the professional whose times are fetched by this secret; None for any other, or when the account ended."""
    mine = Person.objects.filter(calendar_hash=_hashed(secret), is_active=True, kind=Person.Kind.PROFESSIONAL)
    return mine.first()


def _hashed(secret: str) -> str:
    return hash_secret(secret, key=settings.SECRET_KEY)


@transaction.atomic
def set_absence(actor: Actor, code: str, from_on: date, until_on: date | None = None) -> Absence:
    """Note that somebody is away, both days included; by themselves or by a functional manager.

    While a coordinator is away the deputies of the hub count (see roles.hubs_of). Raises `Invalid` for a period that
    ends before it starts or lies in the past.
    """
    person = _owned_or_managed(actor, code)
    if until_on and until_on < from_on:
        raise Invalid({"until_on": _("De laatste dag ligt voor de eerste dag.")})
    if until_on and until_on < clock.today():
        raise Invalid({"until_on": _("Deze dagen zijn al voorbij.")})
    absence, _new = Absence.objects.update_or_create(person=person, from_on=from_on, defaults={"until_on": until_on})
    record("account.set_absence", actor=actor, role=_as(actor, person), about=[person.code])
    return absence


@transaction.atomic
def end_absence(actor: Actor, code: str, from_on: date) -> None:
    """Take back an absence that lies ahead, or end the one that goes on: today the person is there again."""
    person = _owned_or_managed(actor, code)
    end_dated(Absence.objects.filter(person=person, from_on=from_on), clock.today())
    record("account.end_absence", actor=actor, role=_as(actor, person), about=[person.code])


def _owned_or_managed(actor: Actor, code: str) -> Person:
    person = person_with(code)
    if person.pk != actor.person_id:
        needs_manager(actor)
    return person


def _as(actor: Actor, person: Person) -> str:
    return "self" if person.pk == actor.person_id else MANAGER
