"""Who holds a calendar file: everyone with a living chair at the planned conference, and nobody else (R-CAL-03).

Verbs know nothing of it. The door asks before an act who holds a file, and afterwards who has a chair; whoever lost
theirs, in whatever way, gets a cancellation, and whoever won one a request. Each file goes with one letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.conf import settings

from knooppunt import calendars
from knooppunt.foundation.codes import hash_secret
from knooppunt.people.models import Person

from .consents import Picture
from .models import Case, Conference, Invitation
from .process import State
from .seats import may_sit

if TYPE_CHECKING:
    from .doors import Room

# The letter that a file goes along with when the act wrote none that says the same.
ASKED, CHANGED, GONE = "invitation_to_talk", "meeting_changed", "meeting_gone"
SAYS_THE_SAME = {"invitation_to_talk": (ASKED, CHANGED), "access_ended": (GONE,)}


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it stands in somebody's calendar before an act."""

    chair: int
    uid: UUID
    sequence: int
    sent_to: str
    person: Person
    starts_at: datetime
    minutes: int
    place: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that has to go: to which address, with which letter, in whose words."""

    kind: str
    to: str
    person: Person
    text: str


def held(case: Case) -> list[Held]:
    """Give the files that are out for the planned conference of this case."""
    if case.state != State.PLANNED:
        return []
    return [
        Held(
            chair.pk, chair.uid, chair.sequence, chair.sent_to, _person(chair), *_says(chair.conference)
        )
        for chair in _chairs(case) if chair.uid and chair.sent_to
    ]  # fmt: skip


def _chairs(case: Case) -> Iterable[Invitation]:
    rows = Invitation.objects.filter(
        conference__case=case, conference__state=Conference.State.PLANNED, participation__isnull=False
    )
    return rows.select_related("conference", "participation__person", "participation__discipline").order_by("id")


def _person(chair: Invitation) -> Person:
    assert chair.participation is not None  # parents put a file in their own calendar themselves
    return chair.participation.person


def _says(conference: Conference) -> tuple[datetime, int, str]:
    """Give what makes a change worth a new file: the place too, though it is read after signing in."""
    return conference.starts_at, conference.minutes, conference.place


def lives(chair: Invitation, picture: Picture) -> bool:
    """Say whether somebody may sit on this chair of a planned conference now."""
    return chair.participation is not None and may_sit(picture, chair.participation)


def bring_up_to_date(case: Case, picture: Picture, before: Iterable[Held], at: datetime) -> list[File]:
    """Give every file that has to go after an act, and keep who holds which one.

    A conference that was held is past, and stays in calendars.
    """
    if case.state == State.HELD:
        return []
    living = [one for one in _chairs(case) if lives(one, picture)] if case.state == State.PLANNED else []
    chairs, files = {chair.pk: chair for chair in living}, list[File]()
    for one in before:
        chair = chairs.get(one.chair)
        if chair is None or _person(chair).email != one.sent_to:
            files.append(_cancellation(one, chair, at))
        elif _says(chair.conference) != (one.starts_at, one.minutes, one.place):
            files.append(_request(chair, CHANGED, at))
    return files + [_request(chair, ASKED, at) for chair in living if not chair.sent_to and _person(chair).email]


def _cancellation(one: Held, chair: Invitation | None, at: datetime) -> File:
    """Take a file back, and note that nobody holds it; who only changed address gets a fresh one after that."""
    event = calendars.Event(str(one.uid), one.starts_at, one.minutes, one.sequence + 1)
    Invitation.objects.filter(pk=one.chair).update(sent_to="", sequence=event.sequence)
    if chair is not None:
        chair.sent_to, chair.sequence = "", event.sequence
    text = calendars.cancellation(event, _ends(one.sent_to), language=one.person.language, at=at)
    return File(GONE, one.sent_to, one.person, text)


def _request(chair: Invitation, kind: str, at: datetime) -> File:
    """Make the next file of a chair and note to which address it went."""
    person = _person(chair)
    chair.uid, chair.sequence = (chair.uid, chair.sequence + 1) if chair.uid else (uuid4(), 0)
    chair.sent_to = person.email or ""
    chair.save(update_fields=["uid", "sequence", "sent_to"])
    event = calendars.Event(str(chair.uid), chair.conference.starts_at, chair.conference.minutes, chair.sequence)
    sign_in = settings.SITE_ADDRESS + "/"
    text = calendars.request(event, _ends(chair.sent_to), language=person.language, at=at, sign_in=sign_in)
    return File(kind, chair.sent_to, person, text)


def _ends(attendee: str) -> calendars.Mailbox:
    return calendars.Mailbox(parseaddr(settings.CALENDAR_ADDRESS)[1], attendee)


def after(room: Room) -> None:
    """Let the files that an act makes needed go with its letters."""
    if room.files or room.state is State.PLANNED:
        room.goes_along = bring_up_to_date(room.case, room.picture, room.files, room.now)


def taken_along(room: Room, kind: str, to: str) -> str:
    """Give the file that a letter of this kind to this address takes along, '' for none; no other letter does."""
    for file in room.goes_along:
        if file.to == to and file.kind in SAYS_THE_SAME.get(kind, ()):
            room.goes_along.remove(file)
            return file.text
    return ""


def opaque(*codes: str) -> str:
    """Give an identifier that is always the same for these codes, and leads to none of them."""
    return str(UUID(hash_secret("|".join(("calendar", *codes)), key=settings.SECRET_KEY)[:32]))
