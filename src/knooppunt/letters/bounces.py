"""Mail that comes back later: which addresses a delivery status notification says do not take what we sent.

What comes in was written by anybody (RFC 3464 knows no signature), so it is believed no further than this: an address
to which we sent a letter is marked, and a coordinator reads that a call is better. Nothing of it is kept.
"""

import email
import re
from collections.abc import Iterator
from email.message import Message
from email.policy import compat32
from itertools import islice

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from knooppunt.foundation import clock

from .models import Channel, Letter

LONGEST = 256 * 1024  # bytes; a notification is some kilobytes, also with our short letter in it
PARTS, RECIPIENTS = 50, 20
_FAILED = re.compile(r"\s*[45]\.[0-9]{1,3}\.[0-9]{1,3}\b")  # 4: given up after days of trying
_ADDRESS = re.compile(r"\s*rfc822\s*;\s*<?([^\s<>;]{3,254})>?\s*\Z", re.IGNORECASE)


def take(raw: bytes) -> int:
    """Mark every address that this notification says is not reached; gives how many were addresses of ours."""
    return sum(mark(to) for to in sorted(not_reached(raw)))


def mark(to: str) -> bool:
    """Note that the last letter to this address came back; False when we sent none in the last weeks."""
    with transaction.atomic():
        sent = Letter.objects.select_for_update().filter(to__iexact=to, channel=Channel.MAIL, sent_at__isnull=False)
        last = sent.order_by("-sent_at", "-id").first()
        if last is None:
            return False
        last.refused_at = last.refused_at or clock.now()
        last.save(update_fields=["refused_at"])
    return True


def not_reached(raw: bytes) -> set[str]:
    """Give the addresses that a delivery status notification calls failed for good; none for anything else.

    Never raises, whatever comes in.
    """
    if len(raw) > LONGEST:
        return set()
    try:
        message = email.message_from_bytes(raw, policy=compat32)
        return {to for block in islice(_recipients(message), RECIPIENTS) if _failed(block) for to in _addresses(block)}
    except Exception:  # the parser of the standard library has its limits, and knows more errors than it names
        return set()


def _recipients(message: Message) -> Iterator[Message]:
    """Give the block of headers of each recipient: the first of a report is about the message as a whole."""
    for part in islice(message.walk(), PARTS):
        blocks = part.get_payload() if part.get_content_type() == "message/delivery-status" else ()
        if isinstance(blocks, list):
            yield from (block for block in blocks[1:] if isinstance(block, Message))


def _failed(block: Message) -> bool:
    return str(block.get("Action", "")).strip().lower() == "failed" and bool(
        _FAILED.match(str(block.get("Status", "")))
    )


def _addresses(block: Message) -> Iterator[str]:
    """Give to whom it went in the end, and to whom we sent it when that was passed on."""
    for name in ("Final-Recipient", "Original-Recipient"):
        if found := _ADDRESS.match(str(block.get(name, ""))):
            try:
                validate_email(found[1])
            except ValidationError:
                continue
            yield found[1].lower()
