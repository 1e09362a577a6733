"""Messages of a parent: what she asked or told, the answer, and a page to write. Also for who no longer takes part."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from knooppunt.casework import reading, telling

from ..shared.asked import Asked
from .forms import MessageForm
from .opening import acts, sent, shows


@shows
def inbox(request: Asked, code: str) -> HttpResponse:
    """Read what one asked and told, and the answers."""
    return render(request, "family/messages.html", {"file": reading.own_place(request.actor, code)})


@acts
def write(request: Asked, code: str) -> HttpResponse:
    """Write to the coordinator, or to the lead."""
    file = reading.own_place(request.actor, code)
    form = MessageForm(sent(request), file=file)
    if form.is_valid() and form.try_to(telling.send_message, request.actor, code, kind="message", **form.message()):
        messages.success(request, _("Uw bericht is verstuurd."))
        return redirect("family:messages", code)
    return render(request, "family/write.html", {"file": file, "form": form})
