"""Numbers for outreach: of organisations, disciplines and municipalities, and never of a person or a family."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Brought:
    """What a group of professionals brought in a year: referrals, and of those who sent them how many were new."""

    referrals: int = 0
    new: int = 0  # referred for the first time in this year
    returning: int = 0  # did so in an earlier year too

    @property
    def people(self) -> int:
        """Give how many professionals referred."""
        return self.new + self.returning


@dataclass(frozen=True, slots=True)
class Sparred:
    """What became of the questions of a year."""

    asked: int = 0
    waiting: int = 0  # no answer yet
    referred: int = 0  # became a referral

    @property
    def nothing(self) -> int:
        """Give how many were answered or closed, and did not become a referral."""
        return max(self.asked - self.waiting - self.referred, 0)


@dataclass(frozen=True, slots=True)
class Active:
    """The professionals of one discipline whom the directory knows in one municipality, by organisation."""

    municipality: str
    discipline: str
    counts_as: str
    organisation: str  # its code; '' for who belongs to none
    name: str
    people: int
    staff: int  # all professionals of the organisation in the reader's municipalities
    colleagues: int  # all professionals of the discipline in the reader's municipalities
    last_in: date | None  # first day of the quarter in which the organisation referred here for the last time


@dataclass(frozen=True, slots=True)
class ReachCounts:
    """The numbers of one year about the municipalities of one reader."""

    year: int
    places: Mapping[str, str]  # CBS code -> name
    families: Mapping[str, int]  # referred in that year, also those who came out of a file
    by_municipality: Mapping[str, Brought]
    by_discipline: Mapping[str, Brought]
    by_organisation: Mapping[str, Brought]  # by code; '' for all that the directory does not know
    sources: tuple[int, ...]  # referrals of each organisation, also of those known by name only, most first
    by_parents: int
    sparring: Mapping[str, Sparred]
    active: tuple[Active, ...]
