"""Who sits at the table and why, and what a parent thinks of it: gladly, rather not, or somebody else too."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from knooppunt.casework import convening, telling

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from . import own
from .forms import PersonForm
from .opening import acts, joined, sent


@acts
def table(request: Asked, code: str) -> HttpResponse:
    """See who is at the table and why, and say in one click: rather not, or gladly."""
    file = joined(request, code)
    form = HouseForm(sent(request))
    seat, yes = request.POST.get("seat", ""), request.POST.get("answer") == "ja"
    if form.is_valid() and form.try_to(convening.agree_to_person, request.actor, code, seat, yes=yes):
        messages.success(request, _("Uw keuze is bewaard."))
        return redirect("family:table", code)
    wanted = [message for message in file.messages if message.kind == "person"]
    around = {"circle": own.circle_of(file), "wanted": wanted}
    return render(request, "family/table.html", {"file": file, "form": form, **around})


@acts
def person(request: Asked, code: str) -> HttpResponse:
    """Ask for somebody at the table, also a grandmother or a friend."""
    file = joined(request, code)
    form = PersonForm(sent(request))
    if form.is_valid() and form.try_to(telling.ask_for_person, request.actor, code, **form.cleaned_data):
        messages.success(request, _("Dank u. De coördinator belt u hierover."))
        return redirect("family:table", code)
    return render(request, "family/person.html", {"file": file, "form": form})
