"""Everything that is kept about one parent, for herself: what `docs/my-file.md` documents key by key.

The names of the fields are the keys of the file that she takes along (AVG art. 20); a change of them is a new version.
"""

from dataclasses import dataclass
from datetime import date, datetime

FORMAT = "knooppunt-my-file"
VERSION = "1"


@dataclass(frozen=True, slots=True)
class OwnDetails:
    """Who she is and how to reach her."""

    name: str
    kind: str
    born_on: date | None
    phone: str
    email: str
    address: str
    secret_address: bool
    contact_by: str
    contact_note: str
    language: str
    interpreter: bool
    represented_by: str
    authority: str
    authority_source: str
    authority_on: date | None
    one_yes_because: str


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """How she comes in: the address that she chose as safe and the dates of her card, never its code."""

    account_since: date
    active: bool
    language: str
    address: str
    card_always_asked: bool
    card_made_at: datetime | None
    card_until: datetime | None
    card_used_at: datetime | None
    first_came_at: datetime | None
    broker_since: datetime | None


@dataclass(frozen=True, slots=True)
class OwnCase:
    """Where things stand, and about which child."""

    hub: str
    hub_phone: str
    municipality: str
    state: str
    received_at: datetime
    closed_at: datetime | None
    outcome: str
    child_due_on: date | None
    child_born_on: date | None
    evaluation_on: date | None


@dataclass(frozen=True, slots=True)
class OwnConsent:
    """One yes or no, as it was said; `wording` is the exact text, '' when it is no longer kept."""

    purpose: str
    decision: str
    whom: str
    data_class: str
    at: datetime
    ends_on: date | None
    counts_now: bool
    capacity: str
    given_by: str
    method: str
    witness: str
    language: str
    interpreter: bool
    asked_by: str
    wording_version: str
    wording_language: str
    wording: str


@dataclass(frozen=True, slots=True)
class OwnReferral:
    """Who referred the family, and when."""

    origin: str
    referrer: str
    organisation: str
    discipline: str
    sent_at: datetime
    signalled_through: str


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """Something written down about her or about the family."""

    kind: str
    what: str
    text: str
    about_me: bool
    by: str
    role: str
    at: datetime
    from_referral: bool


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """A professional around the family, and what she herself said about a place at the table."""

    name: str
    discipline: str
    organisation: str
    reason: str
    lead: bool
    started_on: date
    ended_on: date | None
    my_answer: bool | None


@dataclass(frozen=True, slots=True)
class OwnConference:
    """A consultation; `i_was_there` is empty while it is not known."""

    number: int
    state: str
    starts_at: datetime
    place: str
    interpreter: bool
    i_was_there: bool | None
    professionals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnAction:
    """Who does what by when. The owner is named when it is a professional, one's own network or she herself."""

    what: str
    mine: bool
    owner: str
    due_on: date
    status: str
    report: str


@dataclass(frozen=True, slots=True)
class OwnDate:
    """What she said of one moment that was proposed for a conference: yes, maybe (if it must) or no."""

    starts_at: datetime
    can: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnGoal:
    """What the family wants, and what was agreed; without words when only an action of hers may be read."""

    words: str
    moment: str
    because: str
    actions: tuple[OwnAction, ...]


@dataclass(frozen=True, slots=True)
class OwnEvaluationTogether:
    """Looking back at the table."""

    held_on: date
    need_met: str
    change: str
    words: str


@dataclass(frozen=True, slots=True)
class OwnLookBack:
    """How she looked back herself."""

    at: datetime
    need_met: str
    change: str
    words: str


@dataclass(frozen=True, slots=True)
class OwnDimension:
    """One of the six dimensions of Positive Health, in her words."""

    dimension: str
    words: str
    mark: int | None
    to_talk: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """How she saw her own life at one moment; `together` when a professional wrote it down with her."""

    at: datetime
    together: bool
    dimensions: tuple[OwnDimension, ...]


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """What she told or asked, and the answer."""

    kind: str
    text: str
    at: datetime
    answer_by: date | None
    granted: bool | None
    answer: str
    answered_at: datetime | None
    answered_as: str


@dataclass(frozen=True, slots=True)
class OwnScan:
    """A form that she signed on paper, of which a picture is kept."""

    kind: str
    media_type: str
    at: datetime
    bytes: int


@dataclass(frozen=True, slots=True)
class OwnRegistration:
    """What counts of the family in the figures, without a name, and what she herself was asked for them.

    `research` is her own answer. Work, education and the household stand here when she is the only adult; with more of
    them (`ask_coordinator`) they would say what the other one answered about research, so the coordinator tells them.
    What is counted of needs, support and who was at the table stands in `written`, `goals` and `conferences`, as far as
    it is hers to read.
    """

    municipality: str
    referred_on: date
    research: str
    referrer: str
    ask_coordinator: bool
    composition: str
    paid_work: str
    education: str
    conference_on: date | None
    support_on: date | None
    evaluated_on: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class OwnStep:
    """One step of the process."""

    step: str
    at: datetime
    role: str


@dataclass(frozen=True, slots=True)
class OwnLook:
    """What one person in one role did and saw on one day, from the trail: the name of each act, and how often."""

    on: date
    myself: bool
    name: str
    discipline: str
    organisation: str
    role: str
    acts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class OwnFile:
    """All of it. Lists are in the order of time. What may hurt somebody else is left out; nothing says that it was."""

    format: str
    version: str
    made_at: datetime
    me: OwnDetails
    account: OwnAccount | None
    process: OwnCase
    referral: OwnReferral | None
    consents: tuple[OwnConsent, ...]
    written: tuple[OwnEntry, ...]
    people: tuple[OwnSeat, ...]
    conferences: tuple[OwnConference, ...]
    dates: tuple[OwnDate, ...]
    goals: tuple[OwnGoal, ...]
    evaluations: tuple[OwnEvaluationTogether, ...]
    looks_back: tuple[OwnLookBack, ...]
    positive_health: tuple[OwnPicture, ...]
    messages: tuple[OwnMessage, ...]
    signed_papers: tuple[OwnScan, ...]
    registration: OwnRegistration | None
    steps: tuple[OwnStep, ...]
    looks: tuple[OwnLook, ...]
