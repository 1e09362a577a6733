"""What was agreed, for one reader: the goals and actions of now, of before, and what somebody has to do."""

from datetime import date
from typing import Any

from django.db.models import Q

from knooppunt.foundation import clock

from . import asking
from .doors import Room
from .models import Action, PlanVersion
from .process import Role
from .shown import ActionShown, GoalShown, PlanVersionShown
from .sight import Sight

# A goal of which somebody reads an own action alone; it is for now, for there is something to do.
WITHOUT_WORDS = {"words": "", "because": "", "moment": "now", "about_id": None, "wish__code": None}


def goals_of(room: Room, sight: Sight) -> tuple[GoalShown, ...]:
    """Give the plan in one query: goals that this reader may see, each with its actions.

    Of a goal that may not be read, who has an action of her own there reads that action and nothing else.
    """
    rows = asking.GOALS(room.case.pk)
    codes = {p.id: p.code for p in room.parents}
    goals: dict[str, tuple[dict[str, Any], list[ActionShown]]] = {}
    for row in rows:
        may, there = sight.goal(row["about_id"]), row["actions__code"] and row["actions__status"] != "dropped"
        reads = there and sight.action(row["about_id"], row["actions__parent"], row["actions__participation"])
        if may or reads:
            _, actions = goals.setdefault(row["code"], (row if may else row | WITHOUT_WORDS, []))
            actions += [_action_shown(room, sight, row)] if reads else []
    return tuple(
        GoalShown(
            code=g["code"], words=g["words"], moment=g["moment"], because=g["because"], version=g["version"],
            actions=tuple(actions), wish=g["wish__code"] or "", about=codes.get(g["about_id"], ""),
        )
        for g, actions in goals.values()
    )  # fmt: skip


def _action_shown(room: Room, sight: Sight, row: dict[str, Any]) -> ActionShown:
    owner, kind, code = row["actions__network"], "network", ""
    mine = room.role in (Role.LEAD, Role.COORDINATOR) or (kind == "network" and room.role is Role.PARENT)
    for seat in room.circle:
        if seat.id == row["actions__participation"]:
            owner, kind, code = seat.person.name, "professional", seat.code
            mine = (mine and room.role is not Role.PARENT) or seat == room.seat
    for parent in room.parents:
        if parent.id == row["actions__parent"]:
            owner, kind, code = parent.name if sight.seen[parent.id] else "", "parent", parent.code
            mine = room.role in (Role.LEAD, Role.COORDINATOR) or parent == sight.own
    anothers = sight.own is not None and kind == "parent" and not mine
    return ActionShown(
        code=row["actions__code"], what=row["actions__what"], owner=owner, owner_kind=kind, owner_code=code,
        due_on=row["actions__due_on"], status=row["actions__status"], support=row["actions__support"],
        local=row["actions__local__label"] or "", local_code=row["actions__local__code"] or "",
        report="" if anothers else row["actions__report"], version=row["actions__version"],
        may_report=mine and "report_action" in room.open_acts(),
        late=row["actions__status"] != "done" and row["actions__due_on"] < room.today,
    )  # fmt: skip


def attention_actions(cases: list[int]) -> dict[int, list[tuple[set[int], ActionShown]]]:
    """Give what is stuck or late in these cases, by case, for their lead; a parent as owner is not named.

    With each stands which adults it is about: it may be read by whom these share with.
    """
    late = Q(status="stuck") | Q(status="open", due_on__lt=clock.today())
    rows = Action.objects.filter(late, goal__case__in=cases).select_related("goal", "participation__person", "parent")
    found: dict[int, list[tuple[set[int], ActionShown]]] = {}
    for a in rows.order_by("due_on", "id"):
        seat, parent = a.participation, a.parent
        about = {number for number in (a.parent_id, a.goal.about_id) if number}
        owner, kind = (seat.person.name, "professional") if seat else (a.network, "parent" if parent else "network")
        shown = ActionShown(
            a.code, a.what, owner, kind, seat.code if seat else "", a.due_on, a.status, a.support, a.report,
            a.version, True, a.due_on < clock.today(),
        )  # fmt: skip
        found.setdefault(a.goal.case_id, []).append((about, shown))
    return found


def plan_versions_of(room: Room) -> tuple[PlanVersionShown, ...]:
    """Give the earlier plans, the newest first: the last writing of each day, without the plan as it is now."""
    sight, parents, seats = Sight(room), {p.id: p for p in room.parents}, {s.id: s for s in room.circle}
    if not sight.about(None):
        return ()
    last_of_day: dict[Any, Any] = {}
    rows = PlanVersion.objects.filter(case=room.case).order_by("number")
    for row in rows.values("number", "at", "content", "conference__number"):
        last_of_day[row["at"].astimezone(clock.AMSTERDAM).date(), row["conference__number"]] = row

    def kept(a: dict[str, Any]) -> ActionShown:
        seat, parent = seats.get(a["seat"]), parents.get(a["parent"])
        name = parent.name if parent and sight.seen[parent.id] else ""
        owner = seat.person.name if seat else (name or a["network"])
        kind = "professional" if seat else ("parent" if parent else "network")
        code = seat.code if seat else (parent.code if parent else "")
        return ActionShown(
            a["code"], a["what"], owner, kind, code, date.fromisoformat(a["due_on"]), a["status"], a["support"], "", 0,
            False, late=False, local=a.get("local", ""),
        )  # fmt: skip

    def goal(g: dict[str, Any]) -> GoalShown:
        reads = (a for a in g["actions"] if sight.action(g.get("about"), a["parent"], a["seat"]))
        actions = tuple(kept(a) for a in reads if a["status"] != "dropped")
        return GoalShown(g["code"], g["words"], g["moment"], g["because"], 0, actions)

    found = [
        PlanVersionShown(
            r["number"], r["at"], r["conference__number"] or 0,
            tuple(goal(g) for g in r["content"]["goals"] if sight.goal(g.get("about"))),
        )
        for r in last_of_day.values()
    ]  # fmt: skip
    return tuple(reversed(found[:-1]))


def own_actions(seats: list[int]) -> dict[int, list[ActionShown]]:
    """Give the open actions of these places, by place, what is due first first."""
    rows = Action.objects.filter(participation__in=seats).exclude(status__in=("dropped", "done"))
    found: dict[int, list[ActionShown]] = {}
    for a in rows.select_related("participation__person").order_by("due_on", "id"):
        if a.participation is not None:
            found.setdefault(a.participation.pk, []).append(
                ActionShown(
                    a.code, a.what, a.participation.person.name, "professional", a.participation.code, a.due_on,
                    a.status, a.support, a.report, a.version, True, a.due_on < clock.today(),
                )
            )  # fmt: skip
    return found
