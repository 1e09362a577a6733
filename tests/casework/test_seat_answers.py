"""Who sits at the table is for each parent to say: one no is enough, and nobody learns whose no it was."""

from knooppunt.casework import convening, reading
from knooppunt.letters.models import Letter
from tests.casework.kit import Walk, letters_since, lines, not_found, refused, words_in


def say(walk: Walk, key: str, *, yes: bool, about: str = "joris") -> None:
    convening.agree_to_person(walk.who(key), walk.code, walk.seat(about), yes=yes)


def family_says(walk: Walk, key: str = "joris") -> bool | None:
    """Give what the coordinator reads."""
    seats = reading.case_file(walk.desk, walk.code).circle
    return next(s.family_agrees for s in seats if s.code == walk.seat(key))


def own(walk: Walk, key: str) -> tuple[bool | None, str]:
    """Give what a parent reads of herself about Joris, and what it blocks."""
    seats = reading.own_place(walk.who(key), walk.code).circle
    return next((s.family_agrees, s.blocked) for s in seats if s.code == walk.seat("joris"))


def test_one_no_is_enough_and_a_yes_does_not_undo_it(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    assert family_says(walk) is None
    say(walk, "mother", yes=True)
    assert family_says(walk) is None  # the other parent said nothing yet
    say(walk, "partner", yes=False)
    assert family_says(walk) is False
    say(walk, "mother", yes=True)
    assert family_says(walk) is False
    with refused(walk, "family_says_no", "invite"):
        convening.invite(walk.desk, walk.code, walk.seat("joris"))
    say(walk, "partner", yes=True)
    assert family_says(walk) is True


def test_a_parent_reads_her_own_answer_alone(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    say(walk, "partner", yes=False)
    assert own(walk, "mother") == (None, "")
    assert own(walk, "partner") == (False, "")
    assert "family_says_no" not in words_in(reading.own_place(walk.who("mother"), walk.code))
    assert lines(walk.code, act="agree_to_person")[-1].about == walk.parent("partner")


def test_who_left_no_longer_decides_who_comes(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    say(walk, "mother", yes=True)
    say(walk, "partner", yes=False)
    walk.withdraw("partner")
    assert family_says(walk) is True


def test_who_is_not_wanted_hears_that_it_ended_and_not_why(walk: Walk) -> None:
    walk.to("following", couple=True)
    walk.who("mother")
    number = Letter.objects.count()
    say(walk, "mother", yes=False, about="fatima")
    assert letters_since(number) == [("access_ended", "fatima@knooppunt.example")]
    with not_found(walk):
        reading.shared_case(walk.who("fatima"), walk.code)
    assert reading.case_file(walk.desk, walk.code).lead is None
    assert walk.case().due_what == "choose_lead"


def test_the_coordinator_notes_it_for_each_parent_apart(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    seat = walk.seat("joris")
    convening.agree_to_person(walk.desk, walk.code, seat, yes=False, on_behalf_of=walk.parent("partner"))
    assert (own(walk, "partner"), own(walk, "mother")) == ((False, ""), (None, ""))
    with refused(walk, "say_for_whom", "agree_to_person"):
        convening.agree_to_person(walk.desk, walk.code, seat, yes=True)
    for kind in ("partner", "mother"):
        convening.agree_to_person(walk.desk, walk.code, seat, yes=True, on_behalf_of=walk.parent(kind))
    assert (own(walk, "partner"), own(walk, "mother")) == ((True, ""), (True, ""))
    assert family_says(walk) is True


def test_of_one_parent_who_takes_part_it_is_clear_who_said_it(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    walk.withdraw("partner")
    convening.agree_to_person(walk.desk, walk.code, walk.seat("joris"), yes=True)
    assert family_says(walk) is True and own(walk, "mother") == (True, "")


def test_a_no_at_the_start_is_noted_for_whom_it_is(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    lotte = walk.town.people["lotte"].code
    with refused(walk, "say_for_whom", "add_to_circle"):
        convening.add_to_circle(walk.desk, walk.code, lotte, reason="expertise", family_agrees=False)


def test_what_both_said_before_counts_from_the_start(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    lotte = walk.town.people["lotte"].code
    convening.add_to_circle(walk.desk, walk.code, lotte, reason="expertise", family_agrees=True)
    say(walk, "mother", yes=False, about="lotte")
    assert family_says(walk, "lotte") is False
