"""What came out of a door does not lead back in; every road to the tables is tried in tests/foundation."""

from typing import Any

import pytest

from knooppunt.foundation import guard
from knooppunt.foundation.guard import GuardedTable


def test_what_hangs_on_a_row_that_got_out_raises_too(walk: Any) -> None:
    walk.to("following")
    case = walk.case()
    for related in (
        lambda: case.family, lambda: list(case.circle.all()), lambda: list(case.entries.all()), lambda: case.referral,
        lambda: case.save(), lambda: case.goals.create(words="x"),
    ):  # fmt: skip
        with pytest.raises(GuardedTable):
            related()


def test_the_guard_shuts_again_after_a_door_and_after_a_refusal(walk: Any) -> None:
    from knooppunt.casework import reading
    from knooppunt.casework.models import Case
    from knooppunt.casework.refusals import NotFound

    walk.refer()
    reading.case_file(walk.desk, walk.code)
    with pytest.raises(GuardedTable):
        Case.objects.count()
    with pytest.raises(NotFound):
        reading.case_file(walk.who("petra"), walk.code)
    with pytest.raises(GuardedTable):
        Case.objects.count()
    with guard.looking_inside():
        assert Case.objects.count()
