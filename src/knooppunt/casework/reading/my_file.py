"""What a parent takes along: everything about herself, in one answer, and on record what was in it."""

from .. import gathering
from ..doors import Room, look
from ..shown.own_file import OwnFile

# What the line in the trail says of the contents: how many, never what.
COUNTED = {
    "c": "consents", "e": "written", "g": "goals", "h": "positive_health", "m": "messages", "p": "signed_papers",
}  # fmt: skip


@look("see_my_file")
def my_file(room: Room, *, as_what: str = "page") -> OwnFile:
    """Give a parent everything about herself; `as_what` (pdf, json) stands on the line, with what was in it."""
    file = gathering.everything_about(room)
    room.about = [room.self_as_parent.code] if room.self_as_parent else []
    counts = " ".join(f"{short}:{len(getattr(file, name))}" for short, name in COUNTED.items())
    room.reason = f"{as_what} {counts}"
    return file
