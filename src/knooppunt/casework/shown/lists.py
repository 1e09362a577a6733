"""Lists and numbers: the desk, one's own families, what a referrer hears, and figures that name nobody."""

from dataclasses import dataclass
from datetime import date, datetime

from .case import ActionShown


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One case on the worklist. `names` is empty when nobody takes part any more."""

    code: str
    names: str
    state: str
    due_on: date | None
    due_what: str
    hub: str
    municipality: str
    received_on: date
    overdue: bool
    messages: int = 0  # of parents, without an answer
    paused_until: date | None = None
    came_back: bool = False  # mail to somebody of the case
    soon: bool = False  # due today or on the next two working days


@dataclass(frozen=True, slots=True)
class AdviceShown:
    """A question that names nobody, and its answer."""

    code: str
    state: str
    question: str
    answer: str
    municipality: str
    hub: str
    discipline: str
    asked_at: datetime
    answer_by: date
    answered_at: datetime | None
    version: int
    overdue: bool
    referral_code: str


@dataclass(frozen=True, slots=True)
class AskedRow:
    """Something that a parent asked after the case ended: that it waits, and until when."""

    code: str  # of the case
    state: str
    answer_by: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class Worklist:
    """A page of the desk: cases in the order of what is due, and the questions that wait for an answer."""

    rows: tuple[WorkRow, ...]
    advice: tuple[AdviceShown, ...]
    hubs: tuple[tuple[str, str, str], ...]  # code, name, coordinator or deputy
    next_after: str
    asked: tuple[AskedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class MyFamily:
    """A family at which a professional has a place, with her own actions and what waits for her."""

    code: str
    names: str
    state: str
    role: str
    hub: str
    waits: str  # '', 'invitation', 'lead'
    evaluation_on: date | None
    conference_at: datetime | None
    actions: tuple[ActionShown, ...]
    messages: int = 0  # to the lead, without an answer
    attention: tuple[ActionShown, ...] = ()  # for the lead: what is stuck or late with somebody else
    asks_dates: bool = False  # when it suits, and there is no answer of hers yet


@dataclass(frozen=True, slots=True)
class TableLeft:
    """A table that ended a short while ago: at which hub, when, and the words that were left there."""

    hub: str
    ended_on: date
    words: str


@dataclass(frozen=True, slots=True)
class StatusShown:
    """What a referrer hears back: that and when, not what."""

    code: str
    sent_at: datetime
    municipality: str
    state: str
    arranged_on: date | None
    steps: tuple[tuple[str, date | datetime], ...]  # name of the step, day or moment
    closed_at: datetime | None = None  # also when it was declined or stopped
    words: str = ""  # of the coordinator or the lead, at the end
    outcome: str = ""  # how it ended, where the parents share that with her organisation
    hub: str = ""
    hub_phone: str = ""
    advice: str = ""
    other_route: str = ""
    reason: str = ""
    contact_by: date | None = None  # when the family hears from the coordinator at the latest, while that is to come
    contacted: bool = False  # spoken with the family
    may_suggest: bool = False  # whom to invite
    suggested: tuple[tuple[datetime, str, str], ...] = ()  # moment, discipline, words: the referrer's own


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Numbers of one municipality."""

    municipality: str
    referrals: int
    advice: int
    states: dict[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers only. `medians` maps a stretch of the process to (median days, number of cases)."""

    rows: tuple[FigureRow, ...]
    referrals_by_discipline: dict[str, int]
    advice_by_discipline: dict[str, int]
    medians: dict[str, tuple[float, int]]
    years: tuple[int, ...]
    year: int | None
