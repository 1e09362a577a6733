"""What every page of a parent begins with: her own place, opened for her."""

from django.http import Http404, QueryDict

from knooppunt.casework import reading
from knooppunt.casework.shown import CaseFile

from ..shared.asked import Asked
from ..shared.screens import PARENT, screen
from . import own

shows = screen(activity="own_place", for_=PARENT, methods=("GET",))
acts = screen(activity="own_place", for_=PARENT)
says = screen(activity="own_place", for_=PARENT, methods=("POST",))


def joined(request: Asked, code: str) -> CaseFile:
    """Give the case of a parent who takes part now; for anyone else these pages are not there."""
    file = reading.own_place(request.actor, code)
    if not own.joins(file):
        raise Http404
    return file


def sent(request: Asked) -> QueryDict | None:
    """Give what was sent, also when nothing was chosen; None when the page is only opened."""
    return request.POST if request.method == "POST" else None
