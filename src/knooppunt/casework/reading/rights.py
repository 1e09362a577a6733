"""What parents asked about their files, for the privacy officer: that, when and by when; never who or what."""

from dataclasses import dataclass
from datetime import date, datetime

from knooppunt.foundation import clock
from knooppunt.people.actor import Actor
from knooppunt.people.models import Role
from knooppunt.people.roles import roles_of
from knooppunt.trail.record import record_many

from ..doors import opened
from ..due import RIGHTS
from ..models import Message
from ..refusals import NotFound

MOST = 200


@dataclass(frozen=True, slots=True)
class RightAsked:
    """One request that waits; the code leads to the trail of the case and to nobody's name."""

    case: str
    hub: str
    kind: str
    asked_at: datetime
    answer_by: date | None
    late: bool


def rights(actor: Actor) -> tuple[RightAsked, ...]:
    """Give the requests that wait for an answer, what is late first. Raises NotFound for anybody but the officer."""
    officer = actor.person_id is not None and actor.assurance == "strong"
    if not officer or Role.PRIVACY_OFFICER not in roles_of(actor.person_id or 0):
        raise NotFound
    with opened():
        found = Message.objects.filter(kind__in=RIGHTS, answered_at=None).order_by("answer_by", "id")
        rows = list(found.values_list("case__code", "case__hub__name", "kind", "at", "answer_by")[:MOST])
        if rows:
            shown = [(row[0], ()) for row in rows]
            record_many("see_rights", actor=actor, role="privacy_officer", cases=shown)
    today = clock.today()
    return tuple(RightAsked(*row, late=row[4] is not None and row[4] < today) for row in rows)
