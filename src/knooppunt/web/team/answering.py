"""What a parent asked of the lead, and the answer: only while that parent shares with the lead's organisation."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knooppunt.casework import reading, telling

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.screens import screen
from .around import one_form


class AnswerForm(HouseForm):
    """An answer to a parent."""

    text = forms.CharField(
        label=gettext_lazy("Uw antwoord"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Schrijf kort en gewoon. Alleen deze ouder leest het."),
    )  # fmt: skip


@screen(activity="follow", for_="lead")
def answer(request: Asked, code: str, message: str) -> HttpResponse:
    """Answer as the lead what a parent asked."""
    file = reading.shared_case(request.actor, code)
    asked: Any = next((one for one in file.messages if one.code == message), None)
    if asked is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if form.is_valid() and form.try_to(telling.answer_as_lead, request.actor, code, message, **form.cleaned_data):
        messages.success(request, _("Uw antwoord is verstuurd."))
        return redirect("team:shared", code=code)
    submit = _("Antwoord versturen")
    return one_form(request, file, form, act="answer_as_lead", title=_("Antwoorden"), subject=asked.text, submit=submit)
