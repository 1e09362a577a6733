"""Sparring: asking a coordinator for advice without naming the family, and answering in time."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from knooppunt.foundation import clock
from knooppunt.letters.post import write
from knooppunt.people.actor import Actor
from knooppunt.people.models import Hub
from knooppunt.people.roles import hubs_of
from knooppunt.trail.record import record

from . import letters
from .anonymity import Finding, findings
from .doors import writing
from .models import AdviceRequest, Tally
from .refusals import Conflict, Invalid, NotFound, Refused
from .texts import clean


@dataclass(frozen=True)
class NewQuestion:
    """What somebody asks. `anyway` means: I saw the warning, this names nobody."""

    municipality: str
    question: str
    discipline: str = ""
    email: str = ""
    language: str = "nl"
    anyway: bool = False


class LooksIdentifying(Invalid):
    """The text seems to lead to a person; `found` says where. The asker may mend it or say that it names nobody."""

    def __init__(self, found: list[Finding]) -> None:
        super().__init__(
            {"question": _("Dit lijkt op gegevens van iemand. Haal ze weg, of zet een vinkje dat dit niemand noemt.")}
        )
        self.found = found


def ask(actor: Actor, new: NewQuestion) -> str:
    """Send a question to the hub of a municipality; gives its code. Anyone may ask; nothing about a family is kept.

    Raises LooksIdentifying before it is sent when the text seems to name somebody, Invalid for what cannot be.
    """
    hub = _checked(actor, new)
    with writing():
        today = clock.today()
        row = AdviceRequest.objects.create(
            hub=hub, municipality_id=new.municipality, discipline_id=new.discipline or actor.discipline or None,
            asker_id=actor.person_id, asker_email="" if actor.person_id else new.email.strip().lower(),
            language=new.language, question=new.question.strip(),
            answer_by=clock.add_working_days(today, hub.answer_days),
        )  # fmt: skip
        Tally.add("advice", new.municipality, today, row.discipline_id or "unknown")
        record("ask_advice", actor=actor, role="asker", case=row.code)
        _tell_asker(row, "advice_received")
        letters.to_hub(hub.pk, "coordinator_new_advice")
        return row.code


def _checked(actor: Actor, new: NewQuestion) -> Hub:
    errors: dict[str, str] = {}
    hub = Hub.serving(new.municipality, clock.today())
    if hub is None:
        errors["municipality"] = _("In deze gemeente is nog geen Knooppunt.")
    if not new.question.strip():
        errors["question"] = _("Schrijf uw vraag op, zonder namen.")
    if actor.person_id is None and not new.email.strip():
        errors["email"] = _("Vul uw e-mailadres in, dan kan de coördinator antwoorden.")
    clean(errors, "question", new.question)
    if errors or hub is None:
        raise Invalid(errors)
    found = findings(new.question)
    if found and not new.anyway:
        raise LooksIdentifying(found)
    return hub


def _tell_asker(row: AdviceRequest, kind: str) -> None:
    """Write to who asked, in the language of the question, with the day on which it came in."""
    asker = row.asker
    if to := row.asker_email or (asker and asker.email):
        write(kind, to, row.language, daily=bool(asker and asker.letters_daily), date=row.asked_at)


def answer(actor: Actor, code: str, *, text: str, version: int) -> None:
    """Answer a question; the asker gets a letter that there is an answer. Only the hub on duty may (else NotFound)."""
    with writing():
        row = _at_desk(actor, code)
        errors: dict[str, str] = {}
        if not text.strip():
            errors["answer"] = _("Schrijf uw advies.")
        clean(errors, "answer", text)
        if errors:
            raise Invalid(errors)
        if row.version != version:
            raise Conflict(theirs={"answer": row.answer}, mine={"answer": text}, version=row.version)
        if row.state not in (AdviceRequest.State.ASKED, AdviceRequest.State.ANSWERED):
            raise Refused("wrong_state")
        first = row.state == AdviceRequest.State.ASKED
        row.answer, row.answered_by_id, row.answered_at = text.strip(), actor.person_id, clock.now()
        row.state, row.version = AdviceRequest.State.ANSWERED, row.version + 1
        row.save()
        days = (clock.today() - row.asked_at.astimezone(clock.AMSTERDAM).date()).days
        if first:
            Tally.add("days:asked-answered", row.municipality_id, clock.today(), str(days))
        record("answer_advice", actor=actor, role=hubs_of(actor.person_id or 0)[row.hub_id], case=row.code)
        _tell_asker(row, "advice_answered")


def close(actor: Actor, code: str) -> None:
    """Close a question that needs no (further) answer."""
    with writing():
        row = _at_desk(actor, code)
        if row.state not in (AdviceRequest.State.ASKED, AdviceRequest.State.ANSWERED):
            raise Refused("wrong_state")
        row.state, row.version = AdviceRequest.State.CLOSED, row.version + 1
        row.save(update_fields=["state", "version"])
        Tally.add("advice_closed", row.municipality_id, clock.today(), row.discipline_id or "unknown")
        record("close_advice", actor=actor, role=hubs_of(actor.person_id or 0)[row.hub_id], case=row.code)


def _at_desk(actor: Actor, code: str) -> AdviceRequest:
    row = AdviceRequest.objects.select_for_update(of=("self",)).select_related("asker").filter(code=code).first()
    desks = hubs_of(actor.person_id) if actor.person_id and actor.assurance == "strong" else {}
    if row is None or row.hub_id not in desks:
        raise NotFound
    return row
