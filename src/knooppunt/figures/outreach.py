"""Visits and campaigns to make the Knooppunt known, what came in before and after, and whom to visit next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from knooppunt.casework import reading
from knooppunt.casework.anonymity import GOES_TO_SOMEBODY, findings
from knooppunt.casework.refusals import Conflict, Invalid, NotFound
from knooppunt.casework.shown.reach import ReachCounts
from knooppunt.foundation import clock
from knooppunt.people.actor import Actor
from knooppunt.people.models import Discipline, Organisation
from knooppunt.people.roles import municipalities_of_leader
from knooppunt.trail.record import record

from .models import Outreach
from .reach import SMALL, places

AROUND = timedelta(days=90)
A_PAGE = 20
RESTS = timedelta(days=183)  # so long a visit keeps somebody off the list
LONG_AGO = timedelta(days=365 + 92)  # a year after the end of a quarter
# What every municipality has, so that nobody of it in the directory means that we do not know them yet.
EVERYWHERE = ("verloskundige", "jgz", "huisarts", "kraamzorg", "voorliggend-veld", "gemeente")
FIELDS = ("kind", "on", "municipality", "organisation", "discipline", "note")


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit or campaign, and how many families the municipality referred in the 90 days before and from then on."""

    code: str
    kind: str
    on: date
    municipality: str
    organisation: str
    discipline: str
    note: str
    by: str
    before: int
    after: int
    days_after: int  # fewer than 90 when they are not over

    @property
    def small(self) -> bool:
        """Say whether there are too few to say anything."""
        return self.before + self.after < SMALL

    @property
    def is_over(self) -> bool:
        """Say whether all 90 days after it are over."""
        return self.days_after >= AROUND.days


@dataclass(frozen=True, slots=True)
class Log:
    """A page of visits, the last one first, and the code to give as `after` for the next page."""

    rows: tuple[Visited, ...]
    after: str


def log(actor: Actor, after: str = "") -> Log:
    """Give what was logged in the reader's own municipalities, a page at a time. Raises NotFound for who has none."""
    found = Outreach.objects.filter(municipality__in=reading.places_to_reach(actor))
    if after and (last := found.filter(code=after[:12]).first()):
        found = found.filter(Q(on__lt=last.on) | Q(on=last.on, pk__lt=last.pk))
    related = found.select_related("municipality", "organisation", "discipline", "by")
    rows = list(related.order_by("-on", "-pk")[: A_PAGE + 1])
    shown = rows[:A_PAGE]
    if not shown:
        return Log((), "")
    inflow = reading.inflow(actor, shown[-1].on - AROUND, shown[0].on + AROUND)
    return Log(
        tuple(_visited(row, inflow.get(row.municipality_id, {})) for row in shown),
        shown[-1].code if len(rows) > A_PAGE else "",
    )


def _visited(row: Outreach, days: Mapping[date, int]) -> Visited:
    ends = min(row.on + AROUND, clock.today() + timedelta(days=1))
    return Visited(
        code=row.code, kind=row.kind, on=row.on, municipality=row.municipality.name,
        organisation=row.organisation.name if row.organisation else "", discipline=row.discipline_id or "",
        note=row.note, by=row.by.name,
        before=sum(n for day, n in days.items() if row.on - AROUND <= day < row.on),
        after=sum(n for day, n in days.items() if row.on <= day < ends), days_after=(ends - row.on).days,
    )  # fmt: skip


@transaction.atomic
def note_down(actor: Actor, values: Mapping[str, Any]) -> str:
    """Log a visit or campaign in one of one's own municipalities; gives its code. Raises NotFound or Invalid."""
    row = Outreach.objects.create(**_checked(actor, values), by_id=actor.person_id or 0)
    _line(actor, "outreach.log", row)
    return row.code


def one(actor: Actor, code: str) -> tuple[dict[str, Any], int]:
    """Give what was logged, as a form asks it, and its version; raises NotFound outside one's own municipalities."""
    row = _mine(actor, code)
    values = {
        "kind": row.kind, "on": row.on, "municipality": row.municipality_id, "discipline": row.discipline_id or "",
        "organisation": row.organisation.code if row.organisation else "", "note": row.note,
    }  # fmt: skip
    return values, row.version


@transaction.atomic
def correct(actor: Actor, code: str, *, version: int, values: Mapping[str, Any]) -> None:
    """Correct what was logged. Raises NotFound, Invalid, and Conflict when somebody else changed it meanwhile."""
    row, mine = _mine(actor, code), _checked(actor, values)
    if not Outreach.objects.filter(pk=row.pk, version=version).update(**mine, version=F("version") + 1):
        theirs = {"on": str(row.on), "note": row.note}
        raise Conflict(theirs=theirs, mine={"on": str(mine["on"]), "note": mine["note"]}, version=row.version)
    _line(actor, "outreach.correct", row)


@transaction.atomic
def remove(actor: Actor, code: str) -> None:
    """Take away what was logged. Raises NotFound outside one's own municipalities."""
    row = _mine(actor, code)
    _line(actor, "outreach.remove", row)
    row.delete()


def _mine(actor: Actor, code: str) -> Outreach:
    mine = Outreach.objects.filter(municipality__in=reading.places_to_reach(actor)).select_related("organisation")
    if (row := mine.filter(code=code[:12]).first()) is None:
        raise NotFound
    return row


def _checked(actor: Actor, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values as columns; a note that could lead to a family is refused."""
    if values["municipality"] not in reading.places_to_reach(actor):
        raise NotFound
    kinds = {found.kind for found in findings(values["note"])}
    if "citizen_number" in kinds:
        raise Invalid({"note": _("Dit lijkt op gegevens van een gezin. Schrijf alleen op wat de organisatie zei.")})
    if kinds & GOES_TO_SOMEBODY:
        raise Invalid({"note": _("Dit leidt naar iemand. Haal datum, adres, telefoon of e-mail weg.")})
    organisation = Organisation.objects.filter(code=values["organisation"]).first()
    discipline = Discipline.objects.filter(code=values["discipline"]).first()
    return {
        "kind": values["kind"], "on": values["on"], "municipality_id": values["municipality"],
        "organisation": organisation, "discipline": discipline, "note": values["note"].strip(),
    }  # fmt: skip


def _line(actor: Actor, act: str, row: Outreach) -> None:
    leads = row.municipality_id in municipalities_of_leader(actor.person_id)
    role = "project_leader" if leads else "coordinator"
    record(act, actor=actor, role=role, detail=row.code.lower())


# --- whom to visit next -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ToVisit:
    """Whom or where to visit: an organisation, a discipline, or a municipality as a whole."""

    municipality: str  # the code that a visit is logged under
    places: tuple[str, ...]
    organisation: str = ""
    name: str = ""
    discipline: str = ""
    missing: tuple[str, ...] = ()  # disciplines of which nobody is known there
    families: int = 0
    low: int = 0
    high: int = 0


REASONS = ("under", "never", "quiet", "sparred", "missing")


def to_visit(actor: Actor) -> dict[str, tuple[ToVisit, ...]]:
    """Give whom to visit next, by the reason why; in the order of names, never of scores.

    Who was visited in the last half year is left out. Raises NotFound for somebody who looks after no municipality.
    """
    counts = reading.reach(actor, clock.today().year)
    recent: Recent = set(
        Outreach.objects.filter(municipality__in=counts.places, on__gt=clock.today() - RESTS).values_list(
            "municipality", "organisation__code", "discipline"
        )
    )
    found = {
        "under": _under(counts, recent), "never": _of_organisations(counts, recent, never=True),
        "quiet": _of_organisations(counts, recent, never=False), "sparred": _sparred(counts, recent),
        "missing": _missing(counts, recent),
    }  # fmt: skip
    return {reason: rows for reason in REASONS if (rows := tuple(found[reason]))}


Recent = set[tuple[str, str | None, str | None]]


def _under(counts: ReachCounts, recent: Recent) -> Iterable[ToVisit]:
    """Municipalities where far fewer families came than may be expected by now."""
    for place in places(counts):
        if place.far_under and place.expected and (place.code, None, None) not in recent:
            low, high = place.expected.low, place.expected.high
            yield ToVisit(place.code, (place.name,), families=place.families, low=low, high=high)


def _of_organisations(counts: ReachCounts, recent: Recent, *, never: bool) -> Iterable[ToVisit]:
    """Organisations that work here and never referred, or, when more than one person, not for a year any more."""
    visited, edge = {organisation for _place, organisation, _d in recent}, clock.today() - LONG_AGO
    where: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in counts.active:
        is_quiet = row.last_in is not None and row.last_in < edge and row.staff > 1
        if row.organisation and row.organisation not in visited and (row.last_in is None if never else is_quiet):
            where[row.name, row.organisation].add(row.municipality)
    for (name, organisation), codes in sorted(where.items()):
        names = tuple(sorted(counts.places[code] for code in codes))
        yield ToVisit(min(codes), names, organisation=organisation, name=name)


def _sparred(counts: ReachCounts, recent: Recent) -> Iterable[ToVisit]:
    """Disciplines that asked for advice without a referral, where that is more than one professional."""
    visited = {discipline for _place, organisation, discipline in recent if organisation is None}
    for discipline, found in sorted(counts.sparring.items()):
        groups = [row for row in counts.active if row.discipline == discipline]
        here = {row.municipality for row in groups}
        if found.nothing and groups and groups[0].colleagues > 1 and discipline not in visited:
            yield ToVisit(min(here), tuple(sorted(counts.places[code] for code in here)), discipline=discipline)


def _missing(counts: ReachCounts, recent: Recent) -> Iterable[ToVisit]:
    """Disciplines that every municipality has, and of which the directory knows nobody in this one."""
    known = {(row.municipality, code) for row in counts.active for code in (row.discipline, row.counts_as)}
    for place, name in sorted(counts.places.items(), key=lambda pair: pair[1]):
        nobody = (code for code in EVERYWHERE if (place, code) not in known and (place, None, code) not in recent)
        if missing := tuple(nobody):
            yield ToVisit(place, (name,), missing=missing)
