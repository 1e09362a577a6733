"""Looking back with the family: did the help really come, and is it better?"""

from typing import ClassVar

from django.db import models

from knooppunt.foundation import clock
from knooppunt.people.models import Person

from .case import Case
from .plan import Action


class Evaluation(models.Model):
    """One looking-back: was the need met, is it better, in the family's own words."""

    class NeedMet(models.TextChoices):
        """The question that is asked at every end (domain.md 1.4)."""

        YES = "yes"
        PARTLY = "partly"
        NO = "no"
        UNKNOWN = "unknown"

    class Change(models.TextChoices):
        """Better, the same, or worse, in the eyes of the family."""

        BETTER = "better"
        SAME = "same"
        WORSE = "worse"
        UNKNOWN = "unknown"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evaluations", db_index=False)
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField(default=clock.today)
    with_family = models.BooleanField()
    why_without = models.CharField(max_length=200, blank=True)
    need_met = models.CharField(max_length=8, choices=NeedMet)
    change = models.CharField(max_length=8, choices=Change)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="evaluation_number")]

    def __str__(self) -> str:
        return f"{self.number}"


class Outcome(models.Model):
    """For one action: did the help really come?"""

    class Came(models.TextChoices):
        """Yes, partly, no, or not known."""

        YES = "yes"
        PARTLY = "partly"
        NO = "no"
        UNKNOWN = "unknown"

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="outcomes", db_index=False)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="+", db_index=False)
    came = models.CharField(max_length=8, choices=Came)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evaluation", "action"], name="one_outcome_per_action")
        ]

    def __str__(self) -> str:
        return self.came
