"""A factsheet for programs: the dict itself, in the order in which it was made."""

import json
from typing import Any


def as_json(factsheet: dict[str, Any], language: str = "nl") -> bytes:
    """Give JSON in UTF-8, one line per value, so that two editions can be laid beside each other."""
    return (json.dumps(factsheet, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
