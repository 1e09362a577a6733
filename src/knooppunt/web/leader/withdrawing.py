"""What was published, taken back: a whole edition, or a quote of which the speaker takes her consent back."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knooppunt.figures import editions, withdrawing

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.screens import screen

LEADER = "project_leader"


class WithdrawForm(HouseForm):
    """Why an edition goes off the public page."""

    why = forms.CharField(
        label=_("Waarom trekt u deze uitgave in?"), max_length=withdrawing.LONGEST, widget=forms.Textarea,
        help_text=_("Dit blijft binnen de coalitie. Op de openbare pagina staat alleen dat de uitgave is ingetrokken."),
    )  # fmt: skip


@screen(activity="factsheet", for_=LEADER)
def edition(request: Asked, code: str) -> HttpResponse:
    """Withdraw an edition, or see which quotes can be taken out of it."""
    found = withdrawing.edition_of(request.actor, code)
    form = WithdrawForm(request.POST or None)
    if form.is_valid() and form.try_to(withdrawing.withdraw, request.actor, code, **form.cleaned_data):
        messages.success(request, _("De uitgave is ingetrokken. Op de openbare pagina staat dat ook."))
        return redirect(f"{reverse('leader:factsheets')}?jaar={found.year}")
    context = {
        "edition": found, "title": editions.content_of(found)["title"], "form": form,
        "quotes": withdrawing.quotes_of(found), "newer": editions.newer_than(found),
    }  # fmt: skip
    return render(request, "leader/edition.html", context)


@screen(activity="factsheet", for_=LEADER, methods=("POST",))
def take_out(request: Asked, code: str, mark: str) -> HttpResponse:
    """Take a quote out of every edition, because who said it does not agree any more."""
    withdrawing.take_out(request.actor, code, mark)
    messages.success(request, _("Het citaat is weg, uit elke uitgave."))
    return redirect("leader:edition", code)
