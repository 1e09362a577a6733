"""What the public pages tell that has its home elsewhere: terms, cookies, the film, and what the tests found."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from knooppunt.casework import drafting, retention

CHECKED = Path(__file__).resolve().parent.parent / "data" / "accessibility.json"
YEAR, MONTH = 365, 30


@dataclass(frozen=True)
class Film:
    """The film in one language, on a site of others."""

    language: str
    name: str
    address: str
    mine: bool


@dataclass(frozen=True)
class Checked:
    """What the stories in a real browser found, the last time that all of them ran."""

    on: date
    screens: int
    looks: int
    checks: int
    stories: int
    keyboard: int
    without_scripts: int
    narrow: int
    axe: str


@dataclass(frozen=True)
class Cookie:
    """A cookie, and why it is needed."""

    name: str
    why: str
    keeps: str


def films() -> list[Film]:
    """Give the film in every language that this installation names, that of the reader first."""
    here = get_language()
    found = [
        Film(code, get_language_info(code)["name_local"].capitalize(), address, code == here)
        for code, address in settings.FILMS.items()
    ]
    return sorted(found, key=lambda film: not film.mine)


def terms() -> dict[str, str]:
    """Say how long a family's data are kept, in the words of the reader, from where they are really forgotten."""
    return {
        "case": in_words(retention.CASE.keeps),
        "not_taken_up": in_words(retention.NOT_TAKEN_UP.keeps),
        "draft": in_words(drafting.KEPT),
    }


def in_words(time: timedelta) -> str:
    """Say a length of time as people do: '2 jaar', '3 maanden', '7 dagen'."""
    days = time.days
    if days >= YEAR:
        return ngettext("%(count)d jaar", "%(count)d jaar", days // YEAR) % {"count": days // YEAR}
    if days >= 2 * MONTH:
        return ngettext("%(count)d maand", "%(count)d maanden", days // MONTH) % {"count": days // MONTH}
    return ngettext("%(count)d dag", "%(count)d dagen", days) % {"count": days}


def cookies() -> list[Cookie]:
    """Give the cookies that the site can set, all of them needed; a visitor who only reads gets none."""
    gone, a_year = _("tot u uw browser sluit"), _("een jaar")
    return [
        Cookie(settings.LANGUAGE_COOKIE_NAME, _("om uw taal te onthouden"), a_year),
        Cookie(settings.LARGE_PRINT_COOKIE_NAME, _("om te onthouden dat u grote letters wilt"), a_year),
        Cookie(settings.SESSION_COOKIE_NAME, _("om u ingelogd te houden, of uw formulier bij elkaar"), gone),
        Cookie(settings.CSRF_COOKIE_NAME, _("om een formulier veilig te versturen"), a_year),
        Cookie("messages", _("om één keer te zeggen dat iets gelukt is"), gone),
    ]


@lru_cache(maxsize=1)
def checked() -> Checked | None:
    """Give what the last whole run of the stories found; None when it never ran here."""
    if not CHECKED.exists():
        return None
    told = json.loads(CHECKED.read_text(encoding="utf-8"))
    return Checked(**{**told, "on": date.fromisoformat(told["on"])})
