"""What lies on the kitchen table: signed papers, the plan for one parent on paper, and what each parent said there."""

from dataclasses import dataclass
from datetime import date, datetime

from .case import GoalShown, SeatShown


@dataclass(frozen=True, slots=True)
class ScanShown:
    """A paper that is kept; what stands on it only when it was asked for."""

    code: str
    parent: str  # code
    name: str
    kind: str
    media_type: str
    at: datetime
    by: str
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class AtTheTable:
    """One parent at the kitchen table: what she signed, to what she said yes, whom she wants at the table."""

    code: str
    name: str
    kind: str
    language: str
    age: int | None
    signed: tuple[ScanShown, ...]
    agreed: frozenset[str]  # plan, evaluation
    has_place: bool
    seats: tuple[tuple[SeatShown, bool | None], ...]


@dataclass(frozen=True, slots=True)
class KitchenTable:
    """Everything that is filled in together with parents who have no account."""

    code: str
    role: str
    acts: frozenset[str]
    parents: tuple[AtTheTable, ...]
    invites: bool  # a conference is planned, or moments are proposed: there is an invitation to print


@dataclass(frozen=True, slots=True)
class MeetingPaper:
    """The conference that comes, for one parent: when, where, who was asked and comes, and her own points.

    While the moment is still to be chosen there is none, and `options` holds those to choose from.
    """

    code: str
    name: str
    language: str
    hub: str
    hub_phone: str
    starts_at: datetime | None
    options: tuple[datetime, ...]
    place: str
    interpreter: bool
    people: tuple[SeatShown, ...]
    points: tuple[str, ...]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """What was agreed, as one parent may read it; for a paper that lies in her home."""

    code: str
    name: str
    language: str
    hub: str
    hub_phone: str
    held_on: date | None
    goals: tuple[GoalShown, ...]
    decisions: tuple[str, ...]
    evaluation_on: date | None
    lead: str
    lead_phone: str
    made_at: datetime
