"""`knooppunt send_letters`: carry the letters that wait; with `--watch` it stays and looks again every few seconds."""

import signal
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections

from knooppunt.letters import sending


class Command(BaseCommand):
    """Send the letters."""

    help = "Sends the letters that are due. In demo mode nothing is sent: the postbox page shows the letters."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --watch and the pause between two rounds."""
        parser.add_argument("--watch", action="store_true", help="stay, and send what is due until SIGTERM")
        parser.add_argument("--pause", type=float, default=3.0, help="seconds between two rounds")

    def handle(self, *args: Any, watch: bool, pause: float, **options: Any) -> None:
        """Send once, or until somebody asks to stop."""
        if settings.DEMO:
            self.stdout.write("This is a demo: letters are shown in the postbox and not sent.")
            return
        if not watch:
            self.stdout.write(f"{self._round(watching=False)} letters sent.")
            return
        stop = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            try:
                self._round(watching=True)
            except Error as error:  # the database is away for a moment: stay, and look again
                self.stderr.write(f"The letters could not be read: {type(error).__name__}.")
            close_old_connections()
            stop.wait(pause)
        self.stdout.write("Stopped; letters that wait stay in the database.")

    @staticmethod
    def _round(*, watching: bool) -> int:
        sent = 0
        while more := sending.send_due():
            sent += more
        if sent or not watching:
            sending.forget()
        return sent
