"""Who looked at my file: what others did and saw about one parent, from the trail, and nothing that must stay hidden.

R-RGT-02. Left out: the road to Veilig Thuis (R-LAW-09), notes of which she may not know, and everything of the other
parent: visits, answers, and lines that are about the other alone (R-WHO-06).
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from itertools import groupby

from django.db.models import Q

from knooppunt.foundation import clock
from knooppunt.people.models import Organisation, Person
from knooppunt.trail.reading import Visit, visits_about

from ..consents import Purpose, Question, decide
from ..doors import Room, look, statement_of
from ..following import HIDDEN
from ..models import Parent, Participation
from ..seats import category

NEVER_SHOWN = frozenset({"report_safety", "see_safety"})
OF_THE_HUB = frozenset({"coordinator", "deputy"})
EVERYTHING = 100_000
AROUND = frozenset({"lead", "participant", "invited", "asked"})


@dataclass(frozen=True, slots=True)
class LookShown:
    """What one person in one role did and saw on one day. `name` stands there when she may know who it is."""

    ref: str
    on: date
    role: str
    is_self: bool
    name: str
    discipline: str
    organisation: str
    acts: tuple[tuple[str, int], ...]  # name of the act, how often
    allowed_on: date | None  # the day of her own yes that allowed it

    @property
    def times(self) -> int:
        """How often in all."""
        return sum(times for _act, times in self.acts)


@dataclass(frozen=True, slots=True)
class LogShown:
    """A page of the log; `before` is where the next page starts."""

    code: str
    acts: frozenset[str]
    looks: tuple[LookShown, ...]
    before: date | None


@look("see_log")
def own_log(room: Room, *, since: date | None = None, before: date | None = None) -> LogShown:
    """Give a parent who did and saw what about her, by day, the newest first. That she looks is recorded as well."""
    me = room.self_as_parent
    assert me is not None  # the table lets in parents alone
    room.about = [me.code]
    visits, further = visits_about(me.code, room.case.code, shown=_may_be_known(room, me), since=since, before=before)
    return LogShown(room.case.code, room.open_acts(), tuple(_Faces(room, me, visits).looks()), further)


def looks_of(room: Room) -> list[LookShown]:
    """Give everything that stands in the log of the parent who asks, without pages; for the file that she takes along.

    The line of this look is that of the door that is open.
    """
    me = room.self_as_parent
    if me is None:
        return []
    visits, _more = visits_about(me.code, room.case.code, shown=_may_be_known(room, me), limit=EVERYTHING)
    return _Faces(room, me, visits).looks()


def _may_be_known(room: Room, me: Parent) -> Q:
    """Give the condition of what this parent may know of."""
    hers = ~Q(role="parent") | Q(actor_code=room.actor.code)
    for_her = Q(on_behalf_of__in=("", me.code))
    return hers & for_her & ~Q(act__in=NEVER_SHOWN) & ~Q(detail=HIDDEN)


class _Faces:
    """The people behind the codes of some visits, as far as this parent may know them."""

    def __init__(self, room: Room, me: Parent, visits: list[Visit]) -> None:
        self.room, self.me, self.visits = room, me, visits
        codes = {visit.actor_code for visit in visits}
        found = Person.objects.filter(code__in=codes, kind=Person.Kind.PROFESSIONAL).select_related("discipline")
        self.people = {person.code: person for person in found}
        numbers = {int(v.actor_organisation) for v in visits if v.actor_organisation.isdecimal()}
        self.organisations = dict(Organisation.objects.filter(pk__in=numbers).values_list("pk", "name"))
        met = [seat for seat in room.circle if seat.access != Participation.Access.CIRCLE]
        self.met = {seat.person_id: seat for seat in met}
        self.statements = [statement_of(c) for c in room.consents if c.subject_id == me.pk]

    def looks(self) -> list[LookShown]:
        """Fold what one person did in one role on one day."""
        one = lambda v: (v.on, v.actor_code, v.role, v.actor_organisation)  # noqa: E731
        return [self._look(*key, list(visits)) for key, visits in groupby(self.visits, one)]

    def _look(self, on: date, code: str, role: str, organisation: str, visits: list[Visit]) -> LookShown:
        person, number = self.people.get(code), int(organisation) if organisation.isdecimal() else None
        known = person is not None and (role in OF_THE_HUB or person.pk in self.met or role == "referrer")
        discipline = person.discipline if person else None
        own = code == self.room.actor.code
        return LookShown(
            ref=sha256(f"{self.room.case.code}|{self.me.code}|{on}|{code}|{role}".encode()).hexdigest()[:10],
            on=on, role=role, is_self=own, name=person.name if person and known else "",
            discipline=discipline.label(self.room.actor.language) if discipline else "",
            organisation=self.organisations.get(number or 0, ""), acts=tuple((v.act, v.times) for v in visits),
            allowed_on=None if own else self._allowed_on(on, role, number, person),
        )  # fmt: skip

    def _allowed_on(self, on: date, role: str, organisation: int | None, person: Person | None) -> date | None:
        """Give the day of the yes that counted then: to take part for the hub, to share for who sat at the table."""
        moment = datetime.combine(on, time.max, clock.AMSTERDAM)
        asked = Question(self.me.pk, Purpose.TAKE_PART, moment)
        if role in AROUND:
            seat = self.met.get(person.pk) if person else None
            asked = Question(self.me.pk, Purpose.SHARE, moment, organisation, category(seat) if seat else None)
        elif role not in OF_THE_HUB:
            return None
        because = decide(self.statements, asked).because
        return because.at.astimezone(clock.AMSTERDAM).date() if because and because.permits else None
