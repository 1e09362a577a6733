"""Finding a date at the desk: propose moments, see who can when, note an answer, ask again, and pick."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import reading, scheduling
from knooppunt.casework.refusals import Refused
from knooppunt.casework.scheduling import FEWEST, MOST
from knooppunt.casework.shown import AnswererShown, CaseFile, DatesShown
from knooppunt.foundation import clock

from ..shared.asked import Asked
from ..shared.dates import DatesForm, spoken
from ..shared.fields import DateParts
from ..shared.forms import HouseForm, Section, furnish
from ..shared.screens import screen
from ..shared.sentences import sentence
from .case_page import opened
from .forms import CaseForm, TimeOfDay, length

acts = screen(activity="coordinate", for_="coordinator")
clicks = screen(activity="coordinate", for_="coordinator", methods=("POST",))
PICKED = _("Er is net al een moment gekozen. U ziet het hieronder.")


def _moment(number: int) -> str:
    return gettext("Moment %(number)d") % {"number": number}


moment = lazy(_moment, str)  # the sections of a form are made when the house starts, and read in any language


class ProposeForm(CaseForm):
    """Two to five moments, how long, and where if that is known."""

    minutes = length()
    place = forms.CharField(
        label=_("Plek"), max_length=200, required=False,
        help_text=_("Wie gevraagd is, ziet dit. Schrijf er geen woonadres van het gezin."),
    )  # fmt: skip
    interpreter = forms.BooleanField(label=_("Er komt een tolk"), required=False)
    sections = (
        *(Section(moment(n + 1), (f"moment-{n}", f"time-{n}")) for n in range(MOST)),
        Section(_("Het overleg"), ("minutes", "place", "interpreter")),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for number in range(MOST):
            needed = number < FEWEST
            day = DateParts(label=_("Dag"), required=needed, earliest=clock.today, latest=_in_a_year)
            for name, field in ((f"moment-{number}", day), (f"time-{number}", TimeOfDay(required=needed))):
                furnish(field, name)
                self.fields[name] = field

    def start(self, case: Any) -> dict[str, Any]:
        """Expect an interpreter when an adult needs one."""
        return {"interpreter": any(parent.interpreter for parent in case.parents)}

    def clean(self) -> dict[str, Any]:
        """Ask for the other half of a moment that was filled in by half."""
        for number in range(FEWEST, MOST):
            day, time = f"moment-{number}", f"time-{number}"
            known = [self.cleaned_data.get(name) is not None for name in (day, time)]
            if any(known) and not all(known) and not {day, time} & self.errors.keys():
                self.add_error(time if known[0] else day, ValidationError(_("Vul de dag en de tijd in.")))
        return self.cleaned_data

    def arguments(self) -> dict[str, Any]:
        """Give the moments, in Dutch time, and the rest."""
        said = self.cleaned_data
        pairs = [(said[f"moment-{n}"], said[f"time-{n}"]) for n in range(MOST)]
        starts = [datetime.combine(day, time, tzinfo=clock.AMSTERDAM) for day, time in pairs if day]
        return {"starts": starts, **{name: said[name] for name in ("minutes", "place", "interpreter")}}

    def refuse(self, errors: dict[str, Any]) -> None:
        """Put a sentence about the second moment that was given beside that one, also when one was left open."""
        given = [f"moment-{n}" for n in range(MOST) if self.cleaned_data[f"moment-{n}"]]
        named = {f"moment-{number}": name for number, name in enumerate(given)}
        super().refuse({named.get(name, name): text for name, text in errors.items()})


class PickForm(HouseForm):
    """Where it is: the one thing that a moment may still lack."""

    place = forms.CharField(
        label=_("Plek"), max_length=200,
        help_text=_("Een plek waar het gezin zich thuis voelt, of een videoverbinding."),
    )  # fmt: skip


def _in_a_year() -> Any:
    return clock.today() + timedelta(days=365)


def grid(case: str) -> str:
    """Give the address of who can when."""
    return reverse("coordinator:dates", args=[case])


@acts
def propose(request: Asked, code: str) -> HttpResponse:
    """Propose two to five moments to the parents and everyone at the table."""
    case = opened(request.actor, code)
    if not isinstance(case, CaseFile) or ("propose_dates" not in case.acts and request.method == "GET"):
        raise Refused("wrong_state")
    if case.dates and request.method == "GET":
        return redirect(grid(code))
    form = ProposeForm(request.POST or None, case=case)
    if form.is_valid() and form.try_to(scheduling.propose_dates, request.actor, code, **form.arguments()):
        messages.success(request, _("De vraag is verstuurd. Hier ziet u wie wanneer kan."))
        return redirect(grid(code))
    asked = [seat for seat in case.circle if seat.asked]
    return render(request, "coordinator/propose.html", {"case": case, "form": form, "asked": asked})


@screen(activity="coordinate", for_="coordinator", methods=("GET",))
def dates(request: Asked, code: str) -> HttpResponse:
    """See who can when, and which moment suits best."""
    return render(request, "coordinator/dates.html", {"dates": _asked(request, code)})


def _asked(request: Asked, code: str) -> DatesShown:
    found = reading.dates(request.actor, code)
    if found is None:
        raise Http404
    return found


@acts
def note(request: Asked, code: str, who: str) -> HttpResponse:
    """Note when somebody can who called, or who answered on paper."""
    found = _asked(request, code)
    whose = found.of(who)
    if whose is None:
        raise Http404
    form = DatesForm(request.POST or None, dates=found, who=whose)
    if form.is_valid() and form.try_to(_note, request, code, whose, form.answers()):
        messages.success(request, _("Het antwoord is genoteerd."))
        return redirect(grid(code))
    return render(request, "coordinator/note_dates.html", {"dates": found, "form": form, "whose": whose})


def _note(request: Asked, code: str, whose: AnswererShown, answers: dict[str, str]) -> None:
    whom = {"on_behalf_of": whose.code} if whose.is_parent else {"seat": whose.code}
    scheduling.answer_dates(request.actor, code, answers, **whom)


@acts
def pick(request: Asked, code: str, option: str) -> HttpResponse:
    """Pick a moment: the conference stands, and everyone hears of it."""
    try:
        found = _asked(request, code)
    except Refused as refusal:
        return _somebody_was_first(request, code, refusal)
    chosen = found.option(option)
    if chosen is None:
        messages.error(request, str(sentence("dates_gone")))
        return redirect(grid(code))
    form = PickForm(request.POST or None, initial={"place": found.place})
    try:
        if form.is_valid() and form.try_to(scheduling.pick_date, request.actor, code, option, **form.cleaned_data):
            messages.success(request, _("Het overleg staat. Iedereen die gevraagd is, krijgt bericht."))
            return _to_the_conference(code)
    except Refused as refusal:
        return _somebody_was_first(request, code, refusal)
    context = {"dates": found, "form": form, "chosen": chosen, "title": spoken(chosen.starts_at)}
    return render(request, "coordinator/pick.html", context)


def _somebody_was_first(request: Asked, code: str, refusal: Refused) -> HttpResponse:
    """Show which moment a colleague picked meanwhile; anything else is refused as always."""
    if refusal.reason != "wrong_state":
        raise refusal
    messages.error(request, PICKED)
    return _to_the_conference(code)


def _to_the_conference(code: str) -> HttpResponse:
    return redirect(reverse("coordinator:case", args=[code]) + "#overleg")


@clicks
def ask_again(request: Asked, code: str) -> HttpResponse:
    """Remind everyone who did not answer yet."""
    try:
        number = scheduling.ask_dates_again(request.actor, code)
    except Refused as refusal:
        if refusal.reason != "asked_just_now":
            raise
        messages.error(request, str(sentence(refusal.reason)))
    else:
        said = ngettext("%(number)d persoon is nog eens gevraagd.", "%(number)d mensen zijn nog eens gevraagd.", number)
        messages.success(request, said % {"number": number})
    return redirect(grid(code))


@clicks
def end(request: Asked, code: str) -> HttpResponse:
    """Stop asking, to propose other moments or to plan by telephone."""
    scheduling.end_proposal(request.actor, code)
    messages.success(request, _("De vraag is gestopt. De links werken niet meer."))
    return redirect("coordinator:case", code)
