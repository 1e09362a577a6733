"""The agenda before the table meets, what became of it at the table, reading it all back, and opening it again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knooppunt.casework import agreeing, chairing, keeping
from knooppunt.casework.refusals import Conflict, Invalid, Refused
from knooppunt.casework.shown import CaseFile

from ..shared.agenda import rows_of
from ..shared.asked import Asked
from ..shared.screens import screen
from .agenda_forms import AnswerForm, ReopenForm, ThemeForm
from .around import conference_now, hears, home_of, one_form, opened
from .kitchen_forms import HeardForm
from .table import AT_THE_TABLE

arranges = screen(activity="agree", for_="coordinator")
writes = screen(activity="agree", for_=AT_THE_TABLE)
marks = screen(activity="agree", for_=AT_THE_TABLE, methods=("POST",))
SAID = {
    "open": gettext_lazy("De agenda is open. Wie erbij is, krijgt bericht dat er iets klaarstaat."),
    "keep": gettext_lazy("De minuten zijn bewaard."),
}


@arranges
def agenda(request: Asked, code: str) -> HttpResponse:
    """Arrange the agenda: minutes, order, and what else to speak of. A draft until it is opened."""
    if request.method == "POST" and "do" in request.POST:
        return _rearranged(request, code)
    file = opened(request, code)
    if "arrange_agenda" not in file.acts and request.method != "POST":
        raise Refused("wrong_state")
    form = ThemeForm(request.POST or None)
    if form.is_valid() and form.try_to(chairing.add_theme, request.actor, code, **form.cleaned_data):
        return redirect("team:agenda", code=code)
    around = {"file": file, "form": form, "rows": rows_of(file), "here": conference_now(file), "agenda": file.agenda}
    return render(request, "team/agenda.html", {"back": home_of(file), **around})


def _rearranged(request: Asked, code: str) -> HttpResponse:
    """Keep the minutes that were changed on the page, and do what the button says."""
    do, _colon, item = request.POST["do"].partition(":")
    changed = _changed(request.POST)
    try:
        if changed or do == "keep":
            chairing.set_minutes(request.actor, code, changed)
        if do in ("up", "down"):
            chairing.move_item(request.actor, code, item, up=do == "up")
        elif do == "remove":
            chairing.remove_item(request.actor, code, item)
        elif do == "open":
            chairing.open_agenda(request.actor, code)
    except Invalid as refusal:
        _say(request, refusal)
    else:
        if said := SAID.get(do):
            messages.success(request, str(said))
    return redirect("team:agenda", code=code)


def _changed(sent: QueryDict) -> dict[str, tuple[int, int]]:
    """Read the boxes that no longer say what stood in them, each with the version of the item that stood there."""
    codes = [name.removeprefix("minutes-") for name in sent if name.startswith("minutes-")]
    return {
        code: (_number(sent, f"minutes-{code}"), _number(sent, f"version-{code}"))
        for code in codes
        if sent[f"minutes-{code}"] != sent.get(f"was-{code}")
    }


def _number(sent: QueryDict, name: str) -> int:
    """Read a number; 0, which is never right here, for anything else."""
    text = sent.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _say(request: Asked, refusal: Invalid) -> None:
    """Show the sentences of a refusal, each once."""
    messages.error(request, " ".join(dict.fromkeys(str(text) for text in refusal.errors.values())))


@marks
def mark(request: Asked, code: str, item: str) -> HttpResponse:
    """Say that something was spoken of, that it waits, or that it is still to come."""
    state, version = request.POST.get("state", ""), _number(request.POST, "version")
    try:
        chairing.mark_item(request.actor, code, item, state, version=version)
    except Conflict:
        messages.warning(request, _("Iemand was u net voor. Zo staat het er nu."))
    except Invalid as refusal:
        _say(request, refusal)
    return redirect("team:conference", code=code)


@writes
def take_up(request: Asked, code: str, point: str) -> HttpResponse:
    """Make a wish of a point of the family, in its words, or write why not."""
    file = opened(request, code)
    shown = next((item for item in file.agenda.points if item.point == point), None) if file.agenda else None
    if shown is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if form.is_valid() and form.try_to(agreeing.take_up, request.actor, code, point, **form.answer()):
        return redirect("team:conference", code=code)
    return one_form(
        request, file, form, act="write_plan", at_table=True, title=_("Wat wordt het antwoord?"), subject=shown.title,
        submit=_("Bewaren"),
    )  # fmt: skip


@writes
def read_back(request: Asked, code: str) -> HttpResponse:
    """Read what was agreed back to the parents, on one page, and keep who says yes to it."""
    file = opened(request, code)
    said = {"file": file, "back": home_of(file), "hears": hears(file)}
    return render(request, "team/read_back.html", said)


@writes
def heard(request: Asked, code: str, parent: str) -> HttpResponse:
    """Keep the yes of one parent to what was read back."""
    file = opened(request, code)
    adult = next((one for one in file.parents if one.code == parent and one.takes_part), None)
    if adult is None:
        raise Http404
    form = HeardForm(request.POST or None)
    said: dict[str, Any] = {"what": "plan", "on_behalf_of": parent}
    if form.is_valid() and form.try_to(keeping.confirm_together, request.actor, code, **form.cleaned_data, **said):
        messages.success(request, _("Het ja is bewaard."))
        return redirect("team:read_back", code=code)
    return one_form(
        request, file, form, act="confirm_together", at_table=True, title=_("Klopt het zo?"), submit=_("Ja, bewaren"),
        intro=_("Deze ouder hoorde of las de afspraken, en zegt ja."),
    )  # fmt: skip


@arranges
def reopen(request: Asked, code: str) -> HttpResponse:
    """Open a conference that was ended again, with the reason."""
    file: CaseFile = opened(request, code)
    form = ReopenForm(request.POST or None)
    if form.is_valid() and form.try_to(chairing.reopen_conference, request.actor, code, **form.cleaned_data):
        messages.success(request, _("Het overleg is weer open. Wie erbij was, hoort dat er iets veranderd is."))
        return redirect("team:conference", code=code)
    return one_form(
        request, file, form, act="reopen_conference", at_table=True, title=_("Het overleg opnieuw openen"),
        submit=_("Opnieuw openen"), intro=_("Klopt er iets niet? Open het overleg, pas het aan, en rond het weer af."),
    )  # fmt: skip
