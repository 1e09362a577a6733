"""A factsheet in the words of one language: its headline numbers, its tables with titles and notes, its small print.

Every format but JSON reads this, so that all say the same. A number that is hidden has no number here either.
"""

from dataclasses import dataclass
from typing import Any

from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..disclosure import PERCENT_FROM

type Words = str | Promise

WRITTEN_IN = "nl"  # the language of passages
TITLES: dict[str, Words] = {
    "by_quarter": gettext_lazy("Aangemelde gezinnen per kwartaal"),
    "by_municipality": gettext_lazy("Aangemelde gezinnen per gemeente"),
    "referrers": gettext_lazy("Wie meldde aan?"),
    "new_referrers": gettext_lazy("Nieuwe en bekende aanmelders"),
    "advice": gettext_lazy("Sparren zonder namen"),
    "family_composition": gettext_lazy("Gezinssamenstelling"),
    "paid_work": gettext_lazy("Betaald werk"),
    "education": gettext_lazy("Opleiding"),
    "needs": gettext_lazy("Hulpvragen"),
    "participants": gettext_lazy("Wie zat mee aan tafel?"),
    "support": gettext_lazy("Ingezette ondersteuning"),
    "outcomes": gettext_lazy("Hoe liep het af?"),
    "evaluations": gettext_lazy("Hoe gaat het nu met het gezin?"),
    "durations": gettext_lazy("Hoe snel ging het?"),
}
SECTIONS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (
        gettext_lazy("De weg naar het Knooppunt"),
        ("by_quarter", "by_municipality", "referrers", "new_referrers", "advice"),
    ),
    (gettext_lazy("Wie waren de gezinnen?"), ("family_composition", "paid_work", "education")),
    (gettext_lazy("Samen aan tafel"), ("needs", "participants", "support")),
    (gettext_lazy("Wat leverde het op?"), ("outcomes", "evaluations", "durations")),
)  # fmt: skip
HEADS: dict[str, Words] = {  # what stands above the labels of the rows
    "by_quarter": gettext_lazy("Kwartaal"),
    "by_municipality": gettext_lazy("Gemeente"),
    "referrers": gettext_lazy("Beroep"),
    "new_referrers": gettext_lazy("Aanmelder"),
    "advice": gettext_lazy("Beroep"),
    "family_composition": gettext_lazy("Gezin"),
    "paid_work": gettext_lazy("Werk"),
    "education": gettext_lazy("Opleiding"),
    "needs": gettext_lazy("Hulpvraag"),
    "participants": gettext_lazy("Beroep"),
    "support": gettext_lazy("Ondersteuning"),
    "outcomes": gettext_lazy("Afloop"),
    "evaluations": gettext_lazy("Vergeleken met de start"),
    "durations": gettext_lazy("Van – tot"),
}
# In an order of their own; the rows of all others may stand with the most first where people read them.
IN_ORDER = frozenset(
    {"by_quarter", "by_municipality", "new_referrers", "paid_work", "education", "evaluations", "durations"}
)
LAST = frozenset({"other", "anders", "unknown"})


@dataclass(frozen=True)
class Cell:
    """One number as people read it. `number` is None when it is hidden; `share` is its part of the longest bar."""

    text: str
    number: int | float | None
    share: float = 0
    part: str = ""  # of all, in per cent, where there are enough families to say so

    @property
    def hidden(self) -> bool:
        """Say whether this number was hidden."""
        return self.number is None


@dataclass(frozen=True)
class Row:
    """One row of a table."""

    code: str
    label: str
    cells: tuple[Cell, ...]

    @property
    def is_zero(self) -> bool:
        """Say whether all its numbers are known to be 0."""
        return all(cell.number == 0 for cell in self.cells)

    @property
    def is_hidden(self) -> bool:
        """Say whether none of its numbers is shown."""
        return all(cell.hidden for cell in self.cells)


@dataclass(frozen=True)
class Panel:
    """One table: its title, of how many families it knows, the heads of its columns, and its rows."""

    name: str
    title: str
    counted: str
    head: str  # above the labels
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    nothing: str  # what stands in its place when all of it is 0
    drawn: tuple[bool, ...]  # which columns have bars

    @property
    def is_zero(self) -> bool:
        """Say whether all its numbers are known to be 0."""
        return all(row.is_zero for row in self.rows)

    @property
    def is_hidden(self) -> bool:
        """Say whether no number of it is shown."""
        return all(row.is_hidden for row in self.rows)

    @property
    def labels(self) -> list[str]:
        """Give what its rows are about, for a table that is hidden as a whole: then a line says it."""
        return [row.label for row in self.rows]


@dataclass(frozen=True)
class Headline:
    """A number in large letters, and what it counts."""

    value: str
    label: str
    hidden: bool = False


@dataclass(frozen=True)
class Told:
    """A factsheet as people read it."""

    title: str
    place: str
    year: str
    marks: tuple[str, ...]  # internal, draft: to stand on every page
    headlines: tuple[Headline, ...]
    about: str
    empty: str  # what stands instead of tables in a year without families
    sections: tuple[tuple[str, tuple[Panel, ...]], ...]
    foreign: str  # the language of the words below, where it is another than that of the sheet
    words: tuple[str, ...]
    milestones: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...]  # what was said, and the function of who said it
    remarks: tuple[str, ...]

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Give all tables in the order in which they are read."""
        return tuple(panel for _title, panels in self.sections for panel in panels)


def tell(factsheet: dict[str, Any], language: str = "nl") -> Told:
    """Give a factsheet in the words of a language."""
    with translation.override(language):
        passages = factsheet.get("passages") or {}
        return Told(
            title=_("Knooppunten Kansrijke Start"), place=_capital(place_of(factsheet)), year=str(factsheet["year"]),
            marks=_marks(factsheet), headlines=tuple(_headlines(factsheet)), about=_about(), empty=_empty(factsheet),
            sections=_sections(factsheet), foreign="" if language == WRITTEN_IN else WRITTEN_IN,
            words=tuple(_text(one) for one in passages.get("words") or ()),
            milestones=tuple(_text(one) for one in passages.get("milestones") or ()),
            quotes=tuple((_text(one), one.get("said_by", "")) for one in passages.get("quotes") or ()),
            remarks=tuple(_remarks(factsheet)),
        )  # fmt: skip


def place_of(factsheet: dict[str, Any]) -> str:
    """Give how the area of a factsheet is called."""
    if factsheet.get("title"):
        return str(factsheet["title"])
    kind, _colon, rest = factsheet["scope"].partition(":")
    if kind == "region":
        return _("de hele regio")
    names = [place["name"] for place in factsheet["municipalities"]] if kind == "municipality" else [rest]
    return ", ".join(names)


def counted(number: float | None) -> str:
    """Give a number as it is written in the language of the moment, or that it is hidden."""
    if number is None:
        return _("afgeschermd")
    return formats.number_format(number, use_l10n=True, force_grouping=True)


def number_of(number: float | None) -> float | str:
    """Give a number for a cell to reckon with, or the word for a hidden one."""
    return _("afgeschermd") if number is None else number


def has_no_median(row: dict[str, Any], key: str) -> bool:
    """Say whether this is the median of no numbers at all: there is none, and nothing was hidden."""
    return key == "median_days" and row[key] is None and row["count"] == 0


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _text(passage: str | dict[str, Any]) -> str:
    return passage if isinstance(passage, str) else str(passage["text"])


def _marks(factsheet: dict[str, Any]) -> tuple[str, ...]:
    internal = _("Intern: alleen voor de coalitie zelf")
    return tuple(
        mark
        for mark, on in ((internal, factsheet["internal"]), (_("Nog niet vastgesteld"), factsheet["edition"] is None))
        if on
    )


def _about() -> str:
    return _(
        "Een Knooppunt Kansrijke Start brengt een gezin dat een kind verwacht, of een kind jonger dan 2 jaar heeft, "
        "samen aan tafel met de mensen die kunnen helpen. Samen kiezen zij welke steun past en wie wat doet."
    )


def _empty(factsheet: dict[str, Any]) -> str:
    """Say in one sentence that there is nothing to show, in the place of a page full of tables that each say so."""
    questions = factsheet["tables"].get("advice", {}).get("n", 0)
    if factsheet["referred"] == 0 and questions == 0:
        return _("In %(year)s zijn hier geen gezinnen aangemeld en is er niet gespard.") % {"year": factsheet["year"]}
    if factsheet["referred"] is None and all(one.is_hidden for _title, all_ in _sections(factsheet) for one in all_):
        return _(
            "Over %(year)s is hier geen enkel aantal te laten zien. Er waren geen gezinnen, "
            "of zo weinig dat een aantal naar een gezin zou wijzen."
        ) % {"year": factsheet["year"]}
    return ""


def _headlines(factsheet: dict[str, Any]) -> list[Headline]:
    """Give the numbers at the top: those that a reader remembers."""
    tables = factsheet["tables"]
    consented = factsheet["research_consented"]
    found = [
        Headline(counted(factsheet["referred"]), _("gezinnen aangemeld"), factsheet["referred"] is None),
        Headline(counted(consented), _("zeiden ja tegen onderzoek"), consented is None),
    ]
    with_hub = [place.get("hub") for place in factsheet["municipalities"]]
    if len(with_hub) > 1 and None not in with_hub:
        numbers = {"with": sum(map(bool, with_hub)), "all": len(with_hub)}
        found.append(Headline(_("%(with)s van %(all)s") % numbers, _("gemeenten met een Knooppunt")))
    if "advice" in tables:
        questions = tables["advice"]["n"]
        found.append(Headline(counted(questions), _("keer gespard met een coördinator"), questions is None))
    for row in tables.get("durations", {}).get("rows", ()):
        if row["code"] == "referral_conference" and row.get("median_days") is not None:
            found.append(Headline(counted(row["median_days"]), _("dagen tot het overleg (mediaan)")))
    return found


def _sections(factsheet: dict[str, Any]) -> tuple[tuple[str, tuple[Panel, ...]], ...]:
    tables = factsheet["tables"]
    listed = {name for _title, names in SECTIONS for name in names}
    known = [
        (title, [name for name in names if name in tables and not _alone(name, tables)]) for title, names in SECTIONS
    ]
    more = [name for name in tables if name not in listed]  # of a later version: shown, never lost
    found = [*known, (_("Meer"), more)]
    return tuple((str(title), tuple(_panel(name, tables[name]) for name in names)) for title, names in found if names)


def _alone(name: str, tables: dict[str, Any]) -> bool:
    """Say whether this is the table of municipalities with a single one, which says nothing that is not said."""
    return name == "by_municipality" and len(tables[name]["rows"]) < 2


def _panel(name: str, table: dict[str, Any]) -> Panel:
    measures = _measures(name, table)
    longest = max((row.get(one.key) or 0 for row in table["rows"] for one in measures if one.bar), default=0)
    rows = tuple(
        Row(row["code"], str(row["label"]), tuple(_cell(row, one, longest) for one in measures))
        for row in table["rows"]
    )
    nothing = _("Hierover is nog niets bekend.") if table["n"] == 0 and table["missing"] else _("Geen enkele keer.")
    return Panel(
        name, str(TITLES.get(name, name)), _of_how_many(name, table), str(HEADS.get(name, "")),
        tuple(one.title for one in measures), rows, nothing, tuple(one.bar for one in measures),
    )  # fmt: skip


@dataclass(frozen=True)
class _Measure:
    """What is shown of each row: its key, the head of its column, of how many it is a part, whether it has a bar."""

    key: str
    title: str
    n: int | None
    bar: bool = True


def _measures(name: str, table: dict[str, Any]) -> list[_Measure]:
    if name == "durations":
        return [_Measure("count", _("Gezinnen"), None, False), _Measure("median_days", days_head(table), None)]
    columns = table.get("columns") or {}
    if columns:
        heads = {"mother": _("Moeder"), "partner": _("Partner")}
        return [_Measure(key, heads.get(key, key), of.get("n")) for key, of in columns.items()]
    return [_Measure("count", _("Vragen") if name == "advice" else _("Gezinnen"), table["n"])]


def days_head(table: dict[str, Any]) -> str:
    """Give the head of a column with medians; what is published was rounded up, and says so."""
    if step := table.get("median_step"):
        return _("Dagen (mediaan, naar boven afgerond op %(step)s)") % {"step": step}
    return _("Dagen (mediaan)")


def _cell(row: dict[str, Any], measure: _Measure, longest: float) -> Cell:
    number = row.get(measure.key)
    if has_no_median(row, measure.key):
        return Cell("–", 0)
    if number is None:
        return Cell(counted(None), None)
    part = ""
    if measure.n is not None and measure.n >= PERCENT_FROM:
        part = _("%(number)s%%") % {"number": round(100 * number / measure.n)}
    return Cell(counted(number), number, round(number / longest, 4) if longest and measure.bar else 0, part)


def _of_how_many(name: str, table: dict[str, Any]) -> str:
    """Give the line under a title: how many families it is about, and of how many it is not known."""
    columns = table.get("columns") or {}
    heads = {"mother": _("moeder"), "partner": _("partner")}
    parts = []
    for key, of in (columns or {"": table}).items():
        said = [_("n is afgeschermd") if of["n"] is None else _("n = %(n)s") % {"n": counted(of["n"])}]
        if of["missing"] != 0 and not (of["missing"] is None and of["n"] is None):
            words = _("nog niet zover: %(number)s") if name == "durations" else _("niet gevraagd: %(number)s")
            said.append(words % {"number": counted(of["missing"])})
        parts += [f"{heads.get(key, key)}: {', '.join(said)}"] if key else said
    return " · ".join([*parts, *([_("meer antwoorden mogelijk")] if table["multiple"] and name != "durations" else [])])


def _remarks(factsheet: dict[str, Any]) -> list[str]:
    """Give the small print: of whom this is, what is hidden and why, and which version this is."""
    numbers = {
        "year": factsheet["year"], "referred": counted(factsheet["referred"]),
        "consented": counted(factsheet["research_consented"]), "threshold": factsheet["threshold"],
    }  # fmt: skip
    found = [
        _("Aangemeld in %(year)s: %(referred)s gezinnen. Toestemming voor onderzoek: %(consented)s.") % numbers,
        _("Kwartaal, gemeente, nieuwe en bekende aanmelders en doorlooptijd gaan over alle gezinnen. Sparren gaat over "
          "vragen zonder namen. De andere tabellen gaan over gezinnen die ja zeiden tegen onderzoek."),
        _("n is van hoeveel gezinnen iets bekend is. ‘Onbekend’ telt daarin mee, ‘niet gevraagd’ niet. "
          "Waar meer antwoorden mogelijk zijn, kan de som hoger zijn dan n."),
    ]  # fmt: skip
    if any(row["count"] for row in factsheet["tables"].get("new_referrers", {}).get("rows", ())):
        found.append(_("Een aanmelder is nieuw als er geen eerdere aanmelding van die persoon meer wordt bewaard. "
                       "Wat is afgesloten, wordt na een tijd gewist. ‘Nieuw’ kan daarom te hoog zijn."))  # fmt: skip
    if factsheet["internal"]:
        found.append(_("Deze uitgave is intern. Er staan kleine aantallen in: deel ze niet buiten de coalitie."))
    else:
        found.append(
            _("Afgeschermd: aantallen onder de %(threshold)s, ook nul, en aantallen waarmee u die kunt uitrekenen. "
              "Zo is niemand te herkennen.") % numbers
        )  # fmt: skip
    if step := factsheet["tables"].get("durations", {}).get("median_step"):
        found.append(_("De mediaan is van tien gezinnen of meer, en naar boven afgerond op %(step)s dagen: "
                       "bij de helft was het zo snel, of sneller.") % {"step": step})  # fmt: skip
    if factsheet["rounded"]:
        found.append(_("Alle aantallen zijn afgerond op 5."))
    if any(
        cell.part for _title, all_ in _sections(factsheet) for one in all_ for row in one.rows for cell in row.cells
    ):
        found.append(_("Percentages staan er alleen bij 30 gezinnen of meer."))
    version = _("Lijsten van de registratie: versie %(version)s.") % {"version": factsheet["list_version"]}
    if factsheet["edition"] is not None:
        version = _("Uitgave %(number)s.") % {"number": factsheet["edition"]} + " " + version
    found.append(version)
    return found
