"""A factsheet as a page that needs nothing beside itself."""

from typing import Any

from django.utils.safestring import SafeString


def as_page(factsheet: dict[str, Any], language: str = "nl") -> bytes:
    """Give the page as a file."""
    raise NotImplementedError


def body(factsheet: dict[str, Any], language: str = "nl") -> SafeString:
    """Give what stands on the page, to be put into a page of the site that links figures/factsheet.css."""
    raise NotImplementedError
