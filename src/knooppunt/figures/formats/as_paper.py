"""A factsheet on paper: one A4 sheet of two sides."""

from typing import Any


def as_paper(factsheet: dict[str, Any], language: str = "nl") -> bytes:
    """Give the sheet as tagged PDF."""
    raise NotImplementedError


def fits(factsheet: dict[str, Any], language: str = "nl") -> bool:
    """Say whether all words fit on the sheet; if not, the paper shortens them."""
    raise NotImplementedError
