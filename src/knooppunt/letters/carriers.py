"""Handing one letter to the world: mail to a mail server, a text message to the gateway of the installation.

Only the carrier process comes here (`knooppunt send_letters`); no page waits for another system.
"""

import json
import re
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from .models import Letter

HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
PATIENCE = 20  # seconds
_METHOD = re.compile(r"^METHOD:([A-Z-]+)\s*$", re.MULTILINE | re.IGNORECASE)


def carry(letter: Letter) -> None:
    """Send one letter by its channel; raises whatever goes wrong, and then it did not go."""
    CARRIERS[letter.channel](letter)


def _mail(letter: Letter) -> None:
    message_of(letter).send()


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """Give the mail of a letter; a calendar file is another form of the same message (RFC 6047), with its method."""
    message = EmailMultiAlternatives(letter.subject, letter.body, settings.MAIL_FROM, [letter.to], headers=HEADERS)
    if letter.calendar:
        method = _METHOD.search(letter.calendar)
        message.attach_alternative(
            letter.calendar, f"text/calendar; method={method[1].upper() if method else 'PUBLISH'}"
        )
    return message


def _text_message(letter: Letter) -> None:
    """Send a text message: POST of `{"to", "text", "reference"}` as JSON with a bearer token; any 2xx means taken."""
    body = json.dumps({"to": letter.to, "text": letter.body.strip(), "reference": letter.code}).encode()
    request = Request(  # noqa: S310 - settings refuses an address that is not https (in production)
        settings.SMS_GATEWAY_URL,
        data=body,
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"},
    )
    with urlopen(request, timeout=PATIENCE):  # noqa: S310 - as above
        pass


CARRIERS = {"mail": _mail, "sms": _text_message}
