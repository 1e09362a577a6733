"""One's times in a calendar program of one's own: the secret address, and what a program gets there."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from knooppunt import calendars
from knooppunt.casework import reading
from knooppunt.foundation import clock
from knooppunt.people import overview, own_account

from ..papers.sheet import download
from ..shared.asked import Asked
from ..shared.limits import limited
from ..shared.screens import ANYONE, PROFESSIONAL, screen

PER_MINUTE = 20


@screen(activity="calendar", for_=PROFESSIONAL)
def calendar(request: Asked) -> HttpResponse:
    """Make the address by which one's own calendar program fetches the times; it is shown in this answer alone."""
    address = ""
    if request.method == "POST":
        secret = own_account.make_calendar(request.actor)
        address = settings.SITE_ADDRESS + reverse("account:times", args=[secret])
    account = overview.account(request.actor.code)
    scheme, _colon, rest = address.partition(":")
    opens = f"{'webcals' if scheme == 'https' else 'webcal'}:{rest}"  # webcal is http, in which the secret would travel
    return render(request, "people/calendar.html", {"account": account, "address": address, "opens": opens})


@screen(activity="calendar", for_=PROFESSIONAL, methods=("POST",))
def end_calendar(request: Asked) -> HttpResponse:
    """End the address: a calendar program gets nothing there any more."""
    own_account.end_calendar(request.actor)
    messages.success(request, _("Uw agenda haalt hier geen tijden meer op."))
    return redirect("account:calendar")


@screen(activity="calendar", for_=ANYONE, methods=("GET",))
def times(request: Asked, secret: str) -> HttpResponse:
    """Give a calendar program the times of who made this address, worked out now; whatever is wrong is not there."""
    owner = own_account.calendar_owner(secret)
    limited(request, "calendar", per_minute=PER_MINUTE, by=owner.code if owner else "")
    if owner is None:
        raise Http404
    day = clock.now().replace(hour=0, minute=0, second=0)  # so that the same times are the same bytes all day
    text = calendars.feed(reading.times_of(owner.pk), language=owner.language, at=day)
    answer = download(text.encode(), "text/calendar; charset=utf-8", "agenda.ics")
    answer["ETag"] = quote_etag(sha256(answer.content).hexdigest())
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
