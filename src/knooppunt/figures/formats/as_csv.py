"""A factsheet as one long table."""

from typing import Any


def as_csv(factsheet: dict[str, Any], language: str = "nl") -> bytes:
    """Give the long table."""
    raise NotImplementedError
