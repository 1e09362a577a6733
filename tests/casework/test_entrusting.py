"""Parental authority, with its source and day: after birth two holders are two yeses, or a written reason."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from knooppunt.casework import entrusting, reading, referring
from knooppunt.casework.consents import Authority, Capacity, capacities, needed, second_yes_missing
from knooppunt.casework.refusals import Invalid
from knooppunt.foundation import clock
from tests.casework.kit import Walk, not_found, refused, words_in

LOOKED_UP = {"source": "register", "on": clock.today()}


# --- who says yes (R-CON-04, R-WHO-02, 05) ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("age", "represented", "capacity"),
    [
        (0, False, Capacity.GUARDIAN), (11, False, Capacity.GUARDIAN), (12, False, Capacity.WITH_GUARDIAN),
        (14, False, Capacity.WITH_GUARDIAN), (15, False, Capacity.WITH_GUARDIAN), (15, True, Capacity.WITH_GUARDIAN),
        (16, False, Capacity.SELF), (17, False, Capacity.SELF), (18, False, Capacity.SELF), (40, False, Capacity.SELF),
        (16, True, Capacity.REPRESENTATIVE), (40, True, Capacity.REPRESENTATIVE),
        (None, False, Capacity.SELF), (None, True, Capacity.REPRESENTATIVE),
    ],
)  # fmt: skip
def test_who_says_yes(age: int | None, represented: bool, capacity: Capacity) -> None:
    assert needed(age, represented=represented) is capacity
    assert age is None or capacities(age, represented=represented) == {capacity}


# --- one yes or two (R-WHO-03, 04) ------------------------------------------------------------------------------------
@pytest.mark.parametrize("authority", ["", *Authority])
def test_before_birth_there_is_nobody_to_decide_about(authority: str) -> None:
    assert not second_yes_missing(born=False, holders=[(authority, True, False)])


@pytest.mark.parametrize(
    ("holders", "missing"),
    [
        ([("alone", True, False)], False), ([("", True, False)], False), ([("none", True, False)], False),
        ([("shared", True, False)], True), ([("shared", True, True)], False),
        ([("shared", True, False), ("shared", True, False)], False),
        ([("shared", True, False), ("shared", False, False)], True),  # the other one left
        ([("shared", True, False), ("none", True, False)], True),
        ([("shared", True, False), ("", True, False)], True),
        ([("shared", False, False)], False),
    ],
)  # fmt: skip
def test_after_birth_two_holders_are_two_yeses_or_a_reason(holders: list, missing: bool) -> None:
    assert second_yes_missing(born=True, holders=holders) is missing


def test_more_yeses_or_reasons_never_make_it_worse() -> None:
    kinds = list(product(["", *Authority], [True, False], [True, False]))
    for one, other in product(kinds, kinds):
        if second_yes_missing(born=True, holders=[(one[0], one[1], True), (other[0], other[1], True)]):
            raise AssertionError((one, other))


# --- at the door ------------------------------------------------------------------------------------------------------
def test_a_meeting_about_a_born_child_waits_for_the_second_yes_or_the_reason(walk: Walk) -> None:
    walk.to("preparing", due_on=None, born_on=clock.today() - timedelta(days=40))
    mother = walk.parent("mother")
    entrusting.record_authority(walk.desk, walk.code, mother, authority="shared", **LOOKED_UP)
    with refused(walk, "second_yes_missing", "plan_conference"):
        walk.plan()
    entrusting.record_authority(
        walk.desk, walk.code, mother, authority="shared", one_yes_because="not_found", **LOOKED_UP
    )  # fmt: skip
    walk.plan()
    assert walk.case().state == "planned"
    shown = reading.case_file(walk.desk, walk.code).parents[0]
    assert (shown.authority, shown.authority_source, shown.one_yes_because) == ("shared", "register", "not_found")
    assert shown.authority_on == clock.today()


def test_two_parents_who_both_say_yes_need_no_reason(walk: Walk) -> None:
    walk.to("preparing", couple=True, due_on=None, born_on=clock.today() - timedelta(days=40))
    for kind in ("mother", "partner"):
        entrusting.record_authority(walk.desk, walk.code, walk.parent(kind), authority="shared", **LOOKED_UP)
    walk.plan()


def test_a_reason_is_kept_only_where_two_decide(walk: Walk) -> None:
    walk.refer()
    mother = walk.parent("mother")
    entrusting.record_authority(
        walk.desk, walk.code, mother, authority="alone", one_yes_because="unsafe", **LOOKED_UP
    )  # fmt: skip
    assert reading.case_file(walk.desk, walk.code).parents[0].one_yes_because == ""


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("authority", {"authority": "yes"}), ("source", {"source": "mother_said"}), ("on", {"on": None}),
        ("on", {"on": clock.today() + timedelta(days=2)}), ("one_yes_because", {"one_yes_because": "why not"}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_not_kept(walk: Walk, field: str, wrong: dict[str, Any]) -> None:
    walk.refer()
    with pytest.raises(Invalid) as caught:
        entrusting.record_authority(
            walk.desk, walk.code, walk.parent("mother"), **({"authority": "shared"} | LOOKED_UP | wrong)
        )  # fmt: skip
    assert set(caught.value.errors) == {field}
    assert referring.ADULT.isdisjoint({"authority", "authority_source"})  # no other way in


def test_it_is_for_the_desk_and_for_her_alone(walk: Walk) -> None:
    walk.to("following", couple=True)
    entrusting.record_authority(
        walk.desk, walk.code, walk.parent("mother"), authority="shared", one_yes_because="unsafe", **LOOKED_UP
    )  # fmt: skip
    for who in ("fatima", "joris"):
        assert "unsafe" not in words_in(reading.shared_case(walk.who(who), walk.code))
    assert "unsafe" not in words_in(reading.own_place(walk.who("partner"), walk.code))
    assert "unsafe" in words_in(reading.own_place(walk.who("mother"), walk.code))
    for who in ("fatima", "petra"):
        with not_found(walk):
            entrusting.record_authority(walk.who(who), walk.code, walk.parent("mother"), authority="alone", **LOOKED_UP)
