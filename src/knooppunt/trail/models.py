"""The two tables of the trail: lines, and the seals over them.

The fields are those of NEN 7513 (standards.md 2.1). A line holds codes and keys only; the database refuses other
signs, so a name with an accent, a sentence or a citizen number with spaces does not fit. Triggers in migration
0001 refuse UPDATE, DELETE and TRUNCATE.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Q

# \Z and not $: in Python `$` also matches before a last newline. Both engines know \Z.
CODES = r"^[A-Z0-9 -]*\Z"
DETAIL = r"^[a-z0-9_.: -]{0,80}\Z"


class TrailLine(models.Model):
    """One act by one person: what, when, by whom, in which role, about whom, with which consent."""

    class Outcome(models.TextChoices):
        """How the act ended; the values are what the log of NEN 7513 calls the outcome."""

        DONE = "done"
        REFUSED = "refused"
        VIEWED = "viewed"

    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    actor_code = models.CharField(max_length=40, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_organisation = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=40, blank=True)
    assurance = models.CharField(max_length=12)
    on_behalf_of = models.CharField(max_length=40, blank=True)
    case_code = models.CharField(max_length=20, blank=True)
    about = models.TextField(blank=True, default="")
    outcome = models.CharField(max_length=10, choices=Outcome)
    consents = models.TextField(blank=True, default="")
    detail = models.CharField(max_length=80, blank=True)
    trace = models.CharField(max_length=32)

    class Meta:
        """Read per case and per actor, in the order of writing."""

        indexes = (
            models.Index(fields=["case_code", "id"], name="trail_line_case"),
            models.Index(fields=["actor_code", "id"], name="trail_line_actor"),
        )
        constraints = (
            CheckConstraint(condition=Q(detail__regex=DETAIL), name="trail_line_detail_is_a_code"),
            CheckConstraint(condition=Q(about__regex=CODES), name="trail_line_about_is_codes"),
            CheckConstraint(condition=Q(case_code__regex=CODES), name="trail_line_case_is_a_code"),
            CheckConstraint(condition=Q(outcome__in=["done", "refused", "viewed"]), name="trail_line_outcome_is_known"),
        )


class Seal(models.Model):
    """A digest over the lines `first_id` to `last_id` and over the seal before it."""

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    lines = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    # Unique, so that two sealers at the same moment cannot make the chain fork.
    previous_digest = models.CharField(max_length=64, blank=True, unique=True)
    sealed_at = models.DateTimeField()

    class Meta:
        """A seal covers at least one line."""

        constraints = (
            CheckConstraint(condition=Q(last_id__gte=F("first_id")) & Q(lines__gte=1), name="trail_seal_covers_lines"),
        )
