"""Whom our letters do not reach: an address that refused them, or from which they came back, asks for a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knooppunt.letters.post import refused
from knooppunt.people.entrance import addresses_of

from .letters import reached_at
from .process import Role

if TYPE_CHECKING:
    from .doors import Room
    from .sight import Sight

REFERRER = "referrer"


def unreached(room: Room, sight: Sight) -> frozenset[str]:
    """Give the codes of places in the circle and adults whom our mail does not reach, and 'referrer'.

    For who can call them alone: the coordinator. Not what was written, nor when.
    """
    if room.role is not Role.COORDINATOR or not room.case.came_back:
        return frozenset()
    homes = addresses_of(one.person_id for one in room.parents if one.person_id)
    to = {seat.code: seat.person.email for seat in room.circle if seat.ended_on is None}
    to |= {one.code: reached_at(one, homes.get(one.person_id or 0, "")) for one in room.parents if sight.seen[one.pk]}
    referral = getattr(room.case, "referral", None)
    if referral and referral.referrer:
        to[REFERRER] = referral.referrer.email
    back = refused(address for address in to.values() if address)
    return frozenset(code for code, address in to.items() if address in back)
