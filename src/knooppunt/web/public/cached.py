"""Pages that are the same for everybody: kept by browsers and proxies, asked again by their tag, small on the wire.

A visitor without a session gets them as `public`, with a tag of the content. Compressing is safe here and only here:
such a page holds no secret and no token (BREACH). Whoever has a session gets a page of their own, kept nowhere.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers, set_response_etag

FOR_SECONDS = 300  # so long a changed telephone number may stay behind in a cache

View = Callable[..., HttpResponse]


def for_everybody(view: View) -> View:
    """Let caches keep what this view gives to a visitor without a session. Stands under `@screen`."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])  # the language and the size of the letters stand in cookies
        if not may_be_kept(request, response):
            return response
        patch_cache_control(response, public=True, max_age=FOR_SECONDS)
        set_response_etag(response)
        answer = get_conditional_response(request, response.headers["ETag"], response=response) or response
        return GZipMiddleware(lambda _request: answer)(request)  # type: ignore[return-value]

    return kept


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether this answer is for everybody: nobody has a session, and nothing is set or told to this one alone."""
    alone = settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies or response.has_header("Set-Cookie")
    return request.method in ("GET", "HEAD") and response.status_code == 200 and not alone
