"""Small words for templates: an icon, a state as a tag, and a date that says how near it is."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from knooppunt.foundation import clock
from knooppunt.web.shared import labels
from knooppunt.web.shared.addresses import address

register = template.Library()

SIDE_BY_SIDE, SHORT = 4, 16
POINTING = frozenset({"back", "on", "leave"})  # these turn round on a right-to-left page


@register.simple_tag
@lru_cache(maxsize=100)  # a page has dozens, of a handful of drawings
def icon(name: str) -> SafeString:
    """Give a small drawing from house/icons.svg; it never carries the meaning alone, so it is hidden from readers."""
    turns = " kp-icon--turns" if name in POINTING else ""
    drawing = '<svg class="kp-icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    return format_html(drawing, turns, static("house/icons.svg"), name)


@register.simple_tag
def tag(text: str, tone: str = "plain", drawing: str = "") -> SafeString:
    """Give a state in a word, as `shared/parts/tag.html` does; for pages with many, where an include is slow."""
    return SafeString(f"{_tag(tone, drawing)}{conditional_escape(text)}</span>")


@lru_cache(maxsize=200)  # a page has dozens
def _tag(tone: str, drawing: str) -> str:
    return format_html('<span class="kp-tag kp-tag--{}">{}', tone, icon(drawing) if drawing else "")


@register.simple_tag
def page(url_name: str) -> str:
    """Give the address of a page by name, or nothing when this installation lacks it."""
    return address(url_name)


@register.filter
def day(value: date | datetime | None) -> str:
    """Give a date as people say it: 'vandaag', 'morgen', 'do 26 november'; the year only when it is another one."""
    if not value:
        return ""
    return _day(_on(value), clock.today(), get_language() or "nl")


@register.filter
def full_day(value: date | datetime | None) -> str:
    """Give a date with its year, whatever day it is today: '26 november 2026'."""
    return _full_day(_on(value), get_language() or "nl") if value else ""


def _on(value: date | datetime) -> date:
    return value.astimezone(clock.AMSTERDAM).date() if isinstance(value, datetime) else value


@lru_cache(maxsize=2000)  # a page has dozens, of a handful of dates
def _full_day(on: date, _language: str) -> str:
    return _looked_at(date_format(on, "j E Y"))


@lru_cache(maxsize=2000)
def _day(on: date, today: date, _language: str) -> str:
    if (word := {-1: _("gisteren"), 0: _("vandaag"), 1: _("morgen")}.get((on - today).days)) is None:
        word = date_format(on, "D j E" if on.year == today.year else "j E Y")
    return _looked_at(word)


@register.filter
def moment(value: datetime | None) -> str:
    """Give a time as people say it: 'vandaag, 14:05'."""
    return day_and_time(day(value), value) if value else ""


def day_and_time(on: str, value: datetime) -> str:
    """Put the Dutch time behind a day in words, with the comma of the language."""
    return _("%(day)s, %(time)s") % {"day": on, "time": date_format(value.astimezone(clock.AMSTERDAM), "H:i")}


@register.filter
def until(value: date | None) -> str:
    """Say how long there is until a date, or how long it is past: 'nog 3 dagen', '2 dagen te laat'."""
    if not value:
        return ""
    days = (value - clock.today()).days
    if days == 0:
        return _("vandaag")
    if days < 0:
        return ngettext("%(days)d dag te laat", "%(days)d dagen te laat", -days) % {"days": -days}
    return ngettext("nog %(days)d dag", "nog %(days)d dagen", days) % {"days": days}


@register.filter
def direction(language: str) -> str:
    """Give the direction in which a language is written, for words on a page in another one."""
    return "rtl" if language in settings.LANGUAGES_BIDI else "ltr"


@register.filter
def isolated(words: Any) -> SafeString:
    """Give a name, number or code within a sentence, apart from the direction of the words around it."""
    return format_html("<bdi>{}</bdi>", words) if words or words == 0 else SafeString("")


@register.filter
def initials(name: str) -> str:
    """Give at most two letters that stand for a name."""
    words = [word for word in str(name).split() if word[:1].isupper()] or str(name).split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


@register.filter
def are_short(groups: Any) -> bool:
    """Say whether the choices of a field are few and short enough to stand side by side."""
    labels = [str(option["label"]) for _group, options, _index in groups for option in options]
    return len(labels) <= SIDE_BY_SIDE and all(len(label) <= SHORT for label in labels)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Give the value under a key that is itself a variable; nothing when there is none."""
    return mapping.get(key, "") if hasattr(mapping, "get") else ""


@register.filter
def label(code: str, kind: str) -> str:
    """Give the word for a code: `{{ row.state|label:"state" }}`; kinds stand in web/shared/labels.py."""
    return _looked_at(labels.label(kind, str(code or "")))


@lru_cache(maxsize=2000)  # a page has dozens, of a few hundred words
def _looked_at(word: str) -> str:
    """Mark a word in which nothing has to be escaped, so that pages need not look again."""
    return SafeString(word) if escape(word) == word else word
