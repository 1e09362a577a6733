"""Every calendar file is whole, says nothing but a time, and stands at the right Dutch hour all year.

Read twice: by the icalendar library, and by a small reader of our own that knows the letter of RFC 5545.
"""

import re
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.calendars import Event, Mailbox, cancellation, feed, own_file, request
from knooppunt.foundation.clock import AMSTERDAM

AT = datetime(2026, 11, 22, 13, 5, 7, 123, tzinfo=AMSTERDAM)
UID = "5f0c3f1e-9b0e-4b57-a9d2-6d1f2b9f6a10"
ENDS = Mailbox("bericht@post.example", "joris@werk.example")
SITE = "https://post.example/"
MORNING = datetime(2027, 1, 12, 9, 30, tzinfo=AMSTERDAM)
ALLOWED = {
    "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "STATUS", "TRANSP", "ORGANIZER", "ATTENDEE",
    "DESCRIPTION",
}  # fmt: skip


def strict(text: str) -> list[tuple[str, str, str]]:
    """Read content lines by the letter of RFC 5545, 3.1: (component, name with its parameters, value)."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "") and "\r" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    inside: list[str] = []
    lines = []
    for line in re.sub("\r\n[ \t]", "", text).split("\r\n")[:-1]:
        name, colon, value = line.partition(":") if '"' not in line else re.split(r':(?=[^"]*$)', line, maxsplit=1)
        assert colon and re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[^;]+)*", name), line
        if name == "BEGIN":
            inside.append(value)
        elif name == "END":
            assert inside.pop() == value
        else:
            lines.append((inside[-1], name, value))
    assert not inside and lines[0][0] == "VCALENDAR"
    return lines


def values(text: str, component: str = "VEVENT") -> dict[str, str]:
    """Give the values of one component by name; each stands there once."""
    found = [(name.partition(";")[0], value) for inside, name, value in strict(text) if inside == component]
    assert len({name for name, _value in found}) == len(found), "a property stands twice"
    return dict(found)


def times(text: str) -> tuple[datetime, datetime]:
    """Give start and end as the library understands them."""
    (event,) = icalendar.Calendar.from_ical(text).events
    return event.start, event.end


def test_a_request_is_whole_and_names_one_person() -> None:
    text = request(Event(UID, MORNING, 90, 2), ENDS, language="nl", at=AT, sign_in=SITE)
    assert values(text, "VCALENDAR") == {"PRODID": "-//Agenda//NL", "VERSION": "2.0", "METHOD": "REQUEST"}
    assert values(text) == {
        "UID": UID, "SEQUENCE": "2", "DTSTAMP": "20261122T120507Z", "DTSTART": "20270112T093000",
        "DTEND": "20270112T110000", "SUMMARY": "Overleg", "CLASS": "PRIVATE", "STATUS": "CONFIRMED",
        "TRANSP": "OPAQUE", "ORGANIZER": "mailto:bericht@post.example", "ATTENDEE": "mailto:joris@werk.example",
        "DESCRIPTION": SITE,
    }  # fmt: skip
    (attendee,) = [name for _in, name, _value in strict(text) if name.startswith("ATTENDEE")]
    assert "RSVP=TRUE" in attendee and "PARTSTAT=NEEDS-ACTION" in attendee and "CN=" not in attendee
    assert times(text) == (MORNING, MORNING + timedelta(minutes=90))


def test_a_cancellation_carries_no_reason_and_the_next_number() -> None:
    found = values(text := cancellation(Event(UID, MORNING, 60, 3), ENDS, language="nl", at=AT))
    assert values(text, "VCALENDAR")["METHOD"] == "CANCEL"
    assert (found["STATUS"], found["SEQUENCE"], found["UID"]) == ("CANCELLED", "3", UID)
    assert set(found) == ALLOWED - {"DESCRIPTION"}


@pytest.mark.parametrize("method", ["request", "cancel", "own", "feed"])
def test_no_place_no_reminder_no_word_of_anything(method: str) -> None:
    event = Event(UID, MORNING, 60)
    text = {
        "request": lambda: request(event, ENDS, language="nl", at=AT),
        "cancel": lambda: cancellation(event, ENDS, language="nl", at=AT),
        "own": lambda: own_file(event, language="nl", at=AT),
        "feed": lambda: feed([event], language="nl", at=AT),
    }[method]()
    assert set(values(text)) <= ALLOWED
    for word in ("VALARM", "LOCATION", "COMMENT", "CONTACT", "kansrijke", "knooppunt", "gezin", "geolocation"):
        assert word.lower() not in text.lower()


def test_ones_own_file_names_nobody() -> None:
    text = own_file(Event(UID, MORNING, 60), language="nl", at=AT)
    assert "@" not in text and "METHOD" not in values(text, "VCALENDAR")


def test_an_agenda_has_times_only_and_is_a_calendar_also_when_empty() -> None:
    three = [Event(f"{UID[:-1]}{n}", MORNING + timedelta(days=n), 60) for n in range(3)]
    found = icalendar.Calendar.from_ical(text := feed(three, language="nl", at=AT))
    assert [event.start for event in found.events] == [event.starts_at for event in three]
    assert "@" not in text and "mailto" not in text
    empty = strict(feed([], language="nl", at=AT))
    assert "VEVENT" not in {inside for inside, _name, _value in empty}
    assert "DAYLIGHT" in {inside for inside, _name, _value in empty}  # RFC 5545, 3.6: at least one component


def test_the_same_bytes_from_the_same_data() -> None:
    first, second = (request(Event(UID, MORNING, 60), ENDS, language="nl", at=AT, sign_in=SITE) for _ in range(2))
    assert first == second


def test_long_addresses_are_folded_and_come_back_whole() -> None:
    long = Mailbox("bericht@post.example", f"{'joris.' * 9}groot@{'heel.lang.' * 8}werk.example")
    text = request(Event(UID, MORNING, 60), long, language="nl", at=AT)
    assert values(text)["ATTENDEE"] == f"mailto:{long.attendee}"


# the last Sundays of March and October, and the days around them
CHANGES = [(2027, 3, 28), (2027, 10, 31), (2028, 3, 26), (2028, 10, 29)]


@pytest.mark.parametrize("year,month,day", CHANGES)
@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_nine_o_clock_is_nine_o_clock_on_both_sides_of_a_change(year: int, month: int, day: int, ahead: int) -> None:
    start = datetime(year, month, day, 9, 0, tzinfo=AMSTERDAM) + timedelta(days=ahead)
    text = request(Event(UID, start.astimezone(UTC), 60), ENDS, language="nl", at=AT)
    assert values(text)["DTSTART"] == start.strftime("%Y%m%dT090000")
    assert "TZID=Europe/Amsterdam" in text
    assert times(text) == (start, start + timedelta(hours=1))
    assert _by_our_own_zone(text) == start.astimezone(UTC)


def _by_our_own_zone(text: str) -> datetime:
    """Work the start out with the zone that stands in the file, as a program does that knows no zones itself."""
    found, zone = values(text), {}
    for part in ("DAYLIGHT", "STANDARD"):
        rule = {name: value for inside, name, value in strict(text) if inside == part}
        month = int(re.search(r"BYMONTH=(\d+)", rule["RRULE"])[1])  # type: ignore[index]
        assert "BYDAY=-1SU" in rule["RRULE"] and "FREQ=YEARLY" in rule["RRULE"]
        zone[part] = (month, int(rule["DTSTART"][9:11]), int(rule["TZOFFSETTO"][:3]))
    wall = datetime.strptime(found["DTSTART"], "%Y%m%dT%H%M%S")

    def change(part: str) -> datetime:
        month, hour, _offset = zone[part]
        last = datetime(wall.year, month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() + 1) % 7) + timedelta(hours=hour)

    summer = change("DAYLIGHT") <= wall < change("STANDARD")
    return (wall - timedelta(hours=zone["DAYLIGHT" if summer else "STANDARD"][2])).replace(tzinfo=UTC)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2036, 12, 31), timezones=st.just(UTC)).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
    st.integers(15, 480),
)
def test_any_moment_comes_back_as_it_was(start: datetime, minutes: int) -> None:
    text = own_file(Event(UID, start, minutes), language="nl", at=AT)
    assert tuple(one.astimezone(UTC) for one in times(text)) == (start, start + timedelta(minutes=minutes))


def test_in_the_night_of_a_change_an_hour_is_an_hour() -> None:
    forward = own_file(Event(UID, datetime(2027, 3, 28, 1, 30, tzinfo=AMSTERDAM), 60), language="nl", at=AT)
    assert (values(forward)["DTSTART"], values(forward)["DTEND"]) == ("20270328T013000", "20270328T033000")
    for fold, utc in ((0, "003000"), (1, "013000")):
        again = datetime(2027, 10, 31, 2, 30, tzinfo=AMSTERDAM, fold=fold)
        text = own_file(Event(UID, again, 15), language="nl", at=AT)
        assert values(text)["DTSTART"] in (f"20271031T{utc}Z", "20271031T023000")
        assert times(text)[0].astimezone(UTC) == again.astimezone(UTC)
