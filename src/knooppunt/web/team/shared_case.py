"""What a family shares with who sits at its table: the page, how an action goes, and notes."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from knooppunt.casework import following, reading, referring
from knooppunt.casework.refusals import Refused
from knooppunt.casework.shown import ActionShown, CaseFile, SeatShown
from knooppunt.foundation import clock

from ..shared.agenda import rows_of
from ..shared.asked import Asked
from ..shared.labels import label
from ..shared.screens import PROFESSIONAL, screen
from .around import action_of, action_still, conference_now, held, home_of, one_form, points_for, timeline
from .following_forms import BirthForm, NoteForm, ReportForm

LOOK_BACK_SOON = timedelta(days=7)


@screen(activity="follow", for_=PROFESSIONAL, methods=("GET",))
def shared(request: Asked, code: str) -> HttpResponse:
    """See what the family shares with one's organisation: what was agreed, by whom, and when we look back."""
    file = reading.shared_case(request.actor, code)
    return render(request, "team/shared.html", {"file": file, **_parts(file)})


def _parts(file: CaseFile) -> dict[str, Any]:
    me = next((s for s in file.circle if s.is_self and s.ended_on is None), None)
    actions = [action for goal in file.goals for action in goal.actions]
    mine = [a for a in actions if me and a.owner_code == me.code and a.status != "done"]
    return {
        "me": me,
        "names": [p.name for p in file.parents if p.name],
        "people": _people(file),
        "mine": sorted(mine, key=lambda a: a.due_on),
        "stuck": _needs_attention(file, actions, mine),
        "agenda_rows": rows_of(file),
        "points": points_for(file, conference_now(file)),
        "about": [e for e in file.entries if e.kind in ("reason", "strength", "wish", "involved")],
        "met": bool(held(file)),
        "look_back_soon": _soon(file),
        "timeline": timeline(file),
        "form": NoteForm(file=file, auto_id="note_%s"),
    }


def _needs_attention(file: CaseFile, actions: list[ActionShown], mine: list[ActionShown]) -> bool:
    """Say whether the lead should call somebody: an action of somebody else is stuck or late."""
    under_way = file.role == "lead" and file.state == "following"
    return under_way and any(a.late or a.status == "stuck" for a in actions if a not in mine)


def _soon(file: CaseFile) -> bool:
    """Say whether looking back is the thing to do now; before that, the actions are."""
    on = file.evaluation_on
    return "evaluate" in file.acts and on is not None and on <= clock.today() + LOOK_BACK_SOON


def _people(file: CaseFile) -> list[dict[str, Any]]:
    """Give who sits at the table and how to reach them; somebody who was only thought of is not shown."""
    seats = [s for s in file.circle if s.ended_on is None and s.access in ("joined", "invited")]
    return [*(_person(s, file) for s in seats), {"name": file.hub, "role": _("coördinator"), "phone": file.hub_phone}]


def _person(seat: SeatShown, file: CaseFile) -> dict[str, Any]:
    leads = seat.lead == "lead"
    tag = file.lead_title if leads else (label("access", "invited") if seat.access == "invited" else "")
    return {
        "name": seat.name, "role": seat.discipline, "organisation": seat.organisation, "phone": seat.phone,
        "email": "" if seat.phone else seat.email, "tag": tag, "tone": "busy" if leads else "plain",
    }  # fmt: skip


@screen(activity="follow", for_=(PROFESSIONAL, "coordinator"))
def report(request: Asked, code: str, action: str) -> HttpResponse:
    """Say how an action goes: still to do, done, or stuck with a word."""
    file = reading.plan(request.actor, code)
    shown = action_still(request, file, action)
    if shown is None:
        return redirect(home_of(file))
    if not shown.may_report:
        raise Refused("not_your_action")
    form = ReportForm(request.POST or None, initial=ReportForm.values(shown))
    if form.is_valid() and form.try_to_share(
        following.report_action, request.actor, code, action,
        now=lambda: ReportForm.values(action_of(reading.plan(request.actor, code), action)), **form.cleaned_data,
    ):  # fmt: skip
        messages.success(request, _("Dank u. Dit staat genoteerd."))
        return redirect("team:families" if request.GET.get("van") == "lijst" else home_of(file))
    return one_form(
        request, file, form, act="report_action", title=_("Hoe gaat het?"), subject=shown.what, submit=_("Doorgeven")
    )


@screen(activity="follow", for_=PROFESSIONAL)
def birth(request: Asked, code: str) -> HttpResponse:
    """Let the lead pass on that the child was born."""
    file = reading.shared_case(request.actor, code)
    form = BirthForm(request.POST or None)
    if form.is_valid() and form.try_to(referring.record_birth, request.actor, code, **form.cleaned_data):
        messages.success(request, _("Welkom in de wereld! De geboorte is genoteerd."))
        return redirect("team:shared", code=code)
    return one_form(request, file, form, act="record_birth", title=_("Is het kind geboren?"), submit=_("Doorgeven"))


@screen(activity="follow", for_=(PROFESSIONAL, "coordinator"))
def note(request: Asked, code: str) -> HttpResponse:
    """Leave a note, for readers that the writer chooses."""
    file = reading.plan(request.actor, code)
    form = NoteForm(request.POST or None, file=file)
    if form.is_valid() and form.try_to(
        following.add_note, request.actor, code, form.cleaned_data["text"], **form.note()
    ):
        messages.success(request, _("Uw notitie is bewaard."))
        return redirect(f"{home_of(file)}#notities")
    return one_form(
        request,
        file,
        form,
        act="add_note",
        title=_("Notitie schrijven"),
        submit=_("Bewaren"),
        action=reverse("team:note", args=[code]),
    )
