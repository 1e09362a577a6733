"""Who has parental authority over the child: looked up and not taken on somebody's word, with its source and date."""

from datetime import date

from django.utils.translation import gettext as _

from .consents import Authority, second_yes_missing
from .doors import Room, act
from .forms import codes
from .refusals import Invalid


@act("record_authority")
def record_authority(
    room: Room, parent: str, *, authority: str, source: str, on: date | None, one_yes_because: str = ""
) -> None:
    """Record whether an adult has authority, where that was read and when; `one_yes_because` only when it is shared.

    The reason says why the other holder is not asked (R-WHO-03). Raises Invalid for what cannot be.
    """
    row = room.parent(parent)
    errors: dict[str, str] = {}
    if authority not in set(Authority):
        errors["authority"] = _("Kies wie het gezag heeft.")
    if source not in codes("authority_sources"):
        errors["source"] = _("Kies waar u dit hebt nagekeken.")
    if on is None or on > room.today:
        errors["on"] = _("Vul de dag in waarop u dit hebt nagekeken.")
    if one_yes_because and one_yes_because not in codes("one_yes_reasons"):
        errors["one_yes_because"] = _("Kies uit de lijst.")
    if errors:
        raise Invalid(errors)
    row.authority, row.authority_source, row.authority_on = authority, source, on
    row.one_yes_because = one_yes_because if authority == Authority.SHARED else ""
    row.save(update_fields=["authority", "authority_source", "authority_on", "one_yes_because"])
    room.about = [row.code]


def second_yes_missing_in(room: Room) -> bool:
    """Say whether the child of this case needs a second yes that is not there."""
    return second_yes_missing(
        born=room.case.family.born_on is not None,
        holders=[(p.authority, room.picture.takes_part(p.pk), bool(p.one_yes_because)) for p in room.parents],
    )
