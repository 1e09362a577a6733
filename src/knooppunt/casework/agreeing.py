"""What is agreed at the table: goals in the family's words, actions with owner and date, decisions, and the lead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _

from knooppunt.foundation.clock import is_working_day

from .agenda import AGREES
from .convening import held, taking_part, tell_parents
from .doors import Room, act, save_checked
from .letters import to_person, to_table
from .local import chosen
from .models import Action, AgendaItem, Conference, Entry, Goal, LocalValue, Parent, Participation, PlanVersion
from .refusals import Invalid, NotFound, Refused
from .sight import Sight
from .texts import clean

UNCONFIRMED = "not_confirmed"  # the code of the note why nobody said yes to what was read back
LINE = 500  # signs that fit in a goal or an action
FEW_GOALS = 3  # more goals at once than this get a warning on the screen (domain.md, item 11)
UNTOUCHED: dict[str, Any] = {"moment": Goal.Moment.PARKED, "version": 1, "actions": None}  # since a point was parked
AROUND_BIRTH = timedelta(weeks=6)


@dataclass(frozen=True)
class NewAction:
    """An action as it is typed, with one owner: a parent, a place in the circle (codes), or a name of the network."""

    what: str
    due_on: date | None
    parent: str = ""
    seat: str = ""
    network: str = ""
    support: str = ""  # of the base list, or what the municipality calls it


@act("write_plan")
def add_goal(
    room: Room, words: str, *, moment: str = "now", because: str = "", point: str = "", about: str = ""
) -> str:
    """Write down what the family wants, for now or parked, or 'no, because'; gives its code.

    `point` is the code of a point of the family that this answers, `about` that of the one parent it is about.
    """
    wish = _point(room, point) if point else None
    whose = room.parent(about) if about else _whose(room, wish)
    goal = Goal.objects.create(case=room.case, wish=wish, about=whose, **_goal_values(words, moment, because))
    keep_version(room)
    return goal.code


@act("write_plan")
def take_up(room: Room, point: str, *, moment: str = "now", because: str = "") -> str:
    """Make a wish of a point in the family's own words: for now, for later, or 'no, because'; gives its code.

    Two who do so at once make one wish of it.
    """
    wish = _point(room, point)
    whose, values = _whose(room, wish), _goal_values(wish.text, moment, because)
    # What was parked unspoken was its own parent's alone; now it is spoken of.
    Goal.objects.filter(case=room.case, wish=wish, **UNTOUCHED).update(about=whose, version=F("version") + 1)
    return wish_of(room, wish, values, about=whose).code


def wish_of(room: Room, point: Entry, values: dict[str, str], *, about: Parent | None) -> Goal:
    """Give the wish that a point became, as it is now; a wish for later may still change its moment.

    `about` is whose a new wish is; an older one stays whose it was.
    """
    goal = Goal.objects.filter(case=room.case, wish=point).order_by("id").first()
    if goal is None:
        values = {"words": point.text[:LINE]} | values
        goal = Goal.objects.create(case=room.case, wish=point, about=about, **values)
    elif goal.moment != Goal.Moment.NOW and goal.moment != values["moment"]:
        goal.moment, goal.because, goal.version = values["moment"], values.get("because", ""), goal.version + 1
        goal.save(update_fields=["moment", "because", "version"])
    keep_version(room)
    return goal


def _point(room: Room, code: str) -> Entry:
    point = Entry.objects.filter(case=room.case, code=code, kind=Entry.Kind.POINT).first()
    if point is None:
        raise NotFound
    return point


def _whose(room: Room, point: Entry | None) -> Parent | None:
    """Give the parent whose wish it stays; nobody when all parents who take part heard it at the table.

    A point is read by its own parent alone, so a wish in the same words is too, until both were there.
    """
    if point is None or point.about is None:
        return None
    there = there_at(last_held(room))
    heard = all(parent.pk in there for parent in taking_part(room))
    return None if heard else point.about


def there_at(conference: Conference) -> set[int]:
    """Give which parents were at a conference."""
    return set(conference.invitations.filter(parent__isnull=False, was_there=True).values_list("parent", flat=True))


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
def change_goal(
    room: Room, code: str, *, version: int, words: str, moment: str, because: str = "", about: str | None = None
) -> None:
    """Change a goal; raises Conflict with both texts when somebody else changed it meanwhile.

    `about` is the code of the one parent it is about, '' for the family; None leaves it as it is.
    """
    values: dict[str, Any] = {**_goal_values(words, moment, because)}
    if about is not None:
        values["about"] = room.parent(about) if about else None
    save_checked(_goal(room, code), version, values)
    keep_version(room)


def _goal(room: Room, code: str) -> Goal:
    goal = Goal.objects.filter(case=room.case, code=code).first()
    if goal is None or not Sight(room).goal(goal.about_id):
        raise NotFound
    return goal


def find_action(room: Room, code: str) -> Action:
    """Give an action of this case that was not let go, and that the actor may read; raises NotFound."""
    actions = Action.objects.filter(goal__case=room.case, code=code).exclude(status=Action.Status.DROPPED)
    action = actions.select_related("participation__person", "goal").first()
    if action is None or not Sight(room).action(action.goal.about_id, action.parent_id, action.participation_id):
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
    action = find_action(room, code)
    save_checked(action, version, _action_values(room, new, action.local))
    keep_version(room)


def _action_values(room: Room, new: NewAction, before: LocalValue | None = None) -> dict[str, Any]:
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
    support = chosen("support", new.support, room.case.family.municipality_id, before) if new.support else ("", None)
    if support is None:
        errors["support"] = _("Kies uit de lijst.")
    clean(errors, "what", new.what, LINE)
    clean(errors, "owner", new.network, 120)
    if errors or support is None:
        raise Invalid(errors)
    return {
        "what": new.what.strip(), "due_on": new.due_on, "network": new.network.strip(),
        **dict(zip(("support", "local"), support, strict=True)),
        "parent": room.parent(new.parent) if new.parent else None,
        "participation": room.participation(new.seat) if new.seat else None,
    }  # fmt: skip


@act("write_plan")
def remove_action(room: Room, code: str, *, version: int) -> None:
    """Let an action go; it stays in the earlier versions of the plan."""
    save_checked(find_action(room, code), version, {"status": Action.Status.DROPPED})
    keep_version(room)


@act("write_plan")
def decide(room: Room, text: str, *, about: str = "") -> str:
    """Write down a decision of the table, about the family or one parent of it; gives its code."""
    errors: dict[str, str] = {}
    if not text.strip():
        errors["text"] = _("Schrijf op wat er besloten is.")
    clean(errors, "text", text)
    if errors:
        raise Invalid(errors)
    entry = Entry.objects.create(
        case=room.case, kind="decision", text=text.strip(), conference=last_held(room), by_id=room.actor.person_id,
        role=room.role_name, at=room.now, about=room.parent(about) if about else None,
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
    if (conference := held(room)) is None:
        raise Refused("no_conference")
    return conference


def keep_version(room: Room) -> None:
    """Keep the whole plan as it is now. One version a conference and a day: the last writing of a day stands."""
    actions = Action.objects.filter(goal__case=room.case).select_related("local").order_by("id")
    content = {
        "goals": [
            {
                "code": g.code, "words": g.words, "moment": g.moment, "because": g.because, "about": g.about_id,
                "actions": [_as_kept(a) for a in actions if a.goal_id == g.id],
            }
            for g in Goal.objects.filter(case=room.case).order_by("id")
        ]
    }  # fmt: skip
    last = PlanVersion.objects.filter(case=room.case).order_by("-number").first()
    PlanVersion.objects.create(
        case=room.case, conference=held(room), number=(last.number if last else 0) + 1, at=room.now, content=content,
    )  # fmt: skip


def _as_kept(action: Action) -> dict[str, Any]:
    names = ("code", "what", "network", "status", "support", "report")
    kept = {name: getattr(action, name) for name in names}
    kept["local"] = action.local.label if action.local else ""  # as it was called then
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


def what_lacks(goals: Iterable[tuple[str, int]], *, has_lead: bool, points: int = 0) -> dict[str, str]:
    """Say what a conference still lacks before it can end.

    Given per goal its moment and number of actions, and how many points of the family have no answer yet.
    """
    errors: dict[str, str] = {}
    counted = list(goals)
    if not any(actions for _moment, actions in counted):
        errors["goals"] = _("Spreek minstens één actie af, met iemand die het doet en een datum.")
    elif any(moment == Goal.Moment.NOW and not actions for moment, actions in counted):
        errors["goals"] = _("Elke wens voor nu heeft een actie nodig, of een reden waarom het niet gebeurt.")
    if points:
        errors["points"] = _(
            "Geef elk punt van het gezin een antwoord. Dat is een actie, later, of een reden waarom niet."
        )
    if not has_lead:
        errors["lead"] = _("Kies met het gezin wie de afspraken bewaakt.")
    return errors


@act("conclude")
def conclude(room: Room, *, evaluation_on: date | None, why_unconfirmed: str = "") -> None:
    """End the conference: a date to look back, an answer to every wish and point, a lead, and the yes of the parents.

    Each parent who was there said yes to what was read back, or `why_unconfirmed` says why not. Then they hear of it.
    """
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
    found = Goal.objects.filter(case=room.case).select_related("wish").prefetch_related("actions")
    # Of a parent who left nobody at the table reads the goal or the point, so it holds up nothing.
    sight = Sight(room)
    goals = [goal for goal in found if sight.goal(goal.about_id)]
    counted = [(g.moment, sum(a.status != Action.Status.DROPPED for a in g.actions.all())) for g in goals]
    open_points = len(_unanswered(conference, goals, sight))
    lead = any(p.lead for p in room.circle if p.ended_on is None)
    errors |= what_lacks(counted, has_lead=lead, points=open_points)
    if not why_unconfirmed.strip() and _still_to_hear(room, conference):
        errors["why_unconfirmed"] = _("Lees de afspraken voor en leg het ja van de ouders vast, of schrijf waarom.")
    clean(errors, "why_unconfirmed", why_unconfirmed, 300)
    if errors:
        raise Invalid(errors)
    _end(room, conference, why_unconfirmed.strip())
    room.case.evaluation_on = evaluation_on


def _end(room: Room, conference: Conference, why_unconfirmed: str) -> None:
    """Keep what was agreed, with why nobody said yes to it, and let everybody hear that it is there."""
    if why_unconfirmed:
        Entry.objects.create(
            case=room.case, kind=Entry.Kind.NOTE, what=UNCONFIRMED, text=why_unconfirmed, conference=conference,
            visible_to=Entry.VisibleTo.PROFESSIONALS, by_id=room.actor.person_id, role=room.role_name, at=room.now,
        )  # fmt: skip
    conference.concluded_at = room.now
    conference.save(update_fields=["concluded_at"])
    keep_version(room)
    tell_parents(room)
    for seat in room.circle:
        if seat.ended_on is None and seat.access == Participation.Access.JOINED:
            to_table(room, "meeting_news", seat)


def _unanswered(conference: Conference, goals: list[Goal], sight: Sight) -> set[str]:
    """Give the family's points that became no wish and were not parked; what two parents both say is one point."""
    points = Entry.objects.filter(conference=conference, kind=Entry.Kind.POINT).values_list("text", "about")
    said = {text for text, about in points if sight.about(about)}
    parked = AgendaItem.objects.filter(conference=conference, state=AgendaItem.State.PARKED, point__isnull=False)
    return said - {goal.wish.text for goal in goals if goal.wish} - set(parked.values_list("point__text", flat=True))


def _still_to_hear(room: Room, conference: Conference) -> set[int]:
    """Give which parents who were there did not say yes yet to what stands in the plan now."""
    written = [PlanVersion.objects.filter(case=room.case).aggregate(last=Max("at"))["last"]]
    written += Entry.objects.filter(conference=conference, kind=Entry.Kind.DECISION).values_list("at", flat=True)
    since = max(filter(None, written), default=conference.starts_at)
    yes = Entry.objects.filter(case=room.case, what=AGREES, at__gte=since).values_list("about", flat=True)
    return (there_at(conference) & {parent.pk for parent in taking_part(room)}) - set(yes)
