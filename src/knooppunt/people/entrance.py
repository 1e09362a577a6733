"""How parents come in: a card with a code, a one-time code to the address that they chose as safe, and no password.

Everybody who asks gets the same answer, known or not. Only parents come in here: a professional is not looked for,
whatever address is typed. Decision 10.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from knooppunt.foundation import clock
from knooppunt.foundation.codes import hash_secret, in_groups, is_code, new_code, new_digits, same_secret, typed
from knooppunt.letters import post
from knooppunt.trail.record import record

from . import phones
from .actor import NOBODY, actor_of
from .checking import Outcome
from .models import Attempt, Entrance, Person, Vouched

CARD_DAYS = 14
VALID = timedelta(minutes=10)
TRIES = 5


@dataclass(frozen=True, slots=True)
class Card:
    """What the coordinator hands over: the code in groups, shown once, and until when it works the first time."""

    code: str
    until: datetime
    with_card: bool  # the code is asked each time, for the address is shared


@dataclass(frozen=True, slots=True)
class WayIn:
    """What a coordinator may know of a parent's way in."""

    address: str
    with_card: bool
    card_until: datetime | None  # None: the card was used
    came: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything that is kept about the account of a parent; the code on the card is kept as a hash alone."""

    account_since: date
    active: bool
    language: str
    address: str  # '' when there is no card, and she comes in through the broker alone
    card_always_asked: bool
    card_made_at: datetime | None
    card_until: datetime | None
    card_used_at: datetime | None
    first_came_at: datetime | None
    broker_since: datetime | None


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who showed the right code: whom to sign in, and whether it was with the card."""

    person: Person
    by_card: bool


# --- The coordinator's side, called by casework behind its door ---------------------------------------------------


def safe_address(text: str) -> str:
    """Give an e-mail address or a mobile number as it is kept; nothing when it can be neither."""
    text = text.strip()
    if "@" not in text:
        number = phones.normal(text)
        return number if number and phones.gets_texts(number) and post.sms_is_on() else ""
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text.lower()


@transaction.atomic
def give_card(person: Person, address: str, *, with_card: bool) -> Card:
    """Make a fresh card for a parent; the one before works no more. `address` as `safe_address` gave it.

    Another address than before ends every open session, and nothing more goes to the old one. Raises ValueError for
    anybody but a parent.
    """
    if person.kind != Person.Kind.PARENT or person.email:
        raise ValueError("Only a parent comes in by a card.")
    row = Entrance.objects.select_for_update().filter(person=person).first() or Entrance(person=person)
    if row.address and row.address != address:
        _shut(row)
    code = new_code()
    row.address, row.with_card = address, with_card
    row.card_hash, row.card_used_at = _hash(code), None
    row.card_until = clock.now() + timedelta(days=CARD_DAYS)
    row.save()
    row.attempts.all().delete()
    return Card(in_groups(code), row.card_until, _asks_card(row))


def _shut(row: Entrance) -> None:
    """End what was open at the old address: sessions (their key hangs on the password), letters that wait."""
    row.person.set_unusable_password()
    row.person.save(update_fields=["password"])
    if not Entrance.objects.filter(address=row.address).exclude(pk=row.pk).exists():
        post.stop(row.address)
    row.entered_at = None


def addresses_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Give the safe addresses of parents who have a way in, by person, in one query."""
    wanted = list(person_ids)
    return dict(Entrance.objects.filter(person__in=wanted).values_list("person_id", "address")) if wanted else {}


def way_in(person_id: int | None) -> WayIn | None:
    """Give how a parent comes in, or None when there is no way yet."""
    row = Entrance.objects.filter(person=person_id or 0).first()
    if row is None:
        return None
    return WayIn(
        row.address, _asks_card(row), row.card_until if row.card_used_at is None else None, bool(row.entered_at)
    )


def kept_about(person_id: int) -> Kept:
    """Give what is kept about a parent's account and way in, for herself (AVG art. 15), in one query."""
    broker = Vouched.objects.filter(person=OuterRef("pk")).order_by("-pk").values("linked_at")[:1]
    person = Person.objects.select_related("entrance").annotate(broker_since=Subquery(broker)).get(pk=person_id)
    row = getattr(person, "entrance", None) or Entrance()
    return Kept(
        account_since=person.joined_on, active=person.is_active, language=person.language, address=row.address,
        card_always_asked=row.with_card, card_until=row.card_until, card_used_at=row.card_used_at,
        card_made_at=row.card_until - timedelta(days=CARD_DAYS) if row.card_until else None,
        first_came_at=row.entered_at, broker_since=person.broker_since,
    )  # fmt: skip


def ask_card_always(person_id: int) -> None:
    """Note that somebody else of the family is reached at the same address."""
    Entrance.objects.filter(person=person_id).update(with_card=True)


# --- The parent's side --------------------------------------------------------------------------------------------


@transaction.atomic
def ask(text: str, language: str) -> str:
    """Begin to come in with what was typed (card, number or e-mail); gives the ticket for this browser's session.

    Known or not, a ticket is given; digits go only to the safe address of somebody who may come in this way.
    """
    row, by_card = _known(text)
    ticket = secrets.token_urlsafe(32)
    Attempt.objects.filter(expires_at__lt=clock.now() - timedelta(days=1)).delete()
    attempt = Attempt(ticket_hash=_hash(ticket), entrance=row, by_card=by_card)
    _send(attempt, ticket, language)
    return ticket


@transaction.atomic
def ask_again(ticket: str, language: str) -> bool:
    """Send fresh digits for the same ticket; the ones before work no more. False when the ticket is gone."""
    found = Attempt.objects.select_for_update().filter(ticket_hash=_hash(ticket), used_at=None)
    attempt = found.filter(expires_at__gt=clock.now() - timedelta(hours=1)).first()
    if attempt is None:
        return False
    _send(attempt, ticket, language)
    return True


def _send(attempt: Attempt, ticket: str, language: str) -> None:
    digits = new_digits()
    attempt.code_hash, attempt.expires_at, attempt.tries = _hash(f"{ticket}|{digits}"), clock.now() + VALID, 0
    attempt.save()
    if attempt.entrance:
        post.write("code", attempt.entrance.address, language, digits=digits)


@transaction.atomic
def enter(ticket: str, digits: str) -> tuple[Outcome, Came | None]:
    """Try the digits: five tries within ten minutes, and they work once. Right: gives who came in.

    Used, spent, too old or no ticket at all: 'expired'. The line in the trail of a wrong try names nobody.
    """
    mine = Attempt.objects.filter(ticket_hash=_hash(ticket), used_at=None, expires_at__gt=clock.now())
    # The update decides: two tries at once count twice.
    if not mine.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        return "expired", None
    attempt = mine.select_related("entrance__person").get()
    right = same_secret(_named(f"{ticket}|{digits}"), attempt.code_hash, key=settings.SECRET_KEY)
    if not right or attempt.entrance is None:
        record("account.sign_in", actor=NOBODY, outcome="refused")
        return ("wrong" if attempt.tries < TRIES else "expired"), None
    row = Entrance.objects.select_for_update().select_related("person").get(pk=attempt.entrance_id)
    still = _card_works(row) if attempt.by_card else _address_works(row)
    if not still or not row.person.is_active or not mine.update(used_at=clock.now()):
        return "expired", None
    if attempt.by_card:
        row.card_used_at = row.card_used_at or clock.now()
    row.entered_at = row.entered_at or clock.now()
    row.save(update_fields=["card_used_at", "entered_at"])
    detail = "card" if attempt.by_card else "address"
    record("account.sign_in", actor=actor_of(row.person, "single"), about=[row.person.code], detail=detail)
    return "right", Came(row.person, attempt.by_card)


def can_be(text: str) -> bool:
    """Say whether this has the shape of a code, a number or an e-mail address; not whether we know it."""
    return is_code(typed(text)) or bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text.strip()) or phones.normal(text))


def as_asked(text: str) -> str:
    """Give what was typed in one shape, to count how often it is tried."""
    code = typed(text)
    return code if is_code(code) else phones.normal(text) or text.strip().lower()


def _known(text: str) -> tuple[Entrance | None, bool]:
    """Find who may come in with this, and whether it is a card."""
    rows, code = Entrance.objects.filter(person__is_active=True, person__kind=Person.Kind.PARENT), typed(text)
    if is_code(code) and "@" not in text:
        row = rows.filter(card_hash=_hash(code)).first()
        return (row, True) if row and _card_works(row) else (None, True)
    found = list(rows.filter(address=text.strip().lower() if "@" in text else phones.normal(text) or "-")[:2])
    return (found[0] if len(found) == 1 and _address_works(found[0]) else None), False


def _card_works(row: Entrance) -> bool:
    """A card works once, within two weeks; where the address is shared it stays the key to one's own page."""
    if row.card_used_at is None:
        return row.card_until > clock.now()
    return _asks_card(row)


def _address_works(row: Entrance) -> bool:
    """The address alone is enough for who came in before and shares it with nobody."""
    return row.entered_at is not None and not _asks_card(row)


def _asks_card(row: Entrance) -> bool:
    return row.with_card or Entrance.objects.filter(address=row.address).exclude(pk=row.pk).exists()


def _hash(text: str) -> str:
    return hash_secret(_named(text), key=settings.SECRET_KEY)


def _named(text: str) -> str:
    return f"entrance|{text}"
