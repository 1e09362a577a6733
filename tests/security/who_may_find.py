"""Who may find which word of a random family, worked out from the rules and from nothing in the code.

The rules are standards.md 1.2 and 1.3, R-WHO-01, R-WHO-06 and decisions 13 to 15. Of professionals each says the most
that they may find; of a parent it says just what she finds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from tests.casework.kit import Walk

TABLE = {"fatima", "joris"}
WAY = ("preparing", "planned", "held", "reopened", "following", "evaluated", "closed")


@dataclass(frozen=True)
class Fact:
    """Something that is written down: by whom, for whom, about whom, hidden from whom, of which kind."""

    writer: str = ""
    visible_to: str = "table"
    about: str = ""  # mother, partner, or '' for the family
    hidden_from: str = ""
    data_class: str = "general"


@dataclass(frozen=True)
class Plan:
    """One random family: who takes part, with whom each shares what, and what was written."""

    state: str
    couple: bool
    left: frozenset[str]  # who took the yes to take part back
    refuses: frozenset[tuple[str, str, str]]  # adult, reader at the table, kind of fact ('' for all)
    facts: tuple[Fact, ...]

    @property
    def adults(self) -> tuple[str, ...]:
        return ("mother", "partner") if self.couple else ("mother",)

    @property
    def living(self) -> list[str]:
        """Who takes part."""
        return [adult for adult in self.adults if self.takes_part(adult)]

    def came_to(self, state: str) -> bool:
        """Say whether the family came as far as this state."""
        return WAY.index(self.state) >= WAY.index(state)

    def takes_part(self, adult: str) -> bool:
        return adult in self.adults and adult not in self.left

    def reads_on(self, adult: str) -> bool:
        """Say whether a parent reads of the family: while she takes part, or when nobody stayed whose it would be."""
        return adult in self.adults and (self.takes_part(adult) or not self.living)

    def leads(self, who: str) -> bool:
        """Say whether this is who keeps the plan: chosen at the conference, until the end."""
        return who == "fatima" and self.state in ("reopened", "following", "evaluated")

    def said_yes(self, adult: str, reader: str, data_class: str = "general") -> bool:
        """Say whether an adult who takes part shares this with who sits, or sat, at the table."""
        said_no = {(adult, reader, ""), (adult, reader, data_class)} & self.refuses
        return self.takes_part(adult) and not said_no

    def shares(self, adult: str, reader: str, data_class: str) -> bool:
        """Say whether somebody at the table may know this about this adult: the most specific answer counts."""
        return self.state != "closed" and self.said_yes(adult, reader, data_class)

    def comes_in(self, who: str) -> bool:
        """Say whether this professional may open the case at all."""
        shared = who in TABLE and any(self.shares(adult, who, "general") for adult in self.living)
        return shared or (who == "marieke" and bool(self.living))

    def may_read(self, who: str, fact: Fact) -> bool:
        """Say who may find a fact, from the rules alone."""
        about = [fact.about] if fact.about else self.living
        living = [a for a in about if self.takes_part(a)]
        if who in ("mother", "partner"):
            # Her own, or the family's while she reads on; tender facts may be about the other adult.
            hers = fact.about == who
            ours = fact.about == "" and self.reads_on(who) and (fact.data_class == "general" or not self.couple)
            return who in self.adults and fact.hidden_from != who and fact.visible_to == "table" and (hers or ours)
        if who == "marieke":
            meant = fact.visible_to != "writer" or fact.writer == who
            return meant and bool(living)
        if who in TABLE:
            meant = fact.visible_to in ("table", "professionals") or (fact.visible_to == "leading" and self.leads(who))
            agreed = all(self.shares(a, who, fact.data_class) for a in living)
            return (meant or fact.writer == who) and bool(living) and agreed
        return False

    # --- what is agreed at the table, and about it -------------------------------------------------------------------
    def goal(self, who: str, about: str) -> bool:
        """A goal of the family is kept by desk and lead; one about a parent is hers to share (decision 15)."""
        if who in ("mother", "partner"):
            return self.reads_on(who) and about in ("", who)
        if about == "" and (who == "marieke" or self.leads(who)):
            return self.comes_in(who)
        return self.may_read(who, Fact(about=about))

    def action(self, who: str, about: str, owner: str) -> bool:
        """One's own action always; another's with its goal, and a parent's at the table if she shares."""
        if who == owner:
            return who in self.adults or self.comes_in(who)
        of_another = owner in self.adults and who in TABLE
        return self.goal(who, about) and (not of_another or self.shares(owner, who, "general"))

    def report(self, who: str, about: str, owner: str) -> bool:
        """How an action goes is not for the other parent of whose it is."""
        others = owner in self.adults and who in ("mother", "partner") and who != owner
        return not others and self.action(who, about, owner)

    def place(self, who: str) -> bool:
        """Where we meet is for who comes; a parent who left reads on where she was."""
        was_there = who == "mother" and self.came_to("held")
        return self.comes_in(who) or self.reads_on(who) or was_there

    def theme(self, who: str) -> bool:
        """A theme is of the whole table, and about everybody at it, until the conference is over."""
        now = self.state in ("planned", "held", "reopened") and bool(self.living)
        return now and self.may_read(who, Fact())

    def around(self, who: str) -> bool:
        """Notes of a conference, and why it was as it was, are about everyone there: desk and lead keep them."""
        if who == "marieke" or self.leads(who):
            return self.comes_in(who)
        return who in TABLE and self.may_read(who, Fact())

    def closing(self, who: str) -> bool:
        """Say who reads the last words: the family, who sat at the table while it is shared, and who referred."""
        if who in TABLE:
            return any(self.said_yes(adult, who) for adult in self.living)
        return self.may_read(who, Fact()) or (who == "sanne" and bool(self.living))


@dataclass
class Planted:
    """The words of one family and who may find each of them."""

    plan: Plan
    walk: Walk = field(init=False)
    words: dict[str, Callable[[str], bool]] = field(default_factory=dict)
    number: Iterator[int] = field(default_factory=lambda: count(1))

    def word(self, may_read: Callable[[str], bool]) -> str:
        """Give a fresh word that stands nowhere else."""
        fresh = f"zq{next(self.number):03d}xk"
        self.words[fresh] = may_read
        return fresh
