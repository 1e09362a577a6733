"""The functional manager's screens: accounts and the settings of hubs, and never a family."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from knooppunt.people import accounts, overview, own_account

from ..shared.asked import Asked
from ..shared.screens import screen
from .managing_forms import AwayForm, HubForm, InviteForm, RoleForm

MANAGER = "functional_manager"
manages = screen(activity="manage_accounts", for_=MANAGER)
shows = screen(activity="manage_accounts", for_=MANAGER, methods=("GET",))
acts = screen(activity="manage_accounts", for_=MANAGER, methods=("POST",))


@shows
def people(request: Asked) -> HttpResponse:
    """Find accounts, and see which wait for a review."""
    text, only = request.GET.get("naam", "")[:80].strip(), request.GET.get("alleen", "")
    page = overview.accounts(text, only, after=request.GET.get("na", ""))
    query = {name: value for name, value in {"naam": text, "alleen": only}.items() if value}
    return render(
        request,
        "people/accounts.html",
        {
            "page": page,
            "text": text,
            "only": only,
            "next": f"?{urlencode({**query, 'na': page.after})}" if page.after else "",
            "first": f"{reverse('account:people')}?{urlencode(query)}" if request.GET.get("na") else "",
        },
    )


@manages
def invite(request: Asked) -> HttpResponse:
    """Invite a professional by e-mail."""
    form = InviteForm(request.POST or None, initial={"language": "nl"})
    if form.is_valid() and form.try_to(accounts.invite, request.actor, **form.wishes()):
        messages.success(request, _("De uitnodiging is verstuurd."))
        return redirect("account:person", code=form.result.code)
    return render(request, "people/invite.html", {"form": form})


@shows
def person(request: Asked, code: str) -> HttpResponse:
    """See one account: its state, roles and absence."""
    return render(request, "people/account.html", {"account": _account(code)})


@manages
def give_role(request: Asked, code: str) -> HttpResponse:
    """Give somebody a role."""
    account, form = _account(code), RoleForm(request.POST or None)
    if form.is_valid() and form.try_to(accounts.give_role, request.actor, code, form.wish()):
        messages.success(request, _("De rol is gegeven."))
        return redirect("account:person", code=code)
    return render(request, "people/give_role.html", {"form": form, "account": account})


@acts
def end_role(request: Asked, code: str) -> HttpResponse:
    """End a role today."""
    role, _sep, place = request.POST.get("role", "").replace("\0", "").partition("@")
    return _done(request, code, _("De rol is gestopt."), accounts.end_role, code, role, place)


@acts
def reviewed(request: Asked, code: str) -> HttpResponse:
    """Note that this account and its roles are still right."""
    return _done(request, code, _("Genoteerd: dit account klopt."), accounts.review, code)


@acts
def invite_again(request: Asked, code: str) -> HttpResponse:
    """Send the invitation again."""
    return _done(request, code, _("De uitnodiging is opnieuw verstuurd."), accounts.invite_again, code)


@manages
def end_access(request: Asked, code: str) -> HttpResponse:
    """End somebody's access the same day, after asking once more."""
    account = _account(code)
    if request.method == "POST":
        return _done(request, code, _("De toegang is beëindigd."), accounts.end_access, code)
    return render(request, "people/end_access.html", {"account": account})


@manages
def away(request: Asked, code: str) -> HttpResponse:
    """Note that somebody is away, for when they cannot do it themselves."""
    account, form = _account(code), AwayForm(request.POST or None)
    if form.is_valid() and form.try_to(own_account.set_absence, request.actor, code, **form.cleaned_data):
        messages.success(request, _("De afwezigheid is genoteerd."))
        return redirect("account:person", code=code)
    return render(request, "people/away_of.html", {"form": form, "account": account})


@acts
def back(request: Asked, code: str, from_on: date) -> HttpResponse:
    """Take an absence back."""
    return _done(request, code, _("Deze afwezigheid is weg."), own_account.end_absence, code, from_on)


@shows
def hubs(request: Asked) -> HttpResponse:
    """See the hubs: what they serve and who works there."""
    return render(request, "people/hubs.html", {"hubs": overview.hubs()})


@manages
def hub(request: Asked, code: str) -> HttpResponse:
    """Change how to reach a hub and its terms."""
    found = overview.hub(code)
    if found is None:
        raise Http404
    form = HubForm.of(found, request.POST or None)
    if form.is_valid() and form.try_to(accounts.set_terms, request.actor, code, **form.cleaned_data):
        messages.success(request, _("De instellingen zijn bewaard."))
        return redirect("account:hubs")
    return render(request, "people/hub.html", {"form": form, "hub": found})


def _account(code: str) -> overview.Account:
    account = overview.account(code)
    if account is None:
        raise Http404
    return account


def _done(request: Asked, code: str, said: str, verb: Any, *args: Any) -> HttpResponse:
    """Do a verb without a form and go back to the account, with what was done or why it was not."""
    try:
        verb(request.actor, *args)
    except accounts.Invalid as refusal:
        messages.error(request, " ".join(str(text) for text in refusal.errors.values()))
    else:
        messages.success(request, said)
    return redirect("account:person", code=code)
