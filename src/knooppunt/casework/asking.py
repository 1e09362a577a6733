"""What is asked of the tables on every page of a case, prepared: the SQL of each question is worked out once.

These give rows and nothing is judged here; only `doors`, `assembling` and `reading` ask them, behind the guard.
"""

from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Length, Lower, Replace, Right

from knooppunt.foundation.prepared import DAY, NUMBER, TEXT, Prepared, ahead
from knooppunt.letters.post import came_back
from knooppunt.people.roles import desk

from .models import (
    AgendaItem,
    Case,
    Conference,
    Consent,
    DateAnswer,
    DateOption,
    DateProposal,
    Entry,
    Evaluation,
    Goal,
    HealthDimension,
    HealthPicture,
    Message,
    OwnEvaluation,
    Parent,
    Participation,
    PlanVersion,
    Registration,
    Reminder,
    Scan,
    SeatAnswer,
    Step,
)


def _case(code: str, person: int, day: date) -> QuerySet[Case]:
    """Give a case, with what this person is at its hub on that day, and which questions about it have an answer."""
    beside: dict[str, Any] = {  # the names are attributes of Case
        "desk": desk(person, day),
        "told": Exists(Message.objects.filter(case=OuterRef("pk"))),
        "looked_back": Exists(OwnEvaluation.objects.filter(case=OuterRef("pk"))),
        "pictured": Exists(HealthDimension.objects.filter(picture__case=OuterRef("pk"), shared=True)),
        "reminded": Exists(Reminder.objects.filter(case=OuterRef("pk"))),
        "asks_dates": Exists(DateProposal.objects.filter(case=OuterRef("pk"), ended_at=None)),
        "came_back": Exists(mail_of_a_case()),
        "own_outcome": F("local_outcome__label"),
    }
    around = Case.objects.select_related("family__municipality", "hub", "referral__referrer")
    return around.filter(code=code).annotate(**beside)


def mail_of_a_case() -> QuerySet[Any]:
    """Give the mail that came back from an address of somebody in or around the case outside."""
    here = OuterRef(OuterRef("pk"))
    parents = Parent.objects.filter(family__case=here)
    # A number stands as somebody typed it where there is no page of her own: its last digits say enough to look closer.
    texted = parents.filter(contact_by=Parent.ContactBy.TEXT).exclude(person__entrance__address__gt="")
    number: Any = F("phone")
    for sign in " -().\N{NO-BREAK SPACE}":
        number = Replace(number, Value(sign))
    return (
        came_back()
        .annotate(tail=Right("to", 8))
        .filter(
            Q(to__in=Participation.objects.filter(case=here, ended_on=None).values("person__email"))
            | Q(to__in=parents.values(one=Lower("email")))
            | Q(to__in=parents.values("person__entrance__address"))
            | Q(to__startswith="+", tail__in=texted.values(one=Right(number, 8)))
            | Q(to=OuterRef("referral__referrer__email"))
        )
    )


_LATER = HealthPicture.objects.filter(subject=OuterRef("picture__subject"), id__gt=OuterRef("picture_id"))

CASE: Prepared[Case] = Prepared(_case, TEXT, NUMBER, DAY)
# The same, held until the transaction ends.
CASE_TO_CHANGE: Prepared[Case] = Prepared(
    lambda code, person, day: _case(code, person, day).select_for_update(of=("self",)), TEXT, NUMBER, DAY
)
CONSENTS: Prepared[Consent] = Prepared(
    lambda family: Consent.objects.filter(subject__family=family).select_related("subject").order_by("id"), NUMBER
)
_OWN_ANSWER = SeatAnswer.objects.filter(participation=OuterRef("pk"))
# The circle of a case, each place with the answer that this person gave as a parent.
CIRCLE: Prepared[Participation] = Prepared(
    lambda case, person: (
        Participation.objects.filter(case=case)
        .annotate(**{"own_answer": Subquery(_OWN_ANSWER.filter(parent__person=person).values("agrees")[:1])})
        .select_related("person", "organisation", "discipline")
        .order_by("id")
    ),
    NUMBER,
    NUMBER - 1,
)
ENTRIES: Prepared[dict[str, Any]] = Prepared(
    lambda case: Entry.objects.filter(case=case).order_by("id").values(
        "code", "kind", "what", "text", "about_id", "data_class", "visible_to", "hidden_from_id", "from_referral",
        "by_id", "by__name", "role", "at", "conference__code",
    ),
    NUMBER,
)  # fmt: skip
STEPS: Prepared[tuple[Any, ...]] = Prepared(
    lambda case: Step.objects.filter(case=case).order_by("id").values_list(
        "act", "from_state", "to_state", "at", "by__name", "role", "reason"
    ),
    NUMBER,
)  # fmt: skip
CONFERENCES: Prepared[dict[str, Any]] = Prepared(
    lambda case: Conference.objects.filter(case=case).order_by("number", "invitations__id").values(
        "code", "number", "state", "starts_at", "place", "interpreter", "why_called_off", "why_no_parents",
        "concluded_at", "notes", "version", "minutes", "opened_at", "why_reopened",
        "invitations__participation", "invitations__parent",
        "invitations__answer", "invitations__was_there",
    ),
    NUMBER,
)  # fmt: skip
# The moments of the open proposal, with what was said about each.
DATES: Prepared[dict[str, Any]] = Prepared(
    lambda case: DateOption.objects.filter(proposal__case=case, proposal__ended_at=None).order_by(
        "starts_at", "id", "answers__id"
    ).values(
        "code", "starts_at", "proposal__code", "proposal__minutes", "proposal__place", "proposal__interpreter",
        "proposal__proposed_at", "answers__participation", "answers__parent", "answers__can",
    ),
    NUMBER,
)  # fmt: skip
GOALS: Prepared[dict[str, Any]] = Prepared(
    lambda case: Goal.objects.filter(case=case).order_by("id", "actions__due_on", "actions__id").values(
        "code", "words", "moment", "because", "version", "about_id", "wish__code", "actions__code", "actions__what",
        "actions__parent", "actions__participation", "actions__network", "actions__due_on", "actions__status",
        "actions__support", "actions__local__code", "actions__local__label", "actions__report", "actions__version",
    ),
    NUMBER,
)  # fmt: skip
_WRITTEN = PlanVersion.objects.filter(case=OuterRef("conference__case")).order_by("-number").values("at")[:1]
# What stands on the agendas of a case, in order, and when its plan was written last.
AGENDA: Prepared[dict[str, Any]] = Prepared(
    lambda case: (
        AgendaItem.objects.filter(conference__case=case)
        .annotate(planned_at=Subquery(_WRITTEN))
        .order_by("conference__number", "position", "id").values(
            "code", "kind", "what", "title", "point__code", "minutes", "state", "version", "conference__code",
            "planned_at",
        )
    ),
    NUMBER,
)  # fmt: skip
EVALUATIONS: Prepared[tuple[Any, ...]] = Prepared(
    lambda case: Evaluation.objects.filter(case=case).order_by("number").values_list(
        "number", "held_on", "with_family", "need_met", "change", "words", "outcomes__action__code", "outcomes__came"
    ),
    NUMBER,
)  # fmt: skip
OF_HEALTH = (
    "picture__code", "picture__subject", "picture__at", "picture__role", "dimension", "words", "mark", "to_talk",
    "shared",
)  # fmt: skip
# What parents share with the table: of the newest picture of each, so that an older yes opens nothing.
SHARED_HEALTH: Prepared[dict[str, Any]] = Prepared(
    lambda case: (
        HealthDimension.objects.filter(picture__case=case, shared=True)
        .exclude(Exists(_LATER)).order_by("picture__subject_id").values(*OF_HEALTH)
    ),
    NUMBER,
)  # fmt: skip
MESSAGES: Prepared[dict[str, Any]] = Prepared(
    lambda case: Message.objects.filter(case=case).order_by("id").values(
        "code", "parent_id", "kind", "to", "discipline_id", "text", "at", "by__name", "role", "answer_by", "granted",
        "answer", "answered_at", "answered_by__name", "answered_as",
    ),
    NUMBER,
)  # fmt: skip
OWN_EVALUATIONS: Prepared[dict[str, Any]] = Prepared(
    lambda case: OwnEvaluation.objects.filter(case=case).order_by("round", "parent_id").values(
        "parent_id", "round", "need_met", "change", "words", "came", "at"
    ),
    NUMBER,
)  # fmt: skip
# What is kept about one parent alone.
OWN_NAMES: Prepared[tuple[Any, ...]] = Prepared(
    lambda me: Consent.objects.filter(subject=me).values_list("pk", "asked_by__name", "organisation__name"), NUMBER
)
OWN_DATES: Prepared[tuple[Any, ...]] = Prepared(
    lambda me: DateAnswer.objects.filter(parent=me).order_by("option__starts_at", "id").values_list(
        "option__starts_at", "can", "at"
    ),
    NUMBER,
)  # fmt: skip
OWN_SCANS: Prepared[tuple[Any, ...]] = Prepared(
    lambda me: Scan.objects.filter(parent=me).order_by("id").values_list("kind", "media_type", "at", Length("content")),
    NUMBER,
)
OWN_HEALTH: Prepared[dict[str, Any]] = Prepared(
    lambda me: HealthDimension.objects.filter(picture__subject=me).order_by("-picture_id").values(*OF_HEALTH), NUMBER
)
REGISTRATION: Prepared[Registration] = Prepared(lambda case: Registration.objects.filter(case=case), NUMBER)
OF_A_CASE = (CONFERENCES, ENTRIES, GOALS, EVALUATIONS, OWN_EVALUATIONS, MESSAGES, STEPS, REGISTRATION)
OF_A_PARENT = (OWN_NAMES, OWN_DATES, OWN_SCANS, OWN_HEALTH)


def everything(case: int, parent: int) -> AbstractContextManager[None]:
    """Ask all that is kept about a parent by one statement; within the block it is known."""
    return ahead(*((one, (case,)) for one in OF_A_CASE), *((one, (parent,)) for one in OF_A_PARENT))


# Whether nothing was done in a case since it had this version.
UNCHANGED: Prepared[bool] = Prepared(
    lambda code, version: Case.objects.filter(code=code, version=version).values_list("is_open", flat=True),
    TEXT,
    -NUMBER,  # no version is below zero, and Django knows that
)
