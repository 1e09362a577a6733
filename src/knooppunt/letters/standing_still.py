"""What the functional manager sees of letters that stand still: how many of what, and never to whom or what it says."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Min
from django.utils.functional import Promise

from knooppunt.trail.record import Actor, record
from knooppunt.work import waiting

from .models import Channel, Letter
from .post import going
from .texts import KINDS

SHOWN = 50


@dataclass(frozen=True, slots=True)
class WaitingShown:
    """So many letters under one subject wait to go, the oldest since then."""

    subject: str
    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A letter that will not go by itself any more; `at_host` is what stands behind the @, and '' for a parent."""

    code: str
    subject: str | Promise
    channel: str
    at_host: str
    at: datetime
    refused: bool
    unsure: bool
    error: str
    may_go_again: bool


def waits() -> list[WaitingShown]:
    """Give what waits to go, per subject, the most first. One query."""
    rows = going().filter(sent_at=None, failed_at=None).values("kind")
    found: dict[str, WaitingShown] = {}
    for row in rows.annotate(number=Count("pk"), since=Min("queued_at")).order_by("kind"):
        subject, number, since = str(_subject(row["kind"])), row["number"], row["since"]
        if other := found.get(subject):
            number, since = number + other.number, min(since, other.since)
        found[subject] = WaitingShown(subject, number, since)
    return sorted(found.values(), key=lambda one: -one.number)


def given_up() -> list[GivenUp]:
    """Give the letters that were given up, newest first; after 30 days they are forgotten. One query."""
    return [_shown(letter) for letter in Letter.objects.exclude(failed_at=None).order_by("-failed_at")[:SHOWN]]


@transaction.atomic
def try_again(manager: Actor, code: str) -> bool:
    """Let a letter that was given up go once more, because a human said so; False when that makes no sense (any more).

    It makes none for an address that takes nothing from us, and none when the text is gone: that held a code or a
    link which has ended by now.
    """
    letter = Letter.objects.select_for_update().filter(code=code).exclude(failed_at=None).first()
    if letter is None or not _may_go_again(letter):
        return False
    record("letters.try_again", actor=manager, role="functional_manager", detail=letter.kind)
    waiting.again(Letter.objects.filter(pk=letter.pk))
    return True


def _may_go_again(letter: Letter) -> bool:
    return bool(letter.body) and not letter.refused_at


def _subject(kind: str) -> str | Promise:
    return KINDS[kind].subject if kind in KINDS else kind


def _shown(letter: Letter) -> GivenUp:
    to_staff = letter.channel == Channel.MAIL and letter.kind in KINDS and not KINDS[letter.kind].to_families
    return GivenUp(
        code=letter.code,
        subject=_subject(letter.kind),
        channel=letter.channel,
        at_host=letter.to.rpartition("@")[2] if to_staff else "",
        at=letter.failed_at or letter.queued_at,
        refused=letter.refused_at is not None,
        unsure=letter.last_error == waiting.UNKNOWN,
        error=letter.last_error,
        may_go_again=_may_go_again(letter),
    )
