"""A case at a hub, its steps, the circle around the family, and what is written down about it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from knooppunt.foundation import clock
from knooppunt.foundation.codes import new_code
from knooppunt.people.models import Discipline, Hub, Organisation, Person

from ..clocks import Level
from ..process import OPEN, State
from .family import Family, Parent

STATES = [(state.value, state.value) for state in State]
OPEN_STATES = sorted({*OPEN, State.STOPPING})


class Case(models.Model):
    """Where a family stands in the process. `is_open` and `due_on` serve the worklist; the door keeps them true."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    family = models.OneToOneField(Family, on_delete=models.PROTECT, related_name="case")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=STATES)
    since_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)
    due_on = models.DateField(null=True)
    due_what = models.CharField(max_length=30, blank=True)
    version = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    contacted_on = models.DateField(null=True)
    arranged_on = models.DateField(null=True)
    evaluation_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    local_outcome = models.ForeignKey(
        "LocalValue", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    paused_until = models.DateField(null=True)  # the clocks stand still, with a reason
    why_paused = models.CharField(max_length=200, blank=True)
    checklist = models.JSONField(default=dict)  # item code -> date on which it was ticked
    registered = models.BooleanField(default=False)  # whether the figures know it as it is now; the door says no
    own_outcome: str | None = None  # what the municipality calls it
    desk: str | None = None  # what who asks is at this hub today; these seven where `asking` asked for them
    told: bool = True
    came_back: bool = True
    looked_back: bool = True
    pictured: bool = True
    asks_dates: bool = True
    reminded: bool = True

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="case_state_is_known"),
            models.CheckConstraint(
                condition=Q(is_open=True, state__in=OPEN_STATES) | (Q(is_open=False) & ~Q(state__in=OPEN_STATES)),
                name="case_is_open_as_its_state",
            ),
            models.CheckConstraint(condition=~Q(state="closed") | ~Q(outcome=""), name="case_closes_with_an_outcome"),
            models.CheckConstraint(
                condition=Q(local_outcome__isnull=True) | ~Q(outcome=""), name="case_own_outcome_counts_as_something"
            ),
            models.CheckConstraint(
                condition=Q(paused_until__isnull=True) | ~Q(why_paused=""), name="case_pauses_with_a_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["hub", "due_on", "id"], condition=Q(is_open=True), name="case_worklist"),
            models.Index(F("hub"), F("closed_at").desc(), condition=Q(is_open=False), name="case_ended"),
            models.Index(fields=["id"], condition=Q(registered=False), name="case_to_register"),
        ]

    def __str__(self) -> str:
        return self.code


class Step(models.Model):
    """One move of a case: which act, from where to where, by whom, why (R-STM-02). Never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps", db_index=False)
    act = models.CharField(max_length=30)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, choices=STATES)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=16)
    reason = models.CharField(max_length=30, blank=True)  # a code from forms/lists.toml
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="step_of_case")]

    def __str__(self) -> str:
        return f"{self.act} {self.to_state}"


class Participation(models.Model):
    """Somebody in the circle around the family: why, from when until when, and how far the asking has come."""

    class Reason(models.TextChoices):
        """The two reasons for a place at the table (domain.md 1.1), and the standing place of youth health care."""

        INVOLVED = "involved"
        EXPERTISE = "expertise"
        ALWAYS = "always"

    class Access(models.TextChoices):
        """Known to be around; asked; said yes; said no."""

        CIRCLE = "circle"
        INVITED = "invited"
        JOINED = "joined"
        DECLINED = "declined"

    class Lead(models.TextChoices):
        """Whether this is the lead professional: asked to be, or accepted."""

        NO = ""
        ASKED = "asked"
        LEAD = "lead"

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="circle")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    discipline = models.ForeignKey(Discipline, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=10, choices=Reason)
    why = models.CharField(max_length=200, blank=True)
    family_agrees = models.BooleanField(null=True)
    access = models.CharField(max_length=10, choices=Access, default=Access.CIRCLE)
    lead = models.CharField(max_length=6, choices=Lead, default=Lead.NO, blank=True)
    lead_asked_on = models.DateField(null=True)
    invited_on = models.DateField(null=True)
    started_on = models.DateField(default=clock.today)
    ended_on = models.DateField(null=True)
    own_answer: bool | None = None  # of the parent who reads, where it was asked for
    asks_dates: bool = False  # and whether it waits for this place to say when it suits

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(ended_on__isnull=True), name="once_in_the_circle"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_on__isnull=True, lead="lead"), name="one_lead_per_case"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="circle_in_order"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "case"], condition=Q(ended_on__isnull=True), name="circle_of_person"),
            models.Index(fields=["person", "ended_on"], name="places_of_person"),
        ]

    def __str__(self) -> str:
        return self.code


class Entry(models.Model):
    """Something written down about the family: a need, what goes well, a note, one of the three points, a decision.

    What the referrer saw (`from_referral`) stays as it was; the picture at the table is written beside it.
    """

    class Kind(models.TextChoices):
        """What was written down."""

        NEED = "need"
        REASON = "reason"
        STRENGTH = "strength"
        WISH = "wish"
        INVOLVED = "involved"
        POINT = "point"
        DECISION = "decision"
        NOTE = "note"
        ADVICE = "advice"
        CLOSING = "closing"

    class VisibleTo(models.TextChoices):
        """Who may read it: the table with the family, the professionals, coordinator and lead, or its writer alone."""

        TABLE = "table"
        PROFESSIONALS = "professionals"
        LEADING = "leading"
        WRITER = "writer"

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    what = models.CharField(max_length=30, blank=True)  # the code of a need
    local = models.ForeignKey("LocalValue", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    text = models.TextField(blank=True)  # of a need: what the municipality calls it
    about = models.ForeignKey(Parent, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    data_class = models.CharField(max_length=12, default="general")
    visible_to = models.CharField(max_length=14, choices=VisibleTo, default=VisibleTo.TABLE)
    hidden_from = models.ForeignKey(Parent, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    from_referral = models.BooleanField(default=False)
    conference = models.ForeignKey("Conference", on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=16)
    on_behalf_of = models.ForeignKey(Parent, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="entry_of_case")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text="") | ~Q(what=""), name="entry_says_something")
        ]

    def __str__(self) -> str:
        return self.code


class Safety(models.Model):
    """The Veilig Thuis route, outside the consent flow: the ground, who was consulted, and the five weighing questions.

    Never shown to the family, never in a mail (R-LAW-09, domain.md 2.2).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="safety")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    ground = models.CharField(max_length=20)
    consulted = models.CharField(max_length=20)
    interest = models.TextField()
    other_way = models.TextField()
    why_no_consent = models.TextField()
    outweighs = models.TextField()
    to_whom_what = models.TextField()

    def __str__(self) -> str:
        return f"{self.ground}"


class Reminder(models.Model):
    """Somebody was reminded of something that waits, once per step up: who does it, the deputy, the project leader."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    what = models.CharField(max_length=30)  # a code of `clocks`
    which = models.CharField(max_length=12, blank=True)  # the code of an action, a message, an adult, a question
    due_on = models.DateField()
    level = models.PositiveSmallIntegerField(choices=[(int(level), level.name) for level in Level])
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "what", "which", "due_on", "level"], name="reminded_once"),
            models.UniqueConstraint(
                fields=["what", "which", "due_on", "level"],
                condition=Q(case__isnull=True),
                name="reminded_once_apart_from_a_case",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["level", "-id"], name="reminded_so_high")]

    def __str__(self) -> str:
        return f"{self.what} {self.level}"
