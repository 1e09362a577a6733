"""The agenda of a conference: made when it is planned, kept with the family's points, shown to who may know each.

The welcome comes first, then the family's own points, then what others want to speak of, and the agreements last.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from . import asking
from .models import AgendaItem, Conference, Entry, Goal
from .process import Role, State
from .shown.meeting import AgendaItemShown, AgendaShown

if TYPE_CHECKING:
    from datetime import datetime

    from .doors import Room
    from .shown import ConferenceShown, EntryShown, GoalShown
    from .sight import Sight

WELCOME, AGREEMENTS = "welcome", "agreements"
MINUTES = 10
ORDER: dict[str, int] = {AgendaItem.Kind.POINT: 1, AgendaItem.Kind.THEME: 2}
SHOWS = frozenset({"see_plan", "see_shared_case", "see_own_place"})
AGREES = "agrees_plan"  # the code of the yes of a parent to what was agreed


def items_of(conference: Conference) -> list[AgendaItem]:
    """Give what stands on the agenda, in order; an agenda that was never made is made now."""
    rows = list(AgendaItem.objects.filter(conference=conference).select_related("point").order_by("position", "id"))
    return rows or make(conference)


def make(conference: Conference) -> list[AgendaItem]:
    """Put the fixed parts, the family's points and what was left of the conference before on an agenda."""
    fixed = AgendaItem.Kind.FIXED
    rows = [
        AgendaItem(kind=fixed, what=WELCOME),
        *(AgendaItem(kind=AgendaItem.Kind.POINT, point=point) for point in _points(conference)),
        *(AgendaItem(kind=AgendaItem.Kind.THEME, title=row.title, minutes=row.minutes) for row in _left(conference)),
        AgendaItem(kind=fixed, what=AGREEMENTS),
    ]
    put_in_order(conference, rows)
    return rows


def _points(conference: Conference) -> Iterable[Entry]:
    return Entry.objects.filter(conference=conference, kind=Entry.Kind.POINT).order_by("id")


def _left(conference: Conference) -> Iterable[AgendaItem]:
    """Give the themes that were parked the time before, or not spoken of because it was called off."""
    before = conference.previous
    if before is None:
        return ()
    open_too = [AgendaItem.State.OPEN] if before.state == Conference.State.CALLED_OFF else []
    rows = AgendaItem.objects.filter(conference=before, kind=AgendaItem.Kind.THEME)
    return rows.filter(state__in=[AgendaItem.State.PARKED, *open_too]).order_by("position", "id")


def put_in_order(conference: Conference, rows: list[AgendaItem]) -> None:
    """Keep the order in which the rows are given; those that are new come in."""
    for position, row in enumerate(rows):
        row.conference, row.position = conference, position
    AgendaItem.objects.bulk_create([row for row in rows if row.pk is None])
    AgendaItem.objects.bulk_update([row for row in rows if row.pk], ["position"])


def place_of(rows: list[AgendaItem], kind: str) -> int:
    """Say where a new item of this kind comes: behind those of its kind, and always before the agreements."""
    before = [n for n, row in enumerate(rows) if row.what == WELCOME or ORDER.get(row.kind, 9) <= ORDER[kind]]
    return before[-1] + 1 if before else 0


def let_points_in(conference: Conference | None) -> None:
    """Let points that a parent gave later in by themselves, behind the other points; before an agenda is made, none."""
    if conference is None or not AgendaItem.objects.filter(conference=conference).exists():
        return
    rows = items_of(conference)
    known = {row.point_id for row in rows}
    new = [AgendaItem(kind=AgendaItem.Kind.POINT, point=one) for one in _points(conference) if one.pk not in known]
    if new:
        place = place_of(rows, AgendaItem.Kind.POINT)
        put_in_order(conference, [*rows[:place], *new, *rows[place:]])


def take_over(before: list[Entry], now: list[Entry]) -> None:
    """Let a point that was said again in the same words keep its place, its minutes and the wish that it became."""
    for old in before:
        if same := next((new for new in now if new.text == old.text), None):
            AgendaItem.objects.filter(point=old).update(point=same)
            Goal.objects.filter(wish=old).update(wish=same)


# --- what is handed over ----------------------------------------------------------------------------------------------
def shown(
    room: Room, sight: Sight, conferences: tuple[ConferenceShown, ...], entries: tuple[EntryShown, ...],
    goals: tuple[GoalShown, ...],
) -> AgendaShown | None:  # fmt: skip
    """Give the agenda of the conference that is planned or held now, as far as this reader may know of each item.

    A draft is the coordinator's alone. A point is shown to who may read it; a theme is of the whole table.
    """
    here = conferences[-1] if conferences else None  # one that was called off is not the last in these states
    if room.act not in SHOWS or here is None or room.state not in (State.PLANNED, State.HELD) or sight.left:
        return None
    if here.opened_at is None and room.role is not Role.COORDINATOR:
        return None
    rows = rows_of(room, here.code)
    points = {entry.code: entry for entry in entries if entry.kind == Entry.Kind.POINT}
    answers = {points[goal.wish].text: goal for goal in goals if goal.wish in points}
    about_all = sight.about(None)
    items = tuple(
        _item_shown(row, points.get(row["point__code"]), answers)
        for row in rows
        if row["kind"] == AgendaItem.Kind.FIXED
        or (row["kind"] == AgendaItem.Kind.THEME and about_all)
        or row["point__code"] in points
    )
    at = written_at(rows, entries, here.code)
    return AgendaShown(items, here.minutes, here.opened_at, yes_to(at, entries), version_of(at))


def rows_of(room: Room, conference: str) -> list[dict[str, Any]]:
    """Give what stands on the agenda of one conference, in order, and when the plan was written last."""
    return [row for row in asking.AGENDA(room.case.pk) if row["conference__code"] == conference]


def written_at(rows: list[dict[str, Any]], entries: tuple[EntryShown, ...], conference: str) -> datetime | None:
    """Give when what was agreed was written last, as far as who reads these entries may know."""
    found = [rows[0]["planned_at"]] if rows and rows[0]["planned_at"] else []
    found += [entry.at for entry in entries if entry.kind == "decision" and entry.conference == conference]
    return max(found, default=None)


def version_of(written: datetime | None) -> str:
    """Give the mark of what was agreed: another writing has another."""
    return written.isoformat() if written else ""


def yes_to(written: datetime | None, entries: tuple[EntryShown, ...]) -> frozenset[str]:
    """Give which parents said yes since this was written."""
    return frozenset(e.about for e in entries if e.what == AGREES and (not written or e.at >= written))


def _item_shown(row: dict[str, Any], point: EntryShown | None, answers: dict[str, GoalShown]) -> AgendaItemShown:
    answer = answers.get(point.text) if point else None
    return AgendaItemShown(
        code=row["code"], kind=row["kind"], what=row["what"], title=point.text if point else row["title"],
        about=point.about if point else "", point=point.code if point else "", minutes=row["minutes"],
        state=row["state"], version=row["version"], goal=answer.code if answer else "",
        moment=answer.moment if answer else "", because=answer.because if answer else "",
        acted=bool(answer and answer.actions),
    )  # fmt: skip


def outline(conference: Conference | None) -> tuple[tuple[str, int], ...]:
    """Give the parts of an open agenda and their minutes without a word of what is in them: (part, minutes)."""
    if conference is None or conference.opened_at is None:
        return ()
    parts: dict[str, int] = {}
    for kind, what, minutes in conference.agenda.order_by("position", "id").values_list("kind", "what", "minutes"):
        parts[what or kind] = parts.get(what or kind, 0) + minutes
    return tuple(parts.items())
