"""One case as one reader may see it, and everything in it."""

from dataclasses import dataclass
from datetime import date, datetime

from .clock import ClockShown
from .dates import DatesShown
from .health import HealthShown
from .meeting import AgendaShown
from .voice import MessageShown, OwnEvaluationShown


@dataclass(frozen=True, slots=True)
class ConsentShown:
    """One yes or no as it counts now."""

    purpose: str
    yes: bool
    withdrawn: bool
    organisation: str
    organisation_id: int | None
    discipline: str
    data_class: str
    at: datetime
    ends_on: date | None
    method: str
    language: str
    wording_version: str
    ends_soon: bool  # a yes of which it is time to ask whether it stays


@dataclass(frozen=True, slots=True)
class ParentShown:
    """An adult. When `takes_part` is no, everything but code and kind is empty."""

    code: str
    kind: str
    takes_part: bool
    name: str = ""
    born_on: date | None = None
    age: int | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    secret_address: bool = False
    contact_by: str = ""
    contact_note: str = ""
    language: str = ""
    interpreter: bool = False
    represented_by: str = ""
    authority: str = ""  # over the child, its source and the day on which it was looked up
    authority_source: str = ""
    authority_on: date | None = None
    one_yes_because: str = ""
    consents: tuple[ConsentShown, ...] = ()
    is_self: bool = False
    also_at: tuple[str, ...] = ()  # names of other hubs where this adult is known, never what for
    account: int | None = None  # the person who comes in as this adult; for the coordinator only


@dataclass(frozen=True, slots=True)
class SeatShown:
    """A professional in the circle. `blocked` is the code of what stops an invitation, '' when nothing does."""

    code: str
    person_code: str
    name: str
    discipline: str
    discipline_code: str
    organisation: str
    organisation_id: int | None
    phone: str
    email: str
    reason: str
    why: str
    family_agrees: bool | None
    access: str
    lead: str
    started_on: date
    ended_on: date | None
    blocked: str
    is_self: bool
    asked: bool  # to the table, today; for a parent always no, for it follows from what others said


@dataclass(frozen=True, slots=True)
class EntryShown:
    """Something written down."""

    code: str
    kind: str
    what: str
    text: str
    about: str  # code of the parent, '' for the family
    visible_to: str
    hidden: bool
    from_referral: bool
    by: str
    role: str
    at: datetime
    conference: str = ""  # code of the conference that it belongs to


@dataclass(frozen=True, slots=True)
class StepShown:
    """One move of the case."""

    act: str
    from_state: str
    to_state: str
    at: datetime
    by: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChairShown:
    """One chair at a conference."""

    code: str  # of the parent or the place in the circle
    name: str
    discipline: str
    is_parent: bool
    answer: str
    was_there: bool | None


@dataclass(frozen=True, slots=True)
class ConferenceShown:
    """A consultation: planned, held, or called off."""

    code: str
    number: int
    state: str
    starts_at: datetime
    place: str
    interpreter: bool
    why_called_off: str
    why_no_parents: str
    concluded_at: datetime | None
    notes: str
    version: int
    minutes: int = 60
    opened_at: datetime | None = None
    why_reopened: str = ""
    chairs: tuple[ChairShown, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionShown:
    """Who does what by when. `owner` is the name as this reader may see it."""

    code: str
    what: str
    owner: str
    owner_kind: str  # parent, professional, network
    owner_code: str
    due_on: date
    status: str
    support: str
    report: str
    version: int
    may_report: bool
    late: bool
    local: str = ""  # what the municipality calls this support
    local_code: str = ""


@dataclass(frozen=True, slots=True)
class GoalShown:
    """What the family wants."""

    code: str
    words: str
    moment: str
    because: str
    version: int
    actions: tuple[ActionShown, ...] = ()
    wish: str = ""  # the code of the point of the family that it answers
    about: str = ""  # the code of the adult whose goal it is; '' for the whole family


@dataclass(frozen=True, slots=True)
class EvaluationShown:
    """One looking-back; `came` maps codes of actions to yes, partly, no or unknown."""

    number: int
    held_on: date
    with_family: bool
    need_met: str
    change: str
    words: str
    came: dict[str, str]


@dataclass(frozen=True, slots=True)
class PlanVersionShown:
    """The plan as it was at the end of one day; `conference` is the number of the conference before it, 0 for none."""

    number: int
    at: datetime
    conference: int
    goals: tuple[GoalShown, ...]


@dataclass(frozen=True, slots=True)
class SafetyShown:
    """That, why and after whose advice somebody went to Veilig Thuis; the weighing in full."""

    at: datetime
    by: str
    ground: str
    consulted: str
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A discipline to think of, and the needs that make one think of it (codes)."""

    discipline: str
    label: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything that one reader may see of one case, and what this reader may do now (`acts`)."""

    code: str
    version: int
    state: str
    role: str
    acts: frozenset[str]
    hub: str
    hub_code: str
    municipality: str
    municipality_code: str
    lead_title: str
    received_at: datetime
    since_at: datetime
    due_on: date | None
    due_what: str
    contacted_on: date | None
    evaluation_on: date | None
    evaluation_window: tuple[date, date, date]
    outcome: str
    local_outcome: str  # what the municipality calls it
    child_due_on: date | None
    child_born_on: date | None
    origin: str
    referrer: str
    referrer_discipline: str
    referrer_organisation: str
    referrer_organisation_id: int | None
    referred_at: datetime | None
    parents: tuple[ParentShown, ...]
    circle: tuple[SeatShown, ...]
    entries: tuple[EntryShown, ...]
    steps: tuple[StepShown, ...]
    conferences: tuple[ConferenceShown, ...]
    goals: tuple[GoalShown, ...]
    evaluations: tuple[EvaluationShown, ...]
    checklist: dict[str, str]
    suggestions: tuple[Suggestion, ...]
    at_table: int
    safety: tuple[SafetyShown, ...] = ()
    hub_phone: str = ""
    messages: tuple[MessageShown, ...] = ()
    own_evaluations: tuple[OwnEvaluationShown, ...] = ()
    agenda: AgendaShown | None = None  # of the conference that is planned or held now
    health: tuple[HealthShown, ...] = ()  # what parents share of how they see their own lives
    unreached: frozenset[str] = frozenset()  # codes of places and adults whom our mail does not reach; and 'referrer'
    dates: DatesShown | None = None  # the moments that are proposed, while they are
    clock: ClockShown | None = None  # for the coordinator: all that waits

    @property
    def conference(self) -> ConferenceShown | None:
        """The conference that is planned, or else the last that was held."""
        real = [c for c in self.conferences if c.state != "called_off"]
        return real[-1] if real else None

    @property
    def too_many(self) -> bool:
        """Whether the table grows beyond what parents find pleasant (domain.md, item 10)."""
        return self.at_table > 7

    def of_kind(self, kind: str) -> tuple[EntryShown, ...]:
        """Give the entries of one kind; templates use the properties below."""
        return tuple(e for e in self.entries if e.kind == kind)

    @property
    def needs(self) -> tuple[EntryShown, ...]:
        """The needs."""
        return self.of_kind("need")

    @property
    def points(self) -> tuple[EntryShown, ...]:
        """The family's own points."""
        return self.of_kind("point")

    @property
    def decisions(self) -> tuple[EntryShown, ...]:
        """What was decided."""
        return self.of_kind("decision")

    @property
    def last_words(self) -> str:
        """What was written for everyone when it ended: an advice after a no, else some words at the close."""
        found = self.of_kind("closing") or (self.of_kind("advice") if self.state == "declined" else ())
        return found[-1].text if found else ""

    @property
    def notes(self) -> tuple[EntryShown, ...]:
        """Notes, the newest first."""
        return self.of_kind("note")[::-1]

    @property
    def goals_now(self) -> tuple[GoalShown, ...]:
        """What is worked on now."""
        return tuple(g for g in self.goals if g.moment == "now")

    @property
    def goals_parked(self) -> tuple[GoalShown, ...]:
        """What waits, and what was not chosen."""
        return tuple(g for g in self.goals if g.moment != "now")

    @property
    def lead(self) -> SeatShown | None:
        """The lead professional, asked or accepted."""
        return next((s for s in self.circle if s.lead and s.ended_on is None), None)
