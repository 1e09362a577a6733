"""What the frame of every page needs to know: where one can go, in which language, and when the session ends."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from .addresses import address
from .middleware import seconds_left
from .screens import PARENT, PARENTS_SIGN_IN, PROFESSIONAL, Screen, standing_of


@dataclass(frozen=True)
class Place:
    """A place in the main menu, and for whom it is there; the first place that fits is where somebody starts."""

    url_name: str
    label: str | Promise
    for_: frozenset[str]

    @property
    def room(self) -> str:
        """Give the folder of the screens that this place stands in."""
        return self.url_name.partition(":")[0]


AT_THE_TABLE = "at_the_table"  # a professional whose work is with families, not at a desk apart from them
DESKS = frozenset({"project_leader", "researcher", "functional_manager", "privacy_officer", "policy_officer"})

# In the order of the menu.
PLACES = (
    Place("coordinator:worklist", _("Mijn werk"), frozenset({"coordinator"})),
    Place("leader:figures", _("Cijfers"), frozenset({"project_leader"})),
    Place("leader:factsheets", _("Factsheet"), frozenset({"policy_officer"})),
    Place("research:home", _("Onderzoek"), frozenset({"researcher"})),
    Place("account:people", _("Accounts"), frozenset({"functional_manager"})),
    Place("account:trail", _("Inzage"), frozenset({"privacy_officer"})),
    Place("family:home", _("Onze pagina"), frozenset({PARENT})),
    Place("team:families", _("Mijn gezinnen"), frozenset({AT_THE_TABLE})),
    Place("referrer:refer", _("Gezin aanmelden"), frozenset({AT_THE_TABLE, "code"})),
    Place("referrer:mine", _("Mijn aanmeldingen"), frozenset({AT_THE_TABLE, "code"})),
    Place("referrer:advise", _("Eerst sparren"), frozenset({AT_THE_TABLE, "code"})),
    Place("leader:reach", _("Bereik"), frozenset({"coordinator"})),
    Place("account:directory", _("Wie is wie"), frozenset({PROFESSIONAL})),
)
# The pages about figures, as tabs above each of them (leader/frame.html); one that does not exist yet is left out.
TABS = (
    Place("leader:figures", _("Cijfers"), frozenset({"project_leader"})),
    Place("leader:factsheets", _("Factsheet"), frozenset({"project_leader", "coordinator", "policy_officer"})),
    Place("leader:reach", _("Bereik"), frozenset({"project_leader", "coordinator"})),
    Place("leader:studies", _("Onderzoek"), frozenset({"project_leader"})),
    Place("leader:taking_in", _("Inlezen"), frozenset({"project_leader"})),
)


@dataclass(frozen=True)
class Link:
    """A place as it stands in the menu of one page."""

    href: str
    label: str | Promise
    current: bool


class Site:
    """The frame of one page; each part is worked out only when the template asks, without any query."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def menu(self) -> list[Link]:
        """Give the places for this visitor; strangers get none, the front door shows them the way."""
        return self._links(PLACES)

    @cached_property
    def tabs(self) -> list[Link]:
        """Give the pages about figures for this visitor; one tab alone is no choice."""
        found = self._links(TABS)
        return found if len(found) > 1 else []

    @cached_property
    def standing(self) -> frozenset[str]:
        """Give the audiences this visitor belongs to; a page of an error early on knows of none."""
        if not hasattr(self.request, "actor"):
            return frozenset()
        standing = standing_of(self.request)
        if self.request.actor.assurance == "code":
            standing |= {"code"}
        if PROFESSIONAL in standing and ("coordinator" in standing or not standing & DESKS):
            standing |= {AT_THE_TABLE}
        return standing

    @property
    def start(self) -> str:
        """Give the page where this visitor's work begins."""
        return self.menu[0].href if self.menu else address("home")

    @cached_property
    def screen(self) -> Screen | None:
        """Give what this page declared about itself; None for a page that does not exist."""
        match = getattr(self.request, "resolver_match", None)
        return getattr(match.func, "screen", None) if match else None

    @property
    def for_families(self) -> bool:
        """Say whether families come on this page."""
        return self.screen is None or self.screen.for_families

    @property
    def languages(self) -> list[dict[str, Any]]:
        """Give the languages of the switch: those of this page, each with its own name."""
        spoken = self.screen.languages if self.screen else dict(settings.LANGUAGES)
        here = get_language()
        return [
            {"code": code, "name": name[:1].upper() + name[1:], "here": code == here}
            for code, name in settings.LANGUAGES
            if code in spoken
        ]

    @property
    def large_print(self) -> bool:
        """Say whether the reader asked for larger letters."""
        return bool(self.request.COOKIES.get(settings.LARGE_PRINT_COOKIE_NAME))

    @property
    def direction(self) -> str:
        """Give the direction of writing."""
        return "rtl" if get_language_bidi() else "ltr"

    @property
    def signed_in(self) -> bool:
        """Say whether somebody with an account is here."""
        return "signed_in" in self.standing

    @property
    def sign_in_at(self) -> str:
        """Give the page where whom this page is for comes in: parents by a code, everybody else by signing in."""
        is_parents = PARENT in self.standing or (self.screen is not None and self.screen.audience == {PARENT})
        return address(PARENTS_SIGN_IN if is_parents else "account_login")

    @property
    def idle_seconds(self) -> int:
        """Give after how many seconds of doing nothing the session ends."""
        return settings.SESSION_IDLE_SECONDS

    @property
    def last_seconds(self) -> int:
        """Give after how many seconds the session ends, however busy somebody is."""
        return seconds_left(self.request)

    @property
    def demo(self) -> bool:
        """Say whether this is the demo town."""
        return settings.DEMO

    def _links(self, places: tuple[Place, ...]) -> list[Link]:
        found = [(place, address(place.url_name)) for place in places if place.for_ & self.standing]
        here = self._here([(place, href) for place, href in found if href])
        return [Link(href, place.label, place is here) for place, href in found if href]

    def _here(self, found: list[tuple[Place, str]]) -> Place | None:
        """Give the place that this page belongs to: the longest address that fits, else the first in the same room."""
        fitting = [(len(href), place) for place, href in found if self.request.path.startswith(href)]
        if fitting:
            return max(fitting, key=lambda pair: pair[0])[1]
        match = self.request.resolver_match
        rooms = match.namespaces if match else []
        return next((place for place, _href in found if place.room in rooms and place.room != "account"), None)


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates `site`."""
    return {"site": Site(request)}
