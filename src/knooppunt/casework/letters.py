"""Which letters an act sends, and to whom. The texts stand in the room of letters and hold nothing of a family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knooppunt.letters.post import write
from knooppunt.people.entrance import safe_address, way_in
from knooppunt.people.roles import on_duty

from .models import Parent

if TYPE_CHECKING:
    from .doors import Room

# Who is reached on paper, or through the referrer, gets nothing on a telephone that others may see.
NEVER_WRITTEN = frozenset({Parent.ContactBy.LETTER, Parent.ContactBy.REFERRER})
# Act -> letter to the referrer: every step is heard of (domain.md, item 8).
TO_REFERRER = {
    "accept": "referral_accepted",
    "decline": "referral_declined",
    "plan_conference": "referral_planned",
    "move_conference": "referral_planned",
    "hold_conference": "referral_held",
    "close": "referral_closed",
    "confirm_stop": "referral_closed",
}
TO_COORDINATOR = {
    "hand_over": "coordinator_new_referral",
    "stop": "coordinator_step",
    "answer_lead": "coordinator_step",
}


def after(room: Room) -> None:
    """Queue the letters of an act: those of the tables above, and those that the verb asked for."""
    if kind := TO_REFERRER.get(room.act):
        to_referrer(room, kind)
    if kind := TO_COORDINATOR.get(room.act):
        to_hub(room.case.hub_id, kind)
    for kind, to, language in room.tells:
        write(kind, to, language)


def to_parent(room: Room, parent: Parent) -> None:
    """Ask for a letter that something waits, to where this parent can safely be written."""
    if to := safely_reached_at(parent):
        room.tells.append(("family_message", to, language_of(parent)))


def language_of(parent: Parent) -> str:
    """Give the language of letters: the one that a parent with a page chose there, else what was noted with us."""
    return parent.person.language if parent.person else parent.language


def safely_reached_at(parent: Parent) -> str:
    """Give the safe address of who has a page of her own, else the one that she chose; '' when nothing is written."""
    if parent.contact_by in NEVER_WRITTEN:
        return ""
    known = way_in(parent.person_id) if parent.person_id else None
    chosen = {"email": parent.email, "text": parent.phone}.get(parent.contact_by, "")
    return known.address if known else safe_address(chosen)


def to_referrer(room: Room, kind: str) -> None:
    """Tell the referrer about a step; a parent who asked for help herself reads it in her own place."""
    referral = getattr(room.case, "referral", None)
    if referral and referral.referrer and referral.referrer.email:
        write(kind, referral.referrer.email, referral.referrer.language, date=referral.sent_at)


def to_hub(hub_id: int, kind: str) -> None:
    """Tell whoever looks after the hub today."""
    for person in on_duty(hub_id):
        if person.email:
            write(kind, person.email, person.language)
