"""Asking once more, a month before a yes ends: a letter to the parent that something waits, and one to the desk.

Run each night; a second run changes nothing. The question itself stands in the parent's own place and on the worklist.
"""

from datetime import timedelta

from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM
from knooppunt.trail.reading import done_since
from knooppunt.trail.record import record

from .consenting import ending_of
from .consents import ASK_AGAIN_BEFORE
from .doors import family_of, opened, writing
from .letters import to_hub, write_to_parent
from .models import Case, Consent

ACT = "remind"


def remind() -> int:
    """Write to each parent whose yes ends within a month, once; gives how many parents were reminded (R-CON-10)."""
    today = clock.today()
    with opened():
        soon = Consent.objects.filter(
            decision=Consent.Decision.GIVEN, ends_on__range=(today, today + ASK_AGAIN_BEFORE),
            subject__family__case__is_open=True,
        )  # fmt: skip
        codes = sorted(set(soon.values_list("subject__family__case__code", flat=True)))
    return sum(_remind_family(code) for code in codes)


def _remind_family(code: str) -> int:
    """Look again with the case in hand, so that two runs at once do not write twice."""
    with writing():
        case = Case.objects.select_for_update().get(code=code)
        parents, consents, picture = family_of(case.family_id)
        asked = [
            parent for parent in parents
            if picture.takes_part(parent.pk) and ending_of(consents, parent.pk, clock.today())
            and not done_since(ACT, code, parent.code, clock.now() - ASK_AGAIN_BEFORE - timedelta(days=1))
        ]  # fmt: skip
        for parent in asked:
            record(ACT, actor=SYSTEM, role="system", case=code, about=[parent.code])
            write_to_parent(parent, case.hub)
        if asked:
            to_hub(case.hub_id, "coordinator_step")
        return len(asked)
