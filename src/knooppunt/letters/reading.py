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
    queued_at: datetime


class NotADemo(RuntimeError):
    """Letters of real people are not to be read here."""


def latest(limit: int = 50) -> list[LetterShown]:
    """Give the newest letters, newest first. Raises `NotADemo` in production."""
    if settings.PRODUCTION:
        raise NotADemo("Letters can be read in demo mode only.")
    fields = tuple(LetterShown.__dataclass_fields__)
    return [LetterShown(**row) for row in Letter.objects.order_by("-id").values(*fields)[:limit]]
