"""Looking on at a page that refreshes by itself: a question every few seconds that costs almost nothing.

Who sees such a page holds a ticket for five minutes: who, which case, and at which version of the case. As long
as the version is the same, and the session still open, the answer is "nothing new". After any act in the case,
a yes or no included, the whole door stands between the reader and the page again. See docs/decisions/0020.
"""

from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from knooppunt.casework import reading
from knooppunt.casework.shown import CaseFile

from .asked import Asked
from .middleware import TICKET, asks_itself

EVERY = 4  # seconds between two questions
GOOD_FOR = 300  # seconds; then the door is asked again, also when nothing happened
_SALT = "knooppunt.live"


def ticket_for(request: Asked, file: CaseFile) -> str:
    """Give the ticket of who has just seen this case through the door."""
    return signing.dumps([*_who(request, file.code), file.version], salt=_SALT, compress=False)


def _who(request: Asked, code: str) -> list[Any]:
    actor = request.actor
    return [actor.person_id, actor.assurance, get_language(), code]


def nothing_new(request: Asked, code: str) -> HttpResponse | None:
    """Give the answer that nothing changed; None when the page is to be looked at as ever."""
    if not asks_itself(request):
        return None
    try:
        *who, version = signing.loads(request.headers[TICKET], salt=_SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError):
        return None
    same = who == _who(request, code) and reading.is_unchanged(code, version)
    return HttpResponse(status=204) if same else None


def show(request: Asked, page: str, part: str, file: CaseFile, around: dict[str, Any]) -> HttpResponse:
    """Show the page, or to the script that asks only the part of it that changes."""
    context = {"file": file, "ticket": ticket_for(request, file), "every": EVERY, **around}
    return render(request, part if asks_itself(request) else page, context)
