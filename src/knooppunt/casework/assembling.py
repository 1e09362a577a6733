"""Putting one case together for one reader: what this reader may see of it at this moment, and nothing else."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from knooppunt.people.models import Discipline

from . import agenda, asking, forms, hearing, picturing, reaching, weighing
from .agreed import goals_of
from .agreeing import evaluation_window
from .consenting import is_asked_again
from .consents import age_on
from .convening import why_not_invite
from .doors import Room
from .models import Conference, Consent, Entry, Parent, Participation
from .process import AT_TABLE, Role, State
from .seats import ASKED_TO_TABLE, category, may_know, may_sit
from .shown import (
    CaseFile,
    ChairShown,
    ConferenceShown,
    ConsentShown,
    EntryShown,
    EvaluationShown,
    ParentShown,
    SeatShown,
    StepShown,
    Suggestion,
)  # fmt: skip
from .sight import Sight

# How a case ended, as far as it is kept from the family: the road to Veilig Thuis (R-LAW-09).
NOT_TO_FAMILIES = frozenset({"veilig_thuis"})
FREE_WORDS = ("notes", "why_reopened", "why_no_parents")  # of a conference
TOLD = frozenset({"answer_message", "answer_right"})


def case_file(room: Room, *, also_at: Callable[[], dict[str, tuple[str, ...]]] | None = None) -> CaseFile:
    """Give the whole case as this reader may see it; `also_at` is asked only before the first conference."""
    sight, case, family = Sight(room), room.case, room.case.family
    conferences = () if sight.left else conferences_of(room, sight)
    met = any(c.state == "held" for c in conferences)
    known = also_at() if also_at and not met else {}
    seats = () if sight.left else tuple(seat_shown(room, seat) for seat in room.circle)
    told_how = sight.own is None and room.act != "see_plan"  # how it went, step by step
    goals = goals_of(room, sight) if met else ()
    entries, steps = entries_of(room, sight), steps_of(room) if told_how else ()
    looked_back = any(s.act == "evaluate" for s in steps) if told_how else met
    due_on, due_what = (None, "") if sight.own else (case.due_on, case.due_what)
    if room.role in AT_TABLE and due_what in TOLD:  # that a parent asked something is not theirs to know
        due_on, due_what = None, ""
    referral = getattr(case, "referral", None)
    referrer = referral.referrer if referral else None
    return CaseFile(
        code=case.code, version=case.version, state=case.state, role=room.role_name, acts=room.open_acts(),
        hub=case.hub.name, hub_code=case.hub.code, municipality=family.municipality.name,
        municipality_code=family.municipality_id, lead_title=case.hub.lead_title(room.actor.language), due_on=due_on,
        received_at=case.received_at, since_at=case.since_at, due_what=due_what, contacted_on=case.contacted_on,
        evaluation_on=case.evaluation_on, evaluation_window=evaluation_window(room, held_on=room.today),
        outcome="" if sight.own and case.outcome in NOT_TO_FAMILIES else case.outcome,
        local_outcome="" if sight.own else case.own_outcome or "",  # a family reads it in its own language
        child_due_on=family.due_on, child_born_on=family.born_on, origin=referral.origin if referral else "",
        referrer=referrer.name if referrer else "",
        referrer_discipline=(referral.discipline_id or "") if referral else "",
        referrer_organisation=referral.organisation_name if referral else "",
        referrer_organisation_id=referral.organisation_id if referral else None,
        referred_at=referral.sent_at if referral else None,
        parents=tuple(parent_shown(room, sight, p, known) for p in room.parents if sight.own in (None, p)),
        circle=seats, entries=entries, steps=steps, conferences=conferences,
        goals=goals, agenda=agenda.shown(room, sight, conferences, entries, goals),
        evaluations=evaluations_of(room) if looked_back and sight.about(None) else (),
        checklist=case.checklist if room.role is Role.COORDINATOR else {},
        suggestions=suggestions_for(room, entries, seats) if room.role is Role.COORDINATOR else (),
        at_table=0 if sight.own else _at_table(room, seats),
        messages=() if room.act == "see_plan" else hearing.messages_of(room, sight),  # the plan has no use for them
        own_evaluations=hearing.looks_back_of(room, sight), hub_phone=case.hub.phone,
        health=picturing.at_table(room, sight._sees), dates=weighing.dates_of(room, sight),
        unreached=reaching.unreached(room, sight),
    )  # fmt: skip


def _at_table(room: Room, seats: tuple[SeatShown, ...]) -> int:
    comes = [s for s in seats if s.ended_on is None and s.access in ASKED_TO_TABLE]
    return 1 + sum(room.picture.takes_part(p.id) for p in room.parents) + len(comes)


def parent_shown(room: Room, sight: Sight, parent: Parent, also_at: dict[str, tuple[str, ...]]) -> ParentShown:
    """Give an adult as this reader may see her."""
    if not sight.seen[parent.id]:
        return ParentShown(parent.code, parent.kind, room.picture.takes_part(parent.id))
    names: tuple[str, ...] = (
        "name", "born_on", "phone", "email", "address", "secret_address", "contact_by", "contact_note", "language",
        "interpreter", "represented_by",
    )  # fmt: skip
    if room.role not in AT_TABLE:
        names += ("authority", "authority_source", "authority_on", "one_yes_because")
    return ParentShown(
        code=parent.code, kind=parent.kind, takes_part=room.picture.takes_part(parent.id),
        age=age_on(parent.born_on, room.today) if parent.born_on else None,
        consents=consents_of(room, parent) if room.role not in AT_TABLE else (), is_self=sight.own == parent,
        also_at=also_at.get(parent.match_key, ()) if parent.match_key else (),
        account=parent.person_id if room.role is Role.COORDINATOR else None,
        **{name: getattr(parent, name) for name in names},
    )  # fmt: skip


def consents_of(room: Room, parent: Parent) -> tuple[ConsentShown, ...]:
    """Give what counts now of what this adult said; refusals too, objections as what they are."""
    organisations = {s.organisation_id: s.organisation.name for s in room.circle if s.organisation}
    live = {s.id for s in room.picture.statements}
    rows = [c for c in room.consents if c.subject_id == parent.id and c.pk in live]
    return tuple(
        ConsentShown(
            purpose=c.purpose, yes=c.decision == Consent.Decision.GIVEN, withdrawn=c.decision == "withdrawn",
            organisation=organisations.get(c.organisation_id, ""), organisation_id=c.organisation_id,
            discipline=c.discipline_id or "", data_class=c.data_class, at=c.at, ends_on=c.ends_on, method=c.method,
            language=c.language, wording_version=c.wording_version, ends_soon=is_asked_again(room, c),
        )
        for c in rows
    )  # fmt: skip


def seat_shown(room: Room, seat: Participation) -> SeatShown:
    """Give somebody in the circle; a parent reads her own answer, and nothing that follows from another's."""
    own = room.self_as_parent if room.role is Role.PARENT else None
    blocked = "" if seat.ended_on else why_not_invite(room, seat)
    if own is not None:
        shares = may_know(room.picture, own.pk, seat)
        blocked = "" if shares or seat.ended_on else "no_consent_to_share"
    return SeatShown(
        code=seat.code, person_code=seat.person.code, name=seat.person.name,
        discipline=seat.discipline.label(room.actor.language) if seat.discipline else "",
        discipline_code=category(seat), organisation=seat.organisation.name if seat.organisation else "",
        organisation_id=seat.organisation_id, phone=seat.person.phone, email=seat.person.email or "",
        reason=seat.reason, why=seat.why,
        family_agrees=seat.own_answer if own else seat.family_agrees, access=seat.access, lead=seat.lead,
        started_on=seat.started_on,
        ended_on=seat.ended_on, blocked=blocked,
        is_self=seat.person_id == room.actor.person_id, asked=own is None and may_sit(room.picture, seat),
    )  # fmt: skip


def entries_of(room: Room, sight: Sight) -> tuple[EntryShown, ...]:
    """Give what was written down and may be read by this reader, in the order of writing."""
    codes = {p.id: p.code for p in room.parents}
    rows = asking.ENTRIES(room.case.pk)
    return tuple(
        EntryShown(
            code=r["code"], kind=r["kind"], what=r["what"], text=r["text"], about=codes.get(r["about_id"], ""),
            visible_to=r["visible_to"], hidden=sight.own is None and r["hidden_from_id"] is not None,
            from_referral=r["from_referral"],
            by=r["by__name"] or "", role=r["role"], at=r["at"],
            conference=r["conference__code"] or "",
        )
        for r in rows
        if sight.entry(r)
    )  # fmt: skip


def steps_of(room: Room) -> tuple[StepShown, ...]:
    """Give the moves of the case, the oldest first."""
    return tuple(
        StepShown(act, before, after, at, by or "", role, reason)
        for act, before, after, at, by, role, reason in asking.STEPS(room.case.pk)
    )


def conferences_of(room: Room, sight: Sight) -> tuple[ConferenceShown, ...]:
    """Give the conferences with their chairs, in one query."""
    parents = {p.id: p for p in room.parents}
    seats = {s.id: s for s in room.circle}
    rows = asking.CONFERENCES(room.case.pk)
    chairs: dict[str, list[ChairShown]] = {}
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        answer, was_there = row.pop("invitations__answer"), row.pop("invitations__was_there")
        seat = seats.get(row.pop("invitations__participation"))
        parent = parents.get(row.pop("invitations__parent"))
        found[row["code"]] = row
        here = chairs.setdefault(row["code"], [])
        if seat is not None:
            label = seat.discipline.label(room.actor.language) if seat.discipline else ""
            here.append(ChairShown(seat.code, seat.person.name, label, False, answer, was_there))
        elif parent is not None and sight.own in (None, parent):
            name = parent.name if sight.seen[parent.id] else ""
            here.append(ChairShown(parent.code, name, "", True, answer, was_there))
    # What is written freely is about everyone who was there; the lead, who keeps it, goes on reading it.
    hide_notes = room.role is Role.PARENT or (room.role is Role.PARTICIPANT and not sight.about(None))
    return tuple(
        ConferenceShown(**(row | (dict.fromkeys(FREE_WORDS, "") if hide_notes else {})), chairs=tuple(chairs[code]))
        for code, row in found.items()
    )


def evaluations_of(room: Room) -> tuple[EvaluationShown, ...]:
    """Give every looking-back with what came of each action, in one query."""
    rows = asking.EVALUATIONS(room.case.pk)
    found: dict[int, EvaluationShown] = {}
    for number, held_on, with_family, need_met, change, words, action, came in rows:
        shown = found.setdefault(number, EvaluationShown(number, held_on, with_family, need_met, change, words, {}))
        if action:
            shown.came[action] = came
    return tuple(found.values())


def suggestions_for(
    room: Room, entries: tuple[EntryShown, ...], seats: tuple[SeatShown, ...]
) -> tuple[Suggestion, ...]:
    """Give disciplines to think of because of the needs, apart from those that are in the circle already."""
    if room.state not in (State.RECEIVED, State.PREPARING, State.PLANNED):
        return ()
    there = {s.discipline_code for s in seats if s.ended_on is None}
    because: dict[str, list[str]] = {} if "jgz" in there else {"jgz": []}
    rows = forms.facts("needs")
    for need in (e.what for e in entries if e.kind == "need"):
        for discipline in rows.get(need, {}).get("invite", []):
            if discipline not in there:
                because.setdefault(discipline, []).append(need)
    labels = discipline_labels(room.actor.language)
    return tuple(Suggestion(d, labels.get(d, d), tuple(needs)) for d, needs in because.items())


_labels: dict[str, dict[str, str]] = {}


def discipline_labels(language: str) -> dict[str, str]:
    """Give the labels of all disciplines in a language; read once, they change only with a restart."""
    if not _labels.get(language):
        _labels[language] = {d.code: d.label(language) for d in Discipline.objects.all()}
    return _labels[language]


def last_words(room: Room) -> dict[str, str]:
    """Give what was written at the end for everyone to read: after a no an advice, at the close some words; or ''."""
    rows = Entry.objects.filter(case=room.case, kind__in=(Entry.Kind.ADVICE, Entry.Kind.CLOSING)).order_by("id")
    return {"advice": "", "closing": ""} | dict(rows.values_list("kind", "text"))


def planned_moments(cases: list[int]) -> dict[int, datetime]:
    """Give when the planned conference of each case starts."""
    rows = Conference.objects.filter(case__in=cases, state=Conference.State.PLANNED).order_by("number")
    return dict(rows.values_list("case_id", "starts_at"))
