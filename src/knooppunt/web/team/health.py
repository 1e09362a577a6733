"""How a parent sees her own life, written down together with her at the kitchen table: all six on one page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from knooppunt.casework import picturing, reading
from knooppunt.casework.picturing import DIMENSIONS
from knooppunt.casework.refusals import Refused
from knooppunt.casework.shown import TogetherShown

from ..shared.asked import Asked
from ..shared.health import HealthForm
from ..shared.screens import PROFESSIONAL, screen
from .around import home_of


@screen(activity="positive_health", for_=(PROFESSIONAL, "coordinator"))
def together(request: Asked, code: str, parent: str) -> HttpResponse:
    """Write down together with a parent how she sees her life; she says what the table may read of it."""
    adult = reading.together(request.actor, code, parent)
    if "draw_health" not in adult.acts and request.method != "POST":
        raise Refused("wrong_state")
    form = HealthForm(
        request.POST if request.method == "POST" else None, dimensions=DIMENSIONS,
        may_share="share_health" in adult.acts, words_label=_("In de woorden van de ouder"), by_dimension=True,
    )  # fmt: skip
    if form.is_valid() and _kept(request, form, adult):
        messages.success(request, _("Dank u. Het is bewaard, als iets van deze ouder."))
        return redirect(home_of(adult))
    return render(request, "team/health.html", {"adult": adult, "form": form, "back": home_of(adult)})


@screen(activity="positive_health", for_="coordinator", methods=("POST",))
def wipe(request: Asked, code: str, parent: str) -> HttpResponse:
    """Wipe everything of this away because the parent asks for it; nothing is kept."""
    picturing.erase_health(request.actor, code, on_behalf_of=parent)
    messages.success(request, _("Het is gewist. Niemand kan het nog lezen."))
    return redirect("coordinator:case", code)


def _kept(request: Asked, form: HealthForm, adult: TogetherShown) -> bool:
    """Keep what was said, and then what she shares of it; when she shares nothing, everything stays hers alone."""
    if all(one.empty for one in form.drawn().values()):
        form.add_error(None, _("Er is nog niets ingevuld."))
        return False
    her, shared = {"on_behalf_of": adult.parent}, form.shared()
    drawn = form.try_to(picturing.draw_health, request.actor, adult.code, form.drawn(), **her)
    return drawn and (not shared or form.try_to(picturing.share_health, request.actor, adult.code, shared, **her))
