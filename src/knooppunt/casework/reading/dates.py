"""Who can when: the moments that are proposed for a conference, for whoever is asked."""

from ..doors import Room, look
from ..shown.dates import DatesShown
from ..sight import Sight
from ..weighing import dates_of, with_who_asks


@look("see_dates")
def dates(room: Room) -> DatesShown | None:
    """Give the moments and the answers that this reader may see, and who asks; None when nothing is asked now."""
    shown = dates_of(room, Sight(room))
    return with_who_asks(room, shown) if shown else None
