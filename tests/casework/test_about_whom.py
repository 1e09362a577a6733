"""What was agreed about one parent is read by whom that parent shares with, and a withdrawal bites on all of it."""

from typing import Any

import pytest

from knooppunt.casework import agreeing, chairing, convening, following, reading
from knooppunt.casework.agreeing import NewAction
from knooppunt.casework.models import Conference, Outcome
from knooppunt.casework.refusals import NotFound
from knooppunt.foundation import clock, guard
from tests.casework.kit import Walk, words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def couple(walk: Walk) -> Walk:
    walk.to("following", couple=True)
    return walk


def plan(walk: Walk, key: str) -> Any:
    look = reading.shared_case if key in ("joris", "fatima") else reading.plan
    return look(walk.who(key), walk.code)


def goals(walk: Walk, key: str) -> str:
    return words_in(plan(walk, key).goals)


def joris_of(walk: Walk) -> int:
    return walk.town.people["joris"].organisation_id


@pytest.mark.parametrize("moment", ["now", "parked", "not"])
def test_a_goal_about_one_parent_is_read_by_whom_she_shares_with(couple: Walk, moment: str) -> None:
    about, because = couple.parent("mother"), "Eerst rust" if moment == "not" else ""
    agreeing.add_goal(couple.desk, couple.code, "zaaddoel", moment=moment, because=because, about=about)
    for key in ("marieke", "fatima", "joris", "mother"):
        assert "zaaddoel" in goals(couple, key), key
    assert "zaaddoel" not in goals(couple, "partner")
    couple.withdraw("mother", "share", organisation=joris_of(couple))
    assert "zaaddoel" not in goals(couple, "joris") and "zaaddoel" in goals(couple, "fatima")
    couple.withdraw("mother", "share", discipline="jgz")
    assert "zaaddoel" not in goals(couple, "fatima") and "zaaddoel" in goals(couple, "mother")


def test_of_the_plan_of_the_family_who_is_not_shared_with_by_all_reads_her_own_action_alone(couple: Walk) -> None:
    assert "Kanarierust" in goals(couple, "joris") and "Kanarie voeren" in goals(couple, "joris")
    couple.withdraw("partner", "share", organisation=joris_of(couple))
    assert "Kanarierust" not in goals(couple, "joris") and "Kanarie voeren" not in goals(couple, "joris")
    (goal,) = plan(couple, "joris").goals
    assert [action.what for action in goal.actions] == ["Kanariebrieven openen"] and goal.actions[0].may_report
    following.report_action(couple.who("joris"), couple.code, goal.actions[0].code, status="done", version=1)
    assert "Kanarierust" in goals(couple, "fatima")  # the lead keeps the plan of the family


def test_what_a_parent_does_is_read_by_whom_she_shares_with_and_the_lead_looks_back_on_the_rest(couple: Walk) -> None:
    couple.withdraw("mother", "share", discipline="jgz")
    file = plan(couple, "fatima")
    assert "Kanarie voeren" not in words_in(file.goals) and "Kanariebrieven" in words_in(file.goals)
    hers = next(a for goal in plan(couple, "mother").goals for a in goal.actions if a.what == "Kanarie voeren")
    with pytest.raises(NotFound):
        agreeing.remove_action(couple.who("fatima"), couple.code, hers.code, version=1)
    (mine,) = (a.code for goal in file.goals for a in goal.actions)
    lead = couple.who("fatima")
    following.evaluate(lead, couple.code, came={mine: "yes"}, need_met="yes", change="better")
    with guard.looking_inside():
        said = dict(Outcome.objects.values_list("action__code", "came").filter(action__code__in=(mine, hers.code)))
    assert said == {mine: "yes", hers.code: "unknown"}


def test_a_parent_reads_her_own_action_for_what_is_about_the_other_and_no_more(couple: Walk) -> None:
    goal = agreeing.add_goal(couple.desk, couple.code, "zaaddoel", about=couple.parent("partner"))
    for what, owner in (("zaadander", "partner"), ("Meegaan", "mother")):
        new = NewAction(what, clock.today(), parent=couple.parent(owner))
        agreeing.add_action(couple.desk, couple.code, goal, new)
    assert "zaad" not in goals(couple, "mother") and "Meegaan" in goals(couple, "mother")
    versions = reading.plan_versions(couple.who("mother"), couple.code)
    assert "zaad" not in words_in(versions)


def test_the_paper_of_a_parent_is_never_for_who_sits_at_the_table(couple: Walk) -> None:
    agreeing.decide(couple.desk, couple.code, "zaadbesluit", about=couple.parent("partner"))
    couple.withdraw("mother", "share", organisation=joris_of(couple))
    for parent in (couple.parent("mother"), couple.parent("partner")):
        for paper in (reading.plan_paper, reading.meeting_paper):
            with pytest.raises(NotFound):
                paper(couple.who("joris"), couple.code, parent)
    for key in ("marieke", "fatima"):
        assert "zaadbesluit" in words_in(reading.plan_paper(couple.who(key), couple.code, couple.parent("partner")))


def test_the_invitation_of_a_parent_is_printed_by_who_leads_alone(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    convening.set_points(walk.who("mother"), walk.code, ["zaadpunt"])
    walk.plan()
    assert "zaadpunt" in words_in(reading.meeting_paper(walk.desk, walk.code, walk.parent("mother")))
    with pytest.raises(NotFound):
        reading.meeting_paper(walk.who("joris"), walk.code, walk.parent("mother"))


def test_a_decision_about_one_parent_and_one_about_the_family(couple: Walk) -> None:
    agreeing.decide(couple.desk, couple.code, "zaadbesluit", about=couple.parent("partner"))
    assert "zaadbesluit" in words_in(plan(couple, "joris").decisions)
    assert "zaadbesluit" not in words_in(plan(couple, "mother").decisions)
    couple.withdraw("partner", "share", organisation=joris_of(couple))
    assert "zaadbesluit" not in words_in(plan(couple, "joris").decisions)


def test_whom_a_goal_is_about_can_be_changed_and_is_kept_by_a_change_that_does_not_say(couple: Walk) -> None:
    desk, mother = couple.desk, couple.parent("mother")
    code = agreeing.add_goal(desk, couple.code, "zaaddoel", about=mother)
    about = lambda: next(g.about for g in plan(couple, "marieke").goals if g.code == code)  # noqa: E731
    agreeing.change_goal(desk, couple.code, code, version=1, words="zaaddoel twee", moment="now")
    assert about() == mother
    agreeing.change_goal(desk, couple.code, code, version=2, words="zaaddoel twee", moment="now", about="")
    assert about() == "" and "zaaddoel" in goals(couple, "partner")
    with pytest.raises(NotFound):
        agreeing.add_goal(desk, couple.code, "zaad", about="BESTAAT0")


def test_why_it_opened_again_and_why_no_parent_came_are_hidden_with_the_notes(couple: Walk) -> None:
    chairing.reopen_conference(couple.desk, couple.code, why="zaadheropend")
    agreeing.write_notes(couple.desk, couple.code, "zaadnotitie", version=1)
    with guard.looking_inside():
        Conference.objects.filter(case__code=couple.code).update(why_no_parents="zaadziek")
    free = ("zaadheropend", "zaadnotitie", "zaadziek")
    read = lambda key: words_in(plan(couple, key).conferences)  # noqa: E731
    assert all(word in read("joris") for word in free)
    assert "zaad" not in read("mother")
    couple.withdraw("partner", "share", organisation=joris_of(couple))
    assert "zaad" not in read("joris") and all(word in read("fatima") for word in free)


def test_what_is_late_of_a_parent_who_does_not_share_is_not_in_the_list_of_the_lead(couple: Walk) -> None:
    lead = couple.who("fatima")
    hers = next(a for g in plan(couple, "mother").goals for a in g.actions if a.what == "Kanarie voeren")
    following.report_action(couple.desk, couple.code, hers.code, status="stuck", report="zaad", version=1)
    attention = lambda: words_in([f.attention for f in reading.my_tables(lead).families if f.code == couple.code])  # noqa: E731
    assert "Kanarie voeren" in attention()
    couple.withdraw("mother", "share", discipline="jgz")
    assert "Kanarie voeren" not in attention()
