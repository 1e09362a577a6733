"""How somebody wants to read: in which language, and with which letters. Both stay in a cookie of the browser.

Neither is a secret and neither changes what anyone may see, so the forms carry no key: they also work on a page that
a cache kept, or that was open since yesterday.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from knooppunt.people import own_account
from knooppunt.web.shared.asked import Asked
from knooppunt.web.shared.screens import ANYONE, screen

A_YEAR = 365 * 24 * 3600


@csrf_exempt  # a page of a cache has no token; without a session there is only the cookie of this browser to set
@screen(activity="inform", for_=ANYONE, methods=("POST",))
def language(request: Asked) -> HttpResponse:
    """Go on in another language, on this page and on all that follow; letters to who signed in follow too."""
    return _with_the_account(request) if request.user.is_authenticated else _in_the_browser(request)


@csrf_protect
def _with_the_account(request: Asked) -> HttpResponse:
    """Keep the choice with the account too: only from a page of ours, never on the word of another site."""
    if (code := request.POST.get("language", "")) in dict(settings.LANGUAGES):
        own_account.choose_language(request.actor, code)
    return _in_the_browser(request)


def _in_the_browser(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("language", "")
    known = code in dict(settings.LANGUAGES)
    return _keep(_back(request), settings.LANGUAGE_COOKIE_NAME, code) if known else _back(request)


@screen(activity="inform", for_=ANYONE, methods=("GET",))
def in_language(request: HttpRequest, code: str) -> HttpResponse:
    """Open the page for parents in this language: where the code on a leaflet leads."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    return _keep(redirect("parents"), settings.LANGUAGE_COOKIE_NAME, code)


@screen(activity="inform", for_=ANYONE, methods=("GET",))
def in_language_at(request: HttpRequest, code: str, place: str) -> HttpResponse:
    """Open the page of one municipality in this language: where the code on the leaflet of that place leads."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    return _keep(redirect("local_contact", place=place), settings.LANGUAGE_COOKIE_NAME, code)


@csrf_exempt
@screen(activity="inform", for_=ANYONE, methods=("POST",))
def letters(request: HttpRequest) -> HttpResponse:
    """Show larger letters from now on, or the usual ones again."""
    name = settings.LARGE_PRINT_COOKIE_NAME
    if request.POST.get("large") == "yes":
        return _keep(_back(request), name, "large")
    response = _back(request)
    response.delete_cookie(name, samesite="Lax")
    return response


def _back(request: HttpRequest) -> HttpResponse:
    """Go back to the page that was open; never to another site."""
    onward = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return redirect(onward if safe and onward.startswith("/") else "home")


def _keep(response: HttpResponse, name: str, value: str) -> HttpResponse:
    response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=settings.PRODUCTION, httponly=True)
    return response
