"""When somebody is taken: the times of planned conferences at which she has a living chair, and nothing else."""

from datetime import timedelta

from knooppunt.calendars import Event
from knooppunt.foundation import clock

from ..calendars import lives, opaque
from ..convening import planned
from ..doors import Room, look, opened
from ..models import Conference, Invitation
from ..process import State
from ..refusals import NotFound
from ..seats import ASKED_TO_TABLE
from .desk import NO_FAMILY, families_of

LONGEST = 200
PAST = timedelta(days=30)  # so long a conference that was not written down yet stays


def times_of(person: int) -> tuple[Event, ...]:
    """Give the times of one professional, worked out at this moment, so that a withdrawal bites on the next fetch.

    No line in the trail: times lead to no family, and a calendar program asks every hour (docs/decisions/0016).
    """
    with opened():
        chairs = list(
            Invitation.objects.filter(
                participation__person=person, participation__ended_on=None, participation__access__in=ASKED_TO_TABLE,
                conference__state=Conference.State.PLANNED, conference__starts_at__gt=clock.now() - PAST,
                conference__case__state=State.PLANNED,
            )
            .select_related("conference__case", "participation__discipline", "participation__person")
            .order_by("conference__starts_at", "id")[:LONGEST]
        )  # fmt: skip
        families = families_of({chair.conference.case.family_id for chair in chairs})
    found = [(chair, families.get(chair.conference.case.family_id, NO_FAMILY)[1]) for chair in chairs]
    meetings = [chair.conference for chair, picture in found if lives(chair, picture)]
    return tuple(Event(opaque(str(person), m.code), m.starts_at, m.minutes, m.version - 1) for m in meetings)


@look("see_plan")
def own_time(room: Room) -> Event:
    """Give a parent who takes part when the conference is, for her own calendar. Raises NotFound without one."""
    me, conference = room.self_as_parent, planned(room)
    if me is None or conference is None or not room.picture.takes_part(me.pk):
        raise NotFound
    room.about = [me.code]
    return Event(opaque(me.code, conference.code), conference.starts_at, conference.minutes, conference.version - 1)
