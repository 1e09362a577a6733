"""What is agreed at the table: wishes, actions with an owner and a date, the lead, and the end of the conference."""

from datetime import timedelta

import pytest

from knooppunt.casework import agreeing, convening, reading
from knooppunt.casework.agreeing import NewAction
from knooppunt.casework.refusals import Conflict, Invalid, NotFound
from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from knooppunt.web.team import around
from tests.casework.kit import Walk, letters_since, nothing_changes, refused


def soon(days: int = 9) -> object:
    return clock.today() + timedelta(days=days)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("words", {"words": "  "}),
        ("words", {"words": "x" * 501}),
        ("moment", {"moment": "someday"}),
        ("because", {"moment": "not"}),
    ],
)
def test_a_wish_that_cannot_be(walk: Walk, field: str, said: dict) -> None:
    walk.to("held")
    with nothing_changes(walk), pytest.raises(Invalid) as caught:
        agreeing.add_goal(walk.desk, walk.code, **({"words": "Rust"} | said))
    assert set(caught.value.errors) == {field}


def test_two_who_write_at_once_lose_no_word(walk: Walk) -> None:
    walk.to("held")
    code = agreeing.add_goal(walk.desk, walk.code, "Rust")
    agreeing.change_goal(walk.desk, walk.code, code, version=1, words="Rust in huis", moment="now")
    with nothing_changes(walk), pytest.raises(Conflict) as caught:
        agreeing.change_goal(walk.desk, walk.code, code, version=1, words="Rust en slaap", moment="now")
    assert (caught.value.theirs["words"], caught.value.mine["words"]) == ("Rust in huis", "Rust en slaap")
    agreeing.change_goal(walk.desk, walk.code, code, version=caught.value.version, words="Alles", moment="now")


def test_a_conflict_about_an_action_carries_codes_and_no_rows(walk: Walk) -> None:
    walk.to("following")
    action = reading.case_file(walk.desk, walk.code).goals[0].actions[0]
    mine = NewAction("Anders", soon(), parent=walk.parent("mother"))
    agreeing.change_action(walk.desk, walk.code, action.code, mine, version=action.version)
    with pytest.raises(Conflict) as caught:
        agreeing.change_action(walk.desk, walk.code, action.code, mine, version=action.version)
    assert caught.value.theirs["parent"] == caught.value.mine["parent"] == walk.parent("mother")


def test_the_notes_of_two_are_both_kept_in_sight(walk: Walk) -> None:
    walk.to("held")
    agreeing.write_notes(walk.desk, walk.code, "Van de een", version=1)
    with pytest.raises(Conflict) as caught:
        agreeing.write_notes(walk.desk, walk.code, "Van de ander", version=1)
    assert (caught.value.theirs, caught.value.mine) == ({"notes": "Van de een"}, {"notes": "Van de ander"})


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("what", {"what": ""}),
        ("what", {"what": "x" * 501}),
        ("due_on", {"due_on": None}),
        ("due_on", {"days": 500}),
        ("owner", {"network": ""}),
        ("owner", {"network": "oma", "both": True}),
        ("owner", {"network": "o" * 121}),
        ("support", {"support": "magic"}),
    ],
)
def test_an_action_that_cannot_be(walk: Walk, field: str, said: dict) -> None:
    walk.to("held")
    goal = agreeing.add_goal(walk.desk, walk.code, "Rust")
    values = {"what": "Bellen", "due_on": soon(said.pop("days", 9)), "network": "oma"} | said
    if values.pop("both", False):
        values["seat"] = walk.seat("joris")
    with pytest.raises(Invalid) as caught:
        agreeing.add_action(walk.desk, walk.code, goal, NewAction(**values))
    assert set(caught.value.errors) == {field}


def test_an_action_is_of_somebody_who_is_there(walk: Walk) -> None:
    walk.to("held")
    goal = agreeing.add_goal(walk.desk, walk.code, "Rust")
    for owner in ({"seat": "BBBBBBBB"}, {"parent": "BBBBBBBB"}):
        with pytest.raises(NotFound):
            agreeing.add_action(walk.desk, walk.code, goal, NewAction("Bellen", soon(), **owner))


def test_what_is_let_go_is_gone_from_the_plan_and_stays_in_its_history(walk: Walk) -> None:
    with clock.travel(clock.now() - timedelta(days=2)):
        walk.to("following")
    action = reading.case_file(walk.desk, walk.code).goals[0].actions[0]
    agreeing.remove_action(walk.desk, walk.code, action.code, version=action.version)
    assert action.code not in {a.code for a in reading.plan(walk.desk, walk.code).goals[0].actions}
    earlier = reading.plan_versions(walk.desk, walk.code)[0]
    assert action.code in {a.code for g in earlier.goals for a in g.actions}
    with pytest.raises(NotFound):
        agreeing.change_action(walk.desk, walk.code, action.code, NewAction("x", soon(), network="oma"), version=2)


@pytest.mark.parametrize("lacks", ["evaluation_on", "goals", "lead"])
def test_a_conference_does_not_end_without_a_date_actions_and_a_lead(walk: Walk, lacks: str) -> None:
    walk.to("held")
    goal = agreeing.add_goal(walk.desk, walk.code, "Rust")
    if lacks != "goals":
        agreeing.add_action(walk.desk, walk.code, goal, NewAction("Bellen", soon(), network="oma"))
    if lacks != "lead":
        agreeing.choose_lead(walk.desk, walk.code, walk.seat("fatima"))
    walk.confirm("mother")
    on = None if lacks == "evaluation_on" else clock.today() + timedelta(weeks=8)
    with nothing_changes(walk), pytest.raises(Invalid) as caught:
        agreeing.conclude(walk.desk, walk.code, evaluation_on=on)
    assert set(caught.value.errors) == {lacks}


def test_a_point_that_nobody_may_see_any_more_holds_up_nothing(walk: Walk) -> None:
    walk.to("planned", couple=True)
    for kind, point in {"mother": "Rust", "partner": "Werk"}.items():
        convening.set_points(walk.desk, walk.code, [point], on_behalf_of=walk.parent(kind))
    walk.hold()
    goal = agreeing.add_goal(walk.desk, walk.code, "Rust")
    agreeing.add_action(walk.desk, walk.code, goal, NewAction("Bellen", soon(), network="oma"))
    agreeing.choose_lead(walk.desk, walk.code, walk.seat("fatima"))
    on = clock.today() + timedelta(weeks=8)
    for opened in ("both points", "that of who stays"):
        plan = reading.plan(walk.desk, walk.code)
        assert [what for what, _said in around.lacking(plan)] == ["points"], opened
        with pytest.raises(Invalid) as caught:
            agreeing.conclude(walk.desk, walk.code, evaluation_on=on, why_unconfirmed="Later")
        assert set(caught.value.errors) == {"points"}
        if opened == "both points":
            walk.withdraw("partner")
    agreeing.take_up(walk.desk, walk.code, plan.points[0].code, moment="parked")
    assert not around.lacking(reading.plan(walk.desk, walk.code))
    agreeing.conclude(walk.desk, walk.code, evaluation_on=on, why_unconfirmed="Later")
    assert walk.case().state == "following"


def test_we_look_back_after_six_to_twelve_weeks_and_earlier_around_a_birth(walk: Walk) -> None:
    walk.to("held", due_on=clock.today() + timedelta(weeks=30))
    first, proposed, last = reading.case_file(walk.desk, walk.code).evaluation_window
    assert (first, last) == (clock.today() + timedelta(weeks=6), clock.today() + timedelta(weeks=12))
    assert first <= proposed <= last
    other = Walk(walk.town)
    other.to("held", due_on=clock.today() + timedelta(weeks=3))
    first, proposed, last = reading.case_file(other.desk, other.code).evaluation_window
    assert first < clock.today() + timedelta(weeks=6)
    assert timedelta(0) <= proposed - (clock.today() + timedelta(weeks=5)) <= timedelta(days=4)
    assert clock.is_working_day(proposed)


def test_the_lead_is_at_the_table_and_accepts_herself(walk: Walk) -> None:
    walk.to("held")
    number = Letter.objects.count()
    agreeing.choose_lead(walk.desk, walk.code, walk.seat("joris"))
    assert letters_since(number) == [("lead_asked", "joris@knooppunt.example")]
    with refused(walk, "not_asked_as_lead"):
        agreeing.answer_lead(walk.who("fatima"), walk.code, yes=True)
    agreeing.choose_lead(walk.desk, walk.code, walk.seat("fatima"))
    with refused(walk, "not_asked_as_lead"):
        agreeing.answer_lead(walk.who("joris"), walk.code, yes=True)
    agreeing.answer_lead(walk.who("fatima"), walk.code, yes=True)
    assert reading.shared_case(walk.who("fatima"), walk.code).role == "lead"
    agreeing.choose_lead(walk.desk, walk.code, walk.seat("joris"))
    agreeing.answer_lead(walk.who("joris"), walk.code, yes=True)
    assert [s.name for s in reading.case_file(walk.desk, walk.code).circle if s.lead] == ["Joris Smeets"]


def test_who_only_stands_in_the_circle_does_not_lead(walk: Walk) -> None:
    walk.to("held")
    seat = convening.add_to_circle(walk.desk, walk.code, walk.town.people["lotte"].code, reason="expertise")
    with refused(walk, "lead_not_at_table"):
        agreeing.choose_lead(walk.desk, walk.code, seat)


def test_a_participant_does_not_write_the_plan_and_the_lead_does(walk: Walk) -> None:
    walk.to("following")
    agreeing.decide(walk.who("fatima"), walk.code, "Er komt één contactpersoon")
    with pytest.raises(NotFound), nothing_changes(walk):
        agreeing.decide(walk.who("joris"), walk.code, "Ik ook")
    assert [d.text for d in reading.plan(walk.who("mother"), walk.code).decisions] == ["Er komt één contactpersoon"]
