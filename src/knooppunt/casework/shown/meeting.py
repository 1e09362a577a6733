"""The agenda of a conference as one reader may see it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AgendaItemShown:
    """One thing to speak of. `goal` is the code of the wish that a point became, `acted` whether it has an action."""

    code: str
    kind: str  # point, theme, fixed
    what: str  # the code of a fixed part
    title: str
    about: str  # code of the parent whose point it is
    point: str  # code of the point
    minutes: int
    state: str
    version: int
    goal: str = ""
    moment: str = ""
    because: str = ""
    acted: bool = False

    @property
    def answered(self) -> bool:
        """Whether a point ended with an action, a place for later, or a 'no, because'."""
        return self.acted or self.state == "parked" or self.moment in ("parked", "not")


@dataclass(frozen=True, slots=True)
class AgendaShown:
    """What is spoken of, in order; `yes` are the codes of the parents who said yes to what stands there now.

    `version` is the mark of what was agreed, to send along with a yes to it.
    """

    items: tuple[AgendaItemShown, ...]
    minutes: int  # that the conference lasts
    opened_at: datetime | None
    yes: frozenset[str] = frozenset()
    version: str = ""

    @property
    def total(self) -> int:
        """The minutes of all items together."""
        return sum(item.minutes for item in self.items)

    @property
    def over(self) -> int:
        """By how many minutes it runs over, 0 when it fits."""
        return max(0, self.total - self.minutes)

    @property
    def points(self) -> tuple[AgendaItemShown, ...]:
        """The family's own points."""
        return tuple(item for item in self.items if item.kind == "point")

    @property
    def now(self) -> str:
        """The code of the first item that is not spoken of yet."""
        return next((item.code for item in self.items if item.state == "open"), "")
