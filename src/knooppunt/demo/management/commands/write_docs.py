"""Write the documents that are made from the code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from knooppunt.demo.documents import documents


class Command(BaseCommand):
    """`knooppunt write_docs`: writes docs/process.md, access.md, retention.md and clocks.md again."""

    help = "Write the generated documents in docs/ again: process, access, what is kept how long, clocks."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write each document whose text changed."""
        for name, text in documents().items():
            path = settings.CHECKOUT / "docs" / name
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
                self.stdout.write(f"docs/{name}")
