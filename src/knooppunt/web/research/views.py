"""A researcher's screen: where the work begins, without anything of a family."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..shared.screens import screen


@screen(activity="inform", for_="researcher", methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """Read what a researcher may and may not see, and how families said yes to research."""
    return render(request, "research/home.html")
