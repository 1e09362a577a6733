"""One recorded yes or no of one adult; never edited, only followed by another."""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q

from knooppunt.foundation import clock
from knooppunt.people.models import Discipline, Organisation, Person

from ..consents import Capacity, DataClass, Method, Purpose
from .family import Parent


def one_of(field: str, values: type[StrEnum], *, or_empty: bool = False) -> Q:
    """Give the condition that a column holds a member of an enum."""
    return Q(**{f"{field}__in": [*values, *([""] if or_empty else [])]})


class Consent(models.Model):
    """Who agreed to what about whom, in which capacity, asked by whom, how, in which words, until when.

    A trigger refuses UPDATE on both engines (R-CON-01). The wording is kept by version and hash (R-CON-06).
    """

    class Decision(models.TextChoices):
        """Yes, no, or taken back."""

        GIVEN = "given"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    subject = models.ForeignKey(Parent, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=10)
    decision = models.CharField(max_length=10, choices=Decision)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    discipline = models.ForeignKey(Discipline, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    data_class = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField(default=clock.now)
    ends_on = models.DateField(null=True)
    capacity = models.CharField(max_length=16)
    given_by = models.CharField(max_length=120, blank=True)  # the guardian or representative, when not the subject
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    method = models.CharField(max_length=10)
    witness = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=40, default="nl")
    interpreter = models.BooleanField(default=False)
    wording_version = models.CharField(max_length=10)
    wording_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=one_of("purpose", Purpose), name="consent_purpose_is_known"),
            models.CheckConstraint(condition=one_of("capacity", Capacity), name="consent_capacity_is_known"),
            models.CheckConstraint(condition=one_of("method", Method), name="consent_method_is_known"),
            models.CheckConstraint(
                condition=one_of("data_class", DataClass, or_empty=True), name="consent_class_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(decision="given") | Q(ends_on__isnull=False), name="consent_is_never_open_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.decision}"
