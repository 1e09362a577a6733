"""A form to sign on paper: what one adult is asked, in the exact words, in her language and in Dutch."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knooppunt.casework.forms import wording
from knooppunt.papers import Block, Boxes, Document, Heading, Items, Signatures, Text, isolated, number
from knooppunt.web.shared.labels import label

from .sheet import sheet

DUTCH = "nl"
TOGETHER_UNDER = 16  # then a parent or guardian signs too (R-CON-04)


@dataclass(frozen=True)
class Question:
    """One thing that is asked: the purpose, and with whom."""

    purpose: str
    whom: str = ""


def consent_form(
    name: str, questions: Iterable[Question], made_at: datetime, *, hub: str, age: int | None = None
) -> Document:
    """Give the form for one adult in the language of the moment; every answer stands apart, with its own boxes."""
    blocks: list[Block] = [
        Text(_("Voor: %(name)s") % {"name": isolated(name)}),
        Text(_("U kiest zelf. Lees het rustig, of laat het voorlezen."), "lead"),
        Items((
            _("Nee zeggen mag altijd. U hoeft niet te zeggen waarom."), _("De hulp die u al hebt, houdt u."),
            _("U mag later iets anders kiezen. Dat geldt dan meteen."),
        )),
    ]  # fmt: skip
    for place, one in enumerate(questions, 1):
        blocks += _question(place, one)
    blocks += [Heading(_("Uw handtekening")), Signatures(_beside_dutch(lambda: _signers(age)))]
    return sheet(_("Waar zegt u ja op?"), blocks, made_at, top=hub)


def _question(place: int, one: Question) -> list[Block]:
    title = f"{place}. {label('purpose', one.purpose).capitalize()}"
    if one.whom:
        title += f": {isolated(one.whom)}"
    here = get_language() or DUTCH
    asked = wording(one.purpose, here)
    blocks: list[Block] = [Heading(title), Text(asked.text, "words", asked.language)]
    if asked.language != DUTCH:
        blocks.append(Text(wording(one.purpose, DUTCH, asked.version).text, "aside", DUTCH))
    version = _("Tekst %(version)s") % {"version": number(asked.version)}
    return [*blocks, Boxes(_beside_dutch(_answers)), Text(version, "note")]


def _answers() -> tuple[str, ...]:
    return _("Ja, dat mag"), _("Nee")


def _beside_dutch(words: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    """Give words in the language of the moment with Dutch beside them, for who reads them together with her."""
    here = words()
    if get_language() == DUTCH:
        return here
    with translation.override(DUTCH):
        dutch = words()
    return tuple(f"{one} · {isolated(other)}" for one, other in zip(here, dutch, strict=True))


def _signers(age: int | None) -> tuple[str, ...]:
    lines: tuple[str, ...] = (_("Uw naam"), _("Datum"), _("Uw handtekening"), _("Wie erbij was (getuige)"))
    if age is not None and age < TOGETHER_UNDER:
        lines += (_("Naam van uw ouder of voogd"), _("Handtekening van uw ouder of voogd"))
    return (*lines, _("Naam van wie dit vroeg"), _("Waar u werkt"))
