"""Writing a letter: it goes into the database with the act it belongs to, and is carried later."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from unicodedata import bidirectional

from django.conf import settings
from django.core.validators import validate_email
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import formats, translation

from knooppunt.foundation import clock
from knooppunt.foundation.prepared import store

from . import one_message
from .models import Channel, Letter
from .texts import AS_EVER, COUNTED, ENDING, KINDS, WHERE

_DIGITS = re.compile(r"[0-9]{6}\Z")
_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}\Z")
_RIGHT_TO_LEFT = "\u202b%s\u202c"  # so that a line reads well where the mail program thinks it runs the other way
_NAME_OF_HUB = re.compile(r"\w[\w ()’'.,&/-]{0,119}\Z")  # as `people` has it; one line
_PATH = re.compile(r"/(?!/)[A-Za-z0-9/_:.=-]*\Z")  # and not //elsewhere


type Field = str | date | Mapping[str, int]


class UnknownLetter(LookupError):
    """There is no letter of this kind, or it does not take these fields."""


def write(
    kind: str, to: str, language: str, *, daily: bool = False, without_link: bool = False, calendar: str = "",
    **fields: Field,
) -> None:  # fmt: skip
    """Queue a letter of this kind to one address, in the reader's language; it is gone again if the act rolls back.

    `to` is an e-mail address, or a telephone number as +31612345678: then it goes as a text message, for the kinds that
    have a short text. With `daily` it waits for the daily letter to this address, if its kind can wait. With
    `without_link` it does not say where to sign in. A `calendar` file goes along with a mail, and never waits.

    `fields` are exactly those that `texts.KINDS` lists for the kind: `digits` (6), `date` (a date or an aware moment),
    `link` (an address or a path on this site), `hub` (the name of a hub) or `counts` (how much of each line of
    `texts.COUNTED`). Raises `UnknownLetter` for another kind or field, `ValueError` for a value of another shape, and
    Django's ValidationError for something that is no e-mail address.
    """
    if kind not in KINDS or fields.keys() != KINDS[kind].fields:
        raise UnknownLetter(f"No letter {kind} with fields {sorted(fields)}.")
    channel = channel_of(to)
    if channel == Channel.SMS and KINDS[kind].short is None:
        raise UnknownLetter(f"No text message {kind}.")
    language = _spoken(KINDS[kind].to_families, language)
    moment = clock.now()
    with translation.override(language):
        if channel == Channel.MAIL:
            subject, body = compose(kind, without_link=without_link, **fields)
        else:
            subject, body = "", compose_short(kind, without_link=without_link, **fields)
    letter = Letter(
        kind=kind,
        channel=channel,
        to=to,
        language=language,
        subject=subject,
        body=body,
        calendar=calendar if channel == Channel.MAIL else "",
        in_digest=daily and KINDS[kind].can_wait and not calendar,
        queued_at=moment,
        not_before=moment,
    )
    store(letter)


def _spoken(to_families: bool, language: str) -> str:
    """Give the language that a letter is written in: the reader's, when this letter has every text in it."""
    spoken = dict(settings.LANGUAGES) if to_families else settings.LANGUAGES_OF_STAFF
    return language if language in spoken else settings.LANGUAGE_CODE


def stop(to: str) -> None:
    """Let nothing more go to an address that is a parent's no longer: codes and messages that did not go yet."""
    Letter.objects.filter(to=to, kind__in=("code", "family_message"), sent_at=None).delete()


def send_at_once(to: str) -> None:
    """Let what waits for the daily letter to this address go now: its reader wants letters one by one again."""
    Letter.objects.filter(to=to, in_digest=True, sent_at=None, failed_at=None).update(in_digest=False)


def going() -> QuerySet[Letter]:
    """Give the letters that go by themselves; those in a digest go with it."""
    return Letter.objects.filter(in_digest=False)


def written_since(moment: datetime, kinds: Iterable[str]) -> set[tuple[str, str]]:
    """Give the (kind, address) of the letters of these kinds that were queued since a moment."""
    return set(Letter.objects.filter(queued_at__gte=moment, kind__in=kinds).values_list("kind", "to"))


def refused(addresses: Iterable[str]) -> set[str]:
    """Give which of these addresses take nothing from us: the last letter that went there came back.

    A later letter that arrives takes the sign away; after 30 days, when letters are forgotten, nobody knows any more.
    """
    return set(came_back().filter(to__in={to for to in addresses if to}).values_list("to", flat=True))


def came_back() -> QuerySet[Letter]:
    """Give the letters that came back, where none arrived at the address since."""
    arrived = Letter.objects.filter(refused_at=None, in_digest=False)
    later = arrived.filter(to=OuterRef("to"), sent_at__gt=OuterRef("refused_at"))
    return Letter.objects.filter(~Exists(later), refused_at__isnull=False)


def channel_of(to: str) -> Channel:
    """Say how a letter to this address travels; raises Django's ValidationError for what is no address at all."""
    if _NUMBER.match(to):
        return Channel.SMS
    validate_email(to)
    return Channel.MAIL


def sms_is_on() -> bool:
    """Say whether this installation sends text messages."""
    return bool(settings.SMS_GATEWAY_URL)


def compose_short(kind: str, *, without_link: bool = False, **fields: Field) -> str:
    """Give the text message of a letter in the active language; where to sign in stands in it when that fits."""
    wanted = KINDS[kind]
    text = str(wanted.short) % {name: _shown(name, value) for name, value in fields.items()}
    if wanted.signs_in:
        where = _where(settings.SITE_ADDRESS.partition("://")[2], without_link)
        longer = one_message.plain(f"{text} {where}")
        text = longer if one_message.fits(longer) else text
    return one_message.plain(text)


def compose(kind: str, *, without_link: bool = False, **fields: Field) -> tuple[str, str]:
    """Give subject and body of a letter in the active language."""
    wanted = KINDS[kind]
    shown = {name: _shown(name, value) for name, value in fields.items()}
    parts = [wanted.text % shown]
    if wanted.signs_in:
        parts.append(_where(settings.SITE_ADDRESS, without_link))  # without a slash, that would jump to the front
    parts.append(str(ENDING))
    body = "\n\n".join(parts) + "\n"
    return str(wanted.subject), _either_way(body) if translation.get_language_bidi() else body


def _either_way(body: str) -> str:
    """Mark each line that runs from right to left; a link stands on a line of its own, and stays as it is."""

    def marked(line: str) -> str:
        return _RIGHT_TO_LEFT % line if any(bidirectional(sign) in ("R", "AL") for sign in line) else line

    return "".join(f"{marked(line)}\n" for line in body.splitlines())


def _where(site: str, without_link: bool) -> str:
    return str(AS_EVER) if without_link else WHERE % {"site": site}


def _shown(name: str, value: Field) -> str:
    """Give a field as the reader sees it; nothing but a date, six digits, counts, our own address or hub passes."""
    if name == "date" and isinstance(value, date):
        if isinstance(value, datetime):  # the Dutch date of a moment that the database gives in UTC
            value = value.astimezone(clock.AMSTERDAM)
        return formats.date_format(value, "j E")
    if name == "digits" and isinstance(value, str) and _DIGITS.match(value):
        return value
    if name == "link" and isinstance(value, str):
        path = value.removeprefix(settings.SITE_ADDRESS)
        if _PATH.match(path):
            return settings.SITE_ADDRESS + path
    if name == "hub" and isinstance(value, str) and _NAME_OF_HUB.match(value):
        return value
    if name == "counts" and isinstance(value, Mapping) and value.keys() <= COUNTED.keys():
        return "\n".join(f"• {COUNTED[line] % {'count': value[line]}}" for line in COUNTED if value.get(line))
    raise ValueError(f"The field {name} of a letter has a value of another shape.")


def forget_address(to: str) -> None:
    """Take every letter to this address out of the box: sent, waiting or given up."""
    Letter.objects.filter(to=to).delete()
