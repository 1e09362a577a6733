"""Fill an empty database with the demo town."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from knooppunt.demo import earlier, studied, town
from knooppunt.people.models import Person


class Command(BaseCommand):
    """`knooppunt fill_demo`: builds the town by walking the real verbs."""

    help = "Fill an empty database with the demo town: its people, and families at every moment of the process."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--if-empty`, for a start that may find its data there."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are people already")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build the town, all or nothing."""
        if Person.objects.exists():
            if options["if_empty"]:
                return
            self.stderr.write("There are people in this database already; empty it first (make reset).")
            raise SystemExit(1)
        with transaction.atomic():
            built = town.build()
            counted = earlier.last_year()
            studied.taken(built)
        self.stdout.write(f"The town is there: {len(built.people)} people, {len(built.cases)} stories.")
        self.stdout.write(f"Registrations of last year to look at in the figures: {counted}.")
