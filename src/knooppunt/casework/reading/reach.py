"""Who refers and who does not yet: help for outreach, in numbers of organisations and disciplines, never of people.

A family counts in one place, everywhere on the page: where it lives now (decision 25). So a family that was handed over
counts with its referrer in its new municipality, as `Tally` and the registrations have it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce, Lower, TruncDate

from knooppunt.foundation import clock
from knooppunt.people.actor import Actor
from knooppunt.people.models import Person
from knooppunt.people.roles import places_of

from ..doors import opened
from ..models import AdviceRequest, Referral, Registration, Tally
from ..process import State
from ..refusals import NotFound
from ..shown.reach import Active, Brought, ReachCounts, Sparred

LIVES = "case__family__municipality"  # of a referral: where its family counts
COUNTED = ("referral", "advice", "advice_referred")
Group = tuple[int, str, str, str, str, int, bool]  # referrer, place, discipline, organisation, name, referrals, returns


def reach(actor: Actor, year: int) -> ReachCounts:
    """Give the numbers of a year about the reader's own municipalities, in seven statements.

    For those whom `people.roles.places_of` knows: project leaders, coordinators and deputies; else NotFound.
    """
    places = places_to_reach(actor)
    with opened():
        groups, tallies = _groups(places, year), _tallies(places, year)
        families = Counter(_in_files(places, year))
        waiting = _waiting(places, year)
        active = tuple(_active(places, _last(places)))
    for (what, place, _key), count in tallies.items():
        if what == "referral":
            families[place] += count
    known = {row.organisation for row in active}
    return ReachCounts(
        year=year, places=places, families=dict(families),
        by_municipality=_brought((g[1], g) for g in groups), by_discipline=_brought((g[2], g) for g in groups),
        by_organisation=_brought((g[3] if g[3] in known else "", g) for g in groups), sources=_sources(groups),
        by_parents=sum(n for (what, _place, key), n in tallies.items() if (what, key) == ("referral", "parent")),
        sparring=_sparring(tallies, waiting), active=active,
    )  # fmt: skip


def places_to_reach(actor: Actor) -> dict[str, str]:
    """Give the municipalities (code and name) whose reach somebody looks after; raises NotFound when there are none."""
    places = places_of(actor.person_id) if actor.person_id and actor.assurance == "strong" else {}
    if not places:
        raise NotFound
    return places


def inflow(actor: Actor, from_on: date, until_on: date) -> dict[str, Counter[date]]:
    """Give how many families were referred on each day of a period, in each of the reader's own municipalities.

    Both days are included. Raises NotFound as `places_to_reach` does.
    """
    places = places_to_reach(actor)
    first, after = clock.start_of(from_on), clock.start_of(until_on + timedelta(days=1))
    found: dict[str, Counter[date]] = defaultdict(Counter)
    with opened():
        sent = _sent().filter(**{f"{LIVES}__in": places}, sent_at__gte=first, sent_at__lt=after)
        days = sent.annotate(on=TruncDate("sent_at", tzinfo=clock.AMSTERDAM)).values_list(LIVES, "on")
        filed = Registration.objects.filter(case=None, municipality__in=places, referred_on__range=(from_on, until_on))
        for rows in (days, filed.values_list("municipality", "referred_on")):
            for place, on, count in rows.annotate(n=Count("pk")).order_by():
                found[place][on] += count
    return found


def _sent() -> QuerySet[Referral]:
    """Give the referrals that count: one that was sent by mistake brought no family."""
    return Referral.objects.exclude(case__state=State.IN_ERROR)


def _year(year: int) -> tuple[datetime, datetime]:
    return clock.start_of(date(year, 1, 1)), clock.start_of(date(year + 1, 1, 1))


def _groups(places: Mapping[str, str], year: int) -> list[Group]:
    """Give the referrals of professionals, together per referrer, place, discipline and organisation."""
    first, after = _year(year)
    before = _sent().filter(referrer=OuterRef("referrer"), sent_at__lt=first)
    during = _sent().filter(
        **{f"{LIVES}__in": places}, sent_at__gte=first, sent_at__lt=after, origin=Referral.Origin.PROFESSIONAL
    )
    by = (
        during.annotate(of=Coalesce("organisation__code", Lower("organisation_name")))
        .values("referrer", LIVES, "discipline", "organisation__code", "of")
        .annotate(n=Count("pk"), returns=Exists(before))
        .order_by()
    )
    return [
        (r["referrer"], r[LIVES], r["discipline"] or "unknown", r["organisation__code"] or "", r["of"] or "",
         r["n"], r["returns"])
        for r in by
    ]  # fmt: skip


def _brought(groups: Iterable[tuple[str, Group]]) -> dict[str, Brought]:
    """Take groups together under a key; each referrer counts once under each key."""
    referrals: Counter[str] = Counter()
    people: dict[str, dict[int, bool]] = defaultdict(dict)
    for key, group in groups:
        referrals[key] += group[5]
        people[key][group[0]] = group[6]
    return {
        key: Brought(n, sum(not returns for returns in people[key].values()), sum(people[key].values()))
        for key, n in referrals.items()
    }


def _sources(groups: Iterable[Group]) -> tuple[int, ...]:
    """Count the referrals of each organisation; who named none counts as one of their own."""
    sums: Counter[str] = Counter()
    for referrer, _place, _discipline, _known, name, count, _returns in groups:
        sums[name or f"#{referrer}"] += count
    return tuple(sorted(sums.values(), reverse=True))


def _tallies(places: Mapping[str, str], year: int) -> dict[tuple[str, str, str], int]:
    """Give what was counted while the work was done; it stays when a case is forgotten."""
    quarters = [date(year, month, 1) for month in (1, 4, 7, 10)]
    cells = Tally.objects.filter(what__in=COUNTED, municipality__in=places, period__in=quarters)
    rows = cells.values_list("what", "municipality", "key").annotate(n=Sum("count")).order_by()
    return {(what, place, key): n for what, place, key, n in rows}


def _in_files(places: Mapping[str, str], year: int) -> dict[str, int]:
    """Give the families of a year that came out of a file, and so were never a case here."""
    rows = Registration.objects.filter(
        case=None, municipality__in=places, referred_on__range=(date(year, 1, 1), date(year, 12, 31))
    )
    return dict(rows.values_list("municipality").annotate(n=Count("pk")).order_by())


def _waiting(places: Mapping[str, str], year: int) -> dict[str, int]:
    first, after = _year(year)
    rows = AdviceRequest.objects.filter(
        state=AdviceRequest.State.ASKED, municipality__in=places, asked_at__gte=first, asked_at__lt=after
    )
    return {d or "unknown": n for d, n in rows.values_list("discipline").annotate(n=Count("pk")).order_by()}


def _sparring(tallies: Mapping[tuple[str, str, str], int], waiting: Mapping[str, int]) -> dict[str, Sparred]:
    asked, referred = Counter[str](), Counter[str]()
    for (what, _place, discipline), count in tallies.items():
        if what != "referral":
            (asked if what == "advice" else referred)[discipline] += count
    return {key: Sparred(n, waiting.get(key, 0), referred[key]) for key, n in asked.items() if n}


def _last(places: Mapping[str, str]) -> dict[str, date]:
    """Give the quarter in which each organisation referred here for the last time, also when the case is forgotten."""
    cells = Tally.objects.filter(what="referral_from", municipality__in=places)
    return dict(cells.values_list("key").annotate(last=Max("period")).order_by())


def _active(places: Mapping[str, str], last: Mapping[str, date]) -> Iterator[Active]:
    """Give whom the directory knows in these municipalities, in groups; who works in two places counts once."""
    here = Person.works_in.through.objects.filter(
        municipality__in=places, person__listed=True, person__is_active=True, person__discipline__isnull=False
    )
    rows = here.order_by("person__organisation__name", "municipality", "person__discipline").values_list(
        "municipality", "person__discipline", Coalesce(F("person__discipline__counts_as"), F("person__discipline")),
        "person__organisation__code", "person__organisation__name", "person__organisation", "person",
    )  # fmt: skip
    groups: dict[tuple[Any, ...], int] = defaultdict(int)
    staff: dict[str, set[int]] = defaultdict(set)
    colleagues: dict[str, set[int]] = defaultdict(set)
    for *group, person in rows:
        groups[tuple(group)] += 1
        colleagues[group[1]].add(person)
        staff[group[3]].add(person)
    for (place, discipline, counts_as, code, name, key), people in groups.items():
        yield Active(
            municipality=place, discipline=discipline, counts_as=counts_as, organisation=code or "", name=name or "",
            people=people, staff=len(staff[code]), colleagues=len(colleagues[discipline]), last_in=last.get(str(key)),
        )  # fmt: skip
