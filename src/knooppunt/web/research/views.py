"""A researcher's screens: her own studies, taking their data along, deleting what has to go; nothing of a family."""

from typing import Any

from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    raise_if_reauthentication_required,
)
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knooppunt.casework import reading
from knooppunt.figures import exports, studies
from knooppunt.figures.research import last_whole, quarters, told
from knooppunt.foundation import clock

from ..papers.sheet import download
from ..shared.asked import Asked
from ..shared.forms import HouseForm, Section
from ..shared.screens import screen

RESEARCHER = "researcher"
shows = screen(activity="research", for_=RESEARCHER, methods=("GET",))


def in_words(quarter: str) -> str:
    """Give a quarter as it is said: '2026-Q3' is the third quarter of 2026."""
    year, number = quarter.split("-Q")
    return _("kwartaal %(number)s van %(year)s") % {"number": number, "year": year}


class TakeForm(HouseForm):
    """Of which quarters, and the promise of who takes data along."""

    first = forms.ChoiceField(label=gettext_lazy("Aangemeld vanaf"))
    last = forms.ChoiceField(label=gettext_lazy("Aangemeld tot en met"))
    promise = forms.BooleanField(label=gettext_lazy("Ik doe wat hierboven staat"))

    sections = (
        Section(gettext_lazy("Van welke kwartalen"), ("first", "last")),
        Section(gettext_lazy("Uw belofte"), ("promise",)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code, in_words(code)) for code in quarters(clock.today())]
        self.offer("first", [*reversed(known)])
        self.offer("last", known)

    @property
    def period(self) -> tuple[str, str]:
        """Give the first and the last quarter."""
        return self.cleaned_data["first"], self.cleaned_data["last"]


@shows
def home(request: Asked) -> HttpResponse:
    """See one's own studies, and how families said yes to research."""
    return render(request, "research/home.html", {"studies": studies.own_studies(request.actor)})


@shows
def study(request: Asked, study: str) -> HttpResponse:
    """See a study: how many families say yes now, what was taken along, and what has to be deleted."""
    found = studies.own_study(request.actor, study)
    today = clock.today()
    until = last_whole(today)
    answers = told(reading.research_answers(today, found.places, until=until, fresh=False))
    context = {"study": found, "answers": answers, "too_few": exports.TOO_FEW, "until": until}
    return render(request, "research/study.html", context)


@screen(activity="research", for_=RESEARCHER)
def take(request: Asked, study: str) -> HttpResponse:
    """Take the data of a study along, after showing once more who one is (ASVS 7.5.3)."""
    if request.method == "POST" and is_reauthentication_required(request, app=RESEARCHER):
        return redirect("research:take", study=study)
    raise_if_reauthentication_required(request, app=RESEARCHER)
    found = studies.own_study(request.actor, study)
    form = TakeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.try_to(exports.export, request.actor, study, *form.period):
        return download(form.result.content, "application/zip", form.result.name)
    context = {"study": found, "form": form, "until": last_whole(clock.today())}
    return render(request, "research/take.html", context)


@shows
def to_delete(request: Asked, export: str) -> HttpResponse:
    """Take along the list of what has to be deleted from an earlier file."""
    found = exports.to_delete(request.actor, export)
    return download(found.content, "text/csv; charset=utf-8", found.name)


@screen(activity="research", for_=RESEARCHER, methods=("POST",))
def deleted(request: Asked, export: str) -> HttpResponse:
    """Say that what had to go is deleted."""
    if exports.say_deleted(request.actor, export):
        messages.success(request, _("Dank u wel. Genoteerd dat deze rijen weg zijn."))
    return redirect("research:home")
