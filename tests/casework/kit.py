"""How the tests bring a family of their own to any moment of the process, by walking the verbs as the cast."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from knooppunt.casework import agreeing, consenting, convening, following, keeping, reading, referring, welcoming
from knooppunt.casework.agreeing import NewAction
from knooppunt.casework.consenting import Given
from knooppunt.casework.models import Case, Participation, Step
from knooppunt.casework.referring import NewParent, NewReferral
from knooppunt.casework.refusals import NotFound, Refused
from knooppunt.foundation import clock, guard
from knooppunt.letters.models import Letter
from knooppunt.people.actor import Actor, actor_of
from knooppunt.people.models import Person
from knooppunt.trail.models import TrailLine

KERKRADE = "GM0928"
HEARD = Given(witness="Sanne")
MOTHER = NewParent(
    kind="mother", name="Kanarie Moederlief", born_on=date(1995, 5, 5), consent=HEARD, phone="06 00 00 00 02",
    address="Kanariekooi 7", contact_note="Kanarie fluit na negen uur", represented_by="",
)  # fmt: skip
PARTNER = NewParent(
    kind="partner", name="Mus Partnerlief", born_on=date(1993, 3, 3), consent=HEARD, phone="06 00 00 00 03",
    address="Mussenest 9", contact_note="Mus tjilpt na tienen",
)  # fmt: skip
STORY = NewReferral(
    municipality=KERKRADE, parents=(MOTHER,), due_on=None, born_on=None, needs=("income", "housing"),
    reason="Kanariegele brieven blijven dicht", strengths="Kanariezang", wishes="Kanarierust", involved="Kanarietante",
    signalled_through="conversation",
)  # fmt: skip
ORDER = ("received", "preparing", "planned", "held", "following", "evaluated", "closed")


@dataclass
class Walk:
    """One family of a test and the people around it."""

    town: Any
    code: str = ""

    def who(self, key: str) -> Actor:
        """Give somebody of the cast, or 'mother' or 'partner' of this family."""
        return self.parent_actor(key) if key in ("mother", "partner") else self.town.actor(key)

    @property
    def desk(self) -> Actor:
        return self.town.actor("marieke")

    def refer(self, by: str = "sanne", **more: Any) -> str:
        new = replace(STORY, **({"due_on": clock.today() + timedelta(weeks=12)} | more))
        self.code = referring.refer(self.town.actor(by), new)
        return self.code

    def to(self, state: str, *, couple: bool = False, **more: Any) -> str:
        """Refer and walk on until the case is in this state, with Fatima as lead and Joris at the table."""
        self.refer(**({"parents": (MOTHER, PARTNER)} if couple else {}), **more)
        for reached, step in zip(ORDER[1:], self._steps(), strict=True):
            if ORDER.index(reached) <= ORDER.index(state):
                step()
        return self.code

    def _steps(self) -> tuple:
        return self.prepare, self.plan, self.hold, self.conclude, self.evaluate, self.close

    def prepare(self) -> None:
        referring.accept(self.desk, self.code)
        for key in ("fatima", "joris"):
            convening.add_to_circle(self.desk, self.code, self.town.people[key].code, reason="involved")
        for kind in self.kinds():
            self.share(kind, "joris")
        for key in ("fatima", "joris"):
            convening.invite(self.desk, self.code, self.seat(key))
            convening.answer_invitation(self.who(key), self.code, yes=True)

    def plan(self) -> None:
        starts = clock.now() + timedelta(minutes=1)
        convening.plan_conference(self.desk, self.code, starts_at=starts, place="De Brug")

    def hold(self) -> None:
        present = [self.parent("mother"), self.seat("fatima"), self.seat("joris")]
        convening.hold_conference(self.desk, self.code, present=present)

    def conclude(self) -> None:
        goal = agreeing.add_goal(self.desk, self.code, "Kanarierust in huis")
        for new in (
            NewAction("Kanariebrieven openen", clock.today() + timedelta(days=9), seat=self.seat("joris")),
            NewAction("Kanarie voeren", clock.today() + timedelta(days=9), parent=self.parent("mother")),
        ):
            agreeing.add_action(self.desk, self.code, goal, new)
        agreeing.choose_lead(self.desk, self.code, self.seat("fatima"))
        agreeing.answer_lead(self.who("fatima"), self.code, yes=True)
        self.confirm("mother")
        agreeing.conclude(self.desk, self.code, evaluation_on=clock.today() + timedelta(weeks=8))

    def confirm(self, kind: str) -> None:
        """Read the agreements to a parent, who says yes to them."""
        keeping.confirm_together(self.desk, self.code, what="plan", method="paper", on_behalf_of=self.parent(kind))

    def evaluate(self) -> None:
        file = reading.case_file(self.desk, self.code)
        came = {a.code: "yes" for g in file.goals for a in g.actions}
        words = "Kanarie zingt weer"
        following.evaluate(self.who("fatima"), self.code, came=came, need_met="yes", change="better", words=words)

    def close(self) -> None:
        following.close(self.who("fatima"), self.code, outcome="arranged")

    def share(self, kind: str, key: str, *, yes: bool = True, data_class: str = "") -> None:
        """Let a parent say by telephone whether to share with the organisation of somebody of the cast."""
        consenting.give_consent(
            self.desk, self.code, self.parent(kind), purpose="share", yes=yes, given=HEARD,
            organisation=self.town.people[key].organisation_id, data_class=data_class,
        )  # fmt: skip

    def withdraw(self, kind: str, purpose: str = "take_part", **more: Any) -> None:
        consenting.withdraw_consent(self.desk, self.code, self.parent(kind), purpose=purpose, **more)

    # --- what stands in the rows ---------------------------------------------------------------------------------
    def case(self) -> Case:
        with guard.looking_inside():
            return Case.objects.get(code=self.code)

    def kinds(self) -> list[str]:
        with guard.looking_inside():
            return [p.kind for p in self.case().family.parents.order_by("id")]

    def parent(self, kind: str) -> str:
        with guard.looking_inside():
            return self.case().family.parents.get(kind=kind).code

    def seat(self, key: str) -> str:
        with guard.looking_inside():
            rows = Participation.objects.filter(case__code=self.code, person=self.town.people[key])
            return rows.order_by("-id").first().code

    def parent_actor(self, kind: str) -> Actor:
        """Give a parent with a place of her own."""
        with guard.looking_inside():
            person = self.case().family.parents.get(kind=kind).person
        if person is None:
            person = Person.objects.get(code=welcoming.give_place(self.desk, self.code, self.parent(kind)).person)
        return actor_of(person, "single")

    def steps(self) -> list[tuple[str, str, str]]:
        with guard.looking_inside():
            rows = Step.objects.filter(case__code=self.code).order_by("id")
            return list(rows.values_list("act", "from_state", "to_state"))


def lines(case: str = "", **more: Any) -> list[TrailLine]:
    """Give the lines of the trail, the oldest first."""
    found = TrailLine.objects.filter(**({"case_code": case} if case else {}), **more)
    return list(found.order_by("id"))


def letters_since(number: int) -> list[tuple[str, str]]:
    """Give kind and address of the letters after the first `number`."""
    return list(Letter.objects.order_by("id").values_list("kind", "to"))[number:]


@contextmanager
def nothing_changes(walk: Walk, act: str = "") -> Iterator[None]:
    """Check that a refused act leaves no step, no letter, no other state and no line that it was done."""
    before = walk.steps(), Letter.objects.count(), walk.case().version, len(lines(outcome="done"))
    yield
    assert (walk.steps(), Letter.objects.count(), walk.case().version, len(lines(outcome="done"))) == before
    if act:
        assert lines(walk.code)[-1].outcome == "refused"
        assert lines(walk.code)[-1].act == act


@contextmanager
def refused(walk: Walk, reason: str, act: str = "") -> Iterator[None]:
    """Check that what is done in the block is refused for this reason, and changes nothing."""
    with nothing_changes(walk, act), pytest.raises(Refused) as caught:
        yield
    assert caught.value.reason == reason


@contextmanager
def not_found(walk: Walk) -> Iterator[None]:
    """Check that the case does not exist for who tries in the block."""
    with nothing_changes(walk), pytest.raises(NotFound):
        yield


def words_in(answer: Any) -> str:
    """Give all text in an answer of reading, however deep it stands."""
    if is_dataclass(answer) and not isinstance(answer, type):
        return " ".join(words_in(getattr(answer, f.name)) for f in fields(answer))
    if isinstance(answer, dict):
        return " ".join(words_in(part) for pair in answer.items() for part in pair)
    if isinstance(answer, list | tuple | set | frozenset):
        return " ".join(map(words_in, answer))
    return str(answer)
