"""A parent's own place: what happens now, who is at the table, what we agreed, and every yes and no."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from knooppunt.casework import consenting, convening, following, keeping, reading
from knooppunt.casework.refusals import Invalid
from knooppunt.casework.retention import NOT_TAKEN_UP

from ..shared import live
from ..shared.agenda import rows_of
from ..shared.asked import Asked
from ..shared.forms import HouseForm
from . import own
from .forms import ActionForm, PointsForm
from .opening import acts, joined, says, sent, shows


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
    early = file.state in ("preparing", "planned")
    around = {
        "ask": own.ask_of(file), "path": own.path_of(file), "mine": own.actions_of(file), "rooms": own.rooms_of(file),
        "points": own.points_of(file) if early else [],
    }  # fmt: skip
    return render(request, "family/place.html", {"file": file, **around})


@acts
def points(request: Asked, code: str) -> HttpResponse:
    """Say in own words what to talk about at the table: at most three points."""
    file = joined(request, code)
    form = PointsForm(sent(request), points=own.points_of(file))
    if form.is_valid() and form.try_to(convening.set_points, request.actor, code, form.points()):
        messages.success(request, _("Uw punten zijn bewaard."))
        return redirect("family:place", code)
    return render(request, "family/points.html", {"file": file, "form": form})


@acts
def action(request: Asked, code: str, action: str) -> HttpResponse:
    """Say how an own action goes: done, still busy, or it does not work out."""
    file = joined(request, code)
    mine = next((one for one in own.actions_of(file) if one.code == action), None)
    if mine is None:
        raise Http404
    form = ActionForm(sent(request), action=mine, stuck=request.GET.get("lukt") == "niet")
    if form.is_valid() and form.try_to(following.report_action, request.actor, code, action, **form.cleaned_data):
        messages.success(request, _("Dank u wel. Dit is bewaard."))
        return redirect("family:place", code)
    return render(request, "family/action.html", {"file": file, "form": form, "task": mine})


@acts
def stop(request: Asked, code: str) -> HttpResponse:
    """Stop, without a reason; everybody else's access ends at once."""
    file = reading.own_place(request.actor, code)
    form = HouseForm(sent(request))
    if form.is_valid() and form.try_to(consenting.stop, request.actor, code):
        return redirect("family:place", code)
    return render(request, "family/stop.html", {"file": file, "form": form})


@shows
def meeting(request: Asked, code: str) -> HttpResponse:
    """See when and where the conference is and what it is about, and look on while it is held."""
    if answer := live.nothing_new(request, code):
        return answer
    file = joined(request, code)
    if file.state not in ("planned", "held") or file.conference is None:
        raise Http404
    around = {
        "conference": file.conference, "points": own.points_of(file), "circle": own.circle_of(file),
        "agenda_rows": rows_of(file), "said_yes": own.said_yes(file),
    }  # fmt: skip
    return live.show(request, "family/meeting_page.html", "family/meeting_now.html", file, around)


@shows
def agreed(request: Asked, code: str) -> HttpResponse:
    """See what we agreed in plain words: what we want, who does what by when, and when we look back."""
    file = joined(request, code)
    around = {"mine": own.actions_of(file), "said_yes": own.said_yes(file)}
    return render(request, "family/agreed.html", {"file": file, **around})


@says
def right(request: Asked, code: str) -> HttpResponse:
    """Say yes to what was agreed, in one's own place."""
    try:
        keeping.confirm_self(request.actor, code, version=request.POST.get("version", ""))
        messages.success(request, _("Dank u wel. Uw ja is bewaard."))
    except Invalid as refusal:
        messages.warning(request, refusal.errors[""])
    return redirect("family:agreed", code=code)


@shows
def keep(request: Asked, code: str) -> HttpResponse:
    """Find what to keep: the agreements on paper, what one said yes to, and one's own file."""
    return render(request, "family/keep.html", {"file": joined(request, code)})


@shows
def paper(request: Asked, code: str) -> HttpResponse:
    """Print what we agreed, in plain words."""
    file = reading.plan(request.actor, code)
    if not own.joins(file):
        raise Http404
    return render(request, "family/paper.html", {"file": file})
