"""`knooppunt work`: the one worker, beside the server: letters, and the rounds of day and night."""

import os
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from knooppunt.work import worker


class Command(BaseCommand):
    """Work."""

    help = "Carries letters and runs the rounds, until SIGTERM or Ctrl-C. In demo mode no letter goes, the rounds run."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --once and --beside."""
        parser.add_argument("--once", action="store_true", help="do what is due now, and end")
        parser.add_argument("--beside", type=int, default=0, metavar="PID", help="end when this parent process is gone")

    def handle(self, *args: Any, once: bool, beside: int, **options: Any) -> None:
        """Work once, or until somebody asks to stop; a parent that was killed cannot ask, so its absence counts."""
        if once:
            self.stdout.write(f"{worker.once()} done.")
            return
        asked: list[int] = []  # and no threading.Event: setting one in a signal handler can wait for itself
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda number, _frame: asked.append(number))
        worker.work(lambda: bool(asked) or (beside > 0 and os.getppid() != beside))
        self.stdout.write("Stopped; what waits stays in the database.")
