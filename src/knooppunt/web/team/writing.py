"""Writing at the table: each wish, action or decision on its own small page, and notes that two may write at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knooppunt.casework import agreeing
from knooppunt.casework.refusals import Conflict, Refused
from knooppunt.casework.shown import CaseFile, ConferenceShown

from ..shared.asked import Asked
from ..shared.screens import screen
from .around import action_of, action_still, goal_of, held, one_form, opened
from .forms import ActionForm, DecisionForm, GoalForm, NotesForm
from .table import AT_THE_TABLE

writes = screen(activity="agree", for_=AT_THE_TABLE)


def _back(code: str, where: str = "") -> HttpResponse:
    return redirect(reverse("team:conference", args=[code]) + (f"#{where}" if where else ""))


def _page(request: Asked, file: CaseFile, form: Any, **words: Any) -> HttpResponse:
    return one_form(request, file, form, act="write_plan", at_table=True, **{"submit": _("Bewaren"), **words})


@writes
def new_goal(request: Asked, code: str) -> HttpResponse:
    """Write down what the family wants."""
    file = opened(request, code)
    form = GoalForm(request.POST or None, file=file)
    if form.is_valid() and form.try_to(agreeing.add_goal, request.actor, code, **form.wish()):
        return _back(code, f"wens-{form.result}" if form.cleaned_data["moment"] == "now" else "later")
    return _page(request, file, form, title=_("Een wens opschrijven"))


@writes
def goal(request: Asked, code: str, goal: str) -> HttpResponse:
    """Change a wish: its words, or now, later, 'no, because'."""
    file = opened(request, code)
    form = GoalForm(request.POST or None, file=file, initial=GoalForm.values(goal_of(file, goal)))
    if form.is_valid() and form.try_to_share(
        agreeing.change_goal, request.actor, code, goal, version=form.cleaned_data["version"] or 0, **form.wish(),
        now=lambda: GoalForm.values(goal_of(opened(request, code), goal)),
    ):  # fmt: skip
        return _back(code, f"wens-{goal}" if form.cleaned_data["moment"] == "now" else "later")
    return _page(request, file, form, title=_("Wens wijzigen"))


@writes
def new_action(request: Asked, code: str, goal: str) -> HttpResponse:
    """Agree who does what by when, for one wish."""
    file = opened(request, code)
    wish = goal_of(file, goal)
    form = ActionForm(request.POST or None, file=file)
    if form.is_valid() and form.try_to(agreeing.add_action, request.actor, code, goal, form.action()):
        return _back(code, f"wens-{goal}")
    return _page(request, file, form, title=_("Wie doet wat?"), subject=wish.words)


@writes
def action(request: Asked, code: str, action: str) -> HttpResponse:
    """Change who does what by when, or let the action go."""
    file = opened(request, code)
    shown = action_still(request, file, action)
    if shown is None:
        return _back(code)
    form = ActionForm(request.POST or None, file=file, initial=ActionForm.values(shown))
    if form.is_valid() and form.try_to_share(
        agreeing.change_action, request.actor, code, action, form.action(), version=form.cleaned_data["version"] or 0,
        now=lambda: ActionForm.values(action_of(opened(request, code), action)),
    ):  # fmt: skip
        return _back(code, f"actie-{action}")
    return _page(request, file, form, title=_("Actie wijzigen"), drop=shown)


@screen(activity="agree", for_=AT_THE_TABLE, methods=("POST",))
def drop_action(request: Asked, code: str, action: str) -> HttpResponse:
    """Let an action go; it stays in the earlier versions of the plan."""
    version = request.POST.get("version", "")
    try:
        agreeing.remove_action(request.actor, code, action, version=_number(version))
    except Conflict:
        messages.warning(request, _("Iemand veranderde deze actie net. Kijk nog eens, en schrap haar dan."))
        return redirect("team:action", code=code, action=action)
    messages.success(request, _("De actie is geschrapt. In de eerdere afspraken blijft zij staan."))
    return _back(code)


def _number(text: str) -> int:
    """Read a version; what nobody could have been given matches none."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@writes
def decision(request: Asked, code: str) -> HttpResponse:
    """Write down what the table decides."""
    file = opened(request, code)
    form = DecisionForm(request.POST or None, file=file)
    if form.is_valid() and form.try_to(agreeing.decide, request.actor, code, form.cleaned_data["text"], **form.whom()):
        return _back(code, "besluiten")
    return _page(request, file, form, title=_("Besluit opschrijven"))


@writes
def notes(request: Asked, code: str) -> HttpResponse:
    """Keep the notes of the conference; who writes at the same time finds both texts put together."""
    file = opened(request, code)
    form = NotesForm(request.POST or None, initial=NotesForm.values(_last(file)))
    if form.is_valid() and form.try_to_share(
        agreeing.write_notes, request.actor, code, form.cleaned_data["notes"],
        version=form.cleaned_data["version"] or 0, now=lambda: NotesForm.values(_last(opened(request, code))),
    ):  # fmt: skip
        messages.success(request, _("Uw aantekeningen zijn bewaard."))
        return _back(code, "aantekeningen")
    return _page(request, file, form, title=_("Aantekeningen"))


def _last(file: CaseFile) -> ConferenceShown:
    if not held(file):
        raise Refused("no_conference")
    return held(file)[-1]
