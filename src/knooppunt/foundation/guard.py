"""The guard on the case tables: outside a door, no statement that names one of them reaches the database.

It stands at the database connection and not in a manager, so that `update()`, `bulk_create()`, related
objects, raw SQL, the admin and `dumpdata` all meet it. See docs/decisions/0002.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

GUARDED = re.compile(r"\bcasework_\w", re.IGNORECASE)

# What a cursor of psycopg or sqlite3 can do that Django passes on without asking an `execute_wrapper`.
_BESIDE = ("copy", "stream", "executescript")

_open: ContextVar[int] = ContextVar("guard_open", default=0)


class GuardedTable(RuntimeError):
    """Somebody touched a case table without a door. The message names no data."""


@contextmanager
def inside() -> Iterator[None]:
    """Open the case tables for the block. Only casework's doors and retention may call this."""
    token = _open.set(_open.get() + 1)
    try:
        yield
    finally:
        _open.reset(token)


# The pleasant door for tests; another name so that a search for `inside()` finds production code only.
looking_inside = inside


def _watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if not _open.get() and GUARDED.search(sql):
        raise GuardedTable("A case table was touched outside a door of casework.")
    return execute(sql, params, many, context)


def _watched(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Make the cursors of a connection watch the roads that pass by `execute`: COPY, streams and scripts."""

    def made(cursor: Any) -> Any:
        wrapper = make(cursor)
        for road in _BESIDE:
            if hasattr(cursor, road):
                setattr(wrapper, road, _guarded(getattr(wrapper, road)))
        return wrapper

    return made


def _guarded(road: Callable[..., Any]) -> Callable[..., Any]:
    def passing(statement: Any, *args: Any, **kwargs: Any) -> Any:
        # psycopg also takes a composed statement: its repr names the tables as well.
        return _watch(
            lambda *_: road(statement, *args, **kwargs),
            statement if isinstance(statement, str) else repr(statement), None, False, {},
        )  # fmt: skip

    return passing


def install() -> None:
    """Put the guard on every connection that will be made; migrations alone may pass."""
    connection_created.connect(_attach, dispatch_uid="knooppunt.guard")
    pre_migrate.connect(_let_migrations_in, dispatch_uid="knooppunt.guard")
    post_migrate.connect(_shut_after_migrations, dispatch_uid="knooppunt.guard")


def _attach(connection: Any, **_: Any) -> None:
    if _watch not in connection.execute_wrappers:
        # First, not last: a connection may open inside somebody's `execute_wrapper` block, which ends by a pop().
        connection.execute_wrappers.insert(0, _watch)
    for name in ("make_cursor", "make_debug_cursor"):
        if name not in vars(connection):  # the same connection opens again and again
            setattr(connection, name, _watched(getattr(connection, name)))


def _let_migrations_in(**_: Any) -> None:
    _open.set(1)


def _shut_after_migrations(**_: Any) -> None:
    _open.set(0)
