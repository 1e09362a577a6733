"""Only tests take the triggers off."""

from pathlib import Path

import knooppunt


def test_no_code_of_the_house_lifts_the_triggers():
    house = Path(knooppunt.__file__).parent
    users = {
        path.name
        for path in house.rglob("*.py")
        if path.name != "triggers.py" and ("lifted(" in path.read_text() or "take_off(" in path.read_text())
    }
    assert users == {"0001_initial.py"}
