"""The tables of a factsheet: which rows each has, in which order, and of whom it counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from knooppunt.casework import forms
from knooppunt.casework.registering import PARENT
from knooppunt.people.models import Discipline

from .disclosure import CONSENTED, QUESTIONS, REFERRED

Disciplines = Sequence[Discipline]  # those that are counted by themselves
Rows = list[tuple[str, str]]  # (code, label)
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Table:
    """One table: its name, what gives its rows in a language, and whom it counts.

    `multiple`: a family may stand in several rows. `complete`: nobody can be missing.
    """

    name: str
    rows: Callable[[str, Disciplines], Rows]
    population: str = CONSENTED
    multiple: bool = False
    complete: bool = False
    columns: tuple[str, ...] = ()  # each is counted by itself, as `name.column`
    list: str = ""  # of the registration, that has versions

    @property
    def counted(self) -> tuple[str, ...]:
        """Give the names under which its cells are counted."""
        return tuple(f"{self.name}.{column}" for column in self.columns) or (self.name,)


def _list(name: str) -> Callable[[str, Disciplines], Rows]:
    return lambda language, _disciplines: [(code, forms.printed(name, code, language)) for code in forms.facts(name)]


def _listed(table: str, name: str, *, multiple: bool = False, columns: tuple[str, ...] = ()) -> Table:
    return Table(table, _list(name), multiple=multiple, columns=columns, list=name)


def _by_discipline(*more: str) -> Callable[[str, Disciplines], Rows]:
    def rows(language: str, disciplines: Disciplines) -> Rows:
        found = [(row.code, _capital(row.label(language))) for row in disciplines]
        words = {PARENT: _("Ouders zelf"), UNKNOWN: _("Onbekend")}
        return found + [(code, words[code]) for code in more]

    return rows


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _quarters(_language: str, _disciplines: Disciplines) -> Rows:
    return [(str(number), _("%(number)se kwartaal") % {"number": number}) for number in range(1, 5)]


def _newness(_language: str, _disciplines: Disciplines) -> Rows:
    return [("new", _("Meldden voor het eerst aan")), ("returning", _("Meldden eerder aan"))]


def _stretches(_language: str, _disciplines: Disciplines) -> Rows:
    return [
        ("referral_conference", _("Van aanmelding tot overleg")),
        ("referral_support", _("Van aanmelding tot eerste ondersteuning")),
    ]


BY_MUNICIPALITY = "by_municipality"  # its rows are places, so it is not in this list
DURATIONS = "durations"
TABLES = (
    Table("by_quarter", _quarters, REFERRED, complete=True),
    _listed("family_composition", "composition"),
    _listed("paid_work", "paid_work", columns=("mother", "partner")),
    _listed("education", "education", columns=("mother", "partner")),
    Table("referrers", _by_discipline(PARENT)),
    Table("new_referrers", _newness, REFERRED),
    Table("participants", _by_discipline(), multiple=True),
    _listed("needs", "needs", multiple=True),
    _listed("support", "support", multiple=True),
    _listed("outcomes", "outcomes"),
    _listed("evaluations", "changes"),
    Table("advice", _by_discipline(UNKNOWN), QUESTIONS, complete=True),
    Table(DURATIONS, _stretches, REFERRED, multiple=True),
)


_counted: list[Discipline] = []


def counted_disciplines() -> Disciplines:
    """Give the disciplines that are counted by themselves, in order; read once, they change only with a restart."""
    if not _counted:
        _counted.extend(Discipline.objects.filter(counts_as=None))
    return _counted
