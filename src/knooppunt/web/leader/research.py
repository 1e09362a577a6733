"""A project leader sees for which studies data of her municipalities left the house, in numbers."""

from django.http import HttpResponse
from django.shortcuts import render

from knooppunt.figures import studies as known

from ..shared.asked import Asked
from ..shared.screens import screen


@screen(activity="studies", for_="project_leader", methods=("GET",))
def studies(request: Asked) -> HttpResponse:
    """See the studies that may have data of one's own municipalities, and what was taken along."""
    return render(request, "leader/studies.html", {"studies": known.studies_of_leader(request.actor)})
