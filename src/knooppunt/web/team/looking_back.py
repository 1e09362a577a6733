"""Looking back with the family, and deciding what comes after."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from knooppunt.casework import following
from knooppunt.casework.shown import CaseFile, OwnEvaluationShown

from ..shared.asked import Asked
from ..shared.labels import label
from ..shared.screens import screen
from .around import home_of, one_form, opened
from .following_forms import EvaluationForm, NextForm
from .table import AT_THE_TABLE


@screen(activity="evaluate", for_=AT_THE_TABLE)
def evaluate(request: Asked, code: str) -> HttpResponse:
    """Look back with the family: did the help really come, and is it better?"""
    file = opened(request, code)
    if file.state == "evaluated" and request.method == "GET":
        return redirect("team:next", code=code)
    form = EvaluationForm(request.POST or None, file=file)
    if form.is_valid() and form.try_to(following.evaluate, request.actor, code, **form.looking_back()):
        messages.success(request, _("Dank u. Beslis nu samen hoe het verder gaat."))
        return redirect("team:next", code=code)
    return one_form(
        request, file, form, act="evaluate", title=_("Samen terugkijken"), submit=_("Bewaren en verder"),
        intro=_("Doe dit met de ouders erbij. Vraag, luister, en schrijf op wat zij zeggen."), looks=_own_looks(file),
    )  # fmt: skip


def _own_looks(file: CaseFile) -> list[tuple[str, OwnEvaluationShown, list[tuple[str, str]]]]:
    """Give how each parent looks back this time: the name, what was said, and per help whether it came."""
    names = {p.code: p.name or label("parent", p.kind) for p in file.parents}
    whats = {action.code: action.what for goal in file.goals for action in goal.actions}
    now = len(file.evaluations) + 1
    return [
        (names.get(one.parent, ""), one, [(whats[code], said) for code, said in one.came.items() if code in whats])
        for one in file.own_evaluations
        if one.round == now
    ]


@screen(activity="evaluate", for_=AT_THE_TABLE)
def next_(request: Asked, code: str) -> HttpResponse:
    """Decide how it goes on: close with an outcome, go on, or discuss again."""
    file = opened(request, code)
    form = NextForm(request.POST or None, file=file)
    if form.is_valid() and form.try_to(_decide, request, code, form.cleaned_data):
        return _onward(request, home_of(file), form.cleaned_data["way"])
    return one_form(
        request, file, form, act="close", title=_("Hoe gaat het verder?"), submit=_("Zo doen we het"),
        evaluation=file.evaluations[-1] if file.evaluations else None,
    )  # fmt: skip


def _decide(request: Asked, code: str, data: dict[str, Any]) -> None:
    actor = request.actor
    if data["way"] == "close":
        following.close(actor, code, outcome=data["outcome"], words=data["words"])
    elif data["way"] == "go_on":
        following.go_on(actor, code, evaluation_on=data["evaluation_on"])
    else:
        following.reconvene(actor, code)


def _onward(request: Asked, home: str, way: str) -> HttpResponse:
    words = {
        "close": _("Afgesloten. Dank voor alles wat u voor dit gezin deed."),
        "go_on": _("U gaat samen verder. De nieuwe datum staat erbij."),
        "reconvene": _("Wij bereiden een nieuw overleg voor. De coördinator plant het met het gezin."),
    }
    messages.success(request, words[way])
    closed_for_lead = way == "close" and "mijn-gezinnen" in home
    return redirect("team:families" if closed_for_lead else home)
