"""Write the empty workbook for registrations of earlier years."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from knooppunt.figures.template import template


class Command(BaseCommand):
    """`knooppunt registration-template FILE.xlsx`: headings, drop-down lists, and all that may be filled in."""

    help = "Write an empty workbook for import-registrations, with the accepted values on a sheet of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path, help="where to write it (.xlsx)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        path = options["file"]
        with translation.override(settings.LANGUAGE_CODE):
            try:
                path.write_bytes(template())
            except OSError as error:
                told = {"file": path.name, "why": error.strerror or ""}
                raise CommandError(_("Het bestand %(file)s is niet te schrijven: %(why)s.") % told) from error
            self.stdout.write(_("Het sjabloon staat in %(file)s.") % {"file": path.name})
