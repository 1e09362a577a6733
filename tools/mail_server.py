"""A real mail server on loopback for tests and fault runs: it writes down what comes in, and misbehaves when asked."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class MailServer:
    """What the server hears and says; `says` maps an address, or `MAIL` or `DATA`, to an answer such as `550 no`."""

    received: list[tuple[str, bytes]] = field(default_factory=list)  # address and the message as it came
    says: dict[str, str] = field(default_factory=dict)
    conversations: int = 0
    slow: float = 0.0  # seconds before each answer to DATA
    silent: bool = False  # take the message, and hang up without a word
    port: int = 0

    def messages(self) -> list[EmailMessage]:
        """Give what came in, read by the standard library."""
        return [message_from_bytes(content, policy=policy.default) for _to, content in self.received]

    def references(self) -> list[str]:
        """Give the Message-ID of each message that came in: the same letter has the same one each time."""
        return [str(message["Message-ID"]) for message in self.messages()]

    # --- Spoken to by aiosmtpd ------------------------------------------------------------------------------------

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, answers: list[str]
    ) -> list[str]:
        """Count a conversation."""
        self.conversations += 1
        session.host_name = hostname
        return answers

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        """Say yes to the sender, or what was asked."""
        envelope.mail_from = address
        return self.says.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        """Say yes to the address, or what was asked."""
        answer = self.says.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take the message, or say what was asked."""
        answer = self.says.get("DATA", "250 OK")
        await asyncio.sleep(self.slow / 2)
        if answer.startswith("250"):
            self.received.append((envelope.rcpt_tos[0], envelope.content))
        await asyncio.sleep(self.slow / 2)
        if self.silent:
            server.transport.close()
        return answer


@contextmanager
def running(port: int = 0) -> Iterator[MailServer]:
    """Start a server on this port (or a free one) of this machine, and always stop it."""
    heard = MailServer(port=port or free_port())
    controller = Controller(heard, hostname="127.0.0.1", port=heard.port, ready_timeout=20)
    controller.start()
    heard.conversations = 0
    try:
        yield heard
    finally:
        controller.stop()


def free_port() -> int:
    """Give a port on which nobody listens now."""
    with socket.socket() as spot:
        spot.bind(("127.0.0.1", 0))
        return int(spot.getsockname()[1])
