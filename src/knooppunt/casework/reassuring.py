"""Telling a referrer who heard nothing for weeks that the family is not forgotten.

Run each night; a second run changes nothing.
"""

from datetime import timedelta

from django.db.models import QuerySet

from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM
from knooppunt.trail.reading import done_since
from knooppunt.trail.record import record

from .doors import family_of, opened, writing
from .models import Case
from .process import State
from .reporting_back import Hears, hears, send, written_to

ACT = "report_back"
# Until the first help comes; after that the actions have clocks of their own.
WAITING = (State.RECEIVED, State.PREPARING, State.PLANNED, State.HELD)
QUIET = timedelta(days=28)


def reassure() -> int:
    """Write to each referrer who heard nothing for four weeks that it goes on; gives how many heard it."""
    with opened():
        codes = list(_quiet().values_list("code", flat=True))
    return sum(map(_reassure, codes))


def _quiet() -> QuerySet[Case]:
    """Give the cases that wait for the first help and did not move for four weeks."""
    return Case.objects.filter(state__in=WAITING, since_at__lt=clock.now() - QUIET)


def _reassure(code: str) -> bool:
    """Look again with the case in hand: it may have moved or gone meanwhile, and two runs do not write twice."""
    with writing():
        rows = _quiet().select_for_update(of=("self",)).select_related("referral__referrer")
        case = rows.filter(code=code).first()
        referral = written_to(case) if case else None
        if case is None or referral is None or done_since(ACT, code, referral.code, clock.now() - QUIET):
            return False
        parents, _said, picture = family_of(case.family_id)
        if hears(picture, (p.pk for p in parents), referral, case.state) is Hears.END:
            return False
        record(ACT, actor=SYSTEM, role="system", case=code, about=[referral.code])
        send(referral, "referral_waits")
        return True
