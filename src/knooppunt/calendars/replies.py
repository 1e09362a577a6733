"""Reading the answer that a calendar program sends back (METHOD:REPLY), as something that anybody may have made.

Only five facts are taken: the method, the identifier, how often the meeting had changed, who answers, and the answer.
Everything else is stepped over unread: comments, names, repetitions, time zones. Nothing is worked out, so no rule of
repetition and no zone of the sender can keep us busy.
"""

from dataclasses import dataclass, field
from uuid import UUID

from icalendar.parser import Contentline, Contentlines

LARGEST = 64_000  # bytes; an answer is about two thousand
DEEPEST = 4
ANSWERS = {"ACCEPTED": "yes", "DECLINED": "no", "TENTATIVE": "open"}
_ONCE = frozenset({"UID", "SEQUENCE", "ATTENDEE"})
_OF_SERIES = frozenset({"RRULE", "RDATE", "EXRULE", "EXDATE", "RECURRENCE-ID"})  # none of our meetings is one of many


class NotTaken(ValueError):
    """This is not one answer to one meeting; `reason` is a code, and never holds what stood in the file."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Reply:
    """Who says what about which meeting: `answer` is 'yes', 'no' or 'open'."""

    uid: UUID
    sequence: int
    attendee: str
    answer: str


@dataclass
class _Found:
    method: list[str] = field(default_factory=list)
    meetings: int = 0
    lines: dict[str, Contentline] = field(default_factory=dict)


def read_reply(content: bytes) -> Reply:
    """Give the one answer in a file. Raises NotTaken for anything else, whatever it is."""
    if len(content) > LARGEST:
        raise NotTaken("too_large")
    try:
        found = _walk(Contentlines.from_ical(content.decode("utf-8-sig")))
    except ValueError as error:  # also of bytes that are no text
        raise error if isinstance(error, NotTaken) else NotTaken("unreadable") from None
    if found.method != ["REPLY"] or found.meetings != 1:
        raise NotTaken("no_reply")
    return _reply(found.lines)


def _walk(lines: Contentlines) -> _Found:
    """Step through the lines and keep those of the calendar and of its one meeting, not of what stands in there."""
    found, inside = _Found(), list[str]()
    for line in lines:
        name = line.partition(":")[0].partition(";")[0].strip().upper()
        value = line.partition(":")[2].strip().upper()
        if name == "BEGIN":
            inside.append(value)
            found.meetings += value == "VEVENT"
            if len(inside) > DEEPEST or inside[0] != "VCALENDAR":
                raise NotTaken("unreadable")
        elif name == "END":
            if not inside or inside.pop() != value:
                raise NotTaken("unreadable")
        elif inside == ["VCALENDAR"] and name == "METHOD":
            found.method.append(value)
        elif inside == ["VCALENDAR", "VEVENT"] and name in _ONCE | _OF_SERIES:
            if name in found.lines or name in _OF_SERIES:
                raise NotTaken("no_reply")
            found.lines[name] = line
    if inside:
        raise NotTaken("unreadable")
    return found


def _reply(lines: dict[str, Contentline]) -> Reply:
    try:
        uid = UUID(hex=_value(lines["UID"]))
        if str(uid) != _value(lines["UID"]).lower():  # of another program, written in another way
            raise NotTaken("no_reply")
        sequence = int(_value(lines["SEQUENCE"])) if "SEQUENCE" in lines else 0
        _name, asked, address = lines["ATTENDEE"].parts()
        answer = ANSWERS[str(asked["PARTSTAT"]).upper()]
    except (LookupError, ValueError):
        raise NotTaken("no_reply") from None
    scheme, _colon, attendee = address.strip().partition(":")
    if scheme.lower() != "mailto" or sequence < 0:
        raise NotTaken("no_reply")
    return Reply(uid, sequence, attendee.strip().lower(), answer)


def _value(line: Contentline) -> str:
    return str(line.partition(":")[2]).strip()
