"""Bringing people to the table: the circle, what the family wants, invitations, and the date."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from knooppunt.foundation import clock
from knooppunt.people.models import Person

from . import agenda
from .doors import Room, act
from .entrusting import second_yes_missing_in
from .forms import codes
from .letters import to_parent, to_person, to_table
from .models import Conference, Entry, Invitation, Parent, Participation, SeatAnswer
from .moments import ask, carry_over, open_proposal
from .process import Role, State
from .refusals import Invalid, Refused
from .seats import ASKED_TO_TABLE, category, may_sit, why_not
from .telling import came_true
from .texts import clean

POINTS = 3
LINE = 200  # signs that fit in a short text
LONGEST_AHEAD = timedelta(days=366)
SHORTEST, LONGEST = 15, 240  # minutes of a conference


@act("tick_checklist")
def tick_checklist(room: Room, item: str, *, done: bool = True) -> None:
    """Tick an item of the coordinator's checklist, or take the tick away."""
    if item not in codes("checklist"):
        raise Invalid({"item": _("Kies uit de lijst.")})
    if done:
        room.case.checklist[item] = room.today.isoformat()
    else:
        room.case.checklist.pop(item, None)


@act("add_to_circle")
def add_to_circle(
    room: Room, person: str, *, reason: str, why: str = "", family_agrees: bool | None = None, wish: str = ""
) -> str:  # fmt: skip
    """Put a professional in the circle, with the reason; gives the code of the place. It shows them nothing yet.

    `family_agrees` is what the parents who take part said of it together, None when they were not all asked yet; whose
    no it was is said apart (`agree_to_person`). `wish` is the message of a parent or the referrer that asked for
    somebody: this answers it.
    """
    if family_agrees is False and len(taking_part(room)) > 1:
        raise Refused("say_for_whom")
    errors: dict[str, str] = {}
    somebody = Person.objects.filter(code=person, kind=Person.Kind.PROFESSIONAL).select_related("discipline").first()
    if somebody is None:
        errors["person"] = _("Kies iemand uit het adresboek.")
    if reason not in Participation.Reason.values:
        errors["reason"] = _("Kies waarom deze persoon erbij komt.")
    if somebody and any(p.person_id == somebody.pk and p.ended_on is None for p in room.circle):
        errors["person"] = _("Deze persoon staat al in de kring.")
    clean(errors, "why", why, LINE)
    if errors or somebody is None:
        raise Invalid(errors)
    seat = Participation.objects.create(
        case=room.case, person=somebody, organisation_id=somebody.organisation_id, discipline=somebody.discipline,
        reason=reason, why=why.strip(), family_agrees=family_agrees, started_on=room.today,
    )  # fmt: skip
    room.circle.append(seat)
    if family_agrees is not None:
        _keep_answers(room, seat, taking_part(room), family_agrees)
    if wish:
        came_true(room, wish)
    return seat.code


@act("end_in_circle")
def end_in_circle(room: Room, seat: str) -> None:
    """End somebody's part; what they could see closes at once."""
    place = room.participation(seat)
    place.ended_on, place.lead = room.today, Participation.Lead.NO
    place.save(update_fields=["ended_on", "lead"])


def end_circle(room: Room, letter: str = "", *, keep_lead: bool = False) -> None:
    """End the part of everyone around the family; who could look until now gets this letter.

    With `keep_lead` the file of the family goes on saying who it was.
    """
    for seat in room.circle:
        if seat.ended_on is None:
            if letter and room.picture.shared_with(seat.organisation_id, category(seat)):
                to_table(room, letter, seat)  # who may not look heard before that it ended
            seat.ended_on, seat.lead = room.today, seat.lead if keep_lead else Participation.Lead.NO
            seat.save(update_fields=["ended_on", "lead"])


@act("agree_to_person")
def agree_to_person(room: Room, seat: str, *, yes: bool) -> None:
    """Record that a parent does or does not want this person at the table. A no takes an invitation back at once.

    The coordinator says for which parent (`on_behalf_of`) when more than one takes part: raises
    Refused("say_for_whom"). Who is not wanted hears only that it ended, never whose answer it was.
    """
    place = room.participation(seat)
    one = room.self_as_parent if room.role is Role.PARENT else room.on_behalf_of
    speakers = [one] if one else taking_part(room)
    if len(speakers) > 1:
        raise Refused("say_for_whom")
    _keep_answers(room, place, speakers, yes)
    room.about = [parent.code for parent in speakers]
    settle(room, place)


def taking_part(room: Room) -> list[Parent]:
    """Give the parents who take part at this moment."""
    return [p for p in room.parents if room.picture.takes_part(p.pk)]


def _keep_answers(room: Room, place: Participation, speakers: list[Parent], yes: bool) -> None:
    for parent in speakers:
        said = {"agrees": yes, "at": room.now}
        SeatAnswer.objects.update_or_create(participation=place, parent=parent, defaults=said)


def settle(room: Room, place: Participation) -> None:
    """Let the family's answer follow from those of the parents who take part: one no is enough, a yes is of all."""
    said = dict(SeatAnswer.objects.filter(participation=place).values_list("parent_id", "agrees"))
    if not said:
        return
    counted = {said.get(parent.pk) for parent in taking_part(room)}
    place.family_agrees = False if False in counted else (True if counted == {True} else None)
    open_to = place.access in ASKED_TO_TABLE
    if place.family_agrees is False and place.access != Participation.Access.CIRCLE:
        place.access, place.lead, place.lead_asked_on = Participation.Access.CIRCLE, Participation.Lead.NO, None
        Invitation.objects.filter(participation=place, conference__state=Conference.State.PLANNED).delete()
        if open_to:
            to_person(room, "access_ended", place.person)
    place.save(update_fields=["family_agrees", "access", "lead", "lead_asked_on"])


@act("set_points")
def set_points(room: Room, points: list[str]) -> None:
    """Keep the family's own points, at most three, in the place of those that this person gave before."""
    mine = [text.strip() for text in points if text.strip()]
    errors: dict[str, str] = {}
    for number, text in enumerate(mine):
        clean(errors, f"point-{number}", text)
    if len(mine) > POINTS:
        errors[""] = _("Kies de drie punten die nu het belangrijkst zijn.")
    if errors:
        raise Invalid(errors)
    speaker = room.self_as_parent if room.role is Role.PARENT else room.on_behalf_of
    if speaker is None and room.role is Role.LEAD:
        raise Refused("not_about_you")  # at the table one speaks together with a parent
    conference = planned(room) if room.state is not State.HELD else held(room)
    before = list(Entry.objects.filter(case=room.case, kind="point", on_behalf_of=speaker, conference=conference))
    now = Entry.objects.bulk_create(
        Entry(
            case=room.case, kind="point", text=text, about=speaker, on_behalf_of=speaker, by_id=room.actor.person_id,
            role=room.role_name, conference=conference, at=room.now,
        )
        for text in mine
    )  # fmt: skip
    agenda.take_over(before, now)
    Entry.objects.filter(pk__in=[point.pk for point in before]).delete()
    agenda.let_points_in(conference)


def planned(room: Room) -> Conference | None:
    """Give the conference that is planned, if there is one."""
    return Conference.objects.filter(case=room.case, state=Conference.State.PLANNED).order_by("-number").first()


def held(room: Room) -> Conference | None:
    """Give the last conference that was held, if there is one."""
    return Conference.objects.filter(case=room.case, state=Conference.State.HELD).order_by("-number").first()


@act("plan_conference")
def plan_conference(
    room: Room, *, starts_at: datetime, place: str, interpreter: bool = False, minutes: int = 60
) -> str:
    """Fix date and place; the parents are always invited. Gives the code; a next conference is linked to the last."""
    return arrange(room, starts_at=starts_at, place=place, interpreter=interpreter, minutes=minutes)


def arrange(room: Room, *, starts_at: datetime, place: str, interpreter: bool, minutes: int) -> str:
    """Fix date and place, as `plan_conference`, and ask everyone; who said before that it suits has answered."""
    _check_moment(room, starts_at, place, minutes)
    if second_yes_missing_in(room):
        raise Refused("second_yes_missing")
    last = Conference.objects.filter(case=room.case).order_by("-number").first()
    conference = Conference.objects.create(
        case=room.case, number=(last.number if last else 0) + 1, previous=last, starts_at=starts_at,
        place=place.strip(), interpreter=interpreter, minutes=minutes,
    )  # fmt: skip
    Invitation.objects.bulk_create(Invitation(conference=conference, parent=p) for p in taking_part(room))
    Entry.objects.filter(case=room.case, kind="point", conference=None).update(conference=conference)
    asked = at_table(room)
    Invitation.objects.bulk_create(Invitation(conference=conference, participation=seat) for seat in asked)
    agenda.make(conference)
    carry_over(room.case.pk, conference)
    _tell_asked(room, asked)
    tell_parents(room)
    return conference.code


def _check_moment(room: Room, starts_at: datetime, place: str, minutes: int) -> None:
    errors = what_cannot_be(room, {"starts_at": starts_at}, place, minutes)
    if not place.strip():
        errors["place"] = _("Vul in waar het overleg is.")
    if errors:
        raise Invalid(errors)


def what_cannot_be(room: Room, starts: Mapping[str, datetime], place: str, minutes: int) -> dict[str, str]:
    """Say why nobody can meet at these moments (named after their fields), in this place or for so long."""
    far = _("Kies een moment vanaf nu, hoogstens een jaar vooruit.")
    errors = {name: far for name, at in starts.items() if not room.now <= at <= room.now + LONGEST_AHEAD}
    if not SHORTEST <= minutes <= LONGEST:
        errors["minutes"] = _("Een overleg duurt een kwartier tot vier uur.")
    clean(errors, "place", place, LINE)
    return errors


def tell_parents(room: Room) -> None:
    """Ask for a letter to every parent who takes part."""
    for parent in taking_part(room):
        to_parent(room, parent)


@act("move_conference")
def move_conference(
    room: Room, *, starts_at: datetime, place: str, interpreter: bool = False, minutes: int | None = None
) -> None:
    """Give the planned conference another moment, length or place; at another moment the answers no longer count."""
    conference = planned(room)
    if conference is None:
        raise Refused("no_conference")
    minutes = conference.minutes if minutes is None else minutes
    _check_moment(room, starts_at, place, minutes)
    moved = conference.starts_at != starts_at
    conference.starts_at, conference.place, conference.interpreter = starts_at, place.strip(), interpreter
    conference.minutes = minutes
    conference.version += 1
    conference.save()
    if moved:
        conference.invitations.update(answer=Invitation.Answer.OPEN)
        _tell_asked(room, at_table(room))
    tell_parents(room)


def at_table(room: Room) -> list[Participation]:
    """Give who was asked to the table and did not say no, as far as nothing blocks it today."""
    return [seat for seat in room.circle if may_sit(room.picture, seat)]


def _tell_asked(room: Room, seats: list[Participation]) -> None:
    for seat in seats:
        to_person(room, "invitation_to_talk", seat.person)


@act("call_off")
def call_off(room: Room, *, reason: str) -> None:
    """Call the planned conference off, or record that the family did not come; we prepare again."""
    if reason not in codes("called_off_reasons"):
        raise Invalid({"reason": _("Kies een reden.")})
    conference = planned(room)
    if conference is None:
        raise Refused("no_conference")
    conference.state, conference.why_called_off = Conference.State.CALLED_OFF, reason
    conference.save(update_fields=["state", "why_called_off"])
    Entry.objects.filter(conference=conference, kind="point").update(conference=None)
    room.reason = reason
    if reason != "no_show":  # who did not come knows; somebody calls
        tell_parents(room)


@act("invite")
def invite(room: Room, seat: str) -> None:
    """Ask somebody of the circle to the table. Blocked without consent to share with their organisation (R-CON-07)."""
    place = room.participation(seat)
    if blocked := why_not_invite(room, place):
        raise Refused(blocked)
    if place.access != Participation.Access.JOINED:
        place.access, place.invited_on = Participation.Access.INVITED, room.today
        place.save(update_fields=["access", "invited_on"])
    if conference := planned(room):
        Invitation.objects.get_or_create(conference=conference, participation=place)
    if proposal := open_proposal(room.case.pk):  # then the one letter asks when it suits
        ask(proposal, [place], room.now)
    else:
        to_person(room, "invitation_to_talk", place.person)


def why_not_invite(room: Room, place: Participation) -> str:
    """Give the code of what blocks an invitation: '' when nothing does."""
    return why_not(room.picture, place)


@act("answer_invitation")
def answer_invitation(room: Room, *, yes: bool, seat: str = "") -> None:
    """Say yes or no to an invitation; yes opens the shared case. The coordinator notes the answer of who called."""
    place = room.participation(seat) if room.role is Role.COORDINATOR and seat else room.seat
    if place is None or place.access == Participation.Access.CIRCLE:
        raise Refused("not_invited")
    note_answer(room, place, yes=yes)


def note_answer(room: Room, place: Participation, *, yes: bool | None) -> None:
    """Keep the answer to an invitation: yes opens the shared case, no closes it, None leaves open whether they come."""
    if yes and (blocked := why_not_invite(room, place)):
        raise Refused(blocked)
    chair = Invitation.objects.filter(participation=place, conference__state=Conference.State.PLANNED)
    if yes is None:
        chair.update(answer=Invitation.Answer.OPEN)
        return
    place.access = Participation.Access.JOINED if yes else Participation.Access.DECLINED
    if not yes:
        place.lead, place.lead_asked_on = Participation.Lead.NO, None
    place.save(update_fields=["access", "lead", "lead_asked_on"])
    chair.update(answer=Invitation.Answer.YES if yes else Invitation.Answer.NO)


@act("hold_conference")
def hold_conference(room: Room, *, present: list[str], why_no_parents: str = "") -> None:
    """Record who was there (codes of parents and places in the circle); without a parent the reason is required."""
    conference = planned(room)
    if conference is None:
        raise Refused("no_conference")
    there = set(present)
    parents_there = there & {p.code for p in room.parents if room.picture.takes_part(p.id)}
    known = parents_there | {p.code for p in room.circle if p.ended_on is None}
    errors: dict[str, str] = {}
    if not parents_there and not why_no_parents.strip():
        errors["why_no_parents"] = _("Schrijf waarom de ouders er niet bij waren.")
    if conference.starts_at.astimezone(clock.AMSTERDAM).date() > room.today:
        errors[""] = _("Het overleg is nog niet geweest.")
    if not there or there - known:
        errors["present"] = _("Kies wie er was.")
    clean(errors, "why_no_parents", why_no_parents, LINE)
    if errors:
        raise Invalid(errors)
    _record_presence(room, conference, there)
    conference.state = Conference.State.HELD
    conference.why_no_parents = "" if parents_there else why_no_parents.strip()
    conference.opened_at = conference.opened_at or room.now  # at the table a draft is seen by all
    conference.save(update_fields=["state", "why_no_parents", "opened_at"])


def _record_presence(room: Room, conference: Conference, there: set[str]) -> None:
    for parent in room.parents:
        if room.picture.takes_part(parent.id):
            Invitation.objects.update_or_create(
                conference=conference, parent=parent, defaults={"was_there": parent.code in there}
            )
    for seat in room.circle:
        if seat.ended_on is not None or (seat.access == Participation.Access.CIRCLE and seat.code not in there):
            continue
        if seat.code in there and (blocked := why_not_invite(room, seat)):
            raise Refused(blocked)
        Invitation.objects.update_or_create(
            conference=conference, participation=seat, defaults={"was_there": seat.code in there}
        )
        if seat.code in there and seat.access != Participation.Access.JOINED:
            seat.access = Participation.Access.JOINED
            seat.save(update_fields=["access"])
