"""Who can when, for one reader: the coordinator sees everybody, the lead whom she speaks for, anyone else herself."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from knooppunt.people.roles import on_duty

from . import asking
from .convening import at_table, taking_part
from .doors import Room
from .models import DateAnswer
from .process import Role
from .shown.dates import AnswererShown, DatesShown, OptionShown
from .sight import Sight

type Key = tuple[int | None, int | None]  # the row of a place in the circle, or of a parent


def dates_of(room: Room, sight: Sight) -> DatesShown | None:
    """Give the open proposal with the answers that this reader may see, in one query; None when nothing is asked."""
    if not room.case.asks_dates or "see_dates" not in room.open_acts():
        return None
    rows = asking.DATES(room.case.pk)
    if not rows:
        return None
    said: dict[Key, dict[str, str]] = {}
    for row in rows:
        who = row["answers__participation"], row["answers__parent"]
        if any(who):
            said.setdefault(who, {})[row["code"]] = row["answers__can"]
    people = _people(room, sight, said)
    moments = {row["code"]: row["starts_at"] for row in rows}
    options = tuple(_option(code, moments[code], people) for code in moments)
    first = rows[0]
    return DatesShown(
        code=first["proposal__code"], case=room.case.code, proposed_at=first["proposal__proposed_at"],
        minutes=first["proposal__minutes"], place=first["proposal__place"],
        interpreter=first["proposal__interpreter"], options=_with_the_best(options), people=people,
        hub=room.case.hub.name,
    )  # fmt: skip


def with_who_asks(room: Room, shown: DatesShown) -> DatesShown:
    """Add the name and the number of the coordinator who is there today."""
    people = on_duty(room.case.hub_id)
    by, phone = (people[0].name, people[0].phone) if people else ("", "")
    return replace(shown, by=by, phone=phone or room.case.hub.phone)


def _people(room: Room, sight: Sight, said: dict[Key, dict[str, str]]) -> tuple[AnswererShown, ...]:
    desk, me = room.role is Role.COORDINATOR, room.self_as_parent if room.role is Role.PARENT else None
    speaks = room.role in (Role.COORDINATOR, Role.LEAD)
    parents = [p for p in taking_part(room) if p == me or (speaks and sight.seen[p.pk])]
    seats = [] if me else [seat for seat in at_table(room) if desk or seat == room.seat]
    language = room.actor.language
    return (
        *(AnswererShown(p.code, p.name, "", True, p == me, said.get((None, p.pk), {})) for p in parents),
        *(
            AnswererShown(
                seat.code, seat.person.name, seat.discipline.label(language) if seat.discipline else "", False,
                seat == room.seat, said.get((seat.pk, None), {}),
            )
            for seat in seats
        ),
    )  # fmt: skip


def _option(code: str, starts_at: datetime, people: tuple[AnswererShown, ...]) -> OptionShown:
    counted = Counter(one.can.get(code, "") for one in people)
    can = DateAnswer.Can
    return OptionShown(code, starts_at, counted[can.YES], counted[can.MAYBE], counted[can.NO], counted[""])


def _with_the_best(options: tuple[OptionShown, ...]) -> tuple[OptionShown, ...]:
    """Mark the moment with the fewest no, then the most yes; the first of equals, and none while nobody answered."""
    if not any(one.yes or one.maybe for one in options):
        return options
    best = min(options, key=lambda one: (one.no, -one.yes, -one.maybe))
    return tuple(replace(one, best=True) if one is best else one for one in options)
