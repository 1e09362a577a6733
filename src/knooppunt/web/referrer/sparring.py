"""Sparring: asking the coordinator for advice without saying which family it is about."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from knooppunt.casework import advising, reading
from knooppunt.foundation import clock
from knooppunt.people import checking
from knooppunt.people.models import Hub

from ..shared.asked import Asked
from ..shared.limits import limited
from ..shared.screens import ANYONE, VERIFIED, screen
from .sparring_forms import QuestionForm

ASKED = "asked_in"  # name in the session: the municipality of the question that was just sent


@screen(activity="advise", for_=ANYONE)
def ask(request: Asked) -> HttpResponse:
    """Ask a question; a text that seems to name somebody is shown back before it is sent."""
    form = QuestionForm(request.POST or None, actor=request.actor, municipality=request.GET.get("gemeente", ""))
    if request.method == "POST":
        limited(request, "advice", per_minute=6)
        if form.is_valid() and form.try_to(advising.ask, request.actor, form.new_question(get_language() or "nl")):
            request.session[ASKED] = form.cleaned_data["municipality"]
            return redirect("referrer:asked")
    known = request.actor.is_known
    asked = known and request.method == "GET" and bool(reading.my_advice(request.actor))
    return render(request, "referrer/ask.html", {"form": form, "known": known, "asked": asked})


@screen(activity="advise", for_=ANYONE, methods=("GET",))
def sent(request: Asked) -> HttpResponse:
    """Say that the question arrived, and by when there is an answer."""
    hub = Hub.serving(request.session.get(ASKED, ""), clock.today())
    if hub is None:
        return redirect("referrer:advise")
    answer_by = clock.add_working_days(clock.today(), hub.answer_days)
    return render(request, "referrer/asked.html", {"answer_by": answer_by, "known": request.actor.is_known})


@screen(activity="advise", for_=VERIFIED, methods=("GET",))
def mine(request: Asked) -> HttpResponse:
    """Show one's own questions with their answers; each can become a referral when the parents agree."""
    questions = reading.my_advice(request.actor, email=checking.address_of(request.actor.person_id or 0))
    return render(request, "referrer/my_advice.html", {"questions": questions})
