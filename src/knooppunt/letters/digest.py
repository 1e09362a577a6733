"""One letter a day: on working days at half past seven all that waited for an address becomes one, with counts."""

from collections import Counter
from datetime import datetime, time
from itertools import groupby

from django.db import transaction

from knooppunt.foundation import clock

from .models import Letter
from .post import write
from .texts import KINDS

AT = time(7, 30)  # by the Dutch clock
KIND = "daily"


def gather_digest() -> int:
    """Make of everything that was written before half past seven one letter per address; gives how many letters.

    Does nothing before that hour, at weekends and on holidays; then it waits for the next working day. What waited
    counts as gone in the same transaction, so a second run, or two at once, find nothing: none is lost or goes twice.
    """
    edge = datetime.combine(clock.today(), AT, clock.AMSTERDAM)
    if not clock.is_working_day(clock.today()) or clock.now() < edge:
        return 0
    with transaction.atomic():
        waiting = Letter.objects.select_for_update().filter(
            in_digest=True, sent_at=None, failed_at=None, queued_at__lt=edge
        )
        rows = list(waiting.order_by("to", "id"))
        addresses = [(to, list(theirs)) for to, theirs in groupby(rows, key=lambda row: row.to)]
        for to, theirs in addresses:
            counts = Counter(KINDS[row.kind].counted for row in theirs if row.kind in KINDS)
            write(KIND, to, theirs[-1].language, counts=counts)
        waiting.filter(pk__in=[row.pk for row in rows]).update(sent_at=clock.now(), body="")
    return len(addresses)
