"""The rule of sight: what one reader may see of one family at this moment.

Consent is asked here, at reading, so that a withdrawal bites on the next request (R-CON-11).
"""

from typing import Any

from .consents import DataClass
from .doors import Room
from .models import Entry, Parent
from .process import AT_TABLE, Role
from .seats import category


class Sight:
    """What one reader may see of one family."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.own = room.self_as_parent if room.role is Role.PARENT else None
        # A parent who left, while another stayed, reads on about herself alone.
        self.left = self.own is not None and room.standing.alive and not room.standing.own
        self.seen = {p.id: self._sees(p, DataClass.GENERAL) for p in room.parents}

    def _sees(self, parent: Parent, data_class: str) -> bool:
        room = self.room
        if self.own is not None:
            return parent == self.own
        if room.role in AT_TABLE:
            seat = room.seat
            return seat is not None and bool(
                room.picture.may_see(parent.id, seat.organisation_id, category(seat), data_class)
            )
        return room.picture.takes_part(parent.id)

    def about(self, parent_id: int | None, data_class: str = DataClass.GENERAL) -> bool:
        """Say whether a fact of this class about this adult may be seen.

        A fact about the whole family is about each adult who takes part, so all of them have to share it. A tender
        one may be about the other adult, so it stands in the place of a parent who is alone only (R-WHO-01, 06).
        """
        if parent_id is None and self.own is not None:
            return not self.left and (data_class == DataClass.GENERAL or len(self.room.parents) == 1)
        subjects = [p for p in self.room.parents if p.id == parent_id or parent_id is None]
        taking_part = [p for p in subjects if self.room.picture.takes_part(p.id) or p == self.own]
        return bool(taking_part) and all(self._sees(p, data_class) for p in taking_part)

    def goal(self, about_id: int | None) -> bool:
        """Say whether a goal may be read: about one adult by whom she shares with, else by whom all share with.

        What the family agreed together coordinator and lead read on, for they keep the plan (decision 15).
        """
        if about_id is None and self.room.role is not Role.PARTICIPANT:
            return True
        return self.about(about_id)

    def action(self, about_id: int | None, parent_id: int | None, seat_id: int | None) -> bool:
        """Say whether an action may be read: one's own always, another's only with its goal.

        What a parent does is read at the table by whom she shares with.
        """
        seat = self.room.seat
        if parent_id == self.own.pk if self.own is not None else seat is not None and seat_id == seat.pk:
            return True
        free = parent_id is None or self.own is not None or self.room.role not in AT_TABLE
        return (free or self.seen.get(parent_id or 0, False)) and self.goal(about_id)

    def entry(self, row: dict[str, Any]) -> bool:
        """Say whether something written down may be read, by whom it was meant for and by whom it is about."""
        if self.own is not None and row["hidden_from_id"] == self.own.id:
            return False
        mine = row["by_id"] is not None and row["by_id"] == self.room.actor.person_id
        readers = {
            Entry.VisibleTo.TABLE: True,
            Entry.VisibleTo.PROFESSIONALS: self.own is None,
            Entry.VisibleTo.LEADING: self.room.role in (Role.COORDINATOR, Role.LEAD),
            Entry.VisibleTo.WRITER: False,
        }
        return (mine or readers[row["visible_to"]]) and self.about(row["about_id"], row["data_class"])


class PaperSight(Sight):
    """What goes on a paper for one parent: what she may read, and who prints it for her may read as well."""

    def __init__(self, room: Room, parent: Parent) -> None:
        super().__init__(room)
        self.printer = Sight(room)
        self.own, self.left, self.seen = parent, False, {p.pk: p == parent for p in room.parents}

    def goal(self, about_id: int | None) -> bool:
        return super().goal(about_id) and self.printer.goal(about_id)

    def action(self, about_id: int | None, parent_id: int | None, seat_id: int | None) -> bool:
        may = super().action(about_id, parent_id, seat_id)
        return may and self.printer.action(about_id, parent_id, seat_id)

    def entry(self, row: dict[str, Any]) -> bool:
        return super().entry(row) and self.printer.entry(row)
