"""What one may choose from in a form: (code, label) pairs of the reference data, each in one query."""

from knooppunt.foundation.prepared import Prepared

from .models import Discipline, Hub, Municipality, Organisation, Subregion
from .models.places import Grouping

Pairs = list[tuple[str, str]]


def disciplines(language: str = "nl") -> Pairs:
    """Give the disciplines in their fixed order, in the reader's language."""
    return [(row.code, row.label(language)) for row in Discipline.objects.all()]


_MUNICIPALITIES: Prepared[tuple[str, str]] = Prepared(lambda: Municipality.objects.values_list("code", "name"))


def municipalities() -> Pairs:
    """Give the municipalities by name."""
    return _MUNICIPALITIES()


def organisations() -> Pairs:
    """Give the organisations by name."""
    return list(Organisation.objects.values_list("code", "name"))


def hubs() -> Pairs:
    """Give the hubs by name."""
    return list(Hub.objects.values_list("code", "name"))


def subregions() -> Pairs:
    """Give the subregions of the project leaders by name."""
    return list(Subregion.objects.filter(grouping=Grouping.KKS).values_list("code", "name"))
