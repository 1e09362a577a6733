"""Everything that is kept about one parent, put together for herself (AVG art. 15 and 20).

What she may read in her own place she may take along, and nothing else: `Sight` decides here too. Left out are the
other parent, what was hidden from her, what was written for the professionals alone, and the road to Veilig Thuis.
"""

from dataclasses import asdict, replace
from typing import Any

from knooppunt.foundation import clock
from knooppunt.people.actor import NOBODY
from knooppunt.people.entrance import kept_about

from . import asking, forms, hearing, picturing
from .agreed import goals_of
from .assembling import conferences_of, discipline_labels, entries_of, evaluations_of, seat_shown
from .consents import Purpose
from .convening import at_table
from .doors import Room
from .models import Consent, Parent, Registration, SeatAnswer
from .process import Role
from .refusals import NotFound, Refused
from .registering import DAYS
from .shown import own_file as own
from .shown.case import ActionShown, ConferenceShown, GoalShown
from .shown.paper import MeetingPaper, PlanPaper
from .sight import PaperSight, Sight


def everything_about(room: Room) -> own.OwnFile:
    """Give the file of the parent who asks. Raises Refused for who is no parent of this family."""
    me = room.self_as_parent
    if me is None:
        raise Refused("not_about_you")
    with asking.everything(room.case.pk, me.pk):
        return _everything(room, me)


def _everything(room: Room, me: Parent) -> own.OwnFile:
    sight = Sight(room)
    conferences = conferences_of(room, sight)
    met = any(one.state == "held" for one in conferences)
    return own.OwnFile(
        format=own.FORMAT, version=own.VERSION, made_at=room.now,
        me=_details(me), account=_account(me), process=_process(room), referral=_referral(room),
        consents=_consents(room, me), written=_written(room, sight, me),
        people=() if sight.left else _people(room, me),
        conferences=_conferences(conferences, sight, me), dates=_dates(me),
        goals=_goals(room, sight, me) if met else (),
        evaluations=_evaluations(room) if sight.about(None) else (),
        looks_back=tuple(
            own.OwnLookBack(row["at"], row["need_met"], row["change"], row["words"])
            for row in asking.OWN_EVALUATIONS(room.case.pk) if row["parent_id"] == me.pk
        ),
        positive_health=_health(room),
        messages=_messages(room, sight), signed_papers=_scans(me),
        registration=None if sight.left else _registration(room, me),
        steps=() if sight.left else _steps(room), looks=(),
    )  # fmt: skip


def _registration(room: Room, me: Parent) -> own.OwnRegistration | None:
    """Give what counts in the figures, and of the background what she told, when she is the only adult.

    Background is kept while every adult says yes to research. So with two of them a filled-in answer says that the
    other one says yes, and an answer that went that the other one took it back: also to who lays two of these files
    side by side. The coordinator, who can weigh it, tells her what stands there (GDPR 15(4), decision 27). It depends
    on how many adults there are in the family, and on nothing that they answered. Of research it is her own answer.
    """
    row = next(iter(asking.REGISTRATION(room.case.pk)), None)
    if row is None:
        return None
    alone = len(room.parents) == 1
    asked = (row.composition, *(getattr(row, f"{name}_{me.kind}", "") for name in ("work", "education")))
    composition, paid_work, education = asked if alone else ("", "", "")
    return own.OwnRegistration(
        municipality=room.case.family.municipality.name, research=_own_research(room, me), referrer=row.referrer,
        ask_coordinator=not alone, composition=composition, paid_work=paid_work, education=education,
        referred_on=row.referred_on,
        **{name: getattr(row, name) for name in DAYS},
    )  # fmt: skip


def _own_research(room: Room, me: Parent) -> str:
    said = [row.decision for row in room.consents if (row.subject_id, row.purpose) == (me.pk, Purpose.RESEARCH)]
    answers = Registration.Research
    return "" if not said else answers.YES if said[-1] == Consent.Decision.GIVEN else answers.NO


def as_herself(room: Room, row: Parent) -> Room:
    """Give the room as this parent would find it: no eyes of who asks for her, not even for the own notes."""
    nobody = replace(NOBODY, language=room.actor.language)
    hers = replace(room, actor=nobody, role=Role.PARENT)
    hers.self_as_parent, hers.seat = row, None
    return hers


def _details(me: Parent) -> own.OwnDetails:
    return own.OwnDetails(**{name: getattr(me, name) for name in own.OwnDetails.__dataclass_fields__})


def _account(me: Parent) -> own.OwnAccount | None:
    return own.OwnAccount(**asdict(kept_about(me.person_id))) if me.person_id else None


def _process(room: Room) -> own.OwnCase:
    case, family = room.case, room.case.family
    return own.OwnCase(
        hub=case.hub.name, hub_phone=case.hub.phone, municipality=family.municipality.name, state=case.state,
        received_at=case.received_at, closed_at=case.closed_at, outcome=case.outcome, child_due_on=family.due_on,
        child_born_on=family.born_on, evaluation_on=case.evaluation_on,
    )  # fmt: skip


def _referral(room: Room) -> own.OwnReferral | None:
    row = getattr(room.case, "referral", None)
    if row is None:
        return None
    labels = discipline_labels(room.actor.language)
    return own.OwnReferral(
        origin=row.origin, referrer=row.referrer.name if row.referrer and row.origin == "professional" else "",
        organisation=row.organisation_name, discipline=labels.get(row.discipline_id or "", ""), sent_at=row.sent_at,
        signalled_through=row.signalled_through,
    )  # fmt: skip


def _consents(room: Room, me: Parent) -> tuple[own.OwnConsent, ...]:
    """Give every yes and no that was ever said about her, the last one last, each with its exact words."""
    rows = [row for row in room.consents if row.subject_id == me.pk]
    live = {one.id for one in room.picture.statements}
    names = {pk: (asker or "", place or "") for pk, asker, place in asking.OWN_NAMES(me.pk)}
    labels = discipline_labels(room.actor.language)
    return tuple(_consent(row, row.pk in live, names.get(row.pk, ("", "")), labels) for row in rows)


def _consent(row: Consent, counts: bool, names: tuple[str, str], labels: dict[str, str]) -> own.OwnConsent:
    language, text = exact_words(row)
    asker, place = names
    whom = place or labels.get(row.discipline_id or "", "")
    copied = (
        "purpose", "decision", "data_class", "at", "ends_on", "capacity", "given_by", "method", "witness", "language",
        "interpreter", "wording_version",
    )  # fmt: skip
    return own.OwnConsent(
        whom=whom, counts_now=counts, asked_by=asker, wording_language=language,
        wording=text, **{name: getattr(row, name) for name in copied},
    )  # fmt: skip


def exact_words(row: Consent) -> tuple[str, str]:
    """Give the language and the text that somebody agreed to: the one whose hash is kept, or nothing (R-CON-06)."""
    for language in dict.fromkeys((row.language, "nl")):
        try:
            asked = forms.wording(row.purpose, language, row.wording_version)
        except KeyError:
            continue
        if asked.digest == row.wording_hash:
            return asked.language, asked.text
    return "", ""


def _written(room: Room, sight: Sight, me: Parent) -> tuple[own.OwnEntry, ...]:
    return tuple(
        own.OwnEntry(one.kind, one.what, one.text, one.about == me.code, one.by, one.role, one.at, one.from_referral)
        for one in entries_of(room, sight)
    )


def _people(room: Room, me: Parent) -> tuple[own.OwnSeat, ...]:
    answers = {row.pk: row.own_answer for row in room.circle}
    if room.actor.person_id is None:  # asked for her by the desk
        answers = dict(SeatAnswer.objects.filter(parent=me).values_list("participation_id", "agrees"))
    seats = ((row.pk, seat_shown(room, row)) for row in room.circle)
    return tuple(
        own.OwnSeat(
            s.name, s.discipline, s.organisation, s.reason, s.lead == "lead", s.started_on, s.ended_on, answers.get(pk)
        )
        for pk, s in seats
    )


def _conferences(found: tuple[ConferenceShown, ...], sight: Sight, me: Parent) -> tuple[own.OwnConference, ...]:
    """Give the consultations; to a parent who left only those at which she herself had a chair."""
    asked = {c.code: one.was_there for c in found for one in c.chairs if one.code == me.code}
    return tuple(
        own.OwnConference(
            c.number, c.state, c.starts_at, c.place, c.interpreter, asked.get(c.code),
            () if sight.left else tuple(f"{one.name} ({one.discipline})" for one in c.chairs if not one.is_parent),
        )
        for c in found
        if not sight.left or asked.get(c.code)
    )  # fmt: skip


def _dates(me: Parent) -> tuple[own.OwnDate, ...]:
    return tuple(own.OwnDate(*row) for row in asking.OWN_DATES(me.pk))


def _goals(room: Room, sight: Sight, me: Parent) -> tuple[own.OwnGoal, ...]:
    found = (_goal(one, sight, me) for one in goals_of(room, sight))
    return tuple(one for one in found if one is not None)


def _goal(one: GoalShown, sight: Sight, me: Parent) -> own.OwnGoal | None:
    if not sight.left:
        return own.OwnGoal(one.words, one.moment, one.because, tuple(_action(a, me) for a in one.actions))
    mine = tuple(_action(a, me) for a in one.actions if a.owner_code == me.code)
    return own.OwnGoal("", one.moment, "", mine) if mine else None


def _action(one: ActionShown, me: Parent) -> own.OwnAction:
    mine = one.owner_code == me.code
    # What somebody reports about an action of the other parent is not hers to take along.
    report = "" if one.owner_kind == "parent" and not mine else one.report
    return own.OwnAction(one.what, mine, one.owner, one.due_on, one.status, report)


def _evaluations(room: Room) -> tuple[own.OwnEvaluationTogether, ...]:
    rows = evaluations_of(room)
    return tuple(own.OwnEvaluationTogether(one.held_on, one.need_met, one.change, one.words) for one in rows)


def _health(room: Room) -> tuple[own.OwnPicture, ...]:
    return tuple(
        own.OwnPicture(
            one.at, one.together,
            tuple(own.OwnDimension(d.dimension, d.words, d.mark, d.to_talk, d.shared) for d in one.dimensions),
        )
        for one in reversed(picturing.own(room).pictures)
    )  # fmt: skip


def _messages(room: Room, sight: Sight) -> tuple[own.OwnMessage, ...]:
    names = own.OwnMessage.__dataclass_fields__
    rows: Any = reversed(hearing.messages_of(room, sight))
    return tuple(own.OwnMessage(**{name: getattr(one, name) for name in names}) for one in rows)


def _scans(me: Parent) -> tuple[own.OwnScan, ...]:
    return tuple(own.OwnScan(*row) for row in asking.OWN_SCANS(me.pk))


def _steps(room: Room) -> tuple[own.OwnStep, ...]:
    return tuple(own.OwnStep(act, at, role) for act, _from, _to, at, _by, role, _why in asking.STEPS(room.case.pk))


# --- the plan on paper ------------------------------------------------------------------------------------------------
def plan_for(room: Room, parent: str) -> PlanPaper:
    """Give the plan as one parent may read it, without what is not for whoever prints it; paper lies around.

    Raises NotFound for a participant, and for a parent of whom this reader may see nothing or who does not take part.
    """
    one, sight = _eyes_of(room, parent)
    held = [c for c in conferences_of(room, sight) if c.state == "held"]
    lead = room.lead()
    return PlanPaper(
        code=room.case.code, name=one.name, language=one.language, hub=room.case.hub.name,
        hub_phone=room.case.hub.phone, held_on=held[-1].starts_at.astimezone(clock.AMSTERDAM).date() if held else None,
        goals=goals_of(room, sight) if held else (), decisions=_decisions(room, sight),
        evaluation_on=room.case.evaluation_on, lead=lead.person.name if lead else "",
        lead_phone=lead.person.phone if lead else "", made_at=room.now,
    )  # fmt: skip


def meeting_for(room: Room, parent: str) -> MeetingPaper:
    """Give the conference that comes, or the moments to choose from, as one parent may know it, with her own points.

    Raises NotFound when there is neither.
    """
    one, sight = _eyes_of(room, parent)
    planned = next((c for c in reversed(conferences_of(room, sight)) if c.state == "planned"), None)
    asked = asking.DATES(room.case.pk) if planned is None else []
    if planned is None and not asked:
        raise NotFound
    not_there = {chair.code for chair in planned.chairs if chair.answer == "no"} if planned else set()
    coming = [s for s in at_table(room) if s.code not in not_there]
    conference = planned.code if planned else None
    rows = [row for row in asking.ENTRIES(room.case.pk) if row["kind"] == "point" and row["about_id"] == one.pk]
    return MeetingPaper(
        code=room.case.code, name=one.name, language=one.language, hub=room.case.hub.name,
        hub_phone=room.case.hub.phone, starts_at=planned.starts_at if planned else None,
        options=tuple(sorted({row["starts_at"] for row in asked})),
        place=planned.place if planned else asked[0]["proposal__place"],
        interpreter=planned.interpreter if planned else asked[0]["proposal__interpreter"],
        people=tuple(seat_shown(room, seat) for seat in coming),
        points=tuple(r["text"] for r in rows if r["conference__code"] in (None, conference)), made_at=room.now,
    )  # fmt: skip


def _eyes_of(room: Room, parent: str) -> tuple[Parent, Sight]:
    """Give one parent and what she may see. Raises NotFound for who does not take part, or may not be seen.

    Her eyes see more than the table does, so they are lent to who leads it alone (R-WHO-01).
    """
    if room.role is Role.PARTICIPANT:
        raise NotFound
    one = room.self_as_parent if room.role is Role.PARENT else room.parent(parent)
    if one is None or not Sight(room).seen[one.pk] or not room.picture.takes_part(one.pk):
        raise NotFound
    room.about = [one.code]
    return one, PaperSight(room, one)


def _decisions(room: Room, sight: Sight) -> tuple[str, ...]:
    rows = asking.ENTRIES(room.case.pk)
    mine = [row for row in rows if row["kind"] == "decision" and row["visible_to"] == "table"]
    return tuple(row["text"] for row in mine if sight.entry(row))
