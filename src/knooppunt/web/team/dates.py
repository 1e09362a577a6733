"""When it suits: for who signed in, for a parent together with the lead, and by a link without an account.

The link only says where to knock. Nothing of a family stands on these pages, and before the address was proven by a
code not even when or where; a link that is over and a link that never was look the same.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import reading, scheduling
from knooppunt.casework.refusals import NotFound, Refused
from knooppunt.casework.scheduling import WayIn
from knooppunt.casework.shown import AnswererShown, DatesShown

from ..referrer.identity import send_by_link
from ..shared.asked import Asked
from ..shared.dates import DatesForm
from ..shared.limits import limited
from ..shared.screens import ANYONE, PROFESSIONAL, screen
from .kitchen import at, together

by_link = screen(activity="find_date", for_=ANYONE)
A_DAY = 24 * 60  # minutes


@screen(activity="find_date", for_=PROFESSIONAL)
def dates(request: Asked, code: str) -> HttpResponse:
    """Say of each moment whether one can, as somebody who is asked to the table."""
    found = reading.dates(request.actor, code)
    me = found.own if found else None
    if found is None or me is None:
        raise Http404
    form = DatesForm(request.POST or None, dates=found, who=me)
    if form.is_valid() and form.try_to(scheduling.answer_dates, request.actor, code, form.answers()):
        messages.success(request, _("Dank u. De coördinator ziet wanneer u kunt."))
        return redirect("team:families")
    return render(request, "team/dates.html", {"dates": found, "form": form, "again": me.answered})


@screen(activity="kitchen_table", for_=("lead", "coordinator"))
def dates_for(request: Asked, code: str, parent: str) -> HttpResponse:
    """Write down when one parent can."""
    table, adult = at(request, code, parent, "answer_dates")
    found = reading.dates(request.actor, code)
    who = found.of(parent) if found else None
    if found is None or who is None:
        raise Http404
    form = DatesForm(request.POST or None, dates=found, who=who)
    if form.is_valid() and form.try_to(
        scheduling.answer_dates, request.actor, code, form.answers(), on_behalf_of=parent
    ):  # fmt: skip
        messages.success(request, _("Het is bewaard, als iets van deze ouder."))
        return redirect("team:kitchen", code)
    words = {"title": _("Wanneer kan deze ouder?"), "submit": _("Bewaren")}
    return together(request, table, adult, form, **words)


# --- by link ----------------------------------------------------------------------------------------------------------
@by_link
def moment(request: Asked, secret: str) -> HttpResponse:
    """Say by a link when one can; first who one is."""
    way = scheduling.way_in(secret)
    if way is None or _is_another(request, way):
        return render(request, "team/link_over.html", {"sent": "verstuurd" in request.GET}, status=404)
    if request.actor.assurance not in ("none", "code"):
        return redirect("team:dates", way.case)
    found, me = _asked(request, way)
    if found is None or me is None:
        return _who_are_you(request, way)
    form = DatesForm(request.POST or None, dates=found, who=me)
    if form.is_valid() and form.try_to(scheduling.answer_dates, request.actor, way.case, form.answers()):
        return redirect(f"{request.path}?bewaard=1")
    thanks = "bewaard" in request.GET and me.answered
    return render(request, "team/moment.html", {"dates": found, "form": form, "thanks": thanks, "again": me.answered})


def _is_another(request: Asked, way: WayIn) -> bool:
    """Say whether somebody who signed in holds the link of another; for a code we just ask who it is."""
    return request.actor.assurance not in ("none", "code") and request.actor.person_id != way.person


def _asked(request: Asked, way: WayIn) -> tuple[DatesShown | None, AnswererShown | None]:
    """Give what is asked and what was said, to the one person whose link it is, once her address was proven."""
    if request.actor.person_id != way.person:
        return None, None
    try:
        found = reading.dates(request.actor, way.case)
    except (NotFound, Refused):  # taken back in this very moment
        return None, None
    return found, found.own if found else None


def _who_are_you(request: Asked, way: WayIn) -> HttpResponse:
    """Tell who asks and nothing more; on a click send a code to the address that the link was sent to."""
    if request.method == "POST":
        return send_by_link(request, way.address, request.path)
    return render(request, "team/moment_who.html", {"hub": way.hub})


@screen(activity="find_date", for_=ANYONE, methods=("POST",))
def renew(request: Asked, secret: str) -> HttpResponse:
    """Mail a fresh link to whoever had this one; the answer is the same for every link, and shows no address."""
    limited(request, "renew-link", per_minute=5)
    limited(request, "renew-this-link", per_minute=3, minutes=A_DAY, by=secret)
    scheduling.renew_link(secret)
    return redirect(f"{reverse('team:moment', args=[secret])}?verstuurd=1")
