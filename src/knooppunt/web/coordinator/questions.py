"""Answering and closing a question from somebody who wanted to think along first, without a name."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import advising, reading
from knooppunt.casework.refusals import Conflict, Refused

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.screens import screen
from ..shared.sentences import sentence
from .forms import story


class AnswerForm(HouseForm):
    """The advice in words."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = story(_("Uw advies"), help_text=_("Noem geen namen. De vrager krijgt een mail dat er een antwoord is."))


@screen(activity="advise", for_="coordinator")
def question(request: Asked, code: str) -> HttpResponse:
    """Read a question and answer it; two who answer at once both see what the other wrote."""
    shown = reading.advice(request.actor, code)
    start = {"version": shown.version, "answer": shown.answer}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=start)
    theirs = ""
    if form.is_valid():
        try:
            if _answered(request, form, code):
                messages.success(request, gettext("Uw advies is verstuurd. Dank u wel."))
                return redirect("coordinator:question", code=code)
        except Conflict as conflict:
            theirs = _look_again(form, conflict)
    context = {"question": shown, "form": form, "theirs": theirs, "open": shown.state in ("asked", "answered")}
    return render(request, "coordinator/question.html", context, status=409 if theirs else 200)


def _answered(request: Asked, form: AnswerForm, code: str) -> bool:
    words = form.cleaned_data
    return form.try_to(advising.answer, request.actor, code, text=words["answer"], version=words["version"])


def _look_again(form: Any, conflict: Conflict) -> str:
    """Keep what was typed, and let the next click count on what is kept now."""
    form.data = form.data.copy()
    form.data["version"] = str(conflict.version)
    return str(conflict.theirs["answer"]) or gettext("(leeg)")


@screen(activity="advise", for_="coordinator", methods=("POST",))
def close(request: Asked, code: str) -> HttpResponse:
    """Close a question that needs no further answer."""
    try:
        advising.close(request.actor, code)
    except Refused as refusal:
        messages.error(request, str(sentence(refusal.reason)))
    else:
        messages.success(request, gettext("De vraag is afgesloten."))
    return redirect("coordinator:worklist")
