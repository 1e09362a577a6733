"""How long the clocks of one's own hub run: its coordinators change it, who stands in for them reads it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from knooppunt.people import accounts, overview
from knooppunt.people.roles import hubs_of

from ..shared.asked import Asked
from ..shared.lengths import LengthsForm
from ..shared.screens import screen


@screen(activity="coordinate", for_="coordinator")
def lengths(request: Asked, hub: str) -> HttpResponse:
    """See, and as its coordinator change, how long the clocks of a hub run and who hears when something is late."""
    found = overview.hub(hub)
    role = hubs_of(request.actor.person_id or 0).get(found.pk) if found else None
    if found is None or role is None:
        raise Http404
    changes = role == "coordinator"
    form = LengthsForm.of(found, request.POST if changes and request.method == "POST" else None)
    if form.is_valid() and form.try_to(accounts.set_terms, request.actor, hub, **form.cleaned_data):
        messages.success(request, _("De termijnen zijn bewaard."))
        return redirect("coordinator:worklist")
    return render(request, "coordinator/lengths.html", {"hub": found, "form": form, "changes": changes})
