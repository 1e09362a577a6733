"""Handing letters to the world: mail to a mail server, a text message to the gateway of the installation.

Only the worker comes here (`knooppunt work`); no page waits for another system.
"""

import json
import re
import smtplib
import sys
from collections.abc import Callable
from contextlib import suppress
from email import policy
from types import TracebackType
from typing import Any, Self
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend

from .models import Channel, Letter

HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
PATIENCE = 20  # seconds
NO_SUCH_NUMBER = frozenset({400, 404, 422})  # by which a gateway says that it sends nothing to this number
_METHOD = re.compile(r"^METHOD:([A-Z-]+)\s*$", re.MULTILINE | re.IGNORECASE)

HandOver = Callable[[], None]


class DidNotGo(Exception):
    """The other side said no, or was not there: this letter has surely not gone, and may go later."""


class Unsure(Exception):
    """The other side had it in hand and did not say that it took it, or that it did not: nobody knows."""


class NeverGoes(DidNotGo):
    """The other side said that it will not take this letter, also not later."""


class Refused(NeverGoes):
    """The mail server, or the gateway, takes no letters for this address: it does not exist, or wants none from us."""


class Post:
    """One stretch of carrying: the mail server is rung once, and spoken to letter after letter.

    Use it as a context. A mail server that is not there is not rung again for the next letter of the stretch.
    """

    def __init__(self) -> None:
        self._mailer: BaseEmailBackend | None = None
        self._away: DidNotGo | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def carry(self, letter: Letter, hand_over: HandOver) -> None:
        """Send one letter by its channel; `hand_over` is called at the last moment before it leaves.

        Raises `DidNotGo` or one of its kinds when it surely did not go, what `hand_over` raises, and `Unsure` or
        anything else when nobody knows.
        """
        if letter.channel == Channel.SMS:
            _text_message(letter, hand_over)
            return
        mailer = self._rung()
        if isinstance(mailer, smtp.EmailBackend):
            try:
                _mail(mailer, letter, hand_over)
            except Refused:
                raise
            except Exception:
                self._hang_up()  # whatever is left of this conversation, the next letter begins a new one
                raise
        else:
            hand_over()
            mailer.send_messages([message_of(letter)])

    def _rung(self) -> BaseEmailBackend:
        if self._away:
            raise self._away
        if self._mailer is None:
            mailer = mailers["default"]
            try:
                mailer.open()
            except (OSError, smtplib.SMTPException) as error:
                self._away = DidNotGo(type(error).__name__)
                raise self._away from error
            self._mailer = mailer
        return self._mailer

    def _hang_up(self) -> None:
        mailer, self._mailer = self._mailer, None
        if mailer:
            with suppress(OSError, smtplib.SMTPException):
                mailer.close()


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """Give the mail of a letter; a calendar file is another form of the same message (RFC 6047), with its method.

    A letter that goes twice has the same Message-ID twice, by which many mailboxes keep one.
    """
    headers = {**HEADERS, "Message-ID": f"<{letter.code}@{settings.MAIL_FROM.rpartition('@')[2].rstrip('> ')}>"}
    message = EmailMultiAlternatives(letter.subject, letter.body, settings.MAIL_FROM, [letter.to], headers=headers)
    if letter.calendar:
        method = _METHOD.search(letter.calendar)
        message.attach_alternative(
            letter.calendar, f"text/calendar; method={method[1].upper() if method else 'PUBLISH'}"
        )
    return message


def _mail(mailer: smtp.EmailBackend, letter: Letter, hand_over: HandOver) -> None:
    """Speak SMTP step by step (RFC 5321): only what goes wrong after DATA leaves us unsure."""
    server, message = mailer.connection, message_of(letter)
    assert server is not None  # it was rung
    try:
        content = message.message(policy=policy.SMTP).as_bytes()
        sender, to = mailer.prep_address(message.from_email), mailer.prep_address(letter.to)
    except ValueError as error:
        raise Refused("AddressCannotBe") from error
    try:
        server.ehlo_or_helo_if_needed()
        _agreed("MAIL", server.mail(sender), DidNotGo)  # a no to our own address is ours to mend: later
        _agreed("RCPT", server.rcpt(to), Refused, rest=server)
    except (OSError, smtplib.SMTPException) as error:
        raise DidNotGo(type(error).__name__) from error
    hand_over()
    try:
        _agreed("DATA", server.data(content), NeverGoes)
    except smtplib.SMTPDataError as error:
        raise DidNotGo(f"DATA{error.smtp_code}") from error


def _agreed(step: str, answer: tuple[int, bytes], never: type[DidNotGo], rest: smtplib.SMTP | None = None) -> None:
    """Raise what an answer that is no yes means; only its number is told on, its text may hold an address."""
    code, _text = answer
    if 200 <= code < 300:
        return
    if rest and code != 421:
        rest.rset()
    raise (never if 500 <= code < 600 else DidNotGo)(f"{step}{code}")


def _text_message(letter: Letter, hand_over: HandOver) -> None:
    gateway = _print if settings.SMS_GATEWAY_URL == settings.CONSOLE else _ask_gateway
    gateway(letter, hand_over)


def _print(letter: Letter, hand_over: HandOver) -> None:
    """Show a text message where the worker runs, for who builds this; settings refuses it in production."""
    hand_over()
    sys.stdout.write(f"SMS {letter.to}: {letter.body.strip()}\n")
    sys.stdout.flush()


class _StaysHere(HTTPRedirectHandler):
    """Follows nobody who points elsewhere: our key would go along, and a text message would go as a question."""

    def redirect_request(self, *_: Any) -> None:
        """Give no next question, so that the answer counts as it is."""


_opener = build_opener(_StaysHere)


def _ask_gateway(letter: Letter, hand_over: HandOver) -> None:
    """Send a text message: POST of `{"to", "text", "reference"}` as JSON with a bearer token.

    Any 2xx means that it is taken, a 4xx that it is not, some of these for good; after anything else nobody knows.
    """
    body = json.dumps({"to": letter.to, "text": letter.body.strip(), "reference": letter.code}).encode()
    request = Request(  # noqa: S310 - settings refuses an address that is not https (in production)
        settings.SMS_GATEWAY_URL,
        data=body,
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"},
    )
    hand_over()
    try:
        with _opener.open(request, timeout=PATIENCE):
            pass
    except HTTPError as error:
        error.close()
        kind = Refused if error.code in NO_SUCH_NUMBER else DidNotGo if 400 <= error.code < 500 else Unsure
        raise kind(f"SMS{error.code}") from error
    except URLError as error:  # the question itself did not arrive whole
        raise DidNotGo("GatewayAway") from error
