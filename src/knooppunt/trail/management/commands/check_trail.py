"""`knooppunt check_trail`: verify the whole hash chain; exit code 1 and one sentence when it is broken."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from knooppunt.trail import sealing


class Command(BaseCommand):
    """Check the trail."""

    help = "Checks that no sealed line of the trail was changed, removed or added later."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a digest that was kept elsewhere."""
        parser.add_argument("--expect", default="", help="a digest that seal_trail printed earlier")

    def handle(self, *args: Any, expect: str, **options: Any) -> None:
        """Check, and say what is whole or where it breaks."""
        verdict = sealing.check(expect)
        if verdict.broken:
            raise CommandError(f"The trail is BROKEN. {verdict.broken} Treat this as an incident.", returncode=1)
        self.stdout.write(
            f"The trail is whole: {verdict.seals} seals over {verdict.lines} lines, {verdict.unsealed} not sealed yet."
        )
