"""One pregnancy or young child, and the adults around it; each adult is their own data subject."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from knooppunt.foundation.codes import new_code
from knooppunt.people.models import Municipality, Person

from ..consents import Authority


class Family(models.Model):
    """What the case is about: a due date now, a birth date later; the child's second birthday ends the target group."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField(null=True)
    born_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(born_on__isnull=False), name="family_has_due_or_birth_date"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Parent(models.Model):
    """An adult of the family. Nothing about one parent may be read from the row of another."""

    class Kind(models.TextChoices):
        """What the adult is to the child."""

        MOTHER = "mother"
        PARTNER = "partner"
        OTHER = "other"

    class ContactBy(models.TextChoices):
        """The way that is safe for this adult; `nobody` means: only through the referrer or in person."""

        PHONE = "phone"
        TEXT = "text"
        EMAIL = "email"
        LETTER = "letter"
        REFERRER = "referrer"

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="parents")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    born_on = models.DateField(null=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    secret_address = models.BooleanField(default=False)
    contact_by = models.CharField(max_length=10, choices=ContactBy, default=ContactBy.PHONE)
    contact_note = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=40, default="nl")
    interpreter = models.BooleanField(default=False)
    represented_by = models.CharField(max_length=120, blank=True)  # guardian of a minor, mentor or curator of an adult
    authority = models.CharField(max_length=10, blank=True)  # parental: alone, shared, none, or '' for not looked up
    authority_source = models.CharField(max_length=60, blank=True)  # a code from forms/lists.toml
    authority_on = models.DateField(null=True)  # when it was looked up
    one_yes_because = models.CharField(max_length=30, blank=True)  # why the other holder is not asked, a code
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    # A keyed hash of name and birth date: finds the same adult elsewhere without reading anyone's name.
    match_key = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="parent_has_a_name"),
            models.CheckConstraint(condition=Q(kind__in=["mother", "partner", "other"]), name="parent_kind_is_known"),
            models.CheckConstraint(condition=Q(authority__in=["", *Authority]), name="parent_authority_is_known"),
            models.CheckConstraint(
                condition=Q(authority="") | Q(authority_on__isnull=False), name="parent_authority_has_a_date"
            ),
            models.CheckConstraint(condition=~Q(secret_address=True) | Q(address=""), name="parent_secret_is_not_kept"),
        ]

    def __str__(self) -> str:
        return self.code
