"""Small tail: modules, functions, views, templates and scripts stay readable; no drawer for everything."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "knooppunt"
MODULE, FUNCTION, VIEW, TEMPLATE, SCRIPTS = 400, 40, 20, 120, 400
DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "services", "managers", "mixins", "misc", "lib"}

MODULES = sorted(
    path for folder in (SOURCE, ROOT / "tools", ROOT / "bench", ROOT / "tests") for path in folder.rglob("*.py")
)
WRITTEN = [path for path in MODULES if "migrations" not in path.parts]
TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*") if path.is_file())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function without its decorators and its docstring."""
    body = node.body
    if ast.get_docstring(node) is not None and len(body) > 1:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_modules_are_at_most_400_lines() -> None:
    long = {str(p.relative_to(ROOT)): n for p in WRITTEN if (n := len(p.read_text().splitlines())) > MODULE}
    assert not long


def test_functions_are_at_most_40_lines_and_views_20() -> None:
    long = {}
    for path in WRITTEN:
        limit = VIEW if path.name == "views.py" or path.parent.name == "views" else FUNCTION
        for node in functions(path):
            if length(node) > limit:
                long[f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"] = length(node)
    assert not long


def test_templates_are_at_most_120_lines() -> None:
    long = {str(p.relative_to(ROOT)): n for p in TEMPLATES if (n := len(p.read_text().splitlines())) > TEMPLATE}
    assert not long


def test_own_scripts_are_under_400_lines_in_all() -> None:
    scripts = {p.name: len(p.read_text().splitlines()) for p in SOURCE.rglob("static/**/*.js")}
    assert sum(scripts.values()) < SCRIPTS, scripts


def test_nothing_is_named_as_a_drawer() -> None:
    named = [
        str(path.relative_to(ROOT))
        for path in SOURCE.rglob("*")
        if path.stem in DRAWERS and "__pycache__" not in path.parts
    ]
    assert not named


@pytest.mark.parametrize(
    "path", [p for p in WRITTEN if p.is_relative_to(SOURCE)], ids=lambda p: str(p.relative_to(SOURCE))
)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), f"{path.name} starts with a docstring of one sentence"
