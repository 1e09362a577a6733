"""Carrying the letters that wait: once each as a rule, again after a growing pause when the other side says no.

A letter is claimed in a short transaction and sent outside it, so that no lock is held while a mail server thinks. A
carrier that dies halfway leaves a claim that ends by itself; then the letter may arrive twice, which is better than
never.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from knooppunt.foundation import clock

from . import carriers
from .models import Letter
from .texts import KINDS

log = logging.getLogger(__name__)

# After the first try, the second, and so on: two days in all.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
CLAIM = timedelta(minutes=5)
KEPT = timedelta(days=30)


def send_due(limit: int = 10) -> int:
    """Send the letters whose time has come and give how many went. In demo mode none goes.

    At most `limit`: so few that a claim does not end while a slow mail server keeps us waiting.
    """
    if settings.DEMO:
        return 0
    return sum(_send(letter) for letter in _claim(limit))


def forget() -> int:
    """Delete letters that were sent or given up more than 30 days ago, and give how many.

    Until then the address and the kind answer the question whether somebody was told.
    """
    before = clock.now() - KEPT
    sent, _ = Letter.objects.filter(sent_at__lt=before).delete()
    given_up, _ = Letter.objects.filter(failed_at__lt=before).delete()
    return sent + given_up


def _claim(limit: int) -> list[Letter]:
    """Take the due letters out of the reach of other carriers for five minutes; SQLite has one writer anyhow."""
    with transaction.atomic():
        due = Letter.objects.select_for_update(skip_locked=True).filter(
            sent_at=None, failed_at=None, not_before__lte=clock.now()
        )
        letters = list(due.order_by("not_before", "id")[:limit])
        Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(not_before=clock.now() + CLAIM)
    return letters


def _send(letter: Letter) -> bool:
    """Send one letter and write down how it went; only the name of an error is kept, its text may hold an address."""
    letter.tries += 1
    lasts = KINDS[letter.kind].lasts if letter.kind in KINDS else None
    if lasts and clock.now() > letter.queued_at + lasts:
        _give_up(letter, "TooLate")
        return False
    try:
        carriers.carry(letter)
    except Exception as error:  # whatever goes wrong with one letter, the others go
        _try_later(letter, type(error).__name__)
        return False
    letter.sent_at, letter.body, letter.last_error = clock.now(), "", ""
    letter.save(update_fields=["tries", "sent_at", "body", "last_error"])
    return True


def _try_later(letter: Letter, error: str) -> None:
    if letter.tries > len(PAUSES):
        _give_up(letter, error)
        return
    letter.last_error = error
    letter.not_before = clock.now() + PAUSES[letter.tries - 1]
    letter.save(update_fields=["tries", "not_before", "last_error"])
    log.warning("Letter %s (%s) was not sent, try %s: %s", letter.code, letter.kind, letter.tries, error)


def _give_up(letter: Letter, error: str) -> None:
    letter.failed_at, letter.body, letter.last_error = clock.now(), "", error
    letter.save(update_fields=["tries", "failed_at", "body", "last_error"])
    log.error("Letter %s (%s) is given up after %s tries: %s", letter.code, letter.kind, letter.tries, error)
