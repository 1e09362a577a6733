"""What the database has to do for one page: how many statements, and whether any reads a whole case table."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knooppunt.foundation import guard

NOT_COUNTED = re.compile(r"\s*(BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK|PRAGMA|SET)\b", re.I)
CASE_TABLE = re.compile(r'FROM "?(casework_\w+)', re.I)
# Not read whole: an index that holds only the messages that wait, walked in order until the list is full.
WHOLE_TABLE = re.compile(r"(?:\bSCAN|Seq Scan on) (casework_\w+)\b(?! USING INDEX message_waits)", re.I)
SMALL = 500  # rows; SQLite reads such a table whole by choice, whatever index there is
WAYS = ("SCAN", "SEARCH", "TEMP B-TREE", "Scan", "Sort", "Join", "Nested Loop", "Limit")


def statements_of(client: Client, path: str, *, send: bool = False, expect: int = 200) -> list[str]:
    """Ask for a page inside this process and give the statements that it needed, without BEGIN and COMMIT."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(path) if send else client.get(path)
    if answer.status_code != expect:
        raise RuntimeError(f"{path} answered {answer.status_code}, not {expect}.")
    return [query["sql"] for query in captured if not NOT_COUNTED.match(query["sql"])]


def explained(statements: list[str]) -> dict[str, Any]:
    """Give the plan of each question to a case table, by that table, and every case table that is read whole."""
    asked = [(found[1], sql) for sql in statements if sql.startswith("SELECT") and (found := CASE_TABLE.search(sql))]
    plans = [(table, plan_of(sql)) for table, sql in asked]
    whole = {found for _table, plan in plans for line in plan for found in WHOLE_TABLE.findall(line)}
    return {"plans": dict(plans), "whole_tables": sorted(table for table in whole if rows_in(table) > SMALL)}


def rows_in(table: str) -> int:
    """Count the rows of a table."""
    with guard.looking_inside(), connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
        return int(cursor.fetchone()[0])


def plan_of(sql: str) -> list[str]:
    """Give the lines of EXPLAIN that say how tables are read.

    PostgreSQL reads a small table whole by choice, so there it is told to do so only where no index can help.
    """
    with guard.looking_inside(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}")
            return [row[3] for row in cursor.fetchall()]
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql.replace('%', '%%')}")
        lines = [row[0].strip() for row in cursor.fetchall()]
        cursor.execute("RESET enable_seqscan")
        return [line for line in lines if any(way in line for way in WAYS)]
