"""Only tests take the triggers off."""

from pathlib import Path

import knooppunt


def test_no_code_of_the_house_lifts_the_triggers():
    house = Path(knooppunt.__file__).parent
    assert [path.name for path in house.rglob("*.py") if "lifted(" in path.read_text()] == ["triggers.py"]
