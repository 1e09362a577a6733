"""Filling a database with many cases, for measuring: the one bulk path, and it copies only what verbs have made.

`fill(cases)` multiplies the few cases that are there, with everything around them, until there are as many as asked.
It writes rows in bulk, yet keeps what the verbs keep: every constraint and trigger stays on, codes are fresh and
unique, the counts (`Tally`) are what the doors would have counted, and every new case has its line in the trail. What
differs: other hubs and other professionals, ended cases also lie in earlier years, a parent of a copy has no account,
nobody holds a link or a calendar file of it, and of a plan only the last version is copied. Never in production, and
not while somebody works in the database.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import batched, count, pairwise
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models

from knooppunt.foundation import clock
from knooppunt.foundation.codes import ALPHABET
from knooppunt.people.actor import SYSTEM
from knooppunt.people.models import Hub, HubArea, Municipality, Person
from knooppunt.trail.record import record_many

from .doors import opened, writing
from .models import (
    Action,
    AdviceRequest,
    AgendaItem,
    Case,
    Conference,
    Consent,
    DateAnswer,
    DateOption,
    DateProposal,
    Entry,
    Evaluation,
    Family,
    Goal,
    HealthDimension,
    HealthPicture,
    Invitation,
    Message,
    Outcome,
    OwnEvaluation,
    Parent,
    Participation,
    PlanVersion,
    Referral,
    Registered,
    Registration,
    Reminder,
    Safety,
    Scan,
    SeatAnswer,
    Step,
    Tally,
)
from .models.tally import Cell
from .process import ENDED, State
from .registering import refresh

# Every table of a case and the road from its rows to the case; '' for the questions, which belong to none.
ROADS: dict[type[models.Model], str] = {
    Family: "case", Parent: "family__case", Consent: "subject__family__case", Case: "pk", Participation: "case",
    Referral: "case", Step: "case", Conference: "case", Entry: "case", Invitation: "conference__case", Goal: "case",
    Action: "goal__case", PlanVersion: "case", Evaluation: "case", Outcome: "evaluation__case", Safety: "case",
    HealthPicture: "case", HealthDimension: "picture__case", Message: "case", SeatAnswer: "participation__case",
    OwnEvaluation: "case", Scan: "case", AgendaItem: "conference__case", DateProposal: "case",
    DateOption: "proposal__case", DateAnswer: "option__proposal__case", Reminder: "case", Registration: "case",
    Registered: "registration__case",
    AdviceRequest: "",
}  # fmt: skip
WITH_CODES = ((PlanVersion, "content"), (OwnEvaluation, "came"))  # columns in which codes of actions stand
MOST = 200  # cases that may serve as examples
ROUNDS = 4  # of so many rounds one copies all cases, and the others those that have ended, in an earlier year
EARLIER = timedelta(days=91)
AT_ONCE = 1000  # cases in one transaction
# Questions are copied as if they were one case, but those that wait are not: a desk never has thousands of them.
ANSWERED, WAITING = 0, -1

_HALF = len(ALPHABET) ** 4
_SIGNS = [a + b + c + d for a in ALPHABET for b in ALPHABET for c in ALPHABET for d in ALPHABET]
_STRIDE = 73_819_750_661  # a prime, so that numbers in a row give codes that lie far apart and are never the same

Picked = tuple[int, int, timedelta, int]  # number of the round, case, how much earlier, which place


def fill(cases: int, among: Sequence[int]) -> int:
    """Copy the cases that are there until there are `cases`; gives how many were added.

    `among` are the persons (row numbers) over whom places at tables are spread. Raises ValueError for a database that
    has no cases or too many to be examples, RuntimeError in production or when the counts do not tell what happened.
    """
    if settings.PRODUCTION:
        raise RuntimeError("Families are never made up in production.")
    with opened():
        there = Case.objects.count()
        if not 0 < there <= MOST:
            raise ValueError(f"Fill starts from 1 to {MOST} cases that verbs have made.")
        refresh()  # a copy is registered as its example is
        examples = Examples(among)
        examples.check_counts()
        for few in batched(_picked(examples, cases - there), AT_ONCE):
            with writing():
                _copy(examples, few)
        _finish()
    return max(cases - there, 0)


def code_of(number: int) -> str:
    """Give the code of a copy: as new as a random one, and never given twice."""
    first, last = divmod(number * _STRIDE % (_HALF * _HALF), _HALF)
    return _SIGNS[first] + _SIGNS[last]


class Examples:
    """The cases to copy: their rows as the database takes them, and what the doors counted for them."""

    def __init__(self, among: Sequence[int]) -> None:
        self.among = among
        self.ended = frozenset(Case.objects.filter(state__in=ENDED).values_list("pk", flat=True))
        self.cases = list(Case.objects.order_by("pk").values_list("pk", flat=True))
        areas = HubArea.objects.filter(until_on=None).order_by("municipality")
        self.places: list[tuple[int, str]] = list(areas.values_list("hub_id", "municipality_id"))
        self._spot = {one: n for n, place in reversed([*enumerate(self.places)]) for one in place}
        self.width = {m: m.objects.aggregate(n=models.Max("pk"))["n"] or 0 for m in ROADS}  # type: ignore[attr-defined]
        self.rows: dict[type[models.Model], dict[int, list[list[Any]]]] = {m: self._rows(m) for m in ROADS}
        self.number = {r[i]: (m, r[0]) for m in (Goal, Action) for i in [_at(m, "code")] for r in self.all(m)}
        self.persons = {p: n for n, p in enumerate(Person.objects.order_by("pk").values_list("pk", flat=True)[:MOST])}
        self.counts = {case: list(counts_of(self, case)) for case in (*self.cases, ANSWERED, WAITING)}
        self._earlier: dict[tuple[type[models.Model], int, timedelta], list[list[Any]]] = {}

    def _rows(self, model: type[models.Model]) -> dict[int, list[list[Any]]]:
        names = [f.attname for f in model._meta.concrete_fields]
        found = model.objects.order_by("pk")  # type: ignore[attr-defined]
        waits = models.Case(models.When(state="asked", then=WAITING), default=ANSWERED)
        road = models.F(ROADS[model]) if ROADS[model] else waits
        kept: dict[int, list[list[Any]]] = defaultdict(list)
        for *row, case in found.annotate(of_case=road).values_list(*names, "of_case"):
            kept[case] = [row] if model is PlanVersion else [*kept[case], row]
        return kept

    def all(self, model: type[models.Model]) -> Iterator[list[Any]]:
        """Give all rows of a table."""
        for rows in self.rows[model].values():
            yield from rows

    def earlier(self, model: type[models.Model], case: int, by: timedelta) -> list[list[Any]]:
        """Give the rows of a case as the database takes them, with all that happened so much earlier."""
        key = (model, case, by)
        if key not in self._earlier:
            fields = model._meta.concrete_fields
            self._earlier[key] = [
                [_prepared(field, value, by) for field, value in zip(fields, row, strict=True)]
                for row in self.rows[model].get(case, ())
            ]
        return self._earlier[key]

    def moved(self, old: int | str, turn: int) -> tuple[int, str]:
        """Give hub and municipality of a copy."""
        return self.places[(self._spot[old] + turn) % len(self.places)]

    def check_counts(self) -> None:
        """Raise RuntimeError unless `counts_of` says of the examples what the doors counted."""
        mine: Counter[tuple] = Counter()
        for counts in self.counts.values():
            for (what, place, day, key), by in counts:
                mine[what, place, Tally.period_of(day), key] += by
        theirs = {
            tuple(c[:4]): c[4] for c in Tally.objects.values_list("what", "municipality", "period", "key", "count")
        }
        if {k: n for k, n in mine.items() if n} != {k: n for k, n in theirs.items() if n}:
            raise RuntimeError("The counts of the examples are not those of the doors: mend counts_of.")


def _at(model: type[models.Model], name: str) -> int:
    return [f.attname for f in model._meta.concrete_fields].index(name)


def _prepared(field: models.Field, value: Any, by: timedelta) -> Any:
    if isinstance(value, date) and by:  # a moment is a date too
        value -= by
    return value if (field.model, field.name) in WITH_CODES else field.get_db_prep_save(value, connection)


def counts_of(examples: Examples, case: int) -> Iterator[tuple[Cell, int]]:
    """Give what the doors counted for one case, from its rows; see `doors.move` and `referring._finish`."""
    if case in (ANSWERED, WAITING):
        yield from _counts_of_questions(examples.rows[AdviceRequest][case])
        return

    def all_of(model: type[models.Model]) -> list[Any]:
        return [model(*row) for row in examples.rows[model][case]]

    (family,), (row,), (referral,) = all_of(Family), all_of(Case), all_of(Referral)
    place, steps = family.municipality_id, all_of(Step)
    received = _day(row.received_at)
    if row.state != State.IN_ERROR:
        yield ("referral", place, received, referral.discipline_id or referral.origin), 1
        if referral.organisation_id:
            yield ("referral_from", place, received, str(referral.organisation_id)), 1
    yield ("state", place, None, "received"), 1
    for before, step in pairwise(steps):
        yield ("state", place, None, before.to_state), -1
        yield ("state", place, None, step.to_state), 1
        day = _day(step.at)
        yield (f"days:{before.to_state}-{step.to_state}", place, day, str((day - _day(before.at)).days)), 1
        if step.to_state in ("held", "closed"):
            yield (f"days:referral-{step.to_state}", place, day, str((day - received).days)), 1
    if row.arranged_on:
        yield ("days:referral-arranged", place, row.arranged_on, str((row.arranged_on - received).days)), 1


def _counts_of_questions(rows: list[list[Any]]) -> Iterator[tuple[Cell, int]]:
    for values in rows:
        row = AdviceRequest(*values)  # type: ignore[misc]
        asked = _day(row.asked_at)
        yield ("advice", row.municipality_id, asked, row.discipline_id or "unknown"), 1
        if row.state == AdviceRequest.State.REFERRED:
            yield ("advice_referred", row.municipality_id, asked, row.discipline_id or "unknown"), 1
        if row.answered_at:
            day = _day(row.answered_at)
            yield ("days:asked-answered", row.municipality_id, day, str((day - asked).days)), 1


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.AMSTERDAM).date()


def _picked(examples: Examples, wanted: int) -> Iterator[Picked]:
    """Choose what to copy: each round all cases, or those that have ended and then longer ago, at another place."""
    for number in count(1):
        turn, year = divmod(number, ROUNDS)
        whole = not year
        earlier = EARLIER * (0 if whole else 1 + number % 12)
        for case in examples.cases if whole else sorted(examples.ended):
            if wanted <= 0:
                return
            wanted -= 1
            yield number, case, earlier, turn
        if whole:
            yield number, ANSWERED, earlier, turn


def _copy(examples: Examples, picked: Sequence[Picked]) -> None:
    """Write a number of copies with their counts and their lines, in the transaction of the caller."""
    for model in ROADS:
        change = Change(examples, model)
        rows = (
            change(row, number, turn) for number, case, by, turn in picked for row in examples.earlier(model, case, by)
        )
        _write(model, rows)
    cells: Counter[tuple] = Counter()
    for (case, by, turn), times in Counter((p[1], p[2], p[3] % len(examples.places)) for p in picked).items():
        for (what, place, day, key), one in examples.counts[case]:
            cells[what, examples.moved(place, turn)[1], day and day - by, key] += one * times
    Tally.add_all(cells)
    record_many("fill", actor=SYSTEM, cases=_lines(examples, picked), outcome="done")


class Change:
    """What makes a row of a copy differ from its example, column by column."""

    def __init__(self, examples: Examples, model: type[models.Model]) -> None:
        self.examples, self.model = examples, model
        self.order = list(ROADS).index(model)
        self.columns: list[tuple[int, str, Any]] = []
        for at, field in enumerate(model._meta.concrete_fields):
            target: Any = field.related_model
            if field.primary_key or target in ROADS:
                self.columns.append((at, "row", examples.width[target if target in ROADS else model]))
            elif target in (Hub, Municipality):
                self.columns.append((at, "place", int(target is Municipality)))
            elif target is Person:
                self.columns.append((at, "nobody" if model is Parent else "person", None))
            elif (
                field.name == "match_key"
                or (field.name == "code" and field.unique)
                or (model, field.name) in WITH_CODES
            ):
                self.columns.append((at, field.name, None))
            elif field.name == "uid":
                self.columns.append((at, "nobody", None))

    def __call__(self, example: list[Any], number: int, turn: int) -> list[Any]:
        """Give the row of the copy with this number."""
        row = list(example)
        for at, what, more in self.columns:
            old = row[at]
            if old is None:
                continue
            if what == "row":
                row[at] = old + number * more
            elif what == "code":
                row[at] = self.code(self.model, example[0], number)
            elif what == "place":
                row[at] = self.examples.moved(old, turn)[more]
            elif what == "person":
                row[at] = self._person(old, number)
            elif what == "nobody":
                row[at] = None
            elif what == "match_key":
                row[at] = old and self.code(self.model, example[0], number) + old[8:]
            elif what == "came":
                told = {self.code(*self.examples.number[action], number): came for action, came in old.items()}
                row[at] = OwnEvaluation._meta.get_field("came").get_db_prep_save(told, connection)
            else:
                row[at] = self._content(old, number)
        return row

    def code(self, model: type[models.Model], example: int, number: int) -> str:
        """Give the code of the copy of a row."""
        order = self.order if model is self.model else list(ROADS).index(model)
        return code_of((example + number * self.examples.width[model]) * len(ROADS) + order)

    def _person(self, old: int, number: int) -> int:
        among, persons = self.examples.among, self.examples.persons
        return among[(number * len(persons) + persons[old]) % len(among)]

    def _content(self, content: Any, number: int) -> Any:
        """Give the kept plan with the codes and places of the copy."""
        seats, parents = (number * self.examples.width[m] for m in (Participation, Parent))

        def code(old: str) -> str:
            return self.code(*self.examples.number[old], number)

        goals = [
            g | {"code": code(g["code"]), "about": g.get("about") and g["about"] + parents, "actions": [
                a | {"code": code(a["code"]), "seat": a["seat"] and a["seat"] + seats,
                     "parent": a["parent"] and a["parent"] + parents}
                for a in g["actions"]
            ]}
            for g in content["goals"]
        ]  # fmt: skip
        return PlanVersion._meta.get_field("content").get_db_prep_save(content | {"goals": goals}, connection)


def _lines(examples: Examples, picked: Iterable[Picked]) -> list[tuple[str, list[str]]]:
    """Give each new case with its adults, for the trail."""
    cases, parents = Change(examples, Case), Change(examples, Parent)
    return [
        (cases.code(Case, case, number), [parents.code(Parent, p[0], number) for p in examples.rows[Parent][case]])
        for number, case, _by, _turn in picked
        if case != ANSWERED
    ]


def _write(model: type[models.Model], rows: Iterable[list[Any]]) -> None:
    """Hand rows to the database in the fastest way that it has; constraints and triggers stay on."""
    names = ", ".join(connection.ops.quote_name(f.column or "") for f in model._meta.concrete_fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(model._meta.concrete_fields))
            cursor.executemany(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", list(rows))  # noqa: S608


def _finish() -> None:
    """Let the database know how much there is, and where its row numbers go on."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(ROADS)):
            cursor.execute(statement)
        vacuum = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute("VACUUM ANALYZE" if vacuum else "ANALYZE")
