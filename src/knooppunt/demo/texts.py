"""Which texts the house says, and which of them families meet: collected from code, templates and data files.

A language of the staff has every text. Any other language has the texts that families meet: those in the modules and
templates of screens that are for them (`Screen.for_families`), with all that these import and include, the letters
that a parent gets, and the lists and wordings of the forms.
"""

import ast
import re
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import chdir
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings
from django.utils import translation

from knooppunt.casework import forms
from knooppunt.letters.texts import AS_EVER, ENDING, KINDS, WHERE

from .documents import pages, screen_of

Text = tuple[str, str]  # the Dutch text (of several forms the first) and its context, if any

ROOT: Path = settings.ROOT
TEMPLATES = ROOT / "web" / "templates"
# Around every page, or named by what Django and allauth make of it, so that no view of ours names them.
ALWAYS = ("knooppunt.web.shared.middleware", "knooppunt.web.shared.errors", "knooppunt.web.templatetags.house")
# Rooms whose words a family does not meet: names of columns and of the roles of the staff.
UNSAID = re.compile(r"knooppunt\.(\w+\.models|settings|demo|trail|letters|people\.(accounts|roles|choices))\b")
RELEASED = "Released: "  # a remark in a catalogue
TEMPLATE = re.compile(r"""["']((?:[\w-]+/)+[\w-]+\.(?:html|txt))["']""")


def text_of(message: Message) -> Text:
    """Give what a message is known by."""
    return (message.id if isinstance(message.id, str) else message.id[0], message.context or "")


# --- all texts ----------------------------------------------------------------------------------------------------
@cache
def in_use() -> Catalog:
    """Collect every text that code, templates and data files hold now, with the files that hold it.

    Works in a copy, so that the working tree stays as it is. Needs xgettext of GNU gettext.
    """
    with TemporaryDirectory() as place:
        copy = Path(place) / "knooppunt"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("locale", "migrations", "__pycache__", "static"))
        (copy / "locale").mkdir()
        for data in copy.rglob("*.toml"):
            data.with_suffix(".py").write_text("\n".join(_as_calls(data)), encoding="utf-8")
            printed = data.with_name(f"{data.stem}_printed.py")  # of figures; a file of its own, for no family meets it
            printed.write_text("\n".join(_as_calls(data, "printed")), encoding="utf-8")
        with override_settings(LOCALE_PATHS=[str(copy / "locale")]), chdir(copy):
            call_command("makemessages", locale=["nl"], extensions=["html", "txt", "py"], verbosity=0,
                         add_location="file")  # fmt: skip
        with (copy / "locale" / "nl" / "LC_MESSAGES" / "django.po").open("rb") as file:
            return read_po(file)


def _as_calls(data: Path, key: str = "") -> Iterator[str]:
    """Give the texts of a data file as lines that xgettext reads: what a screen says, or another `key` of the rows."""
    held = tomllib.loads(data.read_text(encoding="utf-8"))
    for name, rows in held.items():
        texts: list[Text] = []
        if data.stem == "wordings":
            texts = [] if key else [(f"wording {name} {version}", said["nl"]) for version, said in rows.items()]
        elif isinstance(rows, list):
            dicts = [row for row in rows if isinstance(row, dict)]
            texts = [(name, str(row.get(key, "")) if key else _dutch(row)) for row in dicts]
        yield from (f"pgettext({context!r}, {' '.join(text.split())!r})" for context, text in texts if text)


def _dutch(row: dict[str, Any]) -> str:
    return str(row.get("nl") or row.get("label_nl") or "")


# --- the texts that families meet ---------------------------------------------------------------------------------
def for_families(used: Catalog) -> set[Text]:
    """Give which of the texts in use a family meets."""
    files = family_files()
    letters = letters_to_families()
    found = set()
    for message in used:
        places = {name.removeprefix("./") for name, _line in message.locations}
        if message.id and (places & files or ("letters/texts.py" in places and text_of(message)[0] in letters)):
            found.add(text_of(message))
    return found


def letters_to_families() -> set[str]:
    """Give the texts of the letters that a parent gets."""
    parts = [part for kind in KINDS.values() if kind.to_families for part in (kind.subject, kind.text, kind.short)]
    with translation.override(settings.LANGUAGE_CODE):  # Dutch has no catalogue, so a text says itself
        return {str(part) for part in [*parts, WHERE, AS_EVER, ENDING] if part}


@cache
def family_files() -> set[str]:
    """Give the files, from the folder of the house on, whose texts families meet."""
    screens = {view.__module__ for _address, _name, view in pages() if screen_of(view).for_families}
    papers = ROOT.glob("web/papers/*.py")  # also those that staff print for somebody else
    modules = _reached(screens | {_module(path) for path in (*ROOT.glob("web/family/**/*.py"), *papers)})
    named = {name for module in modules for name in TEMPLATE.findall(module.read_text(encoding="utf-8"))}
    # The card in the folder of the entrance is made at the desk, and read by a parent.
    rooms = [path for room in ("shared", "entrance") for path in TEMPLATES.glob(f"{room}/**/*.html")]
    templates = _included(named | {str(path.relative_to(TEMPLATES)) for path in rooms})
    data = {"casework/forms/lists.py", "casework/forms/wordings.py", "people/data/disciplines.py"}
    return {str(path.relative_to(ROOT)) for path in [*modules, *templates]} | data


def _reached(names: Iterable[str]) -> set[Path]:
    """Give the files of these modules and of every module of ours that they import, whose words are said."""
    todo, found = [*names, *ALWAYS], {}
    while todo:
        name = todo.pop()
        if name in found or UNSAID.match(name) or not name.startswith("knooppunt.") or not (spec := _spec(name)):
            continue
        found[name] = Path(spec.origin)
        todo += _imports(found[name], name if spec.submodule_search_locations else name.rpartition(".")[0])
    return set(found.values())


def _module(path: Path) -> str:
    """Give the name by which a file of ours is imported."""
    return ".".join(("knooppunt", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")


def _spec(name: str) -> Any:
    """Give where a module stands; None for a name that is something inside one."""
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:
        return None
    return spec if spec and spec.origin else None


def _imports(path: Path, package: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{name.name}" for name in node.names)


def _included(names: Iterable[str]) -> set[Path]:
    """Give the templates of these names and all that they extend and include."""
    todo, found = list(names), set()
    while todo:
        path = TEMPLATES / todo.pop()
        if path not in found and path.exists():
            found.add(path)
            todo += TEMPLATE.findall(path.read_text(encoding="utf-8"))
    return found


# --- the catalogues ----------------------------------------------------------------------------------------------
def catalogues() -> dict[str, Path]:
    """Give the catalogue of each language but Dutch."""
    return {path.parents[1].name: path for path in sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))}


def catalogue(language: str) -> Catalog:
    """Read a catalogue."""
    with catalogues()[language].open("rb") as file:
        return read_po(file, locale=language)


def wanted(language: str, used: Catalog) -> Catalog:
    """Give the texts that a language has to have: all for the staff's, for any other those that families meet."""
    if language in settings.LANGUAGES_OF_STAFF:
        return used
    met, template = for_families(used), Catalog(locale=language)
    for message in used:
        if message.id and text_of(message) in met:
            template.add(message.id, context=message.context, flags=message.flags)
    return template


def missing(language: str, used: Catalog) -> list[str]:
    """Give the texts that a language has to have and has not, or has unsure."""
    held, lacks = catalogue(language), []
    for message in wanted(language, used):
        known = held.get(message.id, message.context) if message.id else None
        if message.id and (known is None or known.fuzzy or not all(strings(known))):
            lacks.append(text_of(message)[0])
    return lacks


def released(language: str) -> dict[tuple[str, str], str]:
    """Give the digest of each wording of consent that a language released, by purpose and version (R-CON-06).

    Of Dutch it stands beside the text; of any other language as a remark above it in its catalogue.
    """
    if language == settings.LANGUAGE_CODE:
        return {
            (one, version): forms.released(one, version) for one, many in forms.wordings().items() for version in many
        }
    found = {}
    for message in catalogue(language):
        digests = [note.removeprefix(RELEASED) for note in message.user_comments if note.startswith(RELEASED)]
        if digests and (what := _wording(message)):
            found[what] = digests[0]
    return found


def _wording(message: Message) -> tuple[str, str] | None:
    """Give purpose and version when this is a wording of consent."""
    what = (message.context or "").split()
    return (what[1], what[2]) if len(what) == 3 and what[0] == "wording" else None


def _release(language: str, held: Catalog) -> None:
    """Note the digest above a wording that was translated now; one that stands there stays, for a text stays too."""
    for message in held:
        what = _wording(message) if message.id and message.string else None
        if what and not any(note.startswith(RELEASED) for note in message.user_comments):
            message.user_comments.append(RELEASED + forms.Wording(*what, language, str(message.string)).digest)


def strings(message: Message) -> list[str]:
    """Give the translations of a message: one, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def bring_up_to_date(language: str, used: Catalog) -> str:
    """Give the text of a catalogue with the texts in use: new ones empty, those of before gone."""
    held = catalogue(language)
    held.update(wanted(language, used), no_fuzzy_matching=True)
    _release(language, held)
    written = BytesIO()
    write_po(written, held, width=0, no_location=True, ignore_obsolete=True)
    return written.getvalue().decode()
