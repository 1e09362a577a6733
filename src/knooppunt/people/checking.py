"""Knowing somebody without an account: a code of six digits to an e-mail address, and what they say about themselves.

The answer is the same for known and unknown addresses. A code makes nobody more than the writer of a referral: an
account with a password is never changed from here.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.db.models import F

from knooppunt.foundation import clock
from knooppunt.foundation.codes import hash_secret, new_digits, same_secret
from knooppunt.letters import post
from knooppunt.trail.record import record

from .actor import actor_of
from .models import CheckedAddress, EmailCode, Organisation, Person

VALID = timedelta(minutes=10)
TRIES = 5

Outcome = Literal["right", "wrong", "expired"]


@dataclass(frozen=True, slots=True)
class Details:
    """Who somebody says to be; empty what is not known yet."""

    name: str = ""
    discipline: str = ""
    organisation: str = ""
    phone: str = ""

    @property
    def complete(self) -> bool:
        """Say whether enough is known to refer a family."""
        return bool(self.name and self.discipline and self.organisation)


@transaction.atomic
def send_code(email: str, language: str) -> None:
    """Write a letter with a fresh code; a code that was sent before works no more."""
    digits = new_digits()
    EmailCode.objects.filter(expires_at__lt=clock.now() - timedelta(days=1)).delete()
    EmailCode.objects.update_or_create(
        email_hash=_hash(email),
        defaults={
            "code_hash": _hash(f"{email.strip().lower()}|{digits}"),
            "expires_at": clock.now() + VALID,
            "tries": 0,
            "used_at": None,
        },
    )
    post.write("code", email.strip().lower(), language, digits=digits)


@transaction.atomic
def check(email: str, digits: str) -> Outcome:
    """Try a code: five tries within ten minutes, and it works once. Used, spent, too old or never sent: 'expired'."""
    mine = EmailCode.objects.filter(email_hash=_hash(email), used_at=None, expires_at__gt=clock.now())
    # The update decides: two tries at once count twice.
    if not mine.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        return "expired"
    row = mine.first()
    if row is None:
        return "expired"
    if not same_secret(f"{email.strip().lower()}|{digits}", row.code_hash, key=settings.SECRET_KEY):
        return "wrong" if row.tries < TRIES else "expired"
    return "right" if mine.filter(pk=row.pk).update(used_at=clock.now()) else "expired"


@transaction.atomic
def person_at(email: str, language: str) -> Person | None:
    """Give the professional at a checked address, made if there is none; None for a parent or when access ended."""
    email = email.strip().lower()
    person = Person.objects.filter(email=email).first()
    if person is None:
        person = Person(email=email, language=language)
        person.set_unusable_password()
        person.save()
    if not person.is_active or person.kind != Person.Kind.PROFESSIONAL:
        return None
    record("account.check_address", actor=actor_of(person, "code"), about=[person.code])
    return person


def details_of(person_id: int) -> Details:
    """Give what is known of somebody, to fill in a form."""
    person = Person.objects.select_related("organisation").get(pk=person_id)
    said = CheckedAddress.objects.filter(person=person).first()
    organisation = person.organisation.name if person.organisation else (said.organisation_name if said else "")
    return Details(person.name, person.discipline_id or "", organisation, person.phone)


def needs_details(person_id: int) -> bool:
    """Say whether somebody without an account still has to tell who they are."""
    return not has_account(Person.objects.get(pk=person_id)) and not details_of(person_id).complete


@transaction.atomic
def tell(person_id: int, details: Details) -> None:
    """Keep who somebody says to be. What stands on an account with a password or in the directory is not touched."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if has_account(person):
        return
    person.name, person.phone = details.name.strip(), details.phone.strip()
    person.discipline_id = details.discipline or None
    person.organisation = Organisation.objects.filter(name__iexact=details.organisation.strip()).first()
    person.save()
    CheckedAddress.objects.update_or_create(
        person=person, defaults={"organisation_name": details.organisation.strip(), "checked_at": clock.now()}
    )
    record("account.tell_details", actor=actor_of(person, "code"), about=[person.code])


def has_account(person: Person) -> bool:
    """Say whether a functional manager made or keeps this person's details, so that a code may not change them."""
    return person.has_usable_password() or person.listed or person.invitations.exists()


def address_of(person_id: int) -> str:
    """Give the e-mail address of somebody who signed in or whose address was checked."""
    return Person.objects.filter(pk=person_id).values_list("email", flat=True).first() or ""


def _hash(text: str) -> str:
    return hash_secret(text.strip().lower(), key=settings.SECRET_KEY)
