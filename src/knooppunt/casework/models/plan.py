"""What was agreed: goals in the family's words, actions with an owner and a date, and each version of the whole."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from knooppunt.foundation import clock
from knooppunt.foundation.codes import new_code

from .case import Case, Entry, Participation
from .conference import Conference
from .family import Parent


class Goal(models.Model):
    """Something the family wants, in their own words; now, parked for later, or 'no, because'."""

    class Moment(models.TextChoices):
        """Few goals now, the rest parked."""

        NOW = "now"
        PARKED = "parked"
        NOT = "not"

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="goals")
    words = models.CharField(max_length=500)
    moment = models.CharField(max_length=6, choices=Moment, default=Moment.NOW)
    because = models.CharField(max_length=300, blank=True)
    wish = models.ForeignKey(Entry, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    about = models.ForeignKey(Parent, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(moment="not") | ~Q(because=""), name="goal_not_has_a_because")
        ]

    def __str__(self) -> str:
        return self.code


class Action(models.Model):
    """Who does what by when. The owner is a parent, somebody of the family's own network, or a professional."""

    class Status(models.TextChoices):
        """How it goes."""

        OPEN = "open"
        DONE = "done"
        STUCK = "stuck"
        DROPPED = "dropped"

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="actions")
    what = models.CharField(max_length=500)
    parent = models.ForeignKey(Parent, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, null=True, related_name="actions", db_index=False
    )
    network = models.CharField(max_length=120, blank=True)
    due_on = models.DateField()
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    support = models.CharField(max_length=30, blank=True)  # of the base list: what is counted
    local = models.ForeignKey("LocalValue", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    report = models.CharField(max_length=500, blank=True)
    reported_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(parent__isnull=False, participation__isnull=True, network="")
                | Q(parent__isnull=True, participation__isnull=False, network="")
                | (Q(parent__isnull=True, participation__isnull=True) & ~Q(network="")),
                name="action_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(local__isnull=True) | ~Q(support=""), name="action_own_word_counts_as_something"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PlanVersion(models.Model):
    """The whole plan as it was at one moment."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="plan_versions", db_index=False)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=clock.now)
    content = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="plan_version_number")]

    def __str__(self) -> str:
        return str(self.number)
