"""Leading the conference: the agenda, what was spoken of and what waits, reading back, ending, and opening it again."""

from datetime import timedelta
from typing import Any

import pytest

from knooppunt.casework import agreeing, chairing, convening, following, keeping, reading
from knooppunt.casework.agreeing import NewAction
from knooppunt.casework.refusals import Conflict, Invalid, NotFound
from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from tests.casework.kit import Walk, letters_since, nothing_changes, refused, words_in

LATER = timedelta(weeks=8)


def agenda(walk: Walk, key: str = "") -> Any:
    return reading.plan(walk.who(key) if key else walk.desk, walk.code).agenda


def said(walk: Walk, key: str = "") -> list[str]:
    return [item.what or item.title for item in agenda(walk, key).items]


def item(walk: Walk, title: str) -> Any:
    return next(one for one in agenda(walk).items if title in (one.title, one.what))


def with_points(walk: Walk, *, couple: bool = False) -> None:
    """Bring a family to the moment before its conference, with points of each parent."""
    walk.to("preparing", couple=couple)
    convening.set_points(walk.who("mother"), walk.code, ["Slapen", "Geld"])
    if couple:
        convening.set_points(walk.who("partner"), walk.code, ["Werk"])
    walk.plan()


def at_table(walk: Walk, *, couple: bool = False) -> None:
    with_points(walk, couple=couple)
    walk.hold()


def test_the_familys_points_stand_first_between_welcome_and_agreements(walk: Walk) -> None:
    with_points(walk, couple=True)
    chairing.add_theme(walk.desk, walk.code, "Vervoer", minutes=20)
    assert said(walk) == ["welcome", "Slapen", "Geld", "Werk", "Vervoer", "agreements"]
    assert (agenda(walk).total, agenda(walk).over) == (70, 10)


def test_points_that_come_later_come_in_by_themselves_and_others_keep_their_place(walk: Walk) -> None:
    with_points(walk)
    chairing.add_theme(walk.desk, walk.code, "Vervoer")
    chairing.move_item(walk.desk, walk.code, item(walk, "Geld").code, up=True)
    chairing.set_minutes(walk.desk, walk.code, {item(walk, "Geld").code: (25, 1)})
    convening.set_points(walk.who("mother"), walk.code, ["Slapen", "Geld", "Oma"])
    assert said(walk) == ["welcome", "Geld", "Slapen", "Oma", "Vervoer", "agreements"]
    assert item(walk, "Geld").minutes == 25
    convening.set_points(walk.who("mother"), walk.code, ["Oma"])
    assert said(walk) == ["welcome", "Oma", "Vervoer", "agreements"]


def test_points_stay_in_front_and_only_a_theme_is_taken_away(walk: Walk) -> None:
    with_points(walk)
    theme = chairing.add_theme(walk.desk, walk.code, "Vervoer")
    for code, up in ((theme, True), (item(walk, "Geld").code, False), (item(walk, "welcome").code, False)):
        chairing.move_item(walk.desk, walk.code, code, up=up)
    assert said(walk) == ["welcome", "Slapen", "Geld", "Vervoer", "agreements"]
    with refused(walk, "not_yours_to_remove"):
        chairing.remove_item(walk.desk, walk.code, item(walk, "Geld").code)
    chairing.remove_item(walk.desk, walk.code, theme)
    assert "Vervoer" not in said(walk)
    with nothing_changes(walk), pytest.raises(NotFound):
        chairing.remove_item(walk.desk, walk.code, "BBBBBBBB")


@pytest.mark.parametrize("minutes", [0, -5, 241])
def test_minutes_that_cannot_be(walk: Walk, minutes: int) -> None:
    with_points(walk)
    with nothing_changes(walk), pytest.raises(Invalid):
        chairing.add_theme(walk.desk, walk.code, "Vervoer", minutes=minutes)
    with nothing_changes(walk), pytest.raises(Invalid):
        chairing.set_minutes(walk.desk, walk.code, {item(walk, "Geld").code: (minutes, 1)})


def test_two_who_set_minutes_at_once_see_it(walk: Walk) -> None:
    with_points(walk)
    code = item(walk, "Geld").code
    chairing.set_minutes(walk.desk, walk.code, {code: (20, 1)})
    with nothing_changes(walk), pytest.raises(Conflict) as caught:
        chairing.set_minutes(walk.desk, walk.code, {code: (30, 1)})
    assert (caught.value.theirs, caught.value.mine) == ({"minutes": 20}, {"minutes": 30})


def test_a_draft_is_the_coordinators_alone_and_opening_tells_everybody_once(walk: Walk) -> None:
    with_points(walk)
    number = Letter.objects.count()
    chairing.add_theme(walk.desk, walk.code, "Vervoer")
    assert letters_since(number) == []
    for key in ("joris", "fatima"):
        assert reading.shared_case(walk.who(key), walk.code).agenda is None
    assert reading.own_place(walk.who("mother"), walk.code).agenda is None
    number = Letter.objects.count()
    chairing.open_agenda(walk.desk, walk.code)
    chairing.open_agenda(walk.desk, walk.code)
    kinds = [kind for kind, _to in letters_since(number)]
    assert kinds.count("meeting_news") == 2
    assert set(kinds) <= {"meeting_news", "family_message"}
    assert "Vervoer" in [one.title for one in reading.shared_case(walk.who("joris"), walk.code).agenda.items]


def test_each_sees_only_the_points_that_she_may_know(walk: Walk) -> None:
    with_points(walk, couple=True)
    chairing.add_theme(walk.desk, walk.code, "Vervoer")
    chairing.open_agenda(walk.desk, walk.code)
    fixed = ["welcome", "agreements"]

    def seen(key: str) -> list[str]:
        ask = reading.own_place if key in ("mother", "partner") else reading.shared_case
        return [one.what or one.title for one in ask(walk.who(key), walk.code).agenda.items]

    assert seen("mother") == [fixed[0], "Slapen", "Geld", "Vervoer", fixed[1]]
    assert seen("partner") == [fixed[0], "Werk", "Vervoer", fixed[1]]
    assert seen("joris") == [fixed[0], "Slapen", "Geld", "Werk", "Vervoer", fixed[1]]
    walk.share("partner", "joris", yes=False)
    assert seen("joris") == [fixed[0], "Slapen", "Geld", fixed[1]]  # a theme is of the whole family


def test_who_was_invited_sees_how_long_and_no_word_of_it(walk: Walk) -> None:
    with_points(walk)
    chairing.open_agenda(walk.desk, walk.code)
    shown = reading.invitation(walk.who("joris"), walk.code)
    assert shown.agenda == (("welcome", 10), ("point", 20), ("agreements", 10))
    assert "Slapen" not in words_in(shown)


def test_a_point_becomes_a_wish_in_the_familys_words_once(walk: Walk) -> None:
    at_table(walk)
    point = item(walk, "Slapen").point
    code = agreeing.take_up(walk.desk, walk.code, point)
    assert agreeing.take_up(walk.desk, walk.code, point) == code
    assert [goal.words for goal in reading.plan(walk.desk, walk.code).goals] == ["Slapen"]
    assert item(walk, "Slapen").goal == code
    with nothing_changes(walk), pytest.raises(Invalid):
        agreeing.take_up(walk.desk, walk.code, item(walk, "Geld").point, moment="not")
    agreeing.take_up(walk.desk, walk.code, item(walk, "Geld").point, moment="not", because="Dat is al geregeld")
    assert item(walk, "Geld").because == "Dat is al geregeld"


def test_what_waits_becomes_a_wish_for_later_and_may_come_back(walk: Walk) -> None:
    at_table(walk)
    geld = item(walk, "Geld")
    chairing.mark_item(walk.desk, walk.code, geld.code, "parked", version=geld.version)
    assert [(g.words, g.moment) for g in reading.plan(walk.desk, walk.code).goals] == [("Geld", "parked")]
    with nothing_changes(walk), pytest.raises(Conflict):
        chairing.mark_item(walk.desk, walk.code, geld.code, "done", version=geld.version)
    chairing.mark_item(walk.desk, walk.code, geld.code, "open", version=geld.version + 1)
    assert reading.plan(walk.desk, walk.code).goals == ()


def test_a_wish_of_who_was_not_read_out_before_both_stays_hers(walk: Walk) -> None:
    at_table(walk, couple=True)  # the partner was not there
    agreeing.take_up(walk.desk, walk.code, item(walk, "Slapen").point)
    assert [g.words for g in reading.plan(walk.who("mother"), walk.code).goals] == ["Slapen"]
    assert reading.plan(walk.who("partner"), walk.code).goals == ()


def read_by(walk: Walk, key: str) -> list[str]:
    return [g.words for g in reading.plan(walk.who(key), walk.code).goals]


def test_a_point_that_waits_unspoken_stays_hers_until_it_is_taken_up(walk: Walk) -> None:
    with_points(walk, couple=True)
    present = [walk.parent("mother"), walk.parent("partner"), walk.seat("fatima"), walk.seat("joris")]
    convening.hold_conference(walk.desk, walk.code, present=present)
    for title in ("Geld", "Slapen"):
        chairing.mark_item(walk.desk, walk.code, item(walk, title).code, "parked", version=1)
    assert read_by(walk, "mother") == ["Geld", "Slapen"] and read_by(walk, "partner") == []
    chairing.mark_item(walk.desk, walk.code, item(walk, "Geld").code, "open", version=2)
    assert read_by(walk, "mother") == ["Slapen"]
    agreeing.take_up(walk.desk, walk.code, item(walk, "Slapen").point, moment="parked")  # now both heard it
    assert read_by(walk, "mother") == read_by(walk, "partner") == ["Slapen"]
    chairing.mark_item(walk.desk, walk.code, item(walk, "Slapen").code, "open", version=2)
    assert read_by(walk, "partner") == ["Slapen"]  # what was spoken of is no longer parking's to take back
    for day in (0, 1):
        with clock.travel(clock.now() + timedelta(days=day)):
            agreeing.add_goal(walk.desk, walk.code, "Rust")
    earlier = reading.plan_versions(walk.who("partner"), walk.code)
    assert earlier and "Geld" not in words_in(earlier)


def test_whom_the_desk_said_that_a_waiting_wish_is_about_is_kept(walk: Walk) -> None:
    with_points(walk, couple=True)
    convening.hold_conference(walk.desk, walk.code, present=[walk.parent("mother"), walk.parent("partner")])
    chairing.mark_item(walk.desk, walk.code, item(walk, "Geld").code, "parked", version=1)
    mother, goal = walk.parent("mother"), item(walk, "Geld").goal
    agreeing.change_goal(walk.desk, walk.code, goal, version=1, words="Rondkomen", moment="parked", about=mother)
    agreeing.take_up(walk.desk, walk.code, item(walk, "Geld").point)
    assert read_by(walk, "mother") == ["Rondkomen"] and read_by(walk, "partner") == []


def to_the_end(walk: Walk) -> str:
    """Agree on something for one point and park the other."""
    goal = agreeing.take_up(walk.desk, walk.code, item(walk, "Slapen").point)
    agreeing.add_action(walk.desk, walk.code, goal, NewAction("Bellen", clock.today() + LATER, network="oma"))
    agreeing.choose_lead(walk.desk, walk.code, walk.seat("fatima"))
    return goal


def lacks(walk: Walk, **more: Any) -> set[str]:
    with nothing_changes(walk), pytest.raises(Invalid) as caught:
        agreeing.conclude(walk.desk, walk.code, evaluation_on=clock.today() + LATER, **more)
    return set(caught.value.errors)


def test_a_conference_ends_when_each_point_has_an_answer_and_the_parents_said_yes(walk: Walk) -> None:
    at_table(walk)
    goal = to_the_end(walk)
    assert lacks(walk) == {"points", "why_unconfirmed"}
    geld = item(walk, "Geld")
    chairing.mark_item(walk.desk, walk.code, geld.code, "parked", version=geld.version)
    walk.confirm("mother")
    assert agenda(walk).yes == {walk.parent("mother")}
    agreeing.add_action(walk.desk, walk.code, goal, NewAction("Slapen", clock.today() + LATER, network="oma"))
    assert agenda(walk).yes == frozenset()  # what changed after the yes is read back again
    assert lacks(walk) == {"why_unconfirmed"}
    keeping.confirm_self(walk.who("mother"), walk.code, version=stands(walk))
    number = Letter.objects.count()
    agreeing.conclude(walk.desk, walk.code, evaluation_on=clock.today() + LATER)
    assert [kind for kind, _to in letters_since(number)].count("meeting_news") == 2


def stands(walk: Walk, key: str = "mother") -> str:
    return str(reading.own_place(walk.who(key), walk.code).agenda.version)


def yesses(walk: Walk) -> int:
    return sum(note.what == "agrees_plan" for note in reading.case_file(walk.desk, walk.code).notes)


def test_her_yes_is_to_what_she_read_and_counts_once(walk: Walk) -> None:
    at_table(walk)
    mother = walk.who("mother")
    with refused(walk, "wrong_state"):
        keeping.confirm_self(mother, walk.code, version=stands(walk))
    to_the_end(walk)
    read = stands(walk)
    for write in (
        lambda: agreeing.add_goal(walk.desk, walk.code, "Rust"),
        lambda: agreeing.decide(walk.desk, walk.code, "De wieg komt van de kringloop"),
    ):
        write()
        for version in (read, "", "zaad"):
            with nothing_changes(walk), pytest.raises(Invalid):
                keeping.confirm_self(mother, walk.code, version=version)
        assert agenda(walk).yes == frozenset()
        read = stands(walk)
    chairing.mark_item(walk.desk, walk.code, item(walk, "Geld").code, "done", version=1)  # not of what was agreed
    keeping.confirm_self(mother, walk.code, version=read)
    keeping.confirm_self(mother, walk.code, version=read)
    assert agenda(walk).yes == {walk.parent("mother")} and yesses(walk) == 1


def test_without_a_yes_there_is_a_reason_that_the_family_does_not_read(walk: Walk) -> None:
    walk.to("held")
    goal = agreeing.add_goal(walk.desk, walk.code, "Rust")
    agreeing.add_action(walk.desk, walk.code, goal, NewAction("Bellen", clock.today() + LATER, network="oma"))
    agreeing.choose_lead(walk.desk, walk.code, walk.seat("fatima"))
    agreeing.conclude(
        walk.desk, walk.code, evaluation_on=clock.today() + LATER, why_unconfirmed="Moest naar het ziekenhuis"
    )
    assert "ziekenhuis" in words_in(reading.case_file(walk.desk, walk.code).notes)
    assert "ziekenhuis" not in words_in(reading.own_place(walk.who("mother"), walk.code))


def test_it_opens_again_with_a_reason_and_everybody_hears(walk: Walk) -> None:
    walk.to("following")
    with nothing_changes(walk), pytest.raises(Invalid):
        chairing.reopen_conference(walk.desk, walk.code, why=" ")
    number = Letter.objects.count()
    chairing.reopen_conference(walk.desk, walk.code, why="De datum klopte niet")
    assert walk.steps()[-1] == ("reopen_conference", "following", "held")
    assert [kind for kind, _to in letters_since(number)].count("meeting_news") == 2
    file = reading.plan(walk.desk, walk.code)
    assert (file.conference.why_reopened, file.conference.concluded_at) == ("De datum klopte niet", None)
    walk.confirm("mother")
    agreeing.conclude(walk.desk, walk.code, evaluation_on=clock.today() + LATER)
    assert walk.case().state == "following"


def test_a_theme_that_waited_comes_back_at_the_next_conference(walk: Walk) -> None:
    at_table(walk)
    code = chairing.add_theme(walk.desk, walk.code, "Vervoer", minutes=15)
    to_the_end(walk)
    for title in ("Vervoer", "Geld"):
        chairing.mark_item(walk.desk, walk.code, item(walk, title).code, "parked", version=1)
    assert item(walk, "Vervoer").code == code
    walk.confirm("mother")
    agreeing.conclude(walk.desk, walk.code, evaluation_on=clock.today() + LATER)
    following.reconvene(walk.desk, walk.code)
    walk.plan()
    assert [(one.what or one.title, one.minutes) for one in agenda(walk).items] == [
        ("welcome", 10), ("Vervoer", 15), ("agreements", 10),
    ]  # fmt: skip


def test_nothing_new_holds_until_anything_is_done(walk: Walk) -> None:
    at_table(walk)
    version = reading.plan(walk.who("mother"), walk.code).version
    assert reading.is_unchanged(walk.code, version)
    walk.withdraw("mother", "research")
    assert not reading.is_unchanged(walk.code, version)
