"""Lists of one's own: a referrer's referrals, a professional's families, a parent's cases."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from knooppunt.foundation import clock
from knooppunt.people.actor import Actor, may_read_own_place
from knooppunt.trail.record import record_many

from .. import agreed, assembling, hearing
from ..consents import Picture
from ..doors import opened
from ..models import Entry, Parent, Participation, Referral
from ..moments import without_answer
from ..process import State
from ..reporting_back import hears
from ..seats import ASKED_TO_TABLE, category, may_know
from ..shown import (
    MyFamily,
    StatusShown,
    TableLeft,
)  # fmt: skip
from .cases import status_shown
from .desk import NO_FAMILY, PAGE, Adult, families_of, names_of

_CLOSING = Entry.objects.filter(kind=Entry.Kind.CLOSING).order_by("-id")
STILL_THERE = timedelta(days=28)  # how long the last words of a table stand on the page of who sat there


def my_referrals(actor: Actor) -> tuple[StatusShown, ...]:
    """Give a referrer her own referrals with where they stand, the latest first."""
    if actor.person_id is None or actor.assurance == "none":
        return ()
    with opened():
        rows = Referral.objects.filter(referrer=actor.person_id).select_related("case", "municipality", "discipline")
        found = list(rows.order_by("-id")[:PAGE])
        if found:
            record_many("see_status", actor=actor, role="referrer", cases=[(r.case.code, ()) for r in found])
        families = families_of({r.case.family_id for r in found})
        return tuple(_status(r, *families.get(r.case.family_id, NO_FAMILY)) for r in found)


def _status(referral: Referral, adults: list[Adult], picture: Picture) -> StatusShown:
    case = referral.case
    return status_shown(case, referral, hears(picture, (one.id for one in adults), referral, case.state))


@dataclass(frozen=True, slots=True)
class MyTables:
    """The families at whose table a professional sits, and the tables that ended a short while ago."""

    families: tuple[MyFamily, ...] = ()
    left: tuple[TableLeft, ...] = ()


def my_tables(actor: Actor) -> MyTables:
    """Give the tables of a professional, with her own actions; names and last words only where shared with her."""
    if actor.person_id is None or actor.assurance != "strong":
        return MyTables()
    with opened():
        seats = _seats_of(actor.person_id)
        here, gone = [s for s in seats if s.ended_on is None], [s for s in seats if s.ended_on]
        families = families_of({seat.case.family_id for seat in seats})
        actions = agreed.own_actions([seat.pk for seat in here])
        moments = assembling.planned_moments([seat.case_id for seat in here])
        worries = agreed.attention_actions([seat.case_id for seat in here if seat.lead == "lead"])
        told = hearing.asked_of_lead([s.case_id for s in here if s.lead == "lead" and s.asked])
        found = [_my_family(seat, families, actions, moments, worries, told) for seat in here]
        left = [(seat, _table_left(seat, *families.get(seat.case.family_id, NO_FAMILY))) for seat in gone]
        shown = [pair for pair in found if pair is not None]
        lines = [(family.code, named) for family, named in shown]
        lines += [(seat.case.code, []) for seat, table in left if table.words]
        if lines:
            record_many("see_my_families", actor=actor, role="participant", cases=lines)
        return MyTables(tuple(family for family, _named in shown), tuple(table for _seat, table in left))


def _seats_of(person: int) -> list[Any]:
    """Give the places of a professional that live, and those that ended a short while ago with the case itself."""
    live = Q(ended_on=None, case__is_open=True) & ~Q(access__in=("circle", "declined")) & ~Q(case__state="stopping")
    over = Q(
        access__in=ASKED_TO_TABLE, ended_on__gte=clock.today() - STILL_THERE,
        case__state__in=(State.CLOSED, State.DECLINED, State.STOPPING, State.STOPPED),
    )  # fmt: skip
    rows = Participation.objects.filter(live | over, person=person).annotate(**{
        "asked": Exists(hearing.FOR_THE_LEAD.filter(case=OuterRef("case"))),
        "asks_dates": Exists(without_answer(OuterRef("case"), OuterRef("pk"))),
        "last_words": Subquery(_CLOSING.filter(case=OuterRef("case")).values("text")[:1]),
    }).select_related("case__hub", "discipline")  # fmt: skip
    return list(rows.order_by(F("ended_on").desc(nulls_first=True), "case__evaluation_on", "id")[:100])


def _table_left(seat: Any, adults: list[Adult], picture: Picture) -> TableLeft:
    """Give a table that ended, without a name, and its last words to who sat there to the end.

    They are about the family, so all who take part have to share with her, as at the table (`Sight.about`).
    """
    case = seat.case
    to_the_end = case.closed_at and seat.ended_on == case.closed_at.astimezone(clock.AMSTERDAM).date()
    sat = case.state == State.CLOSED and to_the_end and seat.access == Participation.Access.JOINED
    taking_part = [one.id for one in adults if picture.takes_part(one.id)]
    sees = (may_know(picture, one, seat) for one in taking_part)
    reads = sat and taking_part and all(sees)
    return TableLeft(case.hub.name, seat.ended_on, (seat.last_words or "") if reads else "")


def _my_family(
    seat: Participation, families: dict, actions: dict, moments: dict, worries: dict, told: dict
) -> tuple[MyFamily, list[str]] | None:
    """Give a family as it stands in the list, and the codes of the adults whose names it shows."""
    parents, picture = families.get(seat.case.family_id, NO_FAMILY)
    shared = picture.shared_with(seat.organisation_id, category(seat))
    if not shared:
        return None
    asked = seat.access == Participation.Access.INVITED
    under_way = seat.case.state == State.FOLLOWING  # only then somebody may report
    sees = lambda p: bool(picture.may_see(p.id, seat.organisation_id, category(seat), "general"))  # noqa: E731
    family = MyFamily(
        code=seat.case.code, names="" if asked else names_of(parents, sees), state=seat.case.state,
        role="invited" if asked else ("lead" if seat.lead == "lead" else "participant"), hub=seat.case.hub.name,
        waits="invitation" if asked else ("lead" if seat.lead == "asked" else ""),
        evaluation_on=None if asked else seat.case.evaluation_on, conference_at=moments.get(seat.case_id),
        actions=tuple(actions.get(seat.pk, ())) if under_way and not asked else (),
        messages=sum(1 for p in parents for one in told.get(seat.case_id, ()) if one == p.id and sees(p)),
        asks_dates=seat.asks_dates,
        attention=tuple(
            a for about, a in worries.get(seat.case_id, ())
            if under_way and a.owner_code != seat.code and all(sees(p) for p in parents if p.id in about)
        ),
    )  # fmt: skip
    return family, [] if asked else [p.code for p in parents if sees(p)]


def my_cases_as_parent(actor: Actor) -> tuple[str, ...]:
    """Give the codes of the cases in which somebody is a parent, the latest first."""
    if actor.person_id is None or not may_read_own_place(actor.assurance):
        return ()
    with opened():
        rows = Parent.objects.filter(person=actor.person_id).exclude(family__case__state="in_error")
        return tuple(rows.order_by("-id").values_list("family__case__code", flat=True))
