"""A researcher's screens: her own studies, taking their data along, deleting what has to go; nothing of a family."""

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
from knooppunt.figures.research import told
from knooppunt.foundation import clock

from ..papers.sheet import download
from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.screens import screen

RESEARCHER = "researcher"
shows = screen(activity="research", for_=RESEARCHER, methods=("GET",))


class TakeForm(HouseForm):
    """The promise of who takes data along."""

    promise = forms.BooleanField(label=gettext_lazy("Ik doe wat hierboven staat"))


@shows
def home(request: Asked) -> HttpResponse:
    """See one's own studies, and how families said yes to research."""
    return render(request, "research/home.html", {"studies": studies.own_studies(request.actor)})


@shows
def study(request: Asked, study: str) -> HttpResponse:
    """See a study: how many families say yes now, what was taken along, and what has to be deleted."""
    found = studies.own_study(request.actor, study)
    answers = told(reading.research_answers(clock.today(), found.places, fresh=False))
    context = {"study": found, "answers": answers, "too_few": exports.TOO_FEW}
    return render(request, "research/study.html", context)


@screen(activity="research", for_=RESEARCHER)
def take(request: Asked, study: str) -> HttpResponse:
    """Take the data of a study along, after showing once more who one is (ASVS 7.5.3)."""
    if request.method == "POST" and is_reauthentication_required(request, app=RESEARCHER):
        return redirect("research:take", study=study)
    raise_if_reauthentication_required(request, app=RESEARCHER)
    found = studies.own_study(request.actor, study)
    form = TakeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.try_to(exports.export, request.actor, study):
        return download(form.result.content, "application/zip", form.result.name)
    return render(request, "research/take.html", {"study": found, "form": form})


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
