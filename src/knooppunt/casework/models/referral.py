"""A referral as it was sent, and the draft it grew from."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from knooppunt.foundation import clock
from knooppunt.foundation.codes import new_code
from knooppunt.people.models import Discipline, Municipality, Organisation, Person

from .case import Case


class Referral(models.Model):
    """Who referred the family, when and by which way. The content stands in entries that are never overwritten."""

    class Origin(models.TextChoices):
        """Who brought the family in."""

        PROFESSIONAL = "professional"
        PARENT = "parent"

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="referral")
    origin = models.CharField(max_length=14, choices=Origin)
    referrer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    discipline = models.ForeignKey(Discipline, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation_name = models.CharField(max_length=120, blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    signalled_through = models.CharField(max_length=20, blank=True)
    sent_at = models.DateTimeField(default=clock.now)
    form_version = models.CharField(max_length=10)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["referrer", "-id"], name="referral_of_referrer"),
            models.Index(fields=["sent_at"], name="referral_of_moment"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(origin="parent") | Q(referrer__isnull=False), name="referral_has_a_referrer"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Draft(models.Model):
    """A referral that is being written, kept on the server so that the next person at the same machine finds nothing.

    It belongs to a verified person, or to whoever knows its code (a parent). After sending it keeps only the
    code of the referral, so that a second click finds the first receipt.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    secret_hash = models.CharField(max_length=64, blank=True)
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)
    expires_on = models.DateField(db_index=True)
    referral_code = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(secret_hash=""), name="draft_belongs_to_somebody"
            )
        ]

    def __str__(self) -> str:
        return self.code
