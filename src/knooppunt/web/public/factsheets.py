"""The factsheets that were published, for anyone: a list, a page of each, and the sheet as PDF."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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
    """One factsheet as a page."""
    edition = editions.edition(code)
    language = get_language() or "nl"
    content = in_language(editions.content_of(edition), language)
    context = {"sheet": content, "body": body(content, language), "edition": edition}
    return render(request, "public/factsheet.html", context | {"newer": editions.newer_than(edition)})


@public
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """One factsheet as the sheet of two sides."""
    edition = editions.edition(code)
    return download(editions.remade(edition, "pdf"), MEDIA_TYPES["pdf"], file_name(editions.content_of(edition), "pdf"))
