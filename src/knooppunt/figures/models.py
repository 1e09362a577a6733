"""What was published and said beside it, and what helps to reach families. Nothing here is about one family."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from knooppunt.foundation import clock
from knooppunt.foundation.codes import new_code
from knooppunt.people.models import Discipline, Municipality, Organisation, Person


class Edition(models.Model):
    """A factsheet as it was published: its numbers and words stand as they were, so that it can be remade.

    Only a quote goes out of it, when who said it takes her consent back: those words are kept nowhere any more.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    year = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=200)  # region, subregion:NAME, municipality:GM0928,GM0882 (codes in order)
    number = models.PositiveSmallIntegerField()
    content = models.TextField()  # the factsheet as JSON, byte for byte
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    quote_gone_on = models.DateField(null=True)  # when a quote was last taken out
    withdrawn_on = models.DateField(null=True)  # its number stays taken, and the ledger keeps what it told
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "scope", "number"], name="edition_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_counts_from_one"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_why=""), name="edition_withdrawn_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.scope} {self.number}"


class Moment(models.Model):
    """The numbers of a year per municipality as they were when something of it went out, to go out again later."""

    year = models.PositiveSmallIntegerField(db_index=True)
    at = models.DateTimeField(default=clock.now)
    counts = models.JSONField()

    def __str__(self) -> str:
        return f"{self.year} {self.pk}"


class Released(models.Model):
    """A line of the ledger: which figures of a table left the house, over which municipalities. Never changed.

    `shown` is what every later release has to reckon with: cell -> number; what was hidden stands there as null.
    """

    year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=4000)  # the CBS codes, in order, with commas
    table = models.CharField(max_length=30)
    shown = models.JSONField()
    at = models.DateTimeField(default=clock.now)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    moment = models.ForeignKey(Moment, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["year", "table"], name="released_of_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.table}"


class Passage(models.Model):
    """Words in a factsheet that is being made: an introduction, a milestone, or a quote with the consent for it."""

    class Kind(models.TextChoices):
        """What it is."""

        WORDS = "words"
        MILESTONE = "milestone"
        QUOTE = "quote"

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    year = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=1000)
    said_by = models.CharField(max_length=80, blank=True)  # a function, never a name: 'jeugdconsulent'
    agreed_on = models.DateField(null=True)  # when who is quoted agreed
    agreed_how = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="quote") | (Q(agreed_on__isnull=False) & ~Q(agreed_how="")),
                name="passage_quote_has_consent",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["year", "scope", "position"], name="passage_of_factsheet")]

    def __str__(self) -> str:
        return self.code


class Births(models.Model):
    """How many families might come in a year: births times a share, as a range, with the source of both."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    births = models.PositiveIntegerField()
    births_source = models.CharField(max_length=200)
    share_low = models.DecimalField(max_digits=4, decimal_places=1)  # per cent of births
    share_high = models.DecimalField(max_digits=4, decimal_places=1)
    share_source = models.CharField(max_length=200)
    is_estimate = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "year"], name="births_once_a_year"),
            models.CheckConstraint(
                condition=Q(share_low__gte=0, share_low__lte=F("share_high"), share_high__lte=100),
                name="births_shares_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.year}"


class Outreach(models.Model):
    """A visit or a campaign to make the Knooppunt known: where, to whom, when."""

    class Kind(models.TextChoices):
        """What was done."""

        VISIT = "visit"
        CAMPAIGN = "campaign"

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    discipline = models.ForeignKey(Discipline, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["municipality", "-on"], name="outreach_of_place")]

    def __str__(self) -> str:
        return self.code


class Study(models.Model):
    """A named study that may have data of families who said yes to research; each has pseudonyms of its own."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    name = models.CharField(max_length=120, unique=True)
    purpose = models.CharField(max_length=500)
    approval = models.CharField(max_length=200)  # who allowed it, with the reference of the decision
    researchers: models.ManyToManyField = models.ManyToManyField(Person, related_name="+")
    municipalities: models.ManyToManyField = models.ManyToManyField(Municipality, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(from_on__lte=F("until_on")), name="study_in_order"),
            models.CheckConstraint(condition=~Q(approval=""), name="study_was_allowed"),
        ]

    def __str__(self) -> str:
        return self.code


class Export(models.Model):
    """A line of the ledger of exports: who took which rows of a study, how many families that were, out of how many."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="exports", db_index=False)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateField(null=True)  # referred from the first day of a quarter; none: from the beginning
    until = models.DateField(null=True)  # until the last day of a quarter; none: before that was kept
    areas = models.JSONField(default=dict)  # municipality -> what stood there instead, so that no later file tells more
    referred = models.PositiveIntegerField()
    consented = models.PositiveIntegerField()
    refused = models.PositiveIntegerField(default=0)  # families that said no to research
    sha256 = models.CharField(max_length=64)
    key_check = models.CharField(max_length=16, blank=True)  # tells whether the key is still the one of this export

    class Meta:
        indexes: ClassVar = [models.Index(fields=["study", "-at"], name="export_of_study")]

    def __str__(self) -> str:
        return self.code


class ExportedRow(models.Model):
    """One family in an export, by the pseudonym of that study; marked when the yes was taken back afterwards."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="rows", db_index=False)
    pseudonym = models.CharField(max_length=64)
    withdrawn_on = models.DateField(null=True)
    deleted_on = models.DateField(null=True)  # when who took it said that she deleted this row

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["export", "pseudonym"], name="exported_once"),
            models.CheckConstraint(
                condition=Q(deleted_on__isnull=True) | Q(withdrawn_on__isnull=False), name="exported_deleted_after"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
