"""How often one visitor may send a public form, and the friendly page when it was too often."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from knooppunt.foundation import clock
from knooppunt.foundation.codes import hash_secret

MINUTE = 60
SWEEP_ONE_IN = 100  # one in so many goes also removes windows that are over


class TooMany(Exception):
    """A visitor sent a form too often; `wait` is the number of seconds after which it goes again."""

    def __init__(self, wait: int) -> None:
        super().__init__("too many")
        self.wait = wait


def limited(request: HttpRequest, name: str, *, per_minute: int, by: str = "", minutes: int = 1) -> None:
    """Count one go at `name`; raise TooMany beyond `per_minute` in a window (of `minutes`, one by default).

    Counted by visitor's address, or by `by` (an e-mail address, say): only a keyed hash of it is kept, for the
    length of the window. `@screen` turns TooMany into a page that keeps the text. Call it on POST only.
    """
    from ..models import Window  # the log of errors leans on this module before there are tables

    window = MINUTE * minutes
    now = clock.now()
    moment = int(now.timestamp())
    who = hash_secret(by or address_of(request), key=settings.SECRET_KEY)[:32]
    left = window - moment % window
    count = Window.count_one(f"{name}:{who}:{moment // window}", now + timedelta(seconds=left))
    if secrets.randbelow(SWEEP_ONE_IN) == 0:
        Window.objects.filter(ends_at__lt=now).delete()
    if count > per_minute:
        raise TooMany(left)


def address_of(request: HttpRequest) -> str:
    """Give the address of the visitor; behind the proxy of the installation, the one that the proxy saw."""
    if settings.SECURE_PROXY_SSL_HEADER and (forwarded := request.headers.get("X-Forwarded-For")):
        return forwarded.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


def too_many(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    """Answer 429 with the typed text still there, to send again in one click."""
    answer = render(request, "shared/too_many.html", {"wait": refusal.wait, "typed": typed(request)}, status=429)
    answer["Retry-After"] = str(refusal.wait)
    return answer


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Give what was filled in, as (name, value) pairs to put in hidden boxes; no passwords and no tokens."""
    secret = ("csrfmiddlewaretoken", "password", "code", "otp")
    return [(name, value) for name, values in request.POST.lists() for value in values if not name.startswith(secret)]
