"""Carrying the letters that wait: when one goes, when it is too late for it, and what is left of it afterwards.

How often it is tried, and what happens when nobody knows whether it went, is the rule of `work.waiting`.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction

from knooppunt.foundation import clock
from knooppunt.work import waiting

from . import carriers
from .models import Letter
from .post import going
from .texts import KINDS

KEPT = timedelta(days=30)
A_STRETCH = 50  # so many letters over one connection, before the worker looks at its rounds
TOO_LATE = "TooLate"


def send_due(stopping: Callable[[], bool] = lambda: False) -> int:
    """Send letters whose time has come, at most a stretch, and give how many were tried. The demo sends none."""
    if settings.DEMO:
        return 0
    tried = 0
    with carriers.Post() as post:
        letter = waiting.claim(going())
        while letter:
            how_it_went = _send(letter, post)
            tried += 1
            # In one transaction: most of what a letter costs is waiting until it stands on the disk.
            with transaction.atomic():
                how_it_went()
                letter = waiting.claim_next(going()) if tried < A_STRETCH and not stopping() else None
    return tried


def behind() -> timedelta:
    """Say how long the letter that waits longest should have been gone; the demo sends none, so there nothing waits."""
    return timedelta() if settings.DEMO else waiting.behind(going())


def forget() -> int:
    """Delete letters that were sent or given up more than 30 days ago, and give how many.

    Until then the address and the kind answer the question whether somebody was told.
    """
    before = clock.now() - KEPT
    sent, _ = Letter.objects.filter(sent_at__lt=before).delete()
    given_up, _ = Letter.objects.filter(failed_at__lt=before).delete()
    return sent + given_up


def _send(letter: Letter, post: carriers.Post) -> Callable[[], object]:
    """Hand a letter over, and give what writes down how that went."""
    kind = KINDS.get(letter.kind)
    if kind and kind.lasts and waiting.moment() > letter.queued_at + kind.lasts:
        return partial(waiting.give_up, letter, TOO_LATE, body="", calendar="")
    try:
        post.carry(letter, partial(waiting.hand_over, letter))
    except waiting.NotOurs:
        return lambda: None
    except carriers.Refused as error:
        return partial(waiting.give_up, letter, str(error), refused_at=waiting.moment())
    except carriers.NeverGoes as error:
        return partial(waiting.give_up, letter, str(error))
    except carriers.DidNotGo as error:
        return partial(waiting.did_not_go, letter, str(error))
    except carriers.Unsure as error:
        return partial(waiting.did_not_go, letter, str(error), known=False)
    except Exception as error:  # whatever goes wrong with one letter, the others go
        return partial(waiting.did_not_go, letter, type(error).__name__, known=letter.handed_at is None)
    return partial(waiting.went, letter, body="", calendar="")
