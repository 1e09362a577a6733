"""Moments to choose from for a conference, and who can when, as one reader may see it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AnswererShown:
    """Somebody who is asked when it suits, and what she said by moment (code of the moment -> yes, maybe, no)."""

    code: str  # of the parent or the place in the circle
    name: str  # '' where the reader may not see it
    what: str  # the discipline, '' for a parent
    is_parent: bool
    is_self: bool
    can: dict[str, str]

    @property
    def answered(self) -> bool:
        """Whether she said anything yet."""
        return bool(self.can)


@dataclass(frozen=True, slots=True)
class OptionShown:
    """One moment, and how many of those whom this reader sees can come; `best` for the one that suits most."""

    code: str
    starts_at: datetime
    yes: int = 0
    maybe: int = 0
    no: int = 0
    waiting: int = 0
    best: bool = False

    @property
    def suits_all(self) -> bool:
        """Whether everyone answered, and nobody with no."""
        return not self.no and not self.waiting and bool(self.yes + self.maybe)


@dataclass(frozen=True, slots=True)
class DatesShown:
    """The open proposal: what is asked, by whom, and the answers that this reader may see."""

    code: str
    case: str
    proposed_at: datetime
    minutes: int
    place: str
    interpreter: bool
    options: tuple[OptionShown, ...]
    people: tuple[AnswererShown, ...]
    hub: str = ""
    by: str = ""  # who asks: the coordinator of today
    phone: str = ""

    @property
    def own(self) -> AnswererShown | None:
        """What the reader said, None when nobody asks the reader."""
        return next((one for one in self.people if one.is_self), None)

    @property
    def waits_for_me(self) -> bool:
        """Whether the reader is asked and did not answer yet."""
        return self.own is not None and not self.own.answered

    @property
    def answered(self) -> int:
        """How many people answered."""
        return sum(one.answered for one in self.people)

    def of(self, code: str) -> AnswererShown | None:
        """Find somebody who is asked."""
        return next((one for one in self.people if one.code == code), None)

    def option(self, code: str) -> OptionShown | None:
        """Find a moment."""
        return next((one for one in self.options if one.code == code), None)
