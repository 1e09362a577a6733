"""Every verb and every look, tried by everyone who may not, in every state: nothing opens and nothing changes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from knooppunt.casework import (
    agreeing,
    chairing,
    consenting,
    convening,
    entrusting,
    erasing,
    following,
    keeping,
    needing,
    pausing,
    picturing,
    reading,
    referring,
    registering,
    scheduling,
    telling,
    welcoming,
)
from knooppunt.casework.agreeing import NewAction
from knooppunt.casework.doors import Room, act, look
from knooppunt.casework.process import ACTS, Need, Role
from knooppunt.casework.reading.log import own_log
from knooppunt.casework.refusals import NotFound, Refused
from knooppunt.foundation import clock
from knooppunt.people.actor import NOBODY, SYSTEM, Actor, actor_of
from tests.casework.kit import MOTHER, ORDER, PARTNER, Walk, lines, not_found, nothing_changes

SOON = timedelta(days=20)
WEIGHED = dict.fromkeys(following.WEIGHING, "Zwaar gewogen")
ATTEMPTS: dict[str, Callable[[Walk, Actor], Any]] = {
    "record_contact": lambda w, a: referring.record_contact(a, w.code),
    "accept": lambda w, a: referring.accept(a, w.code),
    "decline": lambda w, a: referring.decline(
        a, w.code, reason="other_help_fits", other_route="jgz", advice="Bel de jeugdverpleegkundige"
    ),
    "hand_over": lambda w, a: referring.hand_over(a, w.code, hub="landgraaf"),
    "record_error": lambda w, a: referring.record_error(a, w.code),
    "tick_checklist": lambda w, a: convening.tick_checklist(a, w.code, "safe_contact"),
    "correct_family": lambda w, a: referring.correct_family(
        a, w.code, w.parent("mother"), version=w.case().version, phone="06 00 00 00 09"
    ),
    "record_birth": lambda w, a: referring.record_birth(a, w.code, on=clock.today()),
    "record_authority": lambda w, a: entrusting.record_authority(
        a, w.code, w.parent("mother"), authority="alone", source="register", on=clock.today()
    ),
    "pause_clock": lambda w, a: pausing.pause_clock(a, w.code, until=clock.today() + timedelta(days=9), why="Op reis"),
    "resume_clock": lambda w, a: pausing.resume_clock(a, w.code),
    "complete_registration": lambda w, a: registering.complete(a, w.code, version=w.case().version),
    "name_needs": lambda w, a: needing.name_needs(a, w.code, add=["housing"]),
    "give_place": lambda w, a: welcoming.give_place(a, w.code, w.parent("mother")),
    "add_to_circle": lambda w, a: convening.add_to_circle(a, w.code, w.town.people["lotte"].code, reason="expertise"),
    "end_in_circle": lambda w, a: convening.end_in_circle(a, w.code, w.seat("joris")),
    "agree_to_person": lambda w, a: convening.agree_to_person(a, w.code, w.seat("joris"), yes=True),
    "set_points": lambda w, a: convening.set_points(a, w.code, ["Slapen"]),
    "invite": lambda w, a: convening.invite(a, w.code, w.seat("joris")),
    "answer_invitation": lambda w, a: convening.answer_invitation(a, w.code, yes=True),
    "plan_conference": lambda w, a: convening.plan_conference(a, w.code, starts_at=clock.now() + SOON, place="Zaal"),
    "propose_dates": lambda w, a: scheduling.propose_dates(a, w.code, [clock.now() + SOON, clock.now() + 2 * SOON]),
    "ask_dates_again": lambda w, a: scheduling.ask_dates_again(a, w.code),
    "answer_dates": lambda w, a: scheduling.answer_dates(a, w.code, {}),
    "end_proposal": lambda w, a: scheduling.end_proposal(a, w.code),
    "see_dates": lambda w, a: reading.dates(a, w.code),
    "move_conference": lambda w, a: convening.move_conference(a, w.code, starts_at=clock.now() + SOON, place="Zaal"),
    "call_off": lambda w, a: convening.call_off(a, w.code, reason="no_show"),
    "arrange_agenda": lambda w, a: chairing.add_theme(a, w.code, "Vervoer"),
    "open_agenda": lambda w, a: chairing.open_agenda(a, w.code),
    "hold_conference": lambda w, a: convening.hold_conference(a, w.code, present=[w.parent("mother")]),
    "write_plan": lambda w, a: agreeing.add_goal(a, w.code, "Een wens"),
    "choose_lead": lambda w, a: agreeing.choose_lead(a, w.code, w.seat("joris")),
    "answer_lead": lambda w, a: agreeing.answer_lead(a, w.code, yes=True),
    "conclude": lambda w, a: agreeing.conclude(a, w.code, evaluation_on=clock.today() + timedelta(weeks=8)),
    "reopen_conference": lambda w, a: chairing.reopen_conference(a, w.code, why="Er klopte iets niet"),
    "report_action": lambda w, a: following.report_action(a, w.code, "BBBBBBBB", status="done", version=1),
    "add_note": lambda w, a: following.add_note(a, w.code, "Een notitie"),
    "evaluate": lambda w, a: following.evaluate(a, w.code, came={}, need_met="yes", change="same"),
    "go_on": lambda w, a: following.go_on(a, w.code, evaluation_on=clock.today() + SOON),
    "reconvene": lambda w, a: following.reconvene(a, w.code),
    "close": lambda w, a: following.close(a, w.code, outcome="arranged"),
    "give_consent": lambda w, a: consenting.give_consent(a, w.code, w.parent("mother"), purpose="research", yes=False),
    "withdraw_consent": lambda w, a: consenting.withdraw_consent(a, w.code, w.parent("mother"), purpose="research"),
    "stop": lambda w, a: consenting.stop(a, w.code),
    "confirm_stop": lambda w, a: consenting.confirm_stop(a, w.code),
    "draw_health": lambda w, a: picturing.draw_health(a, w.code, {}),
    "share_health": lambda w, a: picturing.share_health(a, w.code, []),
    "erase": lambda w, a: erasing.erase(a, w.code, w.parent("mother")),
    "erase_health": lambda w, a: picturing.erase_health(a, w.code),
    "keep_scan": lambda w, a: keeping.keep_scan(a, w.code, b"", kind="plan"),
    "remove_scan": lambda w, a: keeping.remove_scan(a, w.code, "BBBBBBBB", reason="wrong_family"),
    "confirm_together": lambda w, a: keeping.confirm_together(a, w.code, what="plan", method="paper"),
    "confirm_self": lambda w, a: keeping.confirm_self(a, w.code, version=""),
    "send_message": lambda w, a: telling.send_message(a, w.code, kind="message", text="Ik heb een vraag"),
    "ask_for_person": lambda w, a: telling.ask_for_person(a, w.code, text="Mijn oma"),
    "suggest_person": lambda w, a: telling.suggest_person(a, w.code, text="De wijkverpleegkundige"),
    "answer_message": lambda w, a: telling.answer_message(a, w.code, "BBBBBBBB", text="Een antwoord"),
    "answer_as_lead": lambda w, a: telling.answer_as_lead(a, w.code, "BBBBBBBB", text="Een antwoord"),
    "look_back_self": lambda w, a: telling.look_back_self(a, w.code, need_met="yes", change="same"),
    "report_safety": lambda w, a: following.report_safety(
        a, w.code, ground="acute", consulted="veilig_thuis", **WEIGHED
    ),
    "see_header": lambda w, a: reading.header(a, w.code),
    "see_case": lambda w, a: reading.case_file(a, w.code),
    "see_own_health": lambda w, a: reading.own_health(a, w.code),
    "see_my_file": lambda w, a: reading.my_file(a, w.code),
    "see_file_for": lambda w, a: reading.file_for(a, w.code, w.parent("mother")),
    "see_scans": lambda w, a: reading.scans(a, w.code),
    "see_own_scans": lambda w, a: reading.own_scans(a, w.code),
    "see_messages": lambda w, a: reading.inbox(a, w.code),
    "see_safety": lambda w, a: reading.safety(a, w.code),
    "see_shared_case": lambda w, a: reading.shared_case(a, w.code),
    "see_invitation": lambda w, a: reading.invitation(a, w.code),
    "see_plan": lambda w, a: reading.plan(a, w.code),
    "see_own_place": lambda w, a: reading.own_place(a, w.code),
    "see_log": lambda w, a: own_log(a, w.code),
    "see_status": lambda w, a: reading.status(a, w.code),
    "see_trail": lambda w, a: reading.trail(a, w.code),
}
OUTSIDERS = ("petra", "bart", "ellen", "ruben", "ingrid", "willem", "tom", "lotte", "karim", "mieke")
INSIDERS = {
    "marieke": {"coordinator"}, "fatima": {"lead", "participant"}, "joris": {"participant"}, "mother": {"parent"},
    "sanne": {"referrer"},
}  # fmt: skip


NEEDS_A_SEAT = {"end_in_circle", "agree_to_person", "invite", "choose_lead"}


def test_there_is_an_attempt_at_every_act() -> None:
    assert set(ATTEMPTS) == set(ACTS) - {"refer"}


def roles(key: str, state: str) -> set[str]:
    """Say what somebody is to the family of a walk."""
    if key in ("fatima", "joris") and state in ("received", "closed"):
        return set()
    seats = ("preparing", "planned", "held")
    return {"participant"} if key == "fatima" and state in seats else INSIDERS[key]


@pytest.mark.parametrize("state", ORDER)
def test_an_outsider_finds_nothing_and_leaves_a_line(walk: Walk, state: str) -> None:
    walk.to(state, couple=True)
    few = OUTSIDERS if state == "following" else ("petra", "willem", "lotte")
    strangers = [walk.who(key) for key in few]
    names = [name for name in ATTEMPTS if state != "received" or name not in NEEDS_A_SEAT]
    for name in names:
        for stranger in strangers:
            if (name, stranger.name) == ("see_trail", "Willem Crutzen"):
                continue
            with pytest.raises(NotFound):
                ATTEMPTS[name](walk, stranger)
    last = lines(walk.code)[-1]
    assert (last.outcome, last.detail, last.role) == ("refused", "no_role", "")
    assert walk.case().state == state


@pytest.mark.parametrize("state", ORDER)
def test_who_has_a_place_may_no_more_than_the_table_says(walk: Walk, state: str) -> None:
    walk.to(state)
    insiders = {key: walk.who(key) for key in INSIDERS if (state, key) != ("closed", "mother")}
    with nothing_changes(walk):
        tried = sum(_refused_where_the_table_says_no(walk, key, actor) for key, actor in insiders.items())
    assert tried > 60


def _refused_where_the_table_says_no(walk: Walk, key: str, actor: Actor) -> int:
    state, tried = walk.case().state, 0
    mine = roles(key, state)
    for name, attempt in ATTEMPTS.items():
        act = ACTS[name]
        nameless = state == "received" and name in NEEDS_A_SEAT
        if nameless or (mine & set(act.who) and state in act.when):
            continue
        with pytest.raises((NotFound, Refused)) as caught:
            attempt(walk, actor)
        known = bool(mine & set(act.who))
        assert (caught.type is Refused) is known, (name, key)
        assert not known or caught.value.reason == "wrong_state"
        tried += 1
    return tried


@pytest.mark.parametrize("actor", [NOBODY, SYSTEM], ids=["nobody", "system"])
def test_who_is_nobody_finds_nothing(walk: Walk, actor: Actor) -> None:
    walk.to("following")
    for attempt in ATTEMPTS.values():
        with pytest.raises(NotFound):
            attempt(walk, actor)


@pytest.mark.parametrize("assurance", ["none", "code", "single"])
@pytest.mark.parametrize("key", ["marieke", "fatima", "joris", "willem"])
def test_a_professional_with_one_factor_finds_nothing(walk: Walk, key: str, assurance: str) -> None:
    walk.to("following")
    actor = actor_of(walk.town.people[key], assurance)
    for attempt in ATTEMPTS.values():
        with pytest.raises(NotFound):
            attempt(walk, actor)


def test_a_code_by_mail_shows_a_referrer_the_status_and_nothing_else(walk: Walk) -> None:
    walk.to("following")
    sanne = actor_of(walk.town.people["sanne"], "code")
    assert reading.status(sanne, walk.code).state == "following"
    for name, attempt in ATTEMPTS.items():
        if name not in ("see_status", "suggest_person"):
            with pytest.raises(NotFound):
                attempt(walk, sanne)
    with pytest.raises(Refused, match="wrong_state"):  # a suggestion comes before the table
        telling.suggest_person(sanne, walk.code, text="De wijkverpleegkundige")


def test_a_code_by_mail_makes_nobody_a_parent(walk: Walk) -> None:
    walk.to("held")
    walk.parent_actor("mother")
    with not_found(walk):
        reading.own_place(actor_of(_person(walk), "code"), walk.code)


def _person(walk: Walk) -> Any:
    from knooppunt.people.models import Person

    return Person.objects.get(code=walk.parent_actor("mother").code)


def test_a_code_that_does_not_exist_leaves_no_line(walk: Walk) -> None:
    number = len(lines())
    with pytest.raises(NotFound):
        reading.case_file(walk.desk, "ZZZZZZZZ")
    assert len(lines()) == number


def test_one_family_opens_no_other(walk: Walk) -> None:
    """Codes of people, goals and seats of another family do not exist here."""
    walk.to("following")
    other = Walk(walk.town)
    other.to("following", couple=True)
    with not_found(walk):
        consenting.withdraw_consent(walk.desk, walk.code, other.parent("mother"), purpose="take_part")
    with not_found(walk):
        convening.end_in_circle(walk.desk, walk.code, other.seat("joris"))
    action = reading.case_file(walk.desk, other.code).goals[0].actions[0]
    with not_found(walk):
        following.report_action(walk.desk, walk.code, action.code, status="done", version=action.version)
    new = NewAction("Iets", clock.today(), seat=other.seat("joris"))
    goal = reading.case_file(walk.desk, walk.code).goals[0].code
    with not_found(walk):
        agreeing.add_action(walk.desk, walk.code, goal, new)


def test_a_deputy_may_in_only_while_the_coordinator_is_away(walk: Walk) -> None:
    from knooppunt.demo.cast import away

    walk.to("preparing")
    tom = walk.who("tom")
    with not_found(walk):
        reading.case_file(tom, walk.code)
    leave = away(walk.town.people["marieke"], clock.today(), clock.today())
    assert reading.case_file(tom, walk.code).role == "deputy"
    assert lines(walk.code)[-1].role == "deputy"
    leave.delete()
    with not_found(walk):
        reading.case_file(tom, walk.code)


def test_a_look_leaves_one_line_with_codes_and_an_act_another(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    number = len(lines())
    reading.case_file(walk.desk, walk.code)
    convening.tick_checklist(walk.desk, walk.code, "interpreter")
    looked, done = lines()[number:]
    assert (looked.act, looked.outcome, looked.actor_code) == ("see_case", "viewed", walk.desk.code)
    assert (done.act, done.outcome, done.role, done.assurance) == ("tick_checklist", "done", "coordinator", "strong")
    assert set(done.about.split()) == {walk.parent("mother"), walk.parent("partner")}
    assert done.consents
    assert done.actor_organisation == str(walk.desk.organisation_id)


def test_the_trail_says_for_whom_the_coordinator_spoke(walk: Walk) -> None:
    walk.to("preparing", couple=True)
    convening.set_points(walk.desk, walk.code, ["Rust"], on_behalf_of=walk.parent("partner"))
    assert lines(walk.code)[-1].on_behalf_of == walk.parent("partner")
    walk.share("partner", "joris", yes=False)
    assert (lines(walk.code)[-1].on_behalf_of, lines(walk.code)[-1].about) == (walk.parent("partner"),) * 2


def test_nobody_but_the_coordinator_speaks_for_a_parent(walk: Walk) -> None:
    walk.to("planned", couple=True)
    mother = walk.parent_actor("mother")
    with nothing_changes(walk, "set_points"), pytest.raises(Refused):
        convening.set_points(mother, walk.code, ["Hij wil dit"], on_behalf_of=walk.parent("partner"))


class Heard(Exception):
    """The verb behind the door was reached."""


def test_nobody_writes_anything_new_for_a_parent_who_left(walk: Walk) -> None:
    """Every act of the table, in each state of a whole walk: she keeps her rights, may take back and say yes again."""
    walk.refer(parents=(MOTHER, PARTNER))
    met: dict[str, set[str]] = {}

    def tried(name: str, by: str, kind: str) -> str:
        @act(name)
        def probe(room: Room) -> None:
            raise Heard

        try:
            probe(walk.who(by), walk.code, on_behalf_of=walk.parent(kind))
        except Heard:
            return "heard"
        except Refused as refusal:
            return refusal.reason
        except NotFound:
            return "not_found"
        return "done"

    def walk_the_table(state: str) -> None:
        for name, row in ACTS.items():
            if row.looks or state not in row.when:
                continue
            if Role.COORDINATOR in row.who and Role.COORDINATOR in row.speaks:
                met.setdefault(name, set()).add(tried(name, "marieke", "partner"))
                assert tried(name, "marieke", "mother") == "heard", name
            if Role.LEAD in row.speaks and state == "following":
                assert (tried(name, "fatima", "partner"), tried(name, "fatima", "mother")) == ("not_found", "heard")

    for state, step in zip(ORDER, (None, *walk._steps()), strict=True):
        if step:
            step()
        if state == "preparing":
            walk.withdraw("partner")
        if state != "received":
            walk_the_table(state)
    open_to_all = {name for name, row in ACTS.items() if row.need is Need.NOTHING}
    assert {"give_consent", "withdraw_consent", "send_message", "stop", "set_points", "draw_health"} <= met.keys()
    assert met == {name: {"heard"} if name in open_to_all else {"no_consent"} for name in met}


def test_a_verb_that_breaks_leaves_nothing(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    walk.to("preparing")
    monkeypatch.setattr("knooppunt.casework.letters.report_back", lambda *_: 1 / 0)
    with nothing_changes(walk), pytest.raises(ZeroDivisionError):
        walk.plan()
    assert reading.case_file(walk.desk, walk.code).conferences == ()


def test_without_a_line_there_is_no_act_and_no_look(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    walk.to("preparing")

    def broken(*_: Any, **__: Any) -> None:
        raise OSError

    monkeypatch.setattr("knooppunt.casework.doors.record", broken)
    with nothing_changes(walk), pytest.raises(OSError):
        convening.tick_checklist(walk.desk, walk.code, "interpreter")
    with pytest.raises(OSError):
        reading.case_file(walk.desk, walk.code)


def test_a_question_may_not_be_made_of_an_act_that_writes() -> None:
    with pytest.raises(ValueError, match="not a look"):
        look("accept")
