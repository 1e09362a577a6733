"""Giving a parent a place of one's own: the account without a name, the safe address, and the card to come in with."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from knooppunt.people import entrance
from knooppunt.people.entrance import Card
from knooppunt.people.models import Person

from .doors import Room, act
from .models import Parent
from .refusals import Invalid, Refused


@dataclass(frozen=True)
class Place:
    """What came of it: the code of the person, and the card when there is an address to come in by."""

    person: str
    card: Card | None


@act("give_place")
def give_place(room: Room, parent: str, *, address: str = "", sharing: bool = False, checked: bool = False) -> Place:
    """Give an adult a place of her own, and a card with a code to come in; a new card ends the one before.

    `address` is the telephone or e-mail that the adult chose as safe; empty keeps the one before, and without any the
    place has no way in. `sharing` lets an address be one that the other adult uses too: then the card is always asked.
    `checked` says that the coordinator made sure who asks for another address. Raises Invalid when that cannot be.
    """
    row = room.parent(parent)
    if not room.picture.takes_part(row.id):
        raise Refused("no_consent")
    room.about, safe = [row.code], ""
    if address and not (safe := entrance.safe_address(address)):
        raise Invalid({"address": _("Vul een e-mailadres in, of een mobiel nummer dat sms kan krijgen.")})
    known = entrance.way_in(row.person_id)
    safe = safe or (known.address if known else "")
    shared = _also_of_another(room, row, safe)
    if shared == "seen" and not sharing and (known is None or known.address != safe):
        wrong = _("De andere ouder gebruikt dit ook. Een eigen nummer is veiliger. Kan dat niet? Zet dan een vinkje.")
        raise Invalid({"sharing": wrong})
    if known and known.address != safe and not checked:
        raise Invalid({"checked": _("Controleer eerst wie u spreekt. Zet dan hier een vinkje.")})
    if known and known.address != safe and _also_elsewhere(row):
        row.person = None  # the account of another case is not ours to move: this case gets one of its own
    person = _person(room, row, safe)
    if not safe:
        return Place(person.code, None)
    room.reason = "new_address" if known and known.address != safe else "new_card" if known else ""
    return Place(person.code, entrance.give_card(person, safe, with_card=bool(shared)))


def watch_addresses(room: Room, changed: Parent) -> None:
    """Ask a parent always for the card once another adult turns out to be reached at her safe address."""
    for row in room.parents:
        known = entrance.way_in(row.person_id) if row.id != changed.id and row.person_id else None
        if known and row.person_id and known.address in _addresses_of(changed):
            entrance.ask_card_always(row.person_id)


def _person(room: Room, row: Parent, safe: str) -> Person:
    """Give the account of this adult; made when there is none, found when she has one in another case."""
    if row.person is None:
        language = row.language if row.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        row.person = _account_of(row, safe) or Person.objects.create_user(kind=Person.Kind.PARENT, language=language)
        row.save(update_fields=["person"])
    return row.person


def _also_elsewhere(row: Parent) -> bool:
    """Say whether this account is also that of the same adult in another case, maybe at another hub."""
    return Parent.objects.filter(person=row.person_id).exclude(pk=row.pk).exists()


def _account_of(row: Parent, safe: str) -> Person | None:
    """Give the account of this very adult from another case: never the partner's, nor one at a mistyped address."""
    same = Parent.objects.filter(match_key=row.match_key, person__entrance__address=safe, person__is_active=True)
    found = same.exclude(match_key="").exclude(family=row.family_id).select_related("person").first() if safe else None
    return found.person if found else None


def _also_of_another(room: Room, row: Parent, safe: str) -> str:
    """Say whether another adult of the family is reached there: 'seen' by who takes part, 'hidden' by who left, ''."""
    found = [p for p in room.parents if p.id != row.id and safe and safe in _addresses_of(p)]
    return "" if not found else "seen" if any(room.picture.takes_part(p.id) for p in found) else "hidden"


def _addresses_of(row: Parent) -> set[str]:
    known = entrance.way_in(row.person_id) if row.person_id else None
    kept = {entrance.safe_address(row.phone), entrance.safe_address(row.email)} | ({known.address} if known else set())
    return kept - {""}
