"""What is counted in the demo: one family that was asked, and made-up registrations of last year, as out of a file."""

from datetime import date, timedelta
from hashlib import sha256
from random import Random

from knooppunt.casework import forms, reading, registering
from knooppunt.casework.importing import take_in
from knooppunt.casework.shown import TakenIn
from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM
from knooppunt.people.models import Discipline, Municipality

from .walking import Town

FAMILIES = 460
SAYS_YES, ANSWERS = 0.8, 0.85  # how many say yes to research, and how many answer a question


def asked(town: Town, code: str) -> None:
    """Let the coordinator keep what a family told for the figures; one thing it did not know."""
    desk = town.actor("marieke")
    registering.complete(
        desk, code, version=reading.registration(desk, code).version, composition="couple", work_mother="yes",
        education_mother="unknown",
    )  # fmt: skip


def last_year() -> int:
    """Take in families of last year, in all municipalities, so that there are figures to look at; gives how many."""
    chance, year = Random("a year of a Knooppunt"), clock.today().year - 1  # noqa: S311 - the same town each time
    places = sorted(Municipality.objects.values_list("code", flat=True))
    disciplines = sorted(Discipline.objects.filter(counts_as=None).values_list("code", flat=True))
    size = {place: chance.uniform(0.3, 3) for place in places}
    return take_in([_family(n, chance, year, size, disciplines) for n in range(FAMILIES)], SYSTEM, "system")


def _family(n: int, chance: Random, year: int, size: dict[str, float], disciplines: list[str]) -> TakenIn:
    (place,) = chance.choices(list(size), list(size.values()))
    day = date(year, 1, 1) + timedelta(days=chance.randrange(300))
    days = (day + timedelta(days=chance.randrange(*span)) for span in ((7, 35), (10, 60), (60, 120), (100, 200)))
    met, helped, looked, closed = (on if chance.random() < ANSWERS else None for on in days)
    partner = chance.random() < 0.75

    def one(name: str, when: bool = True) -> str:
        codes = [code for code, _label in forms.choices(name, "nl")]
        weights = range(2 * len(codes), len(codes), -1)
        return chance.choices(codes, weights)[0] if when and chance.random() < ANSWERS else ""

    def some(codes: list[str], most: int) -> tuple[str, ...]:
        return tuple(
            sorted(set(chance.choices(codes, range(2 * len(codes), len(codes), -1), k=chance.randint(1, most))))
        )

    return TakenIn(
        row_hash=sha256(f"demo {year} {n}".encode()).hexdigest(), municipality=place, referred_on=day,
        research="yes" if chance.random() < SAYS_YES else "no", referrer=some(disciplines, 1)[0],
        composition="couple" if partner else one("composition"), work_mother=one("paid_work"),
        work_partner=one("paid_work", partner), education_mother=one("education"),
        education_partner=one("education", partner), needs=some(sorted(forms.codes("needs")), 4),
        participants=some(disciplines, 5), support=some(sorted(forms.codes("support")), 3) if helped else (),
        outcome=one("outcomes") if closed else "", change=one("changes") if looked else "", conference_on=met,
        support_on=helped, evaluated_on=max(looked, met or looked) if looked else None,
        closed_on=max(closed, met or closed) if closed else None,
    )  # fmt: skip
