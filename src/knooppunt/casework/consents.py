"""What a family agreed to: purposes, who may speak for whom, which statement wins, and when it ends.

Plain Python, no Django. The rules of `decide` are those of the Dutch Generic Function Consent (standards.md 1.2);
the ages are those of the WGBO and the professional codes (standards.md 1.3, domain.md 2.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """What the data are for. Each is asked apart; refusing one changes nothing in the others."""

    TAKE_PART = "take_part"
    SHARE = "share"
    RESEARCH = "research"
    CONTACT = "contact"


class DataClass(StrEnum):
    """What kind of fact it is; the tender kinds can be kept from an organisation one by one."""

    GENERAL = "general"
    MEDICAL = "medical"
    PSYCHIATRIC = "psychiatric"
    DEBT = "debt"
    SAFETY = "safety"


class Capacity(StrEnum):
    """As what somebody gives consent for the subject."""

    SELF = "self"
    WITH_GUARDIAN = "with_guardian"  # 12 to 15 years: both
    GUARDIAN = "guardian"  # under 12
    REPRESENTATIVE = "representative"  # mentor or curator of an adult


class Authority(StrEnum):
    """Whether an adult has parental authority over the child, alone or together with somebody."""

    ALONE = "alone"
    SHARED = "shared"
    NONE = "none"


class Method(StrEnum):
    """How consent was given (R-CON-05: spoken consent names the language and whether there was an interpreter)."""

    NOTED = "noted"  # spoken, and noted at once in the file of the professional who asked
    SPOKEN = "spoken"  # before a witness
    PAPER = "paper"
    OWN_HAND = "own_hand"  # by the person in her own place


SELF_FROM, TOGETHER_FROM = 16, 12
LONGEST = timedelta(days=365)
AFTER_EVALUATION = timedelta(days=91)


@dataclass(frozen=True)
class Statement:
    """One recorded yes or no. None in a field means: for all of these."""

    subject: int
    purpose: str
    permits: bool
    at: datetime
    ends_on: date | None = None
    organisation: int | None = None  # a named recipient
    discipline: str | None = None  # a category of recipients
    source: int | None = None  # the organisation that may speak
    data_class: str | None = None
    context: str | None = None  # one step of the process
    id: int = 0

    @property
    def scope(self) -> tuple:
        """What the statement is about; a later one of the same scope replaces it."""
        return (
            self.subject,
            self.purpose,
            self.organisation,
            self.discipline,
            self.source,
            self.data_class,
            self.context,
        )

    @property
    def precision(self) -> tuple[int, ...]:
        """How specific it is on each side: a named recipient beats a category, anything named beats nothing."""
        recipient = 2 if self.organisation is not None else 1 if self.discipline is not None else 0
        return (recipient, *(int(getattr(self, side) is not None) for side in ("source", "data_class", "context")))

    def matches(self, question: "Question") -> bool:
        """Say whether the statement speaks about this question."""
        if (self.subject, self.purpose) != (question.subject, question.purpose):
            return False
        sides = ("organisation", "discipline", "source", "data_class", "context")
        return all(getattr(self, side) in (None, getattr(question, side)) for side in sides)


@dataclass(frozen=True)
class Question:
    """May this be done with data about `subject` for `purpose`, now, by or towards these?"""

    subject: int
    purpose: str
    now: datetime
    organisation: int | None = None
    discipline: str | None = None
    source: int | None = None
    data_class: str | None = None
    context: str | None = None


@dataclass(frozen=True)
class Answer:
    """Yes or no, and the statement that decided it (None: nothing was said, so no)."""

    allowed: bool
    because: Statement | None = None

    def __bool__(self) -> bool:
        return self.allowed


def live(statements: Iterable[Statement], now: datetime) -> list[Statement]:
    """Give the statements that count at this moment: the last of each scope, without permissions that have ended.

    An ended permission does not bring an older one back, and an objection never ends.
    """
    return [s for s in _last(statements, now) if not s.permits or s.ends_on is None or now.date() <= s.ends_on]


def _last(statements: Iterable[Statement], now: datetime) -> list[Statement]:
    """Give what was said last about each thing, also when it has ended."""
    last: dict[tuple, Statement] = {}
    for one in sorted((s for s in statements if s.at <= now), key=lambda s: (s.at, s.id)):
        last[one.scope] = one
    return list(last.values())


def decide(statements: Iterable[Statement], question: Question) -> Answer:
    """Answer a question: the most specific statement wins, an objection wins a tie, silence means no.

    Two statements that are each more specific on another side are a tie.
    """
    found = [s for s in live(statements, question.now) if s.matches(question)]
    top = [s for s in found if not any(_beats(other, s) for other in found)]
    for one in top:
        if not one.permits:
            return Answer(False, one)
    return Answer(True, top[0]) if top else Answer(False)


def _beats(one: Statement, other: Statement) -> bool:
    a, b = one.precision, other.precision
    return a != b and all(x >= y for x, y in zip(a, b, strict=True))


def capacities(age: int, *, represented: bool = False) -> frozenset[Capacity]:
    """Say in which capacity consent for somebody of this age (whole years) is valid (R-CON-04, R-WHO-02)."""
    if age < TOGETHER_FROM:
        return frozenset({Capacity.GUARDIAN})
    if age < SELF_FROM:
        return frozenset({Capacity.WITH_GUARDIAN})
    return frozenset({Capacity.REPRESENTATIVE if represented else Capacity.SELF})


def needed(age: int | None, *, represented: bool = False) -> Capacity:
    """Say in which capacity a yes is valid: the one answer of `capacities` that fits; an unknown age is an adult's.

    A no, and taking a yes back, is always one's own to say (standards.md 1.2, R-CON-12).
    """
    return next(iter(capacities(age if age is not None else SELF_FROM, represented=represented)))


def second_yes_missing(*, born: bool, holders: Iterable[tuple[str, bool, bool]]) -> bool:
    """Say whether a second yes is lacking (R-WHO-03): after birth, who shares the authority does not decide alone.

    `holders` gives per adult: authority, whether she takes part, and whether the reason was recorded why one yes is
    enough. Before birth there is no child to decide about; the unborn child counts as the mother (R-WHO-04).
    """
    sharing = [reason for authority, takes_part, reason in holders if takes_part and authority == Authority.SHARED]
    return born and len(sharing) == 1 and not sharing[0]


def age_on(born_on: date, day: date) -> int:
    """Give somebody's age in whole years on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_short(given_on: date, ends_on: date, before: int) -> bool:
    """Say whether somebody chose a short time: then nobody asks to make it longer. `before` as in `asks_again`."""
    return (ends_on - given_on).days < 2 * before


def asks_again(given_on: date, ends_on: date | None, today: date, before: int) -> bool:
    """Say whether it is time to ask once more: so many days before a permission ends, and after it ended (R-CON-10).

    How long `before` is a setting of the hub: a month unless it chose otherwise.
    """
    if ends_on is None or is_short(given_on, ends_on, before):
        return False
    return (ends_on - today).days <= before


def default_end(given_on: date, evaluation_on: date | None = None) -> date:
    """Give the date on which a consent ends by itself: three months after the evaluation, never later than a year."""
    longest = given_on + LONGEST
    if evaluation_on is None or evaluation_on < given_on:
        return longest
    return min(longest, evaluation_on + AFTER_EVALUATION)


def research_of(statements: Iterable[Statement], now: datetime) -> tuple[str, date | None, frozenset[int]]:
    """Give what a family says about research ('yes', 'no', '' for unasked), until when, and which adults take part.

    It takes the yes of every adult who agreed to take part and did not take that back. A yes that only ended still
    counts for the figures of its time; whoever takes along the rows for a study looks at the end as well.
    """
    said = _last(statements, now)
    here = frozenset(s.subject for s in said if s.purpose == Purpose.TAKE_PART and s.permits)
    asked = [s for s in said if s.purpose == Purpose.RESEARCH and (s.subject in here or not here)]
    if any(not s.permits for s in asked) or (asked and not here):
        return "no", None, here
    if not here or {s.subject for s in asked} != here:
        return "", None, here
    return "yes", min((s.ends_on for s in asked if s.ends_on), default=None), here


class Picture:
    """All statements of one family at one moment, asked in the words of the work."""

    def __init__(self, statements: Iterable[Statement], now: datetime) -> None:
        self.now = now
        self._said = _last(statements, now)
        self.statements = live(self._said, now)
        self._take_part: dict[int, bool] = {}  # asked for every line of a page

    def takes_part(self, subject: int) -> bool:
        """Say whether this adult agreed to take part, and still does."""
        if subject not in self._take_part:
            self._take_part[subject] = bool(decide(self.statements, Question(subject, Purpose.TAKE_PART, self.now)))
        return self._take_part[subject]

    def may_see(self, subject: int, organisation: int | None, discipline: str, data_class: str) -> Answer:
        """Say whether people of this organisation may see facts of this class about this adult."""
        if not self.takes_part(subject):
            return Answer(False)
        question = Question(subject, Purpose.SHARE, self.now, organisation, discipline, data_class=data_class)
        return decide(self.statements, question)

    def research(self, subject: int) -> bool:
        """Say whether facts about this adult may be used for research."""
        return bool(decide(self.statements, Question(subject, Purpose.RESEARCH, self.now)))

    def anyone_takes_part(self) -> bool:
        """Say whether at least one adult takes part."""
        return any(self.takes_part(s.subject) for s in self.statements if s.purpose == Purpose.TAKE_PART)

    def shared_with(self, organisation: int | None, discipline: str) -> bool:
        """Say whether at least one adult shares general facts with this organisation."""
        subjects = {s.subject for s in self.statements}
        return any(self.may_see(one, organisation, discipline, DataClass.GENERAL) for one in subjects)

    def ids(self) -> list[int]:
        """Give the ids of the statements that count now, for the trail."""
        return sorted(s.id for s in self.statements if s.id)

    def ends(self, before: int) -> dict[int, date]:
        """Give per adult the first date on which a yes to take part or share ends, apart from what is short on purpose.

        `before` as in `asks_again`.

        While nobody takes part any more, what ended counts: then the question is the only thing left to do.
        """
        asked = [s for s in self._said if s.permits and s.purpose in (Purpose.TAKE_PART, Purpose.SHARE)]
        lasting = [s for s in asked if s.ends_on and not is_short(s.at.date(), s.ends_on, before)]
        if self.anyone_takes_part():
            lasting = [s for s in lasting if s in self.statements]
        found: dict[int, date] = {}
        for one in lasting:
            if one.ends_on:
                found[one.subject] = min(one.ends_on, found.get(one.subject, one.ends_on))
        return found
