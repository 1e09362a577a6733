"""What a family tells those who organise the table, and the answer: messages, rights, somebody wanted, a look back.

Who took her consent back, or was never taken up, keeps her rights: to a message, a statement in the file, a
correction, erasure (AVG art. 15 to 21; WGBO; R-RGT-03). What one parent tells stays between her and who answers.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from knooppunt.foundation import clock
from knooppunt.people.models import Discipline
from knooppunt.people.writing import gets_letters

from . import due
from .doors import Room, act
from .letters import to_hub, to_parent, to_person
from .models import Action, Evaluation, Message, Outcome, OwnEvaluation, Parent, Participation
from .process import Role
from .refusals import Invalid, NotFound, Refused
from .seats import may_know
from .texts import clean

SENT_TWICE = timedelta(hours=1)  # the same words within it are one message: a button was pressed twice
LONGEST = 4000  # signs of a message or an answer
YES_OR_NO = frozenset({Message.Kind.CORRECTION, Message.Kind.ERASURE})  # what is asked is done, or it is not
OF_A_PARENT = frozenset(Message.Kind.values) - {Message.Kind.PERSON}


@act("send_message")
def send_message(room: Room, *, kind: str, text: str, to: str = "coordinator", discipline: str = "") -> str:
    """Tell or ask something as a parent; the coordinator notes it for one who calls (`on_behalf_of`). Gives its code.

    Only a plain message goes to the lead, while there is one who may read it; everything else is for the coordinator.
    Raises Invalid for what cannot be, Refused("not_about_you") when it is nobody's.
    """
    parent = _speaker(room)
    errors = {} if kind in OF_A_PARENT else {"kind": _("Kies waar het over gaat.")}
    lead = lead_who_reads(room, parent.pk) if (to, kind) == (Message.To.LEAD, Message.Kind.MESSAGE) else None
    return _write(room, kind, text, discipline, parent, lead, errors)


@act("ask_for_person")
def ask_for_person(room: Room, *, text: str, discipline: str = "") -> str:
    """Ask for somebody at the table, also of one's own network: a grandmother, a friend. Gives the code."""
    parent = _speaker(room)
    return _write(room, Message.Kind.PERSON, text, discipline, parent)


@act("suggest_person")
def suggest_person(room: Room, *, text: str, discipline: str = "") -> str:
    """Suggest as the referrer whom to invite; the family decides, the coordinator asks. Gives the code."""
    return _write(room, Message.Kind.PERSON, text, discipline, None)


def _speaker(room: Room) -> Parent:
    speaker = room.self_as_parent if room.role is Role.PARENT else room.on_behalf_of
    if speaker is None:
        raise Refused("not_about_you")
    return speaker


def lead_who_reads(room: Room, parent: int | None) -> Participation | None:
    """Give the lead, if this parent shares with her organisation; else what is asked of the lead is the coordinator's.

    A lead without consent may not know that there is a message at all.
    """
    lead = room.lead()
    if lead is None or parent is None:
        return None
    return lead if may_know(room.picture, parent, lead) else None


def _write(
    room: Room, kind: str, text: str, discipline: str, parent: Parent | None, lead: Participation | None = None,
    errors: dict[str, str] | None = None,
) -> str:  # fmt: skip
    errors = dict(errors or {})
    somebody = Discipline.objects.filter(pk=discipline).first() if discipline else None
    if discipline and somebody is None:
        errors["discipline"] = _("Kies uit de lijst.")
    words = text.strip() or (somebody.label("nl") if somebody else "")
    if not words:
        errors["text"] = _("Schrijf wat u wilt zeggen of vragen.")
    clean(errors, "text", words, LONGEST)
    if errors:
        raise Invalid(errors)
    room.about = [parent.code] if parent else []
    room.reason = str(kind)
    same = Message.objects.filter(case=room.case, parent=parent, kind=kind, text=words, answered_at=None)
    if before := same.filter(at__gt=room.now - SENT_TWICE).first():
        return before.code
    row = Message.objects.create(
        case=room.case, parent=parent, kind=kind, to=Message.To.LEAD if lead else Message.To.COORDINATOR,
        discipline=somebody, text=words, at=room.now, by_id=room.actor.person_id, role=room.role_name,
        answer_by=due.answer_by(kind, room.today, room.case.hub.message_days),
    )  # fmt: skip
    _tell_who_answers(room, lead)
    return row.code


def _tell_who_answers(room: Room, lead: Participation | None) -> None:
    if lead is not None and gets_letters(lead.person):
        to_person(room, "message_waits", lead.person)
    elif room.role is not Role.COORDINATOR:
        to_hub(room.case.hub_id, "message_waits")


@act("answer_message")
def answer_message(room: Room, message: str, *, text: str, granted: bool | None = None) -> None:
    """Answer a message as the coordinator; of a correction and an erasure also whether it is done, and why (not).

    Raises NotFound for another's message, Refused("already_answered"), Invalid for what lacks.
    """
    row = _message(room, message)
    if row.to == Message.To.LEAD and lead_who_reads(room, row.parent_id):
        raise NotFound
    _answer(room, row, text, granted)


@act("answer_as_lead")
def answer_as_lead(room: Room, message: str, *, text: str, granted: bool | None = None) -> None:
    """Answer as the lead what a parent asked of the lead, while that parent shares with her organisation."""
    row = _message(room, message)
    if row.to != Message.To.LEAD or lead_who_reads(room, row.parent_id) is None:
        raise NotFound
    _answer(room, row, text, granted)


def _message(room: Room, code: str) -> Message:
    row = Message.objects.filter(case=room.case, code=code).first()
    if row is None:
        raise NotFound
    return row


def _answer(room: Room, row: Message, text: str, granted: bool | None) -> None:
    if row.answered_at is not None:
        raise Refused("already_answered")
    errors: dict[str, str] = {}
    if not text.strip():
        errors["text"] = _("Schrijf een antwoord.")
    if row.kind in YES_OR_NO and granted is None:
        errors["granted"] = _("Kies of dit gebeurt.")
    if row.kind == Message.Kind.ERASURE and granted:
        raise Refused("erase_first")  # a yes is the deed itself (`erasing.erase`), which answers as well
    clean(errors, "text", text, LONGEST)
    if errors:
        raise Invalid(errors)
    row.answer, row.granted, row.answered_at = text.strip(), granted, room.now
    row.answered_by_id, row.answered_as = room.actor.person_id, room.role_name
    row.save()
    parent = next((p for p in room.parents if p.pk == row.parent_id), None)
    room.about = [parent.code] if parent else []
    room.reason = row.kind
    if parent:
        to_parent(room, parent)


def came_true(room: Room, wish: str) -> None:
    """Answer a wish that waits: somebody was found and stands in the circle. Said in the language of who wished it."""
    row = Message.objects.filter(case=room.case, code=wish, kind=Message.Kind.PERSON, answered_at=None).first()
    if row is None:
        return
    parent = next((p for p in room.parents if p.pk == row.parent_id), None)
    known = parent.language if parent and parent.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(known):
        _answer(room, row, _("Wij hebben iemand gevonden. U ziet bij de mensen aan tafel wie het is."), True)


@act("look_back_self")
def look_back_self(
    room: Room, *, need_met: str, change: str, words: str = "", came: dict[str, str] | None = None
) -> None:
    """Keep how one parent looks back before the talk with the lead; said again before that talk, it replaces."""
    parent, came = _speaker(room), came or {}
    actions = set(Action.objects.filter(goal__case=room.case).exclude(status="dropped").values_list("code", flat=True))
    errors: dict[str, str] = {}
    if need_met not in Evaluation.NeedMet.values:
        errors["need_met"] = _("Kies of u geholpen bent.")
    if change not in Evaluation.Change.values:
        errors["change"] = _("Kies of het beter gaat.")
    for code, answer in came.items():
        if code not in actions or answer not in Outcome.Came.values:
            errors[f"came-{code}"] = _("Kies of deze hulp er is gekomen.")
    clean(errors, "words", words, LONGEST)
    if errors:
        raise Invalid(errors)
    OwnEvaluation.objects.update_or_create(
        case=room.case, parent=parent, round=Evaluation.objects.filter(case=room.case).count() + 1,
        defaults={
            "need_met": need_met, "change": change, "words": words.strip(), "came": came, "at": clock.now(),
        },
    )  # fmt: skip
    room.about = [parent.code]
