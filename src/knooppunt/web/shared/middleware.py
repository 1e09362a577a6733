"""What happens around every page: which language, who is there and for how long, and what the browser may keep."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from knooppunt.foundation import clock
from knooppunt.people.actor import NOBODY, Actor, actor_of
from knooppunt.people.roles import roles_of
from knooppunt.trail import trace

from .errors import is_ours, signed_out

Answer = Callable[[HttpRequest], HttpResponse]

MINUTE = 60
CODE_IDLE_SECONDS = 3600  # a referrer without account sees one own referral; time to write it matters more
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

# The header by which a page that refreshes itself asks whether something is new (see `live`).
TICKET = "Knooppunt-Ticket"

# Names in the session.
SEEN, SINCE, ROLES, CODE_PERSON = "seen", "since", "roles", "code_person"


class LanguageMiddleware:
    """Show the page in the language of the cookie, else in Dutch; ActorMiddleware knows the person's own language.

    A screen that does not speak that language (`Screen.languages`) is wholly in Dutch.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.trace = trace.new()[:8].upper()  # type: ignore[attr-defined]
        use_language(request, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        patch_vary_headers(response, ["Cookie"])  # so a cache keeps each language, and each size of letters, apart
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Turn to Dutch before a screen that lacks the reader's language; nothing of the page was said yet."""
        declared = getattr(view, "screen", None)
        if declared is not None and request.LANGUAGE_CODE not in declared.languages:
            use_language(request, settings.LANGUAGE_CODE)
            request.actor = reader(request, request.actor)  # type: ignore[attr-defined]


def use_language(request: HttpRequest, code: str) -> None:
    """Switch to a language that we have; anything else is Dutch."""
    code = code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    translation.activate(code)
    request.LANGUAGE_CODE = code


def reader(request: HttpRequest, actor: Actor) -> Actor:
    """Give the actor as the reader of this page: its language, not the one of their letters, is that of every word."""
    return replace(actor, language=request.LANGUAGE_CODE) if actor.is_known else actor


class ActorMiddleware:
    """Put `request.actor` and `request.roles` there, end sessions in time, and ask for a second factor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        # By name, because the room of accounts stands on this one. Without it nobody may come in, so it must be there.
        self.second_factor = import_string("knooppunt.web.account.second_factor.way_to_set_up")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.roles = NOBODY, frozenset()  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            if request.user.is_authenticated:
                self._signed_in(request)
            elif CODE_PERSON in request.session:
                self._checked_by_code(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Keep the text of who was signed out meanwhile; send who needs a second factor to where it is set up."""
        if request.method == "POST" and not request.user.is_authenticated and getattr(view, "login_required", True):
            return signed_out(request) if is_ours(request) else None
        if request.user.is_authenticated and (place := self.second_factor(request, view)):
            return redirect(place)
        return None

    def _signed_in(self, request: HttpRequest) -> None:
        person: Any = request.user
        if not still_open(request, settings.SESSION_IDLE_SECONDS, lambda: sorted(roles_of(person.pk)), person.kind):
            logout(request)
            messages.info(request, _("U deed een tijd niets. Daarom hebben wij u voor de zekerheid uitgelogd."))
            return
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            use_language(request, person.language)
        request.actor = reader(request, actor_of(person, assurance_of(request)))  # type: ignore[attr-defined]
        request.roles = frozenset(request.session.get(ROLES, ()))  # type: ignore[attr-defined]

    def _checked_by_code(self, request: HttpRequest) -> None:
        person = person_of_code(request.session[CODE_PERSON])
        if person is None or not still_open(request, CODE_IDLE_SECONDS, list):
            request.session.flush()
            return
        request.actor = reader(request, actor_of(person, "code"))  # type: ignore[attr-defined]


class ScreenMiddleware:
    """Say what the browser may do and keep: only pages that are the same for everyone; all is wiped on signing out."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.actor is not NOBODY  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if known or request.method == "POST" or not _informs(request):
            patch_cache_control(response, no_store=True, private=True)
        if known and request.session.is_empty():
            response.headers.setdefault("Clear-Site-Data", '"cache", "storage"')
        return response


def _informs(request: HttpRequest) -> bool:
    """Say whether this page is for everyone; a draft, a code or an invitation stays in no cache, whoever sees it."""
    declared = getattr(getattr(request.resolver_match, "func", None), "screen", None)
    return declared is not None and declared.activity == "inform"


def asks_itself(request: HttpRequest) -> bool:
    """Say whether the page asks, and not the person: that keeps no session open."""
    return TICKET in request.headers


def still_open(request: HttpRequest, idle: int, roles: Callable[[], list[str]], kind: str = "") -> bool:
    """Say whether the session may go on, and note once a minute that somebody is there and which roles they have.

    Because of that minute the limit is a minute wider: nobody is put out early. R-SES-01.
    """
    session, moment = request.session, int(clock.now().timestamp())
    seen, since = session.get(SEEN, moment), session.setdefault(SINCE, moment)
    if moment - seen > idle + MINUTE or moment - since > longest(kind):
        return False
    minute_is_over = moment - seen >= MINUTE and not asks_itself(request)
    if SEEN not in session or minute_is_over or ROLES not in session:
        session[SEEN], session[ROLES] = moment, roles()
    return True


def longest(kind: str) -> int:
    """Give how many seconds a session lasts at most: shorter for a parent, whose telephone others may take up."""
    return settings.PARENT_SESSION_LONGEST_SECONDS if kind == "parent" else settings.SESSION_LONGEST_SECONDS


def seconds_left(request: HttpRequest) -> int:
    """Give how many seconds the session of somebody who signed in still lasts, however busy they are."""
    since = request.session.get(SINCE, int(clock.now().timestamp()))
    return max(0, since + longest(request.user.kind) - int(clock.now().timestamp()))  # type: ignore[union-attr]


def assurance_of(request: HttpRequest) -> str:
    """Give how sure we are of somebody who signed in: 'strong' with a second factor, a passkey or the demo picker.

    For a parent the word of a broker counts too, as sure as it was.
    """
    records = request.session.get("account_authentication_methods", ())
    if request.user.kind == "parent":  # type: ignore[union-attr]
        vouched = [record.get("assurance") for record in records if record.get("method") == "broker"]
        if "substantial" in vouched:
            return "substantial"
    strong = {"mfa"} if settings.PRODUCTION else {"mfa", "demo"}
    return "strong" if any(record.get("method") in strong for record in records) else "single"


def remember_code(request: HttpRequest, person_id: int) -> None:
    """Note in a fresh session that this person's e-mail address was checked by a code."""
    request.session.flush()
    request.session[CODE_PERSON] = person_id


def person_of_code(person_id: int) -> Any:
    """Give the person whose address was checked, in one query; None when there is none any more."""
    from knooppunt.people.models import Person

    return Person.objects.select_related("organisation").filter(pk=person_id).first()
