"""Take in registrations of earlier years out of a file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from knooppunt.casework.refusals import NotFound, Refusal
from knooppunt.figures import importing
from knooppunt.figures.problems import NotRead, Problem
from knooppunt.people.actor import SYSTEM
from knooppunt.people.models import Municipality


class Command(BaseCommand):
    """`knooppunt import-registrations FILE`: all rows or none; `--dry-run` only looks, `--undo CODE` takes back."""

    help = "Take in registrations of earlier years: one row per family, from .xlsx or .csv. All rows or none."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file, `--dry-run` and `--undo`."""
        parser.add_argument("file", type=Path, nargs="?", help="the workbook (.xlsx) or text file with columns (.csv)")
        parser.add_argument("--undo", metavar="CODE", help="take back all that came in together under this code")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be taken in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was taken in per municipality, or all that is wrong."""
        with translation.override(settings.LANGUAGE_CODE):
            if options["undo"]:
                self._undo(options["undo"])
                return
            if options["file"] is None:
                raise CommandError(_("Zeg welk bestand."))
            found = self._read(options["file"])
            for note in found.notes:
                self.stdout.write(note)
            if found.problems:
                self._tell(found.problems)
            self._per_place(found)
            if rows := importing.doubtful(found):
                like = _("Lijkt op een gezin dat al is opgeslagen, met andere antwoorden: rij %(rows)s.")
                self.stdout.write(like % {"rows": rows})
            if options["dry_run"]:
                self.stdout.write(_("Er is niets opgeslagen: dit was alleen kijken."))
                return
            try:
                new = importing.keep(found.rows, SYSTEM)
            except Refusal as refusal:
                raise CommandError(_("Er is niets opgeslagen: een waarde staat niet meer in de lijst.")) from refusal
            self.stdout.write(_("Opgeslagen: %(new)s rijen.") % {"new": new})
            if new:
                last = importing.imports_of(SYSTEM)[0]
                self.stdout.write(_("Terugdraaien kan met --undo %(code)s.") % {"code": last.code})

    def _undo(self, code: str) -> None:
        try:
            many = importing.undo(code, SYSTEM)
        except NotFound as unknown:
            raise CommandError(_("Er is niets dat zo heet.")) from unknown
        self.stdout.write(_("Weggehaald: %(number)s rijen.") % {"number": many})

    def _read(self, path: Path) -> importing.Found:
        try:
            if path.stat().st_size > importing.LARGEST:
                return importing.Found(problems=tuple(importing.too_large().problems))
            return importing.read(path.read_bytes())
        except NotRead as refusal:
            return importing.Found(problems=tuple(refusal.problems))
        except OSError as error:
            told = {"file": path.name, "why": error.strerror or ""}
            raise CommandError(_("Het bestand %(file)s is niet te openen: %(why)s.") % told) from error

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        """Print all that is wrong, what is the same once, and stop."""
        for rows, column, text in importing.together(problems):
            where = _("rij %(rows)s") % {"rows": rows} if rows else ""
            self.stderr.write(": ".join(part for part in (", ".join(filter(None, (where, column))), text) if part))
        raise CommandError(_("Er is niets opgeslagen. Pas het bestand aan en probeer het opnieuw."))

    def _per_place(self, found: importing.Found) -> None:
        names = dict(Municipality.objects.values_list("code", "name"))
        for place in importing.per_place(found.rows):
            told = {"place": names[place.municipality], "new": place.new, "known": place.known}
            self.stdout.write(_("%(place)s: %(new)s nieuw, %(known)s al eerder opgeslagen") % told)
