"""The meeting page: who is there, what the family wants, what we agree, who watches over it, and when we look back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from knooppunt.casework import agreeing, convening, reading
from knooppunt.casework.shown import CaseFile
from knooppunt.foundation import clock

from ..shared import live
from ..shared.agenda import rows_of
from ..shared.asked import Asked
from ..shared.screens import PROFESSIONAL, screen
from .around import conference_now, hears, held, home_of, lacking, one_form, opened, points_for
from .forms import ActionForm, DecisionForm, GoalForm, LeadForm, LookBackDateForm, NotesForm, PresentForm

AT_THE_TABLE = ("coordinator", "lead")


@screen(activity="agree", for_=AT_THE_TABLE, methods=("GET",))
def conference(request: Asked, code: str) -> HttpResponse:
    """See the table as it is: before, during and after the conference. It refreshes by itself."""
    return live.nothing_new(request, code) or _shown(request, opened(request, code))


@screen(activity="follow", for_=PROFESSIONAL, methods=("GET",))
def looking_on(request: Asked, code: str) -> HttpResponse:
    """Look on while the table speaks, as far as the family shares; nothing can be written here."""
    if answer := live.nothing_new(request, code):
        return answer
    file = reading.plan(request.actor, code)
    if file.state not in ("planned", "held") and not live.asks_itself(request):
        return redirect("team:shared", code=code)
    return _shown(request, file)


def _shown(request: Asked, file: CaseFile) -> HttpResponse:
    around = {"back": home_of(file), **_table(file)}
    return live.show(request, "team/conference.html", "team/at_table.html", file, around)


def _table(file: CaseFile) -> dict[str, Any]:
    here, past = conference_now(file), held(file)
    planned = here is not None and here.state == "planned"
    writes = "write_plan" in file.acts
    return {
        "here": here,
        "agenda_rows": rows_of(file),
        "marks": writes and file.state == "held",
        "hears": hears(file),
        "planned": planned,
        "earlier": [c for c in past if c != here],
        "points": points_for(file, here),
        "decisions": [d for d in file.decisions if here and d.conference == here.code],
        "before": [d for d in file.decisions if not here or d.conference != here.code],
        "goals": [(goal, _new_action(file, goal.code) if writes else None) for goal in file.goals_now],
        "too_many": len(file.goals_now) > agreeing.FEW_GOALS,
        "lacks": lacking(file) if "conclude" in file.acts else [],
        **_forms(file, writes=writes),
    }


def _new_action(file: CaseFile, goal: str) -> ActionForm:
    return ActionForm(file=file, short=True, auto_id=f"{goal}_%s")


def _forms(file: CaseFile, *, writes: bool) -> dict[str, Any]:
    """Give an empty form for what may be done now; each sends to its own small page, which shows what is wrong."""
    forms: dict[str, Any] = {}
    if "hold_conference" in file.acts and _the_day_is_there(file):
        forms["present"] = PresentForm(file=file, auto_id="present_%s")
    if writes:
        forms["goal_form"] = GoalForm(file=file, auto_id="goal_%s")
        forms["decision_form"] = DecisionForm(file=file, auto_id="decision_%s")
        if past := held(file):
            forms["notes_form"] = NotesForm(initial=NotesForm.values(past[-1]), auto_id="notes_%s")
    if "choose_lead" in file.acts:
        forms["lead_form"] = LeadForm(file=file, auto_id="lead_%s")
    if "conclude" in file.acts:
        unheard = not all(yes for _parent, yes in hears(file))
        forms["conclude_form"] = LookBackDateForm(file=file, unheard=unheard, auto_id="conclude_%s")
    return forms


def _the_day_is_there(file: CaseFile) -> bool:
    here = file.conference
    return here is not None and here.starts_at.astimezone(clock.AMSTERDAM).date() <= clock.today()


@screen(activity="agree", for_="coordinator")
def hold(request: Asked, code: str) -> HttpResponse:
    """Record who is at the table; when no parent is, why."""
    file = opened(request, code)
    form = PresentForm(request.POST or None, file=file)
    if form.is_valid() and form.try_to(convening.hold_conference, request.actor, code, **form.cleaned_data):
        messages.success(request, _("Goed overleg. Schrijf hieronder op wat u samen afspreekt."))
        return redirect("team:conference", code=code)
    return _small(
        request, file, form, title=_("Wie zit er aan tafel?"), act="hold_conference", submit=_("Begin het overleg")
    )


@screen(activity="agree", for_="coordinator")
def lead(request: Asked, code: str) -> HttpResponse:
    """Ask somebody at the table to watch over what was agreed, chosen with the family."""
    file = opened(request, code)
    form = LeadForm(request.POST or None, file=file)
    if form.is_valid() and form.try_to(agreeing.choose_lead, request.actor, code, form.cleaned_data["seat"]):
        messages.success(request, _("Gevraagd. Zij of hij zegt zelf ja of nee."))
        return redirect("team:conference", code=code)
    return _small(request, file, form, title=_("Wie bewaakt de afspraken?"), act="choose_lead", submit=_("Vragen"))


@screen(activity="agree", for_="coordinator")
def conclude(request: Asked, code: str) -> HttpResponse:
    """End the conference, with a date to look back."""
    file = opened(request, code)
    form = LookBackDateForm(request.POST or None, file=file)
    if form.is_valid() and form.try_to(agreeing.conclude, request.actor, code, **form.cleaned_data):
        messages.success(request, _("Het overleg is afgerond. Geef het gezin de afspraken mee op papier."))
        return redirect("team:plan_print", code=code)
    return _small(request, file, form, title=_("Overleg afronden"), act="conclude", submit=_("Overleg afronden"))


def _small(request: Asked, file: CaseFile, form: Any, **words: Any) -> HttpResponse:
    return one_form(request, file, form, at_table=True, **words)
