"""What stands still: letters that did not go and rounds that did not run, for the functional manager; nobody's name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from knooppunt.foundation import clock
from knooppunt.letters import standing_still as letters
from knooppunt.work import rounds
from knooppunt.work.worker import stands_still

from ..shared.asked import Asked
from ..shared.screens import screen
from .managing import MANAGER


@screen(activity="watch_over", for_=MANAGER, methods=("GET",))
def standing_still(request: Asked) -> HttpResponse:
    """See what waits, what was given up, and when each round ran last."""
    behind = stands_still()
    context = {
        "since": clock.now() - behind if behind else None,
        "waiting": letters.waits(),
        "given_up": letters.given_up(),
        "rounds": rounds.overview(),
    }
    return render(request, "people/standing_still.html", context)


@screen(activity="watch_over", for_=MANAGER, methods=("POST",))
def try_again(request: Asked, code: str) -> HttpResponse:
    """Let a letter that was given up go once more."""
    if letters.try_again(request.actor, code):
        messages.success(request, _("Het bericht gaat opnieuw op weg."))
    else:
        messages.error(request, _("Dit bericht kan niet meer op weg. De tekst is al weg, of het adres bestaat niet."))
    return redirect("account:standing_still")
