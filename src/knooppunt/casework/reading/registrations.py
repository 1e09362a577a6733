"""The numbers of the registrations of a year, per municipality, and the rows that a study may have."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Expression,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, ExtractQuarter

from knooppunt.people.models import Discipline

from .. import registering
from ..doors import Room, look, opened
from ..models import Registered, Registration, Tally
from ..shown.registration import ConsentedRegistration, RegistrationCounts, RegistrationShown
from .research import referred_in, standing_yes

YES = Q(research=Registration.Research.YES)
SEVERAL = {"need": "needs", "participant": "participants", "support": "support"}
KINDS = {registering.kinds_of([kind]): kind for kind in SEVERAL}
STRETCHES = {"referral_conference": "conference_on", "referral_support": "support_on"}
# Where a family gives one answer: the column, and its table.
TABLE_OF = {
    "composition": "family_composition", "referrer": "referrers", "outcome": "outcomes", "change": "evaluations",
    **{f"{column}_{who}": f"{table}.{who}" for column, table in (("work", "paid_work"), ("education", "education"))
       for who in ("mother", "partner")},
}  # fmt: skip
# Columns that are counted together in one go over the families: few enough answers to take apart again.
TOGETHER = {
    "home": ("composition", "work_mother", "work_partner"),
    "school": ("education_mother", "education_partner", "several"),
    "course": ("referrer", "outcome", "change"),
}  # fmt: skip
PAIRS = {"paid_work": ("work_mother", "work_partner"), "education": ("education_mother", "education_partner")}
TABLES = ("by_quarter", "new_referrers", "durations", "advice", *TABLE_OF.values(), *SEVERAL.values())
AT_ONCE = 2000  # families in one go of a study
NOTHING = Value("")


class Days(Func):
    """How many days lie between two dates: the later one first."""

    template, arg_joiner, output_field = "(%(expressions)s)", " - ", IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:
        """Count by the calendar: dates are texts there."""
        return self.as_sql(
            compiler, connection, template="CAST(julianday(%(expressions)s) AS INTEGER)",
            arg_joiner=") - julianday(",
        )  # fmt: skip


def registration_counts(
    year: int, municipalities: Iterable[str] | None = None, *, fresh: bool = True
) -> RegistrationCounts:
    """Give the numbers of the families that were referred in a year, of these municipalities or of all.

    What changed is registered first; a page that may only read says `fresh=False`, and shows what the last round knew
    (a quarter of an hour ago at most). A family counts where it lives; see `registering` for who counts as referred.
    Three statements count, whatever the number of families.
    """
    if fresh:
        registering.refresh()
    places = None if municipalities is None else sorted(set(municipalities))
    with opened():
        counting = Counting(year)
        counting.of_work(_here(Tally.objects.filter(period__in=_quarters(year)), places))
        mine: dict[str, Any] = {"referred_on__range": (date(year, 1, 1), date(year, 12, 31))}
        if places is not None:
            mine["municipality__in"] = places
        rows = Registration.objects.filter(**mine)
        counting.of_registrations(rows)
        asked = {f"registration__{name}": value for name, value in {**mine, "research": "yes"}.items()}
        counting.of_answers(Registered.objects.filter(**asked))
    return counting.result()


class Counting:
    """The numbers while they come in, statement by statement."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.referred, self.consented, self.questions = Counter[str](), Counter[str](), Counter[str]()
        self.tables: dict[str, dict[str, Counter[str]]] = {name: defaultdict(Counter) for name in TABLES}
        self.answered: dict[str, Counter[str]] = defaultdict(Counter)
        self.days: dict[str, dict[str, Counter[int]]] = {name: defaultdict(Counter) for name in STRETCHES}

    def of_work(self, counted: QuerySet[Tally]) -> None:
        """Take what was counted while the work was done: it stays when a family is forgotten."""
        mine = counted.filter(what__in=("referral", "advice")).values_list("what", "municipality", "period", "key")
        as_counted = dict(Discipline.objects.filter(counts_as__isnull=False).values_list("code", "counts_as"))
        for what, place, period, key, n in mine.annotate(n=Sum("count")).order_by():
            if what == "advice":
                self.questions[place] += n
                self._add("advice", place, as_counted.get(key) or key, n)
            else:
                self._refer(place, str((period.month + 2) // 3), n)

    def of_registrations(self, rows: QuerySet[Registration]) -> None:
        """Take what each family has one answer to, in one statement."""
        first, *others = _branches(rows)
        for what, place, a, b, c, n in first.union(*others, all=True):
            if what in TOGETHER:
                self._take(what, place, dict(zip(TOGETHER[what], (a, b, c), strict=True)), n)
            elif what == "from_file":
                self._refer(place, a, n)
            else:
                self._take_days(what, place, a, n)
                self._add("new_referrers", place, b, n)
                if what == "referral_conference" and (a or c):
                    self.answered["durations"][place] += n

    def _take(self, what: str, place: str, answers: dict[str, str], n: int) -> None:
        for kind in answers.pop("several", ""):
            self.answered[SEVERAL[KINDS[kind]]][place] += n
        for column, cell in answers.items():
            self._add(TABLE_OF[column], place, cell, n)
        for table, pair in PAIRS.items():
            if any(answers.get(column) for column in pair):
                self.answered[table][place] += n
        if what == "home":
            self.consented[place] += n

    def _take_days(self, stretch: str, place: str, days: str, n: int) -> None:
        if days:
            self.days[stretch][place][int(days)] += n
            self._add("durations", place, stretch, n)

    def of_answers(self, items: QuerySet[Registered]) -> None:
        """Take what each family may have several answers to, in one statement; a local one stands beside its base."""
        mine = items.filter(local="").values_list("kind", "registration__municipality", "code")
        for kind, place, code, n in mine.annotate(n=Count("pk")).order_by():
            self.tables[SEVERAL[kind]][place][code] += n

    def _refer(self, place: str, quarter: str, n: int) -> None:
        self.referred[place] += n
        self._add("by_quarter", place, quarter, n)

    def _add(self, table: str, place: str, cell: str, n: int) -> None:
        if cell:  # '' was not asked
            self.tables[table][place][cell] += n
            if table != "durations":
                self.answered[table][place] += n

    def result(self) -> RegistrationCounts:
        """Give the numbers, without places and cells of which there is nothing."""

        def plain(counted: dict[Any, Counter[Any]]) -> dict[Any, dict[Any, int]]:
            cells = {place: {k: n for k, n in cells.items() if n} for place, cells in counted.items()}
            return {place: found for place, found in cells.items() if found}

        return RegistrationCounts(
            year=self.year, referred=+self.referred, consented=+self.consented, questions=+self.questions,
            tables={name: plain(cells) for name, cells in self.tables.items()}, answered=plain(self.answered),
            days={name: plain(cells) for name, cells in self.days.items()},
        )  # fmt: skip


def _here[T: (Registration, Tally)](rows: QuerySet[T], places: list[str] | None) -> QuerySet[T]:
    return rows if places is None else rows.filter(municipality__in=places)


def _quarters(year: int) -> list[date]:
    return [date(year, month, 1) for month in (1, 4, 7, 10)]


def _branches(rows: QuerySet[Registration]) -> Iterator[QuerySet[Registration, Any]]:
    """Give the questions of one answer a family: what, municipality, up to three answers, and how many families."""

    def by(what: str, among: QuerySet[Registration], *answers: Any) -> QuerySet[Registration, Any]:
        a, b, c = (*answers, NOTHING, NOTHING)[:3]
        named = among.annotate(what=Value(what), a=a, b=b, c=c)
        return named.values_list("what", "municipality", "a", "b", "c").annotate(n=Count("pk")).order_by()

    for what, columns in TOGETHER.items():
        yield by(what, rows.filter(YES), *map(F, columns))
    met, helped = (_text(Days(F(column), F("referred_on"))) for column in STRETCHES.values())
    new = _text(
        Case(When(is_new_referrer=True, then=Value("new")), When(is_new_referrer=False, then=Value("returning")))
    )
    is_helped = Case(When(support_on__isnull=False, then=Value("yes")), default=NOTHING)
    yield by("referral_conference", rows, met, new, is_helped)
    yield by("referral_support", rows.filter(support_on__isnull=False), helped)
    yield by("from_file", rows.filter(case__isnull=True), _text(ExtractQuarter("referred_on")))


def _text(one: Expression) -> Coalesce:
    return Coalesce(Cast(one, CharField()), NOTHING)


def consented_registrations(
    on: date, municipalities: Iterable[str] | None = None, *,
    since: date | None = None, until: date | None = None, fresh: bool = True,
) -> Iterator[ConsentedRegistration]:  # fmt: skip
    """Give the families that say yes to research on that day, referred in this period, in the order of their codes.

    What changed is registered first, so that a yes that was taken back a minute ago is no yes any more. No names, and
    what stands in a row is for making bands of: whatever leaves the house is for the caller to coarsen.
    """
    if fresh:
        registering.refresh()
    with opened():
        rows = Registration.objects.filter(standing_yes(on), referred_in(since, until))
        rows = _here(rows, None if municipalities is None else sorted(set(municipalities)))
        codes = list(rows.order_by("code").values_list("pk", flat=True))
    for start in range(0, len(codes), AT_ONCE):
        with opened():
            some = list(_shown(codes[start : start + AT_ONCE]))
        yield from some


def _shown(keys: list[int]) -> Iterator[ConsentedRegistration]:
    several: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    items = Registered.objects.filter(registration__in=keys, local="").order_by("kind", "code")
    for registration, kind, code in items.values_list("registration", "kind", "code"):
        several[registration][SEVERAL[kind]].append(code)
    for row in Registration.objects.filter(pk__in=keys).select_related("case__family").order_by("code"):
        family = row.case.family if row.case else None
        told: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
        told |= {name: tuple(several[row.pk][name]) for name in SEVERAL.values()}
        yield ConsentedRegistration(
            municipality=row.municipality_id, due_on=family.due_on if family else None,
            born_on=family.born_on if family else None, **told,
        )  # fmt: skip


PLAIN = (
    "code", "referred_on", "research", "research_until", "referrer", "is_new_referrer", *registering.AGES,
    *registering.ASKED, "outcome", "change", "conference_on", "support_on", "evaluated_on", "closed_on", "list_version",
)  # fmt: skip


@look("see_case")
def registration(room: Room) -> RegistrationShown:
    """Give the coordinator what is counted of a family, and what may still be asked."""
    return registering.shown(room)
