"""Imports go down only, and few rooms have the key of the guard."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "knooppunt"
# The only places that may open the case tables. `looking_inside` is the door for tests.
KEY_HOLDERS = {"foundation/guard.py", "casework/doors.py", "casework/retention.py"}


def test_floors() -> None:
    # In a process of its own: the tool sets up logging anew, which would silence the loggers of other tests.
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": "src"})
    assert told.returncode == 0 and "0 broken" in told.stdout, told.stdout + told.stderr


def test_only_the_doors_hold_the_key_of_the_guard() -> None:
    holders = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"guard\.inside|from .*guard import .*\binside\b", path.read_text())
    }
    assert holders <= KEY_HOLDERS


def test_no_shipped_code_uses_the_door_for_tests() -> None:
    users = {
        path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py") if "looking_inside" in path.read_text()
    }
    assert users <= {"foundation/guard.py"}
