"""All addresses of the application, and two pages that do next to nothing, to compare with."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from knooppunt.people.models import Municipality
from knooppunt.urls import handler400, handler403, handler404, handler500, urlpatterns
from knooppunt.web.shared.screens import ANYONE, SIGNED_IN, screen

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

PAGE = engines["django"].from_string(
    "{% extends 'shared/base.html' %}{% block content %}<h1>{{ count }}</h1>{% endblock %}"
)


@screen(activity="bench", for_=SIGNED_IN)
def trivial(request: HttpRequest) -> HttpResponse:
    """Show the frame of every page to somebody who signed in, with the answer of one query."""
    return HttpResponse(PAGE.render({"count": Municipality.objects.count()}, request))


@screen(activity="bench", for_=ANYONE)
def bare(request: HttpRequest) -> HttpResponse:
    """Give the answer of one query to anyone, without a template."""
    return HttpResponse(str(Municipality.objects.count()))


urlpatterns = [path("bench/trivial/", trivial), path("bench/bare/", bare), *urlpatterns]
