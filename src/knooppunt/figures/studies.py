"""Studies: who may have data of families that say yes to research, for what, of which places, and how long.

The privacy officer records a study that somebody else allowed; a researcher finds her own and no other.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.anonymity import GOES_TO_SOMEBODY, findings
from knooppunt.casework.refusals import Invalid, NotFound
from knooppunt.casework.shown import ResearchAnswers
from knooppunt.casework.texts import clean
from knooppunt.foundation import clock
from knooppunt.people.actor import Actor
from knooppunt.people.models import Municipality, Person, Role, standing
from knooppunt.people.roles import municipalities_of_leader, roles_of
from knooppunt.trail.record import record

from .models import Export, Study
from .research import check_of, key_of, told

CONTACT = frozenset({"telephone", "email"})  # leads to somebody wherever it stands
OFFICER, RESEARCHER = Role.PRIVACY_OFFICER.value, Role.RESEARCHER.value


@dataclass(frozen=True, slots=True)
class StudyWish:
    """What a privacy officer records of a study; persons and municipalities by code."""

    name: str
    purpose: str
    approval: str
    researchers: tuple[str, ...]
    municipalities: tuple[str, ...]
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class ExportShown:
    """A line of the ledger: what was taken when by whom, and what became of it."""

    code: str
    at: datetime
    by: str
    referred: int | None  # None is not told: a researcher gets no small number, nor what leads to one
    consented: int
    refused: int | None
    to_delete: int  # rows of families that took their yes back, or are not kept any more
    deleted: int  # of how many of those the researcher said that they are gone
    key_changed: bool  # nobody can tell any more which rows those are
    since: date | None  # of the families that were referred from here
    until: date | None  # to here; none: nobody wrote that down then


@dataclass(frozen=True, slots=True)
class StudyShown:
    """A study with its ledger, the newest export first."""

    code: str
    name: str
    purpose: str
    approval: str
    from_on: date
    until_on: date
    researchers: tuple[str, ...]
    places: tuple[str, ...]  # the codes of the municipalities
    municipalities: tuple[str, ...]  # their names
    exports: tuple[ExportShown, ...]
    runs: bool
    has_ended: bool

    @property
    def to_delete(self) -> int:
        """Give how many rows wait to be deleted, over all exports."""
        return sum(export.to_delete for export in self.exports)

    @property
    def asks_something(self) -> bool:
        """Say whether the researcher still has something to do about what was taken."""
        return any(export.to_delete or export.key_changed for export in self.exports)


# --- What a privacy officer does --------------------------------------------------------------------------------------
@transaction.atomic
def record_study(officer: Actor, wish: StudyWish) -> str:
    """Record a study and give its code. Raises Invalid with the field at fault, NotFound for who is no officer."""
    needs(officer, OFFICER)
    return _store(officer, Study(), wish, "research.record_study")


@transaction.atomic
def change_study(officer: Actor, code: str, wish: StudyWish) -> str:
    """Change what is recorded of a study; what was taken stands in the ledger as it was."""
    needs(officer, OFFICER)
    return _store(officer, _one(Study.objects.select_for_update(), code), wish, "research.change_study")


@transaction.atomic
def stop_study(officer: Actor, code: str) -> None:
    """End a study at once: from this moment it gives no data. One that has ended stays as it is."""
    needs(officer, OFFICER)
    study, yesterday = _one(Study.objects.select_for_update(), code), clock.today() - timedelta(days=1)
    if study.until_on > yesterday:
        study.from_on, study.until_on = min(study.from_on, yesterday), yesterday
        study.save(update_fields=["from_on", "until_on"])
        record("research.stop_study", actor=officer, role=OFFICER, detail=study.code.lower())


def _store(officer: Actor, study: Study, wish: StudyWish, act: str) -> str:
    researchers = list(researchers_now().filter(code__in=wish.researchers))
    places = list(Municipality.objects.filter(code__in=wish.municipalities))
    _check(officer, study, wish, researchers, places)
    study.name, study.purpose, study.approval = wish.name.strip(), wish.purpose.strip(), wish.approval.strip()
    study.from_on, study.until_on = wish.from_on, wish.until_on
    study.save()
    study.researchers.set(researchers)
    study.municipalities.set(places)
    about = [person.code for person in researchers]
    record(act, actor=officer, role=OFFICER, about=about, detail=study.code.lower())
    return study.code


def _check(
    officer: Actor, study: Study, wish: StudyWish, researchers: list[Person], places: list[Municipality]
) -> None:
    wrong = _wrong_words(wish)
    if Study.objects.filter(name__iexact=wish.name.strip()).exclude(pk=study.pk).exists():
        wrong["name"] = _("Er is al een onderzoek met deze naam.")
    if not researchers or len(researchers) < len(set(wish.researchers)):
        wrong["researchers"] = _("Kies minstens één onderzoeker uit de lijst.")
    if any(person.pk == officer.person_id for person in researchers):
        wrong["researchers"] = _("Een onderzoek van uzelf legt een andere functionaris vast.")
    if not places or len(places) < len(set(wish.municipalities)):
        wrong["municipalities"] = _("Kies minstens één gemeente uit de lijst.")
    if wish.until_on < wish.from_on:
        wrong["until_on"] = _("De laatste dag ligt voor de eerste dag.")
    if wrong:
        raise Invalid(wrong)


def _wrong_words(wish: StudyWish) -> dict[str, Any]:
    """Give what cannot stand in the words of a study: they go along in its file. An approval has a date of its own."""
    wrong: dict[str, Any] = {}
    for name, refused in (("name", GOES_TO_SOMEBODY), ("purpose", GOES_TO_SOMEBODY), ("approval", CONTACT)):
        text = getattr(wish, name).strip()
        if not text:
            wrong[name] = _("Vul dit in.")
        elif any(found.kind in refused for found in findings(text)):
            wrong[name] = _("Dit leidt naar iemand. Haal datum, adres, telefoon of e-mail weg.")
        clean(wrong, name, text)
    return wrong


# --- Who sees which studies -------------------------------------------------------------------------------------------
def studies(officer: Actor) -> list[StudyShown]:
    """Give every study with its ledger to a privacy officer; what runs first, then the newest."""
    needs(officer, OFFICER)
    return _shown(Study.objects.all())


def study_for_officer(officer: Actor, code: str) -> tuple[StudyShown, StudyWish]:
    """Give one study to a privacy officer: as it is shown, and as what a form is filled with."""
    needs(officer, OFFICER)
    study = _one(Study.objects.all(), code)
    people, places = study.researchers.values_list("code", flat=True), study.municipalities.values_list("pk", flat=True)
    wish = StudyWish(
        study.name, study.purpose, study.approval, tuple(people), tuple(places), study.from_on, study.until_on
    )
    return _shown(Study.objects.filter(pk=study.pk))[0], wish


def studies_of_leader(leader: Actor) -> list[StudyShown]:
    """Give a project leader the studies, with their ledger, that may have data of her municipalities."""
    needs(leader, Role.PROJECT_LEADER.value)
    here = Study.objects.filter(municipalities__in=municipalities_of_leader(leader.person_id)).values("pk")
    return _shown(Study.objects.filter(pk__in=here))


def own_studies(researcher: Actor) -> list[StudyShown]:
    """Give a researcher her own studies that run, and others that she took data of while something is to be deleted."""
    needs(researcher, RESEARCHER)
    me = researcher.person_id
    running = set(_running(me).values_list("code", flat=True))
    found = _shown(Study.objects.filter(pk__in=_seen_by(me).values("pk")))
    mine = [one if one.code in running else replace(one, runs=False, has_ended=True) for one in found]
    return [_without_small(study) for study in mine if study.runs or study.asks_something]


def _without_small(study: StudyShown) -> StudyShown:
    """Give a study as a researcher may know it: in its ledger no small number of families."""

    def of(line: ExportShown) -> ExportShown:
        numbers = told(ResearchAnswers(line.referred or 0, line.consented, line.refused or 0))
        return replace(line, referred=numbers.referred, refused=numbers.refused)

    return replace(study, exports=tuple(map(of, study.exports)))


def own_study(researcher: Actor, code: str) -> StudyShown:
    """Give one of `own_studies`; raises NotFound."""
    found = next((study for study in own_studies(researcher) if study.code == code), None)
    if found is None:
        raise NotFound
    return found


def running_study(researcher: Actor, code: str) -> Study:
    """Find a study of which this researcher may take data today; raises NotFound."""
    needs(researcher, RESEARCHER)
    return _one(_running(researcher.person_id), code)


def export_of(researcher: Actor, code: str) -> Export:
    """Find an export that this researcher may look back at: of a study of hers, or taken by her. Raises NotFound."""
    needs(researcher, RESEARCHER)
    line = Export.objects.select_related("study").filter(code=code, study__in=_seen_by(researcher.person_id)).first()
    if line is None:
        raise NotFound
    return line


def _running(researcher: int | None) -> QuerySet[Study]:
    today = clock.today()
    return Study.objects.filter(researchers=researcher, from_on__lte=today, until_on__gte=today)


def _seen_by(researcher: int | None) -> QuerySet[Study]:
    """Give the studies that somebody may look back at: who left a study has to delete as well."""
    mine = Q(researchers=researcher, from_on__lte=clock.today()) | Q(exports__by=researcher)
    return Study.objects.filter(mine).distinct()


def researchers_now() -> QuerySet[Person]:
    """Give the people who are researchers today."""
    return Person.objects.filter(
        standing(clock.today(), "assignments__"), assignments__role=RESEARCHER, is_active=True
    ).distinct()


def needs(actor: Actor, role: str) -> None:
    """Let somebody pass who has this role today and showed a second factor; to anybody else there is nothing here."""
    if actor.assurance != "strong" or actor.person_id is None or role not in roles_of(actor.person_id):
        raise NotFound


def _one(among: QuerySet[Study], code: str) -> Study:
    found = among.filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def _shown(rows: QuerySet[Study]) -> list[StudyShown]:
    """Give studies as they are shown: four statements, whatever their number."""
    gone = Q(rows__withdrawn_on__isnull=False)
    exports = (
        Export.objects.select_related("by").order_by("-at", "-pk")
        .annotate(
            gone=Count("rows", filter=gone & Q(rows__deleted_on=None)),
            deleted=Count("rows", filter=gone & Q(rows__deleted_on__isnull=False)),
        )
    )  # fmt: skip
    found = rows.prefetch_related("researchers", "municipalities", Prefetch("exports", exports)).order_by(
        "-from_on", "name"
    )
    today = clock.today()
    shown = [_one_shown(study, today) for study in found]
    return sorted(shown, key=lambda study: not study.runs)


def _one_shown(study: Study, today: date) -> StudyShown:
    check = check_of(key_of(study.code))
    return StudyShown(
        study.code, study.name, study.purpose, study.approval, study.from_on, study.until_on,
        researchers=_names(study.researchers.all()), municipalities=_names(study.municipalities.all()),
        places=tuple(place.code for place in study.municipalities.all()),
        exports=tuple(
            ExportShown(
                one.code, one.at, one.by.name, one.referred, one.consented, one.refused,
                to_delete=one.gone, deleted=one.deleted, key_changed=one.key_check != check,  # type: ignore[attr-defined]
                since=one.since, until=one.until,
            )
            for one in study.exports.all()
        ),
        runs=study.from_on <= today <= study.until_on, has_ended=study.until_on < today,
    )  # fmt: skip


def _names(rows: Iterable[Person | Municipality]) -> tuple[str, ...]:
    return tuple(sorted(row.name for row in rows))
