"""The front door and the pages that explain; choosing a language, staying signed in, and the state of the house."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt

from knooppunt.web.shared.context import Site
from knooppunt.web.shared.screens import ANYONE, SIGNED_IN, screen

A_YEAR = 365 * 24 * 3600
OPEN_PAGES = ("/$", "/over/", "/privacy/", "/toegankelijkheid/", "/hulp/")
ROBOTS = "\n".join(["User-agent: *", *(f"Allow: {path}" for path in OPEN_PAGES), "Disallow: /", ""])


@screen(activity="inform", for_=ANYONE, methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """Three doors for visitors; who is signed in goes on to the page where the work begins."""
    site = Site(request)
    if site.signed_in and site.start not in ("", request.path):
        return redirect(site.start)
    return render(request, "public/home.html")


@screen(activity="inform", for_=ANYONE, methods=("GET",))
def about(request: HttpRequest) -> HttpResponse:
    """What a Knooppunt is, and how it goes from the first worry to the evaluation."""
    return render(request, "public/about.html")


@screen(activity="inform", for_=ANYONE, methods=("GET",))
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, for whom, how long, and what parents may ask."""
    return render(request, "public/privacy.html")


@screen(activity="inform", for_=ANYONE, methods=("GET",))
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the site is accessible, and where to tell what is not."""
    return render(request, "public/accessibility.html")


@screen(activity="inform", for_=ANYONE, methods=("GET",))
def help_(request: HttpRequest) -> HttpResponse:
    """Answers to the first questions, and who to call."""
    return render(request, "public/help.html")


@csrf_exempt  # a language is no secret, and the switch must also work on a page that was open since yesterday
@screen(activity="inform", for_=ANYONE, methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to the page."""
    onward = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    response = redirect(onward if safe else "home")
    if (code := request.POST.get("language")) in dict(settings.LANGUAGES):
        name, secure = settings.LANGUAGE_COOKIE_NAME, settings.PRODUCTION
        response.set_cookie(name, code, max_age=A_YEAR, samesite="Lax", secure=secure, httponly=True)
    return response


@screen(activity="sign_in", for_=SIGNED_IN, methods=("POST",))
def stay(request: HttpRequest) -> HttpResponse:
    """Stay signed in: coming here is enough, the middleware notes that somebody is there."""
    return HttpResponse(status=204)


@screen(activity="operate", for_=ANYONE, methods=("GET",))
def health(request: HttpRequest) -> HttpResponse:
    """Say 'goed' when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("de database antwoordt niet\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("goed\n", content_type="text/plain; charset=utf-8")


@screen(activity="inform", for_=ANYONE, methods=("GET",))
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines find the front door and the explanations, and nothing else."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
