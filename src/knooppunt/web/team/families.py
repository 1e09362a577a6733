"""A professional's own page: what is asked of her, her actions, and the families at whose table she sits."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from knooppunt.casework import agreeing, convening, reading
from knooppunt.casework.shown import ActionShown, MyFamily

from ..shared.agenda import outline_of
from ..shared.asked import Asked
from ..shared.screens import PROFESSIONAL, screen


@screen(activity="follow", for_=PROFESSIONAL, methods=("GET",))
def families(request: Asked) -> HttpResponse:
    """See who invites or asks one, one's own actions with what is late first, and one's families."""
    tables = reading.my_tables(request.actor)
    mine = tables.families
    actions = _by_date([(f, action) for f in mine for action in f.actions])
    return render(
        request,
        "team/families.html",
        {
            "when": [f for f in mine if f.asks_dates],
            "invitations": [f for f in mine if f.waits == "invitation"],
            "asked": [f for f in mine if f.waits == "lead"],
            "actions": actions,
            "attention": _by_date([(f, action) for f in mine for action in f.attention]),
            "families": [f for f in mine if f.waits != "invitation"],
            "left": tables.left,
            "nothing": not mine and not tables.left,
        },
    )


def _by_date(rows: list[tuple[MyFamily, ActionShown]]) -> list[tuple[MyFamily, ActionShown]]:
    return sorted(rows, key=lambda row: (not row[1].late, row[1].due_on))


def _said_yes(request: Asked) -> bool:
    """Read the button that was pressed; nothing else counts as an answer."""
    answer = request.POST.get("answer")
    if answer not in ("yes", "no"):
        raise BadRequest
    return answer == "yes"


@screen(activity="follow", for_=PROFESSIONAL)
def invitation(request: Asked, code: str) -> HttpResponse:
    """Answer an invitation; before a yes only date, place and reason are there, and nothing of the family."""
    if request.method == "POST":
        yes = _said_yes(request)
        convening.answer_invitation(request.actor, code, yes=yes)
        if yes:
            messages.success(request, _("Fijn dat u komt. U ziet nu wat het gezin met u deelt."))
            return redirect("team:shared", code=code)
        messages.success(request, _("Uw antwoord is doorgegeven. De coördinator ziet dat u niet komt."))
        return redirect("team:families")
    shown = reading.invitation(request.actor, code)
    return render(request, "team/invitation.html", {"invitation": shown, "outline": outline_of(shown.agenda)})


@screen(activity="follow", for_=PROFESSIONAL, methods=("POST",))
def answer_lead(request: Asked, code: str) -> HttpResponse:
    """Accept or refuse to watch over what was agreed."""
    yes = _said_yes(request)
    agreeing.answer_lead(request.actor, code, yes=yes)
    if yes:
        messages.success(request, _("Dank u. U bewaakt nu de afspraken van dit gezin."))
        return redirect("team:shared", code=code)
    messages.success(request, _("Uw antwoord is doorgegeven. De coördinator zoekt met het gezin iemand anders."))
    return redirect("team:families")
