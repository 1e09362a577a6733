"""A project leader's screen: numbers of her own municipalities, and nobody's name."""

from django.http import HttpResponse
from django.shortcuts import render

from knooppunt.casework import reading

from ..shared.asked import Asked
from ..shared.screens import screen
from . import tables


@screen(activity="figures", for_="project_leader", methods=("GET",))
def figures(request: Asked) -> HttpResponse:
    """See referrals, questions, where cases stand, and how many days lie between the steps."""
    asked = request.GET.get("jaar", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and 2000 <= int(asked) < 3000 else None
    found = reading.figures(request.actor, year=year)
    return render(
        request,
        "leader/figures.html",
        {
            "figures": found,
            "too_long": reading.waits_too_long(request.actor),
            "totals": tables.totals(found),
            "places": tables.by_municipality(found),
            "states": tables.states(found),
            "disciplines": tables.by_discipline(found),
            "stretches": tables.stretches(found),
        },
    )
