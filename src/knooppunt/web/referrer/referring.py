"""Referring a family: the start, three short pages, a page to check, and the receipt."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from knooppunt.casework import drafting, reading, referring
from knooppunt.casework.refusals import Conflict, NotFound
from knooppunt.people import checking, choices

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.limits import limited
from ..shared.screens import ANYONE, VERIFIED, screen
from .answers import checked, first_unfinished, referral_from, stops
from .identity import way_to_details
from .pages import PageForm
from .referral_forms import FORMS, SituationForm
from .two_tabs import show_both

BY_SLUG = {form.slug: form for form in FORMS}
STEPS = len(FORMS) + 1


@screen(activity="refer", for_=ANYONE, methods=("GET",))
def refer(request: Asked) -> HttpResponse:
    """Explain in three lines, choose the way in, and find back what was kept."""
    known = request.actor.is_known and not _is_parent(request)
    drafts = [_draft_row(saved) for saved in drafting.list_mine(request.actor) if saved.answers] if known else []
    return render(request, "referrer/start.html", {"known": known, "drafts": drafts})


@screen(activity="refer", for_=VERIFIED, methods=("POST",))
def begin(request: Asked) -> HttpResponse:
    """Start a draft; with `advice` it grows from a question that the writer asked before."""
    limited(request, "begin", per_minute=10)
    if details := way_to_details(request, reverse("referrer:refer")):
        return redirect(details)
    code, _secret = drafting.start(request.actor)
    if asked := request.POST.get("advice", ""):
        _grow_from(request, code, asked)
    return redirect("referrer:page", code, SituationForm.slug)


def _grow_from(request: Asked, draft: str, asked: str) -> None:
    """Let a draft begin with the municipality of an own question, and remember which question it was."""
    mine = reading.my_advice(request.actor, email=checking.address_of(request.actor.person_id or 0))
    places = {name: code for code, name in choices.municipalities()}
    for question in mine:
        if question.code == asked:
            told = {"advice": asked, "municipality": places.get(question.municipality, "")}
            drafting.save(request.actor, draft, {"situation": told}, version=1)


View = Callable[..., HttpResponse]


def with_draft(view: View) -> View:
    """Find the draft of this writer; say it clearly when it is gone, and go to the receipt when it was sent."""

    @wraps(view)
    def found(request: Asked, draft: str, **kwargs: Any) -> HttpResponse:
        try:
            saved = drafting.read(request.actor, draft)
        except NotFound:
            return render(request, "referrer/draft_gone.html", status=404)
        if saved.case_code:
            return redirect("referrer:receipt", saved.case_code)
        return view(request, saved, **kwargs)

    return found


@screen(activity="refer", for_=VERIFIED)
@with_draft
def page(request: Asked, saved: drafting.Saved, slug: str) -> HttpResponse:
    """Ask one page of the referral and keep it, whole or half."""
    if slug not in BY_SLUG:
        return render(request, "referrer/draft_gone.html", status=404)
    form = BY_SLUG[slug](saved.answers, request.POST or None)
    if slug != SituationForm.slug and not saved.answers.get("situation", {}).get("agreed"):
        return redirect("referrer:page", saved.code, SituationForm.slug)
    if request.method == "POST":
        later = "later" in request.POST
        if form.is_valid() or (later and form.may_wait()):
            if stops(form) and not later:
                return _not_now(request, saved, form)
            return _keep(request, saved, form, later)
    return _show(request, saved, form)


def _keep(request: Asked, saved: drafting.Saved, form: PageForm, later: bool) -> HttpResponse:
    """Keep the page, unless another tab changed it since; then show both."""
    if form.changed_elsewhere(request.POST.get("seen", "")):
        return show_both(request, saved.answers, form)
    try:
        drafting.save(request.actor, saved.code, {**saved.answers, form.key: form.kept()}, version=saved.version)
    except Conflict as conflict:  # at this very moment
        return show_both(request, conflict.theirs, form)
    if later:
        return redirect(f"{reverse('referrer:refer')}#bewaard")
    return redirect(_next_of(saved.code, form.slug, back_to_check=request.GET.get("terug") == "controle"))


def _next_of(draft: str, slug: str, *, back_to_check: bool) -> str:
    slugs = list(BY_SLUG)
    if back_to_check or slug == slugs[-1]:
        return reverse("referrer:check", args=[draft])
    return reverse("referrer:page", args=[draft, slugs[slugs.index(slug) + 1]])


def _show(request: Asked, saved: drafting.Saved, form: PageForm) -> HttpResponse:
    """Show a page with where one is and where one came from."""
    slugs = list(BY_SLUG)
    number = slugs.index(form.slug) + 1
    back = reverse("referrer:page", args=[saved.code, slugs[number - 2]]) if number > 1 else reverse("referrer:refer")
    seen = request.POST.get("seen", "") or form.mark
    words = {"form": form, "step": number, "steps": STEPS, "back": back, "seen": seen}
    return render(request, "referrer/page.html", words)


def _not_now(request: Asked, saved: drafting.Saved, form: SituationForm | PageForm) -> HttpResponse:
    """Explain kindly why this cannot be a referral now, and what can; nothing about the family stays."""
    if saved.answers:
        grown = {name: text for name, text in saved.answers.get("situation", {}).items() if name == "advice"}
        drafting.save(request.actor, saved.code, {"situation": grown} if grown else {}, version=saved.version)
    why = getattr(form, "outside", "") or "not_agreed"
    municipality = form.cleaned_data.get("municipality", "")
    advise = f"{reverse('referrer:advise')}?{urlencode({'gemeente': municipality})}"
    return render(request, "referrer/not_now.html", {"why": why, "form": form, "advise": advise})


@screen(activity="refer", for_=VERIFIED)
@with_draft
def check(request: Asked, saved: drafting.Saved) -> HttpResponse:
    """Show all answers to check, and send."""
    pages = checked(saved.answers)
    if unfinished := first_unfinished(pages):
        return redirect("referrer:page", saved.code, unfinished.slug)
    form = HouseForm(request.POST or None)
    if request.method == "POST":
        limited(request, "refer", per_minute=10)
        form.is_valid()
        organisation = request.actor.organisation or checking.details_of(request.actor.person_id or 0).organisation
        new = referral_from(saved.answers, pages, organisation)
        if form.try_to(referring.refer, request.actor, new, draft=saved.code):
            return redirect("referrer:receipt", form.result)
    sections = [part for one in pages for part in one.rows(reverse("referrer:page", args=[saved.code, one.slug]))]
    back = reverse("referrer:page", args=[saved.code, FORMS[-1].slug])
    words = {"form": form, "sections": sections, "step": STEPS, "steps": STEPS, "back": back, "saved": saved}
    return render(request, "referrer/check.html", words)


@screen(activity="refer", for_=VERIFIED, methods=("POST",))
@with_draft
def throw_away(request: Asked, saved: drafting.Saved) -> HttpResponse:
    """Delete a draft for good."""
    drafting.throw_away(request.actor, saved.code)
    return redirect("referrer:refer")


@screen(activity="refer", for_=VERIFIED, methods=("GET",))
def receipt(request: Asked, code: str) -> HttpResponse:
    """Say that it arrived, under which code, and what happens next and by when."""
    return render(request, "referrer/receipt.html", {"status": reading.status(request.actor, code)})


def _is_parent(request: Asked) -> bool:
    return request.user.is_authenticated and request.user.kind == "parent"


def _draft_row(saved: drafting.Saved) -> dict[str, Any]:
    """Give a draft for the list, without anybody's name."""
    pages = checked(saved.answers)
    unfinished = first_unfinished(pages)
    step = FORMS.index(type(unfinished)) + 1 if unfinished else STEPS
    href = reverse("referrer:check", args=[saved.code])  # leads on to the first page that is not finished
    return {"draft": saved, "place": pages[0].shown("municipality"), "step": step, "href": href}
