"""Imports go down only, and few rooms have the key of the guard."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "knooppunt"
# The only places that may open the case tables. `looking_inside` is the door for tests.
KEY_HOLDERS = {"foundation/guard.py", "casework/doors.py", "casework/retention.py"}


def test_floors(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from importlinter.cli import lint_imports

    monkeypatch.chdir(ROOT)
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capfd.readouterr().out


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
