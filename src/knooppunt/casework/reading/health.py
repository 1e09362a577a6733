"""How a parent sees her own life: all of it for herself alone, and nothing of it for who writes it down with her."""

from .. import picturing
from ..doors import Room, look
from ..refusals import NotFound
from ..shown import OwnHealthShown, TogetherShown
from ..sight import Sight


@look("see_own_health")
def own_health(room: Room) -> OwnHealthShown:
    """Give a parent her own pictures; never those of the other parent."""
    return picturing.own(room)


@look("see_plan")
def together(room: Room, parent: str) -> TogetherShown:
    """Give the lead, a participant or the coordinator the parent with whom to write; raises NotFound for any other."""
    adult, sight = room.parent(parent), Sight(room)
    if sight.own or not sight.seen[adult.pk]:
        raise NotFound
    room.about = [adult.code]
    return TogetherShown(room.case.code, room.role_name, room.open_acts(), adult.code, adult.name)
