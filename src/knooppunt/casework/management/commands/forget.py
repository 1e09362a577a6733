"""Forget what has been kept long enough."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from knooppunt.casework import retention


class Command(BaseCommand):
    """`knooppunt forget`: counts first; `--really` deletes."""

    help = "Forget drafts, questions and cases whose term has passed. Without --really it only counts them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--really`."""
        parser.add_argument("--really", action="store_true", help="delete, and do not only count")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line per term: how many were, or would be, forgotten."""
        for one in retention.forget(really=options["really"]):
            self.stdout.write(f"{one.term}: {one.count}")
