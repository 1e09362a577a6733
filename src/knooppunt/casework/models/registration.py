"""What is counted of one family, in codes: it derives from the work, or comes out of a file of an earlier year."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from knooppunt.foundation.codes import new_code
from knooppunt.people.models import Municipality, Person

from .case import Case

OF_ADULTS = ("age", "work", "education")  # of mother and of partner


class Registration(models.Model):
    """One family in the figures. Names nobody; '' is 'not asked', the code `unknown` is 'asked, and not known'.

    Of a case it is a copy, made again whenever the case changed (`Case.registered`); without a case it came out of a
    file. What only may be counted with the family's yes to research is empty without that yes.
    """

    class Research(models.TextChoices):
        """What the family says about research; it takes the yes of each adult who takes part."""

        UNASKED = ""
        YES = "yes"
        NO = "no"

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, null=True, related_name="registration")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    referred_on = models.DateField()
    research = models.CharField(max_length=3, choices=Research, default=Research.UNASKED, blank=True)
    research_until = models.DateField(null=True)  # the first end of those yeses; none in a file
    referrer = models.CharField(max_length=40, blank=True)  # a discipline as it counts, or `parent`
    is_new_referrer = models.BooleanField(null=True)  # whether who referred had never done so before
    composition = models.CharField(max_length=30, blank=True)
    local_composition = models.ForeignKey(
        "LocalValue", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    age_mother = models.CharField(max_length=10, blank=True)  # a band, on the day of the referral
    age_partner = models.CharField(max_length=10, blank=True)
    work_mother = models.CharField(max_length=30, blank=True)
    work_partner = models.CharField(max_length=30, blank=True)
    education_mother = models.CharField(max_length=30, blank=True)
    education_partner = models.CharField(max_length=30, blank=True)
    outcome = models.CharField(max_length=30, blank=True)  # how it ended
    local_outcome = models.ForeignKey(
        "LocalValue", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    change = models.CharField(max_length=30, blank=True)  # what the family said when it looked back the last time
    several = models.CharField(max_length=3, blank=True)  # to what it has `items`: n(eed), p(articipant), s(upport)
    conference_on = models.DateField(null=True)
    support_on = models.DateField(null=True)
    evaluated_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    list_version = models.CharField(max_length=10)
    row_hash = models.CharField(max_length=64, unique=True, null=True)  # of the row in its file: twice adds nothing
    imported_at = models.DateTimeField(null=True)
    imported_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # nobody: the operator
    import_code = models.CharField(max_length=12, blank=True)  # the same for all rows that came in together

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(research__in=["", "yes", "no"]), name="registration_research_is_known"),
            models.CheckConstraint(
                condition=Q(research="yes")
                | Q(
                    **dict.fromkeys(
                        ("composition", *(f"{name}_{who}" for name in OF_ADULTS for who in ("mother", "partner"))), ""
                    )
                ),
                name="registration_background_needs_a_yes",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(row_hash__isnull=False), name="registration_has_a_source"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"local_{name}__isnull": True}) | ~Q(**{name: ""}),
                    name=f"registration_own_{name}_counts_as_something",
                )
                for name in ("composition", "outcome")
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": F("referred_on")}),
                    name=f"registration_{name}_in_order",
                )
                for name in ("conference_on", "support_on", "evaluated_on", "closed_on")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["referred_on", "municipality"], name="registration_of_year"),
            models.Index(fields=["import_code"], condition=~Q(import_code=""), name="registration_of_import"),
        ]

    def __str__(self) -> str:
        return self.code


class Registered(models.Model):
    """One of several answers of a registration: a need, who took part, the support that was used."""

    class Kind(models.TextChoices):
        """Which list it is from."""

        NEED = "need"
        PARTICIPANT = "participant"
        SUPPORT = "support"

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="items", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=40)  # of the base list: what is counted
    local = models.CharField(max_length=40, blank=True)  # of the local addition that stands for it

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "kind", "code", "local"], name="registered_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class LocalValue(models.Model):
    """A value that a municipality added to a list of the registration; it counts as a value of the base list."""

    list = models.CharField(max_length=30)
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=80)
    counts_as = models.CharField(max_length=40)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "list", "code"], name="local_value_once")
        ]

    def __str__(self) -> str:
        return self.code
