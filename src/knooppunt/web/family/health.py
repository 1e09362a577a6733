"""How somebody sees her own life: six dimensions in her own words, what the table reads, and a web to talk about.

It is hers, and a way to talk. Nothing here adds up, judges or compares with anybody.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from knooppunt.casework import picturing, reading
from knooppunt.casework.picturing import DIMENSIONS
from knooppunt.casework.shown import OwnHealthShown

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.health import ON_PAPER, HealthForm, any_mark, by_name, rows_of, web_of
from ..shared.screens import ANYONE, PARENT, screen

SLUGS = {
    "body": "lichaam", "mind": "gevoel", "meaning": "zin", "quality": "leven", "participation": "mensen",
    "daily": "dag",
}  # fmt: skip
NAMES = {slug: name for name, slug in SLUGS.items()}

shows = screen(activity="positive_health", for_=PARENT, methods=("GET",))
acts = screen(activity="positive_health", for_=PARENT)


@shows
def overview(request: Asked, code: str) -> HttpResponse:
    """See one's own picture: the web, one's words, and who may read them; or begin."""
    own = reading.own_health(request.actor, code)
    now = own.pictures[:2]
    return render(request, "family/health.html", {
        "own": own, "rows": rows_of(own.pictures, own.readers), "slugs": SLUGS,
        "now": now[0] if now else None, "before": now[1] if len(now) > 1 else None,
        "web": web_of(now) if any_mark(now) else None, "may_draw": "draw_health" in own.acts,
    })  # fmt: skip


@acts
def one(request: Asked, code: str, slug: str) -> HttpResponse:
    """Say how it goes with one dimension, in own words; a mark and a wish to talk only if one likes."""
    own, name = _drawing(request, code), _named(slug)
    beside = request.GET.get("naast", "")
    anew = bool(own.pictures) and own.pictures[0].code == beside
    shown = {} if anew or not own.pictures else by_name(own.pictures[0])
    form = HealthForm(request.POST if request.method == "POST" else None, dimensions=[name], shown=shown)
    onward = _after(code, name, beside if anew else "")
    if form.is_valid():
        if form.drawn()[name].empty and name not in shown:
            return redirect(_way(request, code, onward))
        if form.try_to(picturing.draw_health, request.actor, code, form.drawn(), beside=beside):
            return redirect(_way(request, code, _after(code, name)))
    return render(request, "family/health_one.html", {
        "own": own, "form": form, "name": name, "number": DIMENSIONS.index(name) + 1, "onward": onward,
        "shared": name in shown and shown[name].shared,
    })  # fmt: skip


@acts
def share(request: Asked, code: str) -> HttpResponse:
    """Choose per dimension whether the people at the table may read it; it counts at once."""
    own = _drawing(request, code)
    form = HouseForm(request.POST if request.method == "POST" else None)
    chosen = [name for name in DIMENSIONS if name in request.POST.getlist("dimension")]
    if form.is_valid() and form.try_to(picturing.share_health, request.actor, code, chosen):
        messages.success(request, _("Uw keuze is bewaard en geldt vanaf nu."))
        return redirect("family:health", code)
    rows = [row for row in rows_of(own.pictures[:1], own.readers) if row.now]
    return render(request, "family/health_share.html", {"own": own, "form": form, "rows": rows})


@acts
def erase(request: Asked, code: str) -> HttpResponse:
    """Wipe one picture away, or all; nothing of it is kept."""
    own = reading.own_health(request.actor, code)
    form = HouseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.try_to(picturing.erase_health, request.actor, code, request.POST.get("picture", "")):
        messages.success(request, _("Het is gewist. Niemand kan het nog lezen."))
        return redirect("family:health", code)
    return render(request, "family/health_erase.html", {"own": own, "form": form})


@screen(activity="inform", for_=ANYONE, methods=("GET",))
def sheet(request: Asked) -> HttpResponse:
    """Print an empty web and lines to write on; it names nobody."""
    return render(request, "family/health_sheet.html", {"web": web_of(size=ON_PAPER), "rows": rows_of((), {})})


def _drawing(request: Asked, code: str) -> OwnHealthShown:
    """Give the own pictures of a parent who takes part now; for anyone else these pages are not there."""
    own = reading.own_health(request.actor, code)
    if "draw_health" not in own.acts:
        raise Http404
    return own


def _named(slug: str) -> str:
    if slug not in NAMES:
        raise Http404
    return NAMES[slug]


def _after(code: str, name: str, beside: str = "") -> str:
    """Give the address of the next dimension, or of the overview after the last."""
    following = DIMENSIONS.index(name) + 1
    if following == len(DIMENSIONS):
        return reverse("family:health", args=[code])
    query = f"?{urlencode({'naast': beside})}" if beside else ""
    return reverse("family:health_one", args=[code, SLUGS[DIMENSIONS[following]]]) + query


def _way(request: Asked, code: str, onward: str) -> Any:
    """Give where to go after saving: on, or to the overview to go on some other time."""
    if request.POST.get("then") != "later":
        return onward
    messages.success(request, _("Het is bewaard. U kunt verder gaan wanneer u wilt."))
    return reverse("family:health", args=[code])
