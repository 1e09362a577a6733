"""Bringing people to the table: the circle, what the family wants, invitations, and the date."""

from datetime import timedelta

import pytest

from knooppunt.casework import convening, following, reading, referring
from knooppunt.casework.refusals import Invalid, NotFound
from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from tests.casework.kit import Walk, letters_since, not_found, refused


def at_the_table(walk: Walk) -> dict[str, str]:
    file = reading.case_file(walk.desk, walk.code)
    return {chair.name or "parent": chair.answer for chair in file.conference.chairs}


def test_a_place_in_the_circle_shows_nothing_yet(walk: Walk) -> None:
    walk.refer()
    referring.accept(walk.desk, walk.code)
    convening.add_to_circle(walk.desk, walk.code, walk.town.people["joris"].code, reason="expertise", why="Schulden")
    with not_found(walk):
        reading.shared_case(walk.who("joris"), walk.code)
    with not_found(walk):
        reading.invitation(walk.who("joris"), walk.code)
    assert walk.code not in {f.code for f in reading.my_tables(walk.who("joris")).families}


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("person", {"person": "BBBBBBBB"}),
        ("reason", {"reason": "curious"}),
        ("why", {"why": "x" * 201}),
    ],
)
def test_a_place_that_cannot_be(walk: Walk, field: str, said: dict) -> None:
    walk.to("preparing")
    values = {"person": walk.town.people["lotte"].code, "reason": "expertise"} | said
    with pytest.raises(Invalid) as caught:
        convening.add_to_circle(walk.desk, walk.code, values.pop("person"), **values)
    assert set(caught.value.errors) == {field}


def test_nobody_sits_twice(walk: Walk) -> None:
    walk.to("preparing")
    with pytest.raises(Invalid):
        convening.add_to_circle(walk.desk, walk.code, walk.town.people["joris"].code, reason="expertise")
    convening.end_in_circle(walk.desk, walk.code, walk.seat("joris"))
    convening.add_to_circle(walk.desk, walk.code, walk.town.people["joris"].code, reason="expertise")


def test_without_consent_nobody_is_invited(walk: Walk) -> None:
    walk.refer()
    referring.accept(walk.desk, walk.code)
    seat = convening.add_to_circle(walk.desk, walk.code, walk.town.people["joris"].code, reason="expertise")
    with refused(walk, "no_consent_to_share", "invite"):
        convening.invite(walk.desk, walk.code, seat)
    walk.share("mother", "joris")
    convening.agree_to_person(walk.who("mother"), walk.code, seat, yes=False)
    with refused(walk, "family_says_no"):
        convening.invite(walk.desk, walk.code, seat)
    convening.agree_to_person(walk.who("mother"), walk.code, seat, yes=True)
    number = Letter.objects.count()
    convening.invite(walk.desk, walk.code, seat)
    assert letters_since(number) == [("invitation_to_talk", "joris@knooppunt.example")]


def test_a_no_of_the_family_takes_somebody_from_the_table_at_once(walk: Walk) -> None:
    walk.to("planned")
    assert reading.shared_case(walk.who("joris"), walk.code)
    convening.agree_to_person(walk.who("mother"), walk.code, walk.seat("joris"), yes=False)
    with not_found(walk):
        reading.shared_case(walk.who("joris"), walk.code)
    assert "Joris Smeets" not in at_the_table(walk)


def test_who_says_no_sees_nothing_more_and_leads_nothing(walk: Walk) -> None:
    walk.to("following")
    convening.answer_invitation(walk.who("fatima"), walk.code, yes=False)
    with not_found(walk):
        reading.shared_case(walk.who("fatima"), walk.code)
    assert reading.case_file(walk.desk, walk.code).lead is None
    assert walk.case().due_what == "choose_lead"


def test_the_desk_notes_no_yes_without_consent(walk: Walk) -> None:
    walk.to("preparing")
    convening.answer_invitation(walk.who("joris"), walk.code, yes=False)
    walk.withdraw("mother", "share", organisation=walk.town.people["joris"].organisation_id)
    with refused(walk, "no_consent_to_share"):
        convening.answer_invitation(walk.desk, walk.code, yes=True, seat=walk.seat("joris"))


def test_a_part_that_ends_is_shut_at_once(walk: Walk) -> None:
    walk.to("following")
    convening.end_in_circle(walk.desk, walk.code, walk.seat("fatima"))
    with not_found(walk):
        reading.shared_case(walk.who("fatima"), walk.code)
    with not_found(walk):
        reading.safety(walk.who("fatima"), walk.code)


def test_who_was_asked_before_the_date_is_asked_with_the_date(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    number = Letter.objects.count()
    walk.plan()
    assert set(at_the_table(walk)) == {"Fatima Amrani", "Joris Smeets", "Kanarie Moederlief", "Mus Partnerlief"}
    to = {address for kind, address in letters_since(number) if kind == "invitation_to_talk"}
    assert to == {"fatima@knooppunt.example", "joris@knooppunt.example"}
    convening.answer_invitation(walk.who("joris"), walk.code, yes=True)
    assert at_the_table(walk)["Joris Smeets"] == "yes"


def test_another_moment_asks_everyone_again(walk: Walk) -> None:
    walk.to("planned")
    convening.answer_invitation(walk.who("joris"), walk.code, yes=True)
    number = Letter.objects.count()
    convening.move_conference(walk.desk, walk.code, starts_at=clock.now() + timedelta(days=9), place="Elders")
    assert set(at_the_table(walk).values()) == {"open"}
    kinds = [kind for kind, _to in letters_since(number)]
    assert kinds.count("invitation_to_talk") == 2
    assert kinds.count("referral_planned") == 1


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("starts_at", {"starts_at": timedelta(minutes=-5)}),
        ("starts_at", {"starts_at": timedelta(days=400)}),
        ("place", {"place": " "}),
        ("place", {"place": "x" * 201}),
        ("minutes", {"minutes": 0}),
        ("minutes", {"minutes": 14}),
        ("minutes", {"minutes": 241}),
    ],
)
@pytest.mark.parametrize("story", ["preparing", "planned"])
def test_a_moment_that_cannot_be(walk: Walk, story: str, field: str, said: dict) -> None:
    walk.to(story)
    verb = convening.plan_conference if story == "preparing" else convening.move_conference
    values = {"starts_at": timedelta(days=3), "place": "De Brug"} | said
    values["starts_at"] = clock.now() + values["starts_at"]
    with pytest.raises(Invalid) as caught:
        verb(walk.desk, walk.code, **values)
    assert set(caught.value.errors) == {field}


def test_a_conference_that_is_called_off_leads_back_and_keeps_the_points(walk: Walk) -> None:
    walk.to("planned")
    convening.set_points(walk.who("mother"), walk.code, ["Slapen"])
    with pytest.raises(Invalid):
        convening.call_off(walk.desk, walk.code, reason="rain")
    convening.call_off(walk.desk, walk.code, reason="no_show")
    file = reading.case_file(walk.desk, walk.code)
    assert (file.state, [p.text for p in file.points]) == ("preparing", ["Slapen"])
    walk.plan()
    assert reading.case_file(walk.desk, walk.code).conference.number == 2


def test_a_conference_is_held_on_its_day_and_not_before(walk: Walk) -> None:
    walk.to("preparing")
    convening.plan_conference(walk.desk, walk.code, starts_at=clock.now() + timedelta(days=2), place="De Brug")
    with pytest.raises(Invalid) as caught:
        walk.hold()
    assert set(caught.value.errors) == {""}
    with clock.travel(clock.now() + timedelta(days=2)):
        walk.hold()


def test_without_the_parents_there_is_a_reason(walk: Walk) -> None:
    walk.to("planned")
    with pytest.raises(Invalid) as caught:
        convening.hold_conference(walk.desk, walk.code, present=[walk.seat("fatima")])
    assert set(caught.value.errors) == {"why_no_parents"}
    convening.hold_conference(walk.desk, walk.code, present=[walk.seat("fatima")], why_no_parents="Zij was ziek")
    assert reading.case_file(walk.desk, walk.code).conference.why_no_parents == "Zij was ziek"


@pytest.mark.parametrize("present", [[], ["BBBBBBBB"]])
def test_who_was_there_is_somebody_known(walk: Walk, present: list[str]) -> None:
    walk.to("planned")
    with pytest.raises(Invalid) as caught:
        convening.hold_conference(walk.desk, walk.code, present=present, why_no_parents="Ziek")
    assert set(caught.value.errors) == {"present"}


def test_three_points_and_no_more_each_by_who_said_them(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    with pytest.raises(Invalid):
        convening.set_points(walk.who("mother"), walk.code, list("abcd"))
    convening.set_points(walk.who("mother"), walk.code, ["Rust", "Slaap"])
    convening.set_points(walk.who("partner"), walk.code, ["Werk"])
    convening.set_points(walk.who("mother"), walk.code, ["Alleen rust"])
    assert {p.text for p in reading.case_file(walk.desk, walk.code).points} == {"Alleen rust", "Werk"}
    assert {p.text for p in reading.own_place(walk.who("partner"), walk.code).points} == {"Werk"}


def test_above_seven_at_the_table_there_is_a_warning(walk: Walk) -> None:
    walk.to("preparing")
    assert not reading.case_file(walk.desk, walk.code).too_many
    for key in ("lotte", "karim", "anouk", "jeroen"):
        seat = convening.add_to_circle(walk.desk, walk.code, walk.town.people[key].code, reason="expertise")
        walk.share("mother", key)
        convening.invite(walk.desk, walk.code, seat)
    assert reading.case_file(walk.desk, walk.code).at_table == 8
    assert reading.case_file(walk.desk, walk.code).too_many


def test_a_second_conference_is_linked_to_the_first(walk: Walk) -> None:
    walk.to("evaluated")
    following.reconvene(walk.who("fatima"), walk.code)
    walk.plan()
    file = reading.case_file(walk.desk, walk.code)
    assert [(c.number, c.state) for c in file.conferences] == [(1, "held"), (2, "planned")]
    assert {"Fatima Amrani", "Joris Smeets"} <= set(at_the_table(walk))


def test_a_checklist_knows_its_items(walk: Walk) -> None:
    walk.to("preparing")
    convening.tick_checklist(walk.desk, walk.code, "interpreter")
    assert "interpreter" in reading.case_file(walk.desk, walk.code).checklist
    convening.tick_checklist(walk.desk, walk.code, "interpreter", done=False)
    assert "interpreter" not in reading.case_file(walk.desk, walk.code).checklist
    with pytest.raises(Invalid):
        convening.tick_checklist(walk.desk, walk.code, "coffee")
    with pytest.raises(NotFound):
        convening.end_in_circle(walk.desk, walk.code, "BBBBBBBB")
