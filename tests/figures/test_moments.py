"""When figures of a year move on: never for one to nine families, of those referred or of those who said yes."""

from typing import Any

import pytest

from knooppunt.figures.disclosure import Shown, Since
from knooppunt.figures.moments import NOW, Cells, Counted, Moments, changes

FAMILIES = {
    "referred": Counted(frozenset({"by_quarter"}), frozenset()),
    "consented": Counted(frozenset({"work", "needs"}), frozenset({"needs"})),
}
ALL, A, B = frozenset("AB"), frozenset("A"), frozenset("B")


def counted(a: dict[str, Any], b: dict[str, Any] | None = None) -> Cells:
    """Give numbers of two municipalities: who came, and cells of the tables as table.cell."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for place, told in (("A", a), ("B", b or {})):
        for name, number in told.items():
            table, _dot, cell = name.rpartition(".")
            found.setdefault(table or "families", {}).setdefault(place, {})[cell] = number
    return found


@pytest.mark.parametrize(
    ("before", "now", "moved"),
    [
        ({"referred": 40}, {"referred": 40}, [0, 0]),
        ({"referred": 40}, {"referred": 43}, [3, 0]),
        ({"referred": 40, "consented": 30}, {"referred": 40, "consented": 28}, [0, 2]),
        # as many as before, and yet others: one moved from yes to no, one was told too late
        ({"work.yes": 20, "work.no": 10}, {"work.yes": 18, "work.no": 12}, [0, 2]),
        (
            {"work.yes": 20, "work.no": 10, "work.missing": 4},
            {"work.yes": 21, "work.no": 12, "work.missing": 1},
            [0, 3],
        ),
        # where one family may stand in more rows, the largest change is what is sure
        ({"needs.a": 5, "needs.b": 5}, {"needs.a": 9, "needs.b": 8}, [0, 4]),
        ({"work.n": 30}, {"work.n": 12}, [0, 0]),  # how many answered follows from the rows
    ],
)
def test_changed_is_counted_at_the_least(before: dict, now: dict, moved: list[int]) -> None:
    assert changes(counted(before), counted(now), ALL, FAMILIES) == moved


def test_a_family_that_moved_is_one_that_changed() -> None:
    before, now = counted({"referred": 20}, {"referred": 20}), counted({"referred": 19}, {"referred": 21})
    assert changes(before, now, ALL, FAMILIES) == [1, 0]


def moments(before: Cells, now: Cells, *lines: Shown) -> Moments:
    return Moments({NOW: lambda: now, 7: lambda: before}, [(7, line) for line in lines], FAMILIES)


@pytest.mark.parametrize(
    ("more", "consented", "chosen", "waits"),
    [(0, 0, 7, False), (1, 0, 7, True), (9, 0, 7, True), (10, 0, NOW, False), (12, 9, 7, True), (12, 10, NOW, False)],
)
def test_a_year_moves_on_from_ten_families(more: int, consented: int, chosen: int, waits: bool) -> None:
    before = counted({"referred": 40, "consented": 30})
    now = counted({"referred": 40 + more, "consented": 30 + consented})
    assert moments(before, now, Shown("families", ALL, {"referred": 40})).choose(ALL) == (chosen, waits)
    assert Moments({NOW: lambda: now}, [], FAMILIES).choose(ALL) == (NOW, False)


def test_an_area_in_which_few_changed_tells_what_it_told_and_is_hidden_for_others() -> None:
    before = counted({"referred": 40}, {"referred": 40})
    found = moments(
        before, counted({"referred": 43}, {"referred": 52}),
        Shown("families", ALL, {"referred": 80}), Shown("families", A, {"referred": 40}),
    )  # fmt: skip
    assert found.choose(A) == (7, True)
    assert found.choose(B) == (NOW, False) and found.choose(ALL) == (NOW, False)
    known = {(line.area, line.since) for line in found.known(NOW, [ALL, A, B])}
    assert (A, Since.LITTLE) in known and (ALL, Since.MUCH) in known
    assert (B, Since.LITTLE) not in known
    assert {line.since for line in found.known(7, [ALL, A, B])} == {Since.NOTHING}


def test_a_number_that_followed_from_others_counts_as_told() -> None:
    before = counted({"referred": 40}, {"referred": 40})
    found = moments(
        before, counted({"referred": 52}, {"referred": 43}),
        Shown("families", ALL, {"referred": 80}), Shown("families", A, {"referred": 40}),
    )  # fmt: skip
    assert (B, Since.LITTLE) in {(line.area, line.since) for line in found.known(NOW, [ALL, A, B])}


def test_an_area_that_is_hidden_for_its_few_stays_so_after_that_was_told() -> None:
    before, now = counted({"referred": 40}, {"referred": 40}), counted({"referred": 43}, {"referred": 52})
    lines = [(7, Shown("families", A, {"referred": 40})), (8, Shown("families", A, {"referred": None}))]
    found = Moments({NOW: lambda: now, 7: lambda: before, 8: lambda: now}, lines, FAMILIES)
    assert (A, Since.LITTLE) in {(line.area, line.since) for line in found.known(8, [ALL, A, B])}
