"""Counts that are kept while the work is done, so that figures cost the same with ten cases and with a million."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F

EVER = date(1, 1, 1)  # the period of a count that is a level, such as cases by state


class Tally(models.Model):
    """How many of `what` with `key`, per municipality and quarter. Names nobody, and stays when a case is forgotten.

    What: `referral` and `advice` by discipline, `state` (a level), `days:<from>-<to>` with the number of days as key.
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
        period = date(day.year, (day.month - 1) // 3 * 3 + 1, 1) if day else EVER
        cell = {"what": what, "municipality": municipality, "period": period, "key": key}
        if not cls.objects.filter(**cell).update(count=F("count") + by):
            cls.objects.bulk_create([cls(**cell, count=0)], ignore_conflicts=True)
            cls.objects.filter(**cell).update(count=F("count") + by)
