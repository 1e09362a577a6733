"""What was agreed, on paper for the family in plain words; and how the plan was before."""

from django.http import HttpResponse
from django.shortcuts import render

from knooppunt.casework import reading
from knooppunt.casework.shown import CaseFile
from knooppunt.foundation import clock

from ..papers.action_list import action_list
from ..papers.sheet import handed_over
from ..shared.asked import Asked
from ..shared.paper_language import chosen_language
from ..shared.screens import PROFESSIONAL, screen
from .around import home_of


@screen(activity="agree", for_=(PROFESSIONAL, "coordinator"), methods=("GET",))
def plan_print(request: Asked, code: str) -> HttpResponse:
    """Print what was agreed: who does what by when, who watches over it, when we look back, whom to call."""
    file = reading.plan(request.actor, code)
    lead = file.lead if file.lead and file.lead.lead == "lead" else None
    return render(
        request,
        "team/plan_print.html",
        {
            "file": file,
            "back": home_of(file),
            "lead": lead,
            "asked": file.lead if not lead else None,
            "decisions": _for_the_family(file),
            "later": [g for g in file.goals if g.moment == "parked"],
        },
    )


def _for_the_family(file: CaseFile) -> list[str]:
    """Give the decisions that everyone at the table may read: paper lies around."""
    return [d.text for d in file.decisions if d.visible_to == "table" and not d.hidden]


@screen(activity="agree", for_=(PROFESSIONAL, "coordinator"), methods=("GET",))
def action_list_paper(request: Asked, code: str) -> HttpResponse:
    """Take along the action and decision list, as one may see it oneself."""
    with chosen_language(request) as actor:
        file = reading.plan(actor, code)
        return handed_over(action_list(file, actor.name, clock.now()), "lijst")


@screen(activity="agree", for_=(PROFESSIONAL, "coordinator"), methods=("GET",))
def earlier(request: Asked, code: str) -> HttpResponse:
    """See how the plan was before."""
    versions = reading.plan_versions(request.actor, code)
    return render(request, "team/plan_versions.html", {"versions": versions, "code": code})
