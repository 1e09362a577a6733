"""What a parent said yes and no to, as questions that can be read again and answered differently."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import consenting, forms
from knooppunt.casework.consenting import Given
from knooppunt.casework.refusals import NotFound
from knooppunt.casework.shown import CaseFile, ConsentShown
from knooppunt.people.actor import Actor
from knooppunt.web.shared.labels import label

from .own import circle_of, self_of

TITLES = {
    "take_part": _("Meedoen"),
    "research": _("Meedoen aan onderzoek"),
    "contact": _("Hoe wij u bereiken"),
}


@dataclass(frozen=True)
class Choice:
    """One question: who may know what, and what this parent says now ('yes', 'no' or '' for not asked yet)."""

    ref: str
    purpose: str
    title: str | Promise
    says: str
    organisation: int | None = None
    discipline: str = ""
    data_class: str = ""
    at: datetime | None = None
    ends_on: date | None = None

    @property
    def text(self) -> str:
        """Give the exact words of the question."""
        return forms.wording(self.purpose, get_language() or "nl").text


def choices_of(file: CaseFile) -> list[Choice]:
    """Give what was asked of this parent, and what may still be asked: each helper, and research."""
    own = [_said(file, consent) for consent in self_of(file).consents]
    known = {choice.ref for choice in own}
    return own + [choice for choice in _offers(file) if choice.ref not in known]


def find(file: CaseFile, ref: str) -> Choice:
    """Give one question; raises NotFound when it is not among those of this parent."""
    for choice in choices_of(file):
        if choice.ref == ref:
            return choice
    raise NotFound


def answer(actor: Actor, file: CaseFile, choice: Choice, *, yes: bool) -> None:
    """Say yes, say no, or take a yes back; without a reason."""
    scope = {"organisation": choice.organisation, "discipline": choice.discipline, "data_class": choice.data_class}
    me = self_of(file).code
    if choice.says == "yes" and not yes:
        consenting.withdraw_consent(actor, file.code, me, purpose=choice.purpose, **scope)
        return
    given = Given(method="own_hand", language=get_language() or "nl")
    consenting.give_consent(actor, file.code, me, purpose=choice.purpose, yes=yes, given=given, **scope)


def _said(file: CaseFile, consent: ConsentShown) -> Choice:
    return Choice(
        ref=_ref(file, consent.purpose, consent.organisation_id, consent.discipline, consent.data_class),
        purpose=consent.purpose,
        title=_title(consent.purpose, consent.organisation, consent.discipline, consent.data_class),
        says="yes" if consent.yes else "no",
        organisation=consent.organisation_id, discipline=consent.discipline, data_class=consent.data_class,
        at=consent.at, ends_on=consent.ends_on,
    )  # fmt: skip


def _offers(file: CaseFile) -> list[Choice]:
    around = {
        seat.organisation_id: seat.organisation for seat in circle_of(file) if seat.blocked == "no_consent_to_share"
    }
    found = [
        Choice(_ref(file, "share", number), "share", _title("share", name), "", organisation=number)
        for number, name in around.items()
        if number is not None
    ]
    if not any(consent.purpose == "research" for consent in self_of(file).consents):
        found.append(Choice(_ref(file, "research"), "research", TITLES["research"], ""))
    return found


def _title(purpose: str, organisation: str = "", discipline: str = "", data_class: str = "") -> str | Promise:
    if purpose != "share":
        return TITLES[purpose]
    whom = organisation or (label("discipline", discipline) if discipline else _("een organisatie"))
    if data_class:
        return format_lazy(_("Delen met {whom}: {what}"), whom=whom, what=label("data_class", data_class))
    return format_lazy(_("Delen met {whom}"), whom=whom)


def _ref(
    file: CaseFile, purpose: str, organisation: int | None = None, discipline: str = "", data_class: str = ""
) -> str:
    """Give a short code for the address of one question; it tells nothing to somebody who reads along."""
    parts = (file.code, self_of(file).code, purpose, str(organisation or ""), discipline, data_class)
    return sha256("|".join(parts).encode()).hexdigest()[:10]
