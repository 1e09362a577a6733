"""The codebook of a study: what each column of the file means, which codes stand in it, and what empty says."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import forms
from knooppunt.casework.registering import PARENT
from knooppunt.people.models import Discipline, Municipality, Subregion

from .research import REGION

LANGUAGES = ("nl", "en")
Labels = dict[str, dict[str, str]]  # language -> code -> label


class Kind(StrEnum):
    """What stands in a column."""

    NAME = "name"  # a pseudonym
    QUARTER = "quarter"
    CODE = "code"
    CODES = "codes"  # several, with ; between them
    WEEKS = "weeks"


KINDS: dict[Kind, Promise] = {
    Kind.NAME: _("pseudoniem: 64 tekens"),
    Kind.QUARTER: _("kwartaal: jaar en Q1 tot en met Q4"),
    Kind.CODE: _("één code"),
    Kind.CODES: _("geen, één of meer codes; in de CSV met ; ertussen"),
    Kind.WEEKS: _("heel getal: weken"),
}

NOT_ASKED = _("niet gevraagd, of niet van toepassing. Wat gevraagd is en niet bekend, heeft de code unknown")
NOT_YET = _("niet gebeurd, of niet vastgelegd, in de kwartalen die voorbij zijn")
AGE_NOTE = _("Leeftijdsgroepen zoals CBS geboorten telt (tabellen 37520 en 81019NED), vanaf 35 jaar samen.")
AGE_EMPTY = _("niet bekend, of niet van toepassing")
NEVER_EMPTY = _("komt niet voor")


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, what it means, where its codes come from, and what empty says."""

    name: str
    kind: Kind
    meaning: Promise
    empty: Promise
    codes: str = ""  # a list of forms/lists.toml, or one of OWN
    note: Promise | str = ""


COLUMNS = (
    Column("family", Kind.NAME, _("Het gezin: in elk bestand van dit onderzoek gelijk, in elk ander onderzoek anders."),
        NEVER_EMPTY),
    Column("area", Kind.CODE, _("Waar het gezin woont."), NEVER_EMPTY, "areas",
        _("Een gemeente met minder dan 10 gezinnen in dit onderzoek staat er als haar subregio, of als de hele regio. "
          "Wat eenmaal ruim is, blijft zo in latere bestanden.")),
    Column("referral_quarter", Kind.QUARTER, _("Het kwartaal van de aanmelding."), NEVER_EMPTY),
    Column("stage", Kind.CODE, _("Hoe ver de zwangerschap was, of hoe oud het kind, bij de aanmelding."),
        _("niet vastgelegd"), "stages"),
    Column("age_mother", Kind.CODE, _("Hoe oud de moeder was bij de aanmelding."), AGE_EMPTY, "ages", AGE_NOTE),
    Column("age_partner", Kind.CODE, _("Hoe oud de partner was bij de aanmelding."), AGE_EMPTY, "ages", AGE_NOTE),
    Column("referrer", Kind.CODE, _("De discipline van wie aanmeldde."), _("niet vastgelegd"), "referrers"),
    Column("referrer_new", Kind.CODE, _("Of deze aanmelder voor het eerst een gezin aanmeldde."), _("niet vastgelegd"),
        "yes_no", _("Voor zover eerdere aanmeldingen nog worden bewaard.")),
    Column("composition", Kind.CODE, _("De samenstelling van het gezin."), NOT_ASKED, "composition"),
    Column("work_mother", Kind.CODE, _("Of de moeder betaald werk heeft."), NOT_ASKED, "paid_work"),
    Column("work_partner", Kind.CODE, _("Of de partner betaald werk heeft."), NOT_ASKED, "paid_work"),
    Column("education_mother", Kind.CODE, _("De hoogste opleiding van de moeder."), NOT_ASKED, "education"),
    Column("education_partner", Kind.CODE, _("De hoogste opleiding van de partner."), NOT_ASKED, "education"),
    Column("needs", Kind.CODES, _("De hulpvragen van het gezin."), _("geen vastgelegd"), "needs"),
    Column("participants", Kind.CODES, _("De disciplines die bij een overleg aan tafel zaten."),
        _("geen overleg gehad, of niet vastgelegd"), "participants"),
    Column("support", Kind.CODES, _("De ondersteuning die is ingezet."), _("geen vastgelegd"), "support"),
    Column("outcome", Kind.CODE, _("Hoe het eindigde."), _("nog niet geëindigd, of niet vastgelegd"), "outcomes"),
    Column("change", Kind.CODE, _("Hoe het volgens het gezin gaat, bij het laatste terugkijken."),
        _("nog niet teruggekeken"), "changes"),
    Column("weeks_to_conference", Kind.WEEKS, _("Hele weken van de aanmelding tot het eerste overleg."), NOT_YET),
    Column("weeks_to_support", Kind.WEEKS, _("Hele weken van de aanmelding tot de eerste hulp."), NOT_YET),
    Column("weeks_to_evaluation", Kind.WEEKS, _("Hele weken van de aanmelding tot het laatste terugkijken."), NOT_YET),
    Column("weeks_to_end", Kind.WEEKS, _("Hele weken van de aanmelding tot het einde."), NOT_YET),
    Column("list_version", Kind.CODE, _("De versie van de lijsten met codes."), NEVER_EMPTY, "versions"),
)  # fmt: skip

STAGES: dict[str, Promise] = {
    "pregnant_1": _("zwanger, tot 14 weken"),
    "pregnant_2": _("zwanger, 14 tot en met 27 weken"),
    "pregnant_3": _("zwanger, 28 weken of meer"),
    "child_0_2": _("kind van 0 tot en met 2 maanden"),
    "child_3_5": _("kind van 3 tot en met 5 maanden"),
    "child_6_11": _("kind van 6 tot en met 11 maanden"),
    "child_12_23": _("kind van 12 tot en met 23 maanden"),
    "child_24_up": _("kind van 24 maanden of ouder"),
}
YES_NO: dict[str, Promise] = {"yes": _("ja"), "no": _("nee")}


class Codebook:
    """The codes of all columns with their labels, for the places of one study; in every language of the file."""

    def __init__(self, municipalities: Iterable[str], subregions: Iterable[str]) -> None:
        """Read the names of these places and of the disciplines: three queries."""
        self.places = dict(Municipality.objects.filter(code__in=set(municipalities)).values_list("code", "name"))
        self.places |= Subregion.objects.filter(code__in=set(subregions)).values_list("code", "name")
        self.disciplines = list(Discipline.objects.filter(counts_as=None))

    def codes(self, column: Column, language: str) -> dict[str, str]:
        """Give the codes of a column with their labels, in their own order."""
        with translation.override(language):
            if column.codes == "areas":
                return {**self.places, REGION: gettext("de hele regio")}
            if column.codes in ("participants", "referrers"):
                own = {PARENT: gettext("de ouders zelf")} if column.codes == "referrers" else {}
                return {row.code: row.label(language) for row in self.disciplines} | own
            if column.codes == "versions":
                since = gettext("de lijsten vanaf %(year)s")
                return {one: since % {"year": one[:4]} for one in forms.versions()}
            if own_list := {"stages": STAGES, "yes_no": YES_NO}.get(column.codes):
                return {code: str(label) for code, label in own_list.items()}
            return {code: forms.printed(column.codes, code, language) for code in _codes(column.codes)}

    def lines(self) -> list[list[str]]:
        """Give the codebook as a table: a line for each column, and one for each code that can stand in it."""
        said = [f"{what}_{language}" for what in ("meaning", "empty") for language in LANGUAGES]
        return [
            ["column", "kind", "code", *said, "list_version"],
            *(line for column in COLUMNS for line in self._lines(column)),
        ]

    def _lines(self, column: Column) -> list[list[str]]:
        meanings, empties = [], []
        for language in LANGUAGES:
            with translation.override(language):
                meanings.append(" ".join(filter(None, (str(column.meaning), str(column.note)))))
                empties.append(str(column.empty))
        labels = [self.codes(column, language) if column.codes else {} for language in LANGUAGES]
        first = [column.name, column.kind, "", *meanings, *empties, ""]
        return [
            first,
            *(
                [column.name, "", code, *(of[code] for of in labels), "", "", _since(column.codes, code)]
                for code in labels[0]
            ),
        ]


def _codes(name: str) -> list[str]:
    """Give the codes of a list of the registration, in its own order; none for a list of our own."""
    known = {"composition", "paid_work", "education", "needs", "support", "outcomes", "changes", "ages"}
    return list(forms.facts(name)) if name in known else []


def _since(name: str, code: str) -> str:
    """Give the version of the lists in which a code is there first; nothing for a list of our own."""
    return next((one for one in forms.versions() if forms.in_version(name, code, one)), "") if _codes(name) else ""
