"""What a researcher gets of one family: a pseudonym of that study, bands instead of dates, and codes; nothing else.

Plain rules without a database. R-RES-02: no name, date of birth, postcode or free text leaves the house; of a date only
the quarter or the number of whole weeks since the referral.

A researcher may take a file each day and lay them side by side, row by row: a family is called the same in each. So a
file holds whole quarters that are over and what had happened by then; what is new in it is ten families or nothing; and
an area that was widened once stays so in that study (decision 27).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.refusals import Invalid
from knooppunt.casework.shown.registration import ConsentedRegistration, ResearchAnswers
from knooppunt.foundation.codes import hash_secret

LEAST = 10  # families in one area of a file, or the area becomes wider (R-SDC-01)
REGION = "region"
SINCE = 2021  # the year of the first Knooppunten
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


@dataclass(frozen=True, slots=True)
class Period:
    """Whole quarters that are over: of the families that were referred in them a file is made."""

    since: date | None  # none: from the beginning
    until: date

    def holds(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return day <= self.until and (self.since is None or day >= self.since)


def last_whole(today: date) -> date:
    """Give the last day of the quarter before that of today: up to there a file tells."""
    return date(today.year, today.month - (today.month - 1) % 3, 1) - timedelta(days=1)


def quarters(today: date) -> list[str]:
    """Give the quarters that may be chosen, the last one first."""
    last = last_whole(today)
    all_of_them = [f"{year}-Q{n}" for year in range(last.year, SINCE - 1, -1) for n in (4, 3, 2, 1)]
    return all_of_them[all_of_them.index(quarter(last)) :]


def period(first: str, last: str, today: date) -> Period:
    """Give the period from the first to the last quarter; '' is from the beginning, or until the last that is over.

    Raises Invalid for what is no whole quarter, or the wrong way round.
    """
    known = ["", *quarters(today)]
    wrong = {name: _("Kies uit de lijst.") for name, said in (("first", first), ("last", last)) if said not in known}
    if not wrong and first and last and first > last:
        wrong["last"] = _("Dit kwartaal ligt voor het eerste.")
    if wrong:
        raise Invalid(dict(wrong))
    until = last_whole(_first_day(last) + timedelta(days=95)) if last else last_whole(today)
    return Period(_first_day(first) if first else None, until)


def _first_day(code: str) -> date:
    year, number = code.split("-Q")
    return date(int(year), 3 * int(number) - 2, 1)


def settled[Family](families: Iterable[Family], known: Callable[[Family], bool], least: int = LEAST) -> list[Family]:
    """Give the families for a file: when fewer than `least` are new since the files before it, those wait.

    `known` says whether a family was in one of those. In the first file all are new.
    """
    found = list(families)
    there = [one for one in found if known(one)]
    return there if len(found) - len(there) < least else found


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


def areas(
    families: Mapping[str, int], subregions: Mapping[str, str], before: Mapping[str, str] | None = None,
    least: int = LEAST,
) -> dict[str, str]:  # fmt: skip
    """Give for each municipality the area that stands in a file, so that no area of the study has fewer than `least`.

    `families` says how many rows each municipality has in the study, `subregions` where it belongs. A municipality with
    too few becomes its subregion, a subregion with too few becomes the region; and what is left over in a wider area is
    never fewer than `least` either, or one more is taken along. With fewer in all there is no file (`exports.export`).

    `before` is what stood in the last file of the study. What was wide stays so: a family stands in both by the same
    name, so a narrower area would tell, by what is left over, which few families live in the rest of the wide one.
    """
    area = {place: (before or {}).get(place, place) for place in families}
    for everything in (False, True):
        wider = {
            place: REGION if everything or label == REGION else subregions.get(place, REGION)
            for place, label in area.items()
        }
        area = _widened(area, families, wider, least)
    total = Counter[str]()
    for place, label in area.items():
        total[label] += families[place]
    return area if not total or min(total.values()) >= least else dict.fromkeys(area, REGION)


def _widened(area: dict[str, str], families: Mapping[str, int], wider: Mapping[str, str], least: int) -> dict[str, str]:
    total = Counter[str]()
    for place, label in area.items():
        total[label] += families[place]
    found = dict(area)
    for wide in sorted(set(wider.values())):
        within = {area[place] for place in area if wider[place] == wide} - {wide}
        small = {label for label in within if total[label] < least}
        while 0 < total[wide] + sum(total[label] for label in small) < least and small != within:
            small.add(min(within - small, key=lambda label: (total[label], label)))
        found |= {place: wide for place in area if wider[place] == wide and area[place] in small}
    return found


def rows(
    families: Iterable[ConsentedRegistration], key: str, area: Mapping[str, str], until: date
) -> list[dict[str, Value]]:
    """Give a row for each family, by pseudonym, as it stood on the last day of a quarter; the order tells nothing."""
    made = [_row(family, pseudonym(family.code, key), area[family.municipality], until) for family in families]
    return sorted(made, key=lambda row: str(row["family"]))


def _row(family: ConsentedRegistration, called: str, area: str, until: date) -> dict[str, Value]:
    def weeks(day: date | None) -> int | None:
        return (day - family.referred_on).days // 7 if day and day <= until else None

    met, looked_back, ended = (weeks(day) for day in (family.conference_on, family.evaluated_on, family.closed_on))
    return {
        "family": called,
        "area": area,
        "referral_quarter": quarter(family.referred_on),
        "stage": stage(family.referred_on, family.due_on, family.born_on),
        "age_mother": family.age_mother,
        "age_partner": family.age_partner,
        "referrer": family.referrer,
        "referrer_new": {None: "", True: "yes", False: "no"}[family.is_new_referrer],
        "composition": family.composition,
        "work_mother": family.work_mother,
        "work_partner": family.work_partner,
        "education_mother": family.education_mother,
        "education_partner": family.education_partner,
        "needs": tuple(sorted(set(family.needs))),
        "participants": () if met is None else tuple(sorted(set(family.participants))),
        "support": tuple(sorted(set(family.support))),
        "outcome": "" if ended is None else family.outcome,
        "change": "" if looked_back is None else family.change,
        "weeks_to_conference": met,
        "weeks_to_support": weeks(family.support_on),
        "weeks_to_evaluation": looked_back,
        "weeks_to_end": ended,
        "list_version": family.list_version,
    }
