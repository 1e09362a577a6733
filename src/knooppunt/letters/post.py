"""Writing a letter: it goes into the database with the act it belongs to, and is carried later."""

import re
from datetime import date, datetime

from django.conf import settings
from django.core.validators import validate_email
from django.utils import formats, translation

from knooppunt.foundation import clock
from knooppunt.foundation.prepared import store

from .models import Channel, Letter
from .texts import ENDING, KINDS, WHERE

_DIGITS = re.compile(r"[0-9]{6}\Z")
_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}\Z")
_PATH = re.compile(r"/(?!/)[A-Za-z0-9/_:.=-]*\Z")  # and not //elsewhere


class UnknownLetter(LookupError):
    """There is no letter of this kind, or it does not take these fields."""


def write(kind: str, to: str, language: str, **fields: str | date) -> None:
    """Queue a letter of this kind to one address, in the reader's language; it is gone again if the act rolls back.

    `to` is an e-mail address, or a telephone number as +31612345678: then it goes as a text message, for the kinds that
    have a short text.

    `fields` are exactly those that `texts.KINDS` lists for the kind: `digits` (6), `date` (a date or an aware moment)
    or `link` (an address or a path on this site). Raises `UnknownLetter` for another kind or field, `ValueError` for
    a value of another shape, and Django's ValidationError for something that is no e-mail address.
    """
    if kind not in KINDS or fields.keys() != KINDS[kind].fields:
        raise UnknownLetter(f"No letter {kind} with fields {sorted(fields)}.")
    channel = channel_of(to)
    if channel == Channel.SMS and KINDS[kind].short is None:
        raise UnknownLetter(f"No text message {kind}.")
    language = _spoken(KINDS[kind].to_families, language)
    moment = clock.now()
    with translation.override(language):
        subject, body = compose(kind, **fields) if channel == Channel.MAIL else ("", compose_short(kind, **fields))
    letter = Letter(
        kind=kind,
        channel=channel,
        to=to,
        language=language,
        subject=subject,
        body=body,
        queued_at=moment,
        not_before=moment,
    )
    store(letter)


def _spoken(to_families: bool, language: str) -> str:
    """Give the language that a letter is written in: the reader's, when this letter has every text in it."""
    spoken = dict(settings.LANGUAGES) if to_families else settings.LANGUAGES_OF_STAFF
    return language if language in spoken else settings.LANGUAGE_CODE


def stop(to: str) -> None:
    """Let nothing more go to an address that is a parent's no longer: codes and messages that still wait."""
    Letter.objects.filter(to=to, kind__in=("code", "family_message"), sent_at=None, failed_at=None).delete()


def channel_of(to: str) -> Channel:
    """Say how a letter to this address travels; raises Django's ValidationError for what is no address at all."""
    if _NUMBER.match(to):
        return Channel.SMS
    validate_email(to)
    return Channel.MAIL


def sms_is_on() -> bool:
    """Say whether this installation sends text messages; the demo and the tests show them in the postbox."""
    return bool(settings.SMS_GATEWAY_URL) or not settings.PRODUCTION


def compose_short(kind: str, **fields: str | date) -> str:
    """Give the text message of a letter in the active language."""
    return str(KINDS[kind].short) % {name: _shown(name, value) for name, value in fields.items()}


def compose(kind: str, **fields: str | date) -> tuple[str, str]:
    """Give subject and body of a letter in the active language."""
    wanted = KINDS[kind]
    shown = {name: _shown(name, value) for name, value in fields.items()}
    parts = [wanted.text % shown]
    if wanted.signs_in:
        parts.append(WHERE % {"site": settings.SITE_ADDRESS + "/"})
    parts.append(str(ENDING))
    return str(wanted.subject), "\n\n".join(parts) + "\n"


def _shown(name: str, value: str | date) -> str:
    """Give a field as the reader sees it; nothing but a date, six digits or our own address passes."""
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
    raise ValueError(f"The field {name} of a letter has a value of another shape.")


def forget_address(to: str) -> None:
    """Take every letter to this address out of the box: sent, waiting or given up."""
    Letter.objects.filter(to=to).delete()
