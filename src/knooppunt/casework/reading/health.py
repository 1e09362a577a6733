"""How a parent sees her own life: all of it for herself alone."""

from .. import picturing
from ..doors import Room, look
from ..shown import OwnHealthShown


@look("see_own_health")
def own_health(room: Room) -> OwnHealthShown:
    """Give a parent her own pictures; never those of the other parent."""
    return picturing.own(room)
