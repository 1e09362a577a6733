"""What every test may lean on: both database engines, the door for tests, and the town with its cast."""

import gc
import os
import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

# Before Django reads its settings. Without a DATABASE_URL the tests make their own SQLite file.
os.environ["KNOOPPUNT_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "knooppunt.settings"
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:?synchronous=OFF")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in the thread of the test

import pytest
from django.conf import settings

assert settings.MODE == "test"  # reading one makes pytest-django set up Django

gc.set_threshold(20_000, 50, 100)  # and not at every turn: a tenth of all work


def pytest_collection_finish() -> None:
    """Look no more for garbage among modules and thousands of tests, which stay."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shared(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that all workers of this run share, and nobody else; who works alone has its own."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, worker_id: str, shared: Path
) -> Iterator[None]:
    """Work in a copy of a database that one worker migrates for all; `tests.stories.server` copies it too.

    On SQLite it is a file and not memory, so that locks and threads behave as they do in earnest.
    """
    from django.db import connection

    from tests.once import MIGRATED, first

    here, making = connection.settings_dict, connection.creation
    sqlite = connection.vendor == "sqlite"
    here["TEST"]["NAME"] = str(shared / f"{MIGRATED}.sqlite3") if sqlite else MIGRATED
    with django_db_blocker.unblock():
        with first(shared, MIGRATED) as mine:
            if mine:
                making.create_test_db(verbosity=0, autoclobber=True)
                connection.close()
        here["NAME"] = here["TEST"]["NAME"]
        making.clone_test_db(worker_id, verbosity=0)
        here.update(making.get_test_db_clone_settings(worker_id))
    yield
    with django_db_blocker.unblock():
        making.destroy_test_db(verbosity=0)


@contextmanager
def _triggers_asleep(connection: Any) -> Iterator[None]:
    """Let the append-only triggers sleep for the block, so that a test database can be emptied."""
    from knooppunt.foundation import guard

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            try:
                yield
            finally:
                with guard.looking_inside():  # again, because a flush ends with post_migrate, which shuts the guard
                    for _, sql in triggers:
                        cursor.execute(sql)


@pytest.fixture(autouse=True, scope="session")
def _cleaning_up_passes_the_guard() -> Iterator[None]:
    """Let Django's own cleaning after a test pass the guard and the triggers; nothing else in a test does."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import TestCase, TransactionTestCase

    from knooppunt.foundation import guard

    flush, roll_back = TransactionTestCase._fixture_teardown, TestCase._fixture_teardown

    def flush_inside(self: TransactionTestCase) -> None:
        with guard.looking_inside(), _triggers_asleep(connection):
            flush(self)
        cache.clear()

    def roll_back_inside(self: TestCase) -> None:
        with guard.looking_inside():
            roll_back(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_inside)
        patch.setattr(TestCase, "_fixture_teardown", roll_back_inside)
        yield


@pytest.fixture(autouse=True)
def _nobody_reads_yet() -> None:
    """Begin in Dutch: a page that an earlier test asked for in another language leaves that language behind."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _plans_are_reckoned_once(shared: Path) -> Iterator[None]:
    """Let what stays hidden in the same figures be reckoned once, by whichever worker and engine asks first.

    That is reckoning alone, of seconds: no database is met, and the digest is of all that a plan is made from.
    """
    from knooppunt.figures import numbers
    from knooppunt.figures.disclosure import Plan
    from knooppunt.figures.proving import Proof

    folder, reckon = Path(os.environ.get("RECKONED") or shared), numbers._planned.__wrapped__

    @lru_cache(maxsize=8)
    def planned(asked: Any) -> Plan:
        name = sha256(_said(asked.all_of_it).encode()).hexdigest()
        kept = folder / f"plan-{name}.pickle"
        if not kept.exists():
            plan = reckon(asked)
            proof = vars(plan.proof) | {"programmes": {}, "stale": set()}  # the solvers are made again when needed
            fresh = folder / f"plan-{name}.{os.getpid()}"
            fresh.write_bytes(pickle.dumps((plan.pattern, proof)))
            fresh.rename(kept)
            return plan
        pattern, proof = pickle.loads(kept.read_bytes())
        vars(again := Proof.__new__(Proof)).update(proof)
        return Plan(pattern, again)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "_planned", planned)
        yield


def _said(it: Any) -> str:
    """Write data down in the same words in every process: a set has its own order in each."""
    if is_dataclass(it):
        return f"{type(it).__name__}{_said({one.name: getattr(it, one.name) for one in fields(it)})}"
    if isinstance(it, set | frozenset):
        return f"{{{', '.join(sorted(map(_said, it)))}}}"
    if isinstance(it, Mapping):
        return f"{{{', '.join(sorted(f'{_said(key)}: {_said(value)}' for key, value in it.items()))}}}"
    if isinstance(it, list | tuple):
        return f"[{', '.join(map(_said, it))}]"
    return repr(it)


@pytest.fixture
def clock_stands_still(db: None) -> Iterator[None]:
    """Let no time pass in the test: limits count by the minute, and a minute that is over forgets."""
    from knooppunt.foundation import clock

    with clock.travel(clock.now()):
        yield


@pytest.fixture
def looking_inside() -> Iterator[None]:
    """Open the case tables for the whole test."""
    from knooppunt.foundation import guard

    with guard.looking_inside():
        yield


@pytest.fixture
def town(db: None, _towns: dict[date, dict], shared: Path) -> Any:
    """Put the demo town in the database of this test, and give what `demo.town.build()` gave.

    The town is built once for all workers, by walking the verbs; other tests get the same rows back, in milliseconds.
    When the day turns during the run it is built again: it always is of today.
    """
    from knooppunt.demo import town as plan
    from knooppunt.foundation import clock
    from tests import snapshot
    from tests.once import first

    today = datetime.now(clock.AMSTERDAM).date()  # noqa: TID251  the real one, wherever a test travelled
    if today not in _towns:
        kept = shared / f"town {today}.pickle"
        with first(shared, f"rows of the town {today}") as mine:
            if mine:
                before = snapshot.take()
                _towns[today] = {"town": plan.build(), "rows": snapshot.since(before)}
                kept.write_bytes(pickle.dumps(_towns[today]))
                return _towns[today]["town"]
        _towns[today] = pickle.loads(kept.read_bytes())
    snapshot.put_back(_towns[today]["rows"])
    return _towns[today]["town"]


@pytest.fixture(scope="session")
def _towns() -> dict[date, dict]:
    """Keep the rows of the town of each day of the session."""
    return {}


# Who may see what does not depend on the engine; these walk hundreds of pages for each of the cast.
WALKS = {
    "test_planted_words.py",
    "test_what_pages_show.py",
    "test_access.py",
    "test_other_peoples_codes.py",
    "test_garbage.py",
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give the stories to the workers, file by file: each fills one town and runs one browser.

    A run of both engines (`ENGINE`, see tests/run.py) leaves out here what the other engine is asked.
    """
    stories = sorted({item.path for item in items if item.path.parent.name == "stories"})
    for item in items:
        if item.path in stories:
            item.add_marker(pytest.mark.xdist_group(f"stories-{stories.index(item.path) // 2 % 2}"))
    if engine := os.environ.get("ENGINE"):
        pages = sorted({item.path for item in items if item.path.parent.name == "web"})
        asked = [item for item in items if _asked_on(engine, item, stories, pages)]
        config.hook.pytest_deselected(items=list(set(items) - set(asked)))
        items[:] = asked


def _asked_on(engine: str, item: pytest.Item, *turns: list[Path]) -> bool:
    """Say whether this engine is asked: a story or a file about pages on one of both, by turns; of the rest, on the
    second, what meets a database. What pages ask of it is asked of both in the tests of the rooms under them.
    """
    for files in turns:
        if item.path in files:
            return engine == ("first" if files.index(item.path) % 2 else "second")
    if engine == "first":
        return True
    fixtures = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    meets_a_database = bool(fixtures) or item.get_closest_marker("django_db") is not None
    return meets_a_database and item.path.name not in WALKS
