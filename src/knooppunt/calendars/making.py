"""Making calendar files: a request, its cancellation, a file for oneself, and the agenda of one person.

The same bytes come from the same arguments. Dutch wall time with its zone, so that a meeting stays at its hour when
the clock changes; only in the hour that comes twice it is written in UTC.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import translation
from django.utils.translation import pgettext
from icalendar import Calendar, Timezone, vCalAddress
from icalendar import Event as Component

from knooppunt.foundation import clock

PRODUCT = "-//Agenda//NL"
# The rule of the European Union since 1996, written out: what a program knows of zones changes with its version.
_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")
_ASK_AGAIN = timedelta(hours=1)  # a program may fetch the agenda as often


@dataclass(frozen=True, slots=True)
class Event:
    """One meeting in one calendar: an identifier that leads to nothing, when it starts, how long, how often changed."""

    uid: str
    starts_at: datetime
    minutes: int
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The two ends of a file that travels: the functional address that asks, and the one address that is asked."""

    organizer: str
    attendee: str


def request(event: Event, mailbox: Mailbox, *, language: str, at: datetime, sign_in: str = "") -> str:
    """Give the file that asks somebody to come, or tells that the time changed when its sequence is higher."""
    return _travelling("REQUEST", event, mailbox, language, at, sign_in)


def cancellation(event: Event, mailbox: Mailbox, *, language: str, at: datetime) -> str:
    """Give the file that takes the meeting out of somebody's calendar, without a reason (R-CAL-03)."""
    return _travelling("CANCEL", event, mailbox, language, at, "")


def own_file(event: Event, *, language: str, at: datetime) -> str:
    """Give a file to put in one's own calendar: nobody is named in it, and no address."""
    with translation.override(language):
        return _calendar([_component(event, at)]).to_ical().decode()


def feed(events: Iterable[Event], *, language: str, at: datetime) -> str:
    """Give all meetings of one person, times only, for a program that fetches them again and again."""
    with translation.override(language):
        calendar = _calendar(_component(event, at) for event in events)
        calendar.add("REFRESH-INTERVAL", _ASK_AGAIN, parameters={"VALUE": "DURATION"})  # RFC 7986
        return calendar.to_ical().decode()


def _travelling(method: str, event: Event, mailbox: Mailbox, language: str, at: datetime, sign_in: str) -> str:
    with translation.override(language):
        component = _component(event, at, cancelled=method == "CANCEL")
        component.add("ORGANIZER", vCalAddress(f"mailto:{mailbox.organizer}"))
        asked = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT"}
        if method == "REQUEST":
            asked |= {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
        component.add("ATTENDEE", vCalAddress(f"mailto:{mailbox.attendee}"), parameters=asked)
        if sign_in:
            component.add("DESCRIPTION", sign_in)
        return _calendar([component], METHOD=method).to_ical().decode()


def _component(event: Event, at: datetime, *, cancelled: bool = False) -> Component:
    component = Component()
    component.add("UID", event.uid)
    component.add("SEQUENCE", event.sequence)
    component.add("DTSTAMP", at.astimezone(UTC).replace(microsecond=0))
    start, end = _wall_times(event)
    component.add("DTSTART", start)
    component.add("DTEND", end)
    component.add("SUMMARY", pgettext("in somebody's calendar", "Overleg"))
    component.add("CLASS", "PRIVATE")
    component.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    component.add("TRANSP", "TRANSPARENT" if cancelled else "OPAQUE")
    return component


def _wall_times(event: Event) -> tuple[datetime, datetime]:
    """Give start and end in Dutch time; both in UTC when one falls in the hour that the clock goes through again."""
    starts_at = event.starts_at.astimezone(UTC).replace(microsecond=0)
    moments = starts_at, starts_at + timedelta(minutes=event.minutes)  # counted in UTC: an hour is an hour
    start, end = (moment.astimezone(clock.AMSTERDAM) for moment in moments)
    return moments if start.fold or end.fold else (start, end)


def _calendar(components: Iterable[Component], **properties: str) -> Calendar:
    calendar = Calendar()
    for name, value in {"PRODID": PRODUCT, "VERSION": "2.0", **properties}.items():
        calendar.add(name, value)
    calendar.add_component(Timezone.from_ical(_ZONE))
    for component in components:
        calendar.add_component(component)
    return calendar
