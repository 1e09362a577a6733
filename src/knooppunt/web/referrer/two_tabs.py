"""One page in two tabs: the second writer sees what is kept and what was just typed, and loses nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .pages import Answers, PageForm


def show_both(request: HttpRequest, answers: Answers, form: PageForm) -> HttpResponse:
    """Show what is kept now (`answers`) beside what was just typed; one click keeps the own version."""
    theirs = type(form)(answers, check=True)
    theirs.is_valid()
    pairs = [
        {"label": field.label, "theirs": theirs.shown(field.name), "mine": form.shown(field.name)}
        for field in form.visible_fields()
        if field.name in theirs.fields and theirs.shown(field.name) != form.shown(field.name)
    ]
    return render(request, "referrer/both.html", {"pairs": pairs, "form": form, "seen": theirs.mark}, status=409)
