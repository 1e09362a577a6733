"""What somebody is today apart from any family: computed from dated rows, one query per question."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from knooppunt.foundation import clock
from knooppunt.foundation.prepared import DAY, NUMBER, Prepared

from .models import Absence, Assignment, HubArea, Municipality, Person, Role, SubregionMembership, standing
from .models.persons import OF_A_HUB
from .models.places import Grouping


def roles_of(person_id: int | None, on: date | None = None) -> frozenset[str]:
    """Give the roles that somebody has on that day, with 'professional' or 'parent' as what they are.

    A person whose access was ended has none. Whether a deputy stands in today is what `hubs_of` says.
    """
    day = on or clock.today()
    dated = ("assignments__role", "assignments__from_on", "assignments__until_on")
    found: set[str] = set()
    for kind, role, start, end in Person.objects.filter(pk=person_id or 0, is_active=True).values_list("kind", *dated):
        found.add(kind)
        if role and start <= day and (end is None or day <= end):
            found.add(role)
    return frozenset(found)


def _coordinators(day: date) -> Q:
    return standing(day) & Q(role=Role.COORDINATOR, hub=OuterRef("hub"), person__is_active=True)


def _stands_in(day: date) -> Q:
    """A deputy counts while some coordinator of the hub is absent, or while the hub has no coordinator at all."""
    away = Absence.objects.filter(standing(day), person=OuterRef("person"))
    coordinators = Assignment.objects.filter(_coordinators(day))
    return Q(Exists(coordinators.filter(Exists(away)))) | ~Q(Exists(coordinators))


def _at_the_hub(day: date) -> Q:
    at_work = Q(role=Role.COORDINATOR) | (Q(role=Role.DEPUTY) & _stands_in(day))
    return standing(day) & Q(person__is_active=True) & at_work


def _on_duty(hub_id: int, day: date) -> QuerySet[Assignment]:
    away = Absence.objects.filter(standing(day), person=OuterRef("person"))
    rows = Assignment.objects.filter(_at_the_hub(day), ~Exists(away), hub_id=hub_id).select_related("person")
    return rows.order_by("role", "person__search_name")


_ON_DUTY: Prepared[Assignment] = Prepared(_on_duty, NUMBER, DAY)
_OWN_HUBS: Prepared[tuple[int, str]] = Prepared(
    lambda person, day: (
        Assignment.objects.filter(standing(day), person=person, role__in=OF_A_HUB, person__is_active=True)
    ).values_list("hub_id", "role"),
    NUMBER,
    DAY,
)
_STANDS_IN: Prepared[int] = Prepared(
    lambda person, day: Assignment.objects.filter(_at_the_hub(day), person=person, role=Role.DEPUTY).values_list(
        "hub_id", flat=True
    ),
    NUMBER,
    DAY,
)


def hubs_of(person_id: int, on: date | None = None) -> dict[int, str]:
    """Give the hubs in which somebody may work on that day, as 'coordinator' or as 'deputy'.

    One query; a second, about who is absent, only for hubs where somebody is a deputy and nothing more.
    """
    day = on or clock.today()
    rows = set(_OWN_HUBS(person_id, day))
    found: dict[int, str] = {hub: role for hub, role in rows if hub is not None and role == Role.COORDINATOR}
    if deputy := {hub for hub, _role in rows} - set(found):
        found |= {hub: str(Role.DEPUTY) for hub in _STANDS_IN(person_id, day) if hub in deputy}
    return found


def desk(person_id: int, day: date) -> Subquery:
    """Give, beside rows with a `hub`, as what somebody may work there on that day: 'coordinator', 'deputy' or None."""
    rows = Assignment.objects.filter(_at_the_hub(day), person=person_id, hub=OuterRef("hub"))
    return Subquery(rows.order_by("role").values("role")[:1])


def on_duty(hub_id: int, on: date | None = None) -> list[Person]:
    """Give who looks after a hub on that day: the coordinators who are there, and deputies who stand in."""
    return list({row.person_id: row.person for row in _ON_DUTY(hub_id, on or clock.today())}.values())


def deputies_of(hub_ids: Iterable[int], on: date | None = None) -> list[Assignment]:
    """Give the assignments of the deputies of these hubs on that day, with person and hub, whoever is absent."""
    day = on or clock.today()
    rows = Assignment.objects.filter(standing(day), role=Role.DEPUTY, hub__in=list(hub_ids), person__is_active=True)
    return list(rows.select_related("person", "hub").order_by("hub__name", "person__search_name"))


def leaders_of(hub_id: int, on: date | None = None) -> list[Person]:
    """Give the project leaders of the subregions to which the municipalities of a hub belong on that day."""
    day = on or clock.today()
    serves = HubArea.objects.filter(standing(day), hub=hub_id).values("municipality")
    within = SubregionMembership.objects.filter(standing(day), grouping=Grouping.KKS, municipality__in=serves)
    rows = Assignment.objects.filter(
        standing(day), role=Role.PROJECT_LEADER, subregion__in=within.values("subregion"), person__is_active=True
    )
    found = rows.select_related("person").order_by("person__search_name")
    return list({row.person_id: row.person for row in found}.values())


def hubs_of_leader(person_id: int | None, on: date | None = None) -> dict[int, str]:
    """Give the hubs that serve the municipalities that a project leader leads on that day: key and name, by name."""
    day = on or clock.today()
    areas = HubArea.objects.filter(standing(day), municipality__in=municipalities_of_leader(person_id, day))
    return dict(areas.order_by("hub__name").values_list("hub_id", "hub__name"))


def managers() -> list[Person]:
    """Give the functional managers of today."""
    return _everywhere(Role.FUNCTIONAL_MANAGER)


def privacy_officers() -> list[Person]:
    """Give the privacy officers of today."""
    return _everywhere(Role.PRIVACY_OFFICER)


def _everywhere(role: str) -> list[Person]:
    rows = Assignment.objects.filter(standing(clock.today()), role=role, person__is_active=True)
    return [row.person for row in rows.select_related("person").order_by("person__search_name")]


def municipalities_of_leader(person_id: int | None, on: date | None = None) -> frozenset[str]:
    """Give the CBS codes of the municipalities that a project leader leads on that day, by dated membership."""
    return frozenset(_led(person_id, on or clock.today()).values_list("municipality_id", flat=True))


def _led(person_id: int | None, day: date) -> QuerySet[SubregionMembership]:
    leads = Assignment.objects.filter(
        standing(day), role=Role.PROJECT_LEADER, person_id=person_id or 0, person__is_active=True
    )
    return SubregionMembership.objects.filter(
        standing(day), grouping=Grouping.KKS, subregion__in=leads.values("subregion")
    )


def municipalities_of_desk(person_id: int | None, on: date | None = None) -> frozenset[str]:
    """Give the CBS codes of the municipalities that the hubs serve in which somebody may work on that day."""
    day = on or clock.today()
    hubs = hubs_of(person_id or 0, day)
    areas = HubArea.objects.filter(standing(day), hub__in=hubs) if hubs else HubArea.objects.none()
    return frozenset(areas.values_list("municipality_id", flat=True))


def places_of(person_id: int | None, on: date | None = None) -> dict[str, str]:
    """Give the municipalities whose reach is somebody's on that day: CBS code and name.

    Those that a project leader leads, or that one's own hub serves. A deputy counts whoever is absent: this is for
    numbers and visits, not for families. A policy officer looks after none: reach holds small numbers (decision 27).
    """
    day = on or clock.today()
    desks = Assignment.objects.filter(standing(day), role__in=OF_A_HUB, person=person_id or 0, person__is_active=True)
    served = HubArea.objects.filter(standing(day), hub__in=desks.values("hub")).values("municipality")
    led = _led(person_id, day).values("municipality")
    return dict(Municipality.objects.filter(Q(code__in=served) | Q(code__in=led)).values_list("code", "name"))


def municipalities_of_policy_officer(person_id: int | None, on: date | None = None) -> frozenset[str]:
    """Give the CBS codes of the municipalities for which somebody is the policy officer on that day."""
    rows = Assignment.objects.filter(
        standing(on or clock.today()), role=Role.POLICY_OFFICER, person=person_id or 0, person__is_active=True
    )
    return frozenset(code for code in rows.values_list("municipality_id", flat=True) if code)


def sees_families(person: Person) -> bool:
    """Say whether somebody may come to see a family, so that one factor is not enough to sign in.

    Every professional counts: each may be asked to a table tomorrow, and BIO2 5.17.01 wants it of every account.
    """
    return person.kind == Person.Kind.PROFESSIONAL
