"""Leading the conference: its agenda before, what was spoken of and what waits during, and opening it again after."""

from django.utils.translation import gettext as _

from . import agenda
from .agreeing import UNTOUCHED, keep_version, last_held, wish_of
from .convening import at_table, planned, tell_parents
from .doors import Room, act, save_checked
from .letters import to_table
from .models import AgendaItem, Conference, Goal
from .process import State
from .refusals import Invalid, NotFound, Refused
from .texts import clean

LINE = 200
LONGEST = 240  # minutes that one item may take


def conference_of(room: Room) -> Conference:
    """Give the conference that is planned, or that is held now; raises Refused when there is none."""
    return last_held(room) if room.state is State.HELD else _planned(room)


def _planned(room: Room) -> Conference:
    if (conference := planned(room)) is None:
        raise Refused("no_conference")
    return conference


def _find(rows: list[AgendaItem], code: str) -> AgendaItem:
    for row in rows:
        if row.code == code:
            return row
    raise NotFound


def _minutes(errors: dict[str, str], name: str, minutes: int) -> None:
    if not 1 <= minutes <= LONGEST:
        errors[name] = _("Kies een aantal minuten van 1 tot en met %(most)d.") % {"most": LONGEST}


@act("arrange_agenda")
def add_theme(room: Room, title: str, *, minutes: int = agenda.MINUTES) -> str:
    """Put something else to speak of on the agenda, behind the family's own points; gives its code."""
    errors: dict[str, str] = {}
    if not title.strip():
        errors["title"] = _("Schrijf op waar het over gaat.")
    clean(errors, "title", title, LINE)
    _minutes(errors, "minutes", minutes)
    if errors:
        raise Invalid(errors)
    conference = conference_of(room)
    rows, kind = agenda.items_of(conference), AgendaItem.Kind.THEME
    place, row = agenda.place_of(rows, kind), AgendaItem(kind=kind, title=title.strip(), minutes=minutes)
    agenda.put_in_order(conference, [*rows[:place], row, *rows[place:]])
    return row.code


@act("arrange_agenda")
def set_minutes(room: Room, minutes: dict[str, tuple[int, int]]) -> None:
    """Say how long each item takes: code -> (minutes, version that the writer saw). Raises Conflict."""
    rows = agenda.items_of(conference_of(room))
    errors: dict[str, str] = {}
    for code, (number, _version) in minutes.items():
        _minutes(errors, code, number)
    if errors:
        raise Invalid(errors)
    for code, (number, version) in minutes.items():
        row = _find(rows, code)
        if row.minutes != number:
            save_checked(row, version, {"minutes": number})


@act("arrange_agenda")
def move_item(room: Room, item: str, *, up: bool) -> None:
    """Move an item one place, among those of its kind: the family's points stay in front."""
    conference = conference_of(room)
    rows = agenda.items_of(conference)
    row = _find(rows, item)
    there = rows.index(row) + (-1 if up else 1)
    if row.kind == AgendaItem.Kind.FIXED or not 0 <= there < len(rows) or rows[there].kind != row.kind:
        return  # it is where it can be; the button was pressed twice
    rows.remove(row)
    rows.insert(there, row)
    agenda.put_in_order(conference, rows)


@act("arrange_agenda")
def remove_item(room: Room, item: str) -> None:
    """Take a theme off the agenda. The fixed parts stay, and a point is the family's to take away."""
    row = _find(agenda.items_of(conference_of(room)), item)
    if row.kind != AgendaItem.Kind.THEME:
        raise Refused("not_yours_to_remove")
    row.delete()


@act("open_agenda")
def open_agenda(room: Room) -> None:
    """Open the agenda to everybody who comes; they hear that something is there. Opened twice is opened once."""
    conference = _planned(room)
    if conference.opened_at:
        return
    agenda.items_of(conference)
    conference.opened_at = room.now
    conference.save(update_fields=["opened_at"])
    tell_everybody(room)


def tell_everybody(room: Room) -> None:
    """Ask for a letter that something is there, to the parents who take part and to who is asked to the table."""
    tell_parents(room)
    for seat in at_table(room):
        to_table(room, "meeting_news", seat)


@act("write_plan")
def mark_item(room: Room, item: str, state: str, *, version: int) -> None:
    """Say that an item was spoken of, that it waits, or that it is open again. Raises Conflict.

    A point of the family that waits becomes a wish for later; a theme that waits comes back at the next conference.
    """
    if state not in AgendaItem.State.values:
        raise Invalid({"state": _("Kies uit de lijst.")})
    row = _find(agenda.items_of(last_held(room)), item)
    if row.state == state:
        return  # two pressed the same button
    before = row.state
    save_checked(row, version, {"state": state})
    if row.point is None:
        return
    if state == AgendaItem.State.PARKED:
        wish_of(room, row.point, {"moment": Goal.Moment.PARKED}, about=row.point.about)  # unspoken
    elif before == AgendaItem.State.PARKED:
        _unpark(room, row)


def _unpark(room: Room, row: AgendaItem) -> None:
    """Take back the wish for later that parking made, as long as nobody did anything with it."""
    if Goal.objects.filter(case=room.case, wish=row.point, **UNTOUCHED).delete()[0]:
        keep_version(room)


@act("reopen_conference")
def reopen_conference(room: Room, *, why: str) -> None:
    """Open a conference that was ended again, with the reason; whoever was there hears that something changed."""
    errors: dict[str, str] = {}
    if not why.strip():
        errors["why"] = _("Schrijf op waarom het overleg weer opengaat.")
    clean(errors, "why", why, LINE)
    if errors:
        raise Invalid(errors)
    conference = last_held(room)
    conference.why_reopened, conference.concluded_at = why.strip(), None
    conference.save(update_fields=["why_reopened", "concluded_at"])
    tell_everybody(room)
