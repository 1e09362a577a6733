"""Signed papers: for who leads the table, and for the parent who signed."""

from .. import keeping
from ..doors import Room, look
from ..keeping import ScanShown
from ..refusals import NotFound


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
