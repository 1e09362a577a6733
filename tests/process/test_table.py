"""The whole table of acts x roles x states x consent, against the same rules written down a second time.

The matrix below is not made from process.py: a change of the process is made twice, on purpose. Sources: issue 2,
house.md 6, standards.md 1.2, 1.3, 2.1 and 6.3.
"""

from itertools import combinations, product

import pytest

from knooppunt.casework.process import (
    ACTS,
    ENDED,
    OPEN,
    Act,
    Reason,
    Role,
    Standing,
    State,
    acts_open_to,
    judge,
)  # fmt: skip

# One letter for each state: Received, Preparing, plaNned, Held, Following, Evaluated, Stopping,
# Closed, Declined, sTopped, X in error. "-": before there is a case. Roles: C coordinator, L lead, P participant,
# I invited, A asked by a link, F parent, R referrer, O privacy officer.
# Consent: "family" = somebody takes part (a parent: she herself), and who sits at the table also needs consent to
# share with the own organisation; "none" = asks no consent; "voice" = a parent who left does not decide for who stayed.
MATRIX = """
refer               RF    -            received    family
record_contact      C     RP           .           family
accept              C     R            preparing   family
decline             C     RP           declined    none
hand_over           C     RPF          received    family
record_error        C     RP           in_error    none
tick_checklist      C     RPNHFE       .           family
correct_family      C     RPNHFE       .           family
record_birth        CLF   RPNHFE       .           family
record_authority    C     RPNHFE       .           family
complete_registration C   RPNHFEC      .           family
name_needs          C     RPNHFE       .           family
give_place          C     RPNHFE       .           family
pause_clock         C     RPNHFE       .           family
resume_clock        C     RPNHFE       .           family
add_to_circle       C     RPNHFE       .           family
end_in_circle       C     RPNHFES      .           none
agree_to_person     FC    RPNHFE       .           family
set_points          FCL   PNH          .           family
invite              C     PNHF         .           family
answer_invitation   IPLC  PNHF         .           family
propose_dates       C     P            .           family
ask_dates_again     C     P            .           family
answer_dates        CLPIAF P           .           family
end_proposal        C     P            .           family
plan_conference     C     P            planned     family
move_conference     C     N            .           family
call_off            C     N            preparing   family
arrange_agenda      C     NH           .           family
open_agenda         C     N            .           family
hold_conference     C     N            held        family
write_plan          CL    HFE          .           family
choose_lead         C     HFE          .           family
answer_lead         LP    HFE          .           family
conclude            C     H            following   family
reopen_conference   C     F            held        family
report_action       LPCF  F            .           family
add_note            CLP   RPNHFE       .           family
evaluate            LC    F            evaluated   family
go_on               LC    E            following   family
reconvene           LC    FE           preparing   family
close               LC    E            closed      family
give_consent        FC    RPNHFE       .           none
withdraw_consent    FC    RPNHFESCDT   .           none
stop                FC    RPNHFE       stopping    voice
confirm_stop        C     S            stopped     none
draw_health         FCLP  RPNHFE       .           family
share_health        FCL   RPNHFE       .           family
erase_health        FC    RPNHFESCDT   .           none
send_message        FC    RPNHFESCDT   .           none
ask_for_person      FC    RPNHFE       .           family
suggest_person      R     RPN          .           family
answer_message      C     RPNHFESCDT   .           none
answer_as_lead      L     PNHFE        .           family
look_back_self      FCL   FE           .           family
keep_scan           CL    RPNHFE       .           family
remove_scan         C     RPNHFESC     .           none
confirm_together    CL    HFE          .           family
confirm_self        F     HFE          .           family
erase               C     RPNHFESCDT   .           none
report_safety       CLP   RPNHFES      .           none
see_header          C     RPNHFESCDTX  .           none    looks
see_case            C     RPNHFEC      .           family  looks
see_safety          CL    RPNHFESC     .           none    looks
see_messages        C     RPNHFESCDT   .           none    looks
see_shared_case     LP    PNHFE        .           family  looks
see_invitation      IPL   PNHF         .           family  looks
see_dates           CLPIAF P           .           family  looks
see_plan            CLPF  PNHFE        .           family  looks
see_own_place       F     RPNHFESCDT   .           none    looks
see_my_file         F     RPNHFESCDT   .           none    looks
see_file_for        C     RPNHFESCDT   .           none    looks
see_own_scans       F     RPNHFESCDT   .           none    looks
see_scans           CL    RPNHFEC      .           family  looks
see_own_health      F     RPNHFESCDT   .           none    looks
see_log             F     RPNHFESCDT   .           none    looks
see_status          R     RPNHFESCDTX  .           none    looks
see_trail           O     RPNHFESCDTX  .           none    looks
"""
STATE = dict(zip("RPNHFESCDTX", State, strict=True)) | {"-": None}
STATE |= {"S": State.STOPPING, "C": State.CLOSED, "D": State.DECLINED, "T": State.STOPPED, "X": State.IN_ERROR}
ROLE = {
    "C": Role.COORDINATOR, "L": Role.LEAD, "P": Role.PARTICIPANT, "I": Role.INVITED, "A": Role.ASKED,
    "F": Role.PARENT, "R": Role.REFERRER, "O": Role.PRIVACY_OFFICER,
}  # fmt: skip
ENDS = {State.CLOSED, State.DECLINED, State.STOPPED, State.IN_ERROR}
AT_TABLE = {Role.LEAD, Role.PARTICIPANT, Role.INVITED, Role.ASKED}
RULES = {line.split()[0]: line.split()[1:] for line in MATRIX.strip().splitlines()}
STANDINGS = [Standing(alive=a, shared=s, own=o) for a, s, o in product((True, False), repeat=3)]


def may(act: str, role: Role, state: State | None, standing: Standing) -> bool:
    """Say by the matrix whether somebody with this one role may do this."""
    who, when, _to, consent, *_looks = RULES[act]
    if role not in {ROLE[letter] for letter in who} or state not in {STATE[letter] for letter in when}:
        return False
    if consent == "none":
        return True
    if consent == "voice":
        return role is not Role.PARENT or standing.own or not standing.alive
    if role in AT_TABLE:
        return standing.alive and standing.shared
    return standing.alive and (standing.own or role is not Role.PARENT)


def test_the_table_and_the_matrix_name_the_same_acts() -> None:
    assert set(ACTS) == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_every_act_by_every_role_in_every_state_with_every_consent(name: str) -> None:
    for role, state, standing in product(Role, [None, *State], STANDINGS):
        verdict = judge(name, {role}, state, standing)
        assert verdict.allowed is may(name, role, state, standing), (role, state, standing)
        assert verdict.role == (role if verdict.allowed else None)


@pytest.mark.parametrize("name", RULES)
def test_two_roles_may_what_one_of_them_may(name: str) -> None:
    for pair, state, standing in product(combinations(Role, 2), [None, *State], STANDINGS):
        allowed = [role for role in pair if may(name, role, state, standing)]
        verdict = judge(name, pair, state, standing)
        assert verdict.allowed is bool(allowed)
        assert verdict.role is None or verdict.role in allowed


@pytest.mark.parametrize("name", RULES)
def test_where_an_act_leads_and_whether_it_only_looks(name: str) -> None:
    _who, _when, to, _consent, *looks = RULES[name]
    act = ACTS[name]
    assert act.to == (None if to == "." else State(to))
    assert act.looks is (looks == ["looks"])
    assert act.looks is name.startswith("see_")


def test_an_act_that_the_table_does_not_name_is_refused_to_everyone() -> None:
    for state, standing in product([None, *State], STANDINGS):
        assert judge("read_everything", set(Role), state, standing).reason is Reason.UNKNOWN_ACT


def test_a_role_that_does_not_exist_may_nothing() -> None:
    for name, state, standing in product(ACTS, [None, *State], STANDINGS):
        assert judge(name, {"superuser"}, state, standing).reason is Reason.NO_ROLE
        assert judge(name, (), state, standing).reason is Reason.NO_ROLE


def test_an_act_without_anyone_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="without anyone"):
        Act("nobody_may", (), frozenset({State.RECEIVED}))


# --- what a refusal tells ---------------------------------------------------------------------------------------------
def test_an_outsider_hears_the_same_in_every_state_and_with_every_consent() -> None:
    for name in ACTS:
        others = set(Role) - set(ACTS[name].who)
        heard = {judge(name, others, s, c) for s, c in product([None, *State], STANDINGS)}
        assert {v.reason for v in heard} == {Reason.NO_ROLE}


def test_at_the_wrong_moment_nobody_learns_about_consent() -> None:
    for name, act in ACTS.items():
        for state in set(State) - act.when:
            heard = {judge(name, act.who, state, standing) for standing in STANDINGS}
            assert {v.reason for v in heard} == {Reason.WRONG_STATE}, name


def test_without_consent_the_reason_is_consent() -> None:
    silent = Standing(alive=False, shared=False, own=False)
    for name in (n for n, rule in RULES.items() if rule[3] == "family"):
        for state in ACTS[name].when or {None}:
            assert judge(name, ACTS[name].who, state, silent).reason is Reason.NO_CONSENT


def test_a_standing_says_no_unless_told_otherwise() -> None:
    assert not Standing(alive=True, shared=False).own


# --- no dead ends -----------------------------------------------------------------------------------------------------
# A withdrawal that leaves nobody moves to STOPPING too; it is not needed for any state to find its way out.
EDGES = {(STATE[letter], act.to) for name, act in ACTS.items() if act.to for letter in RULES[name][1]}


def reachable(start: State | None) -> set[State]:
    """Give all states that can be reached from a state, itself too."""
    found, todo = {start}, [start]
    while todo:
        here = todo.pop()
        for there in {b for a, b in EDGES if a == here} - found:
            found.add(there)
            todo.append(there)
    return {s for s in found if s is not None}


@pytest.mark.parametrize("state", State)
def test_every_state_is_reached_from_a_referral(state: State) -> None:
    assert state in reachable(None)


@pytest.mark.parametrize("state", sorted(set(State) - ENDS))
def test_every_state_has_an_exit_and_a_way_to_an_end(state: State) -> None:
    assert {b for a, b in EDGES if a == state} - {state}
    assert reachable(state) & ENDS


@pytest.mark.parametrize("state", sorted(ENDS))
def test_an_end_is_an_end(state: State) -> None:
    assert not {b for a, b in EDGES if a == state}


def test_open_stopping_and_ended_are_all_states() -> None:
    assert ENDED == ENDS
    assert OPEN | ENDED | {State.STOPPING} == set(State)
    assert not OPEN & ENDED


def test_without_any_consent_a_family_can_still_go_and_the_hub_can_still_let_go() -> None:
    silent = Standing(alive=False, shared=False, own=False)
    for state in OPEN:
        assert {"stop", "withdraw_consent", "give_consent"} <= acts_open_to({Role.PARENT}, state, silent)
        assert "stop" in acts_open_to({Role.COORDINATOR}, state, silent)
    assert "confirm_stop" in acts_open_to({Role.COORDINATOR}, State.STOPPING, silent)


def test_consent_can_be_taken_back_as_long_as_something_is_kept() -> None:
    for state in set(State) - {State.IN_ERROR}:
        assert "withdraw_consent" in acts_open_to({Role.PARENT}, state, STANDINGS[-1]), state


@pytest.mark.parametrize("name", ["see_case", "see_shared_case", "see_plan", "see_invitation"])
def test_nobody_reads_a_family_without_consent(name: str) -> None:
    for roles, state in product(([r] for r in Role), State):
        assert not judge(name, roles, state, Standing(alive=False, shared=True, own=True)).allowed


def test_no_emergency_opens_a_family_against_its_no() -> None:
    """Decision 19: without a living consent a professional sees that there is a case, and what she herself must do.

    Her messages and her file are what a parent asks for; the weighing of safety is the professional's own.
    """
    nothing = Standing(alive=False, shared=False, own=False)
    looks = {
        name for role, state in product(set(Role) - {Role.PARENT}, State)
        for name in acts_open_to({role}, state, nothing) if ACTS[name].looks
    }  # fmt: skip
    assert looks == {"see_header", "see_messages", "see_file_for", "see_safety", "see_status", "see_trail"}


def test_who_only_referred_sees_the_status_and_may_suggest_somebody_before_the_table() -> None:
    early = {State.RECEIVED, State.PREPARING, State.PLANNED}
    for state, standing in product(State, STANDINGS):
        more = {"suggest_person"} if state in early and standing.alive else set()
        assert acts_open_to({Role.REFERRER}, state, standing) == {"see_status"} | more


def test_who_only_guards_privacy_sees_the_trail_and_nothing_else() -> None:
    for state, standing in product(State, STANDINGS):
        assert acts_open_to({Role.PRIVACY_OFFICER}, state, standing) == {"see_trail"}


def test_who_is_invited_sees_when_and_where_and_may_answer_only() -> None:
    assert acts_open_to({Role.INVITED}, State.PLANNED, STANDINGS[0]) == {"see_invitation", "answer_invitation"}


def test_who_came_by_a_link_sees_the_moments_and_may_answer_only() -> None:
    for state, standing in product(State, STANDINGS):
        here = state is State.PREPARING and standing.alive and standing.shared
        assert acts_open_to({Role.ASKED}, state, standing) == ({"see_dates", "answer_dates"} if here else set())


def test_after_stopping_nobody_but_family_and_hub_may_look() -> None:
    for state in (State.STOPPING, State.STOPPED, State.DECLINED, State.CLOSED):
        for role in AT_TABLE:
            looks = {n for n in acts_open_to({role}, state, STANDINGS[0]) if ACTS[n].looks}
            assert looks <= {"see_safety", "see_scans"}  # of a lead, who has no place any more once it is closed
