"""Of which places one can ask figures, and who may have which of them.

The standard areas of a year are the whole region, the subregions of the project leaders at the end of that year, and
each municipality. Whatever is published of a year is weighed together with all of them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from django.conf import settings
from django.db.models import Exists, FilteredRelation, Min, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from knooppunt.casework.refusals import NotFound
from knooppunt.foundation import clock
from knooppunt.people.actor import SYSTEM, Actor
from knooppunt.people.models import HubArea, Municipality, Subregion, standing
from knooppunt.people.models.places import Grouping
from knooppunt.people.roles import municipalities_of_desk, municipalities_of_leader, municipalities_of_policy_officer

REGION, SUBREGION, MUNICIPALITY = "region", "subregion", "municipality"
LONGEST = 200  # signs of a scope as text, so that it fits in its column


class UnknownScope(ValueError):
    """There is no such place. The message is a whole sentence, and names what there is."""


@dataclass(frozen=True)
class Scope:
    """Some municipalities taken together: the text that names them, what people call them, and their CBS codes."""

    text: str
    title: str
    municipalities: tuple[str, ...]
    places: "Places" = field(compare=False, repr=False)

    @property
    def mark(self) -> str:
        """Give the text for a line in the trail; of a long row of municipalities the first ones."""
        return self.text.lower().replace(",", " ")[:60].strip()

    @property
    def is_region(self) -> bool:
        """Say whether this is the whole region."""
        return self.text == REGION


@dataclass(frozen=True)
class Places:
    """All municipalities by name, and which of them each subregion has at the end of one year."""

    names: dict[str, str]
    subregions: tuple[tuple[str, str, tuple[str, ...]], ...]  # code, name, CBS codes
    began: dict[str, int]  # the municipalities that a Knooppunt serves at the end of the year, and since which year

    @classmethod
    def of(cls, year: int) -> "Places":
        """Read them, in one query."""
        last = date(year, 12, 31)
        here = Q(memberships__grouping=Grouping.KKS) & standing(last, "memberships__")
        areas = HubArea.objects.filter(municipality=OuterRef("pk")).order_by("from_on")
        rows = Municipality.objects.order_by("name").annotate(
            kks=FilteredRelation("memberships", condition=here),
            first=Subquery(areas.values("from_on")[:1]),
            served=Exists(areas.filter(standing(last))),
        )
        names, began = {}, {}
        found: dict[tuple[str, str], list[str]] = {}
        told = ("code", "name", "first", "served", "kks__subregion", "kks__subregion__name")
        for code, name, first, served, part, titled in rows.values_list(*told):
            names[code] = name
            if served:
                began[code] = first.year
            if part:
                found.setdefault((titled, part), []).append(code)
        return cls(names, tuple((code, name, tuple(sorted(of))) for (name, code), of in sorted(found.items())), began)

    def titled(self, codes: Iterable[str]) -> str:
        """Give the names of some municipalities as one says them: 'Kerkrade, Landgraaf en Vaals'."""
        return listed([name for code, name in self.names.items() if code in set(codes)])

    @property
    def region(self) -> Scope:
        """Give the whole region."""
        return Scope(REGION, settings.REGION_NAME, tuple(sorted(self.names)), self)

    def within(self, codes: Iterable[str]) -> Scope:
        """Give some municipalities together."""
        ordered = tuple(sorted(set(codes)))
        return Scope(f"{MUNICIPALITY}:{','.join(ordered)}", self.titled(ordered), ordered, self)

    @property
    def standard(self) -> list[Scope]:
        """Give the standard areas: the region, its subregions, and each municipality by name."""
        parts = [Scope(f"{SUBREGION}:{code}", name, members, self) for code, name, members in self.subregions]
        return [self.region, *parts, *(self.within([code]) for code in self.names)]


def listed(names: list[str]) -> str:
    """Give names as one says them, with 'and' before the last."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s en %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def standard_areas(year: int) -> list[Scope]:
    """Give the standard areas of a year, the largest first."""
    return Places.of(year).standard


def scope_of(text: str, year: int) -> Scope:
    """Give what a text names: region, subregion:NAME, municipality:GM0928[,GM0882,...]. Names do as well as codes.

    Raises UnknownScope, with the names that there are.
    """
    places = Places.of(year)
    kind, _colon, rest = text.strip().partition(":")
    if kind.lower() == REGION and not rest:
        return places.region
    if kind.lower() == SUBREGION:
        return _subregion(rest, places, year)
    if kind.lower() == MUNICIPALITY:
        return _municipalities(rest, places)
    raise UnknownScope(
        _("“%(text)s” is geen gebied. Kies region, subregion:NAAM of municipality:GM0928,GM0882.") % {"text": text[:80]}
    )


def _subregion(asked: str, places: Places, year: int) -> Scope:
    wanted = asked.strip().casefold()
    for code, name, members in places.subregions:
        if wanted in (code, name.casefold()):
            return Scope(f"{SUBREGION}:{code}", name, members, places)
    known = [code for code, _name, _members in places.subregions]
    if Subregion.objects.filter(code=wanted, grouping=Grouping.KKS).exists() or not known:
        raise UnknownScope(_("Eind %(year)s had deze subregio geen gemeenten.") % {"year": year})
    raise UnknownScope(
        _("De subregio “%(asked)s” is er niet. Deze zijn er: %(known)s.")
        % {"asked": asked[:80], "known": ", ".join(known)}
    )


def _municipalities(asked: str, places: Places) -> Scope:
    codes = {name.casefold(): code for code, name in places.names.items()}
    found = {word: codes.get(word.casefold(), word.upper()) for part in asked.split(",") if (word := part.strip())}
    if strange := [word for word, code in found.items() if code not in places.names]:
        known = ", ".join(f"{code} {name}" for code, name in places.names.items())
        raise UnknownScope(
            _("De gemeente “%(asked)s” is er niet. Deze zijn er: %(known)s.")
            % {"asked": strange[0][:80], "known": known}
        )
    if not found:
        raise UnknownScope(_("Noem minstens één gemeente, bijvoorbeeld municipality:GM0928."))
    scope = places.within(found.values())
    if len(scope.text) > LONGEST:
        raise UnknownScope(_("Dit zijn te veel gemeenten tegelijk. Kies een subregio of de hele regio."))
    return scope


class Area(Protocol):
    """Something about some municipalities: a scope, or what was published of one."""

    @property
    def municipalities(self) -> Collection[str]:
        """Give their CBS codes."""

    @property
    def is_region(self) -> bool:
        """Say whether this is the whole region."""


@dataclass(frozen=True)
class Rights:
    """Whose figures somebody may have: every number of her own municipalities, and who leads also publishes."""

    own: frozenset[str]  # municipalities of which she may see every number
    led: frozenset[str]  # those of which she decides what is published
    told: frozenset[str] = frozenset()  # those of which she reads what was published: a policy officer's

    def may_see(self, scope: Scope) -> bool:
        """Say whether she may see what would be published of this area."""
        return (scope.is_region and bool(self.led)) or self.may_see_exactly(scope)

    def may_see_exactly(self, scope: Scope) -> bool:
        """Say whether she may see every number of this area: only when all of it is hers."""
        return bool(self.own) and self.own.issuperset(scope.municipalities)

    def may_publish(self, scope: Area) -> bool:
        """Say whether she may freeze or withdraw an edition: of what she leads; of the region each leader."""
        return bool(self.led) and (scope.is_region or self.led.issuperset(scope.municipalities))

    def scopes(self, year: int) -> list[Scope]:
        """Give the standard areas of a year that she may see."""
        return [scope for scope in standard_areas(year) if self.may_see(scope)] if self.own else []


def rights_of(actor: Actor) -> Rights:
    """Give whose figures somebody may have today. The one home of that rule: another role is one line here."""
    if actor.person_id is None or actor.assurance != "strong":
        return Rights(frozenset(), frozenset())
    led = municipalities_of_leader(actor.person_id)
    # A policy officer sits at no table: she gets editions, which the ledger knows, and no draft (decision 27).
    told = municipalities_of_policy_officer(actor.person_id)
    return Rights(led | municipalities_of_desk(actor.person_id), led, told)


def published_by(actor: Actor, year: int, text: str) -> Scope:
    """Give an area to who may publish of it: a project leader, or the house itself. Raises NotFound for others."""
    scope = scope_of(text, year)
    if actor is not SYSTEM and not rights_of(actor).may_publish(scope):
        raise NotFound
    return scope


def years() -> range:
    """Give the years of which there can be a factsheet: since the first Knooppunt, up to this one."""
    first = HubArea.objects.aggregate(first=Min("from_on"))["first"]
    this = clock.today().year
    return range(min(first.year, this) if first else this, this + 1)
