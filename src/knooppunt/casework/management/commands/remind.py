"""`knooppunt remind`: ask parents once more, a month before their yes ends; run each night."""

from typing import Any

from django.core.management.base import BaseCommand

from knooppunt.casework.reminding import remind


class Command(BaseCommand):
    """Remind."""

    help = "Writes to each parent whose consent ends within a month, and to the desk. Running it twice writes once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remind, and say how many."""
        self.stdout.write(f"{remind()} parents reminded.")
