"""Copies of rows: what was added to the database since a moment, and how to put it back in another transaction."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection

from knooppunt.foundation import guard

type Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def take() -> Rows:
    """Give all rows of all tables that belong to a model, as the database stores them."""
    rows: Rows = {}
    quote = connection.ops.quote_name
    with guard.looking_inside(), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            meta = model._meta
            if meta.proxy or not meta.managed:
                continue
            columns = [field.column for field in meta.local_concrete_fields if not field.generated]
            cursor.execute(f"SELECT {', '.join(map(quote, columns))} FROM {quote(meta.db_table)}")
            rows[meta.db_table] = (columns, cursor.fetchall())
    return rows


def since(before: Rows) -> Rows:
    """Give the rows that were added after `before` was taken."""
    added: Rows = {}
    for table, (columns, rows) in take().items():
        known = set(map(repr, before[table][1]))
        fresh = [row for row in rows if repr(row) not in known]
        if fresh:
            added[table] = (columns, fresh)
    return added


def put_back(rows: Rows) -> None:
    """Insert the rows as they were, with their keys; foreign keys are checked at the end of the transaction."""
    quote = connection.ops.quote_name
    with guard.looking_inside(), connection.cursor() as cursor:
        for table, (columns, values) in rows.items():
            names = ", ".join(map(quote, columns))
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN") as copy:
                    for row in values:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", values)
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT {', '.join(_next_keys(rows))}")


def _next_keys(rows: Rows) -> Iterator[str]:
    """Let the keys of PostgreSQL go on after those that were put back."""
    for table, (columns, values) in rows.items():
        if "id" in columns and isinstance(values[0][columns.index("id")], int):
            last = max(row[columns.index("id")] for row in values)
            yield f"setval(pg_get_serial_sequence('{connection.ops.quote_name(table)}', 'id'), {last})"
