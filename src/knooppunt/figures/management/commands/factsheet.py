"""`knooppunt factsheet`: the factsheet of a year and an area as a file, as a numbered edition when asked."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from knooppunt.casework.refusals import NotFound, Refused
from knooppunt.figures import editions
from knooppunt.figures.disclosure import THRESHOLD, WIDTH
from knooppunt.figures.factsheet import UnknownYear, factsheet
from knooppunt.figures.formats import FORMATS, make
from knooppunt.figures.moments import LEAST
from knooppunt.figures.scopes import UnknownScope
from knooppunt.papers import Busy
from knooppunt.people.actor import SYSTEM

BINARY = frozenset({"pdf", "xlsx"})


class Command(BaseCommand):
    """Make a factsheet. All that goes out without --internal is a release, and stands in the ledger."""

    help = "Makes the factsheet of a year. Without --internal it is published, with small numbers hidden."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take year, area, format, and what kind of factsheet it is."""
        parser.add_argument("--year", required=True, help="of the referrals, such as 2022")
        parser.add_argument("--scope", required=True, help="region, subregion:NAME or municipality:GM0928[,GM0882,...]")
        parser.add_argument("--format", default="json", help=", ".join(FORMATS))
        parser.add_argument("--threshold", default=str(THRESHOLD), help="smaller numbers stay hidden")
        parser.add_argument("--internal", action="store_true", help="every number, for the coalition itself")
        parser.add_argument("--rounded", action="store_true", help="numbers as multiples of 5")
        parser.add_argument("--freeze", action="store_true", help="publish it as the next numbered edition")
        parser.add_argument("--edition", default="", help="make the edition with this number again")
        parser.add_argument("--output", default="", help="the file to write; otherwise standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the factsheet and write it; every mistake in what was asked is one line."""
        if options["format"] not in FORMATS:
            known = ", ".join(FORMATS)
            raise CommandError(
                _("Dit formaat is er niet: %(asked)s. Kies %(known)s.") % {"asked": options["format"], "known": known}
            )
        if options["internal"] and (options["freeze"] or options["edition"]):
            raise CommandError(_("Een uitgave is openbaar: --internal past niet bij --freeze of --edition."))
        if options["format"] in BINARY and not options["output"] and sys.stdout.isatty():
            raise CommandError(_("Schrijf dit naar een bestand, met --output."))
        try:
            self._write(self._made(options), options["output"])
        except UnknownYear as mistake:
            raise CommandError(_("Over dit jaar zijn er geen cijfers: %(years)s.") % {"years": mistake}) from None
        except UnknownScope as mistake:
            raise CommandError(str(mistake)) from None
        except NotFound:
            raise CommandError(_("Deze uitgave is er niet.")) from None
        except Refused:
            raise CommandError(
                _("Deze factsheet zou te veel vertellen over een gezin. Er is niets uitgegeven.")
            ) from None
        except Busy:
            raise CommandError(_("Het is even druk. Probeer het zo nog eens.")) from None

    def _made(self, options: dict[str, Any]) -> bytes:
        year, scope, format = _number(options["year"], "--year"), options["scope"], options["format"]
        how = {"threshold": _number(options["threshold"], "--threshold"), "rounded": options["rounded"]}
        if not options["internal"] and how["threshold"] < WIDTH:  # less hides nobody: R-SDC-01, R-SDC-02
            raise CommandError(_("Wat naar buiten gaat, heeft een grens van minstens %(least)s.") % {"least": WIDTH})
        if options["edition"]:
            found = editions.numbered(year, scope, _number(options["edition"], "--edition"))
            if found.withdrawn_on:
                self.stderr.write(_("Deze uitgave is ingetrokken op %(day)s.") % {"day": found.withdrawn_on})
            return editions.remade(found, format)
        if options["freeze"]:
            return editions.remade(editions.freeze(SYSTEM, year, scope, **how), format)
        if options["internal"]:
            return make(factsheet(year, scope, internal=True, **how), format)
        made = editions.release(year, scope, **how)
        self._say_when_old(made.waits)
        return make(made.content, format)

    def _say_when_old(self, waits: bool) -> None:
        """Say beside the file, not in it, that its figures are not those of today."""
        if waits:
            self.stderr.write(
                _("Dit zijn de cijfers van de vorige keer: sindsdien veranderde er iets bij minder dan %(least)s "
                  "gezinnen. Nieuwe cijfers naast de oude zouden laten zien bij wie.") % {"least": LEAST}
            )  # fmt: skip

    def _write(self, made: bytes, path: str) -> None:
        if path:
            try:
                Path(path).write_bytes(made)
            except OSError as mistake:
                raise CommandError(f"{path}: {mistake.strerror}") from None
            return
        raw = getattr(self.stdout._out, "buffer", None)  # Django's wrapper writes text only
        if raw is None:
            self.stdout.write(made.decode(), ending="")
        else:
            raw.write(made)
            raw.flush()


def _number(asked: str | int, name: str) -> int:
    if str(asked).isdecimal() and 0 < int(asked) < 10_000:
        return int(asked)
    raise CommandError(_("%(name)s is een getal, en niet “%(asked)s”.") % {"name": name, "asked": str(asked)[:20]})
