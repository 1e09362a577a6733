"""The factsheet on the screen: look at it as it would be published or as it is, add words, and publish an edition."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knooppunt.casework.refusals import NotFound, Refused
from knooppunt.figures import editions, passages
from knooppunt.figures.factsheet import YEARS, draft, factsheet
from knooppunt.figures.formats import FORMATS, MEDIA_TYPES, UnknownFormat, body, file_name, fits, make
from knooppunt.figures.scopes import Rights, Scope, UnknownScope, rights_of, scope_of, years
from knooppunt.foundation import clock
from knooppunt.trail.record import record

from ..papers.sheet import download
from ..shared.asked import Asked
from ..shared.screens import screen
from ..shared.sentences import sentence
from .factsheet_forms import FORMS, TITLES

LEADER = "project_leader"
MAKERS = (LEADER, "coordinator")  # who sees a factsheet that is not published yet
READERS = (*MAKERS, "policy_officer")


@screen(activity="factsheet", for_=READERS, methods=("GET",))
def factsheets(request: Asked) -> HttpResponse:
    """Choose a year and an area; see which editions there are."""
    of, rights = years(), rights_of(request.actor)
    year = _year(request.GET.get("jaar", ""), of) or _first_shown(rights, of)
    if picked := [code for code in request.GET.getlist("gemeente") if code.isalnum()]:
        return redirect("leader:factsheet", year, f"municipality:{','.join(picked)}"[:200])
    scopes, shown = rights.scopes(year), _mine(rights, year)
    context = {
        "year": year,
        "years": list(reversed(of)),
        "large": [scope for scope in scopes if len(scope.municipalities) > 1],
        "places": [scope for scope in scopes if len(scope.municipalities) == 1],
        "editions": shown,
        "hers": {row.code for row in shown if rights.may_publish(row)},
        "formats": list(FORMATS),
        "only_reads": bool(rights.told) and not rights.own,
    }
    return render(request, "leader/factsheets.html", context)


def _first_shown(rights: Rights, of: range) -> int:
    """Give the year to begin with: this one; for who only reads editions, the last that has one."""
    return of[-1] if rights.own else max((row.year for row in _mine(rights, None)), default=of[-1])


@screen(activity="factsheet", for_=MAKERS, methods=("GET",))
def sheet(request: Asked, year: int, scope: str) -> HttpResponse:
    """See a factsheet as it would be published, or with every number for who leads or serves these municipalities."""
    area, rights = _seen(request, year, scope)
    internal = "intern" in request.GET
    if internal and not rights.may_see_exactly(area):
        raise NotFound
    language = get_language() or "nl"
    made = factsheet(year, area, internal=internal, language=language, fresh=False)
    context = {
        "year": year, "area": area, "internal": internal, "exactly": rights.may_see_exactly(area),
        "body": body(made, language), "publishes": rights.may_publish(area), "formats": list(FORMATS),
    }  # fmt: skip
    return render(request, "leader/factsheet.html", context)


@screen(activity="factsheet", for_=MAKERS, methods=("GET",))
def internal_file(request: Asked, year: int, scope: str, format: str) -> HttpResponse:
    """Take along every number of one's own municipalities, marked as internal on every page."""
    area, rights = _seen(request, year, scope)
    if not rights.may_see_exactly(area):
        raise NotFound
    return _file(request, factsheet(year, area, internal=True, fresh=False), format, "factsheet.take_internal")


@screen(activity="factsheet", for_=READERS, methods=("GET",))
def edition_file(request: Asked, code: str, format: str) -> HttpResponse:
    """Take along an edition in one of the formats."""
    edition = editions.standing(code)
    if format not in FORMATS:
        raise Http404
    content = editions.content_of(edition)
    record(
        "factsheet.take", actor=request.actor, role=_role(request), outcome="viewed", detail=f"{code.lower()} {format}"
    )
    return download(editions.remade(edition, format), MEDIA_TYPES[format], file_name(content, format))


@screen(activity="factsheet", for_=LEADER, methods=("GET",))
def words(request: Asked, year: int, scope: str) -> HttpResponse:
    """See the words beside a factsheet, and who agreed to each quote."""
    area = _published_by(request, year, scope)
    rows = passages.passages_of(year, area.text)
    return render(request, "leader/passages.html", {"year": year, "area": area, "passages": rows})


@screen(activity="factsheet", for_=LEADER)
def add_words(request: Asked, year: int, scope: str, kind: str) -> HttpResponse:
    """Add words, a milestone, or a quote with the consent for it."""
    area = _published_by(request, year, scope)
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](request.POST or None)
    if form.is_valid():
        words = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if form.try_to(passages.add, request.actor, year, area.text, kind=kind, **words):
            messages.success(request, _("De tekst staat bij de factsheet."))
            return redirect("leader:words", year, area.text)
    return _words_page(request, form, kind, year, area)


@screen(activity="factsheet", for_=LEADER)
def change_words(request: Asked, code: str) -> HttpResponse:
    """Change words, a milestone or a quote."""
    row = passages.passage(request.actor, code)
    kept = {name: getattr(row, name) for name in ("text", "said_by", "agreed_on", "agreed_how", "version")}
    form = FORMS[row.kind](request.POST or None, initial=kept)
    if form.is_valid() and form.try_to(passages.change, request.actor, code, **form.cleaned_data):
        messages.success(request, _("De tekst is veranderd."))
        return redirect("leader:words", row.year, row.scope)
    return _words_page(request, form, row.kind, row.year, scope_of(row.scope, row.year), row)


@screen(activity="factsheet", for_=LEADER, methods=("POST",))
def remove_words(request: Asked, code: str) -> HttpResponse:
    """Take words away; an edition that was published keeps them."""
    row = passages.passage(request.actor, code)
    version = request.POST.get("version", "")
    passages.remove(request.actor, code, int(version) if version.isdecimal() else 0)
    messages.success(request, _("De tekst is weg."))
    return redirect("leader:words", row.year, row.scope)


@screen(activity="factsheet", for_=LEADER)
def publish(request: Asked, year: int, scope: str) -> HttpResponse:
    """Check what becomes public and how much stays hidden, and publish it as a numbered edition."""
    area = _published_by(request, year, scope)
    asked = request.POST if request.method == "POST" else request.GET
    rounded = "afgerond" in asked
    if request.method == "POST":
        return _frozen(request, year, area, rounded)
    weighed = draft(year, area, rounded=rounded, fresh=False)
    made = weighed.content
    context = {
        "year": year, "area": area, "rounded": rounded, "waits": weighed.waits,
        "hidden": len(made["suppressed"]), "sheet": made,
        "shown": _numbers(made) - len(made["suppressed"]), "seen": editions.digest(made), "fits": fits(made),
        "passages": made["passages"], "names": passages.names_in(_said(made["passages"])),
        "running": year == clock.today().year, "body": body(made, get_language() or "nl"),
    }  # fmt: skip
    return render(request, "leader/publish.html", context)


def _frozen(request: Asked, year: int, area: Scope, rounded: bool) -> HttpResponse:
    """Publish what was looked at; when that changed meanwhile, let her look again."""
    seen = request.POST.get("gezien", "") or "nothing"
    try:
        edition = editions.freeze(request.actor, year, area.text, rounded=rounded, seen=seen)
    except Refused as refusal:
        messages.warning(request, str(sentence(refusal.reason)))
        return redirect("leader:publish", year, area.text)
    messages.success(request, _("Uitgave %(number)s is vastgesteld en openbaar.") % {"number": edition.number})
    return redirect(f"{reverse('leader:factsheets')}?jaar={year}")


def _seen(request: Asked, year: int, scope: str) -> tuple[Scope, Rights]:
    """Give the area and what she may see of it. Raises NotFound for a year, or an area, that is not hers to see."""
    rights = rights_of(request.actor)
    if not YEARS.start <= year <= clock.today().year:
        raise NotFound
    try:
        area = scope_of(scope, year)
    except UnknownScope:
        raise NotFound from None
    if not rights.may_see(area):
        raise NotFound
    return area, rights


def _published_by(request: Asked, year: int, scope: str) -> Scope:
    area, rights = _seen(request, year, scope)
    if not rights.may_publish(area):
        raise NotFound
    return area


def _mine(rights: Rights, year: int | None) -> list[editions.Published]:
    """Give the editions, of one year when it is named, that are about the region or about something of hers."""
    return [
        row
        for row in editions.published(year)
        if row.scope == "region" or (rights.own | rights.told).intersection(row.municipalities)
    ]


def _words_page(request: Asked, form: Any, kind: str, year: int, area: Scope, row: Any = None) -> HttpResponse:
    context = {"form": form, "title": TITLES[kind], "year": year, "area": area, "row": row}
    return render(request, "leader/words.html", context)


def _file(request: Asked, made: dict[str, Any], format: str, act: str) -> HttpResponse:
    try:
        content = make(made, format)
    except UnknownFormat:
        raise Http404 from None
    mark = scope_of(made["scope"], made["year"]).mark
    record(act, actor=request.actor, role=_role(request), outcome="viewed", detail=f"{made['year']} {format} {mark}")
    return download(content, MEDIA_TYPES[format], file_name(made, format))


def _role(request: Asked) -> str:
    return next((role for role in (LEADER, "policy_officer") if role in request.roles), "coordinator")


def _year(asked: str, of: range) -> int | None:
    return int(asked) if asked.isdecimal() and len(asked) == 4 and int(asked) in of else None


def _said(kinds: dict[str, list[dict[str, str]]]) -> list[str]:
    return [passage["text"] for kind in kinds.values() for passage in kind]


def _numbers(made: dict[str, Any]) -> int:
    """Count the numbers of a factsheet, shown or hidden."""
    return 2 + sum(_in_table(table) for table in made["tables"].values())


def _in_table(table: dict[str, Any]) -> int:
    columns = table.get("columns", {})
    return 2 + 2 * len(columns) + len(table["rows"]) * (1 + len(columns))
