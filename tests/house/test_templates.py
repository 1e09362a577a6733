"""Templates and style sheets: none unused, no inline style or script, nothing that fails to mirror."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

SOURCE = Path(__file__).resolve().parents[2] / "src" / "knooppunt"
FOLDERS = [path for path in SOURCE.rglob("templates") if path.is_dir()]
TEMPLATES = {
    path.relative_to(folder).as_posix(): path for folder in FOLDERS for path in folder.rglob("*") if path.is_file()
}
STYLES = sorted(SOURCE.rglob("static/**/*.css"))
# Found by name by Django or allauth, not by us.
FOUND_BY_OTHERS = re.compile(r"^(account|mfa|allauth|usersessions|django)/|^(400|403|404|500|403_csrf)\.html$")
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|left|right"
    r"|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)


@pytest.mark.parametrize("name", sorted(n for n in TEMPLATES if n.endswith((".html", ".txt", ".svg"))))
def test_template_compiles(name: str) -> None:
    get_template(name)


def test_no_template_is_unused() -> None:
    everything = "\n".join(path.read_text(encoding="utf-8") for path in [*TEMPLATES.values(), *SOURCE.rglob("*.py")])
    unused = [name for name in TEMPLATES if name not in everything and not FOUND_BY_OTHERS.match(name)]
    assert not unused


def test_no_inline_style_or_script() -> None:
    """The content policy allows neither; a script block needs the nonce."""
    wrong = []
    for name, path in TEMPLATES.items():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r"<[^>]+\sstyle\s*=|<style\b|\son\w+\s*=\s*[\"']|javascript:", line):
                wrong.append(f"{name}:{number}")
            if re.search(r"<script(?![^>]*\b(src|nonce)=)", line) and "application/json" not in line:
                wrong.append(f"{name}:{number}")
    assert not wrong


def test_styles_mirror_by_themselves() -> None:
    wrong = []
    for path in STYLES:
        text = re.sub(
            r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), path.read_text(encoding="utf-8"), flags=re.S
        )
        for number, line in enumerate(text.splitlines(), 1):
            if PHYSICAL.search(line):
                wrong.append(f"{path.name}:{number} {line.strip()}")
    assert not wrong


def test_no_page_loads_anything_from_elsewhere() -> None:
    wrong = [
        f"{path.name}: {hit.group()}"
        for path in [*TEMPLATES.values(), *STYLES]
        for hit in re.finditer(
            r"(?:src|href)=[\"']https?://[^\"']+\.(?:js|css|woff2?|png|svg)|url\(\s*[\"']?https?:", path.read_text()
        )
    ]
    assert not wrong
