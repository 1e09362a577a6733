"""Reach, for project leaders and coordinators: where few families come, who does not refer yet, whom to visit."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import reading
from knooppunt.figures import births as reckoning
from knooppunt.figures import outreach, scopes
from knooppunt.figures import reach as figures
from knooppunt.foundation import clock
from knooppunt.people import choices

from ..shared.asked import Asked
from ..shared.labels import label
from ..shared.screens import screen
from .reach_forms import BirthsForm, CorrectForm, VisitForm
from .tiles import tiles

# Why somebody stands on the list, and what one might do.
WHY = {
    "under": (
        _("Er komen weinig gezinnen"),
        _("Uit deze gemeenten komen veel minder gezinnen dan u kunt verwachten. Misschien helpt een campagne."),
    ),
    "never": (
        _("Meldde nog nooit aan"),
        _("Deze organisaties werken hier, en meldden nog geen gezin aan. Misschien kennen zij het Knooppunt niet."),
    ),
    "quiet": (
        _("Meldde eerder aan, maar al een jaar niet"),
        _("Deze organisaties weten de weg. Vraag hoe het ging, en wat er veranderd is."),
    ),
    "sparred": (
        _("Sparde, en meldde niet aan"),
        _("Zij vroegen om advies, en er kwam geen aanmelding. Vraag of het antwoord hielp."),
    ),
    "missing": (
        _("Wij kennen daar nog niemand"),
        _("In Wie is wie staat van deze disciplines niemand in deze gemeente. Zoek een eerste contact."),
    ),
}
LEADER, COORDINATOR = "project_leader", "coordinator"
PREFILLED = {"gemeente": "municipality", "organisatie": "organisation", "discipline": "discipline"}
works = screen(activity="reach", for_=(LEADER, COORDINATOR))
shows = screen(activity="reach", for_=(LEADER, COORDINATOR), methods=("GET",))


@shows
def overview(request: Asked) -> HttpResponse:
    """See how many families came against how many might, who refers and who does not yet."""
    year, years = clock.today().year, _years()
    if (asked := request.GET.get("jaar", "")) in map(str, years):
        year = int(asked)
    found = figures.reach(request.actor, year, _discipline)
    picture = tiles(dict(choices.municipalities()), found.places)
    leads = LEADER in request.roles
    return render(request, "leader/reach.html", {"reach": found, "tiles": picture, "years": years, "leads": leads})


def _years() -> list[int]:
    """Give the years that one may choose, the last one first."""
    return list(reversed(scopes.years()))


def _discipline(code: str) -> str:
    return gettext("onbekend") if code == figures.UNKNOWN else label("discipline", code)


@shows
def to_visit(request: Asked) -> HttpResponse:
    """See whom to visit next and why, and print the leaflet of a municipality."""
    found = outreach.to_visit(request.actor)
    names = sorted(reading.places_to_reach(request.actor).values())
    leaflets = [(name, slugify(name)) for name in names]
    reasons = [(reason, *WHY[reason], rows) for reason, rows in found.items()]
    return render(request, "leader/reach_to_visit.html", {"reasons": reasons, "leaflets": leaflets})


@shows
def visits(request: Asked) -> HttpResponse:
    """See the visits and campaigns, with how many families came before and after."""
    found = outreach.log(request.actor, request.GET.get("na", ""))
    return render(request, "leader/reach_visits.html", {"log": found, "first": "na" not in request.GET})


@works
def note_down(request: Asked) -> HttpResponse:
    """Log a visit or a campaign."""
    initial = {field: request.GET.get(name, "") for name, field in PREFILLED.items()}
    places = reading.places_to_reach(request.actor)
    form = VisitForm(request.POST or None, places=places, initial={"kind": "visit", "on": clock.today(), **initial})
    if form.is_valid() and form.try_to(outreach.note_down, request.actor, form.cleaned_data):
        messages.success(request, gettext("Het staat in het overzicht. Wie u bezocht, is van de lijst."))
        return redirect("leader:to_visit" if any(initial.values()) else "leader:visits")
    return render(request, "leader/reach_visit.html", {"form": form})


@works
def correct(request: Asked, code: str) -> HttpResponse:
    """Correct a visit or campaign, or take it away."""
    if request.POST.get("action") == "remove":
        outreach.remove(request.actor, code)
        messages.success(request, gettext("Het is verwijderd."))
        return redirect("leader:visits")
    values, version = outreach.one(request.actor, code)
    places = reading.places_to_reach(request.actor)
    form = CorrectForm(request.POST or None, places=places, initial={**values, "version": version})
    if form.is_valid() and form.try_to(_correct, request.actor, code, form.cleaned_data):
        messages.success(request, gettext("Het is verbeterd."))
        return redirect("leader:visits")
    return render(request, "leader/reach_visit.html", {"form": form, "code": code})


def _correct(actor: Any, code: str, told: dict[str, Any]) -> None:
    outreach.correct(actor, code, version=told["version"], values=told)


@screen(activity="reach", for_=LEADER)
def births(request: Asked, place: str) -> HttpResponse:
    """Change how many children were born in a year, and the share that the expectation rests on."""
    asked, years = request.GET.get("jaar", ""), _years()
    year = int(asked) if asked in map(str, years) else years[0]
    name, values, version = reckoning.births_of(request.actor, place, year)
    form = BirthsForm(request.POST or None, initial={**values, "version": version})
    if form.is_valid() and form.try_to(_keep, request.actor, place, year, form.cleaned_data):
        messages.success(request, gettext("De geboorten zijn bewaard."))
        return redirect("leader:reach")
    known = {"form": form, "name": name, "year": year, "years": years, "is_new": not version, "known": bool(values)}
    return render(request, "leader/reach_births.html", known)


def _keep(actor: Any, place: str, year: int, told: dict[str, Any]) -> None:
    reckoning.keep(actor, place, year, version=told["version"], values=told)
