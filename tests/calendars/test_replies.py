"""An answer from a calendar program is read as something that anybody may have made: one answer, or nothing."""

import time
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knooppunt.calendars import LARGEST, NotTaken, Reply, read_reply

UID = "5f0c3f1e-9b0e-4b57-a9d2-6d1f2b9f6a10"
# As Outlook sends it: a zone of its own, a comment, a name, folded lines.
REPLY = f"""BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT=ACCEPTED;CN="Joris: van
 Werk":mailto:Joris@Werk.example
COMMENT;LANGUAGE=nl-NL:Kanarie is weer eens boos\\n
UID:{UID}
SUMMARY;LANGUAGE=nl-NL:Geaccepteerd: Overleg
DTSTART;TZID=W. Europe Standard Time:20270112T093000
DTEND;TZID=W. Europe Standard Time:20270112T103000
CLASS:PRIVATE
DTSTAMP:20261122T120507Z
SEQUENCE:2
BEGIN:VALARM
UID:{UID[:-1]}9
TRIGGER:-PT15M
END:VALARM
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def as_bytes(text: str = REPLY, *changes: tuple[str, str]) -> bytes:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


@pytest.mark.parametrize(
    "said,answer",
    [("ACCEPTED", "yes"), ("DECLINED", "no"), ("TENTATIVE", "open"), ("accepted", "yes")],
)
def test_an_answer_of_outlook(said: str, answer: str) -> None:
    found = read_reply(as_bytes(REPLY, ("PARTSTAT=ACCEPTED", f"PARTSTAT={said}")))
    assert found == Reply(UUID(UID), 2, "joris@werk.example", answer)


def test_an_answer_without_a_number_is_about_the_first_file_and_line_ends_do_not_matter() -> None:
    text = REPLY.replace("SEQUENCE:2\r\n", "").replace("\r\n", "\n")
    assert read_reply(b"\xef\xbb\xbf" + text.encode()).sequence == 0


EVENT = REPLY[REPLY.index("BEGIN:VEVENT") : REPLY.index("END:VCALENDAR")]
HOSTILE = {
    "nothing": b"",
    "no calendar": b"<html>hello</html>",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "utf-16": REPLY.encode("utf-16"),
    "latin-1": REPLY.replace("boos", "b\xf6\xf6s").encode("latin-1"),
    "too large": REPLY.encode() + b" " * LARGEST,
    "a request": as_bytes(REPLY, ("METHOD:REPLY", "METHOD:REQUEST")),
    "a cancellation": as_bytes(REPLY, ("METHOD:REPLY", "METHOD:CANCEL")),
    "a counter": as_bytes(REPLY, ("METHOD:REPLY", "METHOD:COUNTER")),
    "two methods": as_bytes(REPLY, ("METHOD:REPLY", "METHOD:REPLY\r\nMETHOD:REPLY")),
    "no method": as_bytes(REPLY, ("METHOD:REPLY\r\n", "")),
    "two meetings": as_bytes(REPLY, (EVENT, EVENT * 2)),
    "no meeting": as_bytes(REPLY, (EVENT, "")),
    "a task": as_bytes(REPLY, ("VEVENT", "VTODO")),
    "a meeting in a meeting": as_bytes(REPLY, ("VALARM", "VEVENT")),
    "two calendars": REPLY.encode() * 2,
    "cut off": REPLY.encode()[:-40],
    "ends crosswise": as_bytes(REPLY, ("END:VALARM\r\nEND:VEVENT", "END:VEVENT\r\nEND:VALARM")),
    "deep": b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 4000,
    "two who answer": as_bytes(REPLY, ("UID:", "ATTENDEE;PARTSTAT=DECLINED:mailto:an@b.example\r\nUID:")),
    "two identifiers": as_bytes(REPLY, ("CLASS:PRIVATE", f"UID:{UID}")),
    "a series": as_bytes(REPLY, ("CLASS:PRIVATE", "RRULE:FREQ=SECONDLY;COUNT=999999999")),
    "one of a series": as_bytes(REPLY, ("CLASS:PRIVATE", "RECURRENCE-ID:20270112T093000Z")),
    "dates": as_bytes(REPLY, ("CLASS:PRIVATE", "RDATE:" + ",".join(["20270112T093000Z"] * 900))),
    "not an identifier of ours": as_bytes(REPLY, (f"UID:{UID}", "UID:040000008200E00074C5B7101A82E008")),
    "no identifier": as_bytes(REPLY, (f"UID:{UID}\r\n", "")),
    "handed on": as_bytes(REPLY, ("ACCEPTED", "DELEGATED")),
    "no answer": as_bytes(REPLY, ("PARTSTAT=ACCEPTED;", "")),
    "not yet": as_bytes(REPLY, ("ACCEPTED", "NEEDS-ACTION")),
    "no address": as_bytes(REPLY, ("mailto:Joris@Werk.example", "urn:joris")),
    "a number that is none": as_bytes(REPLY, ("SEQUENCE:2", "SEQUENCE:two")),
    "below nothing": as_bytes(REPLY, ("SEQUENCE:2", "SEQUENCE:-1")),
    "a huge number": as_bytes(REPLY, ("SEQUENCE:2", "SEQUENCE:" + "9" * 9000 + "x")),
    "line ends alone": b"\n" * LARGEST,
    "folds alone": b"\r\n " * (LARGEST // 3),
    "quotes": b"BEGIN:VCALENDAR\r\n" + b'ATTENDEE;"' * 6000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_anything_else_is_not_taken_and_costs_nothing(content: bytes) -> None:
    begin = time.process_time()
    with pytest.raises(NotTaken) as caught:
        read_reply(content)
    assert time.process_time() - begin < 0.5
    assert str(caught.value) in {"too_large", "unreadable", "no_reply"}  # never what stood in it
    assert caught.value.__cause__ is None


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
@example(b"BEGIN:VCALENDAR")
def test_no_bytes_break_the_reader(content: bytes) -> None:
    with pytest.raises(NotTaken):
        read_reply(content)


@given(st.data())
def test_no_change_in_a_real_answer_breaks_the_reader(data: st.DataObject) -> None:
    text = bytearray(REPLY.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(text) - 1))
        text[place : place + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=12))
    try:
        found = read_reply(bytes(text))
    except NotTaken:
        return
    assert isinstance(found.uid, UUID) and found.answer in ("yes", "no", "open") and found.sequence >= 0
