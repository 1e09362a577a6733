"""All questions that one may ask of casework. Answers are finished, frozen data (`shown`), built inside the door.

Every question that shows a family leaves a line in the trail; lists leave one for each family that they show.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from knooppunt.foundation import clock
from knooppunt.people.actor import Actor
from knooppunt.people.models import Hub, Municipality
from knooppunt.people.roles import hubs_of, municipalities_of_leader
from knooppunt.trail.reading import Line, lines_of_case
from knooppunt.trail.record import record_many

from . import assembling
from .consents import Picture
from .doors import Room, category, look, opened, statement_of
from .models import AdviceRequest, Case, Conference, Consent, Parent, Participation, Referral, Safety, Tally
from .models.tally import EVER
from .refusals import NotFound
from .shown import (
    AdviceShown, CaseFile, FigureRow, Figures, MyFamily, SafetyShown, StatusShown, WorkRow, Worklist,
)  # fmt: skip

PAGE = 25


# --- one case ---------------------------------------------------------------------------------------------------------
@look("see_case")
def case_file(room: Room) -> CaseFile:
    """Give the whole case to the coordinator on duty."""
    early = room.state in ("received", "preparing")
    return assembling.case_file(room, also_at=_also_known(room.parents) if early else None)


@look("see_shared_case")
def shared_case(room: Room) -> CaseFile:
    """Give what the family shares with the organisation of the lead or a participant."""
    return assembling.case_file(room)


@look("see_own_place")
def own_place(room: Room) -> CaseFile:
    """Give a parent what is hers."""
    return assembling.case_file(room)


@look("see_plan")
def plan(room: Room) -> CaseFile:
    """Give the plan to print: goals, actions, decisions and the next date, as this reader may see them."""
    return assembling.case_file(room)


@dataclass(frozen=True, slots=True)
class InvitationShown:
    """What an invited professional sees before saying yes: when and where, and nothing of the family."""

    code: str
    hub: str
    starts_at: datetime | None
    place: str
    reason: str
    access: str


@look("see_invitation")
def invitation(room: Room) -> InvitationShown:
    """Give date and place to who was asked to the table."""
    planned = Conference.objects.filter(case=room.case, state="planned").order_by("-number").first()
    seat = room.seat
    return InvitationShown(
        room.case.code, room.case.hub.name, planned.starts_at if planned else None, planned.place if planned else "",
        seat.reason if seat else "", seat.access if seat else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """That a case exists and where it stands: all that remains when nobody consents any more."""

    code: str
    state: str
    hub: str
    received_at: datetime
    since_at: datetime
    due_on: date | None
    due_what: str
    outcome: str
    acts: frozenset[str]


@look("see_header")
def header(room: Room) -> Header:
    """Give the coordinator the bare facts of a case: no name, nothing of the family."""
    case = room.case
    return Header(
        case.code, case.state, case.hub.name, case.received_at, case.since_at, case.due_on, case.due_what,
        case.outcome, room.open_acts(),
    )  # fmt: skip


@look("see_safety")
def safety(room: Room) -> tuple[SafetyShown, ...]:
    """Give what was recorded on the road to Veilig Thuis; for coordinator and lead alone."""
    rows = Safety.objects.filter(case=room.case).select_related("by").order_by("id")
    names = ("interest", "other_way", "why_no_consent", "outweighs", "to_whom_what")
    return tuple(
        SafetyShown(r.at, r.by.name, r.ground, r.consulted, {name: getattr(r, name) for name in names}) for r in rows
    )


@look("see_status")
def status(room: Room) -> StatusShown:
    """Give the referrer that and when, not what; after a no, the advice that was written to the referrer."""
    return _status(room.case, room.case.referral, assembling.steps_of(room), assembling.advice_of(room))


@look("see_trail")
def trail(room: Room, *, after: int | None = None) -> list[Line]:
    """Give the privacy officer who did and saw what in one case."""
    return lines_of_case(room.case.code, actor=room.actor, role="privacy_officer", after=after)


HEARD = {
    "refer": "received", "accept": "accepted", "decline": "declined", "plan_conference": "planned",
    "hold_conference": "held", "close": "closed", "confirm_stop": "closed", "call_off": "called_off",
}  # fmt: skip


def _status(case: Case, referral: Referral, steps: Iterable[Any], advice: str = "") -> StatusShown:
    heard = [(HEARD[s.act], s.at) for s in steps if s.act in HEARD]
    declined = case.state == "declined"
    return StatusShown(
        code=case.code, sent_at=referral.sent_at, municipality=case.family.municipality.name, state=case.state,
        arranged_on=case.arranged_on, steps=tuple(heard), advice=advice if declined else "",
        other_route=case.outcome if declined else "",
        reason=next((s.reason for s in steps if s.act == "decline"), ""),
    )  # fmt: skip


def _also_known(parents: list[Parent]) -> dict[str, tuple[str, ...]]:
    """Give per match key at which hubs the same adult is known in another open case. Names of hubs, never content."""
    keys = {p.match_key for p in parents if p.match_key}
    others = Parent.objects.filter(match_key__in=keys, family__case__is_open=True)
    others = others.exclude(pk__in=[p.pk for p in parents])
    found: dict[str, list[str]] = {}
    for key, hub in others.values_list("match_key", "family__case__hub__name").distinct():
        found.setdefault(key, []).append(hub)
    return {key: tuple(sorted(hubs)) for key, hubs in found.items()}


# --- the coordinator's desk -------------------------------------------------------------------------------------------
def worklist(actor: Actor, *, hub: str = "", after: str = "", ended: bool = False) -> Worklist:
    """Give a page of the desk, what is due first first; `after` is the `next_after` of the page before.

    With `ended` the cases that are over, the latest first. Raises NotFound for somebody who has no desk today.
    """
    with opened():
        desks = _desks(actor)
        chosen = [row for row, _role in desks if not hub or row.code == hub]
        cases = _lately_ended(chosen, after) if ended else _due_first(chosen, after)
        page, more = cases[:PAGE], len(cases) > PAGE
        families = _families({case.family_id for case in page})
        rows = tuple(_work_row(case, *families.get(case.family_id, ([], Picture([], clock.now())))) for case in page)
        advice = () if after or ended else tuple(_waiting(chosen, actor.language))
        if page:
            shown = [(case.code, [p.code for p in families.get(case.family_id, ([], None))[0]]) for case in page]
            record_many("see_worklist", actor=actor, role="coordinator", cases=shown)
    names = tuple((h.code, h.name, role) for h, role in desks)
    return Worklist(rows, advice, names, _key(page[-1], ended) if more else "")


def _desks(actor: Actor) -> list[tuple[Hub, str]]:
    roles = hubs_of(actor.person_id) if actor.person_id and actor.assurance == "strong" else {}
    if not roles:
        raise NotFound
    return [(hub, roles[hub.pk]) for hub in Hub.objects.filter(pk__in=roles)]


def _due_first(hubs: list[Hub], after: str) -> list[Case]:
    """Merge the first rows of each hub: one indexed query a hub costs the same with a million cases."""
    found: list[Case] = []
    for hub in hubs:
        cases = Case.objects.filter(hub=hub, is_open=True).select_related("family__municipality", "hub")
        if after:
            day, _, number = after.partition("_")
            on, last = date.fromisoformat(day), int(number)
            cases = cases.filter(due_on__gte=on).exclude(due_on=on, id__lte=last)
        found += cases.order_by("due_on", "id")[: PAGE + 1]
    return sorted(found, key=lambda c: (c.due_on or date.max, c.pk))[: PAGE + 1]


def _lately_ended(hubs: list[Hub], after: str) -> list[Case]:
    found: list[Case] = []
    for hub in hubs:
        cases = Case.objects.filter(hub=hub, is_open=False).select_related("family__municipality", "hub")
        if after:
            cases = cases.filter(closed_at__lt=datetime.fromisoformat(after))
        found += cases.order_by("-closed_at")[: PAGE + 1]
    return sorted(found, key=lambda c: c.closed_at or clock.now(), reverse=True)[: PAGE + 1]


def _key(case: Case, ended: bool) -> str:
    return (case.closed_at or clock.now()).isoformat() if ended else f"{case.due_on}_{case.pk}"


def _families(ids: set[int]) -> dict[int, tuple[list[Parent], Picture]]:
    """Give adults and consents of several families in one query."""
    consents: dict[int, list[Consent]] = {}
    for row in Consent.objects.filter(subject__family__in=ids).select_related("subject").order_by("id"):
        consents.setdefault(row.subject.family_id, []).append(row)
    now = clock.now()
    return {
        family: (
            list({r.subject_id: r.subject for r in rows}.values()), Picture([statement_of(r) for r in rows], now)
        )
        for family, rows in consents.items()
    }  # fmt: skip


def _names(parents: list[Parent], sees: Any) -> str:
    return " · ".join(p.name for p in sorted(parents, key=lambda p: p.pk) if sees(p))


def _work_row(case: Case, parents: list[Parent], picture: Picture) -> WorkRow:
    names = "" if case.state == "stopping" else _names(parents, lambda p: picture.takes_part(p.id))
    if case.state in ("declined", "stopped", "in_error"):
        names = ""
    return WorkRow(
        code=case.code, names=names, state=case.state, due_on=case.due_on, due_what=case.due_what, hub=case.hub.name,
        municipality=case.family.municipality.name, received_on=case.received_at.astimezone(clock.AMSTERDAM).date(),
        overdue=case.due_on is not None and case.due_on < clock.today(),
    )  # fmt: skip


# --- sparring ---------------------------------------------------------------------------------------------------------
def _waiting(hubs: list[Hub], language: str) -> list[AdviceShown]:
    rows = AdviceRequest.objects.filter(hub__in=hubs, state="asked").select_related("hub", "municipality", "discipline")
    return [advice_shown(row, language) for row in rows.order_by("answer_by", "id")[:PAGE]]


def advice_shown(row: AdviceRequest, language: str) -> AdviceShown:
    """Give a question as it is shown; who asked it stays with the letters."""
    return AdviceShown(
        code=row.code, state=row.state, question=row.question, answer=row.answer, municipality=row.municipality.name,
        hub=row.hub.name, discipline=row.discipline.label(language) if row.discipline else "", asked_at=row.asked_at,
        answer_by=row.answer_by, answered_at=row.answered_at, version=row.version,
        overdue=row.state == "asked" and row.answer_by < clock.today(), referral_code=row.referral_code,
    )  # fmt: skip


def advice(actor: Actor, code: str) -> AdviceShown:
    """Give one question to its asker or to the hub on duty; raises NotFound for anyone else."""
    with opened():
        row = AdviceRequest.objects.select_related("hub", "municipality", "discipline", "asker").filter(code=code).first()
        if row is None or not (_asked_by(row, actor) or row.hub_id in _desk_ids(actor)):
            raise NotFound
        return advice_shown(row, actor.language)


def _asked_by(row: AdviceRequest, actor: Actor) -> bool:
    return actor.person_id is not None and row.asker_id == actor.person_id


def _desk_ids(actor: Actor) -> dict[int, str]:
    return hubs_of(actor.person_id) if actor.person_id and actor.assurance == "strong" else {}


def my_advice(actor: Actor, *, email: str = "") -> tuple[AdviceShown, ...]:
    """Give the questions that a person asked, also those from before by the same checked address."""
    if actor.person_id is None:
        return ()
    with opened():
        rows = AdviceRequest.objects.select_related("hub", "municipality", "discipline")
        mine = list(rows.filter(asker=actor.person_id).order_by("-id")[:PAGE])
        if email:
            mine += rows.filter(asker_email=email.strip().lower()).exclude(asker_email="").order_by("-id")[:PAGE]
        return tuple(advice_shown(row, actor.language) for row in sorted(mine, key=lambda r: -r.pk)[:PAGE])


# --- referrers, and everyone at a table ---------------------------------------------------------------------------------
def my_referrals(actor: Actor) -> tuple[StatusShown, ...]:
    """Give a referrer her own referrals with where they stand, the latest first."""
    if actor.person_id is None or actor.assurance == "none":
        return ()
    with opened():
        rows = Referral.objects.filter(referrer=actor.person_id).select_related("case__family__municipality")
        found = list(rows.order_by("-id")[:PAGE])
        if found:
            record_many("see_status", actor=actor, role="referrer", cases=[(r.case.code, ()) for r in found])
        return tuple(_status(r.case, r, ()) for r in found)


def my_families(actor: Actor) -> tuple[MyFamily, ...]:
    """Give the families at whose table a professional sits, with her own actions; names only where shared with her."""
    if actor.person_id is None or actor.assurance != "strong":
        return ()
    with opened():
        seats = list(
            Participation.objects.filter(person=actor.person_id, ended_on=None, case__is_open=True)
            .exclude(access__in=("circle", "declined")).exclude(case__state="stopping")
            .select_related("case__hub", "discipline").order_by("case__evaluation_on", "id")[:100]
        )  # fmt: skip
        families = _families({seat.case.family_id for seat in seats})
        actions = assembling.own_actions([seat.pk for seat in seats])
        moments = assembling.planned_moments([seat.case_id for seat in seats])
        found = [_my_family(seat, families, actions, moments) for seat in seats]
        shown = [f for f in found if f is not None]
        if shown:
            record_many("see_my_families", actor=actor, role="participant", cases=[(f.code, ()) for f in shown])
        return tuple(shown)


def _my_family(seat: Participation, families: dict, actions: dict, moments: dict) -> MyFamily | None:
    parents, picture = families.get(seat.case.family_id, ([], Picture([], clock.now())))
    shared = picture.shared_with(seat.organisation_id, category(seat))
    if not shared:
        return None
    asked = seat.access == Participation.Access.INVITED
    sees = lambda p: bool(picture.may_see(p.id, seat.organisation_id, category(seat), "general"))  # noqa: E731
    return MyFamily(
        code=seat.case.code, names="" if asked else _names(parents, sees), state=seat.case.state,
        role="invited" if asked else ("lead" if seat.lead == "lead" else "participant"), hub=seat.case.hub.name,
        waits="invitation" if asked else ("lead" if seat.lead == "asked" else ""),
        evaluation_on=None if asked else seat.case.evaluation_on, conference_at=moments.get(seat.case_id),
        actions=() if asked else tuple(actions.get(seat.pk, ())),
    )  # fmt: skip


def my_cases_as_parent(actor: Actor) -> tuple[str, ...]:
    """Give the codes of the cases in which somebody is a parent, the latest first."""
    if actor.person_id is None or actor.assurance not in ("single", "strong"):
        return ()
    with opened():
        rows = Parent.objects.filter(person=actor.person_id).exclude(family__case__state="in_error")
        return tuple(rows.order_by("-id").values_list("family__case__code", flat=True))


# --- numbers ----------------------------------------------------------------------------------------------------------
STRETCHES = {
    "received_preparing": "days:received-preparing", "referral_held": "days:referral-held",
    "referral_arranged": "days:referral-arranged", "following_evaluated": "days:following-evaluated",
    "referral_closed": "days:referral-closed", "asked_answered": "days:asked-answered",
}  # fmt: skip


def figures(actor: Actor, *, year: int | None = None) -> Figures:
    """Give a project leader numbers of her own municipalities: nobody's name, one query, whatever the number of cases.

    Raises NotFound for somebody who leads no subregion.
    """
    places = municipalities_of_leader(actor.person_id) if actor.person_id and actor.assurance == "strong" else frozenset()
    if not places:
        raise NotFound
    with opened():
        cells = list(
            Tally.objects.filter(municipality__in=places).values_list("what", "municipality", "period", "key", "count")
        )
    names = dict(Municipality.objects.filter(code__in=places).values_list("code", "name"))
    years = sorted({period.year for _w, _m, period, _k, _c in cells if period != EVER}, reverse=True)
    wanted = [c for c in cells if year is None or c[2] == EVER or c[2].year == year]
    rows = [_figure_row(names[code], [c for c in wanted if c[1] == code]) for code in sorted(places, key=names.get)]  # type: ignore[arg-type]
    return Figures(
        rows=tuple(rows), referrals_by_discipline=_by_key(wanted, "referral"), advice_by_discipline=_by_key(wanted, "advice"),
        medians={name: m for name, what in STRETCHES.items() if (m := _median(wanted, what))},
        years=tuple(years), year=year,
    )  # fmt: skip


def _figure_row(name: str, cells: list[tuple]) -> FigureRow:
    def total(what: str) -> int:
        return sum(c[4] for c in cells if c[0] == what)

    return FigureRow(name, total("referral"), total("advice"), {k: n for k, n in _by_key(cells, "state").items() if n})


def _by_key(cells: list[tuple], what: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, _place, _period, key, count in cells:
        if name == what:
            found[key] = found.get(key, 0) + count
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _median(cells: list[tuple], what: str) -> tuple[float, int] | None:
    """Give the median of a histogram of days and how many cases are in it; None when there is none."""
    days = {int(key): count for key, count in _by_key(cells, what).items() if count > 0}
    total = sum(days.values())
    if not total:
        return None
    seen, lower, upper = 0, None, 0
    for day in sorted(days):
        seen += days[day]
        if lower is None and seen >= (total + 1) // 2:
            lower = day
        if seen >= total // 2 + 1:
            upper = day
            break
    return median([lower if lower is not None else upper, upper]), total
