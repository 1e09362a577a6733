"""What may stand in each column of a file with registrations: codes, labels, and what people write for them."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import forms
from knooppunt.casework.registering import PARENT
from knooppunt.casework.shown.registration import LocalShown
from knooppunt.people.models import Discipline, Municipality
from knooppunt.people.names import normalised

ALIASES = Path(__file__).parent / "data" / "aliases.toml"
DAY, ONE, SEVERAL, ENDING = "day", "one", "several", "ending"
PLACES, CONSENT, DISCIPLINES = "places", "consent", "disciplines"  # lists that are not among those of the forms
ENDINGS = ("outcomes", "changes")  # of an ending: how it ended, and how the family looks back
SUGGESTIONS = 500  # words for which the nearest is looked up; a file with more than that holds something else
LONG = 80  # signs that are compared
TOGETHER = 3  # pieces between semicolons that may be one label: a municipality may have added one with a semicolon


@dataclass(frozen=True, eq=False)  # each is itself: comparing would translate the note for every cell of a file
class Column:
    """A heading, the field of a row that it fills, what kind of cell it is, and from which list."""

    name: str
    field: str
    kind: str
    list: str
    note: str | Promise

    @property
    def needed(self) -> bool:
        """Say whether a row is nothing without it."""
        return self.field in ("municipality", "referred_on")


COLUMNS = (
    Column("gemeente", "municipality", ONE, PLACES, _(
        "Nodig. De naam van de gemeente, of de code van het CBS.")),
    Column("aangemeld_op", "referred_on", DAY, "", _(
        "Nodig. De dag waarop het gezin is aangemeld.")),
    Column("toestemming_onderzoek", "research", ONE, CONSENT, _(
        "Ja als alle ouders die meedoen ja zeggen tegen onderzoek. Zonder ja bewaren we niets over de "
        "achtergrond."
    )),
    Column("aanmelder_discipline", "referrer", ONE, DISCIPLINES, _(
        "Het beroep van wie aanmeldde, of: ouders zelf.")),
    Column("gezinssamenstelling", "composition", ONE, "composition", _(
        "Eén antwoord uit de lijst.")),
    Column("betaald_werk_moeder", "work_mother", ONE, "paid_work", _(
        "Ja, nee of onbekend.")),
    Column("betaald_werk_partner", "work_partner", ONE, "paid_work", _(
        "Ja, nee of onbekend. Leeg als er geen partner is.")),
    Column("opleiding_moeder", "education_mother", ONE, "education", _(
        "De hoogste opleiding die is afgemaakt.")),
    Column("opleiding_partner", "education_partner", ONE, "education", _(
        "De hoogste opleiding die is afgemaakt. Leeg als er geen partner is.")),
    Column("hulpvragen", "needs", SEVERAL, "needs", _(
        "Meer antwoorden mogen, met een puntkomma ertussen.")),
    Column("deelnemers", "participants", SEVERAL, DISCIPLINES, _(
        "Wie aan tafel zaten, per beroep, met een puntkomma ertussen.")),
    Column("ondersteuning", "support", SEVERAL, "support", _(
        "De steun die is ingezet, met een puntkomma ertussen.")),
    Column("overleg_op", "conference_on", DAY, "", _(
        "De dag van het eerste overleg.")),
    Column("steun_gestart_op", "support_on", DAY, "", _(
        "De dag waarop de eerste steun begon.")),
    Column("geevalueerd_op", "evaluated_on", DAY, "", _(
        "De dag van de evaluatie met het gezin.")),
    Column("afgesloten_op", "closed_on", DAY, "", _(
        "De dag waarop het is afgesloten.")),
    Column("uitkomst", "outcome", ENDING, "outcomes", _(
        "Hoe het afliep, en of het gezin het beter, gelijk of slechter vindt; met een puntkomma ertussen.")),
)  # fmt: skip


class Accepted:
    """All that a file may say, looked up once for the whole file; `local` are values that municipalities added."""

    def __init__(self, local: Iterable[LocalShown] = ()) -> None:
        self._codes = {name: dict(rows) for name, rows in _lists().items()}
        self._said = {name: _words(name, rows) for name, rows in self._codes.items()}
        self._own = list(local)
        self._local = {
            (one.list, one.municipality, normalised(word)): one.code
            for one in self._own
            for word in (one.code, one.label)
        }
        self.together = TOGETHER if any(";" in one.label for one in self._own) else 1
        self._plain: dict[str, str] = {}
        self._asked = 0
        self._nearest: dict[tuple[str, str], str] = {}

    def find(self, name: str, said: str, municipality: str = "") -> str | None:
        """Give the code in this list for what somebody wrote; '' for 'not asked', None when it is not there.

        A file says the same words again and again, so each is looked at once.
        """
        word = self._plain.get(said)
        if word is None:
            word = self._plain[said] = normalised(said)
        if own := self._local.get((name, municipality, word)):
            return own
        return self._said[name].get(word)

    def nearest(self, name: str, said: str) -> str:
        """Give the label in this list that looks most like what somebody wrote, or nothing."""
        key = (name, normalised(said)[:LONG])
        if key not in self._nearest:
            self._asked += 1
            close = get_close_matches(key[1], self._said[name], n=1, cutoff=0.6) if self._asked < SUGGESTIONS else []
            self._nearest[key] = self._codes[name].get(self._said[name][close[0]], "") if close else ""
        return self._nearest[key]

    def rows(self, column: Column) -> list[tuple[str, str]]:
        """Give code and label of all that this column accepts, in order; last what municipalities added."""
        names = ENDINGS if column.kind == ENDING else (column.list,)
        rows = [row for name in names for row in self._codes.get(name, {}).items()]
        own = [(one.code, one.label) for one in self._own if one.list in names]
        return [row for row in rows if row[0] != PARENT or column.field == "referrer"] + list(dict.fromkeys(own))


def _lists() -> dict[str, list[tuple[str, str]]]:
    """Give each list as (code, label as a factsheet prints it), in Dutch: so the files are written."""
    names = {column.list for column in COLUMNS if column.kind != DAY} | set(ENDINGS)
    found = {
        name: [(code, forms.printed(name, code, "nl")) for code in forms.facts(name)]
        for name in sorted(names - {PLACES, CONSENT, DISCIPLINES})
    }
    disciplines = [(row.code, row.label_nl) for row in Discipline.objects.all()]
    return found | {
        PLACES: [(row.code, row.name) for row in Municipality.objects.all()],
        CONSENT: [("yes", "Ja"), ("no", "Nee")],
        DISCIPLINES: [*disciplines, (PARENT, "Ouders zelf")],
    }


def _words(name: str, rows: dict[str, str]) -> dict[str, str]:
    """Give the code for each word of a list; the list itself goes before the aliases."""
    found = {normalised(word): "" for word in _aliases()["empty"][""]}
    for code, words in _aliases().get(name, {}).items():
        if not code or code in rows:
            found |= {normalised(word): code for word in words}
    for code, label in rows.items():
        screen = forms.label(name, code, "nl") if name not in (PLACES, CONSENT, DISCIPLINES) else label
        found |= {normalised(word): code for word in (label, screen, code)}
    return found


@cache
def _aliases() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(ALIASES.read_text(encoding="utf-8"))
