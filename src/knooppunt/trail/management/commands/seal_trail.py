"""`knooppunt seal_trail`: seal the lines that were written since the last time; run it every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from knooppunt.trail import sealing


class Command(BaseCommand):
    """Seal the trail."""

    help = "Seals the new lines of the trail and prints the newest digest, to be kept outside this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the size of a batch."""
        parser.add_argument("--limit", type=int, default=10_000, help="at most this many lines under one seal")

    def handle(self, *args: Any, limit: int, **options: Any) -> None:
        """Seal, and say how many lines and which digest."""
        try:
            lines = sealing.seal(limit)
        except (sealing.StillWriting, IntegrityError) as problem:
            raise CommandError(f"Nothing was sealed now, try again: {type(problem).__name__}.") from problem
        self.stdout.write(f"{lines} lines sealed. Newest digest: {sealing.newest_digest() or 'none yet'}")
