"""What a parent's own place never holds: the other parent, what is hidden from her, and the road to Veilig Thuis."""

from dataclasses import fields

from knooppunt.casework import agreeing, convening, following, reading, telling
from knooppunt.casework.agreeing import NewAction
from knooppunt.casework.models import Goal
from knooppunt.foundation import clock, guard
from knooppunt.people.actor import Actor
from tests.casework.kit import PARTNER, Walk, words_in

PLANTED = "Ekster"


def _plant(walk: Walk) -> None:
    """Let the partner, and others about him, say everything that is not the mother's."""
    desk, partner = walk.desk, walk.parent("partner")
    goal = agreeing.add_goal(desk, walk.code, f"{PLANTED} wil iets alleen")
    with guard.looking_inside():
        Goal.objects.filter(code=goal).update(about=walk.case().family.parents.get(kind="partner"))
    first = reading.case_file(desk, walk.code).goals[0].code
    new = NewAction("Samen koken", clock.today(), parent=partner)
    action = agreeing.add_action(desk, walk.code, first, new)
    following.report_action(
        walk.who("partner"), walk.code, action, status="stuck", report=f"{PLANTED} durft niet", version=1
    )
    following.add_note(desk, walk.code, f"{PLANTED} heeft schulden", visible_to="table", about=partner)
    following.add_note(
        desk, walk.code, f"{PLANTED} en een geheim", visible_to="table", hidden_from=walk.parent("mother")
    )
    telling.send_message(walk.who("partner"), walk.code, kind="message", text=f"{PLANTED} vraagt wat")
    telling.ask_for_person(walk.who("partner"), walk.code, text=f"{PLANTED} wil zijn broer")
    telling.look_back_self(walk.who("partner"), walk.code, need_met="no", change="worse", words=PLANTED)
    convening.agree_to_person(walk.who("partner"), walk.code, walk.seat("joris"), yes=False)


def _pages(walk: Walk, actor: Actor) -> str:
    return words_in([reading.own_place(actor, walk.code), reading.plan(actor, walk.code)])


def test_nothing_of_the_other_parent_is_in_it(walk: Walk) -> None:
    walk.to("following", couple=True)
    _plant(walk)
    mother = walk.who("mother")
    found = _pages(walk, mother)
    for word in (PLANTED, PARTNER.name, "Mussenest", "06 00 00 00 03", "answer_message", "family_says_no"):
        assert word not in found, word
    assert PLANTED in _pages(walk, walk.who("partner"))


def test_no_number_and_no_date_tells_that_there_is_another(walk: Walk) -> None:
    """The same family with and without a partner looks the same, apart from what is of the family itself."""
    walk.to("following", couple=True)
    file = reading.own_place(walk.who("mother"), walk.code)
    assert len(file.parents) == 1
    assert file.at_table == 0
    assert (file.due_on, file.due_what, file.steps) == (None, "", ())
    assert [c.name for c in file.conferences[0].chairs if c.is_parent] == ["Kanarie Moederlief"]


def test_the_other_parent_may_leave_without_a_trace_in_her_place(walk: Walk) -> None:
    walk.to("following", couple=True)
    mother = walk.who("mother")
    before = reading.own_place(mother, walk.code)
    walk.withdraw("partner")
    after = reading.own_place(mother, walk.code)
    changed = {f.name for f in fields(after) if getattr(before, f.name) != getattr(after, f.name)}
    assert changed <= {"version"}


def test_the_road_to_veilig_thuis_is_never_in_it(walk: Walk) -> None:
    walk.to("evaluated", couple=True)
    mother = walk.who("mother")
    following.report_safety(
        walk.desk, walk.code, ground="acute", consulted="veilig_thuis",
        **dict.fromkeys(following.WEIGHING, PLANTED),
    )  # fmt: skip
    following.close(walk.who("fatima"), walk.code, outcome="veilig_thuis")
    found = words_in(reading.own_place(mother, walk.code))
    assert "veilig" not in found.lower()
    assert PLANTED not in found
    assert reading.case_file(walk.desk, walk.code).outcome == "veilig_thuis"


def test_the_table_does_not_learn_that_a_parent_asked_something(walk: Walk) -> None:
    walk.to("following")
    telling.send_message(walk.who("mother"), walk.code, kind="erasure", text=PLANTED)
    telling.send_message(walk.who("mother"), walk.code, kind="message", text=PLANTED)
    for key in ("joris", "fatima"):
        found = words_in(reading.shared_case(walk.who(key), walk.code))
        assert PLANTED not in found
        assert "answer_message" not in found
