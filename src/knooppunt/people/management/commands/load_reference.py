"""The command that loads municipalities, subregions, hubs and disciplines; it may run at every release."""

from typing import Any

from django.core.management.base import BaseCommand

from knooppunt.people import reference


class Command(BaseCommand):
    """Load the reference data and say how much there is."""

    help = "Load places, memberships, disciplines, hubs and births from the data files; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and print a count per file."""
        for name, count in reference.load().items():
            self.stdout.write(f"{name}: {count}")
