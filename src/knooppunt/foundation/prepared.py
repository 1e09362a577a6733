"""What is asked of the database on every page, or stored with every referral: its SQL is worked out once.

Building and compiling a queryset takes longer here than running it. A prepared question is compiled at its first use,
with stand-ins for what differs, and later only gets the values filled in. See docs/performance.md.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from itertools import batched
from types import MappingProxyType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import AutoField, Model, QuerySet

NUMBER, TEXT, DAY = -7_310_551, "#stand-in#", date(731, 5, 5)
"""Stand-ins for a row number, a text and a date; no row has them."""


_KEPT: ContextVar[Mapping[Any, list[tuple[Any, ...]]]] = ContextVar("asked_ahead", default=MappingProxyType({}))
# How the driver of PostgreSQL would have given what JSON gives as text; Django reads on from there.
_READ: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": datetime.fromisoformat, "DateField": date.fromisoformat, "JSONField": json.dumps,
}  # fmt: skip
_PLAIN = _READ.keys() | {
    "BigAutoField", "AutoField", "BigIntegerField", "BooleanField", "CharField", "ForeignKey", "IntegerField",
    "OneToOneField", "PositiveIntegerField", "PositiveSmallIntegerField", "SlugField", "SmallIntegerField", "TextField",
}  # fmt: skip
_JSON = {"sqlite": "json_array({})", "postgresql": "json_build_array({})::text"}


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
        kept = _KEPT.get().get((self, values))
        sql = ("", ()) if kept is not None else self.filled(*values)
        queryset, compiler, *_ = self._made[connection.vendor]
        fresh, mine = _alike(queryset), _alike(compiler)
        fresh.__dict__["_query"] = mine.query = _alike(queryset.query)  # set by name it would change what is given
        mine.connection = connections[DEFAULT_DB_ALIAS]
        if kept is None:
            mine.as_sql = lambda *_, **__: sql
        else:
            mine.execute_sql = lambda *_, **__: [kept]
        fresh.query.get_compiler = lambda *_, **__: mine  # type: ignore[method-assign]
        return list(fresh)

    def filled(self, *values: int | str | date) -> tuple[str, tuple[Any, ...]]:
        """Give the SQL with these values; raises ValueError when their number is not the number of gaps."""
        if len(values) != len(self._stand_ins):
            raise ValueError("Give a value for each gap.")
        if connection.vendor not in self._made:
            self._made[connection.vendor] = self._prepare()
        _queryset, _compiler, sql, params = self._made[connection.vendor]
        filling = dict(zip(map(_as_sent, self._stand_ins), map(_as_sent, values), strict=True))
        return sql, tuple(filling.get(one, one) if isinstance(one, int | str | date) else one for one in params)

    def kinds(self) -> list[str]:
        """Give the kinds of the columns, by the names that Django has for them."""
        self.filled(*self._stand_ins)
        return [one.output_field.get_internal_type() for one, *_ in self._made[connection.vendor][1].select]

    def _prepare(self) -> tuple[QuerySet[Any, Any], Any, str, tuple[Any, ...]]:
        queryset = self._build(*self._stand_ins)
        compiler = queryset.query.get_compiler(using=connection.alias)
        gaps = frozenset(map(_as_sent, self._stand_ins))
        sql, params = compiler.as_sql()
        sql, params = _with_constants(sql, params, gaps)
        if not all(gap in params for gap in gaps):
            raise ValueError("Each gap of a prepared question stands in its SQL as it is.")
        converters = compiler.get_converters([one for one, *_ in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda _expressions: converters
        return queryset, compiler, sql, params


def _with_constants(sql: str, params: Iterable[Any], gaps: frozenset[Any]) -> tuple[str, tuple[Any, ...]]:
    """Write what is the same each time into the SQL, so that only what differs is sent.

    A database that plans once, for any value, can only then use an index on part of a table: it has to see that
    `is_open` is true. With a value beside it PostgreSQL reads past such an index, and SQLite plans anew at each use.
    """
    kept: list[Any] = []
    parts = sql.split("%s")
    for number, value in enumerate(params):
        if isinstance(value, int | str) and value not in gaps:
            parts[number] += _written(value)
        else:
            parts[number] += "%s"
            kept.append(value)
    return "".join(parts), tuple(kept)


def _written(value: int | str) -> str:
    """Give a number, a truth or a text as it stands in SQL between placeholders."""
    if isinstance(value, bool) and connection.vendor == "postgresql":
        return str(value).upper()
    if isinstance(value, int):
        return str(int(value))
    return "'" + str(value).replace("'", "''").replace("%", "%%") + "'"


def _alike[A](one: A) -> A:
    """Give another of the same kind that holds the same: far less work than a clone, for what nobody changes."""
    other = object.__new__(type(one))
    other.__dict__.update(one.__dict__)
    return other


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


@contextmanager
def ahead(*questions: tuple[Prepared[Any], tuple[int | str | date, ...]]) -> Iterator[None]:
    """Ask several prepared questions in one statement; in the block each is answered by what came.

    For a page that needs a little of many tables. Each row comes as JSON, so the columns hold text, numbers, truths,
    times and JSON. Not for a block in which the answers change. Raises ValueError for another kind of column.
    """
    asked = list(dict.fromkeys(questions))
    parts: list[str] = []
    ways: list[str] = []
    params: list[Any] = []
    for number, (question, values) in enumerate(asked):
        sql, filling = question.filled(*values)
        kinds = question.kinds()
        if strange := set(kinds) - _PLAIN:
            raise ValueError(f"Not to be asked ahead: {', '.join(sorted(strange))}.")
        columns = ", ".join(f"c{n}" for n in range(len(kinds)))
        parts.append(f"q{number}({columns}, n) AS (SELECT t.*, ROW_NUMBER() OVER () FROM ({sql}) t)")  # noqa: S608  Django wrote it
        ways.append(f"SELECT {number}, n, {_JSON[connection.vendor].format(columns)} FROM q{number}")  # noqa: S608
        params += filling
    found: dict[Any, Any] = {one: [] for one in asked}
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} {' UNION ALL '.join(ways)}", params)
        for number, _n, row in sorted(cursor.fetchall()):
            found[asked[number]].append(_as_read(asked[number][0], json.loads(row)))
    token = _KEPT.set(found)
    try:
        yield
    finally:
        _KEPT.reset(token)


def _as_read(question: Prepared[Any], row: list[Any]) -> tuple[Any, ...]:
    """Give a row as the driver does: that of SQLite knows no times, that of PostgreSQL does."""
    if connection.vendor == "sqlite":
        return tuple(row)
    read = (_READ.get(kind) for kind in question.kinds())
    return tuple(way(value) if way and value is not None else value for way, value in zip(read, row, strict=True))


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
