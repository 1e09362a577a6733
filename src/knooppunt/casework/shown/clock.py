"""What waits in a case and who heard of it, for the coordinator; and where something waits too long."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class WaitShown:
    """One thing that waits: by when, whether that is past, and who heard of it on which day, by level."""

    what: str
    on: date
    late: bool
    heard: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class ClockShown:
    """Everything that waits in one case, the first first, and the pause if there is one now."""

    waits: tuple[WaitShown, ...]
    paused_until: date | None
    why_paused: str


@dataclass(frozen=True, slots=True)
class WaitingAt:
    """At one hub, how much waits so long that the project leader heard of it. Nothing of whom."""

    hub: str
    families: int
    questions: int
