"""Counts that are kept while the work is done, so that figures cost the same with ten cases and with a million."""

from collections.abc import Mapping
from datetime import date
from itertools import batched
from typing import ClassVar

from django.db import connection, models

EVER = date(1, 1, 1)  # the period of a count that is a level, such as cases by state
AT_ONCE = 1000  # cells in one statement

Cell = tuple[str, str, date | None, str]  # what, municipality, day (None for a level), key


class Tally(models.Model):
    """How many of `what` with `key`, per municipality and quarter. Names nobody, and stays when a case is forgotten.

    What: `referral` and `advice` by discipline, `advice_referred` (a question that became a referral) too,
    `referral_from` by organisation (its row number: some codes are longer than a key), `state` (a level),
    `days:<from>-<to>` with the number of days as key.
    """

    what = models.CharField(max_length=40)
    municipality = models.CharField(max_length=6)
    period = models.DateField()
    key = models.CharField(max_length=40, blank=True)
    count = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["what", "municipality", "period", "key"], name="tally_cell")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.key}"

    @classmethod
    def add(cls, what: str, municipality: str, day: date | None, key: str = "", by: int = 1) -> None:
        """Count `by` more, in the quarter of `day`; None for a level."""
        cls.add_all({(what, municipality, day, key): by})

    @classmethod
    def add_all(cls, cells: Mapping[Cell, int]) -> None:
        """Count all of (what, municipality, day or None for a level, key) -> how many more, in one statement.

        One statement, always in the same order, so that acts at the same moment wait for each other but never in a
        ring; call it late in an act, because from here on others who count the same cell wait.
        """
        sums: dict[tuple[str, str, date, str], int] = {}
        for (what, municipality, day, key), by in cells.items():
            cell = (what, municipality, cls.period_of(day), key)
            sums[cell] = sums.get(cell, 0) + by
        in_order = sorted(cell for cell in sums.items() if cell[1])
        for some in batched(in_order, AT_ONCE):
            rows = ", ".join(["(%s, %s, %s, %s, %s)"] * len(some))
            as_kept = connection.ops.adapt_datefield_value
            values = [v for (what, where, period, key), by in some for v in (what, where, as_kept(period), key, by)]
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {cls._meta.db_table} (what, municipality, period, key, count) VALUES {rows} "  # noqa: S608
                    "ON CONFLICT (what, municipality, period, key) "
                    f"DO UPDATE SET count = {cls._meta.db_table}.count + excluded.count",
                    values,
                )

    @staticmethod
    def period_of(day: date | None) -> date:
        """Give the first day of the quarter of `day`, or the period of a level."""
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1) if day else EVER
