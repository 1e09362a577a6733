"""Importing: registrations of earlier years come in from a file, all of them or none, each row once."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from knooppunt.foundation import clock
from knooppunt.foundation.codes import new_code
from knooppunt.people.actor import SYSTEM, Actor
from knooppunt.people.models import Discipline
from knooppunt.trail.record import record

from .doors import opened, writing
from .forms import codes, counted_as, version_of
from .models import LocalValue, Registered, Registration
from .refusals import Invalid, NotFound
from .registering import ASKED, DAYS, KIND, LISTS, PARENT, kinds_of
from .shown.registration import ImportShown, TakenIn

AT_ONCE = 1000  # rows in one statement


def new_among(hashes: Iterable[str]) -> frozenset[str]:
    """Give which of these rows were not taken in before."""
    wanted = frozenset(hashes)
    with opened():
        return wanted - frozenset(_known())


def take_in(rows: Sequence[TakenIn], actor: Actor, role: str) -> int:
    """Keep the rows of a file, all of them or none; a row that is there already adds nothing. Gives how many were new.

    Without the yes to research only place, dates, and who referred are kept. A code of a local value is kept beside the
    value as which it counts. Raises Invalid for a code of nothing: the reader of the file says which row that is.
    """
    with writing():
        known = set(_known())
        fresh = list({row.row_hash: row for row in rows if row.row_hash not in known}.values())
        values = Values(actor)
        kept = [values.row(one) for one in fresh]
        items = [item for one, row in zip(fresh, kept, strict=True) for item in values.items(one, row)]
        Registration.objects.bulk_create(kept, batch_size=AT_ONCE)
        Registered.objects.bulk_create(items, batch_size=AT_ONCE * 5)
        detail = f"rows:{len(rows)} new:{len(fresh)}" + (f" {values.code.lower()}" if fresh else "")
        record("import_registrations", actor=actor, role=role, detail=detail)
    return len(fresh)


def changed_since(rows: Iterable[TakenIn]) -> frozenset[str]:
    """Give which of these rows look like one that was taken in before and changed since: the marks of the new ones.

    A row looks like another of the same municipality, day and discipline of who referred; but not like one that stands
    unchanged in the same rows, for that is another family.
    """
    rows = list(rows)
    marks, places = {row.row_hash for row in rows}, {row.municipality for row in rows}
    with opened():
        values = Values()
        days = [row.referred_on for row in rows]
        before = Registration.objects.filter(row_hash__isnull=False, municipality__in=places)
        if rows:
            before = before.filter(referred_on__range=(min(days), max(days)))
        told = list(before.values_list("row_hash", "municipality", "referred_on", "referrer"))
    known = {mark for mark, *_key in told}
    gone = {tuple(key) for mark, *key in told if mark not in marks}
    return frozenset(
        row.row_hash
        for row in rows
        if row.row_hash not in known and (row.municipality, row.referred_on, values.referrer(row)) in gone
    )


def imports_of(actor: Actor) -> list[ImportShown]:
    """Give what somebody took in (the operator: what nobody signed in did), as far as it is there, the last first."""
    with opened():
        mine = Registration.objects.exclude(import_code="").filter(imported_by=actor.person_id)
        by_year = mine.annotate(year=ExtractYear("referred_on"))
        rows = by_year.values_list("import_code", "imported_at", "municipality", "year").annotate(n=Count("pk"))
        told = list(rows.order_by("-imported_at", "municipality"))
    found: dict[str, ImportShown] = {}
    for code, at, place, year, n in told:
        before = found.get(code, ImportShown(code, at, {}, ()))
        families = {**before.families, place: before.families.get(place, 0) + n}
        found[code] = ImportShown(code, at, families, tuple(sorted({*before.years, year})))
    return list(found.values())


def take_back(actor: Actor, role: str, code: str) -> int:
    """Take away all that came in together, by who took it in; gives how many families. Raises NotFound.

    What was published with these families in it stays as it is, and so does what the ledger says was told.
    """
    with writing():
        mine = Registration.objects.exclude(import_code="").filter(import_code=code, imported_by=actor.person_id)
        many = mine.count()
        if not many:
            raise NotFound
        mine.delete()
        record("take_back_registrations", actor=actor, role=role, detail=f"rows:{many} {code.lower()}")
    return many


def _known() -> QuerySet[Registration, str | None]:
    return Registration.objects.filter(row_hash__isnull=False).values_list("row_hash", flat=True)


class Values:
    """The values that a file may hold, and as what each counts."""

    def __init__(self, actor: Actor = SYSTEM) -> None:
        self.code, self._by = new_code(), actor.person_id
        self._disciplines = dict(Discipline.objects.values_list("code", "counts_as"))
        self._local = {(v.municipality_id, v.list, v.code): v for v in LocalValue.objects.all()}
        self._now = clock.now()

    def row(self, one: TakenIn) -> Registration:
        """Give the row to keep of a family."""
        row = Registration(
            municipality_id=one.municipality, referred_on=one.referred_on, research=one.research,
            referrer=self.referrer(one), import_code=self.code, imported_by_id=self._by,
            row_hash=one.row_hash, imported_at=self._now, list_version=version_of(one.referred_on.year),
            **{name: getattr(one, name) for name in DAYS},
        )  # fmt: skip
        if one.research == Registration.Research.YES:
            for name in (*ASKED, "outcome", "change"):
                base, own = self._counted(one, name, getattr(one, name))
                setattr(row, name, base)
                if own:
                    setattr(row, f"local_{name}", own)
        return row

    def referrer(self, one: TakenIn) -> str:
        """Give who referred, as it is counted."""
        return one.referrer if one.referrer in ("", PARENT) else self._discipline(one.referrer)

    def items(self, one: TakenIn, row: Registration) -> list[Registered]:
        """Give the answers of which there may be several; none without the yes to research."""
        if one.research != Registration.Research.YES:
            return []
        found = {(KIND.PARTICIPANT.value, self._discipline(code), "") for code in one.participants}
        for name, kind in (("needs", KIND.NEED), ("support", KIND.SUPPORT)):
            for code in getattr(one, name):
                base, own = self._counted(one, name, code)
                found |= {
                    (kind.value, base, ""),
                    (kind.value, base, own.code if own else ""),
                }  # figures count the rows without `local`
        row.several = kinds_of(kind for kind, _base, _local in found)
        return [Registered(registration=row, kind=k, code=base, local=local) for k, base, local in sorted(found)]

    def _counted(self, one: TakenIn, name: str, code: str) -> tuple[str, LocalValue | None]:
        """Give the value of the base list as which a code counts, and the local value where it is one."""
        version = version_of(one.referred_on.year)
        if not code or code in codes(LISTS[name]):
            return code and counted_as(LISTS[name], code, version), None
        own = self._local.get((one.municipality, LISTS[name], code))
        if own is None:
            raise Invalid({name: _("Deze waarde staat niet in de lijst.")})
        return counted_as(LISTS[name], own.counts_as, version), own

    def _discipline(self, code: str) -> str:
        if code not in self._disciplines:
            raise Invalid({"discipline": _("Deze waarde staat niet in de lijst.")})
        return self._disciplines[code] or code
