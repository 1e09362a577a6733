"""What a parent takes along: everything about herself, in one answer, and on record what was in it."""

from dataclasses import dataclass, replace

from .. import gathering, hearing, keeping
from ..doors import Room, look
from ..due import RIGHTS
from ..refusals import Refused
from ..shown import MessageShown
from ..shown.own_file import OwnFile, OwnLook
from ..shown.paper import ScanShown
from ..sight import Sight
from .log import LookShown, looks_of

# What the line in the trail says of the contents: how many, never what.
COUNTED = {
    "c": "consents", "e": "written", "g": "goals", "h": "positive_health", "m": "messages", "p": "signed_papers",
    "l": "looks",
}  # fmt: skip


@look("see_my_file")
def my_file(room: Room, *, as_what: str = "page") -> OwnFile:
    """Give a parent everything about herself; `as_what` (pdf, json) stands on the line, with what was in it."""
    return _everything(room, room, as_what)


@look("see_file_for")
def file_for(room: Room, parent: str) -> OwnFile:
    """Give the coordinator the file of a parent who has no place of her own and asks for it, to print and hand over.

    It holds what she herself would find, and nothing that only the coordinator may read. Raises
    Refused("has_own_place") for a parent who can take it along herself.
    """
    row = room.parent(parent)
    if row.person_id is not None:
        raise Refused("has_own_place")
    return _everything(room, gathering.as_herself(room, row), "paper")


def _everything(room: Room, hers: Room, as_what: str) -> OwnFile:
    file = gathering.everything_about(hers)
    file = replace(file, looks=tuple(_look(one) for one in looks_of(hers)))
    room.about = [hers.self_as_parent.code] if hers.self_as_parent else []
    counts = " ".join(f"{short}:{len(getattr(file, name))}" for short, name in COUNTED.items())
    room.reason = f"{as_what} {counts}"
    return file


@dataclass(frozen=True, slots=True)
class OwnRequests:
    """What a parent asked about her file, the newest first, and whether she may ask now."""

    code: str
    acts: frozenset[str]
    asked: tuple[MessageShown, ...]
    papers: tuple[ScanShown, ...]  # with her own signature


@look("see_own_place")
def my_requests(room: Room) -> OwnRequests:
    """Give a parent what she said or asked about her file, and the answers, without the rest of her place."""
    told = hearing.messages_of(room, Sight(room))
    return OwnRequests(room.case.code, room.open_acts(), tuple(one for one in told if one.kind in RIGHTS),
                       keeping.scans_of(room))  # fmt: skip


def _look(one: LookShown) -> OwnLook:
    return OwnLook(one.on, one.is_self, one.name, one.discipline, one.organisation, one.role, one.acts)
