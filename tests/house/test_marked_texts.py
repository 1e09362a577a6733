"""Every word on a screen is marked for translation, in the templates and in the Python that names things."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

SOURCE = Path(__file__).resolve().parents[2] / "src" / "knooppunt"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
PYTHON = sorted([*SOURCE.glob("web/**/*.py"), *SOURCE.glob("casework/*.py"), *SOURCE.glob("demo/*.py")])

# Names, and what is written the same in both languages.
ALLOWED = {"Knooppunt", "Knooppunten", "Kansrijke", "Start", "Nederlands", "English", "JavaScript", "QR", "axe", "core"}

# Between these tags stands a marked text, or nothing that a reader meets.
HOLDING = {"blocktranslate", "comment"}
# Attributes that a person reads or hears; all others are for the machine.
HEARD = re.compile(r"""\b(?:aria-label|aria-description|title|placeholder|alt)=(?:"([^"]*)"|'([^']*)')""")
UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{3,}")
ADDRESS = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:nl|eu|org|com|csv|parquet)\b")  # a site or a file
GIVEN = re.compile(r"""\b\w+=(?:"([A-ZÀ-Ž“][^"]*)"|'([A-ZÀ-Ž“][^']*)')""")
ENTITY = re.compile(r"&#?\w+;")

SAID_BY = {"label", "help_text", "empty_label", "submit", "quiet", "hint", "lead", "done", "legend", "verbose_name"}


def unmarked(source: str) -> Iterator[str]:
    """Give the words of a template that a reader meets and that no translate tag holds."""
    plain, until = [], ""
    for token in Lexer(source).tokenize():
        if token.token_type is TokenType.BLOCK:
            first = token.split_contents()[0]
            if until:
                until = "" if first == until else until
            elif first in HOLDING or re.match(r"block \w+_class\b", token.contents):
                until = f"end{first}"
            elif first == "include":
                plain.extend(f" {a or b} " for a, b in GIVEN.findall(token.contents))
        elif token.token_type is TokenType.TEXT and not until:
            plain.append(token.contents)
    text = UNSEEN.sub(" ", "".join(plain))
    heard = " ".join(a or b for a, b in HEARD.findall(text))
    for word in WORD.findall(ADDRESS.sub(" ", ENTITY.sub(" ", TAG.sub(" ", text) + " " + heard))):
        if word not in ALLOWED:
            yield word


def unmarked_names(source: str) -> Iterator[str]:
    """Give the plain strings with which Python names a field or a button, instead of a translated one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg in SAID_BY and isinstance(node.value, ast.Constant):
            value = node.value.value
            if isinstance(value, str) and WORD.search(value) and value not in ALLOWED:
                yield value


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_no_word_of_a_template_stays_in_one_language(path: Path) -> None:
    assert not list(unmarked(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", PYTHON, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_no_name_in_python_stays_in_one_language(path: Path) -> None:
    assert not list(unmarked_names(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Dag mevrouw</p>", ["Dag", "mevrouw"]),
        ('<p class="kp-lead">{% translate "Dag" %} {{ name }}</p>', []),
        ("{% blocktranslate trimmed %}Dag {{ name }}{% endblocktranslate %}", []),
        ('<nav aria-label="Hoofdmenu"></nav>', ["Hoofdmenu"]),
        ('<a title="{% translate "Weg" %}" href="/daar/">1</a>', []),
        ('{% include "shared/form.html" with submit="Verder" %}', ["Verder"]),
        ('{% include "shared/form.html" with submit=_("Verder") icon="next" %}', []),
        ("<script>const says = 'dag';</script>&nbsp;<!-- dag --><b>Knooppunt</b>", []),
    ],
)
def test_the_check_itself_sees_words(source: str, found: list[str]) -> None:
    assert list(unmarked(source)) == found


def unheard(source: str) -> Iterator[str]:
    """Give what xgettext or the reader's language would miss: another name for gettext, or words at import."""
    tree = ast.parse(source)
    now = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for name in node.names:
                if "gettext" in name.name:
                    known = name.asname or name.name
                    if known not in {"_", name.name}:
                        yield f"{name.name} as {known}"
                    if "lazy" not in name.name:
                        now.add(known)
    for node in at_import(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in now:
            yield f"line {node.lineno}: said at import, in one language for all"


def at_import(tree: ast.AST) -> Iterator[ast.AST]:
    """Give the nodes that run when the module is imported, so not those inside functions."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node
            yield from at_import(node)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_words_are_found_and_said_in_the_language_of_the_reader(path: Path) -> None:
    assert not list(unheard(path.read_text(encoding="utf-8")))
