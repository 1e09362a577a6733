"""The attack: a second program that knows all that was published cannot close a gap tighter than five families.

A quick walk; `bench/run.py --only attack` does the same over thousands of regions.
"""

import pytest

from knooppunt.figures.disclosure import protect
from knooppunt.figures.hiding import Pattern
from knooppunt.figures.proving import Proof
from knooppunt.figures.together import Together
from tests.figures.attacker import Attacker, Kind, Publication
from tests.figures.years import everything, published_in_turn, random_year, released_in_turn

ALL = frozenset(["A", "B", "C"])


@pytest.mark.parametrize("seed", range(25))
def test_all_areas_of_a_year_together_give_nothing_away(seed: int) -> None:
    year = random_year(seed, places=6, tables=3)
    assert not year.attack([everything(year.plan())])


@pytest.mark.parametrize("seed", range(100, 115))
def test_editions_in_any_order_give_nothing_away(seed: int) -> None:
    year = random_year(seed, places=5, tables=3)
    assert not year.attack(published_in_turn(year))


@pytest.mark.parametrize("seed", range(400, 412))
def test_releases_that_follow_each_other_tell_of_no_few_families_that_came(seed: int) -> None:
    year = random_year(seed, places=6, tables=2)
    told = released_in_turn(year)
    assert not year.attack(told, changes=True)
    assert not year.attack(told)


@pytest.mark.parametrize(
    "seed",
    [
        10001,  # 19 questions, at either of two moments a difference of what was told
        20080,  # what an area told before left at most four families who may have come beside it
        20168,  # a number was hidden that followed from what was told of the same moment
        20676,  # of an area with few changes was told that it is hidden, and after that it was shown
        20865, 20939,  # at most three families at either of two moments
        21131,  # a cell of a table of needs
    ],
)  # fmt: skip
def test_what_several_moments_tell_together_leaves_every_gap_open(seed: int) -> None:
    year = random_year(seed, places=6, tables=3)
    told = released_in_turn(year)
    assert not year.attack(told)
    assert not year.attack(told, changes=True)


def test_without_the_other_moments_the_attacker_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Together, "run", lambda self: False)
    year = random_year(20865, places=6, tables=3)
    assert year.attack(released_in_turn(year))


def test_without_waiting_the_attacker_sees_who_came() -> None:
    assert any(came(seed) for seed in range(400, 410))


@pytest.mark.parametrize("seed", range(300, 308))
def test_rounding_afterwards_is_never_less_safe(seed: int) -> None:
    year = random_year(seed, places=5, tables=3)
    assert not year.attack([everything(year.plan())], rounded=True)


def test_the_attacker_works_out_what_is_left_of_a_sum() -> None:
    kinds = {"work": Kind(("yes", "no"), "consented", False)}
    families = Publication(0, "families", ALL, {"referred": 30, "consented": 25})
    work = Publication(0, "work", ALL, {"yes": 20, "no": None, "missing": 1})
    assert [(fact[3], low, high) for fact, low, high in Attacker(kinds, sorted(ALL), [families, work]).leaks()] == [
        ("no", 4, 4)
    ]


def test_the_attacker_joins_tables_areas_and_days() -> None:
    kinds = {"work": Kind(("yes", "no"), "consented", False), "help": Kind(("home",), "consented", True, True)}
    part = frozenset(["A", "B"])
    told = [
        Publication(0, "families", ALL, {"consented": 25}),
        Publication(0, "families", part, {"consented": None}),
        Publication(0, "help", part, {"home": 22}),  # of C there are at most three, so of A and B at least 22
    ]
    assert [(fact[1], low, high) for fact, low, high in Attacker(kinds, sorted(ALL), told).leaks()] == [
        ("families", 22, 25)
    ]
    grown = [
        Publication(0, "families", part, {"consented": None}),
        Publication(1, "families", part, {"consented": 3}),
    ]
    assert [high for _, _, high in Attacker(kinds, sorted(ALL), grown).leaks()] == [3]


def test_without_hiding_one_for_another_the_attacker_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pattern, "close", lambda self, width: None)
    monkeypatch.setattr(Proof, "run", lambda self: None)
    lost = [seed for seed in range(5) if attacked(seed)]
    assert len(lost) >= 3


def test_without_the_solver_the_attacker_wins_sometimes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Proof, "run", lambda self: None)
    assert any(attacked(seed) for seed in range(60))


def test_without_the_ledger_the_attacker_wins_sometimes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.figures.years.protect", lambda *args, known, **more: protect(*args, **more))
    assert any(in_turn(seed) for seed in range(100, 160))


def came(seed: int) -> list[tuple]:
    year = random_year(seed, places=6, tables=2)
    return year.attack(released_in_turn(year, by_rule=False), changes=True)


def attacked(seed: int) -> list[tuple]:
    year = random_year(seed, places=6, tables=3)
    return year.attack([everything(year.plan())])


def in_turn(seed: int) -> list[tuple]:
    year = random_year(seed, places=5, tables=3)
    return year.attack(published_in_turn(year))
