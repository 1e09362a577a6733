"""The town and a family of one's own for every test of casework."""

from typing import Any

import pytest


@pytest.fixture
def walk(town: Any) -> Any:
    """Give a walk in the town; `walk.to('held')` brings a new family there."""
    from tests.casework.kit import Walk  # Django is not ready when a conftest is read

    return Walk(town)
