"""The demo postbox: reading letters, which nobody may outside the demo."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from .models import Letter


@dataclass(frozen=True, slots=True)
class LetterShown:
    """A letter as the demo postbox shows it."""

    code: str
    kind: str
    channel: str
    to: str
    language: str
    subject: str
    body: str
    calendar: str
    in_digest: bool
    queued_at: datetime


class NotADemo(RuntimeError):
    """Letters of real people are not to be read here."""


def latest(limit: int = 50) -> list[LetterShown]:
    """Give the newest letters, newest first, but for those that a daily letter counts. Raises `NotADemo`."""
    if settings.PRODUCTION:
        raise NotADemo("Letters can be read in demo mode only.")
    fields = tuple(LetterShown.__dataclass_fields__)
    return [
        LetterShown(**row)
        for row in Letter.objects.exclude(in_digest=True, body="").order_by("-id").values(*fields)[:limit]
    ]
