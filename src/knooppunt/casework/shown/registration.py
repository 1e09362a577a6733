"""What reading hands over of registrations: numbers per municipality, rows in codes, and one family's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

Counted = Mapping[str, Mapping[str, int]]  # municipality -> cell -> how many families


@dataclass(frozen=True, slots=True)
class RegistrationCounts:
    """The numbers of one year, exact and per municipality: only the coalition itself may see them as they are.

    The population of `by_quarter`, `new_referrers` and `durations` is `referred`, that of `advice` is `questions`, and
    that of every other table is `consented`. `answered` says in how many families a table has an answer at all, which
    its cells cannot tell where more answers are possible or where two adults stand side by side.
    """

    year: int
    referred: Mapping[str, int]
    consented: Mapping[str, int]
    tables: Mapping[str, Counted]
    answered: Counted  # table -> municipality -> families
    days: Mapping[str, Mapping[str, Mapping[int, int]]]  # stretch -> municipality -> days -> families
    questions: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What is registered of one family in codes, for whoever reads it; '' and None: not asked, or did not happen."""

    municipality: str
    referred_on: date
    research: str = ""  # yes, no, or '' for not asked
    referrer: str = ""  # a discipline, or `parent`
    composition: str = ""
    work_mother: str = ""
    work_partner: str = ""
    education_mother: str = ""
    education_partner: str = ""
    needs: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()  # disciplines
    support: tuple[str, ...] = ()
    outcome: str = ""
    change: str = ""
    conference_on: date | None = None
    support_on: date | None = None
    evaluated_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentedRegistration(Answered):
    """One family in codes, of whom every adult who takes part says yes to research on the day that was asked about."""

    code: str  # of the registration, the same as long as it is kept; for a pseudonym, never for a file
    research_until: date | None  # the yes ends by itself after this day
    due_on: date | None  # of the child; to make bands of, never for a file
    born_on: date | None
    age_mother: str  # a band, on the day of the referral
    age_partner: str
    is_new_referrer: bool | None
    list_version: str


@dataclass(frozen=True, slots=True)
class ResearchAnswers:
    """How many families were referred, and what they say about research."""

    referred: int
    consented: int  # with a yes that stands on the day that was asked about
    refused: int

    @property
    def others(self) -> int:
        """Give how many were not asked yet, or said a yes that has ended."""
        return self.referred - self.consented - self.refused


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn(Answered):
    """One row of a file of an earlier year, checked: codes of the lists or of local values, and dates in order.

    `row_hash` makes that the same row is taken in once. What needs the yes to research is left out without that yes.
    """

    row_hash: str = ""  # not marked yet


@dataclass(frozen=True, slots=True)
class ImportShown:
    """What somebody took in at once from a file, as far as it is still there."""

    code: str
    at: datetime
    families: Mapping[str, int]  # by municipality
    years: tuple[int, ...]

    @property
    def many(self) -> int:
        """Give how many families that are."""
        return sum(self.families.values())


@dataclass(frozen=True, slots=True)
class LocalShown:
    """A value that a municipality added to a list, and the value of the list as which it counts."""

    municipality: str
    list: str
    code: str
    label: str
    counts_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationShown(Answered):
    """What is counted of one family, for who works with it and for the parents themselves."""

    code: str  # of the case
    version: int
    acts: frozenset[str]
    asks: frozenset[str]  # what may be asked: the family says yes, and this adult takes part
    own: tuple[tuple[str, str, str], ...]  # its own words: of which answer, as what it counts, the word
    local_composition: str  # the code of its own value, where that was chosen
    age_mother: str  # a band, on the day of the referral
    age_partner: str
