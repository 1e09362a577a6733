"""What a parent, or the referrer, says to those who organise the table: messages, requests about one's file, a no."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from knooppunt.foundation import clock
from knooppunt.foundation.codes import new_code
from knooppunt.people.models import Discipline, Person

from .case import Case, Participation
from .evaluation import Evaluation
from .family import Parent


class Message(models.Model):
    """Something asked or told to the coordinator or the lead, with a day by which it is answered, and the answer.

    A statement is added to the file and never taken out (WGBO, R-RGT-03). `parent` is whose place it stands in; a
    suggestion of the referrer has none.
    """

    class Kind(models.TextChoices):
        """A message, somebody wanted at the table, a question about a look, or a right of the AVG."""

        MESSAGE = "message"
        PERSON = "person"
        LOOK = "look"
        STATEMENT = "statement"
        CORRECTION = "correction"
        ERASURE = "erasure"

    class To(models.TextChoices):
        """Who answers."""

        COORDINATOR = "coordinator"
        LEAD = "lead"

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    parent = models.ForeignKey(Parent, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    to = models.CharField(max_length=12, choices=To, default=To.COORDINATOR)
    discipline = models.ForeignKey(Discipline, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    text = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=16)
    answer_by = models.DateField(null=True)
    granted = models.BooleanField(null=True)  # of a correction, an erasure or somebody wanted
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    answered_as = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
            models.CheckConstraint(
                condition=~Q(parent__isnull=True, kind__in=["look", "statement", "correction", "erasure"]),
                name="a_right_is_somebodys",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["answer_by", "id"], condition=Q(answered_at__isnull=True), name="message_waits")
        ]

    def __str__(self) -> str:
        return self.code


class SeatAnswer(models.Model):
    """What one parent says about one person at the table; `Participation.family_agrees` follows from all of these."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="answers", db_index=False)
    parent = models.ForeignKey(Parent, on_delete=models.CASCADE, related_name="+", db_index=False)
    agrees = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participation", "parent"], name="one_answer_per_parent")
        ]

    def __str__(self) -> str:
        return str(self.agrees)


class OwnEvaluation(models.Model):
    """How one parent looks back, in her own place, for the talk with the lead; never counted by itself."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    parent = models.ForeignKey(Parent, on_delete=models.CASCADE, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField()  # the number of the evaluation that it prepares
    need_met = models.CharField(max_length=8)
    change = models.CharField(max_length=8, choices=Evaluation.Change)
    words = models.TextField(blank=True)
    came = models.JSONField(default=dict)  # code of an action -> yes, partly, no, unknown
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "parent", "round"], name="one_look_back_per_parent"),
            models.CheckConstraint(condition=Q(need_met__in=Evaluation.NeedMet.values), name="own_need_met"),
        ]

    def __str__(self) -> str:
        return str(self.round)
