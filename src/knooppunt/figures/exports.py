"""Exports: taking the data of a study along, and marking in what was taken before who said no afterwards.

Each export is a line in a ledger, with the pseudonyms that were in it and nothing else of a family.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import reading
from knooppunt.casework.refusals import Invalid, NotFound
from knooppunt.foundation import clock
from knooppunt.letters import post
from knooppunt.people.actor import SYSTEM, Actor
from knooppunt.people.models import Person, SubregionMembership
from knooppunt.people.models.places import Grouping, standing
from knooppunt.trail.record import record

from . import research, study_files
from .models import Export, ExportedRow, Study
from .research import LEAST, check_of, key_of, pseudonym, told
from .studies import RESEARCHER, export_of, running_study
from .study_columns import Codebook

TOO_FEW = _("Het bestand zou over minder dan 10 gezinnen gaan. Er komt nog geen bestand: een gezin is te herkennen.")


class Taken(NamedTuple):
    """One family in an earlier file: its row, how it is called there, and under which key."""

    pk: int
    pseudonym: str
    key_check: str


@dataclass(frozen=True, slots=True)
class File:
    """A file for a researcher: how it is called, and what is in it."""

    name: str
    content: bytes


def export(researcher: Actor, code: str, first: str = "", last: str = "") -> File:
    """Give a researcher the data of her running study, and write it in the ledger and the trail.

    It holds the families that were referred from the `first` to the `last` quarter, as they stood when the last whole
    quarter ended, and of which every adult who takes part says yes to research today (R-RES-01). Families that are new
    since earlier files of the study wait until there are ten. Raises NotFound for a study that is not hers or does not
    run, and Invalid for another period than whole quarters, or when the file would hold fewer than ten families.
    """
    study, today = running_study(researcher, code), clock.today()
    period, until = research.period(first, last, today), research.last_whole(today)
    places = dict(study.municipalities.values_list("code", "name"))
    key, before = key_of(study.code), Before(study)
    whole = list(reading.consented_registrations(today, places, until=until))
    chosen = research.settled(
        (one for one in whole if period.holds(one.referred_on)), lambda one: before.held(pseudonym(one.code, key))
    )
    if len(chosen) < LEAST:
        raise Invalid({"": TOO_FEW})
    waits = {one.code for one in whole if period.holds(one.referred_on)} - {one.code for one in chosen}
    subregions = _subregions(places)
    area = research.areas(Counter(one.municipality for one in whole if one.code not in waits), subregions, before.areas)
    table = research.rows(chosen, key, area, until)
    answers = reading.research_answers(today, places, since=period.since, until=period.until, fresh=False)
    about = study_files.About(
        study.code, study.name, study.purpose, study.approval, study.from_on, study.until_on,
        tuple(sorted(places.values())), today, period.since, period.until, until,
    )  # fmt: skip
    numbers = told(replace(answers, consented=len(table)))
    content = study_files.pack(about, numbers, table, Codebook(places, {*subregions.values(), *area.values()}))
    with transaction.atomic():
        line = Export.objects.create(
            study=study, by_id=researcher.person_id or 0, since=period.since, until=period.until, areas=area,
            referred=answers.referred, consented=len(table), refused=answers.refused,
            sha256=sha256(content).hexdigest(), key_check=check_of(key),
        )  # fmt: skip
        ExportedRow.objects.bulk_create(
            [ExportedRow(export=line, pseudonym=str(row["family"])) for row in table], batch_size=2000
        )
        record("research.export", actor=researcher, role=RESEARCHER, detail=f"{study.code.lower()} {len(table)}")
    return File(f"onderzoek-{study.code}-{today.isoformat()}.zip", content)


class Before:
    """What earlier files of a study told: which families, by pseudonym, and in which areas."""

    def __init__(self, study: Study) -> None:
        """Ask the ledger: two statements."""
        self.areas: dict[str, str] = {}
        for areas in study.exports.order_by("at", "pk").values_list("areas", flat=True):
            self.areas |= areas
        self._names = frozenset(ExportedRow.objects.filter(export__study=study).values_list("pseudonym", flat=True))

    def held(self, name: str) -> bool:
        """Say whether a family was in one of them."""
        return name in self._names


def mark_taken_back() -> int:
    """Mark the rows of every export of which the family took its yes back or is not kept any more; gives how many.

    The worker does so again and again. A row that is marked stays so: who says yes again is in the next export. What
    was taken under another key says nothing, so it stays as it is (docs/operations.md).
    """
    taken = _not_marked()  # before who says yes: a family that says yes in between is not in these rows
    if not taken:
        return 0
    yes = reading.families_who_say_yes()
    return sum(_mark(study, taken[study.pk], yes) for study in Study.objects.filter(pk__in=taken))


def _not_marked() -> dict[int, list[Taken]]:
    """Give the rows that are still good, per study."""
    found: dict[int, list[Taken]] = defaultdict(list)
    rows = ExportedRow.objects.filter(withdrawn_on=None)
    for study, pk, name, check in rows.values_list("export__study", "pk", "pseudonym", "export__key_check"):
        found[study].append(Taken(pk, name, check))
    return found


@transaction.atomic
def _mark(study: Study, taken: Iterable[Taken], yes: Iterable[str]) -> int:
    key = key_of(study.code)
    known, check = {pseudonym(code, key) for code in yes}, check_of(key)
    gone = [row.pk for row in taken if row.key_check == check and row.pseudonym not in known]
    for start in range(0, len(gone), 500):
        ExportedRow.objects.filter(pk__in=gone[start : start + 500]).update(withdrawn_on=clock.today())
    if gone:
        record("research.taken_back", actor=SYSTEM, role="system", detail=f"{study.code.lower()} {len(gone)}")
        told = Person.objects.filter(pk__in={*study.researchers.values_list("pk", flat=True),
                                             *study.exports.values_list("by", flat=True)})  # fmt: skip
        for person in told.filter(is_active=True).exclude(email=None):
            post.write("research_changed", str(person.email), person.language)
    return len(gone)


def to_delete(researcher: Actor, export_code: str) -> File:
    """Give the pseudonyms that have to go out of an export, also those that went already; and write that she saw it."""
    line = export_of(researcher, export_code)
    names = line.rows.filter(withdrawn_on__isnull=False).order_by("pseudonym").values_list("pseudonym", flat=True)
    if not names:
        raise NotFound
    record(
        "research.see_taken_back", actor=researcher, role=RESEARCHER, outcome="viewed", detail=line.study.code.lower()
    )
    return File(f"wissen-{line.code}.csv", study_files.one_column("family", list(names)))


@transaction.atomic
def say_deleted(researcher: Actor, export_code: str) -> int:
    """Note that a researcher deleted what had to go out of an export, as far as it is marked now; gives how many."""
    line = export_of(researcher, export_code)
    done = line.rows.filter(withdrawn_on__isnull=False, deleted_on=None).update(deleted_on=clock.today())
    if done:
        record("research.deleted", actor=researcher, role=RESEARCHER, detail=f"{line.study.code.lower()} {done}")
    return done


def _subregions(places: Iterable[str]) -> dict[str, str]:
    """Give in which subregion of the project leaders each of these municipalities lies today."""
    members = SubregionMembership.objects.filter(
        standing(clock.today()), grouping=Grouping.KKS, municipality__in=list(places)
    )
    return dict(members.values_list("municipality", "subregion"))
