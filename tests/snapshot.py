"""Copies of rows: what was added to the database since a moment, and how to put it back in another transaction."""

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
            marks = ", ".join(["%s"] * len(columns))
            names = ", ".join(map(quote, columns))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", values)
        if connection.vendor == "postgresql":
            for sql in connection.ops.sequence_reset_sql(_plain_style(), list(apps.get_models())):
                cursor.execute(sql)


def _plain_style() -> Any:
    from django.core.management.color import no_style

    return no_style()
