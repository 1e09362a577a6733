"""A parent asks for support herself: small steps, no account, a short code to come back with."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from knooppunt.casework import drafting, referring
from knooppunt.casework.refusals import Conflict, NotFound
from knooppunt.foundation import clock
from knooppunt.people.actor import NOBODY
from knooppunt.people.models import Hub

from ..shared.forms import HouseForm
from ..shared.limits import limited
from ..shared.screens import ANYONE, screen
from .own_answers import own_referral
from .pages import Answers, PageForm
from .self_forms import STEPS, Child, JoinIn, ResumeForm
from .two_tabs import show_both

DRAFT, RECEIPT = "own_draft", "own_receipt"  # names in the session
IDLE = 30 * 60  # seconds; longer ago somebody else may sit at this machine, and the code opens it again
BY_SLUG = {step.slug: step for step in STEPS}
LAST = len(STEPS) + 1

View = Callable[..., HttpResponse]


def with_own_draft(view: View) -> View:
    """Find the draft of this session, keep nothing in the browser, and say it when there is none any more."""

    @wraps(view)
    def found(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        code, secret = request.session.get(DRAFT, ("", ""))
        try:
            saved = drafting.read(NOBODY, code, secret)
        except NotFound:
            request.session.pop(DRAFT, None)
            return render(request, "referrer/self_gone.html", status=404)
        if saved.case_code:
            return redirect("referrer:self_sent")
        answer = view(request, saved, **kwargs)
        patch_cache_control(answer, no_store=True, private=True)
        return answer

    return found


@screen(activity="self_refer", for_=ANYONE, methods=("GET",))
def welcome(request: HttpRequest) -> HttpResponse:
    """Say what happens, and that it can stop at any moment."""
    return render(request, "referrer/self_welcome.html", {"busy": DRAFT in request.session})


@screen(activity="self_refer", for_=ANYONE, methods=("POST",))
def begin(request: HttpRequest) -> HttpResponse:
    """Start a draft that only this session and its code can find."""
    limited(request, "self-refer", per_minute=6)
    request.session[DRAFT] = drafting.start(NOBODY)
    request.session.set_expiry(IDLE)
    return redirect("referrer:self_page", STEPS[0].slug)


@screen(activity="self_refer", for_=ANYONE)
def resume(request: HttpRequest) -> HttpResponse:
    """Come back with the code."""
    form = ResumeForm(request.POST or None)
    if request.method == "POST":
        limited(request, "self-resume", per_minute=5)
        if form.is_valid():
            code, secret = form.cleaned_data["key"]
            try:
                saved = drafting.read(NOBODY, code, secret)
            except NotFound:
                form.add_error("key", _("Wij vinden niets bij deze code. Kijk hem na. Na 7 dagen is alles gewist."))
            else:
                request.session[DRAFT] = (code, secret)
                request.session.set_expiry(IDLE)
                return redirect(_first_open(saved.answers))
    return render(request, "referrer/self_resume.html", {"form": form})


@screen(activity="self_refer", for_=ANYONE)
@with_own_draft
def page(request: HttpRequest, saved: drafting.Saved, slug: str) -> HttpResponse:
    """Ask one small step and keep it."""
    if slug not in BY_SLUG:
        return render(request, "referrer/self_gone.html", status=404)
    step = BY_SLUG[slug]
    if step.key != "situation" and not saved.answers.get("situation", {}).get("agreed"):
        return redirect(_first_open(saved.answers))
    form = step(saved.answers, request.POST or None)
    if request.method == "POST" and (form.is_valid() or ("later" in request.POST and form.may_wait())):
        return _not_now(request, saved, form) if _stops(form) else _keep(request, saved, form)
    number = STEPS.index(step) + 1
    start = reverse("referrer:self_refer")
    back = reverse("referrer:self_page", args=[STEPS[number - 2].slug]) if number > 1 else start
    seen = request.POST.get("seen", "") or form.mark
    words = {"form": form, "step": number, "steps": LAST, "back": back, "seen": seen}
    return render(request, "referrer/self_page.html", words)


def _keep(request: HttpRequest, saved: drafting.Saved, form: PageForm) -> HttpResponse:
    """Keep a step beside the others, unless another tab changed it since; then show both."""
    if form.changed_elsewhere(request.POST.get("seen", "")):
        return show_both(request, saved.answers, form)
    kept = {**saved.answers, form.key: {**saved.answers.get(form.key, {}), **form.kept()}}
    try:
        drafting.save(NOBODY, saved.code, kept, version=saved.version, secret=request.session[DRAFT][1])
    except Conflict as conflict:
        return show_both(request, conflict.theirs, form)
    if "later" in request.POST:
        return redirect("referrer:self_saved")
    number = STEPS.index(type(form)) + 1
    if request.GET.get("terug") == "controle" or number == len(STEPS):
        return redirect("referrer:self_check")
    return redirect("referrer:self_page", STEPS[number].slug)


def _stops(form: PageForm) -> bool:
    """Say whether this answer ends the way in: outside the target group, or no wish to take part."""
    if isinstance(form, Child):
        return form.outside
    return isinstance(form, JoinIn) and form.cleaned_data.get("agreed") == "no"


def _not_now(request: HttpRequest, saved: drafting.Saved, form: PageForm) -> HttpResponse:
    """Say warmly what is possible instead; what was filled in is thrown away."""
    secret = request.session.pop(DRAFT)[1]
    drafting.throw_away(NOBODY, saved.code, secret)
    return render(request, "referrer/self_not_now.html", {"outside": isinstance(form, Child)})


def _is_open(form: PageForm) -> bool:
    """Say whether a step still waits: never shown, or not in order."""
    return not form.before or not form.is_valid() or _stops(form)


def _first_open(answers: Answers) -> str:
    """Give the address of the first step that is not finished, or the check."""
    for step in STEPS:
        if _is_open(step(answers, check=True)):
            return reverse("referrer:self_page", args=[step.slug])
    return reverse("referrer:self_check")


@screen(activity="self_refer", for_=ANYONE, methods=("GET",))
@with_own_draft
def saved(request: HttpRequest, saved: drafting.Saved) -> HttpResponse:
    """Show the code with which she can go on later, also on another telephone."""
    key = "".join(request.session[DRAFT])
    shown = "\u2011".join(key[at : at + 4] for at in range(0, len(key), 4))
    return render(request, "referrer/self_saved.html", {"key": shown, "until": saved.expires_on})


@screen(activity="self_refer", for_=ANYONE, methods=("POST",))
def leave(request: HttpRequest) -> HttpResponse:
    """Forget in this browser that somebody was here; the code opens it again."""
    request.session.pop(DRAFT, None)
    request.session.pop(RECEIPT, None)
    return redirect("home")


@screen(activity="self_refer", for_=ANYONE)
@with_own_draft
def check(request: HttpRequest, saved: drafting.Saved) -> HttpResponse:
    """Show what she told, to check, and send."""
    pages = [step(saved.answers, check=True) for step in STEPS]
    if any(_is_open(one) for one in pages):
        return redirect(_first_open(saved.answers))
    form = HouseForm(request.POST or None)
    if request.method == "POST":
        limited(request, "self-send", per_minute=6)
        form.is_valid()
        if form.try_to(referring.refer, NOBODY, own_referral(pages), draft=saved.code):
            request.session[RECEIPT] = [form.result, saved.answers["situation"]["municipality"]]
            return redirect("referrer:self_sent")
    back = reverse("referrer:self_page", args=[STEPS[-1].slug])
    sections = [(one.title, one.rows(reverse("referrer:self_page", args=[one.slug]))[0][1]) for one in pages]
    words = {"form": form, "sections": sections, "step": LAST, "steps": LAST, "back": back}
    return render(request, "referrer/self_check.html", words)


@screen(activity="self_refer", for_=ANYONE, methods=("GET",))
def sent(request: HttpRequest) -> HttpResponse:
    """Say that it arrived, who calls, and when at the latest."""
    code, municipality = request.session.get(RECEIPT, ("", ""))
    hub = Hub.serving(municipality, clock.today())
    if hub is None:
        return redirect("referrer:self_refer")
    by = clock.add_working_days(clock.today(), hub.first_contact_days)
    return render(request, "referrer/self_sent.html", {"code": code, "hub": hub, "by": by})
