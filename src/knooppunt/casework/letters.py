"""Which letters an act sends, and to whom. The texts stand in the room of letters and hold nothing of a family."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from knooppunt.letters.post import write
from knooppunt.people.entrance import addresses_of, safe_address
from knooppunt.people.models import Hub, Person
from knooppunt.people.roles import on_duty
from knooppunt.people.writing import gets_letters, write_to

from . import calendars
from .models import Parent, Participation
from .reporting_back import report_back
from .seats import ASKED_TO_TABLE

if TYPE_CHECKING:
    from .doors import Room

# Who is reached on paper, or through the referrer, gets nothing on a telephone that others may see.
NEVER_WRITTEN = frozenset({Parent.ContactBy.LETTER, Parent.ContactBy.REFERRER})
TO_COORDINATOR = {
    "hand_over": "coordinator_new_referral",
    "stop": "coordinator_step",
    "answer_lead": "coordinator_step",
}


def after(room: Room) -> None:
    """Queue the letters of an act: to the referrer, to the desk, and those that the verb asked for."""
    report_back(room)
    if kind := TO_COORDINATOR.get(room.act):
        to_hub(room.case.hub_id, kind)
    for tell in room.tells:
        tell()
    send_files(room.goes_along)


def to_person(room: Room, kind: str, person: Person) -> None:
    """Ask for a letter to a professional."""
    room.tells.append(partial(_write, room, kind, person))


def _write(room: Room, kind: str, person: Person) -> None:
    if gets_letters(person):  # a file that takes something back goes by itself to who gets none
        write_to(person, kind, calendar=calendars.taken_along(room, kind, person.email or ""))


def send_files(files: Iterable[calendars.File]) -> None:
    """Send calendar files that no letter took along, each with a letter of its own that says as little."""
    for file in files:
        write(file.kind, file.to, file.person.language, calendar=file.text)


def to_parent(room: Room, parent: Parent) -> None:
    """Ask for a letter that something waits, to where this parent can safely be written."""
    room.tells.append(partial(write_to_parent, parent, room.case.hub))


def write_to_parent(parent: Parent, hub: Hub) -> None:
    """Write that something waits, to where this parent can safely be written; without a link where the hub wants so."""
    if to := safely_reached_at(parent):
        write("family_message", to, language_of(parent), without_link=hub.letters_without_link)


def language_of(parent: Parent) -> str:
    """Give the language of letters: the one that a parent with a page chose there, else what was noted with us."""
    return parent.person.language if parent.person else parent.language


def safely_reached_at(parent: Parent) -> str:
    """Give the address to which a parent is written now; '' when nothing is written."""
    known = addresses_of([parent.person_id]) if parent.person_id else {}
    return reached_at(parent, known.get(parent.person_id or 0, ""))


def reached_at(parent: Parent, home: str) -> str:
    """Give the safe address of who has a page of her own (`home`), else the one that she chose; '' for nothing."""
    if parent.contact_by in NEVER_WRITTEN:
        return ""
    chosen = {"email": parent.email, "text": parent.phone}.get(parent.contact_by, "")
    return home or safe_address(chosen)


def to_table(room: Room, kind: str, seat: Participation) -> None:
    """Ask for a letter to somebody who was asked to the table, unless it was she who did this."""
    asked = seat.access in ASKED_TO_TABLE
    if asked and seat.person_id != room.actor.person_id:
        to_person(room, kind, seat.person)


def to_hub(hub_id: int, kind: str) -> None:
    """Tell whoever looks after the hub today."""
    for person in on_duty(hub_id):
        write_to(person, kind)
