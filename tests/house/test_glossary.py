"""The words of the glossary are the words of the code."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEFINED = re.compile(r"^\s*(?:class|def) (\w+)", re.M)


def test_each_word_of_the_glossary_is_defined_in_the_code() -> None:
    defined = {n for p in (ROOT / "src").rglob("*.py") for n in DEFINED.findall(p.read_text(encoding="utf-8"))}
    rows = [
        line.split("|")
        for line in (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()[6:]
        if line.startswith("|")
    ]
    words = {word for row in rows for word in re.findall(r"`(\w+)`", row[3])}
    assert len(words) > 20
    assert words <= defined


def test_each_noun_of_casework_stands_in_the_glossary() -> None:
    page = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    within = {"Step", "Outcome", "Tally"}  # parts of another noun
    nouns = set()
    for path in (ROOT / "src/knooppunt/casework/models").glob("*.py"):
        nouns |= set(re.findall(r"^class (\w+)\(models\.Model\)", path.read_text(encoding="utf-8"), re.M))
    assert {noun for noun in nouns if f"`{noun}`" not in page} == within
