"""A referrer hears back at each step, within what the parents allow; and everyone at the table hears that it ended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from knooppunt.casework import consenting, convening, following, reading, reassuring, referring
from knooppunt.casework.models import Case, Participation
from knooppunt.casework.process import ACTS
from knooppunt.casework.reassuring import QUIET, reassure
from knooppunt.casework.reporting_back import BACK, MILESTONES
from knooppunt.foundation import clock, guard
from knooppunt.letters.models import Letter
from knooppunt.letters.texts import KINDS
from knooppunt.web.papers.closing_letter import closing_letter
from tests.casework.kit import MOTHER, PARTNER, Walk, letters_since, words_in

SANNE = "sanne@knooppunt.example"


def heard_by_sanne(number: int) -> list[str]:
    return [kind for kind, to in letters_since(number) if to == SANNE]


def test_every_act_that_moves_a_case_has_a_letter_or_a_reason_why_not() -> None:
    moving = {name for name, act in ACTS.items() if act.to is not None}
    assert moving <= set(BACK), "what does the referrer hear of this?"
    others = {"withdraw_consent", "give_consent", "move_conference"}  # the first two may end in stopping
    assert set(BACK) - moving == others
    for name, back in BACK.items():
        assert bool(back.letter) != bool(back.why_no_letter), name
        assert not back.letter or (back.letter in KINDS and KINDS[back.letter].fields == {"date"}), name
    assert set(MILESTONES.values()) <= set(KINDS)
    ends = {name for name, act in ACTS.items() if act.to in ("closed", "declined", "stopped", "in_error")}
    assert {name for name, back in BACK.items() if back.ends} == ends


def test_the_first_talk_is_heard_of_once(walk: Walk) -> None:
    walk.refer()
    number = Letter.objects.count()
    referring.record_contact(walk.desk, walk.code)
    referring.record_contact(walk.desk, walk.code)
    assert heard_by_sanne(number) == ["referral_contacted"]


def test_what_does_not_go_as_planned_is_heard_of_too(walk: Walk) -> None:
    walk.to("planned")
    number = Letter.objects.count()
    convening.call_off(walk.desk, walk.code, reason="family_cannot")
    assert heard_by_sanne(number) == ["referral_called_off"]
    referring.hand_over(walk.desk, walk.code, hub="landgraaf")
    assert heard_by_sanne(number)[1:] == ["referral_handed_over"]


NOES: dict[str, Callable[[Walk], Any]] = {
    "a no": lambda walk: walk.share("mother", "sanne", yes=False),
    "a yes taken back": lambda walk: (
        walk.share("mother", "sanne"),
        walk.withdraw("mother", "share", organisation=walk.town.people["sanne"].organisation_id),
    ),
    "one of two says no": lambda walk: walk.share("partner", "sanne", yes=False),
}


@pytest.mark.parametrize("said", NOES)
def test_after_a_no_she_hears_only_that_it_is_finished(walk: Walk, said: str) -> None:
    walk.refer(parents=(MOTHER, PARTNER))
    NOES[said](walk)
    number = Letter.objects.count()
    for step in (walk.prepare, walk.plan, walk.hold, walk.conclude, walk.evaluate):
        step()
    assert heard_by_sanne(number) == []
    status = reading.status(walk.who("sanne"), walk.code)
    assert (status.state, [name for name, _when in status.steps]) == ("quiet", ["received"])
    assert reading.my_referrals(walk.who("sanne"))[0].state == "quiet"
    following.close(walk.who("fatima"), walk.code, outcome="arranged", words="Kanarie zingt")
    assert heard_by_sanne(number) == ["referral_closed"]
    status = reading.status(walk.who("sanne"), walk.code)
    assert [name for name, _when in status.steps] == ["received", "closed"]
    assert not (status.words or status.outcome or status.hub or status.arranged_on or status.may_suggest)


def test_a_family_that_stops_is_only_finished_and_nobody_hears_why(walk: Walk) -> None:
    walk.to("following")
    number = Letter.objects.count()
    consenting.stop(walk.who("mother"), walk.code)
    assert heard_by_sanne(number) == []
    assert reading.status(walk.who("sanne"), walk.code).state == "quiet"
    consenting.confirm_stop(walk.desk, walk.code)
    assert heard_by_sanne(number) == ["referral_closed"]
    status = reading.status(walk.who("sanne"), walk.code)
    assert status.state == "closed" and "stop" not in words_in(status)


def test_how_it_ended_is_for_a_referrer_with_whom_the_family_shares(walk: Walk) -> None:
    walk.to("evaluated")
    following.close(walk.who("fatima"), walk.code, outcome="arranged", words="Kanarie zingt weer")
    before = reading.status(walk.who("sanne"), walk.code)
    assert (before.state, before.outcome, before.words) == ("closed", "", "")  # nobody shares with her
    assert "Kanarie" not in words_in(closing_letter(before))


def test_the_last_words_are_for_a_referrer_with_whom_the_family_shares(walk: Walk) -> None:
    walk.to("evaluated")
    walk.share("mother", "sanne")
    following.close(walk.who("fatima"), walk.code, outcome="arranged", words="Kanarie zingt weer")
    status = reading.status(walk.who("sanne"), walk.code)
    assert (status.outcome, status.words) == ("arranged", "Kanarie zingt weer")
    assert "Kanarie zingt weer" in words_in(closing_letter(status))


@pytest.mark.parametrize(("outcome", "told"), [("arranged", "arranged"), ("veilig_thuis", ""), ("family_stopped", "")])
def test_some_endings_stay_with_the_family(walk: Walk, outcome: str, told: str) -> None:
    walk.to("evaluated")
    walk.share("mother", "sanne")
    following.close(walk.who("fatima"), walk.code, outcome=outcome)
    assert reading.status(walk.who("sanne"), walk.code).outcome == told


def test_that_a_family_did_not_want_to_is_no_reason_that_she_hears(walk: Walk) -> None:
    walk.refer()
    referring.decline(walk.desk, walk.code, reason="family_unwilling", other_route="gp", advice="Blijf in gesprek.")
    status = reading.status(walk.who("sanne"), walk.code)
    assert (status.reason, status.advice) == ("", "Blijf in gesprek.")


def test_a_no_after_a_decline_takes_the_advice_from_her_page(walk: Walk) -> None:
    walk.refer()
    advice = "Bel de jeugdverpleegkundige."
    referring.decline(walk.desk, walk.code, reason="other_help_fits", other_route="jgz", advice=advice)
    assert reading.status(walk.who("sanne"), walk.code).advice == advice
    mother = walk.parent("mother")
    consenting.withdraw_consent(walk.desk, walk.code, mother, purpose="take_part")
    status = reading.status(walk.who("sanne"), walk.code)
    assert (status.state, status.advice, status.other_route, status.reason) == ("closed", "", "", "")


def test_parents_read_what_was_written_about_them_at_the_end(walk: Walk) -> None:
    walk.to("evaluated")
    mother = walk.who("mother")
    following.close(walk.who("fatima"), walk.code, outcome="arranged", words="Kanarie zingt weer")
    assert reading.own_place(mother, walk.code).last_words == "Kanarie zingt weer"


def test_who_sat_at_the_table_reads_the_last_words_for_four_weeks_and_no_name(walk: Walk) -> None:
    walk.to("evaluated")
    following.close(walk.who("fatima"), walk.code, outcome="arranged", words="Dank allemaal")
    for key in ("fatima", "joris"):
        assert "Dank allemaal" in words_in(reading.my_tables(walk.who(key)).left)
        assert "anarie" not in words_in(reading.my_tables(walk.who(key)).left)
    assert "Dank allemaal" not in words_in(reading.my_tables(walk.who("tom")).left)
    walk.withdraw("mother", "share", organisation=walk.town.people["joris"].organisation_id)
    assert "Dank allemaal" not in words_in(reading.my_tables(walk.who("joris")).left)
    assert "Dank allemaal" in words_in(reading.my_tables(walk.who("fatima")).left)
    with clock.travel(clock.now() + timedelta(days=30)):
        assert "Dank allemaal" not in words_in(reading.my_tables(walk.who("fatima")).left)


def test_the_last_words_are_for_whom_every_parent_shares_with_and_who_said_yes_to_come(walk: Walk) -> None:
    walk.to("evaluated", couple=True)
    following.close(walk.who("fatima"), walk.code, outcome="arranged", words="Dank allemaal")
    read = lambda key: "Dank allemaal" in words_in(reading.my_tables(walk.who(key)).left)  # noqa: E731
    assert read("joris") and read("fatima")
    walk.withdraw("partner", "share", organisation=walk.town.people["joris"].organisation_id)
    assert not read("joris") and read("fatima")
    with guard.looking_inside():
        Participation.objects.filter(code=walk.seat("fatima")).update(access="invited")
    assert not read("fatima")


def test_a_parent_who_came_herself_gets_no_letter_meant_for_referrers(walk: Walk) -> None:
    number = Letter.objects.count()
    new = {"origin": "parent", "parents": (replace(MOTHER, email="kanarie@example.org", contact_by="email"),)}
    walk.refer(**new)
    referring.accept(walk.desk, walk.code)
    assert not [kind for kind, _to in letters_since(number) if kind.startswith("referral_")]


def test_a_referrer_who_hears_nothing_for_weeks_hears_that_it_is_not_forgotten(walk: Walk) -> None:
    walk.to("preparing")
    number = Letter.objects.count()
    with clock.travel(clock.now() + QUIET + timedelta(days=1)):
        first = reassure()
        assert first >= 1 and "referral_waits" in heard_by_sanne(number)
        assert reassure() == 0, "twice in a night is once"
    with clock.travel(clock.now() + 2 * QUIET + timedelta(days=3)):
        assert reassure() >= 1


@pytest.mark.parametrize("meanwhile", ["closed", "erased"])
def test_what_ended_meanwhile_is_not_written_about(walk: Walk, meanwhile: str) -> None:
    walk.to("preparing")
    with clock.travel(clock.now() + QUIET + timedelta(days=1)):
        number = Letter.objects.count()
        with guard.inside():
            case = Case.objects.get(code=walk.code)
            case.state, case.outcome, case.is_open, case.closed_at = "closed", "arranged", False, clock.now()
            _ = case.delete() if meanwhile == "erased" else case.save()
        assert not reassuring._reassure(walk.code)
        assert not heard_by_sanne(number)
