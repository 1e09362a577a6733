"""Questions to the database that are asked on every page: Django works out their SQL once, not each time.

Building and compiling a queryset takes longer here than running it. A prepared question is compiled at its first use,
with stand-ins for what differs, and later only gets the values filled in. See docs/performance.md.
"""

from collections.abc import Callable, Iterable
from copy import copy
from datetime import date
from itertools import batched
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet

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
