"""Following what was agreed, looking back with the family, and what comes after. Also the road to Veilig Thuis."""

from datetime import date

from django.utils.translation import gettext as _

from .agreeing import find_action, keep_version
from .consents import LONGEST, DataClass
from .convening import end_circle
from .doors import Room, act, count_since_referral, save_checked
from .forms import codes
from .letters import to_hub, to_person
from .local import chosen
from .models import Action, Conference, Entry, Evaluation, Outcome, Safety
from .process import Role
from .refusals import Invalid, Refused
from .reporting_back import milestone
from .seats import category
from .sight import Sight
from .texts import clean

# A note of which a parent may not know that it is there does not stand in "who looked at my file" either.
HIDDEN = "hidden"
CLOSING_WORDS = 600  # signs: a few sentences
UNSEEN = frozenset({Entry.VisibleTo.LEADING, Entry.VisibleTo.WRITER})


@act("report_action")
def report_action(room: Room, code: str, *, status: str, report: str = "", version: int) -> None:
    """Say how an action goes. Parents report their own and those of their network, participants their own.

    Stuck reaches the lead, or the coordinator while there is none. Raises Conflict when it changed meanwhile.
    """
    action = find_action(room, code)
    if not may_report(room, action):
        raise Refused("not_your_action")
    errors: dict[str, str] = {}
    if status not in (Action.Status.OPEN, Action.Status.DONE, Action.Status.STUCK):
        errors["status"] = _("Kies hoe het gaat.")
    if status == Action.Status.STUCK and not report.strip():
        errors["report"] = _("Schrijf kort waarom het niet lukt.")
    clean(errors, "report", report, 500)
    if errors:
        raise Invalid(errors)
    if (action.status, action.report) == (status, report.strip()) and action.version == version + 1:
        return  # the button was pressed twice
    save_checked(action, version, {"status": status, "report": report.strip(), "reported_at": room.now})
    if status == Action.Status.STUCK:
        _tell_lead(room)
    if status == Action.Status.DONE and action.participation_id and room.case.arranged_on is None:
        room.case.arranged_on = room.today
        count_since_referral(room, "arranged")
        milestone(room, "arranged")
    keep_version(room)


def may_report(room: Room, action: Action) -> bool:
    """Say whether this is somebody's own action; lead and coordinator may report for all."""
    if room.role in (Role.LEAD, Role.COORDINATOR):
        return True
    if room.role is Role.PARENT:
        mine = room.self_as_parent
        return bool(action.network) or (mine is not None and action.parent_id == mine.pk)
    return room.seat is not None and action.participation_id == room.seat.pk


def _tell_lead(room: Room) -> None:
    lead = room.lead()
    if lead is None or not room.picture.shared_with(lead.organisation_id, category(lead)):
        to_hub(room.case.hub_id, "coordinator_step")
    elif lead.person_id != room.actor.person_id:
        to_person(room, "action_stuck", lead.person)


@act("add_note")
def add_note(
    room: Room, text: str, *, visible_to: str = "professionals", about: str = "", hidden_from: str = "",
    data_class: str = "general",
) -> str:  # fmt: skip
    """Leave a note with a chosen visibility, about one adult or the whole family; gives its code."""
    errors: dict[str, str] = {}
    if not text.strip():
        errors["text"] = _("Schrijf uw notitie.")
    if visible_to not in Entry.VisibleTo.values:
        errors["visible_to"] = _("Kies wie dit mag lezen.")
    if data_class not in set(DataClass):
        errors["data_class"] = _("Kies uit de lijst.")
    clean(errors, "text", text)
    if errors:
        raise Invalid(errors)
    subject = room.parent(about) if about else None
    entry = Entry.objects.create(
        case=room.case, kind="note", text=text.strip(), visible_to=visible_to, about=subject, data_class=data_class,
        hidden_from=room.parent(hidden_from) if hidden_from else None, by_id=room.actor.person_id,
        role=room.role_name, at=room.now,
    )  # fmt: skip
    room.about = [subject.code] if subject else []
    room.reason = HIDDEN if hidden_from or visible_to in UNSEEN else ""
    return entry.code


@act("evaluate")
def evaluate(
    room: Room, *, came: dict[str, str], need_met: str, change: str, words: str = "",
    with_family: bool = True, why_without: str = "", held_on: date | None = None,
) -> None:  # fmt: skip
    """Look back with the family: per action whether the help really came, the need met, better, same or worse."""
    rows = Action.objects.filter(goal__case=room.case).exclude(status="dropped").select_related("goal")
    actions, sight = {a.code: a for a in rows}, Sight(room)
    unread = [a.code for a in rows if not sight.action(a.goal.about_id, a.parent_id, a.participation_id)]
    came = came | dict.fromkeys(unread, Outcome.Came.UNKNOWN)  # who may not read it does not say how it went
    errors: dict[str, str] = {}
    for code in actions:
        if came.get(code) not in Outcome.Came.values:
            errors[f"came-{code}"] = _("Kies of deze hulp er is gekomen.")
    if need_met not in Evaluation.NeedMet.values:
        errors["need_met"] = _("Kies of het gezin geholpen is.")
    if change not in Evaluation.Change.values:
        errors["change"] = _("Kies of het beter gaat.")
    if not with_family and not why_without.strip():
        errors["why_without"] = _("Schrijf waarom u zonder het gezin terugkijkt.")
    if held_on is not None and held_on > room.today:
        errors["held_on"] = _("Deze datum ligt in de toekomst.")
    clean(errors, "why_without", why_without, 200)
    clean(errors, "words", words)
    if errors:
        raise Invalid(errors)
    last = Evaluation.objects.filter(case=room.case).order_by("-number").first()
    evaluation = Evaluation.objects.create(
        case=room.case, number=(last.number if last else 0) + 1, held_on=held_on or room.today,
        with_family=with_family, why_without="" if with_family else why_without.strip(), need_met=need_met,
        change=change, words=words.strip(), by_id=room.actor.person_id,
    )  # fmt: skip
    Outcome.objects.bulk_create(
        Outcome(evaluation=evaluation, action=action, came=came[code]) for code, action in actions.items()
    )


@act("go_on")
def go_on(room: Room, *, evaluation_on: date | None) -> None:
    """Go on with the plan until a next date to look back."""
    if evaluation_on is None or not room.today < evaluation_on <= room.today + LONGEST:
        raise Invalid({"evaluation_on": _("Kies wanneer u weer samen terugkijkt.")})
    room.case.evaluation_on = evaluation_on


@act("reconvene")
def reconvene(room: Room) -> None:
    """Discuss again: back to preparation; the next conference will be linked to the last."""
    if not Conference.objects.filter(case=room.case, state=Conference.State.HELD).exists():
        raise Refused("no_conference")
    room.case.evaluation_on = None


@act("close")
def close(room: Room, *, outcome: str, words: str = "") -> None:
    """Close with an outcome and, if wanted, some last words: for the parents, and for who may read about them.

    Everyone's part ends, and who sat at the table hears it; the coordinator may look until the case is forgotten.
    """
    errors: dict[str, str] = {}
    found = chosen("outcomes", outcome, room.case.family.municipality_id)
    if found is None:
        errors["outcome"] = _("Kies hoe het is afgelopen.")
    clean(errors, "words", words, CLOSING_WORDS)
    if errors or found is None:
        raise Invalid(errors)
    room.case.outcome, room.case.local_outcome = found
    room.reason = room.case.outcome
    if words.strip():
        Entry.objects.create(
            case=room.case, kind=Entry.Kind.CLOSING, text=words.strip(), visible_to=Entry.VisibleTo.TABLE, at=room.now,
            by_id=room.actor.person_id, role=room.role_name,
        )  # fmt: skip
    end_circle(room, "table_closed", keep_lead=True)


WEIGHING = ("interest", "other_way", "why_no_consent", "outweighs", "to_whom_what")


@act("report_safety")
def report_safety(room: Room, *, ground: str, consulted: str, **answers: str) -> None:
    """Record that somebody goes to Veilig Thuis without consent: two reasons, five weighing questions (R-LAW-09).

    Nothing of this reaches the family's pages, other participants, or a letter; the trail names only the act.
    """
    errors: dict[str, str] = {}
    if ground not in codes("safety_grounds"):
        errors["ground"] = _("Kies een grond.")
    if consulted not in codes("safety_consulted"):
        errors["consulted"] = _("Kies met wie u overlegd hebt.")
    for name in WEIGHING:
        if not answers.get(name, "").strip():
            errors[name] = _("Schrijf uw afweging op.")
        clean(errors, name, answers.get(name, ""))
    if errors:
        raise Invalid(errors)
    Safety.objects.create(
        case=room.case, by_id=room.actor.person_id or 0, at=room.now, ground=ground, consulted=consulted,
        **{name: answers[name].strip() for name in WEIGHING},
    )  # fmt: skip
