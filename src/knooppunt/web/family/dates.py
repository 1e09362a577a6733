"""When a parent can come: one question, to answer and to change until a moment is picked."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from knooppunt.casework import scheduling

from ..shared.asked import Asked
from ..shared.dates import DatesForm
from .opening import acts, joined, sent


@acts
def dates(request: Asked, code: str) -> HttpResponse:
    """Say of each moment whether one can come."""
    file = joined(request, code)
    if file.dates is None or file.dates.own is None:
        raise Http404
    form = DatesForm(sent(request), dates=file.dates, who=file.dates.own)
    if form.is_valid() and form.try_to(scheduling.answer_dates, request.actor, code, form.answers()):
        messages.success(request, _("Dank u. Wij weten nu wanneer u kunt."))
        return redirect("family:place", code)
    return render(request, "family/dates.html", {"file": file, "dates": file.dates, "form": form})
