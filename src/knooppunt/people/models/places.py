"""Municipalities, subregions with dated membership, and the hubs (Knooppunten) that serve them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.foundation.prepared import DAY, TEXT, Prepared


def standing(on: date, prefix: str = "") -> Q:
    """Give the condition that a dated row stands on that day; `prefix` is the path to the row, such as 'areas__'."""
    open_ended = Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gte": on})
    return Q(**{f"{prefix}from_on__lte": on}) & open_ended


def in_order(name: str) -> models.CheckConstraint:
    """Give the constraint that a period does not end before it starts; both days count."""
    return models.CheckConstraint(condition=Q(until_on__isnull=True) | Q(from_on__lte=F("until_on")), name=name)


class Municipality(models.Model):
    """A gemeente under its CBS code, such as GM0928."""

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        verbose_name = _("gemeente")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__startswith="GM"), name="municipality_has_a_cbs_code")
        ]

    def __str__(self) -> str:
        return self.name


class Grouping(models.TextChoices):
    """Why municipalities are taken together: for the project leaders of the KKS, or as the region is governed."""

    KKS = "kks", _("projectleiding Knooppunt Kansrijke Start")
    REGION = "region", _("bestuurlijke regio")


class Subregion(models.Model):
    """A part of the region under one name in one grouping; which municipalities belong to it is dated."""

    code = models.SlugField(max_length=40, primary_key=True)
    name = models.CharField(max_length=80)
    grouping = models.CharField(max_length=10, choices=Grouping)

    class Meta:
        verbose_name = _("subregio")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "grouping"], name="subregion_once_per_grouping"),
            models.CheckConstraint(condition=Q(grouping__in=Grouping.values), name="subregion_grouping_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class SubregionMembership(models.Model):
    """From when until when a municipality belongs to a subregion; one place at a time per grouping."""

    subregion = models.ForeignKey(Subregion, on_delete=models.PROTECT, related_name="memberships")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="memberships")
    grouping = models.CharField(max_length=10, choices=Grouping)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            in_order("membership_in_order"),
            models.CheckConstraint(condition=Q(grouping__in=Grouping.values), name="membership_grouping_is_known"),
            models.UniqueConstraint(fields=["municipality", "grouping", "from_on"], name="membership_starts_once"),
            models.UniqueConstraint(
                fields=["municipality", "grouping"],
                condition=Q(until_on__isnull=True),
                name="membership_open_once_per_grouping",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.subregion_id} {self.from_on}"


class Hub(models.Model):
    """A Knooppunt Kansrijke Start: the table where a family, its coordinator and the professionals meet.

    The terms are settings of the hub: working days, except the weeks until the evaluation with the family, and the days
    of the calendar before a consent ends, before a second birthday and until an account is looked at again.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="hubs"
    )
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    hours = models.CharField(max_length=120, blank=True)  # when somebody answers, in Dutch, as people say it
    first_contact_days = models.PositiveSmallIntegerField(_("werkdagen tot het eerste contact"), default=2)
    answer_days = models.PositiveSmallIntegerField(_("werkdagen tot antwoord op een vraag om advies"), default=2)
    conference_days = models.PositiveSmallIntegerField(_("werkdagen tot het overleg"), default=15)
    evaluation_weeks_min = models.PositiveSmallIntegerField(_("weken tot de evaluatie, minstens"), default=6)
    evaluation_weeks_max = models.PositiveSmallIntegerField(_("weken tot de evaluatie, hoogstens"), default=12)
    accept_days = models.PositiveSmallIntegerField(_("werkdagen tot een besluit over de aanmelding"), default=5)
    conclude_days = models.PositiveSmallIntegerField(_("werkdagen om een overleg af te ronden"), default=2)
    lead_answer_days = models.PositiveSmallIntegerField(
        _("werkdagen tot antwoord van wie het wil begeleiden"), default=2
    )
    decide_days = models.PositiveSmallIntegerField(_("werkdagen tot een besluit na de evaluatie"), default=5)
    message_days = models.PositiveSmallIntegerField(_("werkdagen tot antwoord op een bericht"), default=2)
    invitation_days = models.PositiveSmallIntegerField(
        _("werkdagen tot antwoord op een uitnodiging of een datumvoorstel"), default=3
    )
    confirm_stop_days = models.PositiveSmallIntegerField(_("werkdagen om te bevestigen dat een gezin stopt"), default=1)
    consent_days = models.PositiveSmallIntegerField(_("dagen voor het einde van een toestemming"), default=30)
    second_birthday_days = models.PositiveSmallIntegerField(_("dagen voor de tweede verjaardag"), default=61)
    review_days = models.PositiveSmallIntegerField(_("dagen tot een account opnieuw wordt bekeken"), default=365)
    remind_days = models.PositiveSmallIntegerField(_("werkdagen vooraf een herinnering"), default=1)
    deputy_days = models.PositiveSmallIntegerField(_("werkdagen te laat: ook de vervanger hoort het"), default=2)
    leader_days = models.PositiveSmallIntegerField(_("werkdagen te laat: ook de projectleider hoort het"), default=5)
    letters_without_link = models.BooleanField(_("berichten aan gezinnen zonder webadres"), default=False)
    lead_title_nl = models.CharField(max_length=40, default="casusregisseur")
    lead_title_en = models.CharField(max_length=40, default="lead professional")

    class Meta:
        verbose_name = _("knooppunt")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(evaluation_weeks_min__gte=1, evaluation_weeks_min__lte=F("evaluation_weeks_max")),
                name="hub_evaluation_weeks_in_order",
            ),
            models.CheckConstraint(
                condition=Q(
                    first_contact_days__gte=1,
                    answer_days__gte=1,
                    conference_days__gte=1,
                    accept_days__gte=1,
                    conclude_days__gte=1,
                    lead_answer_days__gte=1,
                    decide_days__gte=1,
                    message_days__gte=1,
                    invitation_days__gte=1,
                    confirm_stop_days__gte=1,
                    consent_days__gte=1,
                    second_birthday_days__gte=1,
                    review_days__gte=1,
                ),
                name="hub_terms_are_at_least_a_day",
            ),
            # At least yearly (R-SEC-04).
            models.CheckConstraint(condition=Q(review_days__lte=365), name="hub_looks_at_accounts_each_year"),
        ]

    def __str__(self) -> str:
        return self.name

    def lead_title(self, language: str) -> str:
        """Give the word that this hub uses for the lead professional ('casusregisseur' unless it chose another)."""
        if language == "en":
            return self.lead_title_en
        with translation.override(language):
            return gettext(self.lead_title_nl)

    @classmethod
    def serving(cls, municipality_code: str, on: date) -> Hub | None:
        """Give the hub that serves this municipality on that day, or None when there is none."""
        return next((area.hub for area in _SERVING(municipality_code, on)), None)


class HubArea(models.Model):
    """From when until when a hub serves a municipality; a hub may serve several, a municipality has one at a time."""

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="areas")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="hub_areas")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            in_order("hub_area_in_order"),
            models.UniqueConstraint(fields=["municipality", "from_on"], name="hub_area_starts_once"),
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(until_on__isnull=True), name="hub_area_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hub_id} {self.municipality_id} {self.from_on}"


_SERVING: Prepared[HubArea] = Prepared(
    lambda municipality, day: (
        HubArea.objects.filter(standing(day), municipality=municipality).select_related("hub").order_by("-from_on")
    ),
    TEXT,
    DAY,
)
