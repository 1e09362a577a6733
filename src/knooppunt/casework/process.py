"""The process on one screen: who may do which act, in which state of the case, with which consent.

Plain Python, no Django. The doors ask `judge` before every verb; buttons, the process diagram, the access
matrix and the tests are derived from `ACTS`. States and events follow the harmonised BSeR/360X referral
machine (standards.md 6.3); the steps are those of the Knooppunt (domain.md 1.1).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    PREPARING = "preparing"
    PLANNED = "planned"
    HELD = "held"
    FOLLOWING = "following"
    EVALUATED = "evaluated"
    STOPPING = "stopping"
    CLOSED = "closed"
    DECLINED = "declined"
    STOPPED = "stopped"
    IN_ERROR = "in_error"


class Role(StrEnum):
    """What somebody is to one case; computed from rows by the doors, never from a request."""

    COORDINATOR = "coordinator"  # of the hub of the case, or the deputy while the coordinator is absent
    LEAD = "lead"  # casusregisseur: chosen with the family, and has accepted
    PARTICIPANT = "participant"  # at the table, or in the circle after saying yes
    INVITED = "invited"  # asked, has not answered yet
    ASKED = "asked"  # has a live link to say when it suits, and proved the address that it was sent to; nothing more
    PARENT = "parent"
    REFERRER = "referrer"
    PRIVACY_OFFICER = "privacy_officer"


class Need(StrEnum):
    """Which consent an act needs.

    ALIVE asks more of some: at the table (`AT_TABLE`) consent to share with one's organisation, and of a parent that
    she takes part herself.
    """

    NOTHING = "nothing"
    ALIVE = "alive"  # at least one adult takes part, by a consent that is live at this moment
    VOICE = "voice"  # a parent who left does not decide for the one who stayed


class Reason(StrEnum):
    """Why an act is refused."""

    UNKNOWN_ACT = "unknown_act"
    NO_ROLE = "no_role"
    WRONG_STATE = "wrong_state"
    NO_CONSENT = "no_consent"


S, R = State, Role

OPEN = frozenset({S.RECEIVED, S.PREPARING, S.PLANNED, S.HELD, S.FOLLOWING, S.EVALUATED})
ENDED = frozenset({S.CLOSED, S.DECLINED, S.STOPPED, S.IN_ERROR})
EVERY = frozenset(S)
AT_TABLE = frozenset({R.LEAD, R.PARTICIPANT, R.INVITED, R.ASKED})

_BEFORE = frozenset({S.RECEIVED, S.PREPARING})
_AROUND = frozenset({S.PREPARING, S.PLANNED})
_ACCEPTED = OPEN - {S.RECEIVED}
_WITH_PLAN = frozenset({S.HELD, S.FOLLOWING, S.EVALUATED})

# Roles of one row of the table, in the order in which they are preferred when somebody has several.
C, L, P, I, A, F, REF, PO = (  # noqa: E741 - one letter keeps the table on one screen
    R.COORDINATOR, R.LEAD, R.PARTICIPANT, R.INVITED, R.ASKED, R.PARENT, R.REFERRER, R.PRIVACY_OFFICER,
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One row: an act, who may do it, when, where it leads (None: the state stays), and which consent it needs."""

    name: str
    who: tuple[Role, ...]
    when: frozenset[State]  # empty: before there is a case
    to: State | None = None
    need: Need = Need.ALIVE
    looks: bool = False  # reads only
    speaks: tuple[Role, ...] = (Role.COORDINATOR,)  # who of these may do it for a parent, together with her

    def __post_init__(self) -> None:
        if not self.who:
            raise ValueError(f"{self.name}: an act without anyone who may do it")


def only(*states: State) -> frozenset[State]:
    """Give the states as a set."""
    return frozenset(states)


NOTHING = Need.NOTHING

# fmt: off
ACTS: dict[str, Act] = {a.name: a for a in (
    #   act                  who             when                                to            consent
    Act("refer",             (REF, F),       only(),                             S.RECEIVED),
    # --- the referral at the desk
    Act("record_contact",    (C,),           _BEFORE),
    Act("accept",            (C,),           only(S.RECEIVED),                   S.PREPARING),
    Act("decline",           (C,),           _BEFORE,                            S.DECLINED,   NOTHING),
    Act("hand_over",         (C,),           only(S.RECEIVED, S.PREPARING, S.FOLLOWING), S.RECEIVED),
    Act("record_error",      (C,),           _BEFORE,                            S.IN_ERROR,   NOTHING),
    # --- preparing the table
    Act("tick_checklist",    (C,),           OPEN),
    Act("correct_family",    (C,),           OPEN),
    Act("record_birth",      (C, L, F),      OPEN),
    Act("record_authority",  (C,),           OPEN),
    Act("complete_registration", (C,),       OPEN | {S.CLOSED}),
    Act("name_needs",        (C,),           OPEN),
    Act("give_place",        (C,),           OPEN),
    Act("pause_clock",       (C,),           OPEN),
    Act("resume_clock",      (C,),           OPEN),
    Act("add_to_circle",     (C,),           OPEN),
    Act("end_in_circle",     (C,),           OPEN | {S.STOPPING},                None,         NOTHING),
    Act("agree_to_person",   (F, C),         OPEN),
    Act("set_points",        (F, C, L),      _AROUND | {S.HELD},                 speaks=(C, L)),
    Act("invite",            (C,),           _AROUND | {S.HELD, S.FOLLOWING}),
    Act("answer_invitation", (I, P, L, C),     _AROUND | {S.HELD, S.FOLLOWING}),
    Act("propose_dates",     (C,),           only(S.PREPARING)),
    Act("ask_dates_again",   (C,),           only(S.PREPARING)),
    Act("answer_dates",      (C, L, P, I, A, F), only(S.PREPARING),              speaks=(C, L)),
    Act("end_proposal",      (C,),           only(S.PREPARING)),
    Act("plan_conference",   (C,),           only(S.PREPARING),                  S.PLANNED),
    Act("move_conference",   (C,),           only(S.PLANNED)),
    Act("call_off",          (C,),           only(S.PLANNED),                    S.PREPARING),
    Act("arrange_agenda",    (C,),           only(S.PLANNED, S.HELD)),
    Act("open_agenda",       (C,),           only(S.PLANNED)),
    # --- the conference and the plan
    Act("hold_conference",   (C,),           only(S.PLANNED),                    S.HELD),
    Act("write_plan",        (C, L),         _WITH_PLAN),
    Act("choose_lead",       (C,),           _WITH_PLAN),
    Act("answer_lead",       (L, P),         _WITH_PLAN),
    Act("conclude",          (C,),           only(S.HELD),                       S.FOLLOWING),
    Act("reopen_conference", (C,),           only(S.FOLLOWING),                  S.HELD),
    # --- following
    Act("report_action",     (L, P, C, F),   only(S.FOLLOWING)),
    Act("add_note",          (C, L, P),      OPEN),
    Act("evaluate",          (L, C),         only(S.FOLLOWING),                  S.EVALUATED),
    Act("go_on",             (L, C),         only(S.EVALUATED),                  S.FOLLOWING),
    Act("reconvene",         (L, C),         only(S.FOLLOWING, S.EVALUATED),     S.PREPARING),
    Act("close",             (L, C),         only(S.EVALUATED),                  S.CLOSED),
    # --- the family decides, at any moment
    Act("give_consent",      (F, C),         OPEN,                               None,         NOTHING),
    Act("withdraw_consent",  (F, C),         EVERY - {S.IN_ERROR},               None,         NOTHING),
    Act("stop",              (F, C),         OPEN,                               S.STOPPING,   Need.VOICE),
    Act("confirm_stop",      (C,),           only(S.STOPPING),                   S.STOPPED,    NOTHING),
    # --- how a parent sees her own life (Positive Health): hers, also when it is written down together with her
    Act("draw_health",       (F, C, L, P),   OPEN,                               speaks=(C, L, P)),
    Act("share_health",      (F, C, L),      OPEN,                               speaks=(C, L)),
    Act("erase_health",      (F, C),         EVERY - {S.IN_ERROR},               None,         NOTHING),
    # --- what a family tells, and the answer: also who left, or was never taken up, has rights (AVG art. 15 to 21)
    Act("send_message",      (F, C),         EVERY - {S.IN_ERROR},               None,         NOTHING),
    Act("ask_for_person",    (F, C),         OPEN),
    Act("suggest_person",    (REF,),         only(S.RECEIVED, S.PREPARING, S.PLANNED)),
    Act("answer_message",    (C,),           EVERY - {S.IN_ERROR},               None,         NOTHING),
    Act("answer_as_lead",    (L,),           _ACCEPTED),
    Act("look_back_self",    (F, C, L),      only(S.FOLLOWING, S.EVALUATED),     speaks=(C, L)),
    # --- at the kitchen table, without an account: a signature kept as a scan, or a yes before a witness
    Act("keep_scan",         (C, L),         OPEN,                               speaks=(C, L)),
    Act("remove_scan",       (C,),           OPEN | {S.STOPPING, S.CLOSED},      None,         NOTHING),
    Act("confirm_together",  (C, L),         _WITH_PLAN,                         speaks=(C, L)),
    Act("confirm_self",      (F,),           _WITH_PLAN),
    # --- a parent asked to be forgotten, and it is done (AVG art. 17)
    Act("erase",             (C,),           EVERY - {S.IN_ERROR},               None,         NOTHING),
    # --- outside the consent flow: Veilig Thuis (R-LAW-09)
    Act("report_safety",     (C, L, P),      OPEN | {S.STOPPING},                None,         NOTHING),
    # --- looking is an act too
    Act("see_header",        (C,),           EVERY,                              None,         NOTHING, looks=True),
    Act("see_case",          (C,),           OPEN | {S.CLOSED},                  looks=True),
    Act("see_safety",        (C, L),          OPEN | {S.STOPPING, S.CLOSED},      None,         NOTHING, looks=True),
    Act("see_messages",      (C,),           EVERY - {S.IN_ERROR},               None,         NOTHING, looks=True),
    Act("see_shared_case",   (L, P),         _ACCEPTED,                          looks=True),
    Act("see_invitation",    (I, P, L),      _AROUND | {S.HELD, S.FOLLOWING},    looks=True),
    Act("see_dates",         (C, L, P, I, A, F), only(S.PREPARING),              looks=True),
    Act("see_plan",          (C, L, P, F),   _WITH_PLAN | {S.PREPARING, S.PLANNED}, looks=True),
    Act("see_own_place",     (F,),           EVERY - {S.IN_ERROR},               None,         NOTHING, looks=True),
    Act("see_my_file",       (F,),           EVERY - {S.IN_ERROR},               None,         NOTHING, looks=True),
    Act("see_file_for",      (C,),           EVERY - {S.IN_ERROR},               None,         NOTHING, looks=True),
    Act("see_own_scans",     (F,),           EVERY - {S.IN_ERROR},               None,         NOTHING, looks=True),
    Act("see_scans",         (C, L),         OPEN | {S.CLOSED},                  looks=True),
    Act("see_own_health",    (F,),           EVERY - {S.IN_ERROR},               None,         NOTHING, looks=True),
    Act("see_log",           (F,),           EVERY - {S.IN_ERROR},               None,         NOTHING, looks=True),
    Act("see_status",        (REF,),         EVERY,                              None,         NOTHING, looks=True),
    Act("see_trail",         (PO,),          EVERY,                              None,         NOTHING, looks=True),
)}
# fmt: on


@dataclass(frozen=True)
class Standing:
    """What the consents say now: does anyone take part, is it shared with the actor's organisation.

    And, for an actor who is a parent: does she take part herself (`own`).
    """

    alive: bool
    shared: bool
    own: bool = False


@dataclass(frozen=True)
class Verdict:
    """The answer of `judge`: the role in which the act may be done, or the reason why not."""

    role: Role | None
    reason: Reason | None = None

    @property
    def allowed(self) -> bool:
        """Whether the act may be done."""
        return self.role is not None


def judge(name: str, roles: Iterable[Role], state: State | None, standing: Standing) -> Verdict:
    """Say whether somebody with these roles may do this act now. What the table does not name is refused.

    `state` is None when there is no case yet. The order of the reasons matters: somebody without a role
    learns nothing about the state, and somebody at the wrong moment learns nothing about consent.
    """
    act = ACTS.get(name)
    if act is None:
        return Verdict(None, Reason.UNKNOWN_ACT)
    held = frozenset(roles)
    mine = [role for role in act.who if role in held]
    if not mine:
        return Verdict(None, Reason.NO_ROLE)
    if (state is None) != (not act.when) or (state is not None and state not in act.when):
        return Verdict(None, Reason.WRONG_STATE)
    for role in mine:
        if _consented(act, role, standing):
            return Verdict(role)
    return Verdict(None, Reason.NO_CONSENT)


def _consented(act: Act, role: Role, standing: Standing) -> bool:
    if act.need is Need.NOTHING:
        return True
    if act.need is Need.VOICE:
        return role is not Role.PARENT or standing.own or not standing.alive
    if role in AT_TABLE:
        return standing.alive and standing.shared
    return standing.alive and (standing.own or role is not Role.PARENT)


def acts_open_to(roles: Iterable[Role], state: State, standing: Standing) -> frozenset[str]:
    """Give the names of all acts that somebody may do now; screens show a button for nothing else."""
    return _open_to(frozenset(roles), state, standing)


@cache  # a few hundred answers; a page asks several times
def _open_to(held: frozenset[Role], state: State, standing: Standing) -> frozenset[str]:
    return frozenset(name for name in ACTS if judge(name, held, state, standing).allowed)
