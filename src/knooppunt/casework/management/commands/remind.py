"""`knooppunt remind`: tell what waits to who does it, and what is late to who looks after it; run each morning."""

from typing import Any

from django.core.management.base import BaseCommand

from knooppunt.casework.reminding import remind


class Command(BaseCommand):
    """Remind."""

    help = "Walks the clocks of docs/clocks.md on a working day. Running it twice writes once; the worker does it too."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remind, and say how many."""
        self.stdout.write(f"{remind()} things told.")
