"""What is asked of the database on every page, or stored with every referral: its SQL is worked out once.

Building and compiling a queryset takes longer here than running it. A prepared question is compiled at its first use,
with stand-ins for what differs, and later only gets the values filled in. See docs/performance.md.
"""

from collections.abc import Callable, Iterable
from copy import copy
from datetime import date
from functools import cache
from itertools import batched
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import AutoField, Model, QuerySet

NUMBER, TEXT, DAY = -7_310_551, "#stand-in#", date(731, 5, 5)
"""Stand-ins for a row number, a text and a date; no row has them."""


class Prepared[T]:
    """A question with one or more gaps: `Prepared(lambda case: Step.objects.filter(case=case), NUMBER)(case.pk)`.

    Gives a list, of whatever the queryset would give. The gaps take a number, a text or a date where the SQL stays the
    same for all of them: no None and no lists.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *stand_ins: int | str | date) -> None:
        self._build, self._stand_ins = build, stand_ins
        self._made: dict[str, tuple[QuerySet[Any, Any], Any, str, tuple[Any, ...]]] = {}

    def __call__(self, *values: int | str | date) -> list[T]:
        """Ask; raises ValueError when the number of values is not the number of gaps."""
        if len(values) != len(self._stand_ins):
            raise ValueError("Give a value for each gap.")
        if connection.vendor not in self._made:
            self._made[connection.vendor] = self._prepare()
        queryset, compiler, sql, params = self._made[connection.vendor]
        filling = dict(zip(map(_as_sent, self._stand_ins), map(_as_sent, values), strict=True))
        filled = tuple(filling.get(one, one) if isinstance(one, int | str | date) else one for one in params)
        fresh, mine = queryset.all(), copy(compiler)
        mine.query, mine.connection = fresh.query, connections[DEFAULT_DB_ALIAS]
        mine.as_sql = lambda *_, **__: (sql, filled)
        fresh.query.get_compiler = lambda *_, **__: mine  # type: ignore[method-assign]
        return list(fresh)

    def _prepare(self) -> tuple[QuerySet[Any, Any], Any, str, tuple[Any, ...]]:
        queryset = self._build(*self._stand_ins)
        compiler = queryset.query.get_compiler(using=connection.alias)
        sql, params = compiler.as_sql()
        if not all(_as_sent(one) in params for one in self._stand_ins):
            raise ValueError("Each gap of a prepared question stands in its SQL as it is.")
        return queryset, compiler, sql, tuple(params)


class PreparedAmong[T]:
    """A prepared question about several rows at once: `PreparedAmong(lambda keys: Hub.objects.filter(pk__in=keys), 9)`.

    There are `most` gaps, and those that are left over ask for a row that is not there. More keys than that are asked
    in several goes, one after the other: whatever orders or limits the answer does so within a go.
    """

    def __init__(self, build: Callable[[list[int]], QuerySet[Any, Any]], most: int) -> None:
        gaps = [NUMBER - n for n in range(most)]
        self._most, self._prepared = most, Prepared[T](lambda *keys: build(list(keys)), *gaps)

    def __call__(self, keys: Iterable[int]) -> list[T]:
        """Ask about these row numbers."""
        found: list[T] = []
        for some in batched(keys, self._most):
            found += self._prepared(*some, *[NUMBER] * (self._most - len(some)))
        return found


def _as_sent(value: int | str | date) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def store(*rows: Model) -> None:
    """Put new rows in one table by one statement and give each its key: `bulk_create`, with its SQL worked out once.

    The columns hold plain values, and rows that these point at were stored before. No signal is sent.
    """
    if not rows:
        return
    meta = rows[0]._meta
    spread: list[tuple[str, bool]] = []
    values: dict[str, Any] = {}
    for field in meta.local_concrete_fields:
        if isinstance(field, AutoField):
            continue
        first, *others = kept = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows]
        # What all rows have in common is sent once: psycopg keeps nothing of a statement with more than 50 values.
        alike = all(other == first for other in others)
        column = str(field.column)
        spread.append((column, not alike))
        values |= {f"{column}__0": first} if alike else {f"{column}__{n}": v for n, v in enumerate(kept)}
    with connection.cursor() as cursor:
        cursor.execute(_insertion(meta.db_table, meta.pk.column, tuple(spread), len(rows)), values)
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk, row._state.adding, row._state.db = key, False, connection.alias


@cache
def _insertion(table: str, key: str, columns: tuple[tuple[str, bool], ...], rows: int) -> str:
    quoted = connection.ops.quote_name  # the same on both engines
    names = ", ".join(quoted(column) for column, _spread in columns)
    each = (", ".join(f"%({column}__{n * spread})s" for column, spread in columns) for n in range(rows))
    values = ", ".join(f"({row})" for row in each)
    return f"INSERT INTO {quoted(table)} ({names}) VALUES {values} RETURNING {quoted(key)}"  # noqa: S608  our own names
