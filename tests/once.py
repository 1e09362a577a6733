"""What one worker makes for all: under a lock, in a folder of this run alone, so that nothing old is ever found."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# Databases to copy: empty tables, and the demo town.
MIGRATED, FILLED = "test_knooppunt_migrated", "test_knooppunt_filled"


def folder_of_run(places: pytest.TempPathFactory) -> Path:
    """Give the folder that all workers of this run share; who works alone has it alone."""
    own = places.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def first(folder: Path, name: str) -> Iterator[bool]:
    """Say whether this worker is the one to make it; the others wait, and make it if that failed."""
    made = folder / f"{name}.made"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not made.exists()
        made.touch()
