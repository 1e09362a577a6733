"""What the tests of research share: a study, families that say yes, and what is in a file."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

from knooppunt.demo.cast import KERKRADE, LANDGRAAF
from knooppunt.figures import exports, research, studies
from knooppunt.figures.studies import StudyWish
from knooppunt.foundation import clock, guard
from tests.casework.kit import MOTHER, PARTNER, Walk

DAY = timedelta(days=1)
LATER = timedelta(days=95)  # by then this quarter is over
YES_MOTHER, YES_PARTNER = replace(MOTHER, research=True), replace(PARTNER, research=True)
COUPLE = (YES_MOTHER, YES_PARTNER)


def wish(town: Any, name: str = "Eerste stappen", **more: Any) -> StudyWish:
    told: dict[str, Any] = {
        "name": name, "purpose": "Nagaan wat gezinnen helpt", "approval": "METC 2026-12", "from_on": clock.today(),
        "researchers": (town.people["ruben"].code,), "municipalities": (KERKRADE, LANDGRAAF),
        "until_on": clock.today() + 365 * DAY,
    }  # fmt: skip
    return StudyWish(**{**told, **more})


def study(town: Any, name: str = "Eerste stappen", **more: Any) -> str:
    return studies.record_study(town.actor("willem"), wish(town, name, **more))


def take(town: Any, code: str, first: str = "", last: str = "") -> bytes:
    """Take a file along when the quarter of now is over: until then it holds nothing of it."""
    with clock.travel(clock.now() + LATER):
        return exports.export(town.actor("ruben"), code, first, last).content


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files(content)["data.csv"].decode(), newline="")))


def called(content: bytes) -> set[str]:
    return {row["family"] for row in table(content)}


def name_of(walk: Walk, code: str) -> str:
    """Give what a family is called in a study."""
    with guard.looking_inside():
        return research.pseudonym(walk.case().registration.code, research.key_of(code))


def some_say_yes(town: Any, number: int = research.LEAST, **more: Any) -> None:
    """Let so many families be referred that say yes to research."""
    for _ in range(number):
        Walk(town).refer(parents=(YES_MOTHER,), **more)
