"""What a family told, as one reader may see it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class MessageShown:
    """Something asked or told, and its answer. `parent` is the code of whose it is, '' for one of the referrer."""

    code: str
    kind: str
    to: str  # coordinator, lead
    discipline: str  # of somebody wanted at the table: its code
    text: str
    at: datetime
    parent: str
    by: str  # the name of who wrote it, as this reader may see it
    role: str  # as what: parent, referrer, or the coordinator for a parent
    answer_by: date | None
    granted: bool | None
    answer: str
    answered_at: datetime | None
    answered_by: str
    answered_as: str
    may_answer: bool
    late: bool = False

    @property
    def waits(self) -> bool:
        """Whether there is no answer yet."""
        return self.answered_at is None

    @property
    def is_wish(self) -> bool:
        """Whether somebody is wanted at the table, and nobody came of it yet."""
        return self.waits and self.kind == "person"


@dataclass(frozen=True, slots=True)
class OwnEvaluationShown:
    """How one parent looks back; `came` maps codes of actions to yes, partly, no or unknown."""

    parent: str
    round: int
    need_met: str
    change: str
    words: str
    came: dict[str, str]
    at: datetime
