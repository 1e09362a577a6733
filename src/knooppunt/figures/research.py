"""What a researcher gets of one family: a pseudonym of that study, bands instead of dates, and codes; nothing else.

Plain rules without a database. R-RES-02: no name, date of birth, postcode or free text leaves the house; of a date
only the quarter or the number of days since the referral.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from knooppunt.casework.shown.registration import ConsentedRegistration, ResearchAnswers
from knooppunt.foundation.codes import hash_secret

LEAST = 10  # families in one area of a file, or the area becomes wider (R-SDC-01)
REGION = "region"
FULL_TERM = 280  # days of a pregnancy

Value = str | int | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many families, as a researcher may know it; None is fewer than ten, and then the whole is not told either.

    The whole is those who say yes, those who said no and the others: with it, one small part could be worked out.
    """

    referred: int | None
    consented: int | None
    refused: int | None
    others: int | None


def told(answers: ResearchAnswers, least: int = LEAST) -> Numbers:
    """Give the numbers for a researcher: no number of families under `least`, nor what leads to one."""
    parts = [n if n >= least else None for n in (answers.consented, answers.refused, answers.others)]
    return Numbers(None if None in parts else answers.referred, *parts)


def key_of(study: str) -> str:
    """Give the key of a study: worked out on the server each time, kept nowhere and shown to nobody."""
    return hash_secret(f"study|{study}", key=settings.RESEARCH_KEY)


def pseudonym(registration: str, key: str) -> str:
    """Give what a family is called in one study: the same in each of its exports, and another in every other study."""
    return hash_secret(registration, key=key)


def check_of(key: str) -> str:
    """Give a sign by which one sees later whether a key is still the same; it opens nothing."""
    return hash_secret("is this the key?", key=key)[:16]


def quarter(day: date) -> str:
    """Give the quarter of a day: '2026-Q3'."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def stage(referred_on: date, due_on: date | None, born_on: date | None) -> str:
    """Give how far the pregnancy was, or how old the child, when the family was referred; '' when nobody knows."""
    if born_on and born_on <= referred_on:
        months = (referred_on.year - born_on.year) * 12 + referred_on.month - born_on.month
        months -= referred_on.day < born_on.day
        bands = ((3, "child_0_2"), (6, "child_3_5"), (12, "child_6_11"), (24, "child_12_23"))
        return next((band for end, band in bands if months < end), "child_24_up")
    expected = due_on or born_on
    if expected is None:
        return ""
    weeks = (FULL_TERM - (expected - referred_on).days) // 7
    return "pregnant_1" if weeks < 14 else "pregnant_2" if weeks < 28 else "pregnant_3"


def areas(families: Mapping[str, int], subregions: Mapping[str, str], least: int = LEAST) -> dict[str, str]:
    """Give for each municipality the area that stands in the file, so that no area there has fewer than `least`.

    `families` says how many rows each municipality has, `subregions` where it belongs. A municipality with too few
    becomes its subregion, a subregion with too few becomes the region; and what is left over in a wider area is never
    fewer than `least` either, or one more is taken along. With fewer in all there is no file (`exports.export`).
    """
    area = {place: place for place in families}
    for wider in (lambda place: subregions.get(place, REGION), lambda place: REGION):
        area = _widened(area, families, wider, least)
    return area


def _widened(
    area: dict[str, str], families: Mapping[str, int], wider: Callable[[str], str], least: int
) -> dict[str, str]:
    total = Counter[str]()
    for place, label in area.items():
        total[label] += families[place]
    found = dict(area)
    for wide in sorted({wider(place) for place in area}):
        within = {area[place] for place in area if wider(place) == wide} - {wide}
        small = {label for label in within if total[label] < least}
        while 0 < total[wide] + sum(total[label] for label in small) < least and small != within:
            small.add(min(within - small, key=lambda label: (total[label], label)))
        found |= {place: wide for place in area if wider(place) == wide and area[place] in small}
    return found


def rows(families: Iterable[ConsentedRegistration], key: str, subregions: Mapping[str, str]) -> list[dict[str, Value]]:
    """Give a row for each family, by pseudonym: the order tells nothing, and is the same each time."""
    known = list(families)
    place = areas(Counter(family.municipality for family in known), subregions)
    made = [_row(family, pseudonym(family.code, key), place[family.municipality]) for family in known]
    return sorted(made, key=lambda row: str(row["family"]))


def _row(family: ConsentedRegistration, called: str, area: str) -> dict[str, Value]:
    def days(until: date | None) -> int | None:
        return (until - family.referred_on).days if until else None

    return {
        "family": called,
        "area": area,
        "referral_quarter": quarter(family.referred_on),
        "stage": stage(family.referred_on, family.due_on, family.born_on),
        "referrer": family.referrer,
        "referrer_new": {None: "", True: "yes", False: "no"}[family.is_new_referrer],
        "composition": family.composition,
        "work_mother": family.work_mother,
        "work_partner": family.work_partner,
        "education_mother": family.education_mother,
        "education_partner": family.education_partner,
        "needs": tuple(sorted(set(family.needs))),
        "participants": tuple(sorted(set(family.participants))),
        "support": tuple(sorted(set(family.support))),
        "outcome": family.outcome,
        "change": family.change,
        "days_to_conference": days(family.conference_on),
        "days_to_support": days(family.support_on),
        "days_to_evaluation": days(family.evaluated_on),
        "days_to_end": days(family.closed_on),
        "list_version": family.list_version,
    }
