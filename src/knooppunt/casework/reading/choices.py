"""Who may know what, as one parent decided it: each recipient, the words agreed to, and every earlier answer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings

from knooppunt.people.models import Organisation, Person

from .. import forms
from ..assembling import discipline_labels
from ..consenting import capacity_of, ending_of
from ..consents import DataClass, Purpose, Question, decide
from ..doors import Room, look, statement_of
from ..models import Consent, Parent, Participation
from ..seats import category


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as it was given, with the exact words that were asked (R-CON-06); '' when these cannot be shown."""

    purpose: str
    decision: str  # given, refused, withdrawn
    data_class: str
    at: datetime
    ends_on: date | None
    method: str
    capacity: str
    given_by: str
    witness: str
    language: str
    interpreter: bool
    asked_by: str  # name of the professional who asked; '' by her own hand
    words: str
    words_language: str
    counts: bool  # the last answer about this very thing; else it was replaced


@dataclass(frozen=True, slots=True)
class AtTable:
    """Somebody at the table, as a parent knows her: name, discipline, and why she is there."""

    name: str
    discipline: str
    reason: str
    why: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """One purpose, or one organisation or kind of professional to share with, and how it stands now.

    `says` is yes, no, ended, or '' when it was never asked; `kinds` says per kind of fact whether they may know it.
    """

    purpose: str
    says: str
    name: str = ""
    organisation: int | None = None
    discipline: str = ""
    people: tuple[AtTable, ...] = ()
    kinds: dict[str, bool] = field(default_factory=dict)
    referred: bool = False  # here works who referred the family, and hears of each step as long as she may
    ends_on: date | None = None
    last: Said | None = None
    earlier: tuple[Said, ...] = ()  # the newest first, with the last one


@dataclass(frozen=True, slots=True)
class OwnChoices:
    """Everything that one parent decided about who may know what."""

    code: str
    parent: str
    state: str
    acts: frozenset[str]
    takes_part: bool
    needs: str  # the capacity in which her yes counts: self, or who says yes with her
    represented_by: str
    hub_phone: str
    rows: tuple[Recipient, ...]
    ending: int  # how many end within a month or just ended
    ends_on: date | None  # the first of these

    def of(self, purpose: str) -> tuple[Recipient, ...]:
        """Give the rows of one purpose."""
        return tuple(row for row in self.rows if row.purpose == purpose)


@look("see_own_place")
def own_choices(room: Room) -> OwnChoices:
    """Give a parent what she decided herself, and what may still be asked; also when she left."""
    me = room.self_as_parent
    assert me is not None  # the table lets in parents alone
    answers = _Answers(room, me)
    room.about = [me.code]
    ending = ending_of(room, me.pk)
    return OwnChoices(
        code=room.case.code, parent=me.code, state=room.case.state, acts=room.open_acts(),
        takes_part=room.picture.takes_part(me.pk), needs=capacity_of(room, me), represented_by=me.represented_by,
        hub_phone=room.case.hub.phone, rows=tuple(answers.rows()), ending=len(ending),
        ends_on=min((c.ends_on for c in ending if c.ends_on), default=None),
    )  # fmt: skip


class _Answers:
    """What one adult answered, put together per recipient."""

    def __init__(self, room: Room, me: Parent) -> None:
        self.room, self.me = room, me
        self.mine = [c for c in room.consents if c.subject_id == me.pk]
        self.statements = [statement_of(c) for c in self.mine]
        self.last = {statement_of(c).scope: c.pk for c in self.mine}
        # A parent who left reads on about herself alone: not who sits at the table now.
        left = room.standing.alive and not room.standing.own
        self.seats = [] if left else [seat for seat in room.circle if seat.ended_on is None]
        self.askers = dict(Person.objects.filter(pk__in={c.asked_by_id for c in self.mine}).values_list("pk", "name"))
        referral = getattr(room.case, "referral", None)
        self.referral = referral if referral and referral.referrer_id and referral.origin != "parent" else None
        self.organisations = self._names_of_organisations()

    def _names_of_organisations(self) -> dict[int, str]:
        known = {s.organisation_id: s.organisation.name for s in self.room.circle if s.organisation}
        asked = {c.organisation_id for c in self.mine if c.organisation_id}
        if self.referral and self.referral.organisation_id:
            asked.add(self.referral.organisation_id)
        if lacking := asked - set(known):
            known |= dict(Organisation.objects.filter(pk__in=lacking).values_list("pk", "name"))
        return {number: name for number, name in known.items() if number is not None}

    def rows(self) -> Iterable[Recipient]:
        yield self._purpose(Purpose.TAKE_PART)
        yield from self._shares()
        yield self._purpose(Purpose.RESEARCH)
        if any(c.purpose == Purpose.CONTACT for c in self.mine):
            yield self._purpose(Purpose.CONTACT)

    def _purpose(self, purpose: str) -> Recipient:
        found = [c for c in self.mine if c.purpose == purpose]
        return Recipient(purpose, self._says(found), **self._history(found))

    def _shares(self) -> Iterable[Recipient]:
        """One row for each organisation around the family, and for each that was ever asked about."""
        asked = [c for c in self.mine if c.purpose == Purpose.SHARE]
        kinds_asked = dict.fromkeys(c.discipline_id for c in asked if c.discipline_id)
        organisations = dict.fromkeys(c.organisation_id for c in asked if c.organisation_id)
        for seat in self.seats:
            if category(seat) in kinds_asked and seat.organisation_id not in organisations:
                continue  # shown with the kind of professional that was asked about
            if seat.organisation_id:
                organisations[seat.organisation_id] = None
            elif category(seat):
                kinds_asked[category(seat)] = None
        if self.referral and self.referral.organisation_id:
            organisations.setdefault(self.referral.organisation_id, None)
        elif self.referral and self.referral.discipline:
            kinds_asked.setdefault(category(self.referral), None)
        for discipline in kinds_asked:
            people = [
                s for s in self.seats if category(s) == discipline and s.organisation_id not in organisations
            ]  # fmt: skip
            yield self._share(asked, None, discipline, people)
        for organisation in organisations:
            yield self._share(asked, organisation, "", [s for s in self.seats if s.organisation_id == organisation])

    def _share(
        self, asked: list[Consent], organisation: int | None, discipline: str, people: list[Participation]
    ) -> Recipient:
        labels = discipline_labels(self.room.actor.language)
        own = [c for c in asked if (c.organisation_id, c.discipline_id or "") == (organisation, discipline)]
        kind = discipline or next(map(category, people), "")
        kinds = {str(one): self._allows(organisation, kind, one) for one in DataClass}
        says = self._says([c for c in own if c.data_class in ("", DataClass.GENERAL)])
        if kinds[DataClass.GENERAL] != (says == "yes"):  # what counts is what the rules decide: also through the kind
            says = "yes" if kinds[DataClass.GENERAL] else says.replace("yes", "no")
        return Recipient(
            Purpose.SHARE, says, organisation=organisation, discipline=discipline, kinds=kinds,
            name=self.organisations.get(organisation, "") if organisation else labels.get(discipline, discipline),
            referred=self._referred(organisation, discipline),
            people=tuple(_person(seat, self.room.actor.language) for seat in people), **self._history(own),
        )  # fmt: skip

    def _referred(self, organisation: int | None, discipline: str) -> bool:
        one = self.referral
        if one is None:
            return False
        return organisation == one.organisation_id and (organisation is not None or discipline == category(one))

    def _allows(self, organisation: int | None, discipline: str, data_class: str) -> bool:
        asked = Question(
            self.me.pk, Purpose.SHARE, self.room.now, organisation, discipline or None, data_class=data_class
        )  # fmt: skip
        return decide(self.statements, asked).allowed

    def _says(self, found: list[Consent]) -> str:
        if not found:
            return ""
        last = found[-1]
        if last.decision != Consent.Decision.GIVEN:
            return "no"
        return "yes" if last.ends_on is None or self.room.today <= last.ends_on else "ended"

    def _history(self, found: list[Consent]) -> dict:
        newest_first = tuple(self._said(c) for c in reversed(found))
        whole = next((one for one in newest_first if not one.data_class), None)
        return {
            "last": whole or next(iter(newest_first), None), "earlier": newest_first,
            "ends_on": whole.ends_on if whole else None,
        }  # fmt: skip

    def _said(self, row: Consent) -> Said:
        words, language = words_of(row)
        by_herself = row.asked_by_id is None or row.asked_by_id == self.me.person_id
        return Said(
            purpose=row.purpose, decision=row.decision, data_class=row.data_class, at=row.at, ends_on=row.ends_on,
            method=row.method, capacity=row.capacity, given_by=row.given_by, witness=row.witness,
            language=row.language, interpreter=row.interpreter,
            asked_by="" if by_herself else self.askers.get(row.asked_by_id or 0, ""), words=words,
            words_language=language, counts=self.last[statement_of(row).scope] == row.pk,
        )  # fmt: skip


def _person(seat: Participation, language: str) -> AtTable:
    discipline = seat.discipline.label(language) if seat.discipline else ""
    return AtTable(seat.person.name, discipline, seat.reason, seat.why)


def words_of(row: Consent) -> tuple[str, str]:
    """Give the exact text that was agreed to, and its language: the one whose hash was kept (R-CON-06)."""
    languages = [row.language, "nl", *(code for code, _name in settings.LANGUAGES)]
    for language in dict.fromkeys(languages):
        try:
            found = forms.wording(row.purpose, language, row.wording_version)
        except KeyError:
            break
        if found.digest == row.wording_hash:
            return found.text, found.language
    return "", ""


__all__ = ["OwnChoices", "Recipient", "Said", "own_choices", "words_of"]
