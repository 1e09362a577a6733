"""What is forgotten when: real deletion, a dry run first, and a line in the trail that leads to nobody.

The KKS record is a copy for coordination; long statutory terms belong to the source files (domain.md 2.3). The terms
are short by default and stand here until a privacy officer confirms or changes them ("te bevestigen door FG").
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from knooppunt.foundation import clock, guard
from knooppunt.people.actor import SYSTEM
from knooppunt.people.models import Attempt, CheckedAddress, EmailCode, Person
from knooppunt.trail.record import record

from .models import (
    Action,
    AdviceRequest,
    Case,
    Consent,
    Draft,
    Invitation,
    Outcome,
    Parent,
    Participation,
    Referral,
    Registration,
    Reminder,
)

AT_ONCE = 500
CASES_A_NIGHT = 50  # a region of sixteen Knooppunten ends a handful a day


@dataclass(frozen=True)
class Term:
    """How long something is kept after which moment, and on what ground."""

    name: str
    keeps: timedelta
    after: str
    basis: str


DRAFT = Term("draft", timedelta(0), "seven days after the last change", "consent of the parents to refer; not sent")
ADVICE = Term("advice", timedelta(days=91), "the question was asked", "no personal data; R-RET-03")
NOT_TAKEN_UP = Term("not_taken_up", timedelta(days=91), "the case ended", "consent; declined, stopped or sent in error")
CASE = Term("case", timedelta(days=2 * 365), "the case was closed", "public task of the municipality; R-RET-02")
CODE = Term("code", timedelta(days=1), "a one-time code ended", "hashes only; proof that an address is hers")
VISITOR = Term(
    "visitor", timedelta(days=365), "the address was last checked", "who referred or asked without an account"
)
FROM_FILE = Term("from_file", timedelta(days=5 * 365), "the file was taken in", "research, with the yes of the family")
LIST = Term("list", timedelta.max, "a project leader takes it away", "words of a municipality, about nobody")
COUNTS = Term("counts", timedelta.max, "never", "numbers that lead to nobody")

# Every column in which somebody's words, name, date or choice stands -> its term. A test fails for a column without.
PERSONAL: dict[str, Term] = {
    **dict.fromkeys(("family.due_on", "family.born_on"), CASE),
    **dict.fromkeys(
        (
            "parent.kind", "parent.name", "parent.born_on", "parent.phone", "parent.email", "parent.address",
            "parent.secret_address", "parent.contact_by", "parent.contact_note", "parent.language",
            "parent.interpreter", "parent.represented_by", "parent.authority", "parent.authority_source",
            "parent.authority_on", "parent.one_yes_because",
            "parent.match_key",
        ),
        CASE,
    ),
    **dict.fromkeys(
        (
            "consent.purpose", "consent.decision", "consent.data_class", "consent.at", "consent.ends_on",
            "consent.capacity", "consent.given_by", "consent.method", "consent.witness", "consent.language",
            "consent.interpreter", "consent.wording_version", "consent.wording_hash",
        ),
        CASE,
    ),
    **dict.fromkeys(
        (
            "case.registered", "case.state", "case.since_at", "case.is_open", "case.due_on", "case.due_what",
            "case.received_at",
            "case.contacted_on", "case.arranged_on", "case.evaluation_on", "case.closed_at", "case.outcome",
            "case.checklist", "case.paused_until", "case.why_paused",
            "step.act", "step.from_state", "step.to_state", "step.at", "step.role", "step.reason",
            "participation.reason", "participation.why", "participation.family_agrees", "participation.access",
            "participation.lead", "participation.lead_asked_on", "participation.invited_on",
            "participation.started_on", "participation.ended_on",
            "entry.kind", "entry.what", "entry.text", "entry.data_class", "entry.visible_to", "entry.from_referral",
            "entry.role", "entry.at", "safety.at", "safety.ground", "safety.consulted", "safety.interest",
            "safety.other_way", "safety.why_no_consent", "safety.outweighs", "safety.to_whom_what",
            "referral.origin", "referral.organisation_name", "referral.signalled_through", "referral.sent_at",
            "referral.form_version", "conference.state", "conference.starts_at", "conference.place",
            "conference.interpreter", "conference.why_called_off", "conference.why_no_parents",
            "conference.concluded_at", "conference.notes", "conference.minutes", "conference.opened_at",
            "conference.why_reopened", "agendaitem.kind", "agendaitem.position", "agendaitem.what", "agendaitem.title",
            "agendaitem.minutes", "agendaitem.state", "dateproposal.minutes", "dateproposal.place",
            "dateproposal.interpreter", "dateproposal.proposed_at", "dateproposal.ended_at", "dateoption.starts_at",
            "dateanswer.can", "dateanswer.role", "dateanswer.at", "answerlink.secret_hash", "answerlink.ends_at",
            "invitation.uid", "invitation.sequence", "invitation.sent_to", "reminder.what", "reminder.which",
            "reminder.due_on", "reminder.level", "reminder.at",
            "invitation.answer", "invitation.was_there", "goal.words",
            "goal.moment", "goal.because", "action.what", "action.network", "action.due_on", "action.status",
            "action.support", "action.report", "action.reported_at", "planversion.at", "planversion.content",
            "evaluation.held_on", "evaluation.with_family", "evaluation.why_without", "evaluation.need_met",
            "evaluation.change", "evaluation.words", "outcome.came",
            "healthpicture.at", "healthpicture.role", "healthdimension.dimension", "healthdimension.words",
            "healthdimension.mark", "healthdimension.to_talk", "healthdimension.shared",
            "message.kind", "message.to", "message.text", "message.at", "message.role", "message.answer_by",
            "message.granted", "message.answer", "message.answered_at", "message.answered_as",
            "seatanswer.agrees", "seatanswer.at", "ownevaluation.round", "ownevaluation.need_met",
            "ownevaluation.change", "ownevaluation.words", "ownevaluation.came", "ownevaluation.at",
            "scan.kind", "scan.media_type", "scan.content", "scan.at",
            "registration.referred_on", "registration.research", "registration.research_until",
            "registration.referrer", "registration.is_new_referrer", "registration.composition",
            "registration.age_mother", "registration.age_partner",
            "registration.work_mother", "registration.work_partner", "registration.education_mother",
            "registration.education_partner", "registration.outcome", "registration.change",
            "registration.several",
            "registration.conference_on", "registration.support_on", "registration.evaluated_on",
            "registration.closed_on", "registration.list_version", "registered.kind", "registered.code",
            "registered.local",
        ),
        CASE,
    ),
    **dict.fromkeys(("draft.answers", "draft.secret_hash", "draft.changed_at", "draft.expires_on"), DRAFT),
    **dict.fromkeys(
        (
            "advicerequest.asker_email", "advicerequest.language", "advicerequest.question", "advicerequest.state",
            "advicerequest.asked_at", "advicerequest.answer_by", "advicerequest.answer", "advicerequest.answered_at",
        ),
        ADVICE,
    ),
    **dict.fromkeys(("registration.row_hash", "registration.imported_at", "registration.import_code"), FROM_FILE),
    **dict.fromkeys(("localvalue.list", "localvalue.code", "localvalue.label", "localvalue.counts_as"), LIST),
    **dict.fromkeys(("tally.what", "tally.municipality", "tally.period", "tally.key"), COUNTS),
}  # fmt: skip


Due = tuple[Term, QuerySet, Callable[[Any], None]]
ELSEWHERE: dict[str, Term] = {}  # the same of rooms above this one
_others: list[Callable[[], Iterable[Due]]] = []


def also(columns: dict[str, Term], due: Callable[[], Iterable[Due]]) -> None:
    """Let a room above this one say how long it keeps what, and have it forgotten in the same round."""
    ELSEWHERE.update(columns)
    _others.append(due)


@dataclass(frozen=True)
class Forgotten:
    """How many of what were forgotten, or would be."""

    term: str
    count: int


def forget(*, really: bool) -> list[Forgotten]:
    """Forget everything whose term has passed; without `really` only count it. One transaction per term."""
    done: list[Forgotten] = []
    for term, rows, remove in _due():
        with guard.inside(), transaction.atomic():
            found = list(rows.order_by("pk")[:AT_ONCE])
            if really:
                for row in found:
                    remove(row)
        done.append(Forgotten(term.name, len(found)))
    return done


class TooMuchAtOnce(RuntimeError):
    """Far more cases would be forgotten than one night brings; a human looks first. The message names no data."""


def forget_tonight() -> None:
    """Forget for real, as the worker does each night: it counts first, and stops when a human should look.

    What is forgotten does not come back, and a computer whose clock stands wrong, or a term that was changed by
    mistake, would wipe a region. Then `knooppunt forget` shows what it is about, and `--really` goes on by hand.
    An installation where the terms are not confirmed yet says so in its settings (FORGET), and nothing goes by itself.
    """
    if not settings.FORGET:
        return
    counted = Counter[str]()
    for one in forget(really=False):
        counted[one.term] += one.count
    if counted[CASE.name] + counted[NOT_TAKEN_UP.name] > CASES_A_NIGHT:
        raise TooMuchAtOnce
    forget(really=True)


def _due() -> Iterator[Due]:
    now = clock.now()
    yield DRAFT, Draft.objects.filter(expires_on__lt=clock.today()), _forget_row
    yield ADVICE, AdviceRequest.objects.filter(asked_at__lt=now - ADVICE.keeps).exclude(state="asked"), _forget_row
    apart = Reminder.objects.filter(case=None, at__lt=now - ADVICE.keeps)  # of a question or an account, by its code
    yield ADVICE, apart, lambda row: row.delete()
    taken_in = Registration.objects.filter(case=None, imported_at__lt=now - FROM_FILE.keeps)
    yield FROM_FILE, taken_in, _forget_row
    ended = Case.objects.filter(is_open=False)
    yield NOT_TAKEN_UP, ended.exclude(state="closed").filter(closed_at__lt=now - NOT_TAKEN_UP.keeps), _forget_case
    yield CASE, ended.filter(state="closed", closed_at__lt=now - CASE.keeps), _forget_case
    yield CODE, EmailCode.objects.filter(expires_at__lt=now - CODE.keeps), lambda row: row.delete()
    yield CODE, Attempt.objects.filter(expires_at__lt=now - CODE.keeps), lambda row: row.delete()
    yield VISITOR, _visitors_gone(now - VISITOR.keeps), _forget_visitor
    for due in _others:
        yield from due()


def _visitors_gone(before: datetime) -> QuerySet:
    """Give the people without account of whom no referral, consent or question is kept any more."""
    checked = CheckedAddress.objects.filter(person=OuterRef("pk"), checked_at__lt=before)
    visitors = Person.objects.filter(Exists(checked), listed=False, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    traces = (
        Referral.objects.filter(referrer=OuterRef("pk")),
        Consent.objects.filter(asked_by=OuterRef("pk")),
        AdviceRequest.objects.filter(asker=OuterRef("pk")),
        Participation.objects.filter(person=OuterRef("pk")),
    )
    return visitors.filter(*(~Exists(rows) for rows in traces), assignments=None)


def _forget_visitor(person: Person) -> None:
    record("forget", actor=SYSTEM, role="system", about=[person.code])
    person.delete()


def _forget_row(row: Any) -> None:
    record("forget", actor=SYSTEM, role="system", case=row.code)
    row.delete()


def _forget_case(case: Case) -> None:
    record("forget", actor=SYSTEM, role="system", case=case.code)
    delete_case(case)


def delete_case(case: Case) -> None:
    """Delete a case and its family, root and branch; the counts stay, the trail keeps a code that leads to nobody."""
    family = case.family
    accounts = list(Parent.objects.filter(family=family).values_list("person_id", flat=True))
    Outcome.objects.filter(evaluation__case=case).delete()
    Action.objects.filter(goal__case=case).delete()
    Invitation.objects.filter(conference__case=case).delete()
    case.delete()
    family.delete()
    delete_accounts(accounts)


def delete_accounts(accounts: Iterable[int | None]) -> None:
    """Delete the accounts of parents who have no place any more."""
    for person in Person.objects.filter(pk__in=[a for a in accounts if a], kind=Person.Kind.PARENT):
        if not Parent.objects.filter(person=person).exists():
            person.delete()
