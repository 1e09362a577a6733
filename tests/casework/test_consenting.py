"""Saying yes and no, taking it back, and stopping: it bites on the next request of anyone else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from knooppunt.casework import consenting, convening, reading, referring
from knooppunt.casework.consenting import Given
from knooppunt.casework.reading.choices import own_choices
from knooppunt.casework.refusals import Invalid, NotFound, Refused
from knooppunt.foundation import clock
from knooppunt.letters.models import Letter
from tests.casework.kit import HEARD, MOTHER, Walk, letters_since, lines, not_found, refused, words_in

# The letter to the desk, and a neutral one to each who could look until now.
TOLD_IT_ENDED = [
    ("access_ended", "fatima@knooppunt.example"), ("access_ended", "joris@knooppunt.example"),
    ("coordinator_step", "marieke@knooppunt.example"),
]  # fmt: skip


def names_on_worklist(walk: Walk) -> str:
    return next(row.names for row in reading.worklist(walk.desk).rows if row.code == walk.code)


def in_my_families(walk: Walk, key: str) -> bool:
    return walk.code in {family.code for family in reading.my_tables(walk.who(key)).families}


def test_a_withdrawal_bites_on_the_next_request_of_everyone(walk: Walk) -> None:
    walk.to("following")
    mother = walk.parent_actor("mother")
    assert in_my_families(walk, "joris")
    assert in_my_families(walk, "fatima")
    consenting.withdraw_consent(mother, walk.code, walk.parent("mother"), purpose="take_part")
    assert walk.case().state == "stopping"
    for key in ("fatima", "joris"):
        assert not in_my_families(walk, key)
        for question in (reading.shared_case, reading.plan, reading.invitation, reading.safety):
            with not_found(walk):
                question(walk.who(key), walk.code)
    for question in (reading.case_file, reading.plan):
        with pytest.raises(Refused):
            question(walk.desk, walk.code)
    assert names_on_worklist(walk) == ""
    assert "Kanarie" not in words_in(reading.header(walk.desk, walk.code))
    assert reading.own_place(mother, walk.code).parents[0].name == "Kanarie Moederlief"


def test_the_desk_hears_that_nobody_takes_part_any_more(walk: Walk) -> None:
    walk.to("preparing")
    number = Letter.objects.count()
    walk.withdraw("mother")
    assert sorted(letters_since(number)) == TOLD_IT_ENDED
    assert (walk.case().state, walk.case().due_what) == ("stopping", "confirm_stop")
    assert walk.steps()[-1] == ("withdraw_consent", "preparing", "stopping")
    consenting.confirm_stop(walk.desk, walk.code)
    assert (walk.case().state, walk.case().is_open) == ("stopped", False)


def test_one_of_two_leaves_and_the_other_goes_on(walk: Walk) -> None:
    walk.to("following", couple=True)
    walk.withdraw("partner")
    assert walk.case().state == "following"
    for file in (reading.case_file(walk.desk, walk.code), reading.shared_case(walk.who("joris"), walk.code)):
        assert "Mus" not in words_in(file)
        assert [p.takes_part for p in file.parents] == [True, False]
    assert "Mus" not in names_on_worklist(walk)
    assert "Mus" not in words_in(reading.my_tables(walk.who("joris")).families)


def test_a_withdrawal_of_one_organisation_shuts_that_one_only(walk: Walk) -> None:
    walk.to("following")
    joris = walk.town.people["joris"].organisation_id
    walk.withdraw("mother", "share", organisation=joris)
    assert walk.case().state == "following"
    with refused(walk, "no_consent", "see_shared_case"):
        reading.shared_case(walk.who("joris"), walk.code)
    assert not in_my_families(walk, "joris")
    assert reading.shared_case(walk.who("fatima"), walk.code).parents[0].name
    assert reading.case_file(walk.desk, walk.code).parents[0].name
    walk.share("mother", "joris")
    assert reading.shared_case(walk.who("joris"), walk.code).parents[0].name


def test_taking_back_all_sharing_takes_back_each_named_one(walk: Walk) -> None:
    """A narrower yes wins from a wider no, so each of them is taken back."""
    walk.to("following")
    walk.withdraw("mother", "share")
    for key in ("fatima", "joris"):
        with refused(walk, "no_consent"):
            reading.shared_case(walk.who(key), walk.code)
    said = reading.case_file(walk.desk, walk.code).parents[0].consents
    assert not [c for c in said if c.purpose == "share" and c.yes]


def test_a_withdrawal_shuts_the_door_on_who_was_only_asked(walk: Walk) -> None:
    walk.refer()
    referring.accept(walk.desk, walk.code)
    convening.add_to_circle(walk.desk, walk.code, walk.town.people["joris"].code, reason="expertise")
    walk.share("mother", "joris")
    convening.invite(walk.desk, walk.code, walk.seat("joris"))
    assert reading.invitation(walk.who("joris"), walk.code)
    walk.withdraw("mother", "share", organisation=walk.town.people["joris"].organisation_id)
    with not_found(walk):
        reading.invitation(walk.who("joris"), walk.code)


def test_stopping_closes_every_door_at_the_request_and_not_at_its_confirmation(walk: Walk) -> None:
    walk.to("following", couple=True)
    mother = walk.parent_actor("mother")
    number = Letter.objects.count()
    consenting.stop(mother, walk.code)
    assert sorted(letters_since(number)) == TOLD_IT_ENDED
    for key in ("fatima", "joris"):
        assert not in_my_families(walk, key)
        with not_found(walk):
            reading.shared_case(walk.who(key), walk.code)
    with refused(walk, "wrong_state"):
        reading.case_file(walk.desk, walk.code)
    assert names_on_worklist(walk) == ""
    assert reading.own_place(mother, walk.code).state == "stopping"
    assert not [f for f in (reading.header(walk.desk, walk.code),) if "Kanarie" in words_in(f)]
    consenting.confirm_stop(walk.desk, walk.code)
    assert ("referral_closed", "sanne@knooppunt.example") in letters_since(number)
    with pytest.raises(Refused):
        reading.case_file(walk.desk, walk.code)


def test_who_left_does_not_stop_it_for_who_stayed(walk: Walk) -> None:
    walk.to("following", couple=True)
    partner = walk.parent_actor("partner")
    consenting.withdraw_consent(partner, walk.code, walk.parent("partner"), purpose="take_part")
    with refused(walk, "no_consent", "stop"):
        consenting.stop(partner, walk.code)
    assert "stop" not in reading.own_place(partner, walk.code).acts
    consenting.stop(walk.parent_actor("mother"), walk.code)


def test_consent_ends_by_itself_and_the_next_read_is_shut(walk: Walk) -> None:
    walk.to("following")
    with clock.travel(clock.now() + timedelta(days=366)):
        with refused(walk, "no_consent", "see_case"):
            reading.case_file(walk.desk, walk.code)
        with refused(walk, "no_consent"):
            reading.shared_case(walk.who("joris"), walk.code)
        assert not in_my_families(walk, "fatima")
        assert "Kanarie" not in words_in(reading.header(walk.desk, walk.code))
        header = reading.header(walk.desk, walk.code)
        assert {"give_consent", "stop"} <= header.acts
        consenting.give_consent(
            walk.desk, walk.code, header.parents[0].code, purpose="take_part", yes=True, given=HEARD
        )
        assert reading.case_file(walk.desk, walk.code).parents[0].name


def test_a_research_no_changes_nothing_in_the_care(walk: Walk) -> None:
    walk.to("following")
    before = reading.shared_case(walk.who("joris"), walk.code)
    consenting.give_consent(walk.desk, walk.code, walk.parent("mother"), purpose="research", yes=False, given=HEARD)
    after = reading.shared_case(walk.who("joris"), walk.code)
    assert (before.parents, before.goals, before.entries, before.acts) == (
        after.parents, after.goals, after.entries, after.acts,
    )  # fmt: skip


def test_a_parent_speaks_for_herself_alone(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    mother = walk.parent_actor("mother")
    for verb, more in ((consenting.give_consent, {"yes": True}), (consenting.withdraw_consent, {})):
        with refused(walk, "not_about_you"):
            verb(mother, walk.code, walk.parent("partner"), purpose="research", **more)
    consenting.give_consent(mother, walk.code, walk.parent("mother"), purpose="research", yes=True)
    (said,) = [c for c in reading.own_place(mother, walk.code).parents[0].consents if c.purpose == "research"]
    assert (said.yes, said.method) == (True, "own_hand")
    assert said.ends_on <= clock.today() + timedelta(days=366)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("purpose", {"purpose": "marketing"}),
        ("purpose", {"purpose": "take_part", "discipline": "jgz"}),
        ("purpose", {"purpose": "research", "data_class": "debt"}),
        ("organisation", {"purpose": "share"}),
        ("organisation", {"purpose": "share", "organisation": 987654}),
        ("discipline", {"purpose": "share", "discipline": "astrology"}),
        ("data_class", {"purpose": "share", "discipline": "jgz", "data_class": "gossip"}),
        ("witness", {"purpose": "research", "given": Given()}),
        ("capacity", {"purpose": "research", "given": Given(capacity="guardian", given_by="Oma", witness="Bo")}),
        ("method", {"purpose": "research", "given": Given(method="telepathy")}),
    ],
)
def test_a_yes_that_cannot_be_is_not_kept(walk: Walk, field: str, said: dict) -> None:
    walk.refer()
    parent = walk.parent("mother")
    with pytest.raises(Invalid) as caught:
        consenting.give_consent(walk.desk, walk.code, parent, **({"yes": True, "given": HEARD} | said))
    assert set(caught.value.errors) == {field}


@pytest.mark.parametrize("said", [{"purpose": "x"}, {"purpose": "take_part", "organisation": 1}])
def test_a_withdrawal_of_what_is_not_there_is_said(walk: Walk, said: dict) -> None:
    walk.refer()
    with pytest.raises(Invalid):
        consenting.withdraw_consent(walk.desk, walk.code, walk.parent("mother"), **said)


@pytest.mark.parametrize("given", [Given(), Given(capacity="with_guardian"), Given(capacity="guardian")])
def test_a_no_needs_no_witness_and_no_guardian(walk: Walk, given: Given) -> None:
    walk.refer()
    consenting.give_consent(walk.desk, walk.code, walk.parent("mother"), purpose="research", yes=False, given=given)


def test_a_girl_of_fourteen_says_no_herself_and_yes_together(walk: Walk) -> None:
    """R-WHO-02: her guardian is kept by name; in her own place she cannot say yes alone."""
    walk.refer()
    version = reading.case_file(walk.desk, walk.code).version
    born = clock.today() - timedelta(days=14 * 366)
    referring.correct_family(walk.desk, walk.code, walk.parent("mother"), version=version, born_on=born)
    girl, code = walk.parent_actor("mother"), walk.parent("mother")
    consenting.give_consent(girl, walk.code, code, purpose="research", yes=False)
    with refused(walk, "somebody_says_yes_too"):
        consenting.give_consent(girl, walk.code, code, purpose="research", yes=True)
    for given, wrong in (
        (Given(witness="Sanne"), "capacity"), (Given(witness="Sanne", capacity="with_guardian"), "given_by"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as caught:
            consenting.give_consent(walk.desk, walk.code, code, purpose="research", yes=True, given=given)
        assert wrong in caught.value.errors
    given = Given(witness="Sanne", capacity="with_guardian", given_by="Oma Kanarie")
    consenting.give_consent(walk.desk, walk.code, code, purpose="research", yes=True, given=given)
    shown = reading.case_file(walk.desk, walk.code).parents[0]
    assert shown.represented_by == "Oma Kanarie"
    assert own_choices(girl, walk.code).represented_by == "Oma Kanarie"
    consenting.withdraw_consent(girl, walk.code, code, purpose="take_part")  # hers alone
    assert walk.case().state == "stopping"


def test_who_has_a_mentor_says_no_herself_and_yes_together(walk: Walk) -> None:
    """R-WHO-05."""
    walk.refer(
        parents=(replace(MOTHER, consent=Given(witness="Sanne", capacity="representative", given_by="Mentor Mees")),)
    )  # fmt: skip
    mother, code = walk.parent_actor("mother"), walk.parent("mother")
    assert own_choices(mother, walk.code).needs == "representative"
    with refused(walk, "somebody_says_yes_too"):
        consenting.give_consent(mother, walk.code, code, purpose="research", yes=True)
    consenting.give_consent(mother, walk.code, code, purpose="research", yes=False)


@pytest.mark.parametrize("ending", ["declined", "closed", "stopped"])
def test_consent_is_taken_back_after_the_end_as_well(walk: Walk, ending: str) -> None:
    if ending == "closed":
        walk.to("closed")
    else:
        walk.refer()
    if ending == "declined":
        referring.decline(walk.desk, walk.code, reason="not_reached", other_route="gp", advice="Later nog eens")
    if ending == "stopped":
        consenting.stop(walk.desk, walk.code)
        consenting.confirm_stop(walk.desk, walk.code)
    walk.withdraw("mother", "research")
    assert walk.case().state == ending
    walk.withdraw("mother")
    with pytest.raises((Refused, NotFound)):
        reading.case_file(walk.desk, walk.code)


def test_the_line_of_a_consent_names_the_one_it_is_about(walk: Walk) -> None:
    walk.refer()
    walk.share("mother", "joris")
    line = lines(walk.code)[-1]
    assert (line.act, line.about, line.on_behalf_of) == ("give_consent", walk.parent("mother"), walk.parent("mother"))


def test_a_no_of_the_last_one_stops_it_as_a_withdrawal_does(walk: Walk) -> None:
    walk.to("following")
    consenting.give_consent(walk.desk, walk.code, walk.parent("mother"), purpose="take_part", yes=False, given=HEARD)
    assert walk.case().state == "stopping"
    with not_found(walk):
        reading.shared_case(walk.who("joris"), walk.code)
