"""Random people do random things: no read without consent, no act without a line, no state without a way out."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from knooppunt.casework import consenting, following, reading
from knooppunt.casework.doors import picture_of
from knooppunt.casework.models import Action, Case, Step, Tally
from knooppunt.casework.models.tally import EVER
from knooppunt.casework.process import ACTS, OPEN, Role, Standing, State, acts_open_to
from knooppunt.casework.refusals import Conflict, Invalid, NotFound, Refused
from knooppunt.foundation import clock, guard
from knooppunt.trail.models import TrailLine
from tests.casework.kit import HEARD, MOTHER, ORDER, PARTNER, Walk, words_in
from tests.casework.test_doors import ATTEMPTS

PEOPLE = ("marieke", "fatima", "joris", "mother", "partner", "sanne", "petra", "tom", "willem")
NAMES = {"mother": MOTHER.name, "partner": PARTNER.name}
READS = ("case_file", "shared_case", "plan", "own_place", "invitation", "header", "status", "safety", "trail")
MOVES = (
    *("anyone_tries_anything",) * 5, *("the_right_one_at_the_right_moment",) * 6, *("anyone_reads_anything",) * 3,
    *("the_right_one_reads",) * 6, "the_work_goes_on", "the_work_goes_on", "says", "says", "somebody_reports",
    "anyone_looks_at_lists", "anyone_looks_at_lists", "time_passes",
)  # fmt: skip
ENDING = ("record_error", "decline", "stop", "confirm_stop", "close")  # these come by chance often enough
SOMEBODY = {
    Role.COORDINATOR: "marieke", Role.LEAD: "fatima", Role.PARTICIPANT: "joris", Role.INVITED: "joris",
    Role.PARENT: "mother", Role.REFERRER: "sanne",
}  # fmt: skip
READER = {
    "case_file": ("marieke",), "shared_case": ("joris", "fatima"), "own_place": ("mother", "partner"),
    "plan": ("marieke", "joris", "fatima", "mother", "partner"),
}  # fmt: skip
ANSWERS = (
    ("yes", "take_part"), ("yes", "take_part"), ("yes", "desk"), ("yes", "desk"), ("yes", "youth"), ("no", "take_part"),
    ("no", "desk"), ("no", "youth"), ("back", "take_part"), ("back", "desk"), ("back", "share"),
)  # fmt: skip
SAYS_NO = (Refused, NotFound, Invalid, Conflict)


@dataclass
class Said:
    """What one adult said, in the words of somebody who has never seen consents.py."""

    takes_part_until: date | None = None
    youth_until: date | None = None
    desk_until: date | None = None  # the organisation of Joris

    def takes_part(self, today: date) -> bool:
        return self.takes_part_until is not None and today <= self.takes_part_until

    def shares(self, key: str, today: date) -> bool:
        until = {"joris": self.desk_until, "fatima": self.youth_until}.get(key)
        return self.takes_part(today) and until is not None and today <= until


@dataclass
class Family:
    walk: Walk
    said: dict[str, Said] = field(default_factory=dict)


class Knooppunt(RuleBasedStateMachine):
    """A few families, everyone around them, and time that passes."""

    town: Any = None
    seen: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now: datetime = clock.now()
        self.families: list[Family] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        with guard.looking_inside():
            self.undo.__exit__(None, None, None)

    @initialize(dice=st.randoms(use_true_random=True))
    def two_families(self, dice: Random) -> None:
        """Start somewhere; the dice and not Hypothesis choose what happens, because it likes to repeat itself."""
        self.dice = dice
        first, second = self.dice.choice(ORDER[:6]), self.dice.choice(ORDER[:6])
        year = clock.today() + timedelta(days=365)
        for state, parents in ((first, (MOTHER, PARTNER)), (second, (MOTHER,))):
            walk = Walk(self.town)
            walk.to(state, parents=parents)
            desk = None if state == "received" else year
            said = {p.kind: Said(takes_part_until=year, youth_until=year, desk_until=desk) for p in parents}
            self.families.append(Family(walk, said))
        self.now = clock.now()

    @rule()
    def something_happens(self) -> None:
        choice = self.dice.choice
        what, key, family = choice(MOVES), choice(PEOPLE), choice(self.families)
        if what == "time_passes":
            self.now += timedelta(days=choice([1, 7, 7, 30, 120]))
        elif what == "anyone_tries_anything":
            self.anyone_tries_anything(family, key, choice(sorted(ATTEMPTS)))
        elif what == "the_right_one_at_the_right_moment":
            state = family.walk.case().state
            fitting = [name for name in sorted(ATTEMPTS) if state in ACTS[name].when and name not in ENDING]
            name = choice(fitting or ["see_header"])
            self.anyone_tries_anything(family, SOMEBODY.get(choice(ACTS[name].who), key), name)
        elif what == "the_right_one_reads":
            name = choice(sorted(READER))
            self.anyone_reads_anything(family, choice(READER[name]), name)
        elif what == "anyone_reads_anything":
            self.anyone_reads_anything(family, key, choice(READS))
        elif what == "somebody_reports":
            self.somebody_reports(family, choice(["done", "stuck"]), key)
        elif what == "anyone_looks_at_lists":
            self.anyone_looks_at_lists(choice(["marieke", "fatima", "joris"]))
        elif what == "the_work_goes_on":
            self.the_work_goes_on(family)
        else:
            self.an_adult_says(family, choice(sorted(family.said)), *choice(ANSWERS))

    def doing(self, family: Family, act: str, todo: Any) -> bool:
        """Do something; check that it left exactly one line when it was done and no line 'done' when it was not."""
        before = TrailLine.objects.filter(outcome="done").count()
        with clock.travel(self.now):
            try:
                todo()
                done = True
            except SAYS_NO:
                done = False
        lines = list(TrailLine.objects.filter(outcome="done").order_by("id"))[before:]
        expected = [(act, family.walk.code)] if done else []
        assert [(line.act, line.case_code) for line in lines] == expected
        self.seen["done " + act if done else "refused"] += 1
        return done

    # --- what people do ----------------------------------------------------------------------------------------------
    def anyone_tries_anything(self, family: Family, key: str, name: str) -> None:
        actor = self.actor(family, key)
        if actor is None or ACTS[name].looks or name in ("withdraw_consent", "give_consent", "hand_over", "erase"):
            return
        if name in ("end_in_circle", "agree_to_person", "invite", "choose_lead") and not self.has_seat(family):
            return
        self.doing(family, name, lambda: ATTEMPTS[name](family.walk, actor))

    def the_work_goes_on(self, family: Family) -> None:
        walk = family.walk
        steps = dict(zip(("received", "preparing", "planned", "held", "following"), walk._steps(), strict=False))
        before = TrailLine.objects.filter(outcome="done").count()
        try:
            with transaction.atomic(), clock.travel(self.now):
                steps.get(walk.case().state, lambda: None)()
        except (*SAYS_NO, AttributeError):
            return
        self.the_desk_was_told_in_prepare(family, before)

    def the_desk_was_told_in_prepare(self, family: Family, before: int) -> None:
        """`Walk.prepare` asks each adult to share with the organisation of Joris."""
        asked = list(TrailLine.objects.filter(outcome="done").order_by("id"))[before:]
        for kind, said in family.said.items():
            code = family.walk.parent(kind)
            if any(line.act == "give_consent" and line.about == code for line in asked):
                said.desk_until = self.today + timedelta(days=365)

    def an_adult_says(self, family: Family, kind: str, answer: str, what: str) -> None:
        walk, said = family.walk, family.said[kind]
        scope: dict[str, Any] = {
            "take_part": {"purpose": "take_part"}, "share": {"purpose": "share"},
            "youth": {"purpose": "share", "discipline": "jgz"},
            "desk": {"purpose": "share", "organisation": self.town.people["joris"].organisation_id},
        }[what]  # fmt: skip
        about = walk.parent(kind)
        if answer == "back":
            act = "withdraw_consent"
            done = self.doing(family, act, lambda: consenting.withdraw_consent(walk.desk, walk.code, about, **scope))
        else:
            act, yes = "give_consent", answer == "yes"
            give = consenting.give_consent
            done = self.doing(family, act, lambda: give(walk.desk, walk.code, about, yes=yes, given=HEARD, **scope))
        until = self.today + timedelta(days=365) if answer == "yes" else None
        for name in {"take_part": ["takes_part"], "share": ["desk", "youth"]}.get(what, [what]) if done else ():
            setattr(said, f"{name}_until", until)

    def somebody_reports(self, family: Family, status: str, key: str) -> None:
        with guard.looking_inside():
            action = Action.objects.filter(goal__case__code=family.walk.code).first()
        actor = self.actor(family, key)
        if action and actor:
            self.doing(
                family, "report_action",
                lambda: following.report_action(
                    actor, family.walk.code, action.code, status=status, report="Zo gaat het", version=action.version
                ),
            )  # fmt: skip

    # --- what people see ---------------------------------------------------------------------------------------------
    def anyone_reads_anything(self, family: Family, key: str, name: str) -> None:
        actor = self.actor(family, key)
        if actor is None:
            return
        with clock.travel(self.now):
            try:
                words = words_in(getattr(reading, name)(actor, family.walk.code))
            except SAYS_NO:
                return
        self.seen["read " + name] += 1
        self.names_only_whom_it_may(family, key, words)
        if name in ("case_file", "shared_case", "plan"):
            assert self.may_look(family, key), (key, name)

    def anyone_looks_at_lists(self, key: str) -> None:
        actor = self.town.actor(key)
        with clock.travel(self.now):
            if key == "marieke":
                shown = {row.code: row.names for row in reading.worklist(actor).rows}
            else:
                shown = {row.code: row.names for row in reading.my_tables(actor).families}
        for family in self.families:
            self.names_only_whom_it_may(family, key, shown.get(family.walk.code, ""))
            if key in ("fatima", "joris") and family.walk.code in shown:
                assert self.may_look(family, key)

    def names_only_whom_it_may(self, family: Family, key: str, words: str) -> None:
        for kind, said in family.said.items():
            if NAMES[kind] in words:
                assert key == kind or self.may_see(said, key), (key, kind)

    def may_see(self, said: Said, key: str) -> bool:
        return said.takes_part(self.today) if key == "marieke" else said.shares(key, self.today)

    def may_look(self, family: Family, key: str) -> bool:
        if key in family.said:
            return family.said[key].takes_part(self.today)
        return any(self.may_see(said, key) for said in family.said.values())

    # --- what is always true -----------------------------------------------------------------------------------------
    @invariant()
    def rows_agree_with_each_other(self) -> None:
        with guard.looking_inside(), clock.travel(self.now):
            for family in self.families:
                case = Case.objects.get(code=family.walk.code)
                state, steps = State(case.state), list(Step.objects.filter(case=case).order_by("id"))
                assert case.is_open is (state in OPEN or state is State.STOPPING)
                assert (case.due_on is not None) is case.is_open is bool(case.due_what)
                assert all(before.to_state == after.from_state for before, after in pairwise(steps))
                assert steps[-1].to_state == state
                if case.is_open:
                    self.there_is_a_way_out(case, state)
            cells = Tally.objects.filter(what="state", period=EVER).values_list("municipality", "key", "count")
            counted = Counter(Case.objects.values_list("family__municipality", "state"))
            assert {(place, key): n for place, key, n in cells if n} == counted

    @staticmethod
    def there_is_a_way_out(case: Case, state: State) -> None:
        picture = picture_of(case.family_id)
        subjects = {s.subject for s in picture.statements}
        own = any(picture.takes_part(subject) for subject in subjects)
        standing = Standing(alive=picture.anyone_takes_part(), shared=False, own=own)
        open_now = acts_open_to({Role.COORDINATOR, Role.PARENT}, state, standing)
        assert any(ACTS[name].to not in (None, state) for name in open_now)

    # --- small things ------------------------------------------------------------------------------------------------
    @property
    def today(self) -> date:
        return self.now.astimezone(clock.AMSTERDAM).date()

    def has_seat(self, family: Family) -> bool:
        with guard.looking_inside():
            return family.walk.case().circle.filter(person=self.town.people["joris"]).exists()

    def actor(self, family: Family, key: str) -> Any:
        """Give somebody as an actor; a parent gets a place of her own when the desk can give her one."""
        if key in ("mother", "partner") and key not in family.said:
            return None
        with clock.travel(self.now):
            try:
                return family.walk.who(key)
            except SAYS_NO:
                return None


@pytest.mark.usefixtures("town")
def test_random_people_do_random_things(town: Any) -> None:
    machine = type("WithTown", (Knooppunt,), {"town": town, "seen": (seen := Counter())})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=40, deadline=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert len(seen) > 20, seen  # the walk came far enough to mean something
