"""Recording what the adults of a family agree to, and taking it back."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from knooppunt.foundation import clock
from knooppunt.people.actor import Actor
from knooppunt.people.models import Discipline, Organisation

from . import forms
from .consents import Capacity, DataClass, Method, Picture, Purpose, age_on, asks_again, capacities, default_end, needed
from .convening import end_circle, settle
from .doors import Room, act, move, picture_of, statement_of
from .letters import to_hub, to_person
from .models import Conference, Consent, Invitation, Parent, Participation
from .process import OPEN, Role, State
from .refusals import Invalid, Refused
from .registering import register_again
from .seats import ASKED_TO_TABLE, category
from .texts import clean

NAME = 120  # signs
YOUTH_CARE = "jgz"  # the discipline that is always at the table
COUNTED = frozenset({Purpose.TAKE_PART, Purpose.RESEARCH})  # what decides whether a family is in the figures


@dataclass(frozen=True)
class Given:
    """How somebody said yes or no: in which capacity, by which means, in which language, before which witness."""

    capacity: str = Capacity.SELF
    method: str = Method.SPOKEN
    language: str = "nl"
    interpreter: bool = False
    witness: str = ""
    given_by: str = ""

    def errors(self, born_on: date | None, today: date) -> dict[str, str]:
        """Give the fields that cannot be: the capacity must fit the age, a spoken yes has a witness (R-CON-04, 05)."""
        found: dict[str, str] = {}
        if self.method == Method.SPOKEN and not self.witness.strip():
            found["witness"] = _("Vul in wie er meeluisterde. Bij een mondeling antwoord is een getuige nodig.")
        clean(found, "witness", self.witness, NAME)
        clean(found, "given_by", self.given_by, NAME)
        if self.method not in set(Method):
            found["method"] = _("Kies hoe er toestemming is gegeven.")
        if self.capacity not in set(Capacity):
            found["capacity"] = _("Kies wie er toestemming gaf.")
            return found
        if self.capacity != Capacity.SELF and not self.given_by.strip():
            found["given_by"] = _("Vul in wie er mee toestemming gaf.")
        if born_on is None:
            return found
        if born_on > today or age_on(born_on, today) < 10 or age_on(born_on, today) > 110:
            found["born_on"] = _("Deze geboortedatum kan niet kloppen. Kijk hem nog eens na.")
            return found
        represented = self.capacity == Capacity.REPRESENTATIVE
        if self.capacity not in capacities(age_on(born_on, today), represented=represented):
            found["capacity"] = _(
                "Onder de 16 jaar geeft ook een ouder of voogd toestemming. Vanaf 16 jaar beslist iemand zelf."
            )
        return found


def statements_of(
    parent: Parent, given: Given, actor: Actor, shares_with_youth_care: bool, research: bool | None
) -> list[Consent]:
    """Give the rows that one referral makes for one adult, not stored: one act, several rows (R-CON-02)."""
    rows = [_row(parent, Purpose.TAKE_PART, True, given, actor)]
    rows.append(_row(parent, Purpose.SHARE, shares_with_youth_care, given, actor, discipline=YOUTH_CARE))
    if research is not None:
        rows.append(_row(parent, Purpose.RESEARCH, research, given, actor))
    return rows


def _row(
    parent: Parent, purpose: str, yes: bool, given: Given, actor: Actor, *,
    organisation: int | None = None, discipline: str | None = None, data_class: str = "",
    ends_on: date | None = None, withdrawn: bool = False, evaluation_on: date | None = None,
) -> Consent:  # fmt: skip
    longest = default_end(clock.today(), evaluation_on)
    asked = forms.wording(purpose, given.language)
    decision = Consent.Decision.GIVEN if yes else Consent.Decision.REFUSED
    return Consent(
        subject=parent, purpose=purpose, decision=Consent.Decision.WITHDRAWN if withdrawn else decision,
        organisation_id=organisation, discipline_id=discipline, data_class=data_class, at=clock.now(),
        ends_on=(ends_on or longest) if yes else None, capacity=given.capacity,
        given_by=given.given_by.strip(), asked_by_id=actor.person_id, method=given.method, witness=given.witness,
        language=given.language, interpreter=given.interpreter, wording_version=asked.version,
        wording_hash=asked.digest,
    )  # fmt: skip


@act("give_consent")
def give_consent(
    room: Room, parent: str, *, purpose: str, yes: bool, given: Given | None = None,
    organisation: int | None = None, discipline: str = "", data_class: str = "", until: date | None = None,
) -> None:  # fmt: skip
    """Record a yes or a no of one adult for one purpose, organisation and kind of fact; `until` makes it shorter.

    A parent speaks only for herself; for another the coordinator records it. A no takes back every narrower yes, so
    that nothing of before shines through. Raises Invalid for what cannot be.
    """
    row = room.parent(parent)
    given = given or Given(method=Method.OWN_HAND)
    _own_words(room, row, yes=yes)
    errors = given.errors(row.born_on, room.today) | _scope_errors(purpose, organisation, discipline, data_class)
    if not yes:
        for name in ("witness", "capacity", "given_by"):  # a no is easy to say, and is one's own at any age
            errors.pop(name, None)
    if purpose == Purpose.SHARE and organisation is None and not discipline:
        errors["organisation"] = _("Kies met welke organisatie.")
    if yes:
        errors |= _end_errors(until, room.today)
    if errors:
        raise Invalid(errors)
    scope = (organisation, discipline or None, data_class)
    inside = _taken_back(room, row, purpose, scope) - {scope}
    if yes and purpose == Purpose.SHARE:
        until, inside = _within_the_whole(room, row, scope, until, inside)
    for one in inside:
        _write(room, row, purpose, one, given, yes=yes, withdrawn=not yes, ends_on=until)
    _write(room, row, purpose, scope, given, yes=yes, ends_on=until)
    if given.given_by.strip() and not row.represented_by:
        row.represented_by = given.given_by.strip()
        row.save(update_fields=["represented_by"])
    _look_again(room, row, {purpose})
    if purpose == Purpose.TAKE_PART and not yes:
        _stop_when_nobody_is_left(room)


@act("give_consent")
def renew_consent(room: Room, parent: str, *, given: Given | None = None, until: date | None = None) -> int:
    """Say yes once more to all that ends soon or just ended, as it was: what was kept apart stays so (R-CON-10).

    Research is asked apart; `until` makes it shorter. Gives how many were renewed.
    """
    row = room.parent(parent)
    given = given or Given(method=Method.OWN_HAND)
    _own_words(room, row, yes=True)
    if errors := given.errors(row.born_on, room.today) | _end_errors(until, room.today):
        raise Invalid(errors)
    ending = ending_of(room, row.pk)
    for one in ending:
        scope = (one.organisation_id, one.discipline_id, one.data_class)
        _write(room, row, one.purpose, scope, given, yes=True, ends_on=until)
    if ending:
        _look_again(room, row, {one.purpose for one in ending})
    return len(ending)


def _end_errors(until: date | None, today: date) -> dict[str, str]:
    if until is None or today <= until <= default_end(today):
        return {}
    return {"until": _("Kies een dag vanaf vandaag, hoogstens een jaar vooruit.")}


def ending_of(room: Room, subject: int) -> list[Consent]:
    """Give what one adult said last, about each thing, as far as it is a yes that soon ends or just ended."""
    said = [c for c in room.consents if c.subject_id == subject and c.purpose != Purpose.RESEARCH]
    last = {statement_of(c).scope: c for c in said}
    return [c for c in last.values() if is_asked_again(room, c)]


def is_asked_again(room: Room, consent: Consent) -> bool:
    """Say whether this is a yes of which it is time to ask whether it stays (R-CON-10); research is asked apart."""
    if consent.decision != Consent.Decision.GIVEN or consent.purpose == Purpose.RESEARCH:
        return False
    given_on, before = consent.at.astimezone(clock.AMSTERDAM).date(), room.case.hub.consent_days
    return asks_again(given_on, consent.ends_on, room.today, before)


@act("withdraw_consent")
def withdraw_consent(
    room: Room,
    parent: str,
    *,
    purpose: str,
    organisation: int | None = None,
    discipline: str = "",
    data_class: str = "",
) -> None:
    """Take a yes back, without a reason. It bites on the next request of anyone else; without anyone left we stop."""
    row = room.parent(parent)
    _own_words(room, row, yes=False)
    if errors := _scope_errors(purpose, organisation, discipline, data_class):
        raise Invalid(errors)
    herself = room.role is Role.PARENT
    language = room.actor.language if herself else row.language
    given = Given(method=Method.OWN_HAND if herself else Method.SPOKEN, language=language)
    for one in _taken_back(room, row, purpose, (organisation, discipline or None, data_class)):
        _write(room, row, purpose, one, given, yes=False, withdrawn=True)
    _look_again(room, row, {purpose})
    if room.role is Role.PARENT and room.picture.anyone_takes_part():
        to_hub(room.case.hub_id, "coordinator_step")
    _stop_when_nobody_is_left(room)


def _stop_when_nobody_is_left(room: Room) -> None:
    if room.state in OPEN and not room.picture.anyone_takes_part():
        end_circle(room)
        move(room, State.STOPPING)
        to_hub(room.case.hub_id, "coordinator_step")


def _scope_errors(purpose: str, organisation: int | None, discipline: str, data_class: str) -> dict[str, str]:
    """Give what cannot be in what a statement is about. Only sharing is said of somebody or of a kind of fact."""
    errors: dict[str, str] = {}
    if purpose not in set(Purpose):
        errors["purpose"] = _("Kies waarvoor.")
    elif purpose != Purpose.SHARE and (organisation is not None or discipline or data_class):
        errors["purpose"] = _("Alleen voor delen kunt u kiezen met wie en wat.")
    if data_class and data_class not in set(DataClass):
        errors["data_class"] = _("Kies uit de lijst.")
    if organisation is not None and not Organisation.objects.filter(pk=organisation).exists():
        errors["organisation"] = _("Kies uit de lijst.")
    if discipline and not Discipline.objects.filter(pk=discipline).exists():
        errors["discipline"] = _("Kies uit de lijst.")
    return errors


type Scope = tuple[int | None, str | None, str]


def _write(
    room: Room, row: Parent, purpose: str, scope: Scope, given: Given, *, yes: bool, withdrawn: bool = False,
    ends_on: date | None = None,
) -> None:  # fmt: skip
    organisation, discipline, data_class = scope
    _row(
        row, purpose, yes, given, room.actor, organisation=organisation, discipline=discipline, data_class=data_class,
        withdrawn=withdrawn, ends_on=ends_on, evaluation_on=room.case.evaluation_on,
    ).save()  # fmt: skip


def _within_the_whole(
    room: Room, row: Parent, scope: Scope, until: date | None, inside: set[Scope]
) -> tuple[date | None, set[Scope]]:
    """Give the end of a yes and the narrower ones that get it too: a part never lasts longer than its whole."""
    mine = [s for s in room.picture.statements if s.permits and (s.subject, s.purpose) == (row.pk, Purpose.SHARE)]
    last = until or default_end(room.today, room.case.evaluation_on)
    if scope[2]:
        whole = [s.ends_on for s in mine if (s.organisation, s.discipline, s.data_class or "") == (*scope[:2], "")]
        return min([last, *filter(None, whole)]), set()
    later = {(s.organisation, s.discipline, s.data_class or "") for s in mine if s.ends_on and s.ends_on > last}
    return until, inside & later


def _taken_back(room: Room, row: Parent, purpose: str, scope: Scope) -> set[Scope]:
    """Give what is withdrawn: what was said, and every yes within it, because a narrower yes would win from it.

    A no to a kind of professional also takes back the yes to the organisations where they work.
    """
    given = [s for s in room.picture.statements if s.permits and (s.subject, s.purpose) == (row.pk, purpose)]
    within = {(s.organisation, s.discipline, s.data_class or "") for s in given}
    scopes = {scope}
    if scope[0] is None and scope[1]:
        works = {seat.organisation_id for seat in room.circle if category(seat) == scope[1]} - {None}
        scopes |= {(organisation, None, scope[2]) for organisation in works}
    inside = {one for one in within if any(_is_within(one, wide) for wide in scopes)}
    return {scope} | inside


def _is_within(one: Scope, wide: Scope) -> bool:
    return all(a in (None, "", b) for a, b in zip(wide, one, strict=True))


def _own_words(room: Room, row: Parent, *, yes: bool) -> None:
    """A parent speaks for herself alone (R-WHO-01), and says yes alone only at an age and a state in which she may."""
    if room.role is Role.PARENT and row != room.self_as_parent:
        raise Refused("not_about_you")
    room.on_behalf_of = None if room.role is Role.PARENT else row
    if room.role is Role.PARENT and yes and capacity_of(room, row) is not Capacity.SELF:
        raise Refused("somebody_says_yes_too")


def capacity_of(room: Room, row: Parent) -> Capacity:
    """Say in which capacity a yes about this adult counts today: her age, and whether a mentor or curator decides."""
    age = age_on(row.born_on, room.today) if row.born_on else None
    said = [c for c in room.consents if c.subject_id == row.pk and c.purpose == Purpose.TAKE_PART]
    return needed(age, represented=bool(said) and said[-1].capacity == Capacity.REPRESENTATIVE)


def _look_again(room: Room, row: Parent, purposes: Set[str]) -> None:
    """Let what comes after in this act see the new statement, and close the door on who no longer may look.

    The figures see it at once as well: those on a screen do not register by themselves.
    """
    before, room.about = room.picture, [row.code]
    room.picture = picture_of(room.case.family_id)
    for seat in room.circle:
        if seat.ended_on is None:
            settle(room, seat)  # who left no longer decides who comes
        if seat.ended_on is not None or room.picture.shared_with(seat.organisation_id, category(seat)):
            continue
        _tell_it_ended(room, seat, before)
        if seat.access == Participation.Access.INVITED:
            seat.access = Participation.Access.CIRCLE
            seat.save(update_fields=["access"])
            Invitation.objects.filter(participation=seat, conference__state=Conference.State.PLANNED).delete()
    if purposes & COUNTED:
        register_again(room.case)


def _tell_it_ended(room: Room, seat: Participation, before: Picture) -> None:
    """Tell who could look until now that it ended; a letter without a reason, the same for every reason (R-CON-12)."""
    asked = seat.access in ASKED_TO_TABLE
    if asked and before.shared_with(seat.organisation_id, category(seat)):
        to_person(room, "access_ended", seat.person)


@act("stop")
def stop(room: Room) -> None:
    """Let the family stop. The access of everyone else ends with this request, not with its confirmation."""
    end_circle(room, "access_ended")


@act("confirm_stop")
def confirm_stop(room: Room) -> None:
    """Let the coordinator confirm that the family stopped; nothing can be read any more, only forgotten in time."""
    end_circle(room)
    room.case.outcome = "family_stopped"
