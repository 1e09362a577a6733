"""A signed form on paper, as a picture that only the door shows."""

from typing import ClassVar

from django.db import models

from knooppunt.foundation import clock
from knooppunt.foundation.codes import new_code
from knooppunt.people.models import Person

from .case import Case
from .family import Parent


class Scan(models.Model):
    """The scan of what one adult signed.

    It lies in the database: outside the web root, in the act's own transaction, in the backup, and gone when the case
    is forgotten.
    """

    class Kind(models.TextChoices):
        """What was signed."""

        CONSENT = "consent"
        PLAN = "plan"
        OTHER = "other"

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="scans")
    parent = models.ForeignKey(Parent, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    media_type = models.CharField(max_length=20)
    content = models.BinaryField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(media_type__in=["image/jpeg", "image/png", "application/pdf"]),
                name="scan_is_picture_or_pdf",
            )
        ]

    def __str__(self) -> str:
        return self.code
