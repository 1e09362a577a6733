"""What a municipality added to a list in its own words, and as which value of the base list each counts.

Where somebody chooses, the values of the family's municipality stand beside those of the base list. The row that keeps
the choice holds both: figures count the base value, people read their own word.
"""

from collections.abc import Iterable

from .doors import opened
from .forms import codes
from .models import LocalValue
from .shown.registration import LocalShown


def local_values(municipalities: Iterable[str] | None = None, name: str = "") -> list[LocalShown]:
    """Give the values that municipalities added to the lists, or to that list, in the order of their labels."""
    with opened():
        found = LocalValue.objects.order_by("label")
        if municipalities is not None:
            found = found.filter(municipality__in=list(municipalities))
        if name:
            found = found.filter(list=name)
        return [LocalShown(*row) for row in found.values_list("municipality", "list", "code", "label", "counts_as")]


def chosen(
    name: str, code: str, municipality: str, before: LocalValue | None = None
) -> tuple[str, LocalValue | None] | None:
    """Give the value of the base list for what was chosen, and the local value where it is one; None for neither.

    What was chosen `before` may stay, also when the family lives elsewhere now.
    """
    if code in codes(name):
        return code, None
    if before is not None and before.code == code:
        return before.counts_as, before
    own = LocalValue.objects.filter(municipality=municipality, list=name, code=code).first()
    return (own.counts_as, own) if own else None
