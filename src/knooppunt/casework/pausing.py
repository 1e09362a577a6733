"""Letting the clocks of a case stand still for a while, with a reason: a family is away, or in hospital.

What a parent asked, her rights (a month, by law) and the end of a consent go on; `clocks` says which clocks pause.
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from . import due
from .clocks import Level
from .doors import Room, act
from .models import Reminder
from .refusals import Invalid, Refused
from .texts import clean
from .waiting import is_paused

MONTHS = 3  # after which one looks again whether it is still right
LINE = 200


@act("pause_clock")
def pause_clock(room: Room, *, until: date | None, why: str) -> None:
    """Let the clocks stand still up to and including a day, at most three months ahead; said again, it replaces."""
    errors: dict[str, str] = {}
    if until is None or not room.today < until <= last_day(room.today):
        errors["until"] = _("Kies een dag na vandaag, hoogstens drie maanden vooruit.")
    if not why.strip():
        errors["why"] = _("Schrijf kort waarom het even stilligt.")
    clean(errors, "why", why, LINE)
    if errors:
        raise Invalid(errors)
    room.case.paused_until, room.case.why_paused = until, why.strip()


def last_day(today: date) -> date:
    """Give the last day until which a pause may last."""
    return due.months_after(today, MONTHS)


@act("resume_clock")
def resume_clock(room: Room) -> None:
    """Let the clocks go on from today. What should have been done in the meantime is due on this working day."""
    case = room.case
    if not is_paused(case, room.today):
        raise Refused("not_paused")
    case.paused_until = room.today - timedelta(days=1)
    Reminder.objects.get_or_create(  # who ends a pause knows that it ended
        case=case, what="pause_ends", which="", due_on=due.after_pause(case.paused_until), level=Level.DOER
    )
