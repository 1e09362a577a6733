"""Importing: registrations of earlier years come in from a file, all of them or none, each row once."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from knooppunt.foundation import clock
from knooppunt.people.actor import Actor
from knooppunt.people.models import Discipline
from knooppunt.trail.record import record

from .doors import opened, writing
from .forms import codes, counted_as, version_of
from .models import LocalValue, Registered, Registration
from .refusals import Invalid
from .registering import ASKED, DAYS, KIND, LISTS, PARENT, kinds_of
from .shown.registration import TakenIn

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
        values = Values()
        kept = [values.row(one) for one in fresh]
        items = [item for one, row in zip(fresh, kept, strict=True) for item in values.items(one, row)]
        Registration.objects.bulk_create(kept, batch_size=AT_ONCE)
        Registered.objects.bulk_create(items, batch_size=AT_ONCE * 5)
        record("import_registrations", actor=actor, role=role, detail=f"rows:{len(rows)} new:{len(fresh)}")
    return len(fresh)


def _known() -> QuerySet[Registration, str | None]:
    return Registration.objects.filter(row_hash__isnull=False).values_list("row_hash", flat=True)


class Values:
    """The values that a file may hold, and as what each counts."""

    def __init__(self) -> None:
        self._disciplines = dict(Discipline.objects.values_list("code", "counts_as"))
        self._local = {(v.municipality_id, v.list, v.code): v for v in LocalValue.objects.all()}
        self._now = clock.now()

    def row(self, one: TakenIn) -> Registration:
        """Give the row to keep of a family."""
        row = Registration(
            municipality_id=one.municipality, referred_on=one.referred_on, research=one.research,
            referrer=one.referrer if one.referrer in ("", PARENT) else self._discipline(one.referrer),
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
