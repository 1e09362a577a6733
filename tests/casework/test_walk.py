"""Every family can be walked from referral to the end, and each step follows the one before."""

from itertools import pairwise

import pytest

from tests.casework.kit import ORDER, Walk, lines


@pytest.mark.parametrize("state", ORDER)
def test_every_state_of_the_main_road_is_reached(walk: Walk, state: str) -> None:
    walk.to(state, couple=True)
    assert walk.case().state == state
    steps = walk.steps()
    assert steps[0][1] == ""
    assert steps[-1][2] == state
    assert all(before[2] == after[1] for before, after in pairwise(steps))
    assert walk.case().is_open is (state != "closed")
    assert (walk.case().due_on is not None) is (state != "closed")
    assert {line.outcome for line in lines(walk.code)} <= {"done", "viewed"}
