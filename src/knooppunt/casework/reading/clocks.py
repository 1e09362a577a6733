"""What waits: in one case, for its coordinator; and at each hub too long, as numbers for the project leader."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Count

from knooppunt.foundation import clock
from knooppunt.people.actor import Actor
from knooppunt.people.roles import hubs_of_leader

from ..clocks import CLOCKS, Level, Terms
from ..doors import Room, opened
from ..due import Dated, Wait, waits
from ..models import AdviceRequest, Reminder
from ..process import State
from ..refusals import NotFound
from ..shown.case import CaseFile
from ..shown.clock import ClockShown, WaitingAt, WaitShown
from ..waiting import Open, facts_in, is_paused

AHEAD = timedelta(days=92)  # how far the page of a case looks ahead
LOOKED_AT = 200  # steps up to a project leader, the last ones of all hubs


def with_clock(file: CaseFile, room: Room) -> CaseFile:
    """Give the file with what waits in the next three months, as far as it stands in the file, and who heard of it."""
    case, today = room.case, room.today
    heard, terms = _heard(case.pk) if case.reminded else {}, Terms.of(case.hub)
    found: dict[tuple[date, str], set[tuple[Level, date]]] = defaultdict(set)  # one line for all actions of a day
    for wait in sorted(waits(facts_in(room, _open_in(file)))):
        if CLOCKS[wait.what].on_desk and (wait.on <= today + AHEAD or not found):
            found[wait.on, wait.what].update(heard.get(wait, ()))
    shown = tuple(
        WaitShown(
            what, on, late=today > CLOCKS[what].late_after(on, terms),
            heard=tuple((level.name.lower(), day) for level, day in sorted(who)),
        )
        for (on, what), who in found.items()
    )  # fmt: skip
    paused = is_paused(case, today)
    return replace(
        file, clock=ClockShown(shown, case.paused_until if paused else None, case.why_paused if paused else "")
    )


def _open_in(file: CaseFile) -> Open:
    actions = [action for goal in file.goals for action in goal.actions] if file.state == State.FOLLOWING else []
    return Open(
        next((meeting.starts_at for meeting in reversed(file.conferences) if meeting.state == "planned"), None),
        tuple(Dated(one.due_on, one.code) for one in actions if one.status in ("open", "stuck")),
        tuple((Dated(one.answer_by, one.code), one.kind) for one in file.messages if one.waits and one.answer_by),
    )


def _heard(case: int) -> dict[Wait, list[tuple[Level, date]]]:
    found: dict[Wait, list[tuple[Level, date]]] = defaultdict(list)
    for row in Reminder.objects.filter(case=case):
        day = row.at.astimezone(clock.AMSTERDAM).date()
        found[Wait(row.due_on, row.what, row.which)].append((Level(row.level), day))
    return found


def waits_too_long(actor: Actor) -> tuple[WaitingAt, ...]:
    """Give a project leader the hubs of her municipalities where something waits that she heard of, and how much.

    Of families, the last `LOOKED_AT` times that any project leader heard count: with more than that a number says
    nothing any more, and the page stays as quick with a million cases. Raises NotFound for somebody who leads no
    subregion.
    """
    hubs = hubs_of_leader(actor.person_id) if actor.person_id and actor.assurance == "strong" else {}
    if not hubs:
        raise NotFound
    told = Reminder.objects.filter(level=Level.PROJECT_LEADER)
    about = told.filter(case=None, what="answer_advice").order_by("-id").values_list("which", flat=True)
    with opened():  # what is done is not due any more: the next thing is due later
        lately = told.filter(case__isnull=False).order_by("-id")[:LOOKED_AT]
        rows = lately.values_list("case", "case__hub", "case__is_open", "due_on", "case__due_on")
        late = {case: hub for case, hub, is_open, told_of, due in rows if is_open and due and told_of >= due}
        families = Counter(late.values())
        codes = list(about[:LOOKED_AT])  # first: asked in one go, PostgreSQL may walk all questions ever put
        asked = AdviceRequest.objects.filter(code__in=codes, hub__in=hubs, state=AdviceRequest.State.ASKED)
        questions = dict(asked.values_list("hub").annotate(Count("pk")).order_by())
    found = (WaitingAt(name, families.get(key, 0), questions.get(key, 0)) for key, name in hubs.items())
    return tuple(one for one in found if one.families or one.questions)
