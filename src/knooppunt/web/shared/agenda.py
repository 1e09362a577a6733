"""An agenda with the time at which each item begins, for every page that shows one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from knooppunt.casework.shown import AgendaItemShown, CaseFile

from .labels import label


@dataclass(frozen=True)
class Row:
    """One item: when it begins as planned, its words, and whose point it is ('' for anything else)."""

    item: AgendaItemShown
    at: datetime
    title: str
    whose: str
    now: bool
    first: bool  # of its kind, and the last of it: those move no further
    last: bool


def rows_of(file: CaseFile) -> list[Row]:
    """Give the agenda of the conference of a case as this reader may see it; nothing when there is none."""
    if file.agenda is None or file.conference is None:
        return []
    names = {parent.code: parent.name for parent in file.parents}
    items, at, found = file.agenda.items, file.conference.starts_at, []
    kinds = ["", *(one.kind for one in items), ""]
    for number, item in enumerate(items, start=1):
        found.append(
            Row(
                item, at, item.title or label("agenda", item.what), names.get(item.about, ""),
                item.code == file.agenda.now, kinds[number - 1] != item.kind, kinds[number + 1] != item.kind,
            )
        )  # fmt: skip
        at += timedelta(minutes=item.minutes)
    return found


def outline_of(parts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Give the parts of an agenda in words, with their minutes, for who may not read what is in them yet."""
    return [(label("agenda", part), minutes) for part, minutes in parts]
