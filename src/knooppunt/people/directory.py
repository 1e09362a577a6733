"""The directory of professionals: found by name, discipline or municipality, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q, Subquery

from .models import DirectoryWord, Discipline, Person
from .names import WORD, normalised, words_of

MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One professional as the directory shows them; `marked` is the name in parts, with whether each was searched."""

    code: str
    name: str
    marked: tuple[tuple[str, bool], ...]
    discipline_nl: str
    discipline_en: str
    organisation: str
    municipalities: tuple[str, ...]
    email: str
    phone: str

    def discipline(self, language: str) -> str:
        """Give the discipline in the reader's language."""
        return self.discipline_en if language == "en" else self.discipline_nl


@dataclass(frozen=True, slots=True)
class Page:
    """A page of entries and the key to give as `after` for the next one; an empty key means that this is the last."""

    entries: tuple[Entry, ...]
    after: str


def search(
    text: str = "", discipline: str = "", municipality: str = "", after: str | None = None, limit: int = 25
) -> Page:
    """Find listed professionals whose name has a word that starts with each word of `text`, in order of name.

    `discipline` and `municipality` are codes. Two queries, whatever the number of persons; unknown codes find nobody.
    """
    found = Person.objects.filter(_matching(text, discipline, municipality) & after_person(after))
    found = found.select_related("discipline", "organisation").prefetch_related("works_in")
    persons = list(found.order_by("search_name", "id")[: limit + 1])
    words = words_of(text)[:MOST_WORDS]
    entries = tuple(_entry(person, words) for person in persons[:limit])
    return Page(entries, persons[limit - 1].code if len(persons) > limit else "")


def one(code: str) -> Entry | None:
    """Give one listed professional by code, or None."""
    found = Person.objects.filter(listed=True, code=code[:12])
    person = found.select_related("discipline", "organisation").prefetch_related("works_in").first()
    return _entry(person, []) if person else None


def _matching(text: str, discipline: str, municipality: str) -> Q:
    wanted = Q(listed=True) & matching_words(text)
    if discipline:  # a youth nurse is found under youth health care too
        named = Discipline.objects.filter(Q(code=discipline) | Q(counts_as=discipline))
        wanted &= Q(discipline__in=named.values("code"))
    if municipality:
        place = Person.works_in.through.objects.filter(person=OuterRef("pk"), municipality=municipality)
        wanted &= Q(Exists(place))
    return wanted


def matching_words(text: str) -> Q:
    """Give the condition on persons that for each word of `text` the name has a word that starts with it."""
    wanted = Q()
    for word in words_of(text)[:MOST_WORDS]:
        wanted &= Q(pk__in=DirectoryWord.objects.filter(_starts_with(word)).values("person"))
    return wanted


def _starts_with(word: str) -> Q:
    """Give the condition for a prefix that each engine can answer from its index.

    SQLite does not use an index for LIKE with an escape; PostgreSQL has one for it, whatever its collation.
    """
    if connection.vendor == "sqlite":
        return Q(word__gte=word, word__lt=word + "\U0010ffff")
    return Q(word__startswith=word)


def after_person(after: str | None) -> Q:
    """Compare with the last person shown, named by code, so that neither a name nor a row number is in a URL."""
    if not after:
        return Q()
    last = Person.objects.filter(code=after[:12])
    name, key = Subquery(last.values("search_name")), Subquery(last.values("pk"))
    return Q(search_name__gte=name) & (Q(search_name__gt=name) | Q(pk__gt=key))


def _entry(person: Person, words: list[str]) -> Entry:
    discipline, organisation = person.discipline, person.organisation
    return Entry(
        code=person.code,
        name=person.name,
        marked=mark(person.name, words),
        discipline_nl=discipline.label_nl if discipline else "",
        discipline_en=discipline.label_en if discipline else "",
        organisation=organisation.name if organisation else "",
        municipalities=tuple(sorted(place.name for place in person.works_in.all())),
        email=person.email or "",
        phone=person.phone,
    )


def mark(name: str, words: list[str]) -> tuple[tuple[str, bool], ...]:
    """Cut a name in parts and say of each whether it is a word that was searched for."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for found in WORD.finditer(name):
        if any(normalised(found.group()).startswith(word) for word in words):
            parts += [(name[end : found.start()], False), (found.group(), True)]
            end = found.end()
    return tuple(part for part in (*parts, (name[end:], False)) if part[0])
