"""The words beside the numbers: an introduction, milestones, and quotes of professionals who agreed to it.

Which municipalities have a Knooppunt, since when, is known; that milestone writes itself.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knooppunt.casework.anonymity import GOES_TO_SOMEBODY, findings
from knooppunt.casework.refusals import Conflict, Invalid, NotFound
from knooppunt.casework.texts import clean
from knooppunt.foundation import clock
from knooppunt.people.actor import Actor
from knooppunt.people.models import Person
from knooppunt.people.names import normalised
from knooppunt.trail.record import record

from .formats.panels import WRITTEN_IN
from .models import Passage
from .scopes import Scope, listed, published_by

KIND = Passage.Kind
ROLE = "project_leader"
LONGEST = 1000
MOST = 20  # passages of one factsheet: a sheet of two sides holds no more
Words = dict[str, Any]


def passages_of(year: int, scope: str) -> list[Passage]:
    """Give the passages of a factsheet in their order."""
    return list(Passage.objects.filter(year=year, scope=scope).order_by("position", "id"))


def passage(actor: Actor, code: str) -> Passage:
    """Give one passage to who may change it; raises NotFound."""
    row = Passage.objects.filter(code=code).first()
    if row is None:
        raise NotFound
    published_by(actor, row.year, row.scope)
    return row


def add(actor: Actor, year: int, scope: str, *, kind: str, **words: Any) -> str:
    """Add a passage and give its code. A quote needs `said_by` (a function), `agreed_on` and `agreed_how`.

    Raises NotFound for somebody who does not publish this factsheet, Invalid for what cannot stand there.
    """
    area = published_by(actor, year, scope)
    values = _checked(kind, words)
    with transaction.atomic():
        mine = Passage.objects.filter(year=year, scope=area.text)
        if mine.count() >= MOST:
            raise Invalid({"text": _("Er staan al %(most)s teksten bij deze factsheet.") % {"most": MOST}})
        last = mine.aggregate(last=Max("position"))["last"] or 0
        row = Passage.objects.create(year=year, scope=area.text, kind=kind, position=last + 1, **values)
        record("factsheet.add_words", actor=actor, role=ROLE, detail=f"{row.code.lower()} {kind}")
    return row.code


def change(actor: Actor, code: str, version: int, **words: Any) -> None:
    """Change a passage; raises NotFound, Invalid, and Conflict when somebody else changed it meanwhile."""
    with transaction.atomic():
        row = _held(actor, code)
        values = _checked(row.kind, words)
        if row.version != version:
            raise Conflict(theirs={"text": row.text}, mine={"text": values["text"]}, version=row.version)
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        record("factsheet.change_words", actor=actor, role=ROLE, detail=row.code.lower())


def remove(actor: Actor, code: str, version: int) -> None:
    """Take a passage away; what was published with it stays as it was. Raises NotFound and Conflict."""
    with transaction.atomic():
        row = _held(actor, code)
        if row.version != version:
            raise Conflict(theirs={"text": row.text}, mine={"text": ""}, version=row.version)
        record("factsheet.remove_words", actor=actor, role=ROLE, detail=row.code.lower())
        row.delete()


def names_in(texts: Iterable[str]) -> list[str]:
    """Give what looks like the name of somebody in what will be published; it warns, it does not prove."""
    return list(dict.fromkeys(text[f.start : f.end] for text in texts for f in findings(text) if f.kind == "name"))


def _held(actor: Actor, code: str) -> Passage:
    row = Passage.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound
    published_by(actor, row.year, row.scope)
    return row


def _checked(kind: str, words: Words) -> Words:
    """Give the values to keep; raises Invalid with a sentence beside each field."""
    values = {name: str(words.get(name) or "").strip() for name in ("text", "said_by", "agreed_how")}
    agreed_on: date | None = words.get("agreed_on")
    errors: dict[str, str] = {}
    if not values["text"]:
        errors["text"] = _("Schrijf een tekst.")
    clean(errors, "text", values["text"], LONGEST)
    if any(found.kind in GOES_TO_SOMEBODY for found in findings(values["text"])):
        errors["text"] = _("Dit leidt naar iemand. Haal datum, adres, telefoon of e-mail weg.")
    if kind != KIND.QUOTE:
        values |= {"said_by": "", "agreed_how": ""}
        agreed_on = None
    else:
        errors |= _quote_errors(values, agreed_on)
    if errors:
        raise Invalid(errors)
    return values | {"agreed_on": agreed_on}


def _quote_errors(values: Words, agreed_on: date | None) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not values["said_by"]:
        errors["said_by"] = _("Vul de functie in van wie dit zei, bijvoorbeeld verloskundige.")
    elif _names_somebody(values["said_by"]):
        errors["said_by"] = _("Noem de functie, nooit een naam. Bijvoorbeeld: verloskundige.")
    if agreed_on is None:
        errors["agreed_on"] = _("Vul in op welke dag zij of hij het goed vond.")
    elif agreed_on > clock.today():
        errors["agreed_on"] = _("Deze dag moet nog komen.")
    if not values["agreed_how"]:
        errors["agreed_how"] = _("Schrijf op hoe dat is afgesproken, bijvoorbeeld per mail.")
    clean(errors, "said_by", values["said_by"], 80)
    clean(errors, "agreed_how", values["agreed_how"], 200)
    return errors


def _names_somebody(words: str) -> bool:
    """Say whether a function looks like a name, or is that of somebody whom we know."""
    known = Person.objects.filter(search_name=normalised(words)).exclude(search_name="").exists()
    return known or any(found.kind in {"name", "email", "telephone"} for found in findings(words))


def beside(year: int, area: Scope) -> Words:
    """Give what stands beside the numbers: the municipalities with their Knooppunt, and the passages by kind."""
    rows = passages_of(year, area.text)
    began = {code: since for code, since in area.places.began.items() if code in area.municipalities}
    with translation.override(WRITTEN_IN):
        own = list(_own_milestones(year, area, began))
    of_kind = {kind: [row for row in rows if row.kind == kind] for kind in KIND.values}
    return {
        "municipalities": [
            {"code": code, "name": name, "hub": code in began, "since": began.get(code)}
            for code, name in area.places.names.items()
            if code in area.municipalities
        ],
        "passages": {
            "words": [{"text": row.text} for row in of_kind[KIND.WORDS]],
            "milestones": [*own, *({"text": row.text} for row in of_kind[KIND.MILESTONE])],
            "quotes": [{"text": row.text, "said_by": row.said_by} for row in of_kind[KIND.QUOTE]],
        },
    }


def _own_milestones(year: int, area: Scope, began: dict[str, int]) -> Iterable[Words]:
    """Give what is known without anybody writing it: how many municipalities have a Knooppunt, and which are new."""
    if len(area.municipalities) == 1:
        for since in began.values():
            yield {"text": _("%(place)s heeft sinds %(year)s een Knooppunt.") % {"place": area.title, "year": since}}
        return
    said = {"year": year, "number": len(began), "all": len(area.municipalities)}
    has = ngettext(
        "%(number)s van de %(all)s gemeenten heeft in %(year)s een Knooppunt.",
        "%(number)s van de %(all)s gemeenten hebben in %(year)s een Knooppunt.",
        len(began),
    )
    yield {"text": has % said}
    if new := [area.places.names[code] for code, since in began.items() if since == year]:
        yield {"text": _("Nieuw in %(year)s: %(names)s.") % {"year": year, "names": listed(sorted(new))}}
