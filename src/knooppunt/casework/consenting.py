"""Recording what the adults of a family agree to, and taking it back."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from knooppunt.foundation import clock
from knooppunt.people.actor import Actor
from knooppunt.people.models import Discipline, Organisation

from . import forms
from .consents import Capacity, DataClass, Method, Purpose, age_on, capacities, default_end
from .doors import Room, act, category, move, picture_of
from .letters import to_hub
from .models import Conference, Consent, Invitation, Parent, Participation
from .process import OPEN, Role, State
from .refusals import Invalid, Refused
from .texts import clean

NAME = 120  # signs
YOUTH_CARE = "jgz"  # the discipline that is always at the table


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
    ends_on: date | None = None, withdrawn: bool = False,
) -> Consent:  # fmt: skip
    asked = forms.wording(purpose, given.language)
    decision = Consent.Decision.GIVEN if yes else Consent.Decision.REFUSED
    return Consent(
        subject=parent, purpose=purpose, decision=Consent.Decision.WITHDRAWN if withdrawn else decision,
        organisation_id=organisation, discipline_id=discipline, data_class=data_class, at=clock.now(),
        ends_on=(ends_on or default_end(clock.today())) if yes else None, capacity=given.capacity,
        given_by=given.given_by.strip(), asked_by_id=actor.person_id, method=given.method, witness=given.witness,
        language=given.language, interpreter=given.interpreter, wording_version=asked.version,
        wording_hash=asked.digest,
    )  # fmt: skip


@act("give_consent")
def give_consent(
    room: Room, parent: str, *, purpose: str, yes: bool, given: Given | None = None,
    organisation: int | None = None, discipline: str = "", data_class: str = "",
) -> None:  # fmt: skip
    """Record a yes or a no of one adult for one purpose, organisation and kind of fact.

    A parent speaks only for herself; for another the coordinator records it. Raises Invalid for what cannot be.
    """
    row = room.parent(parent)
    given = given or Given(method=Method.OWN_HAND)
    _own_words(room, row)
    errors = given.errors(row.born_on, room.today) | _scope_errors(purpose, organisation, discipline, data_class)
    if not yes:
        errors.pop("witness", None)  # a no is easy to say
    if purpose == Purpose.SHARE and organisation is None and not discipline:
        errors["organisation"] = _("Kies met welke organisatie.")
    if errors:
        raise Invalid(errors)
    _row(
        row,
        purpose,
        yes,
        given,
        room.actor,
        organisation=organisation,
        discipline=discipline or None,
        data_class=data_class,
    ).save()
    _look_again(room, row)
    if purpose == Purpose.TAKE_PART and not yes:
        _stop_when_nobody_is_left(room)


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
    _own_words(room, row)
    if errors := _scope_errors(purpose, organisation, discipline, data_class):
        raise Invalid(errors)
    given = Given(method=Method.OWN_HAND if room.role is Role.PARENT else Method.SPOKEN, language=row.language)
    for one, category_code, kind in _taken_back(room, row, purpose, (organisation, discipline or None, data_class)):
        _row(
            row, purpose, False, given, room.actor, organisation=one, discipline=category_code, data_class=kind,
            withdrawn=True,
        ).save()  # fmt: skip
    _look_again(room, row)
    _stop_when_nobody_is_left(room)


def _stop_when_nobody_is_left(room: Room) -> None:
    if room.state in OPEN and not room.picture.anyone_takes_part():
        _close_all_seats(room)
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


def _taken_back(room: Room, row: Parent, purpose: str, scope: Scope) -> set[Scope]:
    """Give what is withdrawn: what was said, and every yes within it, because a narrower yes would win from it."""
    given = [s for s in room.picture.statements if s.permits and (s.subject, s.purpose) == (row.pk, purpose)]
    within = {(s.organisation, s.discipline, s.data_class or "") for s in given}
    return {scope} | {one for one in within if all(a in (None, "", b) for a, b in zip(scope, one, strict=True))}


def _own_words(room: Room, row: Parent) -> None:
    """A parent speaks for herself alone (R-WHO-01)."""
    if room.role is Role.PARENT and row != room.self_as_parent:
        raise Refused("not_about_you")
    room.on_behalf_of = None if room.role is Role.PARENT else row


def _look_again(room: Room, row: Parent) -> None:
    """Let what comes after in this act see the new statement, and close the door on who no longer may look."""
    room.about = [row.code]
    room.picture = picture_of(room.case.family_id)
    for seat in room.circle:
        asked = seat.access == Participation.Access.INVITED and seat.ended_on is None
        if asked and not room.picture.shared_with(seat.organisation_id, category(seat)):
            seat.access = Participation.Access.CIRCLE
            seat.save(update_fields=["access"])
            Invitation.objects.filter(participation=seat, conference__state=Conference.State.PLANNED).delete()


@act("stop")
def stop(room: Room) -> None:
    """Let the family stop. The access of everyone else ends with this request, not with its confirmation."""
    _close_all_seats(room)


@act("confirm_stop")
def confirm_stop(room: Room) -> None:
    """Let the coordinator confirm that the family stopped; nothing can be read any more, only forgotten in time."""
    _close_all_seats(room)
    room.case.outcome = "family_stopped"


def _close_all_seats(room: Room) -> None:
    for seat in room.circle:
        if seat.ended_on is None:
            seat.ended_on, seat.lead = room.today, Participation.Lead.NO
            seat.save(update_fields=["ended_on", "lead"])
