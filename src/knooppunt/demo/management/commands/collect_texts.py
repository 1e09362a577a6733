"""Collect the texts of the screens for translation."""

from typing import Any

from django.core.management.base import BaseCommand

from knooppunt.demo import texts


class Command(BaseCommand):
    """`knooppunt collect_texts`: brings every catalogue up to date with the texts in use."""

    help = "Bring the catalogues up to date with the texts in code, templates and data files (needs GNU gettext)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write each catalogue again, and say how many of its texts wait for a translation."""
        used = texts.in_use()
        for language, path in texts.catalogues().items():
            path.write_text(texts.bring_up_to_date(language, used), encoding="utf-8")
            self.stdout.write(f"{language}: {len(texts.missing(language, used))} texts to translate")
