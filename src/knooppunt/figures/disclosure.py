"""Which numbers of a year stay hidden, so that no family can be found in what is published (decision 0024).

How to use it (the face does not change any more):

    plan = protect(tables, families, areas, threshold=10, known=ledger)
    plan.why("needs", area, "housing")        # "" = may be printed, otherwise HIDDEN
    plan.why("families", area, "referred")    # also "consented", "questions"; by_municipality asks it of {code}
    plan.why("needs", area, "n"), plan.why("needs", area, "missing")
    plan.why("education", area, "mbo")        # a table with columns: the count of both together
    plan.shown(area)                          # what a release of this area tells: the lines for the ledger
    plan.check(lines)                         # raises Unsafe just before lines leave the house

`tables`: one Table for each table and for each column ("education.mother"). `families`: who there is, as
{"referred": {municipality: number}, "consented": ..., "questions": ...}. `areas`: every area that may ever be
published of the year: region, subregions, municipalities, and the one that is asked for; those of `known` join them.
`known`: the ledger of this year, as Shown lines; a hidden number stands there as None.

Four things for who publishes:
- HIDDEN is one word on purpose. "This one is small, that one is hidden for its sake" would tell a reader that the first
  is under the threshold and the second is not; what is published never says which of the two it is.
- Of a table with columns the families with an answer in either column (`n`, `missing` of "education") are for inside.
- Round after asking; put the numbers in the ledger as they were before rounding.
- What must leave the house together is asked of one plan; a plan is made anew whenever the ledger grew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .hiding import CONSENTED, FAMILIES, MISSING, QUESTIONS, REFERRED, Area, N, Pattern, Shown, Since, Table
from .proving import Proof
from .together import Other, Together

__all__ = ["CONSENTED", "FAMILIES", "HIDDEN", "MISSING", "QUESTIONS", "REFERRED", "Area", "N", "Other", "Plan"]
__all__ += ["Shown", "Since", "Table", "Unsafe", "protect"]

HIDDEN = "hidden"
THRESHOLD, WIDTH = 10, 5  # standards.md R-SDC-01, R-SDC-02
PERCENT_FROM = 30  # families; under it a percentage says more than it knows (R-SDC-03)


class Unsafe(Exception):
    """What was about to be published would tell too much. The message names tables and cells, never a number."""


@dataclass(frozen=True)
class Plan:
    """What may be shown of a year, over all its areas together."""

    pattern: Pattern
    proof: Proof

    def why(self, table: str, area: Iterable[str], cell: str) -> str:
        """Say why a cell stays hidden; "" when it may be shown. An area or cell that was not planned stays hidden."""
        return "" if self.pattern.shows(table, frozenset(area), cell) else HIDDEN

    def shown(self, area: Iterable[str]) -> list[Shown]:
        """Give what a release of this area tells: its tables, whom they count, and how many were referred per place."""
        whole = frozenset(area)
        lines = [self.pattern.line(name, whole) for name in self.pattern.names]
        if len(whole) > 1:
            lines += [self.pattern.line(FAMILIES, frozenset([place]), REFERRED) for place in sorted(whole)]
        return lines

    def bounds(self, table: str, area: Iterable[str], cell: str) -> tuple[int, int]:
        """Give the least and the most that a hidden number can be for who knows all tables and areas of this plan."""
        return self.proof.bounds(self.pattern.spot(table, frozenset(area), cell), by_all=True)

    def check(self, lines: Iterable[Shown]) -> None:
        """Look once more at what is about to leave the house: no number the plan hides, no gap that is too tight.

        Raises Unsafe. What earlier releases gave away by themselves does not stop a later one.
        """
        for line in lines:
            for cell, number in line.numbers.items():
                if number is not None:
                    if number != self.pattern.number(line.table, line.area, cell):
                        raise Unsafe(f"{line.table} {cell}")
                    continue
                spot = self.pattern.spot(line.table, line.area, cell)
                low, high = self.proof.bounds(spot)
                if high - low < self.proof.width and spot not in self.proof.lost and self.pattern.hides(spot):
                    raise Unsafe(f"{line.table} {cell}")


def protect(
    tables: Sequence[Table],
    families: Mapping[str, Mapping[str, int]],
    areas: Iterable[Iterable[str]],
    *,
    threshold: int = THRESHOLD,
    width: int = WIDTH,
    known: Iterable[Shown] = (),
    others: Sequence[Other] = (),
) -> Plan:
    """Choose what stays hidden: all that is small, and what else it takes that nothing small can be worked out.

    Of every hidden number a reader of all that is and was published can think up two stories that fit, and that are
    `width` apart or more, also who lays what was told at `others` of the year beside it. Raises ValueError when a
    table does not add up.
    """
    places = {place for one in others for people in one.families.values() for place in people}
    places = places.union(*(line.area for one in others for line in one.told))
    families = {who: dict.fromkeys(places, 0) | dict(of) for who, of in families.items()}
    pattern = Pattern.of(tables, families, [frozenset(area) for area in areas], list(known), threshold)
    pattern.close(width)
    proof = Proof(pattern, width)
    proof.run()
    together = Together(pattern, others, width)
    while together.run():
        proof.forget()
        proof.run()
    return Plan(pattern, proof)
