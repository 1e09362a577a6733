"""Finding a date: moments to choose from, who can when, and picking one.

Who is at the table without an account answers by a link. It shows nothing of the family, ends after eight days, and
is dead on the next request when consent is taken back, the place at the table ends, or a date is picked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM, actor_of
from knooppunt.trail.reading import done_since
from knooppunt.trail.record import record

from . import moments
from .convening import arrange, at_table, taking_part, tell_parents, what_cannot_be
from .doors import Outside, Room, act, enter, opened, writing
from .entrusting import second_yes_missing_in
from .letters import to_parent
from .models import AnswerLink, DateAnswer, DateOption, DateProposal
from .process import Role
from .refusals import Invalid, NotFound, Refused

FEWEST, MOST = 2, 5  # moments to choose from
JUST_ASKED = timedelta(hours=1)  # within it, asking again is a button that was pressed twice


@act("propose_dates")
def propose_dates(
    room: Room, starts: Sequence[datetime], *, place: str = "", minutes: int = 60, interpreter: bool = False
) -> str:
    """Ask the parents and everyone at the table which of these moments suit; gives the code of the proposal.

    Raises Invalid with `moment-0` and so on, Refused("dates_asked_already") while another proposal is open.
    """
    errors = what_cannot_be(room, {f"moment-{number}": at for number, at in enumerate(starts)}, place, minutes)
    if not FEWEST <= len(set(starts)) <= MOST or len(set(starts)) < len(starts):
        errors[""] = _("Geef twee tot vijf verschillende momenten.")
    if errors:
        raise Invalid(errors)
    if second_yes_missing_in(room):
        raise Refused("second_yes_missing")
    if moments.open_proposal(room.case.pk):
        raise Refused("dates_asked_already")
    proposal = DateProposal.objects.create(
        case=room.case, minutes=minutes, place=place.strip(), interpreter=interpreter, proposed_at=room.now
    )
    DateOption.objects.bulk_create(DateOption(proposal=proposal, starts_at=at) for at in sorted(starts))
    moments.ask(proposal, at_table(room), room.now)
    tell_parents(room)
    return proposal.code


@act("ask_dates_again")
def ask_dates_again(room: Room) -> int:
    """Remind who did not answer yet: professionals with a fresh link, parents as always. Gives how many were asked."""
    proposal, since, takers = _open(room), room.now - JUST_ASKED, taking_part(room)
    if proposal.proposed_at > since or done_since(room.act, room.case.code, takers[0].code, since):
        raise Refused("asked_just_now")
    said = set(DateAnswer.objects.filter(option__proposal=proposal).values_list("participation", "parent"))
    seats = [seat for seat in at_table(room) if (seat.pk, None) not in said]
    parents = [parent for parent in takers if (None, parent.pk) not in said]
    moments.ask(proposal, seats, room.now)
    for parent in parents:
        to_parent(room, parent)
    return len(seats) + len(parents)


@act("answer_dates")
def answer_dates(room: Room, answers: Mapping[str, str], *, seat: str = "") -> None:
    """Say of each moment whether somebody can: yes, maybe or no. Said again before a date is picked, it replaces.

    The coordinator notes it for a place in the circle (`seat`), she and the lead for a parent (`on_behalf_of`).
    Raises Refused("dates_gone") for moments that are not asked any more, Invalid for one without an answer.
    """
    who = _who_answers(room, seat)
    options = {option.code: option for option in DateOption.objects.filter(proposal=_open(room))}
    if not answers.keys() <= options.keys():
        raise Refused("dates_gone")
    if missing := [code for code in options if answers.get(code) not in DateAnswer.Can.values]:
        raise Invalid({code: _("Kies of dit moment kan.") for code in missing})
    for code, option in options.items():
        said = {"can": answers[code], "role": room.role_name, "at": room.now}
        DateAnswer.objects.update_or_create(option=option, **who, defaults=said)


def _who_answers(room: Room, seat: str) -> dict[str, Any]:
    """Give of whom the answer is: a parent who takes part, or somebody at the table whom nothing blocks today."""
    parent = room.self_as_parent if room.role is Role.PARENT else room.on_behalf_of
    if parent is not None:
        room.about = [parent.code]
        return {"parent": parent}
    place = room.participation(seat) if seat and room.role is Role.COORDINATOR else room.seat
    if place is None or place not in at_table(room):
        raise Refused("not_invited")
    return {"participation": place}


@act("end_proposal")
def end_proposal(room: Room) -> None:
    """Stop asking; the links end, and other moments may be proposed."""
    _open(room)
    moments.end_proposals(room.case.pk, room.now)


@act("plan_conference")
def pick_date(room: Room, option: str, *, place: str = "") -> str:
    """Plan the conference at one of the moments that were proposed; gives its code.

    Raises Refused("dates_gone") for a moment that is not asked any more, Invalid without a place.
    """
    chosen = DateOption.objects.filter(proposal=_open(room), code=option).select_related("proposal").first()
    if chosen is None:
        raise Refused("dates_gone")
    asked = chosen.proposal
    return arrange(
        room, starts_at=chosen.starts_at, place=place or asked.place, interpreter=asked.interpreter,
        minutes=asked.minutes,
    )  # fmt: skip


def _open(room: Room) -> DateProposal:
    proposal = moments.open_proposal(room.case.pk)
    if proposal is None:
        raise Refused("dates_gone")
    return proposal


# --- by link, without an account --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class WayIn:
    """Where a link leads, for the web alone: nothing of it is shown before the address was proven."""

    case: str
    person: int
    address: str
    hub: str


def way_in(secret: str) -> WayIn | None:
    """Give who is asked by this link, and for which case, while it works; None for every other text."""
    with opened():
        link = _links(secret).filter(ends_at__gt=clock.now()).first()
        return _still_asked(link) if link else None


def _links(secret: str) -> Any:
    found = AnswerLink.objects.filter(secret_hash=moments.hashed(secret), proposal__ended_at=None)
    return found.select_related("proposal__case__hub", "participation__person__organisation")


def _still_asked(link: AnswerLink) -> WayIn | None:
    """Ask the door itself whether this person, her address proven by a code, may say when it suits."""
    person, case = link.participation.person, link.proposal.case
    try:
        room = enter("see_dates", actor_of(person, "code"), case.code)
    except (NotFound, Refused, Outside):
        return None
    if room.role is not Role.ASKED:
        return None
    return WayIn(case.code, person.pk, person.email or "", case.hub.name)


def renew_link(secret: str) -> None:
    """Mail a fresh link to whoever had this one, when only its eight days are over. Says nothing either way."""
    with writing():
        link = _links(secret).select_for_update(of=("self",)).filter(ends_at__lte=clock.now()).first()
        if link is None:
            return
        fresh = moments.new_link(link.proposal, link.participation, clock.now())
        if _still_asked(link) is None:
            transaction.set_rollback(True)
            return
        moments.send(fresh, link.participation)
        record("ask_dates_again", actor=SYSTEM, role="system", case=link.proposal.case.code)
