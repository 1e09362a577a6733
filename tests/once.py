"""What one worker makes for all: under a lock, in the folder of this run, where nothing old is ever found."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Databases to copy: empty tables, and the demo town.
MIGRATED, FILLED = "test_knooppunt_migrated", "test_knooppunt_filled"


@contextmanager
def first(folder: Path, name: str) -> Iterator[bool]:
    """Say whether this worker is the one to make it; the others wait, and make it if that failed."""
    made = folder / f"{name}.made"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not made.exists()
        made.touch()
