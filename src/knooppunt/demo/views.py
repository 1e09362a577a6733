"""The role picker: come in as anybody of the cast with one click, and read the letters that would have been mailed."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from knooppunt.letters import reading as letters
from knooppunt.people.models import Person
from knooppunt.web.shared.screens import ANYONE, screen

from .cast import CAST

BACKEND = "knooppunt.web.account.adapter.AccountBackend"


def only_here() -> None:
    """Refuse in production, also when somebody installs this room there by mistake."""
    if settings.PRODUCTION:
        raise Http404


@screen(activity="demo", for_=ANYONE, methods=("GET",))
def cast(request: HttpRequest) -> HttpResponse:
    """Choose as whom to look around in the demo town."""
    only_here()
    shown = [(member, member.name.partition(" ")[0]) for member in CAST.values()]
    members = [one for one in shown if one[0].kind == "professional"]
    families = [one for one in shown if one[0].kind == "parent"]
    return render(request, "demo/cast.html", {"members": members, "families": families})


def member_of_cast(key: str) -> Person | None:
    """Find the person of a member of the cast: by the work address, or for a parent by the safe one."""
    if key not in CAST:
        return None
    member = CAST[key]
    by = {"entrance__address": member.safe} if member.kind == "parent" else {"email": member.email}
    return Person.objects.filter(is_active=True, **by).first()


@screen(activity="demo", for_=ANYONE, methods=("POST",))
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Come in as somebody of the cast, as if with a second factor."""
    only_here()
    person = member_of_cast(key)
    if person is None:
        return render(request, "demo/empty.html", status=404)
    logout(request)
    login(request, person, backend=BACKEND)
    record_authentication(request, person, method="demo")
    return redirect("home")


@screen(activity="demo", for_=ANYONE, methods=("POST",))
def leave(request: HttpRequest) -> HttpResponse:
    """Go on as a visitor without an account."""
    only_here()
    logout(request)
    return redirect("home")


@screen(activity="demo", for_=ANYONE, methods=("GET",))
def postbox(request: HttpRequest) -> HttpResponse:
    """Read the letters that the demo town would have mailed, the newest first."""
    only_here()
    return render(request, "demo/postbox.html", {"letters": letters.latest()})
