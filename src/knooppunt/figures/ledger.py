"""The ledger: what of a year was told to the world, so that nothing told later gives away what was hidden."""

from collections.abc import Iterable

from .disclosure import Shown
from .models import Edition, Released


def told_of(year: int) -> list[Shown]:
    """Give all that was told of a year, in the order in which it was."""
    rows = Released.objects.filter(year=year).order_by("id").values_list("table", "area", "shown")
    return [Shown(table, frozenset(area.split(",")), numbers) for table, area, numbers in rows]


def write(year: int, lines: Iterable[Shown], edition: Edition | None = None) -> int:
    """Write down what leaves the house, and give how many lines that took; what was told before is not told again.

    For inside the transaction of what is told.
    """
    known = {(line.table, line.area, tuple(sorted(line.numbers.items()))) for line in told_of(year)}
    new = [line for line in lines if (line.table, line.area, tuple(sorted(line.numbers.items()))) not in known]
    Released.objects.bulk_create(
        Released(
            year=year, area=",".join(sorted(line.area)), table=line.table, shown=dict(line.numbers), edition=edition
        )
        for line in new
    )
    return len(new)
