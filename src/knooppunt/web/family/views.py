"""A parent's own place: what happens now, who is at the table, what we agreed, and every yes and no."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from knooppunt.casework import consenting, convening, following, reading
from knooppunt.casework.retention import NOT_TAKEN_UP
from knooppunt.casework.shown import CaseFile

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.screens import PARENT, screen
from . import own
from .forms import ActionForm, PointsForm

shows = screen(activity="own_place", for_=PARENT, methods=("GET",))
acts = screen(activity="own_place", for_=PARENT)


@shows
def home(request: Asked) -> HttpResponse:
    """Come straight to the one place that most parents have, or choose between several."""
    codes = reading.my_cases_as_parent(request.actor)
    if len(codes) == 1:
        return redirect("family:place", codes[0])
    return render(request, "family/home.html", {"codes": codes})


@shows
def place(request: Asked, code: str) -> HttpResponse:
    """See what happens now and what comes next, who is at the table, and what we agreed."""
    file = reading.own_place(request.actor, code)
    if not own.joins(file):
        return render(request, "family/apart.html", {"file": file, "weeks": NOT_TAKEN_UP.keeps.days // 7})
    around = {
        "ask": own.ask_of(file), "path": own.path_of(file), "points": own.points_of(file),
        "circle": own.circle_of(file), "mine": own.actions_of(file),
    }  # fmt: skip
    return render(request, "family/place.html", {"file": file, **around})


@acts
def points(request: Asked, code: str) -> HttpResponse:
    """Say in own words what to talk about at the table: at most three points."""
    file = _joined(request, code)
    form = PointsForm(request.POST or None, points=own.points_of(file))
    if form.is_valid() and form.try_to(convening.set_points, request.actor, code, form.points()):
        messages.success(request, _("Uw punten zijn bewaard."))
        return redirect("family:place", code)
    return render(request, "family/points.html", {"file": file, "form": form})


@acts
def table(request: Asked, code: str) -> HttpResponse:
    """Choose with us who comes to the table: rather not, or gladly."""
    file = _joined(request, code)
    form = HouseForm(request.POST if request.method == "POST" else None)
    seat, yes = request.POST.get("seat", ""), request.POST.get("answer") == "ja"
    if form.is_valid() and form.try_to(convening.agree_to_person, request.actor, code, seat, yes=yes):
        messages.success(request, _("Uw keuze is bewaard."))
        return redirect("family:table", code)
    return render(request, "family/table.html", {"file": file, "form": form, "circle": own.circle_of(file)})


@acts
def action(request: Asked, code: str, action: str) -> HttpResponse:
    """Say how an own action goes: done, still busy, or it does not work out."""
    file = _joined(request, code)
    mine = next((one for one in own.actions_of(file) if one.code == action), None)
    if mine is None:
        raise Http404
    form = ActionForm(request.POST or None, action=mine)
    if form.is_valid() and form.try_to(following.report_action, request.actor, code, action, **form.cleaned_data):
        messages.success(request, _("Dank u wel. Dit is bewaard."))
        return redirect("family:place", code)
    return render(request, "family/action.html", {"file": file, "form": form, "task": mine})


@acts
def stop(request: Asked, code: str) -> HttpResponse:
    """Stop, without a reason; everybody else's access ends at once."""
    file = reading.own_place(request.actor, code)
    form = HouseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.try_to(consenting.stop, request.actor, code):
        return redirect("family:place", code)
    return render(request, "family/stop.html", {"file": file, "form": form})


@shows
def paper(request: Asked, code: str) -> HttpResponse:
    """Print what we agreed, in plain words."""
    file = reading.plan(request.actor, code)
    if not own.joins(file):
        raise Http404
    return render(request, "family/paper.html", {"file": file})


def _joined(request: Asked, code: str) -> CaseFile:
    """Give the case of a parent who takes part now; for anyone else these pages are not there."""
    file = reading.own_place(request.actor, code)
    if not own.joins(file):
        raise Http404
    return file
