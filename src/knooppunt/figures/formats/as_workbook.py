"""A factsheet as a workbook."""

from typing import Any


def as_workbook(factsheet: dict[str, Any], language: str = "nl") -> bytes:
    """Give the workbook."""
    raise NotImplementedError
