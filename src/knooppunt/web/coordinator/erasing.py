"""Wiping away what a parent asked to have wiped away: all of it, or some words. It cannot be undone."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import erasing, reading
from knooppunt.casework.shown import CaseFile, EntryShown

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.labels import label
from ..shared.screens import screen
from .case_page import opened

ALL, SOME = "all", "some"


class EraseForm(HouseForm):
    """What is wiped away, and what she hears of it."""

    what = forms.ChoiceField(label=_("Wat wist u?"), widget=forms.RadioSelect, choices=[
        (ALL, _("Alles over deze ouder")), (SOME, _("Alleen wat hieronder is aangevinkt")),
    ])  # fmt: skip
    words = forms.MultipleChoiceField(
        label=_("Wat er is opgeschreven"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Wist u alles? Vink dan ook aan wat over het hele gezin gaat en te veel over deze ouder zegt."),
    )  # fmt: skip
    health = forms.BooleanField(
        label=_("Hoe deze ouder haar of zijn leven ziet (het web van Positieve Gezondheid)"), required=False
    )
    answer = forms.CharField(
        label=_("Antwoord aan deze ouder"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wat u wist, wat blijft staan, en waarom. Wist u alles? Bel dan zelf: de eigen plek is weg."),
    )  # fmt: skip
    sure = forms.BooleanField(label=_("Ik weet dat dit niet ongedaan kan worden gemaakt"))
    show_if = {"health": f"what={SOME}", "answer": f"what={SOME}"}

    def __init__(self, data: Any = None, *, entries: list[EntryShown]) -> None:
        super().__init__(data)
        self.offer("words", [(one.code, _line(one)) for one in entries])
        if not entries:
            del self.fields["words"]

    def arguments(self) -> dict[str, Any]:
        """Give the named arguments of the verb."""
        values = self.cleaned_data
        return {
            "everything": values["what"] == ALL, "words": values.get("words", []), "health": values["health"],
            "answer": values["answer"],
        }  # fmt: skip


def _line(one: EntryShown) -> str:
    words = one.text or label("need", one.what)
    return f"{label('entry', one.kind)}: {Truncator(words).chars(120)}"


@screen(activity="own_file", for_="coordinator")
def erase(request: Asked, code: str, parent: str) -> HttpResponse:
    """Wipe away what a parent asked for: everything about her, or some words."""
    found = reading.inbox(request.actor, code)
    adult = next((one for one in found.parents if one.code == parent), None)
    if adult is None or not any(m.kind == "erasure" and m.parent == parent for m in found.messages):
        raise Http404
    case = opened(request.actor, code)
    entries = [e for e in case.entries if e.about in ("", parent)] if isinstance(case, CaseFile) else []
    form = EraseForm(request.POST or None, entries=entries)
    if form.is_valid() and form.try_to(erasing.erase, request.actor, code, parent, **form.arguments()):
        return _done(request, code, form)
    return render(request, "coordinator/erase.html", {"case": found, "adult": adult, "form": form})


def _done(request: Asked, code: str, form: EraseForm) -> HttpResponse:
    """Say the number of the proof, which leads to nobody."""
    messages.success(request, gettext("Het is gewist. Nummer van het bewijs: %(proof)s.") % {"proof": form.result})
    if form.cleaned_data["what"] == ALL:
        return redirect("coordinator:worklist")
    return redirect("coordinator:messages", code)
