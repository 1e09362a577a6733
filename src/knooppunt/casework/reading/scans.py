"""Papers: those that a parent signed, the plan to give her, and the table at which all of it is filled in together."""

from .. import gathering, keeping
from ..doors import Room, look
from ..refusals import NotFound
from ..shown.paper import KitchenTable, MeetingPaper, PlanPaper, ScanShown


@look("see_scans")
def kitchen_table(room: Room) -> KitchenTable:
    """Give coordinator and lead the parents with whom they fill things in, without an account."""
    return keeping.table_of(room)


@look("see_plan")
def plan_paper(room: Room, parent: str = "") -> PlanPaper:
    """Give the plan as one parent may read it: to herself, or to who prints it for her. Raises NotFound for another."""
    return gathering.plan_for(room, parent)


@look("see_plan")
def meeting_paper(room: Room, parent: str = "") -> MeetingPaper:
    """Give the conference that comes as one parent may know it, to print. Raises NotFound for another, or without."""
    return gathering.meeting_for(room, parent)


@look("see_scans")
def scans(room: Room) -> tuple[ScanShown, ...]:
    """Give coordinator and lead which papers are kept; what stands on them is for `scan`."""
    return keeping.scans_of(room)


@look("see_scans")
def scan(room: Room, code: str) -> ScanShown:
    """Give one paper with what stands on it; raises NotFound."""
    return _one(room, code)


@look("see_own_scans")
def own_scans(room: Room) -> tuple[ScanShown, ...]:
    """Give a parent which papers are kept with her own signature."""
    return keeping.scans_of(room)


@look("see_own_scans")
def own_scan(room: Room, code: str) -> ScanShown:
    """Give a parent one of her own papers; raises NotFound for any other."""
    return _one(room, code)


def _one(room: Room, code: str) -> ScanShown:
    found = keeping.scans_of(room, code) if code else ()
    if not found:
        raise NotFound
    room.about, room.reason = [found[0].parent], found[0].kind
    return found[0]
