"""`knooppunt take_bounce`: read one mail that came back from standard input, and mark the address that it tells of."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error

from knooppunt.letters import bounces


class Command(BaseCommand):
    """Take one notification from the pipe of the mail server."""

    help = "Reads one delivery status notification (RFC 3464) from standard input. What it says is not kept."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read no more than a notification can be; any other mail is thrown away, so that no answer goes to anybody.

        Exit code 75 asks the mail server to come again: the database was away.
        """
        raw = sys.stdin.buffer.read(bounces.LONGEST + 1)
        while sys.stdin.buffer.read(65536):
            pass  # a mail server does not like a pipe that shuts before it is done
        try:
            marked = bounces.take(raw)
        except Error:
            sys.exit(os.EX_TEMPFAIL)
        self.stdout.write(f"{marked} addresses marked.")
