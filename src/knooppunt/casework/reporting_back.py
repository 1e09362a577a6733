"""What a referrer hears back: of every move of a case a step and a letter, or why not, within what the parents allow.

That and when, never what (domain.md, item 8; R-STM-03). Who shares nothing with her organisation keeps nothing from
her by that: silence means that she hears the steps. A no to her, or nobody who takes part any more, means that she
hears only that it is finished.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from knooppunt.people.writing import gets_letters, write_to

from .consents import Picture
from .models import Case, Referral
from .process import State
from .seats import may_know

if TYPE_CHECKING:
    from .doors import Room


@dataclass(frozen=True)
class Back:
    """What one act says to the referrer: a step on her page and a letter, or why there is no letter."""

    step: str = ""
    letter: str = ""
    ends: bool = False  # that it is finished she always hears
    why_no_letter: str = ""


# Every act that moves a case, and the one that moves its conference; `test_reporting_back` holds this beside the table
# of the process.
BACK: dict[str, Back] = {
    "refer": Back("received", "referral_received"),
    "accept": Back("accepted", "referral_accepted"),
    "decline": Back("declined", "referral_declined", ends=True),
    "hand_over": Back("handed_over", "referral_handed_over"),
    "record_error": Back("in_error", "referral_closed", ends=True),
    "plan_conference": Back("planned", "referral_planned"),
    "move_conference": Back(letter="referral_planned"),
    "call_off": Back("called_off", "referral_called_off"),
    "hold_conference": Back("held", "referral_held"),
    "conclude": Back("agreed", why_no_letter="'held' went out the same day, and 'arranged' follows"),
    "reopen_conference": Back(why_no_letter="what was written is put right; 'agreed' follows"),
    "evaluate": Back("evaluated", "referral_evaluated"),
    "go_on": Back("goes_on", why_no_letter="'evaluated' just went out; her page says that it goes on"),
    "reconvene": Back("again", "referral_again"),
    "close": Back("closed", "referral_closed", ends=True),
    "stop": Back(why_no_letter="the coordinator speaks with the family first; 'finished' follows"),
    "withdraw_consent": Back(why_no_letter="as with 'stop'"),
    "give_consent": Back(why_no_letter="as with 'stop'"),
    "confirm_stop": Back("closed", "referral_closed", ends=True),
}
FINISHED = "referral_closed"  # the same words for every reason
# Milestones that are no move of the case, each once.
MILESTONES = {"contacted": "referral_contacted", "arranged": "referral_arranged"}


class Hears(IntEnum):
    """How much a referrer may hear."""

    END = 0  # only that it is finished
    STEPS = 1  # that and when
    OUTCOME = 2  # also how it ended: who takes part shares with her organisation


def hears(picture: Picture, adults: Iterable[int], referral: Referral, state: str) -> Hears:
    """Say how much the referrer of these adults may hear at this moment: of everyone who takes part the strictest."""
    if state in (State.STOPPING, State.STOPPED):
        return Hears.END
    found = [_hears_of(picture, one, referral) for one in adults if picture.takes_part(one)]
    return min(found, default=Hears.END)


def _hears_of(picture: Picture, adult: int, referral: Referral) -> Hears:
    answer = may_know(picture, adult, referral)
    if answer.allowed:
        return Hears.OUTCOME
    return Hears.STEPS if answer.because is None else Hears.END


def may_hear(room: Room) -> Hears:
    """Say how much the referrer of the case behind this door may hear."""
    return hears(room.picture, (p.pk for p in room.parents), room.case.referral, room.state)


def report_back(room: Room) -> None:
    """Write the letter of this act to the referrer."""
    back = BACK.get(room.act)
    if back and back.letter:
        _tell(room, back.letter, ends=back.ends)


def milestone(room: Room, which: str) -> None:
    """Write that a milestone was reached: the first talk with the family, or the first help that came."""
    _tell(room, MILESTONES[which])


def finished(room: Room) -> None:
    """Write that it is finished, and no more."""
    _tell(room, FINISHED, ends=True)


def _tell(room: Room, kind: str, *, ends: bool = False) -> None:
    referral = written_to(room.case)
    if referral is None:
        return
    only_the_end = may_hear(room) is Hears.END
    if ends or not only_the_end:
        send(referral, FINISHED if only_the_end else kind)


def written_to(case: Case) -> Referral | None:
    """Give the referral when a letter can go to who made it; a parent reads it in her own place."""
    referral: Referral | None = getattr(case, "referral", None)
    if referral is None or referral.origin == Referral.Origin.PARENT:
        return None
    return referral if referral.referrer and gets_letters(referral.referrer) else None


def send(referral: Referral, kind: str) -> None:
    """Write one letter to who made a referral; it holds the day of the referral alone."""
    assert referral.referrer is not None
    write_to(referral.referrer, kind, date=referral.sent_at)
