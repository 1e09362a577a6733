"""The coordinator's desk: what to do next per family and by when, and the case on one page."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from knooppunt.casework import reading
from knooppunt.casework.refusals import NotFound
from knooppunt.casework.shown import AdviceShown, CaseFile, Worklist, WorkRow

from ..shared.asked import Asked
from ..shared.screens import screen
from .case_page import checklist, family, next_step, opened, others, table_links, timeline

COORDINATOR = "coordinator"


@screen(activity="coordinate", for_=COORDINATOR, methods=("GET",))
def worklist(request: Asked) -> HttpResponse:
    """See what to do next per family and by when, what is late first; and the questions that wait."""
    asked = {name: request.GET.get(name, "") for name in ("knooppunt", "na", "lijst")}
    ended = asked["lijst"] == "afgerond"
    try:
        desk = reading.worklist(request.actor, hub=asked["knooppunt"], after=asked["na"], ended=ended)
    except NotFound:
        return _nothing_today(request)
    except ValueError as error:  # a key that was not ours
        raise Http404 from error
    first = None if ended or asked["na"] else _most_urgent(desk)
    return render(request, "coordinator/worklist.html", {
        "desk": desk, "ended": ended, "first": first, "hub": asked["knooppunt"],
        "rows": [row for row in desk.rows if row is not first],
        "questions": [question for question in desk.advice if question is not first],
        "stands_in": [name for _code, name, role in desk.hubs if role == "deputy"],
        **_pages(asked, desk),
    })  # fmt: skip


def _nothing_today(request: Asked) -> HttpResponse:
    """A deputy has no desk while the coordinator is there; somebody who is neither does not get this far."""
    if "deputy" not in request.roles:
        raise NotFound
    return render(request, "coordinator/no_desk.html")


def _most_urgent(desk: Worklist) -> WorkRow | AdviceShown | None:
    row = desk.rows[0] if desk.rows else None
    question = desk.advice[0] if desk.advice else None
    if row is None or row.due_on is None or question is None:
        return question or row
    return question if question.answer_by < row.due_on else row


def _pages(asked: dict[str, str], desk: Worklist) -> dict[str, Any]:
    here = {name: value for name, value in asked.items() if value and name != "na"}
    first = f"{reverse('coordinator:worklist')}?{urlencode(here)}"
    more = f"?{urlencode({**here, 'na': desk.next_after})}" if desk.next_after else ""
    return {"next": more, "begin": first if asked["na"] else ""}


@screen(activity="coordinate", for_=COORDINATOR, methods=("GET",))
def case(request: Asked, code: str) -> HttpResponse:
    """See a whole case on one page; only that it exists and where it stands when nobody's consent opens it."""
    found = opened(request.actor, code)
    context: dict[str, Any] = {"case": found, "next": next_step(found), "others": others(found)}
    if not isinstance(found, CaseFile):
        return render(request, "coordinator/header.html", context)
    return render(request, "coordinator/case.html", {
        **context, "family": family(found), "timeline": timeline(found), "checklist": checklist(found),
        "table_links": table_links(found),
        "wanted": [message for message in found.messages if message.is_wish],
        "waiting": [message for message in found.messages if message.waits],
        "names": [parent.name for parent in found.parents if parent.name],
        "circle": [seat for seat in found.circle if seat.ended_on is None],
        "former": [seat for seat in found.circle if seat.ended_on is not None],
    })  # fmt: skip
