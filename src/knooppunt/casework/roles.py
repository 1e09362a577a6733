"""What somebody is to one case, from rows only: never from a request, and never more than was proven of who it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knooppunt.people.actor import may_read_own_place

from .models import Participation
from .moments import came_by_link
from .process import Role

if TYPE_CHECKING:
    from .doors import Room


def roles_in(room: Room) -> frozenset[Role]:
    """Find what the actor is to the case.

    A code by e-mail makes nobody more than the referrer, or who is asked when a consultation suits.
    """
    actor, found = room.actor, set()
    if actor.person_id is None or actor.assurance == "none":
        return frozenset()
    referral = getattr(room.case, "referral", None)
    if referral and referral.referrer_id == actor.person_id:
        found.add(Role.REFERRER)
    if room.self_as_parent and may_read_own_place(actor.assurance):
        found.add(Role.PARENT)
    if actor.assurance == "code" and room.seat and came_by_link(room.seat, room.now):
        found.add(Role.ASKED)
    if actor.assurance != "strong":
        return frozenset(found)
    if room.coordinates_as:
        found.add(Role.COORDINATOR)
    if room.seat:
        if room.seat.access == Participation.Access.INVITED:
            found.add(Role.INVITED)
        elif room.seat.access == Participation.Access.JOINED:
            found.add(Role.PARTICIPANT)
            if room.seat.lead == Participation.Lead.LEAD:
                found.add(Role.LEAD)
    return frozenset(found)
