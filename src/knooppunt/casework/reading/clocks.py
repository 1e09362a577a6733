"""What waits: in one case, for its coordinator; and at each hub too long, as numbers for the project leader."""

from collections import Counter
from dataclasses import replace

from django.db.models import Count, Exists, F, OuterRef

from knooppunt.foundation import clock
from knooppunt.people.actor import Actor
from knooppunt.people.roles import hubs_of_leader

from ..clocks import CLOCKS, Level
from ..doors import Room, opened
from ..models import AdviceRequest, Case, Reminder
from ..refusals import NotFound
from ..shown.case import CaseFile
from ..shown.clock import ClockShown, WaitingAt, WaitShown
from ..waiting import is_paused, waits_in


def with_clock(file: CaseFile, room: Room) -> CaseFile:
    """Give the file with what waits in the case, and who heard of it."""
    case, heard = room.case, {}
    for row in Reminder.objects.filter(case=case).order_by("level"):
        name = Level(row.level).name.lower()
        heard.setdefault((row.what, row.which, row.due_on), []).append(
            (name, row.at.astimezone(clock.AMSTERDAM).date())
        )
    shown = tuple(
        WaitShown(wait.what, wait.on, room.today > wait.on + CLOCKS[wait.what].slack, tuple(heard.get(
            (wait.what, wait.which, wait.on), ())
        ))
        for wait in waits_in(room)
        if CLOCKS[wait.what].on_desk
    )  # fmt: skip
    paused = is_paused(case, room.today)
    return replace(
        file, clock=ClockShown(shown, case.paused_until if paused else None, case.why_paused if paused else "")
    )


def waits_too_long(actor: Actor) -> tuple[WaitingAt, ...]:
    """Give a project leader the hubs of her municipalities where something waits that she heard of, and how much.

    Raises NotFound for somebody who leads no subregion.
    """
    hubs = hubs_of_leader(actor.person_id) if actor.person_id and actor.assurance == "strong" else {}
    if not hubs:
        raise NotFound
    told = Reminder.objects.filter(level=Level.PROJECT_LEADER)
    with opened():
        still = told.filter(case=OuterRef("pk"), due_on__gte=F("case__due_on"))
        cases = Case.objects.filter(Exists(still), hub__in=hubs, is_open=True)
        asked = AdviceRequest.objects.filter(
            Exists(told.filter(case=None, which=OuterRef("code"))), hub__in=hubs, state=AdviceRequest.State.ASKED
        )
        families, questions = _per_hub(cases), _per_hub(asked)
    found = (WaitingAt(name, families[key], questions[key]) for key, name in hubs.items())
    return tuple(one for one in found if one.families or one.questions)


def _per_hub(rows) -> Counter[int]:  # noqa: ANN001 - cases or questions
    return Counter(dict(rows.order_by().values_list("hub").annotate(Count("pk"))))
