"""How somebody sees her own life, in six dimensions: a way to talk, never a measurement (Positive Health)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from knooppunt.foundation import clock
from knooppunt.foundation.codes import new_code
from knooppunt.people.models import Person

from .case import Case
from .family import Parent


class HealthPicture(models.Model):
    """The six dimensions as one adult saw them at one moment; `by` is a professional who wrote together with her."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    subject = models.ForeignKey(Parent, on_delete=models.CASCADE, related_name="health_pictures")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=16)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "subject"], name="picture_of_case")]

    def __str__(self) -> str:
        return self.code


class HealthDimension(models.Model):
    """One dimension of one picture: own words first, a mark if she likes, and whether the table may read it."""

    class Dimension(models.TextChoices):
        """The six names of Positive Health; the explanations are our own."""

        BODY = "body"
        MIND = "mind"
        MEANING = "meaning"
        QUALITY = "quality"
        PARTICIPATION = "participation"
        DAILY = "daily"

    picture = models.ForeignKey(HealthPicture, on_delete=models.CASCADE, related_name="dimensions", db_index=False)
    dimension = models.CharField(max_length=14, choices=Dimension)
    words = models.TextField(blank=True)
    mark = models.PositiveSmallIntegerField(null=True)
    to_talk = models.BooleanField(default=False)
    shared = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["picture", "dimension"], name="each_dimension_once"),
            models.CheckConstraint(condition=Q(mark__isnull=True) | Q(mark__lte=10), name="health_mark_to_ten"),
        ]

    def __str__(self) -> str:
        return self.dimension
