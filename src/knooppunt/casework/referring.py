"""Referring a family, and what the coordinator does with a referral."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from knooppunt.foundation import clock
from knooppunt.foundation.codes import hash_secret, new_code, with_other_codes
from knooppunt.foundation.prepared import store
from knooppunt.people.actor import Actor
from knooppunt.people.models import Hub, Person
from knooppunt.people.names import normalised
from knooppunt.people.writing import write_to
from knooppunt.trail.record import record

from . import letters
from .consenting import Given, statements_of
from .consents import DataClass
from .convening import end_circle
from .doors import Room, act, writing
from .due import second_birthday
from .forms import FORM_VERSION, codes, data_class_of
from .models import AdviceRequest, Case, Draft, Entry, Family, Parent, Referral, Step, Tally
from .models.tally import Cell
from .process import Role, Standing, State, judge
from .refusals import Conflict, Invalid, Refused
from .reporting_back import milestone
from .texts import clean
from .welcoming import watch_addresses

LONGEST_PREGNANCY = timedelta(days=300)
OVERDUE = timedelta(days=30)
# What may be corrected of an adult.
ADULT = frozenset({
    "name", "born_on", "phone", "email", "address", "secret_address", "contact_by", "contact_note", "language",
    "interpreter", "represented_by",
})  # fmt: skip


@dataclass(frozen=True)
class NewParent:
    """An adult as the referrer knows her or him. Only adults who agreed to take part may be handed in."""

    kind: str
    name: str
    born_on: date | None
    consent: Given
    shares_with_youth_care: bool = True
    research: bool | None = None  # None: not asked
    phone: str = ""
    email: str = ""
    address: str = ""
    secret_address: bool = False
    contact_by: str = "phone"
    contact_note: str = ""
    language: str = "nl"
    interpreter: bool = False
    represented_by: str = ""


@dataclass(frozen=True)
class NewReferral:
    """Everything that the pages of a referral asked. Dates are Dutch calendar dates, lists hold codes."""

    municipality: str
    parents: tuple[NewParent, ...]
    due_on: date | None = None
    born_on: date | None = None
    needs: tuple[str, ...] = ()
    reason: str = ""
    strengths: str = ""
    wishes: str = ""
    involved: str = ""
    signalled_through: str = ""
    discipline: str = ""
    organisation_name: str = ""
    advice: str = ""  # code of the advice request that it grew from
    origin: str = Referral.Origin.PROFESSIONAL


def target_group_error(due_on: date | None, born_on: date | None, today: date) -> str:
    """Give a code when the family is outside the target group or a date cannot be: '' means welcome.

    Welcome: pregnant, or a youngest child under two (domain.md 1.1).
    """
    if due_on is None and born_on is None:
        return "date_missing"
    if due_on is not None and not today - OVERDUE <= due_on <= today + LONGEST_PREGNANCY:
        return "due_date_cannot_be"
    if born_on is not None and born_on > today:
        return "born_in_future"
    if due_on is None and born_on is not None and second_birthday(born_on) <= today:
        return "child_too_old"
    return ""


@with_other_codes
def refer(actor: Actor, new: NewReferral, *, draft: str = "") -> str:
    """Bring in a family; gives the code of the case. The same draft twice gives the same case.

    Raises Refused when nobody agreed to take part or the actor was not checked, Invalid with the fields that cannot be.
    """
    with writing():
        code = new_code()
        if draft and (sent := _sent_before(actor, draft, code)):
            return sent
        role = Role.PARENT if new.origin == Referral.Origin.PARENT else Role.REFERRER
        known = role is Role.PARENT or actor.assurance in ("code", "strong")
        agreed = bool(new.parents)
        verdict = judge("refer", {role} if known else (), None, Standing(alive=agreed, shared=False, own=agreed))
        if not verdict.allowed:
            raise Refused(str(verdict.reason))
        hub = _checked(new)
        case = _open_case(code, new, hub)
        about = _write_family(actor, case, new, role)
        _finish(actor, case, new, role, about)
        return code


def _sent_before(actor: Actor, draft: str, code: str) -> str:
    """Turn the writer's own draft into the case of this code, and empty it; gives the case that it became before."""
    own = Draft.objects.filter(Q(owner=None) | Q(owner_id=actor.person_id), code=draft)
    if own.filter(referral_code="").update(answers={}, referral_code=code, changed_at=clock.now()):
        return ""
    sent = own.first()
    if sent is None:
        raise Refused("draft_gone")
    return sent.referral_code


def _checked(new: NewReferral) -> Hub:
    """Check what the form may not get wrong; gives the hub that serves the municipality."""
    errors: dict[str, str] = {}
    today = clock.today()
    if target_group_error(new.due_on, new.born_on, today):
        errors["due_on"] = _("Met deze datum valt het gezin buiten de doelgroep.")
    if set(new.needs) - codes("needs"):
        errors["needs"] = _("Kies uit de lijst.")
    if new.signalled_through and new.signalled_through not in codes("signalled_through"):
        errors["signalled_through"] = _("Kies uit de lijst.")
    hub = Hub.serving(new.municipality, today)
    if hub is None:
        errors["municipality"] = _("In deze gemeente is nog geen Knooppunt.")
    for name in ("reason", "strengths", "wishes", "involved"):
        clean(errors, name, getattr(new, name))
    clean(errors, "organisation_name", new.organisation_name, 120)
    for number, parent in enumerate(new.parents):
        wrong = adult_errors(vars(parent)) | parent.consent.errors(parent.born_on, today)
        errors.update({f"{number}-{name}": text for name, text in wrong.items()})
    if errors or hub is None:
        raise Invalid(errors)
    return hub


def adult_errors(values: Mapping[str, Any]) -> dict[str, str]:
    """Give what cannot be in the facts about an adult, by the columns that keep them."""
    errors: dict[str, str] = {}
    for name, value in values.items():
        longest = getattr(Parent._meta.get_field(name), "max_length", None) if name in ADULT else None
        if longest and isinstance(value, str):
            clean(errors, name, value, longest)
    if "name" in values and not values["name"].strip():
        errors["name"] = _("Vul een naam in.")
    if values.get("contact_by", "phone") not in Parent.ContactBy.values:
        errors["contact_by"] = _("Kies uit de lijst.")
    if values.get("kind", "mother") not in Parent.Kind.values:
        errors["kind"] = _("Kies uit de lijst.")
    return errors


def _open_case(code: str, new: NewReferral, hub: Hub) -> Case:
    now = clock.now()
    family = Family(municipality_id=new.municipality, due_on=new.due_on, born_on=new.born_on)
    store(family)
    case = Case(
        code=code, family=family, hub=hub, state=State.RECEIVED, since_at=now, received_at=now,
        due_what="first_contact", due_on=clock.add_working_days(clock.today(), hub.first_contact_days),
    )  # fmt: skip
    store(case)
    return case


def _write_family(actor: Actor, case: Case, new: NewReferral, role: Role) -> list[str]:
    """Keep the adults, what they agreed to and what the referrer told; gives the codes of the adults."""
    parents = [
        Parent(
            family=case.family, kind=p.kind, name=p.name.strip(), born_on=p.born_on, phone=p.phone, email=p.email,
            address="" if p.secret_address else p.address, secret_address=p.secret_address,
            contact_by=p.contact_by, contact_note=p.contact_note, language=p.language, interpreter=p.interpreter,
            represented_by=p.represented_by, match_key=match_key(p.name, p.born_on),
        )
        for p in new.parents
    ]  # fmt: skip
    store(*parents)
    store(*(
        statement
        for row, p in zip(parents, new.parents, strict=True)
        for statement in statements_of(row, p.consent, actor, p.shares_with_youth_care, p.research)
    ))  # fmt: skip
    common = {"case": case, "by_id": actor.person_id, "role": role, "from_referral": True}
    about = parents[0] if len(parents) == 1 else None
    # Where home is not safe, the words of the referrer may be about one and dangerous before the other (R-WHO-06).
    unsafe = about is None and DataClass.SAFETY in map(data_class_of, new.needs)
    readers = Entry.VisibleTo.PROFESSIONALS if unsafe else Entry.VisibleTo.TABLE
    entries = [
        Entry(kind="need", what=need, data_class=data_class_of(need), about=about, **common) for need in new.needs
    ]
    for kind, text in (
        ("reason", new.reason), ("strength", new.strengths), ("wish", new.wishes), ("involved", new.involved),
    ):  # fmt: skip
        if text.strip():
            entries.append(Entry(kind=kind, text=text.strip(), about=about, visible_to=readers, **common))
    store(*entries)
    return [row.code for row in parents]


def match_key(name: str, born_on: date | None) -> str:
    """Give the keyed hash by which the same adult is found at another hub; '' without a birth date."""
    if born_on is None:
        return ""
    words = " ".join(sorted(normalised(name).split()))
    return hash_secret(f"{words}|{born_on.isoformat()}", key=settings.SECRET_KEY)


def _finish(actor: Actor, case: Case, new: NewReferral, role: Role, about: list[str]) -> None:
    """Keep the referral, the first step, the line, the letters and the counts; these last, for others wait for them."""
    referrer = actor.person
    referral = Referral(
        case=case, origin=new.origin, referrer=referrer, municipality_id=new.municipality,
        discipline_id=new.discipline or actor.discipline or None, organisation_id=actor.organisation_id,
        organisation_name=new.organisation_name or actor.organisation, signalled_through=new.signalled_through,
        form_version=FORM_VERSION,
    )  # fmt: skip
    step = Step(
        case=case, act="refer", to_state=State.RECEIVED, by_id=actor.person_id, role=role, hub=case.hub,
        at=case.since_at,
    )  # fmt: skip
    store(referral)
    store(step)
    today = clock.today()
    record("refer", actor=actor, role=role, case=case.code, about=about)
    if referrer and new.origin != Referral.Origin.PARENT:  # a parent reads it in her own place
        write_to(referrer, "referral_received", date=today)
    letters.to_hub(case.hub_id, "coordinator_new_referral")
    place = new.municipality
    cells = _counted(referral, place, today, 1) | {("state", place, None, "received"): 1}
    Tally.add_all(cells | _grown_from(new.advice, referrer, referral.code))


def _grown_from(code: str, referrer: Person | None, referral: str) -> dict[Cell, int]:
    """Mark the referrer's own question as the one that became this referral; gives what that counts."""
    if not code or not referrer:
        return {}
    mine = Q(asker=referrer)
    if referrer.email:
        mine |= Q(asker_email=referrer.email.lower())
    question = AdviceRequest.objects.filter(mine, code=code, referral_code="").first()
    if question is None:
        return {}
    AdviceRequest.objects.filter(pk=question.pk).update(state="referred", referral_code=referral)
    asked_on = question.asked_at.astimezone(clock.AMSTERDAM).date()
    return {("advice_referred", question.municipality_id, asked_on, question.discipline_id or "unknown"): 1}


@act("record_contact")
def record_contact(room: Room, *, on: date | None = None) -> None:
    """Record that the coordinator spoke with the family for the first time (today unless told otherwise)."""
    first = room.case.contacted_on is None
    room.case.contacted_on = _not_in_future(room, on)
    if first:
        milestone(room, "contacted")


def _not_in_future(room: Room, on: date | None) -> date:
    day = on or room.today
    if day > room.today:
        raise Invalid({"on": _("Deze datum ligt in de toekomst.")})
    return day


@act("accept")
def accept(room: Room) -> None:
    """Take the family into preparation."""
    room.case.contacted_on = room.case.contacted_on or room.today


@act("decline")
def decline(room: Room, *, reason: str, other_route: str, advice: str) -> None:
    """Say no with a reason, another route and an advice in words to the referrer. All three are required.

    The parents may read the advice too: it is about them. Who was asked to the table hears that it is over.
    """
    errors: dict[str, str] = {}
    if reason not in codes("decline_reasons"):
        errors["reason"] = _("Kies een reden.")
    if other_route not in codes("other_routes"):
        errors["other_route"] = _("Kies een andere weg voor dit gezin.")
    if not advice.strip():
        errors["advice"] = _("Schrijf een advies voor de aanmelder.")
    clean(errors, "advice", advice)
    if errors:
        raise Invalid(errors)
    room.reason = reason
    Entry.objects.create(
        case=room.case, kind="advice", what="", text=advice.strip(), visible_to="table", at=room.now,
        by_id=room.actor.person_id, role=room.role_name,
    )  # fmt: skip
    room.case.outcome = other_route
    end_circle(room, "access_ended")


@act("hand_over")
def hand_over(room: Room, *, hub: str, why: str = "moved") -> None:
    """Give the case to another hub, for instance after a move. The old hub and its circle lose access at once."""
    new_hub = Hub.objects.filter(code=hub).exclude(pk=room.case.hub_id).first()
    if new_hub is None:
        raise Invalid({"hub": _("Kies een ander Knooppunt.")})
    room.reason = why
    areas = new_hub.areas.filter(until_on__isnull=True).order_by("municipality_id")
    stays = areas.filter(municipality=room.case.family.municipality_id).exists()
    if not stays and (area := areas.first()):
        left, room.case.family.municipality_id = room.case.family.municipality_id, area.municipality_id
        room.case.family.save(update_fields=["municipality"])
        here = area.municipality_id
        cells = {_state(room, left): -1, _state(room, here): 1}
        Tally.add_all(cells | _sent(room, left, -1) | _sent(room, here, 1))
    end_circle(room, "access_ended")
    room.case.hub, room.case.contacted_on, room.case.evaluation_on = new_hub, None, None


@act("record_error")
def record_error(room: Room) -> None:
    """End a referral that was made by mistake, such as one sent twice; it is counted no more."""
    room.reason = "error"
    end_circle(room, "access_ended")
    Tally.add_all(_sent(room, room.case.family.municipality_id, -1))


def _state(room: Room, place: str) -> Cell:
    """Give the cell in which this case is counted by its state."""
    return ("state", place, None, room.state)


def _sent(room: Room, place: str, by: int) -> dict[Cell, int]:
    """Give what counts this family as referred, and from where, so many more times in this place."""
    return _counted(room.case.referral, place, room.case.received_at.astimezone(clock.AMSTERDAM).date(), by)


def _counted(referral: Referral, place: str, on: date, by: int) -> dict[Cell, int]:
    cells: dict[Cell, int] = {("referral", place, on, referral.discipline_id or referral.origin): by}
    if referral.organisation_id:
        cells["referral_from", place, on, str(referral.organisation_id)] = by
    return cells


@act("correct_family")
def correct_family(room: Room, parent: str, *, version: int, **values: object) -> None:
    """Correct how an adult can be reached and spoken with. Raises Conflict when the case changed meanwhile."""
    row = room.parent(parent)
    if not room.picture.takes_part(row.id):
        raise Refused("no_consent")  # also because a conflict would show what stands there
    if set(values) - ADULT:
        raise Invalid({"": _("Dit veld bestaat niet.")})
    if errors := adult_errors(values):
        raise Invalid(errors)
    if version != room.case.version:
        raise Conflict(theirs={n: getattr(row, n) for n in values}, mine=dict(values), version=room.case.version)
    for name, value in values.items():
        setattr(row, name, value)
    if row.secret_address:
        row.address = ""
    row.match_key = match_key(row.name, row.born_on)
    row.save()
    watch_addresses(room, row)
    room.about = [row.code]


@act("record_birth")
def record_birth(room: Room, *, on: date) -> None:
    """Record that the child was born; the same case goes on until the second birthday."""
    family = room.case.family
    if on > room.today or (family.due_on and abs((on - family.due_on).days) > 150):
        raise Invalid({"on": _("Deze geboortedatum kan niet kloppen. Kijk hem nog eens na.")})
    family.born_on = on
    family.save(update_fields=["born_on"])
