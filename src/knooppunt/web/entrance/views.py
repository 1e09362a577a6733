"""Coming in as a parent: say who you are, get six digits, and be in. Known and unknown see the same pages."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from knooppunt.people import broker, entrance

from ..shared.asked import Asked
from ..shared.limits import limited
from ..shared.screens import ANYONE, PARENT, screen, standing_of
from . import session
from .forms import DigitsForm, WhoForm

WRONG = _("Deze cijfers kloppen niet. Kijk nog eens in het bericht.")
OVER = _("Deze cijfers werken niet meer. Vraag nieuwe cijfers aan.")


@screen(activity="inform", for_=ANYONE, methods=("GET",))
def fork(request: Asked) -> HttpResponse:
    """Choose: come in as a parent, or sign in for work."""
    return render(request, "entrance/fork.html")


@sensitive_post_parameters()
@screen(activity="come_in", for_=ANYONE)
def enter(request: Asked) -> HttpResponse:
    """Say who you are with the code of a card, a telephone number or an e-mail address; the answer never differs."""
    if "anders" in request.GET:
        session.forget_vouch(request)
    vouched = session.vouch(request) is not None
    if PARENT in standing_of(request) and not vouched:
        return redirect(session.onward(request))
    form = WhoForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        who = form.cleaned_data["who"]
        _slow_down(request, entrance.as_asked(who))
        session.begin(request, entrance.ask(who, get_language() or "nl"), entrance.as_asked(who))
        return redirect("entrance:code")
    return render(request, "entrance/enter.html", {"form": form, "broker": broker.is_on(), "vouched": vouched})


@sensitive_post_parameters()
@screen(activity="come_in", for_=ANYONE)
def code(request: Asked) -> HttpResponse:
    """Take the six digits; right: come in."""
    if not (ticket := session.ticket(request)):
        return redirect("entrance:enter")
    form = DigitsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        limited(request, "entrance-digits", per_minute=20)
    over = False
    if form.is_valid():
        outcome, came = entrance.enter(ticket, form.cleaned_data["code"])
        if came:
            return session.let_in(request, came)
        over = outcome == "expired"
        form.add_error("code", OVER if over else WRONG)
    return render(request, "entrance/code.html", {"form": form, "over": over})


@screen(activity="come_in", for_=ANYONE, methods=("POST",))
def again(request: Asked) -> HttpResponse:
    """Send fresh digits, in one click."""
    if ticket := session.ticket(request):
        _slow_down(request, session.tried(request))
        if entrance.ask_again(ticket, get_language() or "nl"):
            return redirect(f"{reverse('entrance:code')}?{urlencode({'nieuw': 1})}")
    return redirect("entrance:enter")


def _slow_down(request: Asked, who: str) -> None:
    """Count by network and by what was typed, known or not: five tries a code leave one chance in ten thousand a day.

    Who tries cards one after another gets 200 a day from one network, of some hundred thousand million.
    """
    limited(request, "entrance", per_minute=10)
    limited(request, "entrance-day", per_minute=200, minutes=24 * 60)
    limited(request, "entrance-who", per_minute=5, minutes=10, by=who)
    limited(request, "entrance-who-day", per_minute=20, minutes=24 * 60, by=who)
