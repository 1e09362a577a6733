"""What became of a referral: that and when, never what."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from knooppunt.casework import reading

from ..shared import labels
from ..shared.asked import Asked
from ..shared.screens import VERIFIED, screen

AHEAD = ("accepted", "planned", "held", "arranged", "closed")  # what is still to come, in order
REACHED = {"received": 0, "preparing": 1, "planned": 2, "held": 3, "following": 3, "evaluated": 4}  # how many of them


@screen(activity="follow_referral", for_=VERIFIED, methods=("GET",))
def mine(request: Asked) -> HttpResponse:
    """List one's own referrals with where they stand."""
    return render(request, "referrer/mine.html", {"referrals": reading.my_referrals(request.actor)})


@screen(activity="follow_referral", for_=VERIFIED, methods=("GET",))
def status(request: Asked, code: str) -> HttpResponse:
    """Show one referral as a timeline of what happened and what comes."""
    found = reading.status(request.actor, code)
    words = {"status": found, "timeline": timeline(found), "now": now(found.state)}
    return render(request, "referrer/status.html", words)


def timeline(found: Any) -> list[dict[str, Any]]:
    """Give the steps so far, the newest marked, and the words of what still comes."""
    steps: list[tuple[str, date | datetime]] = list(found.steps)
    if found.arranged_on:
        steps.append(("arranged", found.arranged_on))
        steps.sort(key=lambda step: (_day(step[1]), step[0] == "closed"))
    items: list[dict[str, Any]] = [{"title": labels.label("heard", name), "when": when} for name, when in steps]
    if found.state not in REACHED:
        return items
    items[-1]["state"] = "now"
    ahead = [name for name in AHEAD[REACHED[found.state] :] if name != "arranged" or not found.arranged_on]
    return items + [{"title": labels.label("heard", name), "state": "next"} for name in ahead]


def _day(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when


def now(state: str) -> str:
    """Say in a sentence what happens now."""
    return {
        "received": _("De coördinator belt het gezin en beslist samen met hen hoe het verder gaat."),
        "preparing": _("De coördinator en het gezin kiezen wie er aan tafel komt."),
        "planned": _("Het overleg is gepland. Bent u erbij, dan krijgt u een eigen uitnodiging."),
        "held": _("Het overleg is geweest. De afspraken worden uitgewerkt."),
        "following": _("Iedereen doet wat is afgesproken."),
        "evaluated": _("Er is samen met het gezin teruggekeken."),
    }.get(state, "")
