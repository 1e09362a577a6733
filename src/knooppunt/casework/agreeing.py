"""What is agreed at the table: goals in the family's words, actions with owner and date, decisions, and the lead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from knooppunt.foundation.clock import is_working_day

from .doors import Room, act, save_checked
from .forms import codes
from .letters import to_person
from .models import Action, Conference, Entry, Goal, Participation, PlanVersion
from .refusals import Invalid, NotFound, Refused
from .texts import clean

LINE = 500  # signs that fit in a goal or an action
FEW_GOALS = 3  # more goals at once than this get a warning on the screen (domain.md, item 11)
AROUND_BIRTH = timedelta(weeks=6)


@dataclass(frozen=True)
class NewAction:
    """An action as it is typed, with one owner: a parent, a place in the circle (codes), or a name of the network."""

    what: str
    due_on: date | None
    parent: str = ""
    seat: str = ""
    network: str = ""
    support: str = ""


@act("write_plan")
def add_goal(room: Room, words: str, *, moment: str = "now", because: str = "") -> str:
    """Write down what the family wants, for now or parked, or 'no, because'; gives its code."""
    values = _goal_values(words, moment, because)
    goal = Goal.objects.create(case=room.case, **values)
    keep_version(room)
    return goal.code


def _goal_values(words: str, moment: str, because: str) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not words.strip():
        errors["words"] = _("Schrijf op wat het gezin wil, in hun eigen woorden.")
    if moment not in Goal.Moment.values:
        errors["moment"] = _("Kies of dit nu of later is.")
    if moment == Goal.Moment.NOT and not because.strip():
        errors["because"] = _("Schrijf waarom dit niet gebeurt.")
    clean(errors, "words", words, LINE)
    clean(errors, "because", because, 300)
    if errors:
        raise Invalid(errors)
    return {"words": words.strip(), "moment": moment, "because": because.strip()}


@act("write_plan")
def change_goal(room: Room, code: str, *, version: int, words: str, moment: str, because: str = "") -> None:
    """Change a goal; raises Conflict with both texts when somebody else changed it meanwhile."""
    save_checked(_goal(room, code), version, _goal_values(words, moment, because))
    keep_version(room)


def _goal(room: Room, code: str) -> Goal:
    goal = Goal.objects.filter(case=room.case, code=code).first()
    if goal is None:
        raise NotFound
    return goal


def find_action(room: Room, code: str) -> Action:
    """Give an action of this case that was not let go; raises NotFound."""
    actions = Action.objects.filter(goal__case=room.case, code=code).exclude(status=Action.Status.DROPPED)
    action = actions.select_related("participation__person").first()
    if action is None:
        raise NotFound
    return action


@act("write_plan")
def add_action(room: Room, goal: str, new: NewAction) -> str:
    """Add an action to a goal; gives its code."""
    action = Action.objects.create(goal=_goal(room, goal), **_action_values(room, new))
    keep_version(room)
    return action.code


@act("write_plan")
def change_action(room: Room, code: str, new: NewAction, *, version: int) -> None:
    """Change an action; raises Conflict with both texts when somebody else changed it meanwhile."""
    save_checked(find_action(room, code), version, _action_values(room, new))
    keep_version(room)


def _action_values(room: Room, new: NewAction) -> dict[str, Any]:
    errors: dict[str, str] = {}
    if not new.what.strip():
        errors["what"] = _("Schrijf op wat er gebeurt.")
    if new.due_on is None:
        errors["due_on"] = _("Kies wanneer dit klaar is.")
    elif not room.today - timedelta(days=366) <= new.due_on <= room.today + timedelta(days=366):
        errors["due_on"] = _("Kies een datum binnen een jaar.")
    owners = [bool(new.parent), bool(new.seat), bool(new.network.strip())]
    if sum(owners) != 1:
        errors["owner"] = _("Kies één iemand die dit doet.")
    if new.support and new.support not in codes("support"):
        errors["support"] = _("Kies uit de lijst.")
    clean(errors, "what", new.what, LINE)
    clean(errors, "owner", new.network, 120)
    if errors:
        raise Invalid(errors)
    return {
        "what": new.what.strip(), "due_on": new.due_on, "network": new.network.strip(), "support": new.support,
        "parent": room.parent(new.parent) if new.parent else None,
        "participation": room.participation(new.seat) if new.seat else None,
    }  # fmt: skip


@act("write_plan")
def remove_action(room: Room, code: str, *, version: int) -> None:
    """Let an action go; it stays in the earlier versions of the plan."""
    save_checked(find_action(room, code), version, {"status": Action.Status.DROPPED})
    keep_version(room)


@act("write_plan")
def decide(room: Room, text: str) -> str:
    """Write down a decision of the table; gives its code."""
    errors: dict[str, str] = {}
    if not text.strip():
        errors["text"] = _("Schrijf op wat er besloten is.")
    clean(errors, "text", text)
    if errors:
        raise Invalid(errors)
    entry = Entry.objects.create(
        case=room.case, kind="decision", text=text.strip(), conference=last_held(room), by_id=room.actor.person_id,
        role=room.role_name, at=room.now,
    )  # fmt: skip
    return entry.code


@act("write_plan")
def write_notes(room: Room, text: str, *, version: int) -> None:
    """Keep the notes of the conference; raises Conflict when somebody else wrote meanwhile."""
    errors: dict[str, str] = {}
    clean(errors, "notes", text)
    if errors:
        raise Invalid(errors)
    save_checked(last_held(room), version, {"notes": text})


def last_held(room: Room) -> Conference:
    """Give the last conference that was held; raises Refused when there is none."""
    conference = Conference.objects.filter(case=room.case, state=Conference.State.HELD).order_by("-number").first()
    if conference is None:
        raise Refused("no_conference")
    return conference


def keep_version(room: Room) -> None:
    """Keep the whole plan as it is now. One version a conference and a day: the last writing of a day stands."""
    actions = Action.objects.filter(goal__case=room.case).order_by("id")
    content = {
        "goals": [
            {
                "code": g.code, "words": g.words, "moment": g.moment, "because": g.because,
                "actions": [_as_kept(a) for a in actions if a.goal_id == g.id],
            }
            for g in Goal.objects.filter(case=room.case).order_by("id")
        ]
    }  # fmt: skip
    last = PlanVersion.objects.filter(case=room.case).order_by("-number").first()
    PlanVersion.objects.create(
        case=room.case, conference=Conference.objects.filter(case=room.case, state="held").order_by("-number").first(),
        number=(last.number if last else 0) + 1, at=room.now, content=content,
    )  # fmt: skip


def _as_kept(action: Action) -> dict[str, Any]:
    names = ("code", "what", "network", "status", "support", "report")
    kept = {name: getattr(action, name) for name in names}
    return kept | {"due_on": action.due_on.isoformat(), "parent": action.parent_id, "seat": action.participation_id}


@act("choose_lead")
def choose_lead(room: Room, seat: str) -> None:
    """Ask somebody at the table to be the lead, chosen with the family; she accepts herself."""
    place = room.participation(seat)
    if place.access != Participation.Access.JOINED:
        raise Refused("lead_not_at_table")
    if place.lead == Participation.Lead.LEAD:
        return
    for other in room.circle:
        if other.lead == Participation.Lead.ASKED and other != place:
            other.lead, other.lead_asked_on = Participation.Lead.NO, None
            other.save(update_fields=["lead", "lead_asked_on"])
    place.lead, place.lead_asked_on = Participation.Lead.ASKED, room.today
    place.save(update_fields=["lead", "lead_asked_on"])
    to_person(room, "lead_asked", place.person)


@act("answer_lead")
def answer_lead(room: Room, *, yes: bool) -> None:
    """Accept or refuse to be the lead; who accepts takes over from the one before."""
    place = room.seat
    if place is None or place.lead == Participation.Lead.NO:
        raise Refused("not_asked_as_lead")
    if yes:
        for other in room.circle:
            if other.lead == Participation.Lead.LEAD and other != place:
                other.lead, other.lead_asked_on = Participation.Lead.NO, None
                other.save(update_fields=["lead", "lead_asked_on"])
    place.lead = Participation.Lead.LEAD if yes else Participation.Lead.NO
    place.lead_asked_on = None
    place.save(update_fields=["lead", "lead_asked_on"])


def evaluation_window(room: Room, *, held_on: date) -> tuple[date, date, date]:
    """Give the earliest, the proposed and the latest evaluation date: 6 to 12 weeks unless the hub chose otherwise.

    Around the birth we look back earlier: six weeks after the due date when that falls before the latest date.
    """
    first = held_on + timedelta(weeks=room.case.hub.evaluation_weeks_min)
    last = held_on + timedelta(weeks=room.case.hub.evaluation_weeks_max)
    family = room.case.family
    proposed = first + (last - first) / 2
    birth = family.born_on or family.due_on
    if birth and held_on - AROUND_BIRTH <= birth <= last:
        first = held_on + timedelta(weeks=1)
        proposed = max(first, min(last, birth + timedelta(weeks=2)))
    while not is_working_day(proposed) and proposed < last:
        proposed += timedelta(days=1)
    return first, proposed, last


def what_lacks(goals: Iterable[tuple[str, int]], *, has_lead: bool) -> dict[str, str]:
    """Say what a conference still lacks before it can end, given per goal its moment and number of actions."""
    errors: dict[str, str] = {}
    counted = list(goals)
    if not any(actions for _moment, actions in counted):
        errors["goals"] = _("Spreek minstens één actie af, met iemand die het doet en een datum.")
    elif any(moment == Goal.Moment.NOW and not actions for moment, actions in counted):
        errors["goals"] = _("Elke wens voor nu heeft een actie nodig, of een reden waarom het niet gebeurt.")
    if not has_lead:
        errors["lead"] = _("Kies met het gezin wie de afspraken bewaakt.")
    return errors


@act("conclude")
def conclude(room: Room, *, evaluation_on: date | None) -> None:
    """End the conference: a date to look back, an action or a 'no, because' for every wish, and a lead."""
    conference = last_held(room)
    errors: dict[str, str] = {}
    first, _proposed, last = evaluation_window(room, held_on=room.today)
    if evaluation_on is None:
        errors["evaluation_on"] = _(
            "Kies wanneer u samen terugkijkt. Zonder datum kan het overleg niet worden afgesloten."
        )
    elif not first <= evaluation_on <= last:
        errors["evaluation_on"] = _("Kies een datum tussen %(first)s en %(last)s.") % {
            "first": first.strftime("%d-%m-%Y"), "last": last.strftime("%d-%m-%Y"),
        }  # fmt: skip
    goals = Goal.objects.filter(case=room.case).prefetch_related("actions")
    counted = [(g.moment, sum(a.status != Action.Status.DROPPED for a in g.actions.all())) for g in goals]
    errors |= what_lacks(counted, has_lead=any(p.lead for p in room.circle if p.ended_on is None))
    if errors:
        raise Invalid(errors)
    room.case.evaluation_on = evaluation_on
    conference.concluded_at = room.now
    conference.save(update_fields=["concluded_at"])
    keep_version(room)
