"""What every page around a family needs: the file as this reader may see it, and the way back."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from knooppunt.casework import agreeing, reading
from knooppunt.casework.refusals import Conflict, NotFound, Refused
from knooppunt.casework.shown import (
    ActionShown,
    AgendaItemShown,
    CaseFile,
    ConferenceShown,
    GoalShown,
    ParentShown,
    TogetherShown,
)  # fmt: skip

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.happening import Happening
from ..shared.labels import label
from .forms import SharedForm

DESK = ("coordinator", "deputy")
LEADING = (*DESK, "lead")


def opened(request: Asked, code: str) -> CaseFile:
    """Give the plan to the coordinator or the lead; raises NotFound for anyone else."""
    file = reading.plan(request.actor, code)
    if file.role not in LEADING:
        raise NotFound
    return file


def home_of(file: CaseFile | TogetherShown) -> str:
    """Give the page of this family: the case file for the desk, the shared page for everyone else at the table."""
    if file.role in DESK:
        try:
            return reverse("coordinator:case", args=[file.code])
        except NoReverseMatch:
            return reverse("team:conference", args=[file.code])
    return reverse("team:shared", args=[file.code])


def goal_of(file: CaseFile, code: str) -> GoalShown:
    """Find a wish; raises NotFound."""
    return _one(file.goals, code)


def action_of(file: CaseFile, code: str) -> ActionShown:
    """Find an action; raises NotFound, also when somebody dropped it meanwhile."""
    return _one((action for goal in file.goals for action in goal.actions), code)


def action_still(request: Asked, file: CaseFile, code: str) -> ActionShown | None:
    """Find an action that may have been dropped meanwhile; raises Conflict with what was typed for it."""
    try:
        return action_of(file, code)
    except NotFound:
        if request.method != "POST":
            return None
        mine = {name: request.POST[name] for name in ("what", "report") if request.POST.get(name)}
        raise Conflict(theirs=dict.fromkeys(mine, _("(geschrapt)")), mine=mine, version=0) from None


def _one(rows: Iterable[Any], code: str) -> Any:
    for row in rows:
        if row.code == code:
            return row
    raise NotFound


def held(file: CaseFile) -> tuple[ConferenceShown, ...]:
    """Give the conferences that took place, the oldest first."""
    return tuple(c for c in file.conferences if c.state == "held")


def points_for(file: CaseFile, conference: ConferenceShown | None) -> list[str]:
    """Give the family's points for this conference, what two parents both say once; earlier points are past."""
    code = conference.code if conference else ""
    return list(dict.fromkeys(p.text for p in file.points if p.conference in (code, "")))


def lacking(file: CaseFile) -> list[tuple[str, str]]:
    """Give what the conference still lacks before it can end, as (what, sentence)."""
    counted = [(goal.moment, len(goal.actions)) for goal in file.goals]
    points = len({item.title for item in unanswered(file)})
    return list(agreeing.what_lacks(counted, has_lead=file.lead is not None, points=points).items())


def unanswered(file: CaseFile) -> list[AgendaItemShown]:
    """Give the points of the family that became no wish yet, and were not parked."""
    return [item for item in file.agenda.points if not item.goal and item.state != "parked"] if file.agenda else []


def hears(file: CaseFile) -> list[tuple[ParentShown, bool]]:
    """Give the parents who were at the conference, and whether each said yes to what stands there now."""
    here, yes = file.conference, file.agenda.yes if file.agenda else frozenset()
    there = {chair.code for chair in here.chairs if chair.is_parent and chair.was_there} if here else set()
    return [(p, p.code in yes) for p in file.parents if p.code in there and p.takes_part]


def timeline(file: CaseFile) -> list[Happening]:
    """Give what happened, and what comes next."""
    items = [Happening(label("step", step.act), step.at) for step in file.steps]
    here = file.conference
    if here and here.state == "planned":
        items.append(Happening(label("due", "hold_conference"), here.starts_at, "next"))
    if file.evaluation_on and file.state == "following":
        items.append(Happening(label("due", "evaluate"), file.evaluation_on, "next"))
    return items


def conference_now(file: CaseFile) -> ConferenceShown | None:
    """Give the conference that is planned, or the one whose plan is under way; in a new preparation there is none."""
    here = file.conference
    under_way = file.state in ("planned", "held", "following", "evaluated", "closed")
    return here if under_way else None


def one_form(request: Asked, file: CaseFile, form: HouseForm, *, act: str, **words: Any) -> HttpResponse:
    """Show one form on its own small page; 409 when somebody else was first, with both texts.

    Raises Refused for a look at a form for an act that is not open now; what was sent keeps its words.
    """
    if act not in file.acts and not form.is_bound:
        raise Refused("wrong_state")
    status = 409 if isinstance(form, SharedForm) and form.met else 200
    context = {"file": file, "form": form, "back": home_of(file), **words}
    return render(request, "team/one_form.html", context, status=status)
