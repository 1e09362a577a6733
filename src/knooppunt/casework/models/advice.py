"""Sparring: a question to the coordinator that names nobody."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from knooppunt.foundation import clock
from knooppunt.foundation.codes import new_code
from knooppunt.people.models import Discipline, Hub, Municipality, Person


class AdviceRequest(models.Model):
    """What somebody asks without naming the family, by when the hub answers, and the answer."""

    class State(models.TextChoices):
        """Asked, answered, closed, or turned into a referral."""

        ASKED = "asked"
        ANSWERED = "answered"
        CLOSED = "closed"
        REFERRED = "referred"

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="+", db_index=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    discipline = models.ForeignKey(Discipline, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    asker = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    asker_email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="nl")
    question = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    answer_by = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)
    referral_code = models.CharField(max_length=12, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(state="answered") | ~Q(answer=""), name="advice_answered_has_answer"),
            models.CheckConstraint(
                condition=Q(asker__isnull=False) | ~Q(asker_email=""), name="advice_can_be_answered"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["hub", "answer_by", "id"], condition=Q(state="asked"), name="advice_worklist"),
            models.Index(fields=["asker_email", "-id"], condition=~Q(asker_email=""), name="advice_of_address"),
            models.Index(fields=["asker", "-id"], condition=Q(asker__isnull=False), name="advice_of_person"),
        ]

    def __str__(self) -> str:
        return self.code
