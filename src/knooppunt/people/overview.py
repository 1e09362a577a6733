"""What the functional manager sees: accounts with their roles and what asks for attention, and the hubs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, LessThanOrEqual
from django.utils.translation import get_language

from knooppunt.foundation import clock
from knooppunt.letters import post

from .directory import after_person, matching_words
from .models import Absence, Assignment, Hub, HubArea, Invitation, Person, standing

REVIEW_DAYS = 365  # where no hub chose a shorter time (R-SEC-04)


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role of a person: what, where, from when until when, and whether it stands today."""

    role: str
    label: str
    place: str
    place_name: str
    from_on: date
    until_on: date | None
    stands: bool


@dataclass(frozen=True, slots=True)
class Account:
    """One account as the manager's list shows it; `state` is active, invited, expired or ended."""

    code: str
    name: str
    email: str
    discipline: str
    organisation: str
    state: str
    roles: tuple[RoleRow, ...]
    absences: tuple[Absence, ...]
    joined_on: date
    reviewed_on: date | None
    review_due: bool
    last_seen_on: date | None
    letters_daily: bool
    has_calendar: bool  # a calendar program may fetch their times
    unreached: bool  # our mail to this address came back


@dataclass(frozen=True, slots=True)
class Accounts:
    """A page of accounts, the code to give as `after` for the next one ('' on the last), and how many to look at."""

    rows: tuple[Account, ...]
    after: str
    due: int  # of all accounts, how many nobody looked at for too long (R-SEC-04)


def accounts(text: str = "", only: str = "", after: str = "", limit: int = 25) -> Accounts:
    """Give accounts of professionals in order of name; `only` is '', 'review', 'invited' or 'ended'. Seven queries."""
    people = _people()
    found = people.filter(matching_words(text) & _wanted(only) & after_person(after))
    persons = list(found.order_by("search_name", "id")[: limit + 1])
    refused = post.refused(person.email or "" for person in persons[:limit])
    rows = tuple(_account(person, refused) for person in persons[:limit])
    after = rows[-1].code if len(persons) > limit else ""
    return Accounts(rows, after, people.filter(_wanted("review")).count())


def account(code: str) -> Account | None:
    """Give one account, or None when there is no professional with this code."""
    person = _people().filter(code=code).first()
    return _account(person, post.refused([person.email or ""])) if person else None


def waiting_for_review() -> list[tuple[str, date]]:
    """Give the accounts that nobody looked at for too long: the code, and the day on which it had to be done."""
    found = Person.objects.filter(_to_review(), kind=Person.Kind.PROFESSIONAL, email__isnull=False)
    rows = found.order_by("id").annotate(days=_review_days()).values_list("code", "reviewed_on", "joined_on", "days")
    return [(code, (reviewed or joined) + timedelta(days=days)) for code, reviewed, joined, days in rows]


def _review_days() -> Coalesce:
    """Give, beside persons, the shortest time of the hubs where somebody has a role or works, else a year."""
    today = clock.today()
    roles = Assignment.objects.filter(standing(today), hub=OuterRef("pk"), person=OuterRef(OuterRef("pk")))
    places = HubArea.objects.filter(standing(today), hub=OuterRef("pk"), municipality__persons=OuterRef(OuterRef("pk")))
    hubs = Hub.objects.filter(Exists(roles) | Exists(places)).order_by("review_days").values("review_days")
    return Coalesce(Subquery(hubs[:1]), REVIEW_DAYS)


def _to_review() -> Q:
    """Say which accounts nobody looked at for too long. Without a hub that chose a shorter time, the year says it."""
    found, today = Q(), clock.today()
    lengths = set(Hub.objects.values_list("review_days", flat=True))
    for days in sorted(lengths | {REVIEW_DAYS}):
        edge = today - timedelta(days=days)
        long_ago = LessThanOrEqual(Coalesce("reviewed_on", "joined_on"), edge)
        found |= Q(long_ago) & (Q(Exact(_review_days(), days)) if days < REVIEW_DAYS else Q())
    return Q(is_active=True) & found


def _people() -> QuerySet[Person]:
    """Give professionals with an account (an address to sign in with), and all that the screens show of them."""
    roles = Assignment.objects.select_related("hub", "subregion", "municipality").order_by("role", "from_on")
    found = Person.objects.filter(kind=Person.Kind.PROFESSIONAL, email__isnull=False)
    due = ExpressionWrapper(_to_review(), models.BooleanField())
    return (
        found.annotate(review_due=due)
        .select_related("discipline", "organisation")
        .prefetch_related(
            Prefetch("assignments", roles),
            Prefetch("absences", Absence.objects.order_by("from_on")),
            Prefetch("invitations", Invitation.objects.filter(used_at=None)),
        )
    )


def _wanted(only: str) -> Q:
    if only == "review":
        return Q(review_due=True)
    if only == "invited":
        return Q(is_active=True, invitations__used_at__isnull=True, invitations__isnull=False)
    if only == "ended":
        return Q(is_active=False)
    return Q()


def _account(person: Person, refused: set[str]) -> Account:
    today = clock.today()
    return Account(
        code=person.code,
        name=person.name,
        email=person.email or "",
        discipline=person.discipline.label(get_language() or "nl") if person.discipline else "",
        organisation=person.organisation.name if person.organisation else "",
        state=_state(person),
        roles=tuple(_role(row, today) for row in person.assignments.all()),
        absences=tuple(row for row in person.absences.all() if row.until_on is None or row.until_on >= today),
        joined_on=person.joined_on,
        reviewed_on=person.reviewed_on,
        review_due=person.review_due,  # type: ignore[attr-defined]  # _people says it
        last_seen_on=person.last_login.astimezone(clock.AMSTERDAM).date() if person.last_login else None,
        letters_daily=person.letters_daily,
        has_calendar=person.calendar_hash is not None,
        unreached=person.email in refused,
    )


def _state(person: Person) -> str:
    if not person.is_active:
        return "ended"
    waiting = list(person.invitations.all())
    if waiting:
        return "invited" if waiting[0].expires_at > clock.now() else "expired"
    return "active"


def _role(row: Assignment, today: date) -> RoleRow:
    place = row.hub or row.subregion or row.municipality
    return RoleRow(
        role=row.role,
        label=row.get_role_display(),
        place=place.code if place else "",
        place_name=place.name if place else "",
        from_on=row.from_on,
        until_on=row.until_on,
        stands=row.from_on <= today and (row.until_on is None or today <= row.until_on),
    )


def hubs() -> list[Hub]:
    """Give all hubs with what they serve and who works there today, in three queries."""
    today = clock.today()
    areas = HubArea.objects.filter(standing(today)).select_related("municipality").order_by("municipality__name")
    people = Assignment.objects.filter(standing(today), person__is_active=True).select_related("person")
    return list(
        Hub.objects.prefetch_related(
            Prefetch("areas", areas, to_attr="serves"),
            Prefetch("assignments", people.order_by("role", "person__search_name"), to_attr="people"),
        )
    )


def hub(code: str) -> Hub | None:
    """Give one hub, or None when there is none with this code."""
    return Hub.objects.filter(code=code).first()
