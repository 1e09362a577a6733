"""The front door and the pages that explain; staying signed in, and the state of the house.

Pages that explain are the same for everybody: `for_everybody` lets caches keep them, and they set no cookie.
"""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from knooppunt.foundation import clock
from knooppunt.papers.qr import qr
from knooppunt.people.contacts import Contact, contact, contacts
from knooppunt.web.shared.context import Site
from knooppunt.web.shared.screens import ANYONE, SIGNED_IN, screen
from knooppunt.work.worker import stands_still

from . import told
from .cached import View, for_everybody

OPEN_PAGES = (
    "/$", "/static/", "/ouders/", "/professionals/", "/film/", "/contact/", "/folder/", "/over/", "/privacy/",
    "/toegankelijkheid/", "/hulp/", "/factsheets/", "/.well-known/",
)  # fmt: skip
ROBOTS = "\n".join(["User-agent: *", *(f"Allow: {path}" for path in OPEN_PAGES), "Disallow: /", ""])


def explains(view: View) -> View:
    """Declare a page for everybody, that only explains."""
    return screen(activity="inform", for_=ANYONE, methods=("GET",))(for_everybody(view))


@explains
def home(request: HttpRequest) -> HttpResponse:
    """Three doors for visitors; who is signed in goes on to the page where the work begins."""
    site = Site(request)
    if site.signed_in and site.start not in ("", request.path):
        return redirect(site.start)
    families_first = request.LANGUAGE_CODE not in settings.LANGUAGES_OF_STAFF
    return render(request, "public/home.html", {"films": told.films(), "families_first": families_first})


@explains
def about(request: HttpRequest) -> HttpResponse:
    """What a Knooppunt is, and how it goes from the first worry to the evaluation."""
    return render(request, "public/about.html")


@explains
def parents(request: HttpRequest) -> HttpResponse:
    """What a Knooppunt is, for parents: in few words and with drawings."""
    known = {"contacts": contacts(), "terms": told.terms(), "films": told.films()}
    return render(request, "public/parents.html", known)


@explains
def professionals(request: HttpRequest) -> HttpResponse:
    """For whom it is, how to refer in five minutes, and what one hears back."""
    return render(request, "public/professionals.html", {"contacts": contacts(), "films": told.films()})


@explains
def film(request: HttpRequest) -> HttpResponse:
    """What the film tells, and the way to the site where it stands."""
    if not (films := told.films()):
        raise Http404
    return render(request, "public/film.html", {"films": films})


@explains
def find_contact(request: HttpRequest) -> HttpResponse:
    """Choose a municipality, to find the telephone number of its Knooppunt."""
    return render(request, "public/find_contact.html", {"contacts": contacts()})


@explains
def local_contact(request: HttpRequest, place: str) -> HttpResponse:
    """How to reach the Knooppunt of one municipality."""
    return render(request, "public/local_contact.html", {"contact": _known(place)})


@explains
def leaflet(request: HttpRequest, place: str = "") -> HttpResponse:
    """A leaflet on one sheet of paper, for the waiting room, in any of our languages whatever the reader's own."""
    wished, languages = request.GET.get("taal"), dict(settings.LANGUAGES)
    sheet = wished if wished in languages else request.LANGUAGE_CODE
    leads_to = reverse("in_language_at", args=[sheet, place]) if place else reverse("in_language", args=[sheet])
    known = {
        "contact": _known(place) if place else None,
        "contacts": contacts(),
        "sheet": sheet,
        "direction": "rtl" if sheet in settings.LANGUAGES_BIDI else "ltr",
        "languages": settings.LANGUAGES,
        "qr": qr(settings.SITE_ADDRESS + leads_to),
        "address": settings.SITE_ADDRESS.partition("://")[2],
    }
    return render(request, "public/leaflet.html", known)


def _known(place: str) -> Contact:
    if (found := contact(place)) is None:
        raise Http404
    return found


@explains
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, for whom, how long, and what parents may ask."""
    return render(request, "public/privacy.html", {"terms": told.terms(), "cookies": told.cookies()})


@explains
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the site is accessible, and where to tell what is not."""
    return render(request, "public/accessibility.html", {"checked": told.checked()})


@explains
def help_(request: HttpRequest) -> HttpResponse:
    """Answers to the first questions, and who to call."""
    return render(request, "public/help.html")


@screen(activity="sign_in", for_=SIGNED_IN, methods=("POST",))
def stay(request: HttpRequest) -> HttpResponse:
    """Stay signed in: coming here is enough, the middleware notes that somebody is there."""
    return HttpResponse(status=204)


@screen(activity="operate", for_=ANYONE, methods=("GET",))
def health(request: HttpRequest) -> HttpResponse:
    """Say 'goed' when the database answers, else 503; and how far the worker is behind, when it stands still."""
    try:
        behind = stands_still() // timedelta(minutes=1)
    except DatabaseError:
        return HttpResponse("de database antwoordt niet\n", status=503, content_type="text/plain; charset=utf-8")
    late = f"de achtergrond loopt {behind} minuten achter\n" if behind else ""
    return HttpResponse(f"goed\n{late}", content_type="text/plain; charset=utf-8")


@explains
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines find the front door and the explanations, and nothing else."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@explains
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where somebody who found a weakness can tell it (RFC 9116); nothing when no address was set."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = (clock.now() + timedelta(days=180)).strftime("%Y-%m-01T00:00:00Z")
    lines = [f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {until}", "Preferred-Languages: nl, en"]
    canonical = f"Canonical: {settings.SITE_ADDRESS}{request.path}"
    return HttpResponse("\n".join([*lines, canonical, ""]), content_type="text/plain; charset=utf-8")
