"""The locks in the database itself: no line and no seal can be changed, deleted or emptied away.

`lifted()` takes them off for a moment. It is there for tests alone: a transactional test empties all tables at its
end, and the tests of the hash chain play the burglar. No other code in this package calls it, and a test says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

TABLES = ("trail_trailline", "trail_seal")
REFUSAL = "The trail is append-only."

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


def _statements(vendor: str) -> Iterator[tuple[str, str, str]]:
    """Give (name, create, drop) for each trigger."""
    for table in TABLES:
        if vendor == "postgresql":
            for name, when in (("row", "UPDATE OR DELETE"), ("all", "TRUNCATE")):
                trigger = f"{table}_{name}"
                each = "ROW" if name == "row" else "STATEMENT"
                do = f"FOR EACH {each} EXECUTE FUNCTION trail_is_append_only()"
                yield (
                    trigger,
                    f"CREATE TRIGGER {trigger} BEFORE {when} ON {table} {do}",
                    f"DROP TRIGGER IF EXISTS {trigger} ON {table}",
                )
        else:
            for when in ("UPDATE", "DELETE"):
                trigger = f"{table}_{when.lower()}"
                yield (
                    trigger,
                    f"CREATE TRIGGER {trigger} BEFORE {when} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
                    f"DROP TRIGGER IF EXISTS {trigger}",
                )


def put_on(connection: Any) -> None:
    """Make the triggers on this connection's database; the migration does so."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for _, create, drop in _statements(connection.vendor):
            cursor.execute(drop)
            cursor.execute(create)


def take_off(connection: Any) -> None:
    """Remove the triggers; for the way back of the migration, and for `lifted`."""
    with connection.cursor() as cursor:
        for _, _, drop in _statements(connection.vendor):
            cursor.execute(drop)


def missing(connection: Any) -> str:
    """Give the name of a trigger that is gone or switched off, or nothing when all are there."""
    find = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        find = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    with connection.cursor() as cursor:
        cursor.execute(find)
        there = {row[0] for row in cursor.fetchall()}
    return next((name for name, _, _ in _statements(connection.vendor) if name not in there), "")


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Let a test change or empty the trail for the block; the triggers come back after it, whatever happens."""
    connection = connections[using]
    take_off(connection)
    try:
        yield
    finally:
        put_on(connection)
