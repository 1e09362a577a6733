"""The moments to choose from for a conference, as rows: the open proposal, the links to answer it by, the answers.

Who may propose, answer and pick, and when, stands in `process`; the verbs are in `scheduling`.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from knooppunt.foundation.codes import hash_secret
from knooppunt.people.writing import gets_letters, write_to

from .models import AnswerLink, Conference, DateAnswer, DateProposal, Invitation, Participation
from .seats import ASKED_TO_TABLE

LINK_LASTS = timedelta(days=8)
PATH = "/moment/"  # where a link leads; the room of the team answers there


def open_proposal(case: int) -> DateProposal | None:
    """Give the proposal that waits for answers in this case, if there is one."""
    return DateProposal.objects.filter(case=case, ended_at=None).first()


def end_proposals(case: int, at: datetime) -> None:
    """End the proposal that is open in this case; its links lead nowhere from now on."""
    DateProposal.objects.filter(case=case, ended_at=None).update(ended_at=at)


def ask(proposal: DateProposal, seats: Iterable[Participation], at: datetime) -> None:
    """Write to each of these places, with a link of its own to answer by; a link that went out before works no more."""
    for seat in seats:
        if gets_letters(seat.person):
            send(new_link(proposal, seat, at), seat)


def new_link(proposal: DateProposal, seat: Participation, at: datetime) -> str:
    """Keep a fresh link for this place, and give its secret, which is kept nowhere."""
    secret = secrets.token_urlsafe(32)
    values = {"secret_hash": hashed(secret), "ends_at": at + LINK_LASTS}
    AnswerLink.objects.update_or_create(proposal=proposal, participation=seat, defaults=values)
    return secret


def send(secret: str, seat: Participation) -> None:
    """Write the letter with a link to the address of this place."""
    write_to(seat.person, "dates_asked", link=f"{PATH}{secret}/")


def hashed(secret: str) -> str:
    """Give the hash under which a link is kept."""
    return hash_secret(secret, key=settings.SECRET_KEY)


def without_answer(case: Any, seat: Any) -> QuerySet[DateProposal]:
    """Give the open proposal of a case that this place did not answer yet."""
    said = DateAnswer.objects.filter(option__proposal=OuterRef("pk"), participation=OuterRef(seat))
    return DateProposal.objects.filter(~Exists(said), case=case, ended_at=None)


def came_by_link(seat: Participation, at: datetime) -> bool:
    """Say whether this place has a link that works at this moment: asked to the table, and for a proposal that is open.

    Whether the family still shares with this organisation is asked of the process table, as of everyone at the table.
    """
    live = AnswerLink.objects.filter(participation=seat, proposal__ended_at=None, ends_at__gt=at)
    return seat.access in ASKED_TO_TABLE and live.exists()


def carry_over(case: int, conference: Conference) -> None:
    """Let who said yes or no to this very moment have answered the invitation with it; "if it must" stays open."""
    said = DateAnswer.objects.filter(
        option__proposal__case=case, option__proposal__ended_at=None, option__starts_at=conference.starts_at,
        can__in=(DateAnswer.Can.YES, DateAnswer.Can.NO),
    )  # fmt: skip
    for one in said:
        chair = Invitation.objects.filter(conference=conference, participation=one.participation_id)
        chair.filter(parent=one.parent_id).update(answer=one.can)
