"""The consultation at the table with the parents, and who was asked to it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from knooppunt.foundation.codes import new_code

from .case import Case, Participation
from .family import Parent


class Conference(models.Model):
    """When and where, who was there, when we look back. A second one is linked to the first."""

    class State(models.TextChoices):
        """Planned, held, or called off."""

        PLANNED = "planned"
        HELD = "held"
        CALLED_OFF = "called_off"

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conferences", db_index=False)
    number = models.PositiveSmallIntegerField()
    previous = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    interpreter = models.BooleanField(default=False)
    why_called_off = models.CharField(max_length=30, blank=True)
    why_no_parents = models.CharField(max_length=200, blank=True)
    concluded_at = models.DateTimeField(null=True)
    notes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="conference_number"),
            models.CheckConstraint(
                condition=~Q(state="called_off") | ~Q(why_called_off=""), name="conference_called_off_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Invitation(models.Model):
    """One chair at one conference: of somebody in the circle, or of a parent."""

    class Answer(models.TextChoices):
        """Nothing yet, yes, or no."""

        OPEN = "open"
        YES = "yes"
        NO = "no"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="invitations", db_index=False)
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, null=True, related_name="invitations")
    parent = models.ForeignKey(Parent, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    answer = models.CharField(max_length=4, choices=Answer, default=Answer.OPEN)
    was_there = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(participation__isnull=False, parent__isnull=True)
                | Q(participation__isnull=True, parent__isnull=False),
                name="invitation_is_for_one",
            ),
            models.UniqueConstraint(fields=["conference", "participation"], name="professional_invited_once"),
            models.UniqueConstraint(fields=["conference", "parent"], name="parent_invited_once"),
        ]

    def __str__(self) -> str:
        return self.answer
