"""How a parent sees her own life, written down together with her at the kitchen table: all six on one page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from knooppunt.casework import picturing, reading
from knooppunt.casework.picturing import DIMENSIONS
from knooppunt.casework.refusals import NotFound, Refused
from knooppunt.casework.shown import CaseFile, ParentShown

from ..shared.asked import Asked
from ..shared.health import HealthForm
from ..shared.screens import PROFESSIONAL, screen
from .around import home_of


@screen(activity="positive_health", for_=(PROFESSIONAL, "coordinator"))
def together(request: Asked, code: str, parent: str) -> HttpResponse:
    """Write down together with a parent how she sees her life; she says what the table may read of it."""
    file, adult = _around(request, code, parent)
    if "draw_health" not in file.acts and request.method != "POST":
        raise Refused("wrong_state")
    form = HealthForm(
        request.POST if request.method == "POST" else None, dimensions=DIMENSIONS,
        may_share="share_health" in file.acts, words_label=_("In de woorden van de ouder"), by_dimension=True,
    )  # fmt: skip
    if form.is_valid() and _kept(request, form, file, adult):
        messages.success(request, _("Dank u. Het is bewaard, als iets van deze ouder."))
        return redirect(home_of(file))
    return render(request, "team/health.html", {"file": file, "adult": adult, "form": form, "back": home_of(file)})


@screen(activity="positive_health", for_="coordinator", methods=("POST",))
def wipe(request: Asked, code: str, parent: str) -> HttpResponse:
    """Wipe everything of this away because the parent asks for it; nothing is kept."""
    picturing.erase_health(request.actor, code, on_behalf_of=parent)
    messages.success(request, _("Het is gewist. Niemand kan het nog lezen."))
    return redirect("coordinator:case", code)


def _around(request: Asked, code: str, parent: str) -> tuple[CaseFile, ParentShown]:
    """Give the file and the parent who sits at the kitchen table; raises NotFound for one who may not be seen."""
    file = reading.plan(request.actor, code)
    for adult in file.parents:
        if adult.code == parent and adult.takes_part and adult.name:
            return file, adult
    raise NotFound


def _kept(request: Asked, form: HealthForm, file: CaseFile, adult: ParentShown) -> bool:
    """Keep what was said, and then what she shares of it; when she shares nothing, everything stays hers alone."""
    if all(one.empty for one in form.drawn().values()):
        form.add_error(None, _("Er is nog niets ingevuld."))
        return False
    her, shared = {"on_behalf_of": adult.code}, form.shared()
    drawn = form.try_to(picturing.draw_health, request.actor, file.code, form.drawn(), **her)
    return drawn and (not shared or form.try_to(picturing.share_health, request.actor, file.code, shared, **her))
