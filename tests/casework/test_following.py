"""Following what was agreed, looking back, and what comes after."""

from datetime import date, timedelta

import pytest

from knooppunt.casework import agreeing, following, reading
from knooppunt.casework.following import WEIGHING
from knooppunt.casework.refusals import Conflict, Invalid, NotFound, Refused
from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from tests.casework.kit import Walk, letters_since, lines, not_found, nothing_changes, refused


def actions(walk: Walk) -> tuple:
    """Give the action of Joris and that of the mother."""
    every = [a for g in reading.case_file(walk.desk, walk.code).goals for a in g.actions]
    return tuple(next(a for a in every if a.owner_kind == kind) for kind in ("professional", "parent"))


def test_everyone_reports_what_is_her_own(walk: Walk) -> None:
    walk.to("following", couple=True)
    of_joris, of_mother = actions(walk)
    walk.who("mother"), walk.who("partner")
    for key, action in (("partner", of_mother), ("mother", of_joris), ("joris", of_mother)):
        with refused(walk, "not_your_action"):
            following.report_action(walk.who(key), walk.code, action.code, status="done", version=action.version)
    following.report_action(walk.who("mother"), walk.code, of_mother.code, status="done", version=of_mother.version)
    following.report_action(walk.who("fatima"), walk.code, of_joris.code, status="done", version=of_joris.version)


def test_the_first_help_that_came_is_told_to_the_referrer_once(walk: Walk) -> None:
    walk.to("following")
    of_joris, of_mother = actions(walk)
    number = Letter.objects.count()
    following.report_action(walk.desk, walk.code, of_mother.code, status="done", version=of_mother.version)
    assert letters_since(number) == []
    following.report_action(walk.who("joris"), walk.code, of_joris.code, status="done", version=of_joris.version)
    following.report_action(walk.who("joris"), walk.code, of_joris.code, status="done", version=of_joris.version + 1)
    assert letters_since(number) == [("referral_arranged", "sanne@knooppunt.example")]
    assert reading.status(walk.who("sanne"), walk.code).arranged_on == clock.today()


def test_what_is_stuck_reaches_the_lead_or_else_the_desk(walk: Walk) -> None:
    walk.to("following")
    action, _ = actions(walk)
    with pytest.raises(Invalid) as caught:
        following.report_action(walk.who("joris"), walk.code, action.code, status="stuck", version=action.version)
    assert set(caught.value.errors) == {"report"}
    number = Letter.objects.count()
    stuck = {"status": "stuck", "report": "Geen tolk"}
    following.report_action(walk.who("joris"), walk.code, action.code, version=action.version, **stuck)
    assert letters_since(number) == [("action_stuck", "fatima@knooppunt.example")]
    assert "Geen tolk" in str(reading.my_tables(walk.who("fatima")).families)
    walk.withdraw("mother", "share", discipline="jgz")
    number = Letter.objects.count()
    following.report_action(walk.who("joris"), walk.code, action.code, version=action.version + 1, **stuck)
    assert letters_since(number) == [("coordinator_step", "marieke@knooppunt.example")]


def test_two_who_report_at_once_lose_no_word(walk: Walk) -> None:
    walk.to("following")
    action, _ = actions(walk)
    said = {"status": "open", "version": action.version}
    following.report_action(walk.who("joris"), walk.code, action.code, report="Half klaar", **said)
    with nothing_changes(walk), pytest.raises(Conflict) as caught:
        following.report_action(walk.who("fatima"), walk.code, action.code, report="Loopt", **said)
    assert (caught.value.theirs["report"], caught.value.mine["report"]) == ("Half klaar", "Loopt")


def test_what_was_let_go_is_not_reported_on(walk: Walk) -> None:
    walk.to("following")
    action, _ = actions(walk)
    agreeing.remove_action(walk.desk, walk.code, action.code, version=action.version)
    with pytest.raises(NotFound):
        following.report_action(walk.who("joris"), walk.code, action.code, status="open", version=action.version + 1)


def test_a_report_knows_its_words(walk: Walk) -> None:
    walk.to("following")
    action, _ = actions(walk)
    for field, said in (("status", {"status": "dropped"}), ("report", {"status": "open", "report": "x" * 501})):
        with pytest.raises(Invalid) as caught:
            following.report_action(walk.who("joris"), walk.code, action.code, version=action.version, **said)
        assert set(caught.value.errors) == {field}


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("text", {"text": " "}),
        ("visible_to", {"visible_to": "everyone"}),
        ("data_class", {"data_class": "gossip"}),
    ],
)
def test_a_note_that_cannot_be(walk: Walk, field: str, said: dict) -> None:
    walk.to("preparing")
    with pytest.raises(Invalid) as caught:
        following.add_note(walk.desk, walk.code, **({"text": "Gebeld"} | said))
    assert set(caught.value.errors) == {field}


def looked_back(walk: Walk, **more: object) -> dict:
    came = {a.code: "yes" for a in actions(walk)}
    return {"came": came, "need_met": "yes", "change": "better"} | more


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("need_met", {"need_met": "very"}),
        ("change", {"change": ""}),
        ("why_without", {"with_family": False}),
        ("why_without", {"with_family": False, "why_without": "x" * 201}),
        ("held_on", {"held_on": date(2090, 1, 1)}),
    ],
)
def test_looking_back_that_cannot_be(walk: Walk, field: str, said: dict) -> None:
    walk.to("following")
    with nothing_changes(walk), pytest.raises(Invalid) as caught:
        following.evaluate(walk.who("fatima"), walk.code, **looked_back(walk, **said)) if False else _evaluate(
            walk, said
        )
    assert set(caught.value.errors) == {field}


def _evaluate(walk: Walk, said: dict) -> None:
    following.evaluate(walk.who("fatima"), walk.code, **looked_back(walk, **said))


def test_of_every_action_one_says_whether_the_help_came(walk: Walk) -> None:
    walk.to("following")
    with pytest.raises(Invalid) as caught:
        _evaluate(walk, {"came": {}})
    assert set(caught.value.errors) == {f"came-{a.code}" for a in actions(walk)}


def test_three_ways_on_from_looking_back(walk: Walk) -> None:
    walk.to("evaluated")
    for wrong in (None, clock.today(), clock.today() + timedelta(days=999)):
        with pytest.raises(Invalid):
            following.go_on(walk.desk, walk.code, evaluation_on=wrong)
    following.go_on(walk.desk, walk.code, evaluation_on=clock.today() + timedelta(weeks=6))
    walk.evaluate()
    following.reconvene(walk.desk, walk.code)
    assert walk.case().state == "preparing"
    assert len(reading.case_file(walk.desk, walk.code).evaluations) == 2


def test_closing_has_an_outcome_ends_every_part_and_is_told(walk: Walk) -> None:
    walk.to("evaluated")
    with pytest.raises(Invalid):
        following.close(walk.who("fatima"), walk.code, outcome="whatever")
    number = Letter.objects.count()
    walk.close()
    told = [("referral_closed", "sanne@knooppunt.example"), ("table_closed", "joris@knooppunt.example")]
    assert letters_since(number) == told, "who closed it knows"
    for key in ("fatima", "joris"):
        with not_found(walk):
            reading.shared_case(walk.who(key), walk.code)
    assert reading.case_file(walk.desk, walk.code).outcome == "arranged"
    with pytest.raises(Refused):
        following.add_note(walk.desk, walk.code, "Toch nog iets")


@pytest.mark.parametrize("lacks", ["ground", "consulted", *WEIGHING])
def test_veilig_thuis_needs_two_reasons_and_five_answers(walk: Walk, lacks: str) -> None:
    walk.to("preparing")
    said = {"ground": "acute", "consulted": "veilig_thuis"} | dict.fromkeys(WEIGHING, "Gewogen")
    with nothing_changes(walk), pytest.raises(Invalid) as caught:
        following.report_safety(walk.desk, walk.code, **(said | {lacks: ""}))
    assert set(caught.value.errors) == {lacks}


def test_veilig_thuis_leaves_a_line_without_a_word(walk: Walk) -> None:
    walk.to("preparing")
    said = {"ground": "acute", "consulted": "veilig_thuis"} | dict.fromkeys(WEIGHING, "Uilenkreet")
    following.report_safety(walk.desk, walk.code, **said)
    line = lines(walk.code)[-1]
    assert (line.act, line.outcome, line.detail) == ("report_safety", "done", "")
