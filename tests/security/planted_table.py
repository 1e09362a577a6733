"""A family whose way to the table, and what was said at it, is written in planted words alone."""

from dataclasses import dataclass, field
from datetime import timedelta

from knooppunt.casework import agreeing, chairing, convening, following, reading
from knooppunt.casework.agreeing import NewAction
from knooppunt.foundation import clock
from tests.casework.kit import Walk
from tests.security.who_may_find import Fact, Planted


@dataclass
class PlantedWalk(Walk):
    """The walk of a family, step by step, that plants a word wherever somebody writes."""

    planted: Planted = field(kw_only=True)
    owners: dict[str, tuple[str, str]] = field(default_factory=dict)  # action -> whom its wish is about, who does it

    def prepare(self) -> None:
        """Let each parent say of her own what she wants to speak of; parked later, it is a wish in the same words."""
        super().prepare()
        plan, here = self.planted.plan, self.planted.word
        for kind in plan.adults:
            about = kind if plan.couple else ""  # whom the wish is about: both parents of one heard it

            def reads(who: str, kind: str = kind, about: str = about) -> bool:
                wished = plan.came_to("held") and plan.goal(who, about)
                return plan.may_read(who, Fact(about=kind)) or wished

            convening.set_points(self.who(kind), self.code, [here(reads)])

    def plan(self) -> None:
        starts, plan, here = clock.now() + timedelta(minutes=1), self.planted.plan, self.planted.word
        convening.plan_conference(self.desk, self.code, starts_at=starts, place=here(plan.place))
        chairing.add_theme(self.desk, self.code, here(plan.theme))
        chairing.open_agenda(self.desk, self.code)

    def hold(self) -> None:
        super().hold()
        plan, here = self.planted.plan, self.planted.word
        file = reading.case_file(self.desk, self.code)
        for point in (entry for entry in file.entries if entry.kind == "point"):
            agreeing.take_up(self.desk, self.code, point.code, moment="parked")
        agreeing.write_notes(self.desk, self.code, here(plan.around), version=file.conferences[-1].version)
        for about in ("", *plan.adults):
            subject = self.parent(about) if about else ""
            word = here(lambda who, about=about: plan.may_read(who, Fact(about=about)))
            agreeing.decide(self.desk, self.code, word, about=subject)
            self._wish(about, subject)

    def _wish(self, about: str, subject: str) -> None:
        """Plant a wish, why another one does not come, and an action of each kind of owner under it."""
        plan, here = self.planted.plan, self.planted.word

        def wish(who: str) -> bool:
            return plan.goal(who, about)

        goal = agreeing.add_goal(self.desk, self.code, here(wish), about=subject)
        agreeing.add_goal(self.desk, self.code, here(wish), moment="not", because=here(wish), about=subject)
        for owner in ("joris", "network", *plan.adults):

            def doing(who: str, owner: str = owner) -> bool:
                return plan.action(who, about, owner)

            if owner == "network":
                whose = {"network": here(doing)}
            else:
                whose = {"seat": self.seat(owner)} if owner == "joris" else {"parent": self.parent(owner)}
            new = NewAction(here(doing), clock.today() + timedelta(days=9), **whose)
            self.owners[agreeing.add_action(self.desk, self.code, goal, new)] = about, owner

    def conclude(self) -> None:
        super().conclude()
        plan = self.planted.plan
        if plan.state == "reopened":
            why = self.planted.word(plan.around)
            chairing.reopen_conference(self.desk, self.code, why=why)
            return
        for action in (one for goal in reading.case_file(self.desk, self.code).goals for one in goal.actions):
            if action.code in self.owners:
                about, owner = self.owners[action.code]
                word = self.planted.word(lambda who, about=about, owner=owner: plan.report(who, about, owner))
                following.report_action(
                    self.desk, self.code, action.code, status="stuck", report=word, version=action.version
                )

    def evaluate(self) -> None:
        plan, file = self.planted.plan, reading.case_file(self.desk, self.code)
        came = {action.code: "yes" for goal in file.goals for action in goal.actions}
        word = self.planted.word(lambda who: plan.may_read(who, Fact()))
        following.evaluate(self.who("fatima"), self.code, came=came, need_met="yes", change="better", words=word)

    def end(self) -> None:
        """Close with some last words."""
        following.close(
            self.who("fatima"), self.code, outcome="arranged", words=self.planted.word(self.planted.plan.closing)
        )
