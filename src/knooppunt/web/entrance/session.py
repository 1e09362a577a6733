"""What the session of a browser remembers while a parent comes in, and how it becomes the session of that parent."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from knooppunt.foundation import clock
from knooppunt.people import broker
from knooppunt.people.broker import Vouch
from knooppunt.people.entrance import Came
from knooppunt.people.models import Person

from ..shared.asked import Asked

TICKET, TRIED, ONWARD, VOUCH = "entrance_ticket", "entrance_tried", "entrance_onward", "entrance_vouch"
BACKEND = "knooppunt.web.account.adapter.AccountBackend"
VOUCH_KEEPS = 600  # seconds in which the card is to be shown after the broker vouched


def begin(request: Asked, ticket: str, tried: str) -> None:
    """Remember the ticket, what was typed (to count how often), and where to go after."""
    request.session[TICKET], request.session[TRIED] = ticket, tried
    remember_onward(request)


def remember_onward(request: Asked) -> None:
    """Remember the page of the family that somebody wanted to see, when that is why they are here."""
    if request.GET.get("next"):
        request.session[ONWARD] = onward(request)


def onward(request: Asked) -> str:
    """Give the page of the family to go on to; the parent's own start when no other was asked."""
    start = reverse("family:home")
    wanted = request.GET.get("next") or request.session.get(ONWARD, "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith(start) else start


def ticket(request: Asked) -> str:
    """Give the ticket of this browser, '' when nobody is coming in."""
    return request.session.get(TICKET, "")


def tried(request: Asked) -> str:
    """Give what was typed."""
    return request.session.get(TRIED, "")


def keep_vouch(request: Asked, given: Vouch) -> None:
    """Remember the broker's word for as long as it takes to look for the card."""
    request.session[VOUCH] = [given.subject_hash, given.assurance, int(clock.now().timestamp())]


def vouch(request: Asked) -> Vouch | None:
    """Give the broker's word, when it is fresh."""
    if not (kept := request.session.get(VOUCH)):
        return None
    return Vouch(kept[0], kept[1]) if clock.now().timestamp() - kept[2] < VOUCH_KEEPS else None


def forget_vouch(request: Asked) -> None:
    """Forget the broker's word: it was about who sat here before."""
    request.session.pop(VOUCH, None)


def let_in(request: Asked, came: Came) -> HttpResponse:
    """Make this the session of the parent; card and a fresh word of the broker together link the two from now on."""
    given = vouch(request)
    linked = given if given and came.by_card and broker.link(given, came.person) else None
    return _as(request, came.person, linked)


def let_in_vouched(request: Asked, given: Vouch, person: Person) -> HttpResponse:
    """Make this the session of a parent whom the broker knows."""
    broker.came(given, person)
    return _as(request, person, given)


def _as(request: Asked, person: Person, given: Vouch | None) -> HttpResponse:
    """Begin a session under a new key, with nothing in it of whoever was here before."""
    to = onward(request)
    request.session.flush()
    login(request, person, backend=BACKEND)
    if given:
        record_authentication(request, person, method="broker", assurance=given.assurance)
    else:
        record_authentication(request, person, method="one_time_code")
    return redirect(to)
