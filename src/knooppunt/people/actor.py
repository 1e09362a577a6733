"""Who acts: the few facts about a person that every door, screen and trail line needs, fixed for one request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from .models import Person

ASSURANCES = ("none", "code", "single", "substantial", "strong")
"""How sure we are: not at all, a code to an e-mail address, signed in (a parent: by a one-time code), vouched for by a
broker at eIDAS substantial, signed in with a second factor. In this order: each is surer than the one before."""
OWN_PLACE = ("single", "substantial", "strong")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, and how sure we are of it. What they may do is computed from rows, never kept here."""

    person_id: int | None
    code: str
    name: str
    assurance: str
    organisation_id: int | None
    organisation: str
    discipline: str
    language: str
    person: Person | None = field(default=None, compare=False, repr=False)  # the row, for a letter to the actor herself

    @property
    def is_known(self) -> bool:
        """Say whether this is a person with an account."""
        return self.person_id is not None


NOBODY = Actor(None, "", "", "none", None, "", "", "nl")
SYSTEM = Actor(None, "system", "", "strong", None, "", "", "nl")


def may_read_own_place(assurance: str) -> bool:
    """Say whether this is sure enough for a parent's own page; PARENT_MEDICAL_ASSURANCE can ask for more (R-AUT-01)."""
    least = settings.PARENT_MEDICAL_ASSURANCE or OWN_PLACE[0]
    return assurance in OWN_PLACE and ASSURANCES.index(assurance) >= ASSURANCES.index(least)


def actor_of(person: Person, assurance: str) -> Actor:
    """Give the actor for a signed-in person; fetch the person with `organisation` to spend no extra query.

    Raises ValueError for an assurance that does not exist; a person whose access was ended is nobody.
    """
    if assurance not in ASSURANCES:
        raise ValueError("That assurance does not exist.")
    if not person.is_active:
        return NOBODY
    return Actor(
        person_id=person.pk,
        code=person.code,
        name=person.name,
        assurance=assurance,
        organisation_id=person.organisation_id,
        organisation=person.organisation.name if person.organisation else "",
        discipline=person.discipline_id or "",
        language=person.language,
        person=person,
    )
