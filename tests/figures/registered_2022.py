"""The year 2022 in the figures, taken in out of its file; once, or more often for a larger region of the same shape."""

from dataclasses import replace

from knooppunt.casework.importing import take_in
from knooppunt.figures import importing
from knooppunt.people import reference
from knooppunt.people.actor import SYSTEM
from tests.figures import file_2022

KERKRADE, LANDGRAAF, VAALS = "GM0928", "GM0882", "GM0981"
PILOTS = f"municipality:{LANDGRAAF},{KERKRADE},{VAALS}"


def filled(times: int = 1) -> None:
    """Take the year in so many times."""
    reference.load()
    rows = importing.read(file_2022.workbook()).rows
    take_in(
        [replace(row, row_hash=f"{row.row_hash[:50]}-{time}") for time in range(times) for row in rows],
        SYSTEM,
        "operator",
    )
