"""The one decorator of every view: what it is for, for whom, and what becomes of a refusal.

`@screen(activity="refer", for_=("anyone",))` keeps five promises: the view names its activity in the processing
register (R-LAW-01), it is in the access matrix, outsiders get 404, a GET changes nothing, and casework's
refusals become a page that a person can do something with.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from knooppunt.casework.refusals import Conflict, NotFound, Refused
from knooppunt.papers import Busy
from knooppunt.people.actor import may_read_own_place

from .given_back import give_back
from .limits import TooMany, too_many
from .sentences import sentence

ANYONE = "anyone"  # also without signing in
VERIFIED = "verified"  # a professional who signed in, or whose e-mail address was checked by a code
SIGNED_IN = "signed_in"
PROFESSIONAL = "professional"
PARENT = "parent"
# A place in one case; which case is for casework's doors to decide. Any professional may hold one.
PLACES = frozenset({"referrer", "lead", "participant", "invited"})
# Activities of the staff, also where a page of theirs is open to anyone.
OF_STAFF = frozenset(
    {"refer", "advise", "identify", "find_date", "calendar", "sign_in", "operate", "demo", "factsheet"}
)
PARENTS_SIGN_IN = "entrance:enter"
# Where somebody goes who has to show first who they are, for screens that need no account.
IDENTIFY_AT = "referrer:identify"

READS = ("GET", "HEAD")
_READING = re.compile(r"\s*\(?\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET|SHOW|PRAGMA|EXPLAIN)\b", re.I)
# The trail's "viewed" line is the one exception of house.md §4; the rest holds no data of the work: sessions, cache,
# and allauth's note that somebody's own recovery codes were shown.
_KEPT = r"trail_|django_session|web_cache|web_window|mfa_authenticator"
_HOUSEKEEPING = re.compile(rf"\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?({_KEPT})", re.I)
_WITH_READ = re.compile(r"\s*WITH\b(?!.*\b(INSERT|UPDATE|DELETE)\b)", re.I | re.S)


@dataclass(frozen=True)
class Screen:
    """What a view declared about itself; the access matrix and the processing register are made from these."""

    name: str
    activity: str
    audience: frozenset[str]
    methods: tuple[str, ...]
    doc: str

    @property
    def anonymous(self) -> bool:
        """Say whether somebody who has not signed in may come here."""
        return bool(self.audience & {ANYONE, VERIFIED})

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the languages that this screen speaks."""
        return tuple(dict(settings.LANGUAGES)) if self.for_families else settings.LANGUAGES_OF_STAFF

    @property
    def for_families(self) -> bool:
        """Say whether families come here, so that every language has its texts; other screens speak the staff's."""
        return PARENT in self.audience or (ANYONE in self.audience and self.activity not in OF_STAFF)


SCREENS: dict[str, Screen] = {}

View = Callable[..., HttpResponse]


class WroteOnGet(RuntimeError):
    """A screen that only shows tried to change something. The message names no data."""


def screen(*, activity: str, for_: tuple[str, ...] | str, methods: tuple[str, ...] = ("GET", "POST")) -> Any:
    """Declare a view: its activity id, the audience, and the methods it answers. See the module."""
    audience = frozenset([for_] if isinstance(for_, str) else for_)

    def declare(view: View) -> View:
        name = f"{view.__module__.removeprefix('knooppunt.web.')}.{view.__name__}"
        declared = Screen(name, activity, audience, methods, (view.__doc__ or "").strip().partition("\n")[0])
        SCREENS[name] = declared
        # HEAD asks for a page without its text, so only where there is a page: an act is never done by it.
        answered = {*methods, "HEAD"} if "GET" in methods else set(methods)

        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in answered:
                return HttpResponseNotAllowed(methods)
            if "\0" in request.path or "\0" in unquote(request.META.get("QUERY_STRING", "")):
                raise BadRequest  # no address of ours holds one, and PostgreSQL refuses to look for it
            if not audience & standing_of(request):
                return _turn_away(request, declared)
            if PARENT in audience and _asks_more(request):
                return render(request, "entrance/higher.html", status=403)
            return _answer(view, request, *args, **kwargs)

        if audience == {PARENT}:
            wrapper.login_url = PARENTS_SIGN_IN  # type: ignore[attr-defined]
        wrapper.screen = declared  # type: ignore[attr-defined]
        return login_not_required(wrapper) if declared.anonymous else wrapper

    return declare


def standing_of(request: HttpRequest) -> frozenset[str]:
    """Give every audience that this visitor belongs to, apart from any family."""
    assurance = request.actor.assurance  # type: ignore[attr-defined]
    if assurance == "none":
        return frozenset({ANYONE})
    if assurance == "code":
        return frozenset({ANYONE, VERIFIED, "referrer"})
    roles = set(request.roles)  # type: ignore[attr-defined]
    own = {PARENT} if request.user.kind == "parent" else {VERIFIED, PROFESSIONAL, *PLACES}  # type: ignore[union-attr]
    return frozenset({ANYONE, SIGNED_IN, *own, *roles, *({"coordinator"} if "deputy" in roles else ())})


def _asks_more(request: HttpRequest) -> bool:
    """Say whether this parent has to show more surely who is there, before anything of a case is shown (R-AUT-01)."""
    is_parent = getattr(request.user, "kind", "") == "parent"
    return is_parent and not may_read_own_place(request.actor.assurance)  # type: ignore[attr-defined]


def _turn_away(request: HttpRequest, declared: Screen) -> HttpResponse:
    """Ask a stranger who they are; hide the page from everybody else."""
    if request.actor.assurance == "none" and declared.anonymous:  # type: ignore[attr-defined]
        try:
            return redirect_to_login(request.get_full_path(), reverse(IDENTIFY_AT))
        except NoReverseMatch:
            return redirect_to_login(request.get_full_path())
    if page := give_back(request, "", 404):
        return page
    raise Http404


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        if request.method in READS:
            with connection.execute_wrapper(_only_reading):
                return view(request, *args, **kwargs)
        return view(request, *args, **kwargs)
    except (NotFound, Http404) as refusal:
        if page := give_back(request, "", 404):
            return page
        raise Http404 from refusal
    except Refused as refusal:
        meanwhile = refusal.reason == "no_consent" and request.method == "POST"
        reason = sentence("taken_back" if meanwhile else refusal.reason)
        page = give_back(request, reason, 403)
        return page or render(request, "shared/refused.html", {"reason": reason}, status=403)
    except Conflict as conflict:
        return render(request, "shared/conflict.html", {"conflict": conflict}, status=409)
    except TooMany as refusal:
        return too_many(request, refusal)
    except Busy:  # a row of papers before this one
        answer = render(request, "shared/refused.html", {"reason": sentence("busy")}, status=503)
        answer["Retry-After"] = "10"
        return answer


def _only_reading(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if _READING.match(sql) or _HOUSEKEEPING.match(sql) or _WITH_READ.match(sql):
        return execute(sql, params, many, context)
    raise WroteOnGet("A screen that only shows tried to change something.")
