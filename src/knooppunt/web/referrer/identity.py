"""Who are you? For a professional without an account: an e-mail address, a code of six digits, and a few details."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from knooppunt.people import checking

from ..shared.asked import Asked
from ..shared.limits import limited
from ..shared.middleware import remember_code
from ..shared.screens import ANYONE, VERIFIED, screen
from .identity_forms import AddressForm, CodeForm, DetailsForm

ADDRESS, ONWARD, UNTOLD = "address_to_check", "onward", "address_untold"  # names in the session


@screen(activity="identify", for_=ANYONE)
def identify(request: Asked) -> HttpResponse:
    """Ask for the work e-mail and send a code to it; whoever is known already goes straight on."""
    onward = safe_onward(request, request.GET.get("next", ""))
    if request.actor.is_known:
        return redirect(onward)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _send(request, form.cleaned_data["email"])
        request.session[ADDRESS], request.session[ONWARD] = form.cleaned_data["email"], onward
        request.session.pop(UNTOLD, None)
        return redirect("referrer:code")
    return render(request, "referrer/identify.html", {"form": form})


def send_by_link(request: Asked, email: str, onward: str) -> HttpResponse:
    """Send a code to the address that a link was sent to, without telling who holds the link which address that is."""
    _send(request, email)
    request.session[ADDRESS], request.session[ONWARD], request.session[UNTOLD] = email, onward, True
    return redirect("referrer:code")


@sensitive_post_parameters()
@screen(activity="identify", for_=ANYONE)
def code(request: Asked) -> HttpResponse:
    """Take the code; right: the address is proven for this session."""
    email, onward = request.session.get(ADDRESS, ""), request.session.get(ONWARD) or reverse("referrer:refer")
    told = "" if UNTOLD in request.session else email
    if not email:
        return redirect("referrer:identify")
    form = CodeForm(request.POST or None)
    over = False
    if request.method == "POST":
        limited(request, "try-code", per_minute=20)
        if form.is_valid():
            outcome = checking.check(email, form.cleaned_data["code"])
            if outcome == "right":
                return _let_in(request, email, onward)
            over = outcome == "expired"
            form.add_error("code", OVER if over else WRONG)
    return render(request, "referrer/code.html", {"form": form, "email": told, "over": over})


@screen(activity="identify", for_=ANYONE, methods=("POST",))
def new_code(request: Asked) -> HttpResponse:
    """Send a fresh code to the same address, in one click."""
    if not (email := request.session.get(ADDRESS, "")):
        return redirect("referrer:identify")
    _send(request, email)
    return redirect(f"{reverse('referrer:code')}?{urlencode({'nieuw': 1})}")


@screen(activity="identify", for_=VERIFIED)
def details(request: Asked) -> HttpResponse:
    """Ask once for name, discipline and organisation; next time they are filled in."""
    onward = safe_onward(request, request.GET.get("next", ""))
    if request.actor.assurance != "code":
        return redirect(onward)
    known = checking.details_of(request.actor.person_id or 0)
    initial = {name: getattr(known, name) for name in DetailsForm.base_fields}
    form = DetailsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        checking.tell(request.actor.person_id or 0, checking.Details(**form.cleaned_data))
        return redirect(onward)
    return render(request, "referrer/details.html", {"form": form, "again": known.complete})


@screen(activity="identify", for_=VERIFIED, methods=("POST",))
def done(request: Asked) -> HttpResponse:
    """Forget who is there: the next person at this machine finds nothing."""
    if request.actor.assurance == "code":
        request.session.flush()
    return redirect("home")


def safe_onward(request: Asked, wanted: str) -> str:
    """Give an address on this very site to go on to; the start of a referral when there is none."""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else reverse("referrer:refer")


def way_to_details(request: Asked, onward: str) -> str:
    """Give the page that asks the details when a checked person never gave them, else ''."""
    actor = request.actor
    if actor.assurance != "code" or not checking.needs_details(actor.person_id or 0):
        return ""
    return f"{reverse('referrer:details')}?{urlencode({'next': onward})}"


WRONG = _("Deze code klopt niet. Kijk nog eens in uw mail.")
OVER = _("Deze code werkt niet meer. Vraag hieronder een nieuwe aan.")


def _send(request: Asked, email: str) -> None:
    limited(request, "code", per_minute=5)
    limited(request, "code-to", per_minute=5, minutes=10, by=email)
    # Five tries a code: who asks for new ones all day still has but one chance in ten thousand.
    limited(request, "code-to-day", per_minute=20, minutes=24 * 60, by=email)
    checking.send_code(email, get_language() or "nl")


def _let_in(request: Asked, email: str, onward: str) -> HttpResponse:
    person = checking.person_at(email, get_language() or "nl")
    if person is None:
        request.session.flush()
        return render(request, "referrer/not_with_this_address.html", status=403)
    remember_code(request, person.pk)
    # Whoever only wants to read an answer is not asked more; `begin` asks before a referral.
    if onward.startswith(reverse("referrer:refer")) and checking.needs_details(person.pk):
        return redirect(f"{reverse('referrer:details')}?{urlencode({'next': onward})}")
    return redirect(onward)
