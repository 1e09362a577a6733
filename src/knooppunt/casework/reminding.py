"""Walking the clocks each working day: who has something to hear of what waits, hears it once.

Run each morning; a second run, or two at once, changes nothing: the hubs are held while a stretch of cases is told,
and each row of `Reminder` is there once. What is next in a case is worked out again on the way, so that other terms
of a hub count from the next working day.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import batched

from django.db.models import Q

from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM
from knooppunt.people.models import Hub
from knooppunt.people.overview import waiting_for_review
from knooppunt.trail.record import record_many

from .clocks import CLOCKS, Clock, Level, Terms, levels
from .consents import Picture, Statement
from .doors import opened, statement_of, writing
from .due import Wait, by_invited, next_step, waits
from .models import AdviceRequest, Case, Consent, DateAnswer, DateProposal, Message, Parent, Participation, Reminder
from .process import ACTS, Need
from .ringing import Bell, Known, Table, to_doer
from .seats import ASKED_TO_TABLE
from .waiting import Around, around, facts_of, is_paused

AT_ONCE = 100  # cases of one transaction

Key = tuple[int | None, str, str, date, int]  # case, what, which, due on, level


def remind() -> int:
    """Tell what waits to who does it, and what is late to who looks after it; gives how many things were told.

    On a day off nobody hears anything.
    """
    today = clock.today()
    if not clock.is_working_day(today):
        return 0
    with opened():
        asked = Message.objects.filter(answered_at=None).values("case")  # also of a case that ended
        keys = list(Case.objects.filter(Q(is_open=True) | Q(pk__in=asked)).order_by("pk").values_list("pk", flat=True))
    known: Known = {}
    return sum(_tell_some(some, today, known) for some in batched(keys, AT_ONCE)) + _tell_apart(today, known)


def _hubs() -> dict[int, Hub]:
    """Give the hubs, held until the transaction ends, so that two runs go one after the other."""
    return {hub.pk: hub for hub in Hub.objects.select_for_update(no_key=True).order_by("pk")}


def _tell_some(keys: Iterable[int], today: date, known: Known) -> int:
    with writing():
        hubs, bell = _hubs(), Bell(today, known)
        cases = list(
            Case.objects.select_for_update(of=("self",)).filter(pk__in=keys).select_related("family").order_by("pk")
        )
        for case in cases:
            case.hub = hubs[case.hub_id]
        heard = _heard(Reminder.objects.filter(case__in=cases))
        found: list[Reminder] = []
        lines: list[tuple[str, list[str]]] = []
        moved: list[Case] = []
        for table in _tables(cases):
            codes = {parent.pk: parent.code for parent in table.parents.values()}
            facts = facts_of(table.case, table.seats, table.picture, table.rows.open(), codes)
            moved += _next(table.case, next_step(facts)) if table.case.is_open else []
            new, parents = _ring(bell, table, [*_not_asked_twice(waits(facts), table), *_dates(table)], heard, today)
            found += new
            if new:
                lines.append((table.case.code, parents))
        Case.objects.bulk_update(moved, ["due_on", "due_what"])
        Reminder.objects.bulk_create(found)
        if lines:
            record_many("remind", actor=SYSTEM, role="system", cases=lines, outcome="done")
        return len(found)


def _heard(rows: Iterable[Reminder]) -> set[Key]:
    return {(row.case_id, row.what, row.which, row.due_on, row.level) for row in rows}


def _next(case: Case, step: tuple[date, str]) -> list[Case]:
    """Give the case with its next step when that is another than it was."""
    if (case.due_on, case.due_what) == step:
        return []
    case.due_on, case.due_what = step
    return [case]


def _ring(
    bell: Bell, table: Table, found: list[Wait], heard: set[Key], today: date
) -> tuple[list[Reminder], list[str]]:  # fmt: skip
    case, new, parents = table.case, [], set()
    paused, terms = is_paused(case, today), Terms.of(case.hub)
    for wait in found:
        one = CLOCKS[wait.what]
        if (paused and one.pauses) or not _may_ring(one, table.picture):
            continue
        for level in levels(one, wait.on, terms, today):
            if (case.pk, wait.what, wait.which, wait.on, level) in heard:
                continue
            new.append(_row(wait, level, case))
            if level is Level.DOER:
                parents.update(to_doer(bell, one, wait, table))
            else:
                bell.above(level, case.hub)
    return new, sorted(parents)


def _may_ring(one: Clock, picture: Picture) -> bool:
    """Say whether the act that ends the wait can be done: nobody is called to what consent does not open."""
    act = ACTS.get(one.act)
    return act is None or act.need is Need.NOTHING or picture.anyone_takes_part()


def _row(wait: Wait, level: Level, case: Case | None = None) -> Reminder:
    return Reminder(case=case, what=wait.what, which=wait.which, due_on=wait.on, level=level, at=clock.now())


# --- the rows around many cases, in a handful of queries --------------------------------------------------------------
def _tables(cases: list[Case]) -> list[Table]:
    families = [case.family_id for case in cases]
    parents: dict[int, dict[int, Parent]] = defaultdict(dict)
    said: dict[int, list[Statement]] = defaultdict(list)
    consents = Consent.objects.filter(subject__family__in=families).select_related("subject__person")
    for consent in consents.order_by("id"):
        parents[consent.subject.family_id][consent.subject_id] = consent.subject
        said[consent.subject.family_id].append(statement_of(consent))
    circle: dict[int, list[Participation]] = defaultdict(list)
    seats = Participation.objects.filter(case__in=cases, ended_on=None).select_related("person", "discipline")
    for seat in seats.order_by("id"):
        circle[seat.case_id].append(seat)
    asked = {row.case_id: row for row in DateProposal.objects.filter(case__in=cases, ended_at=None)}
    said_when = _said(asked.values()) if asked else {}
    beside, now = around(cases), clock.now()
    found = []
    for case in cases:
        proposal, rows = asked.get(case.pk), beside.get(case.pk, Around())
        answered = said_when.get(proposal.pk, set()) if proposal else set()
        picture = Picture(said[case.family_id], now)
        found.append(Table(case, circle[case.pk], picture, parents[case.family_id], rows, proposal, answered))
    return found


def _not_asked_twice(found: list[Wait], table: Table) -> list[Wait]:
    """Leave out the invitation of who is asked for a date: one letter asks both."""
    return [wait for wait in found if not (table.proposal and wait.what == "answer_invitation")]


def _dates(table: Table) -> list[Wait]:
    """Give who did not say yet when it suits, while it is asked."""
    if table.proposal is None:
        return []
    on = by_invited(table.proposal.proposed_at.astimezone(clock.AMSTERDAM).date(), Terms.of(table.case.hub))
    asked = [(seat.code, ("seat", seat.pk)) for seat in table.seats if seat.access in ASKED_TO_TABLE]
    asked += [(p.code, ("parent", p.pk)) for p in table.parents.values() if table.picture.takes_part(p.pk)]
    return [Wait(on, "answer_dates", code) for code, who in asked if who not in table.said]


def _said(proposals: Iterable[DateProposal]) -> dict[int, set[tuple[str, int]]]:
    """Give per proposal who said when it suits."""
    found: dict[int, set[tuple[str, int]]] = defaultdict(set)
    rows = DateAnswer.objects.filter(option__proposal__in=proposals)
    for proposal, seat, parent in rows.values_list("option__proposal_id", "participation_id", "parent_id"):
        found[proposal].add(("seat", seat) if seat else ("parent", parent))
    return found


# --- what waits apart from any case ---------------------------------------------------------------------------------
def _tell_apart(today: date, known: Known) -> int:
    """Tell of questions without an answer and of accounts that nobody looked at for too long."""
    with writing():
        hubs, bell = _hubs(), Bell(today, known)
        asked = AdviceRequest.objects.filter(state=AdviceRequest.State.ASKED).order_by("id")
        found: list[tuple[Wait, Hub | None]]
        found = [(Wait(row.answer_by, "answer_advice", row.code), hubs[row.hub_id]) for row in asked]
        found += [(Wait(on, "review_account", code), None) for code, on in waiting_for_review()]
        heard = _heard(Reminder.objects.filter(case=None, what__in=["answer_advice", "review_account"]))
        new = [
            _row(wait, level)
            for wait, hub in found
            for level in _levels_apart(wait, hub, today)
            if (None, wait.what, wait.which, wait.on, level) not in heard
        ]
        at = {wait.which: hub for wait, hub in found}
        for row in new:
            _ring_apart(bell, CLOCKS[row.what], Level(row.level), at[row.which])
        Reminder.objects.bulk_create(new)
        if new:
            lines = [(row.which, ()) if row.what == "answer_advice" else ("", (row.which,)) for row in new]
            record_many("remind", actor=SYSTEM, role="system", cases=lines, outcome="done")
        return len(new)


def _levels_apart(wait: Wait, hub: Hub | None, today: date) -> list[Level]:
    return levels(CLOCKS[wait.what], wait.on, Terms.of(hub or Hub()), today)  # without a hub: what most hubs have


def _ring_apart(bell: Bell, one: Clock, level: Level, hub: Hub | None) -> None:
    if hub is None:
        bell.of_accounts(level)
    elif level is Level.DOER:
        bell.desk(hub, "reminder")
    else:
        bell.above(level, hub)
