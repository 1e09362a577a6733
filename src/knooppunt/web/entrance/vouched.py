"""Coming in by a broker such as one for DigiD: to it, back from it, and on. The first time also with the card."""

import logging
from dataclasses import asdict

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from knooppunt.people import broker
from knooppunt.people.broker import NotVouched

from ..shared.asked import Asked as Request
from ..shared.limits import limited
from ..shared.screens import ANYONE, screen
from . import session

log = logging.getLogger(__name__)
ASKED = "broker_asked"  # in the session


@screen(activity="come_in", for_=ANYONE, methods=("GET",))
def start(request: Request) -> HttpResponse:
    """Go to the broker; the session remembers what was asked, once."""
    _only_with_broker()
    limited(request, "broker", per_minute=10)
    session.remember_onward(request)
    try:
        asked = broker.ask(_way_back())
    except NotVouched as refusal:
        return _refused(request, refusal)
    request.session[ASKED] = asdict(asked)
    return redirect(asked.url)


@screen(activity="come_in", for_=ANYONE, methods=("GET",))
def back(request: Request) -> HttpResponse:
    """Come back from the broker: known goes on, unknown shows the card once."""
    _only_with_broker()
    limited(request, "broker", per_minute=10)
    if not (kept := request.session.pop(ASKED, None)):
        return _refused(request, NotVouched("not asked"))
    try:
        given = broker.answer(broker.Asked(**kept), request.GET.dict(), _way_back())
    except NotVouched as refusal:
        return _refused(request, refusal)
    session.keep_vouch(request, given)
    return redirect("entrance:broker_onward" if broker.person_of(given) else "entrance:enter")


@screen(activity="come_in", for_=ANYONE)
def onward(request: Request) -> HttpResponse:
    """Go on to one's own page after the broker vouched; one click, because looking changes nothing."""
    _only_with_broker()
    given = session.vouch(request)
    person = broker.person_of(given) if given else None
    if given is None or person is None:
        return redirect("entrance:enter")
    if request.method == "POST":
        return session.let_in_vouched(request, given, person)
    return render(request, "entrance/onward.html")


def _only_with_broker() -> None:
    if not broker.is_on():
        raise Http404


def _way_back() -> str:
    return settings.SITE_ADDRESS + reverse("entrance:broker_back")


def _refused(request: Request, refusal: NotVouched) -> HttpResponse:
    log.warning("A broker's word was not taken: %s", refusal)
    return render(request, "entrance/not_vouched.html", status=403)
