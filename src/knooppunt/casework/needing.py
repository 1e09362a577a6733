"""Needs that show on the way: the coordinator writes them beside what the referrer saw, and takes back a mistake.

Here, and not in the referral, a municipality's own words are in the list: who refers may live anywhere, and knows the
base list of all Knooppunten.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .doors import Room, act
from .forms import data_class_of
from .local import chosen
from .models import Entry
from .refusals import Invalid


@act("name_needs")
def name_needs(room: Room, *, add: Iterable[str], remove: Iterable[str] = ()) -> None:
    """Add needs (codes of the list, or of what the municipality added to it), and take back others (codes of entries).

    What stands there already is not written twice. What came with the referral stays as it was. Raises Invalid.
    """
    needs = Entry.objects.filter(case=room.case, kind=Entry.Kind.NEED)
    needs.filter(from_referral=False, code__in=list(remove)).delete()
    there = set(needs.values_list("what", "local"))
    about = room.parents[0] if len(room.parents) == 1 else None
    for code in dict.fromkeys(add):
        found = chosen("needs", code, room.case.family.municipality_id)
        if found is None:
            raise Invalid({"needs": _("Kies uit de lijst.")})
        what, own = found
        if (what, own and own.pk) not in there:
            Entry.objects.create(
                case=room.case, kind=Entry.Kind.NEED, what=what, local=own, text=own.label if own else "", about=about,
                data_class=data_class_of(what), by_id=room.actor.person_id, role=room.role_name, at=room.now,
            )  # fmt: skip
