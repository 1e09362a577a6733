"""A parent takes along everything about herself, and nothing of anybody else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from knooppunt.casework import consenting, following, picturing, reading, registering, telling
from knooppunt.casework.consenting import Given
from knooppunt.casework.picturing import Drawn
from knooppunt.casework.refusals import NotFound, Refused
from knooppunt.foundation import clock
from knooppunt.papers import Facts, Text
from knooppunt.web.papers.own_file import as_paper
from tests.casework.kit import MOTHER, ORDER, PARTNER, Walk, lines, refused, words_in

pytestmark = pytest.mark.django_db


def file_of(walk: Walk, kind: str = "mother") -> Any:
    return reading.my_file(walk.parent_actor(kind), walk.code)


def test_she_finds_her_details_consents_points_plan_evaluation_and_own_words(walk: Walk) -> None:
    walk.to("evaluated", couple=True)
    mother = walk.parent_actor("mother")
    picturing.draw_health(mother, walk.code, {"mind": Drawn("Kanariezorgen", 4, to_talk=True)})
    telling.send_message(mother, walk.code, kind="statement", text="Kanarie zegt er iets bij")
    file = file_of(walk)
    assert file.me.name == "Kanarie Moederlief" and file.me.phone == "06 00 00 00 02"
    take_part = next(one for one in file.consents if one.purpose == "take_part")
    assert take_part.counts_now and take_part.witness == "Sanne" and take_part.asked_by
    assert "Ik wil meedoen" in take_part.wording and take_part.wording_version
    assert [goal.words for goal in file.goals] == ["Kanarierust in huis"]
    assert {a.what: a.mine for a in file.goals[0].actions} == {"Kanariebrieven openen": False, "Kanarie voeren": True}
    assert file.evaluations[0].words == "Kanarie zingt weer"
    assert file.positive_health[0].dimensions[0].words == "Kanariezorgen"
    assert file.messages[0].kind == "statement" and file.messages[0].answer_by
    assert file.conferences[0].i_was_there and file.referral.referrer


def test_nothing_of_the_other_parent_nor_what_was_hidden_or_kept_among_professionals(walk: Walk) -> None:
    walk.to("following", couple=True)
    desk, mother, partner = walk.desk, walk.parent("mother"), walk.parent("partner")
    planted = {
        "hidden": {"visible_to": "table", "about": partner, "hidden_from": mother},
        "professionals": {"visible_to": "professionals", "about": mother},
        "leading": {"visible_to": "leading", "about": mother}, "writer": {"visible_to": "writer", "about": mother},
        "other": {"visible_to": "table", "about": partner}, "debt": {"visible_to": "table", "data_class": "debt"},
    }  # fmt: skip
    for word, how in planted.items():
        following.add_note(desk, walk.code, f"zaad-{word}", **how)
    following.add_note(desk, walk.code, "wel voor haar", visible_to="table", about=mother)
    following.report_safety(
        desk, walk.code, ground="acute", consulted="veilig_thuis",
        **dict.fromkeys(("interest", "other_way", "why_no_consent", "outweighs", "to_whom_what"), "zaad-vt"),
    )  # fmt: skip
    other = walk.parent_actor("partner")
    picturing.draw_health(other, walk.code, {"body": Drawn("zaad-gezondheid")})
    telling.send_message(other, walk.code, kind="message", text="zaad-bericht")
    text = words_in(file_of(walk))
    assert "zaad-" not in text and "Mus" not in text and "wel voor haar" in text
    assert "zaad-gezondheid" in words_in(file_of(walk, "partner"))


def test_who_left_takes_along_what_is_about_her_alone(walk: Walk) -> None:
    walk.to("following", couple=True)
    following.add_note(walk.desk, walk.code, "over de moeder", visible_to="table", about=walk.parent("mother"))
    mother = walk.parent_actor("mother")
    consenting.withdraw_consent(mother, walk.code, walk.parent("mother"), purpose="take_part")
    following.add_note(walk.desk, walk.code, "zaad-later", visible_to="table")
    file = reading.my_file(mother, walk.code)
    assert file.me.name and len(file.consents) >= 2 and not file.people and not file.steps
    assert any(one.decision == "withdrawn" for one in file.consents)
    text = words_in(file)
    assert "over de moeder" in text and "zaad-later" not in text and "Kanarierust" not in text and "Mus" not in text


@pytest.mark.parametrize("state", ["received", "preparing", "planned", "held", "closed"])
def test_in_every_state(walk: Walk, state: str) -> None:
    walk.to("received")
    mother = walk.parent_actor("mother")
    for reached, step in zip(ORDER[1:], walk._steps(), strict=True):
        if ORDER.index(reached) <= ORDER.index(state):
            step()
    assert reading.my_file(mother, walk.code).process.state == state


def test_only_the_parent_herself(walk: Walk) -> None:
    walk.to("following")
    for key in ("marieke", "fatima", "joris"):
        with pytest.raises((NotFound, Refused)):
            reading.my_file(walk.who(key), walk.code)
    with pytest.raises(NotFound):
        reading.my_file(walk.town.actor("petra"), walk.code)


def test_the_line_says_how_many_of_what_and_never_what(walk: Walk) -> None:
    walk.to("following", couple=True)
    reading.my_file(walk.parent_actor("mother"), walk.code, as_what="json")
    line = lines(walk.code, act="see_my_file")[-1]
    assert line.detail.startswith("json c:") and line.about == walk.parent("mother") and line.outcome == "viewed"


def test_who_has_no_place_gets_it_on_paper_and_nothing_that_only_the_desk_may_read(walk: Walk) -> None:
    walk.to("following", couple=True)
    mother = walk.parent("mother")
    for word, how in {"writer": {}, "leading": {}, "professionals": {}, "table": {}}.items():
        following.add_note(walk.desk, walk.code, f"zaad-{word}", visible_to=word, about=mother, **how)
    hers = {"on_behalf_of": mother}
    telling.send_message(walk.desk, walk.code, kind="statement", text="Kanarie zegt er iets bij", **hers)
    file = reading.file_for(walk.desk, walk.code, mother)
    text = words_in(file)
    assert file.me.name == "Kanarie Moederlief" and "Kanarie zegt er iets bij" in text and "zaad-table" in text
    assert "zaad-writer" not in text and "zaad-leading" not in text and "zaad-professionals" not in text
    assert "Mus" not in text and any(one.role == "coordinator" for one in file.looks)
    line = lines(walk.code, act="see_file_for")[-1]
    assert line.about == mother and line.actor_code == walk.desk.code and line.detail.startswith("paper ")
    walk.parent_actor("mother")
    with refused(walk, "has_own_place"):
        reading.file_for(walk.desk, walk.code, mother)
    for key in ("fatima", "joris"):
        with pytest.raises((NotFound, Refused)):
            reading.file_for(walk.who(key), walk.code, walk.parent("partner"))


def test_who_has_no_place_and_left_gets_hers_alone(walk: Walk) -> None:
    walk.to("following", couple=True)
    walk.withdraw("mother")
    file = reading.file_for(walk.desk, walk.code, walk.parent("mother"))
    assert file.me.name and not file.people and "Kanarierust" not in words_in(file) and "Mus" not in words_in(file)


def test_a_no_and_an_older_yes_stand_in_it_too(walk: Walk) -> None:
    walk.to("preparing")
    given = Given(method="paper", language="en")
    consenting.give_consent(walk.desk, walk.code, walk.parent("mother"), purpose="research", yes=True, given=given)
    with clock.travel(clock.now() + timedelta(days=1)):
        consenting.give_consent(walk.desk, walk.code, walk.parent("mother"), purpose="research", yes=False, given=given)
        found = [one for one in file_of(walk).consents if one.purpose == "research"]
    assert [(one.decision, one.counts_now) for one in found] == [("given", False), ("refused", True)]
    assert all(one.wording for one in found)


@pytest.mark.parametrize("other", [True, False, None])
def test_what_counts_in_the_figures_says_her_own_answer_and_nothing_of_the_other_parent(
    walk: Walk, other: bool | None
) -> None:
    parents = (replace(MOTHER, research=True), replace(PARTNER, research=other))
    walk.to("held", parents=parents)
    registering.refresh()
    hers = file_of(walk).registration
    assert (hers.research, hers.composition, hers.paid_work, hers.education) == ("yes", "", "", "")
    said = {True: "yes", False: "no", None: ""}[other]
    assert file_of(walk, "partner").registration.research == said
    if other:  # what was asked of both tells of each that the other said yes, and later that this was taken back
        registering.complete(
            walk.desk, walk.code, version=walk.case().version, composition="couple", work_mother="yes",
            work_partner="no", education_mother="mbo", education_partner="unknown",
        )  # fmt: skip
        assert file_of(walk).registration == hers
        walk.withdraw("partner", "research")
        assert file_of(walk).registration == hers
        walk.withdraw("partner")
        assert file_of(walk).registration == hers
    assert hers.ask_coordinator
    said = [block.text for block in as_paper(file_of(walk)).blocks if isinstance(block, Text)]
    assert any("Uw coördinator vertelt u" in text for text in said)


def test_the_only_adult_of_a_family_finds_all_that_was_asked_of_her(walk: Walk) -> None:
    walk.to("held", parents=(replace(MOTHER, research=True),))
    registering.complete(
        walk.desk, walk.code, version=walk.case().version, composition="single", work_mother="yes",
        education_mother="mbo",
    )  # fmt: skip
    hers = file_of(walk).registration
    assert (hers.composition, hers.paid_work, hers.education) == ("single", "yes", "mbo")
    assert not hers.ask_coordinator
    assert not any("Uw coördinator vertelt u" in block.text for block in as_paper(file_of(walk)).blocks
                   if isinstance(block, Text))  # fmt: skip
    walk.withdraw("mother", "research")
    assert not file_of(walk).registration.education


def test_her_own_no_stands_there_on_paper_too(walk: Walk) -> None:
    walk.to("held", parents=(replace(MOTHER, research=True), PARTNER))
    walk.withdraw("mother", "research")
    file = file_of(walk)
    assert file.registration.research == "no"
    said = {k: v for block in as_paper(file).blocks if isinstance(block, Facts) for k, v in block.rows}
    assert said["Ja op onderzoek"] == "nee"
