"""How a family or a professional reaches the hub of a municipality: for the public pages, kept in one place.

The functional manager keeps telephone number and address at the hub; no page has a number of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import slugify

from knooppunt.foundation import clock
from knooppunt.foundation.prepared import DAY, Prepared

from .models import HubArea
from .models.places import standing


@dataclass(frozen=True, slots=True)
class Contact:
    """The hub that serves one municipality today; `place` stands in addresses of pages."""

    place: str
    municipality: str
    hub: str
    phone: str
    hours: str
    email: str
    first_contact_days: int
    answer_days: int


_CONTACTS: Prepared[HubArea] = Prepared(
    lambda day: (
        HubArea.objects.filter(standing(day)).select_related("hub", "municipality").order_by("municipality__name")
    ),
    DAY,
)


def contacts() -> tuple[Contact, ...]:
    """Give every municipality that has a hub today, by name, in one query."""
    return tuple(
        Contact(
            place=slugify(area.municipality.name),
            municipality=area.municipality.name,
            hub=area.hub.name,
            phone=area.hub.phone,
            hours=area.hub.hours,
            email=area.hub.email,
            first_contact_days=area.hub.first_contact_days,
            answer_days=area.hub.answer_days,
        )
        for area in _CONTACTS(clock.today())
    )


def contact(place: str) -> Contact | None:
    """Give the hub of the municipality with this name in an address, or None."""
    return next((one for one in contacts() if one.place == place), None)
