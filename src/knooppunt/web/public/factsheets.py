"""The factsheets that were published, for anyone: a list, a page of each, and the sheet as PDF."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from knooppunt.figures import editions
from knooppunt.figures.factsheet import in_language
from knooppunt.figures.formats import MEDIA_TYPES, body, file_name

from ..papers.sheet import download
from ..shared.screens import ANYONE, screen
from .cached import View, for_everybody


def public(view: View) -> View:
    """Declare a page with a published factsheet: the same for everybody."""
    return screen(activity="factsheet", for_=ANYONE, methods=("GET",))(for_everybody(view))


@public
def published(request: HttpRequest) -> HttpResponse:
    """All factsheets that were published, by year."""
    years = [(year, list(rows)) for year, rows in groupby(editions.published(), key=lambda row: row.year)]
    return render(request, "public/factsheets.html", {"years": years})


@public
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One factsheet as a page; of one that was withdrawn only that, and where the next one is."""
    edition = editions.edition(code)
    content = editions.content_of(edition)
    context = {"sheet": content, "edition": edition, "newer": editions.newer_than(edition)}
    if edition.withdrawn_on is None:
        language = get_language() or "nl"
        context["body"] = body(in_language(content, language), language)
    return render(request, "public/factsheet.html", context)


@public
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """One factsheet as the sheet of two sides; who asks for one that was withdrawn reads that it was."""
    edition = editions.edition(code)
    if edition.withdrawn_on:
        return redirect("published_factsheet", code)
    return download(editions.remade(edition, "pdf"), MEDIA_TYPES["pdf"], file_name(editions.content_of(edition), "pdf"))
