"""A project leader takes in registrations of earlier years: choose a file, see what is in it or what is wrong, confirm.

Between looking and confirming the rows wait on her own page, in codes, signed for her and for an hour; on the server
nothing is kept of a file that she only looked at.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from knooppunt.casework.refusals import Invalid, NotFound
from knooppunt.casework.shown.registration import TakenIn
from knooppunt.figures import importing
from knooppunt.figures.formats import MEDIA_TYPES
from knooppunt.figures.template import template
from knooppunt.people.models import Municipality
from knooppunt.people.roles import municipalities_of_leader

from ..papers.sheet import download
from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.screens import screen

ROLE = "project_leader"
SALT = "registrations"
HOUR = 3600
TOLD = 300  # kinds of error on one page
DAYS = frozenset(name for name in importing.CONTENT if name.endswith("_on"))
OVER = _("Dit bestand stond te lang open. Kies het opnieuw.")
leads = screen(activity="take_in", for_=ROLE)


class FileForm(HouseForm):
    """The file with registrations."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("Excel (.xlsx) of CSV, hoogstens 10 MB en 10.000 gezinnen. U ziet eerst wat erin staat."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,text/csv", "class": "kp-file"}),
        error_messages={
            "required": _("Kies een bestand."),
            "empty": _("Dit bestand is leeg. Kies een ander bestand."),
        },
    )  # fmt: skip

    def clean_file(self) -> bytes:
        """Give what is in it, one byte more than fits, so that it is told when it is too much."""
        content: bytes = self.cleaned_data["file"].read(importing.LARGEST + 1)
        return content


class RowsForm(HouseForm):
    """The rows of a file that was looked at, as this very person got them."""

    rows = forms.Field(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_rows(self) -> tuple[TakenIn, ...]:
        """Give the rows, unless they are older than an hour, somebody else's, or changed on the way."""
        try:
            return taken_over(str(self.cleaned_data["rows"]), self.person)
        except signing.BadSignature as error:
            raise ValidationError(OVER) from error


def hand_over(rows: Sequence[TakenIn], person: int | None) -> str:
    """Give rows as a page may carry them: codes, small, and signed for this person."""
    plain = [[str(said) if name in DAYS and said else said for name, said in _told(row)] for row in rows]
    return signing.dumps(plain, salt=f"{SALT}:{person}", compress=True)


def taken_over(text: str, person: int | None) -> tuple[TakenIn, ...]:
    """Give the rows that a page carried. Raises BadSignature."""
    plain = signing.loads(text, salt=f"{SALT}:{person}", max_age=HOUR)
    return importing.marked(
        TakenIn(**dict(zip(importing.CONTENT, map(_again, importing.CONTENT, row), strict=True))) for row in plain
    )


def _told(row: TakenIn) -> list[tuple[str, Any]]:
    return [(name, getattr(row, name)) for name in importing.CONTENT]


def _again(name: str, said: Any) -> Any:
    if name in DAYS and said:
        return date.fromisoformat(said)
    return tuple(said) if isinstance(said, list) else said


@leads
def choose(request: Asked) -> HttpResponse:
    """Choose a file with registrations of earlier years, and see what is in it or all that is wrong with it."""
    sent = request.method == "POST"
    form = FileForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid():
        found = importing.read(form.cleaned_data["file"], allowed=municipalities_of_leader(request.actor.person_id))
        return _shown(request, found)
    return render(request, "leader/import.html", {"form": form, "imports": importing.imports_of(request.actor)})


def _shown(request: Asked, found: importing.Found) -> HttpResponse:
    """Show what is in a file, to confirm; or what is wrong with it. Nothing is kept."""
    if found.problems:
        wrong = importing.together(found.problems)
        told = {"wrong": wrong[:TOLD], "more": max(0, len(wrong) - TOLD), "many": len(found.problems)}
        return render(request, "leader/import_wrong.html", told | {"form": FileForm()})
    names = dict(Municipality.objects.values_list("code", "name"))
    places = [(names[one.municipality], one.new, one.known) for one in importing.per_place(found.rows)]
    new = sum(number for _name, number, _known in places)
    rows = RowsForm(initial={"rows": hand_over(found.rows, request.actor.person_id)}, person=request.actor.person_id)
    told = {"places": sorted(places), "new": new, "known": len(found.rows) - new, "notes": found.notes, "form": rows}
    told["doubtful"] = importing.doubtful(found) if new else ""
    return render(request, "leader/import_check.html", told)


@screen(activity="take_in", for_=ROLE, methods=("POST",))
def confirm(request: Asked) -> HttpResponse:
    """Take in the rows that she has seen, all of them or none."""
    form = RowsForm(request.POST, person=request.actor.person_id)
    if not form.is_valid():
        messages.error(request, OVER)
        return redirect("leader:taking_in")
    rows = form.cleaned_data["rows"]
    try:
        new = importing.keep(rows, request.actor)
    except NotFound:
        messages.error(request, _("U begeleidt niet meer al deze gemeenten. Er is niets opgeslagen."))
        return redirect("leader:taking_in")
    except Invalid:  # a word of a municipality was taken away meanwhile
        messages.error(request, OVER)
        return redirect("leader:taking_in")
    said = ngettext("%(new)s gezin is opgeslagen.", "%(new)s gezinnen zijn opgeslagen.", new) % {"new": new}
    messages.success(request, said)
    return redirect("leader:taking_in")


@leads
def take_back(request: Asked, code: str) -> HttpResponse:
    """See what one took in at once, and what was published of it; take it back as a whole."""
    one = next((one for one in importing.imports_of(request.actor) if one.code == code), None)
    if one is None:
        raise Http404
    form = HouseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            many = importing.undo(code, request.actor)
        except NotFound:
            messages.error(request, _("U begeleidt niet meer al deze gemeenten. Er is niets teruggedraaid."))
            return redirect("leader:taking_in")
        said = ngettext("%(number)s gezin is weggehaald.", "%(number)s gezinnen zijn weggehaald.", many)
        messages.success(request, said % {"number": many})
        return redirect("leader:taking_in")
    names = dict(Municipality.objects.values_list("code", "name"))
    places = sorted((names[place], many) for place, many in one.families.items())
    told = {"one": one, "places": places, "told": importing.told_since(one), "form": form}
    return render(request, "leader/import_back.html", told)


@screen(activity="take_in", for_=ROLE, methods=("GET",))
def empty(request: Asked) -> HttpResponse:
    """Get the empty workbook, with all that may be filled in."""
    return download(template(), MEDIA_TYPES["xlsx"], "registraties.xlsx")
