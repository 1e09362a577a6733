"""Paper at the kitchen table: forms and agreements to print, and scans of what was signed."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import keeping, reading
from knooppunt.casework.consenting import YOUTH_CARE
from knooppunt.casework.consents import Purpose
from knooppunt.casework.shown.paper import AtTheTable, ScanShown
from knooppunt.foundation import clock

from ..papers import own_file
from ..papers.consent_form import Question, consent_form
from ..papers.meeting import meeting_paper
from ..papers.plan import plan_paper
from ..papers.sheet import handed_over, shown_alone
from ..shared.asked import Asked
from ..shared.labels import label
from ..shared.screens import screen
from .around import DESK
from .kitchen import LEADS, acts, at, desk_acts, shows, together
from .kitchen_forms import RemoveForm, ScanForm

desk_shows = screen(activity="kitchen_table", for_="coordinator", methods=("GET",))


def language_of(adult_speaks: str) -> str:
    """Give the language of a paper for somebody: her own when we have its texts, else Dutch."""
    return adult_speaks if adult_speaks in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@desk_shows
def form(request: Asked, code: str, parent: str) -> HttpResponse:
    """Print what one parent is asked to agree to, in the exact words, to sign."""
    table, adult = at(request, code, parent, "keep_scan")
    if table.role not in DESK:
        raise Http404
    with translation.override(language_of(adult.language)):
        made = consent_form(adult.name, _questions(adult), clock.now(), hub="Knooppunt Kansrijke Start", age=adult.age)
    return handed_over(made, "formulier")


def _questions(adult: AtTheTable) -> list[Question]:
    whom = {YOUTH_CARE: label("discipline", YOUTH_CARE)}
    for seat, _said in adult.seats:
        if seat.discipline_code != YOUTH_CARE or seat.organisation_id:
            whom[str(seat.organisation_id or seat.discipline_code)] = seat.organisation or seat.discipline
    share = [Question(Purpose.SHARE, one) for one in whom.values()]
    return [Question(Purpose.TAKE_PART), *share, Question(Purpose.RESEARCH), Question(Purpose.CONTACT)]


@desk_shows
def file(request: Asked, code: str, parent: str) -> HttpResponse:
    """Print everything about a parent who has no place of her own and asks for it, in her language."""
    found = reading.file_for(request.actor, code, parent)
    with translation.override(language_of(found.me.language)):
        return handed_over(own_file.as_paper(found, rtl=translation.get_language_bidi()), "gegevens")


@screen(activity="agree", for_=LEADS, methods=("GET",))
def plan(request: Asked, code: str, parent: str) -> HttpResponse:
    """Print the agreements for one parent, as she may read them, in her language and in large letters."""
    found = reading.plan_paper(request.actor, code, parent)
    with translation.override(language_of(found.language)):
        return handed_over(plan_paper(found, to_sign=True), "afspraken")


@desk_shows
def meeting(request: Asked, code: str, parent: str) -> HttpResponse:
    """Print the invitation for one parent: when or what to choose from, where, who comes and why, and her points."""
    found = reading.meeting_paper(request.actor, code, parent)
    with translation.override(language_of(found.language)):
        return handed_over(meeting_paper(found), "overleg")


@acts
def keep(request: Asked, code: str, parent: str) -> HttpResponse:
    """Keep the photo or the scan of what one parent signed."""
    table, adult = at(request, code, parent, "keep_scan")
    sent = request.method == "POST"
    kept = ScanForm(request.POST if sent else None, request.FILES if sent else None)
    if kept.is_valid():
        words = {"kind": kept.cleaned_data["kind"], "on_behalf_of": parent}
        if kept.try_to(keeping.keep_scan, request.actor, code, kept.cleaned_data["scan"], **words):
            messages.success(request, _("Het papier is bewaard."))
            return redirect("team:kitchen", code)
    return together(request, table, adult, kept, title=_("Een papier bewaren"), submit=_("Bewaren"), multipart=True,
                    intro=_("Alleen u, wie de afspraken bewaakt, en deze ouder kunnen het zien."))  # fmt: skip


@shows
def show(request: Asked, code: str, scan: str) -> HttpResponse:
    """Look at one paper that is kept."""
    return scanned(reading.scan(request.actor, code, scan))


def scanned(paper: ScanShown) -> HttpResponse:
    """Give a scan by itself: a picture to see, a PDF to keep; nothing in it can act."""
    kind = paper.media_type.rpartition("/")[2]
    return shown_alone(paper.content, paper.media_type, f"papier.{kind}", inline=paper.media_type != "application/pdf")


@desk_acts
def remove(request: Asked, code: str, scan: str) -> HttpResponse:
    """Take a paper away for good, with the reason."""
    table = reading.kitchen_table(request.actor, code)
    found = [(adult, one) for adult in table.parents for one in adult.signed if one.code == scan]
    if not found or table.role not in DESK:
        raise Http404
    why = RemoveForm(request.POST or None)
    if why.is_valid() and why.try_to(keeping.remove_scan, request.actor, code, scan, **why.cleaned_data):
        messages.success(request, _("Het papier is weg."))
        return redirect("team:kitchen", code)
    return render(request, "team/kitchen_form.html", {
        "table": table, "adult": found[0][0], "form": why, "title": _("Een papier weghalen"), "submit": _("Weghalen"),
        "intro": _("Dit kan niet ongedaan worden gemaakt."), "danger": True,
    })  # fmt: skip
