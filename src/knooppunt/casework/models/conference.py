"""The consultation at the table with the parents: the dates to choose from, the agenda, and who was asked to it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from knooppunt.foundation import clock
from knooppunt.foundation.codes import new_code

from .case import Case, Entry, Participation
from .family import Parent


def of_one(name: str) -> models.CheckConstraint:
    """Give the constraint that a row is of somebody in the circle or of a parent, never of both or of nobody."""
    somebody = Q(participation__isnull=False, parent__isnull=True)
    return models.CheckConstraint(condition=somebody | Q(participation__isnull=True, parent__isnull=False), name=name)


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
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=200)
    interpreter = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True)  # before that the agenda is a draft of the coordinator
    why_reopened = models.CharField(max_length=200, blank=True)
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
    """One chair at one conference: of somebody in the circle, or of a parent; with the calendar file that went there.

    `uid` leads to nothing but this row; `sequence` rises with each file that was sent (RFC 5546, R-CAL-03).
    """

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
    uid = models.UUIDField(unique=True, null=True, editable=False)  # none as long as no file went out
    sequence = models.PositiveSmallIntegerField(default=0)
    sent_to = models.EmailField(blank=True)

    class Meta:
        constraints: ClassVar = [
            of_one("invitation_is_for_one"),
            models.UniqueConstraint(fields=["conference", "participation"], name="professional_invited_once"),
            models.UniqueConstraint(fields=["conference", "parent"], name="parent_invited_once"),
        ]

    def __str__(self) -> str:
        return self.answer


class AgendaItem(models.Model):
    """One thing to speak of, with its minutes; those of the family come first. What is parked waits for another day."""

    class Kind(models.TextChoices):
        """A point of the family, a theme of somebody else at the table, or a fixed part such as the welcome."""

        POINT = "point"
        THEME = "theme"
        FIXED = "fixed"

    class State(models.TextChoices):
        """Still to come, spoken of, or parked."""

        OPEN = "open"
        DONE = "done"
        PARKED = "parked"

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="agenda", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    position = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=30, blank=True)  # the code of a fixed part
    title = models.CharField(max_length=200, blank=True)
    point = models.ForeignKey(Entry, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    minutes = models.PositiveSmallIntegerField(default=10)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(what="") | ~Q(title="") | Q(point__isnull=False), name="agenda_item_says_something"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["conference", "position", "id"], name="agenda_of_conference")]

    def __str__(self) -> str:
        return self.code


class DateProposal(models.Model):
    """Two or more moments to choose from, until the coordinator picks one or asks again."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=200, blank=True)
    interpreter = models.BooleanField(default=False)
    proposed_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="one_open_proposal_per_case"
            )
        ]

    def __str__(self) -> str:
        return self.code


class DateOption(models.Model):
    """One moment of a proposal."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    proposal = models.ForeignKey(DateProposal, on_delete=models.CASCADE, related_name="options", db_index=False)
    starts_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "starts_at"], name="a_moment_once_per_proposal")
        ]

    def __str__(self) -> str:
        return self.code


class DateAnswer(models.Model):
    """Whether somebody of the circle, or a parent, can come at one moment, and through whom we heard."""

    class Can(models.TextChoices):
        """Yes, if it must, or no."""

        YES = "yes"
        MAYBE = "maybe"
        NO = "no"

    option = models.ForeignKey(DateOption, on_delete=models.CASCADE, related_name="answers", db_index=False)
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    parent = models.ForeignKey(Parent, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    can = models.CharField(max_length=6, choices=Can)
    role = models.CharField(max_length=16)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            of_one("date_answer_is_of_one"),
            models.UniqueConstraint(fields=["option", "participation"], name="professional_answers_a_moment_once"),
            models.UniqueConstraint(fields=["option", "parent"], name="parent_answers_a_moment_once"),
        ]

    def __str__(self) -> str:
        return self.can


class AnswerLink(models.Model):
    """The link by which somebody answers a proposal without an account; only its hash is kept, for eight days."""

    proposal = models.ForeignKey(DateProposal, on_delete=models.CASCADE, related_name="links", db_index=False)
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "participation"], name="one_link_per_proposal_and_place")
        ]

    def __str__(self) -> str:
        return f"{self.ends_at}"
