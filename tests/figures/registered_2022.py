"""The year of the public factsheet: 23 families of three municipalities, 18 of which said yes to research."""

from datetime import date, timedelta
from itertools import chain, repeat
from typing import Any

from knooppunt.casework.importing import take_in
from knooppunt.casework.shown.registration import TakenIn
from knooppunt.people import reference
from knooppunt.people.actor import SYSTEM

KERKRADE, LANDGRAAF, VAALS = "GM0928", "GM0882", "GM0981"
PILOTS = f"municipality:{LANDGRAAF},{KERKRADE},{VAALS}"
# As the source prints them: mother, partner. They add up to 15 and 12: the others were not asked.
EDUCATION = {
    "none": (0, 0), "primary": (6, 2), "lower_vocational": (1, 1), "mavo": (1, 0), "mbo": (3, 5), "havo_vwo": (0, 0),
    "hbo": (1, 0), "university": (1, 2), "unknown": (1, 2),
}  # fmt: skip
SUPPORT = {
    "universal": 13, "jeugdwet": 5, "smi_childcare": 2, "own_network": 2, "existing_help": 2, "finance_desk": 2,
    "other": 5,
}  # fmt: skip
REFERRED, CONSENTED = 23, 18


def rows() -> list[TakenIn]:
    """Give the rows of that year; what the source does not tell is made up, and the same each time."""
    mothers = chain.from_iterable(repeat(code, m) for code, (m, _p) in EDUCATION.items())
    partners = chain.from_iterable(repeat(code, p) for code, (_m, p) in EDUCATION.items())
    found = []
    for number in range(REFERRED):
        on = date(2022, 1, 10) + timedelta(days=15 * number)
        said: dict[str, Any] = {"research": "no"}
        if number < CONSENTED:
            support = tuple(code for code, times in SUPPORT.items() if number < times)
            said = {
                "research": "yes", "referrer": "verloskundige" if number % 2 else "jgz", "support": support,
                "education_mother": next(mothers, ""), "education_partner": next(partners, ""),
                "composition": "couple" if number < 11 else "", "needs": ("housing", "income") if number < 12 else (),
            }  # fmt: skip
        found.append(
            TakenIn(
                row_hash=f"2022-{number}",
                municipality=(KERKRADE, LANDGRAAF, VAALS)[number % 3],
                referred_on=on,
                conference_on=on + timedelta(days=10 + number % 5) if number < 20 else None,
                **said,
            )  # fmt: skip
        )
    return found


def filled(times: int = 1) -> None:
    """Take the year in; more than once it is a larger region with the same shape."""
    reference.load()
    take_in(
        [
            TakenIn(**{name: getattr(row, name) for name in row.__slots__} | {"row_hash": f"{row.row_hash}-{time}"})
            for time in range(times)
            for row in rows()
        ],
        SYSTEM,
        "system",
    )
