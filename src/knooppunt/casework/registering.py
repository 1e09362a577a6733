"""Registering: what is counted of a family derives from the work, again and again, as codes beside the case.

Each act marks its case (`Case.registered`), and `refresh` looks at those again: every quarter of an hour, and before
figures leave the house. With the yes to research of every adult who takes part all answers are kept; without it only
where the family lives, the dates and the discipline of who referred, which is the count of the work itself. A yes
counts at once when it is given or taken back (`consenting`), and taking it back wipes the rest. What was asked of the
family (`complete`) stays as long as the yes does.

What counts as referred is what `Tally` counts under `referral`: every referral but one that was sent in error, so also
one that was declined or that the family ended; a family that was handed over counts where it lives now. Of those
Tally keeps the number when the case is forgotten, and its registration goes with the case.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Exists, Expression, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from knooppunt.foundation import clock

from .consents import Purpose, Statement, age_on, research_of
from .doors import Room, act, statement_of, writing
from .forms import codes, counted_as, facts, version_of
from .local import chosen
from .models import (
    Action,
    Case,
    Conference,
    Consent,
    Entry,
    Evaluation,
    Invitation,
    LocalValue,
    Parent,
    Referral,
    Registered,
    Registration,
)
from .process import ENDED, State
from .refusals import Conflict, Invalid
from .shown.registration import RegistrationShown

AT_ONCE = 500  # cases in one transaction
NONE = Value("", output_field=CharField())
PARENT = "parent"  # who referred, when it was the family itself
ASKED_OF_MOTHER = ("work_mother", "education_mother")
ASKED_OF_PARTNER = ("work_partner", "education_partner")
ASKED = ("composition", *ASKED_OF_MOTHER, *ASKED_OF_PARTNER)
LISTS = {  # the list in forms/lists.toml of each answer
    "composition": "composition", "work_mother": "paid_work", "work_partner": "paid_work",
    "education_mother": "education", "education_partner": "education", "needs": "needs", "support": "support",
    "outcome": "outcomes", "change": "changes",
}  # fmt: skip
AGES = {"age_mother": Parent.Kind.MOTHER, "age_partner": Parent.Kind.PARTNER}  # a band, out of the birth date
KIND = Registered.Kind
SEVERAL = {"needs": KIND.NEED, "participants": KIND.PARTICIPANT, "support": KIND.SUPPORT}
LISTS_OF = {kind.value: LISTS[name] for name, kind in SEVERAL.items() if name in LISTS}
DAYS = ("conference_on", "support_on", "evaluated_on", "closed_on")
SHOWN = ("referred_on", "research", "referrer", *AGES, *ASKED, "outcome", "change", *DAYS)
# What a registration keeps, however often it is made again.
_OWN = ("id", "code", "case", "row_hash", "imported_at", "imported_by", "import_code")
DERIVED = [f.name for f in Registration._meta.concrete_fields if f.name not in _OWN]


def look_again() -> int:
    """Register what changed, and what of this year was registered before its version of the lists was there."""
    first, version = date(clock.today().year, 1, 1), version_of(clock.today().year)
    others = Registration.objects.filter(referred_on__gte=first, case__isnull=False).exclude(list_version=version)
    with writing():
        Case.objects.filter(registration__in=others).update(registered=False)
    return refresh()


def refresh(limit: int | None = None) -> int:
    """Register the cases that changed, at most `limit`; gives how many. Runs twice without harm."""
    done = 0
    while limit is None or done < limit:
        with writing():
            some = list(_changed()[: AT_ONCE if limit is None else min(AT_ONCE, limit - done)])
            register_all(some)
        done += len(some)
        if len(some) < AT_ONCE:
            break
    return done


def _changed() -> QuerySet[Case]:
    """Give the cases that changed since they were registered, held until the transaction ends."""
    waiting = Case.objects.filter(registered=False).order_by("pk")
    return with_referral(waiting.select_for_update(of=("self",), skip_locked=True))


def with_referral(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Give cases with family and referral, and whether who referred did so before (`came_before`)."""
    same = Referral.objects.filter(referrer=OuterRef("referral__referrer"), id__lt=OuterRef("referral__id"))
    earlier = same.exclude(case__state=State.IN_ERROR)
    return cases.select_related("family", "referral__discipline").annotate(came_before=Exists(earlier))


@dataclass(slots=True)
class Around:
    """What stands around a number of cases, each by the row number of the case; every table was asked once."""

    research: dict[int, tuple[str, date | None]]
    part: dict[int, dict[int, Parent]]  # the adults who take part
    existing: dict[int, Registration]
    held: dict[int, datetime]
    evaluated: dict[int, tuple[date, str]]
    items: dict[int, set[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(set))  # kind, code, local
    words: dict[str, str] = field(default_factory=dict)  # what municipalities call it, by the code of a local value


def register_all(cases: list[Case]) -> None:
    """Make the registrations of these cases again, inside the door and the transaction of the caller."""
    if not cases:
        return
    _forget_errors([case for case in cases if case.state == State.IN_ERROR])
    counted = [case for case in cases if case.state != State.IN_ERROR]
    around = _around(counted)
    rows = Registration.objects.bulk_create(
        [_derived(case, around) for case in counted],
        update_conflicts=True, unique_fields=["case"], update_fields=DERIVED,
    )  # fmt: skip
    _store_items(rows, around.items)
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(registered=True)


def register_again(case: Case) -> None:
    """Make the registration of one case again at once, in the act that changed it."""
    register_all(list(with_referral(Case.objects.filter(pk=case.pk))))


def _forget_errors(cases: list[Case]) -> None:
    """Take back what was counted of referrals sent in error; who sent one may now be new with the referral after it."""
    if not cases:
        return
    wrong = Registration.objects.filter(case__in=cases)
    were_new = list(wrong.filter(is_new_referrer=True).values_list("case__referral__referrer", flat=True))
    wrong.delete()
    if were_new:
        same = Registration.objects.filter(case__referral__referrer__in=were_new)
        Case.objects.filter(registration__in=same).update(registered=False)
        same.update(is_new_referrer=None)


def _around(cases: list[Case]) -> Around:
    of_these = [case.pk for case in cases]
    research, part = _research(cases)
    yes = [key for key in of_these if research[key][0] == Registration.Research.YES]
    around = Around(
        research=research, part=part,
        existing={row.case_id or 0: row for row in Registration.objects.filter(case__in=of_these)},
        held=dict(
            Conference.objects.filter(case__in=of_these, state=Conference.State.HELD)
            .values_list("case").annotate(first=Min("starts_at")).order_by()
        ),
        evaluated={
            case: (held_on, change)
            for case, held_on, change in Evaluation.objects.filter(case__in=of_these)
            .order_by("number").values_list("case", "held_on", "change")
        },
    )  # fmt: skip
    version = {case.pk: version_of(_day(case.received_at).year) for case in cases}
    for kind, key, code, local, word in _several(yes, {adult for case in yes for adult in part[case]}):
        base = counted_as(LISTS_OF[kind], code, version[key]) if kind in LISTS_OF else code
        around.items[key] |= {(kind, base, ""), (kind, base, local)}  # figures count the rows without `local`
        around.words[local] = word
    return around


def _research(cases: list[Case]) -> tuple[dict[int, tuple[str, date | None]], dict[int, dict[int, Parent]]]:
    """Give per case what the family says about research, and which adults take part."""
    said: dict[int, list[Statement]] = defaultdict(list)
    people: dict[int, Parent] = {}
    asked = Consent.objects.filter(
        subject__family__in=[case.family_id for case in cases], purpose__in=(Purpose.TAKE_PART, Purpose.RESEARCH)
    )
    for row in asked.select_related("subject"):
        said[row.subject.family_id].append(statement_of(row))
        people[row.subject_id] = row.subject
    research, part = {}, {}
    for case in cases:
        answer, until, adults = research_of(said[case.family_id], clock.now())
        research[case.pk], part[case.pk] = (answer, until), {adult: people[adult] for adult in adults}
    return research, part


def _several(cases: list[int], adults: set[int]) -> Iterable[tuple[str, int, str, str, str]]:
    """Give the needs, who took part in a conference, and the support: kind, case, code of the list; own code and word.

    A need counts also when it is kept from one of the parents: it is a number here. One of an adult who does not take
    part counts no more.
    """
    if not cases:
        return []
    needs = Entry.objects.filter(Q(about=None) | Q(about__in=adults), case__in=cases, kind=Entry.Kind.NEED)
    there = Invitation.objects.filter(
        conference__case__in=cases, conference__state=Conference.State.HELD, was_there=True,
        participation__discipline__isnull=False,
    )  # fmt: skip
    counted = Coalesce("participation__discipline__counts_as", "participation__discipline")
    used = Action.objects.filter(goal__case__in=cases).exclude(support="").exclude(status=Action.Status.DROPPED)
    return _coded(KIND.NEED, needs.exclude(what=""), F("case"), F("what"), "local").union(
        _coded(KIND.PARTICIPANT, there, F("conference__case"), counted),
        _coded(KIND.SUPPORT, used, F("goal__case"), F("support"), "local"),
    )


def _coded(kind: str, rows: QuerySet, case: F, code: F | Expression, local: str = "") -> QuerySet:
    """Give kind, case and code of each row, and the local value beside it, for one question about several tables."""
    own = {f"own_{name}": Coalesce(F(f"{local}__{name}"), NONE) if local else NONE for name in ("code", "label")}
    named = rows.annotate(of_kind=Value(kind), of_case=case, coded=Cast(code, CharField()), **own)
    return named.order_by().values_list("of_kind", "of_case", "coded", *own)


def _derived(case: Case, around: Around) -> Registration:
    """Give the registration of a case with what the work says now, and what was asked as long as it may be kept."""
    row, before = Registration(case_id=case.pk), around.existing.get(case.pk)
    row.municipality_id = case.family.municipality_id
    row.referred_on = _day(case.received_at)
    row.research, row.research_until = around.research[case.pk]
    row.referrer = _referrer(case.referral)
    if row.referrer != PARENT and case.referral.referrer_id:  # once known it stays: earlier families are forgotten
        known = before.is_new_referrer if before else None
        row.is_new_referrer = not case.came_before if known is None else known  # type: ignore[attr-defined]
    held, (evaluated, change) = around.held.get(case.pk), around.evaluated.get(case.pk, (None, ""))
    row.conference_on = _not_before(row.referred_on, held and _day(held))
    row.support_on = _not_before(row.referred_on, case.arranged_on)
    row.evaluated_on = _not_before(row.referred_on, evaluated)
    row.closed_on = _day(case.closed_at) if case.state in ENDED and case.closed_at else None
    yes = row.research == Registration.Research.YES
    row.change = change if yes else ""
    ended_as = case.state in (State.CLOSED, State.STOPPED) and case.outcome in codes("outcomes")
    if yes and ended_as:
        row.outcome, row.local_outcome_id = case.outcome, case.local_outcome_id
    adults = list(around.part[case.pk].values())
    for name in may_ask(row.research, adults) if before else ():
        setattr(row, name, getattr(before, name))
    for name, kind in AGES.items() if yes else ():
        setattr(row, name, _age_of([adult for adult in adults if adult.kind == kind], row.referred_on))
    row.local_composition_id = before.local_composition_id if before and row.composition else None
    row.several = kinds_of(kind for kind, _code, _local in around.items.get(case.pk, ()))
    row.list_version = version_of(row.referred_on.year)
    for name, list_ in LISTS.items():
        if name not in SEVERAL and getattr(row, name):
            setattr(row, name, counted_as(list_, getattr(row, name), row.list_version))
    return row


def kinds_of(kinds: Iterable[str]) -> str:
    """Give of which lists with several answers there is one, as one short word to count by."""
    return "".join(sorted({kind[0] for kind in kinds}))


def age_band(born_on: date | None, on: date) -> str:
    """Give how old somebody was on a day, as a code of `ages`; '' when nobody knows."""
    if born_on is None or born_on > on:
        return ""
    return next(code for code, row in facts("ages").items() if age_on(born_on, on) < row.get("under", math.inf))


def _age_of(adults: list[Parent], on: date) -> str:
    return age_band(adults[0].born_on, on) if len(adults) == 1 else ""  # of two mothers no one is the mother


def may_ask(research: str, adults: Iterable[Parent]) -> frozenset[str]:
    """Give what may be asked and kept of a family: nothing without the yes, and of no adult who does not take part."""
    if research != Registration.Research.YES:
        return frozenset()
    kinds = {adult.kind for adult in adults}
    of_mother = ASKED_OF_MOTHER if Parent.Kind.MOTHER in kinds else ()
    of_partner = ASKED_OF_PARTNER if Parent.Kind.PARTNER in kinds else ()
    return frozenset({"composition", *of_mother, *of_partner})


def _referrer(referral: Referral) -> str:
    if referral.origin == Referral.Origin.PARENT:
        return PARENT
    return "" if referral.discipline is None else referral.discipline.counts_as_id or referral.discipline.code


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.AMSTERDAM).date()


def _not_before(referred_on: date, day: date | None) -> date | None:
    """Give the day, unless it lies before the referral: then it says nothing about this one."""
    return day if day and day >= referred_on else None


def _store_items(rows: list[Registration], items: dict[int, set[tuple[str, str, str]]]) -> None:
    """Let exactly these answers stand: what is there already stays as it is, what is not true any more goes."""
    there = Registered.objects.filter(registration__in=rows)
    case_of = {row.pk: row.case_id or 0 for row in rows}
    gone, known = [], set()
    for pk, registration, kind, code, local in there.values_list("pk", "registration", "kind", "code", "local"):
        if (kind, code, local) in items.get(case_of[registration], ()):
            known.add((registration, kind, code, local))
        else:
            gone.append(pk)
    if gone:
        Registered.objects.filter(pk__in=gone).delete()
    Registered.objects.bulk_create(
        Registered(registration=row, kind=kind, code=code, local=local)
        for row in rows
        for kind, code, local in sorted(items.get(row.case_id or 0, ()))
        if (row.pk, kind, code, local) not in known
    )


@act("complete_registration")
def complete(room: Room, *, version: int, **answers: str) -> None:
    """Keep what the family was asked for the figures; '' is not asked, the code `unknown` is asked and not known.

    The composition may be what the municipality calls it. Raises Invalid for what may not be asked of this family or is
    not in its list, Conflict when the case changed.
    """
    kept = Registration.objects.filter(case=room.case).select_related("local_composition").first() or Registration()
    values = _answers(room, kept, answers)
    if version != room.case.version:
        theirs = {name: getattr(kept, name) for name in answers}
        if kept.local_composition and "composition" in theirs:
            theirs["composition"] = kept.local_composition.code
        raise Conflict(theirs=theirs, mine=dict(answers), version=room.case.version)
    register_again(room.case)
    Registration.objects.filter(case=room.case).update(**values)


def _answers(room: Room, kept: Registration, answers: dict[str, str]) -> dict[str, Any]:
    """Give the columns for what was answered, in the version of the lists of this family's year. Raises Invalid."""
    asks, year = shown(room).asks, _day(room.case.received_at).year
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, value in answers.items():
        found: tuple[str, LocalValue | None] | None = value, None
        if name == "composition" and value:
            found = chosen(name, value, room.case.family.municipality_id, kept.local_composition)
            values["local_composition"] = found and found[1]
        if name not in ASKED or found is None or (value and (name not in asks or found[0] not in codes(LISTS[name]))):
            errors[name] = _("Kies uit de lijst.")
        else:
            values[name] = counted_as(LISTS[name], found[0], version_of(year))
    if errors:
        raise Invalid(errors)
    return values if answers.get("composition", True) else values | {"local_composition": None}


def shown(room: Room) -> RegistrationShown:
    """Give what is counted of this family as the work stands now, and what may be asked."""
    (case,) = with_referral(Case.objects.filter(pk=room.case.pk))
    around = _around([case])
    row = _derived(case, around)
    items = around.items.get(case.pk, ())
    told: dict[str, Any] = {name: getattr(row, name) for name in SHOWN}
    told |= {name: tuple(sorted({c for k, c, _local in items if k == kind})) for name, kind in SEVERAL.items()}
    own = [
        (name, c, around.words[local]) for name, kind in SEVERAL.items() for k, c, local in items if k == kind and local
    ]
    own += [
        (name, told[name], value.label)
        for name in ("composition", "outcome")
        if (value := getattr(row, f"local_{name}"))
    ]
    return RegistrationShown(
        code=case.code, version=case.version, acts=room.open_acts(), municipality=row.municipality_id,
        asks=may_ask(row.research, around.part[case.pk].values()), own=tuple(sorted(own)),
        local_composition=row.local_composition.code if row.local_composition else "",
        **told,
    )  # fmt: skip
