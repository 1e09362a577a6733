"""A person's own account: the invitation, the second factor, being away; and the directory of professionals."""

from datetime import date

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from knooppunt.people import choices, directory, overview, own_account, roles

from ..shared.asked import Asked
from ..shared.limits import limited
from ..shared.screens import ANYONE, PROFESSIONAL, screen
from .forms import FirstPassword
from .managing_forms import AwayForm, LettersForm
from .second_factor import has_factor, needs_second_factor


@screen(activity="own_account", for_=PROFESSIONAL, methods=("GET",))
def me(request: Asked) -> HttpResponse:
    """See what is known of one's own account, and change password, second factor or absence."""
    account = overview.account(request.actor.code)
    hubs = roles.hubs_of(request.actor.person_id or 0)
    return render(request, "people/me.html", {"account": account, "works_at_a_hub": bool(hubs)})


@screen(activity="sign_in", for_=PROFESSIONAL, methods=("GET",))
def secure(request: Asked) -> HttpResponse:
    """Set up a second factor before anything else; or confirm it, when this session did not show it yet."""
    if not needs_second_factor(request):
        return redirect("mfa_index")
    return render(request, "people/secure.html", {"has_factor": has_factor(request.user)})


@sensitive_post_parameters()
@screen(activity="sign_in", for_=ANYONE)
def accept(request: Asked, secret: str) -> HttpResponse:
    """Take up an invitation: choose a password and go on, signed in, to the second factor."""
    if request.method == "POST":
        limited(request, "invitation", per_minute=10)
    person = own_account.invited(secret)
    if person is None:
        return render(request, "people/invitation_over.html", status=410)
    form = FirstPassword(request.POST or None, person=person)
    if form.is_valid() and own_account.accept(secret, form.cleaned_data["password1"]):
        person.refresh_from_db()
        record_authentication(request, person, method="password", email=person.email, reauthenticated=True)
        return perform_login(request, Login(user=person, email=person.email))
    return render(request, "people/accept.html", {"form": form, "email": person.email})


@screen(activity="own_account", for_=PROFESSIONAL)
def letters(request: Asked) -> HttpResponse:
    """Choose between a letter for each message and one letter a day."""
    account = overview.account(request.actor.code)
    now = LettersForm.DAILY if account and account.letters_daily else LettersForm.AT_ONCE
    form = LettersForm(request.POST or None, initial={"letters": now})
    if form.is_valid():
        daily = form.cleaned_data["letters"] == LettersForm.DAILY
        if form.try_to(own_account.choose_letters, request.actor, daily=daily):
            messages.success(request, _("Uw keuze is bewaard."))
            return redirect("account:me")
    return render(request, "people/letters.html", {"form": form})


@screen(activity="own_account", for_="coordinator")
def away(request: Asked) -> HttpResponse:
    """Say when one is away, and see who stands in meanwhile."""
    actor = request.actor
    form = AwayForm(request.POST or None)
    if form.is_valid() and form.try_to(own_account.set_absence, actor, actor.code, **form.cleaned_data):
        messages.success(request, _("Uw afwezigheid is genoteerd. Uw vervanger ziet dan uw werk."))
        return redirect("account:away")
    account = overview.account(actor.code)
    deputies = roles.deputies_of(roles.hubs_of(actor.person_id or 0))
    return render(request, "people/away.html", {"form": form, "account": account, "deputies": deputies})


@screen(activity="own_account", for_="coordinator", methods=("POST",))
def back(request: Asked, from_on: date) -> HttpResponse:
    """Say that one is there again, or will not be away after all."""
    own_account.end_absence(request.actor, request.actor.code, from_on)
    messages.success(request, _("Deze afwezigheid is weg."))
    return redirect("account:away")


@screen(activity="directory", for_=PROFESSIONAL, methods=("GET",))
def people_directory(request: Asked) -> HttpResponse:
    """Find a professional by name, discipline or municipality."""
    asked = {name: request.GET.get(name, "")[:80].strip() for name in ("naam", "discipline", "gemeente")}
    language = get_language() or "nl"
    page = directory.search(asked["naam"], asked["discipline"], asked["gemeente"], after=request.GET.get("na", ""))
    query = {name: value for name, value in asked.items() if value}
    return render(
        request,
        "people/directory.html",
        {
            "asked": asked,
            "page": page,
            "entries": [(entry, entry.discipline(language)) for entry in page.entries],
            "disciplines": choices.disciplines(language),
            "municipalities": choices.municipalities(),
            "next": f"?{urlencode({**query, 'na': page.after})}" if page.after else "",
            "first": f"{reverse('account:directory')}?{urlencode(query)}" if request.GET.get("na") else "",
        },
    )
