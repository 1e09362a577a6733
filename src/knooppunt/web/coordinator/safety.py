"""The road to Veilig Thuis: outside the consent flow, weighed in five questions, never on a page of the family."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import following, reading
from knooppunt.casework.refusals import NotFound
from knooppunt.casework.shown import SafetyShown

from ..shared.asked import Asked
from ..shared.forms import HouseForm, Section
from ..shared.labels import choices
from ..shared.screens import screen, standing_of
from .forms import offer, radio, story

QUESTIONS = {
    "interest": _("Welk zwaar belang staat er op het spel, en van wie?"),
    "other_way": _("Kan het ook op een andere manier? Wat hebt u geprobeerd?"),
    "why_no_consent": _("Waarom vroeg of kreeg u geen toestemming?"),
    "outweighs": _("Waarom weegt dit belang zwaarder dan uw beroepsgeheim?"),
    "to_whom_what": _("Wat vertelt u precies, en aan wie? Niet meer dan nodig."),
}


class SafetyForm(HouseForm):
    """Two reasons (a ground and whose advice) and the five weighing questions (R-LAW-09)."""

    ground = radio(_("Op welke grond deelt u dit zonder toestemming?"))
    consulted = radio(_("Met wie hebt u overlegd?"))
    sections = (Section(_("Vijf vragen om het af te wegen"), tuple(QUESTIONS)),)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "ground", choices("safety_ground"))
        offer(self, "consulted", choices("safety_consulted"))


for _name, _question in QUESTIONS.items():
    SafetyForm.base_fields[_name] = story(_question)


@screen(activity="safety", for_=("coordinator", "lead", "participant"))
def route(request: Asked, code: str) -> HttpResponse:
    """Weigh and record going to Veilig Thuis, and read back what was recorded before."""
    form = SafetyForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.try_to(following.report_safety, request.actor, code, **form.cleaned_data):
        messages.success(request, gettext("Uw afweging is bewaard. Het gezin ziet dit niet."))
        return redirect("coordinator:safety", code=code)
    recorded = [
        (row, [(QUESTIONS[name], text) for name, text in row.answers.items()]) for row in _recorded(request, code)
    ]
    context = {"form": form, "recorded": recorded, "code": code, "is_desk": "coordinator" in standing_of(request)}
    return render(request, "coordinator/safety.html", context)


def _recorded(request: Asked, code: str) -> tuple[SafetyShown, ...]:
    """Give what coordinator and lead may read back; a participant only writes. Raises NotFound for anyone else."""
    try:
        return reading.safety(request.actor, code)
    except NotFound:
        if "report_safety" not in reading.shared_case(request.actor, code).acts:
            raise
        return ()
