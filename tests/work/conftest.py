"""A real mail server on loopback for the test that asks for it, and letters to send there."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

import mail_server


@pytest.fixture
def post_office(settings: Any) -> Iterator[mail_server.MailServer]:
    """Give a mail server that this process sends to."""
    with mail_server.running() as server:
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 5},
            }
        }
        yield server
