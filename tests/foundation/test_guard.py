"""The guard: outside a door nothing reaches a case table, by whatever road; and the door closes behind you."""

import inspect
import threading
from contextlib import closing
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from knooppunt.foundation import guard
from knooppunt.foundation.guard import GuardedTable

NOUNS = list(apps.get_app_config("casework").get_models(include_auto_created=True))

ROADS = {
    "count": lambda noun: noun.objects.count(),
    "list": lambda noun: list(noun.objects.all()),
    "values": lambda noun: list(noun.objects.values("pk")),
    "iterator": lambda noun: list(noun.objects.iterator()),
    "exists": lambda noun: noun.objects.exists(),
    "get": lambda noun: noun.objects.get(pk=1),
    "first": lambda noun: noun.objects.first(),
    "update": lambda noun: noun.objects.update(**{_some_field(noun): None}),
    "delete": lambda noun: noun.objects.all().delete(),
    "raw delete": lambda noun: noun.objects.all()._raw_delete("default"),
    "save": lambda noun: noun().save(),
    "save by force": lambda noun: noun(pk=1).save(force_update=True, update_fields=[_some_field(noun)]),
    "delete one": lambda noun: noun(pk=1).delete(),
    "refresh": lambda noun: noun(pk=1).refresh_from_db(),
    "create in bulk": lambda noun: noun.objects.bulk_create([noun()]),
    "update in bulk": lambda noun: noun.objects.bulk_update([noun(pk=1)], [_some_field(noun)]),
    "base manager": lambda noun: noun._base_manager.count(),
    "default manager": lambda noun: noun._default_manager.count(),
    "raw": lambda noun: list(noun.objects.raw(f"SELECT * FROM {noun._meta.db_table}")),
    "cursor": lambda noun: _sql(f'SELECT 1 FROM "{noun._meta.db_table}"'),
    "cursor, in capitals": lambda noun: _sql(f"DELETE FROM {noun._meta.db_table.upper()}"),
    "subquery": lambda noun: list(get_user_model().objects.filter(pk__in=noun.objects.values("pk"))),
    "drop": lambda noun: _sql(f"DROP TABLE {noun._meta.db_table}"),
    "many": lambda noun: _many(f"DELETE FROM {noun._meta.db_table} WHERE id = %s"),
}
if connection.vendor == "postgresql":
    ROADS |= {
        "copy out": lambda noun: _beside("copy", f"COPY {noun._meta.db_table} TO STDOUT"),
        "copy in": lambda noun: _beside("copy", f'COPY "{noun._meta.db_table}" FROM STDIN'),
        "copy, composed": lambda noun: _beside("copy", _composed(noun)),
        "stream": lambda noun: _beside("stream", f"SELECT * FROM {noun._meta.db_table}"),
    }
else:
    ROADS["script"] = lambda noun: _beside("executescript", f"DELETE FROM {noun._meta.db_table};")


def _beside(road, statement):
    """Take a road of the driver that Django passes on without a look."""
    with connection.cursor() as cursor, _and_back(getattr(cursor, road)(statement)) as answer:
        list(answer)


def _and_back(answer):
    return answer if hasattr(answer, "__enter__") else closing(answer)


def _composed(noun):
    from psycopg import sql

    return sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(noun._meta.db_table))


def _sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _many(statement):
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(1,), (2,)])


def _some_field(noun):
    return next(field.name for field in noun._meta.concrete_fields if not field.primary_key)


@pytest.mark.django_db
@pytest.mark.parametrize("road", list(ROADS))
def test_every_road_to_a_case_table_is_closed(road):
    assert len(NOUNS) > 30
    for noun in NOUNS:
        with pytest.raises(GuardedTable) as refusal, transaction.atomic():
            ROADS[road](noun)
        assert noun._meta.db_table not in str(refusal.value)


@pytest.mark.django_db
def test_a_person_does_not_lead_to_cases():
    person = get_user_model()(pk=1)
    roads = [
        relation.get_accessor_name()
        for relation in get_user_model()._meta.related_objects
        if relation.related_model in NOUNS and relation.get_accessor_name()
    ]
    for road in roads:
        with pytest.raises(GuardedTable):
            list(getattr(person, road).all())


@pytest.mark.django_db
def test_a_prefetch_does_not_lead_to_cases():
    get_user_model().objects.create(name="X", kind="professional")
    for relation in get_user_model()._meta.related_objects:
        if relation.related_model in NOUNS and relation.get_accessor_name():
            with pytest.raises(GuardedTable):
                list(get_user_model().objects.prefetch_related(relation.get_accessor_name()))


@pytest.mark.django_db
def test_nothing_is_dumped():
    with pytest.raises((GuardedTable, CommandError)):
        call_command("dumpdata", "casework", stdout=StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [False, True])
def test_every_road_of_the_driver_that_takes_a_statement_is_watched(debug):
    """What psycopg and sqlite3 offer beside `execute`: a road that a new version adds has to be looked at."""
    asked = {"execute", "executemany", "callproc"}  # execute_wrappers see these
    known = asked | {"copy", "stream", "executescript", "convert_query", "mogrify"}
    sends_nothing = {"convert_query", "mogrify"}
    connection.force_debug_cursor = debug
    try:
        with connection.cursor() as cursor:
            for name in dir(cursor.cursor):
                road = getattr(type(cursor.cursor), name, None)
                if callable(road) and not name.startswith("_") and _takes_a_statement(road):
                    assert name in known, name
                    assert name in vars(cursor) or name in asked | sends_nothing, name
    finally:
        connection.force_debug_cursor = False


def _takes_a_statement(road):
    try:
        names = list(inspect.signature(road).parameters)
    except ValueError:  # written in C, without a signature: sqlite3
        return "sql" in (road.__doc__ or "").lower()
    return bool({"query", "statement", "sql", "sql_script"} & set(names))


@pytest.mark.django_db
def test_inside_a_door_one_may_look():
    with guard.looking_inside():
        assert not sum(noun.objects.count() for noun in NOUNS)


@pytest.mark.django_db
def test_the_door_closes_also_when_something_breaks_and_only_the_last_one_closes_it():
    noun = NOUNS[0]
    with pytest.raises(ZeroDivisionError), guard.looking_inside():
        with guard.looking_inside():
            noun.objects.count()
        noun.objects.count()
        _ = 1 / 0
    with pytest.raises(GuardedTable):
        noun.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_door_is_open_for_its_own_thread_only():
    found = []

    def look():
        try:
            NOUNS[0].objects.count()
        except GuardedTable:
            found.append("refused")
        finally:
            connection.close()

    with guard.looking_inside():
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found == ["refused"]


@pytest.mark.django_db
def test_tables_of_other_rooms_are_open():
    assert get_user_model().objects.count() == 0
    apps.get_model("letters", "Letter").objects.count()


@pytest.mark.django_db(transaction=True)
def test_the_guard_stays_when_the_connection_opens_inside_another_wrapper():
    left = []

    def first_query_inside():
        def pass_on(execute, *args):
            return execute(*args)

        with connection.execute_wrapper(pass_on):
            get_user_model().objects.count()
        left.append((guard._watch in connection.execute_wrappers, pass_on in connection.execute_wrappers))
        connection.close()

    thread = threading.Thread(target=first_query_inside)
    thread.start()
    thread.join()
    assert left == [(True, False)]
