"""At the kitchen table: what a coordinator or a lead fills in together with a parent who has no account.

Everything is kept as that parent's own, with who wrote it down.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import convening, keeping, reading, telling
from knooppunt.casework.refusals import Refused
from knooppunt.casework.shown.paper import AtTheTable, KitchenTable

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.screens import screen
from .around import DESK, opened
from .kitchen_forms import LookBackForm, PointsForm, SeatsForm, YesForm

LEADS = ("lead", "coordinator")
shows = screen(activity="kitchen_table", for_=LEADS, methods=("GET",))
acts = screen(activity="kitchen_table", for_=LEADS)
desk_acts = screen(activity="kitchen_table", for_="coordinator")
SAID = {
    "agree": {
        "title": _("Een ja vastleggen"), "submit": _("Bewaren"),
        "intro": _("Lees samen wat er staat. Klopt het, leg dan het ja van deze ouder vast."),
    },
    "points": {
        "title": _("Drie punten opschrijven"), "submit": _("Bewaren"),
        "intro": _("Wat wil deze ouder zeker bespreken? Gebruik de eigen woorden. Eén of twee punten mag ook."),
    },
    "seats": {
        "title": _("Wie wil deze ouder aan tafel?"), "submit": _("Bewaren"),
        "intro": _("Een nee geldt meteen. De ouder hoeft niet te zeggen waarom."),
    },
    "look_back": {
        "title": _("Hoe kijkt deze ouder terug?"), "submit": _("Bewaren"),
        "intro": _("Schrijf op wat deze ouder zegt. Het is een begin van het gesprek, geen uitslag."),
    },
}  # fmt: skip


@shows
def overview(request: Asked, code: str) -> HttpResponse:
    """See per parent what may be filled in together, what is on paper, and to what she said yes."""
    table = reading.kitchen_table(request.actor, code)
    return render(request, "team/kitchen.html", {"table": table, "desk": table.role in DESK})


def at(request: Asked, code: str, parent: str, act: str) -> tuple[KitchenTable, AtTheTable]:
    """Give the table and the parent with whom somebody writes; raises Http404 and Refused."""
    table = reading.kitchen_table(request.actor, code)
    adult = next((one for one in table.parents if one.code == parent), None)
    if adult is None:
        raise Http404
    if act not in table.acts and request.method != "POST":
        raise Refused("wrong_state")
    return table, adult


def together(request: Asked, table: KitchenTable, adult: AtTheTable, form: HouseForm, **words: object) -> HttpResponse:
    """Show one form about one parent."""
    return render(request, "team/kitchen_form.html", {"table": table, "adult": adult, "form": form, **words})


def _back(request: Asked, code: str) -> HttpResponse:
    messages.success(request, _("Het is bewaard, als iets van deze ouder."))
    return redirect("team:kitchen", code)


@acts
def agree(request: Asked, code: str, parent: str) -> HttpResponse:
    """Keep that a parent heard the agreements, or how we looked back, and says yes."""
    table, adult = at(request, code, parent, "confirm_together")
    form = YesForm(request.POST or None)
    if form.is_valid():
        said = {**form.cleaned_data, "on_behalf_of": parent}
        if form.try_to(keeping.confirm_together, request.actor, code, **said):
            return _back(request, code)
    return together(request, table, adult, form, **SAID["agree"])


@acts
def points(request: Asked, code: str, parent: str) -> HttpResponse:
    """Write down the three points of one parent, in her words."""
    table, adult = at(request, code, parent, "set_points")
    file = opened(request, code)
    form = PointsForm(request.POST or None, said=[p.text for p in file.points if p.about == parent])
    if form.is_valid() and form.try_to(
        convening.set_points, request.actor, code, form.points(), on_behalf_of=parent
    ):  # fmt: skip
        return _back(request, code)
    return together(request, table, adult, form, **SAID["points"])


@desk_acts
def seats(request: Asked, code: str, parent: str) -> HttpResponse:
    """Write down whom one parent wants at the table, and whom rather not."""
    table, adult = at(request, code, parent, "agree_to_person")
    form = SeatsForm(request.POST or None, adult=adult)
    if form.is_valid():
        all_kept = [
            form.try_to(convening.agree_to_person, request.actor, code, seat, yes=yes, on_behalf_of=parent)
            for seat, yes in form.changed().items()
        ]
        if all(all_kept):
            return _back(request, code)
    return together(request, table, adult, form, **SAID["seats"])


@acts
def look_back(request: Asked, code: str, parent: str) -> HttpResponse:
    """Write down how one parent looks back, before the talk with everybody."""
    table, adult = at(request, code, parent, "look_back_self")
    form = LookBackForm(request.POST or None, file=opened(request, code))
    if form.is_valid() and form.try_to(
        telling.look_back_self, request.actor, code, **form.said(), on_behalf_of=parent
    ):  # fmt: skip
        return _back(request, code)
    return together(request, table, adult, form, **SAID["look_back"])
