"""Asking an adult what she or he agrees to, in the exact words, and taking it back for somebody who called."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import consenting, keeping
from knooppunt.casework.consenting import YOUTH_CARE, Given
from knooppunt.casework.consents import Capacity, Method, Purpose, capacities
from knooppunt.casework.forms import spoken, wording
from knooppunt.casework.refusals import Invalid, Refused
from knooppunt.casework.shown import ConsentShown, ParentShown
from knooppunt.foundation import clock

from ..shared.asked import Asked
from ..shared.fields import DateParts, ScanField
from ..shared.forms import HouseForm
from ..shared.labels import choices, label
from ..shared.screens import screen
from .case_page import Opened, consent_words, opened
from .forms import offer, radio
from .pages import adult_of, done

ALL = "all"  # every kind of fact


@dataclass(frozen=True)
class Topic:
    """What is asked: the purpose and with whom; `code` stands in the address, the rest goes to the verb."""

    code: str
    words: str
    purpose: str
    organisation: int | None = None
    discipline: str = ""


def asks_once_more(case: Opened, adult: ParentShown) -> bool:
    """Say whether a yes of this adult ends soon, or ended; of who takes part no more we see nothing, so perhaps."""
    return not hasattr(case, "circle") or any(consent.ends_soon for consent in adult.consents)


def askable(case: Opened) -> list[Topic]:
    """Give everything one may ask an adult of this family: the purposes, and each organisation in the circle."""
    found = [Topic(Purpose.TAKE_PART, label("purpose", Purpose.TAKE_PART), Purpose.TAKE_PART)]
    sharing = gettext("gegevens delen met %(whom)s")
    whom = label("discipline", YOUTH_CARE)
    found.append(Topic(YOUTH_CARE, sharing % {"whom": whom}, Purpose.SHARE, discipline=YOUTH_CARE))
    seen: set[Any] = {YOUTH_CARE}
    for seat in getattr(case, "circle", ()):
        key = seat.organisation_id or seat.discipline_code
        if seat.ended_on is None and key and key not in seen:
            seen.add(key)
            whom = seat.organisation or seat.discipline
            named = {"organisation": seat.organisation_id} if seat.organisation_id else {"discipline": key}
            found.append(Topic(seat.code, sharing % {"whom": whom}, Purpose.SHARE, **named))
    referrer = getattr(case, "referrer_organisation_id", None)
    if referrer and referrer not in seen:  # a no to her organisation: then she hears only that it is finished
        whom = _("%(organisation)s (aanmelder)") % {"organisation": getattr(case, "referrer_organisation", "")}
        found.append(Topic("aanmelder", sharing % {"whom": whom}, Purpose.SHARE, organisation=referrer))
    return [*found, *(Topic(p, label("purpose", p), p) for p in (Purpose.RESEARCH, Purpose.CONTACT))]


class ConsentForm(HouseForm):
    """A yes or a no, about which facts, how it was given, and by whom."""

    answer = radio(_("Wat is het antwoord?"), choices=[("yes", _("Ja")), ("no", _("Nee"))])
    data_class = radio(
        _("Waar gaat dit antwoord over?"),
        help_text=_("Iemand mag ook een deel weigeren, bijvoorbeeld: niet over geld en schulden."),
    )  # fmt: skip
    until = DateParts(
        label=_("Tot en met welke dag?"), required=False, earliest=clock.today,
        help_text=_("Leeg laten mag. Dan geldt het ja tot drie maanden na het terugkijken, hoogstens een jaar."),
    )  # fmt: skip
    method = radio(_("Hoe is het antwoord gegeven?"))
    witness = forms.CharField(
        label=_("Wie was erbij als getuige?"), max_length=120,
        help_text=_("Naam en functie, bijvoorbeeld een collega die meeluisterde."),
    )  # fmt: skip
    scan = ScanField(label=_("Foto of scan van het formulier"), required=False)
    interpreter = forms.BooleanField(label=_("Er was een tolk bij"), required=False)
    capacity = radio(_("Wie gaf het antwoord?"))
    given_by = forms.CharField(label=_("Naam van wie mee besliste"), max_length=120)
    show_if = {
        "until": "answer=yes",
        "witness": f"method={Method.SPOKEN}",
        "scan": f"method={Method.PAPER}",
        "given_by": f"capacity={Capacity.WITH_GUARDIAN}|{Capacity.GUARDIAN}|{Capacity.REPRESENTATIVE}",
    }

    def __init__(self, data: Any = None, files: Any = None, *, asked: Topic, parent: ParentShown) -> None:
        start: dict[str, Any] = {"data_class": ALL, "method": Method.NOTED, "capacity": _likely(parent)}
        start |= {"interpreter": parent.interpreter, "given_by": parent.represented_by}
        super().__init__(data, files, initial=start)
        self.asked, fields = asked, self.fields
        offer(self, "data_class", [(code or ALL, word) for code, word in choices("data_class")])
        offer(self, "method", [p for p in choices("method") if p[0] != Method.OWN_HAND])
        fits = _fitting(parent)
        offer(self, "capacity", [p for p in choices("capacity") if p[0] in fits])
        if asked.purpose != Purpose.SHARE:
            del fields["data_class"]

    def clean(self) -> dict[str, Any]:
        """Ask for a witness of a spoken yes only (R-CON-05), and for who decided too when that was somebody."""
        values = super().clean() or {}
        unseen = values.get("method") != Method.SPOKEN or values.get("answer") == "no"
        alone = values.get("capacity") == Capacity.SELF or values.get("answer") == "no"  # a no is one's own, at any age
        endless = values.get("answer") == "no"
        for name, unless, empty in (("witness", unseen, ""), ("given_by", alone, ""), ("until", endless, None)):
            if unless:
                self.errors.pop(name, None)
                values.setdefault(name, empty)
        return values

    def given(self, language: str) -> Given:
        """Give how the answer was given."""
        values = self.cleaned_data
        return Given(
            capacity=values["capacity"], method=values["method"], language=language, interpreter=values["interpreter"],
            witness=values["witness"], given_by=values["given_by"],
        )  # fmt: skip

    def words(self, language: str) -> dict[str, Any]:
        """Give the named arguments of the verb."""
        values, asked = self.cleaned_data, self.asked
        about = values.get("data_class", ALL)
        return {
            "purpose": asked.purpose, "yes": values["answer"] == "yes", "given": self.given(language),
            "discipline": asked.discipline, "organisation": asked.organisation,
            "data_class": "" if about == ALL else about, "until": values["until"],
        }  # fmt: skip


def _fitting(parent: ParentShown) -> frozenset[str]:
    """Give the capacities that fit the age (R-CON-04); all of them while the age is not known."""
    if parent.age is None:
        return frozenset(Capacity)
    return capacities(parent.age) | capacities(parent.age, represented=True)


def _likely(parent: ParentShown) -> str:
    return Capacity.SELF if parent.age is None else next(iter(capacities(parent.age)))


@screen(activity="consent", for_="coordinator")
def give(request: Asked, code: str, parent: str) -> HttpResponse:
    """Choose what to ask, read the exact words aloud, and record the answer of one adult."""
    case = opened(request.actor, code)
    if request.method != "POST" and "give_consent" not in case.acts:
        raise Refused("wrong_state")
    adult, asked = adult_of(case, parent), _asked(case, request.GET.get("voor", ""))
    if asked is None:
        words = {"case": case, "adult": adult, "askable": askable(case), "again": asks_once_more(case, adult)}
        return render(request, "coordinator/ask.html", words)
    chosen = request.GET.get("taal", adult.language)
    languages = spoken(str(asked.purpose))
    language = chosen if chosen in languages else "nl"
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ConsentForm(*sent, asked=asked, parent=adult)
    if form.is_valid() and form.try_to(consenting.give_consent, request.actor, code, parent, **form.words(language)):
        _keep_paper(request, code, parent, form.cleaned_data["scan"])
        return done(request, code, _("Het antwoord is bewaard. Het telt meteen."), "gezin")
    return render(request, "coordinator/consent.html", {
        "case": case, "adult": adult, "asked": asked, "form": form, "wording": wording(asked.purpose, language),
        "languages": [(one, label("language", one)) for one in languages if one != language],
    })  # fmt: skip


def _keep_paper(request: Asked, code: str, parent: str, content: bytes) -> None:
    """Keep the signed form beside the answer; of who does not take part none is kept."""
    if not content:
        return
    try:
        keeping.keep_scan(request.actor, code, content, kind="consent", on_behalf_of=parent)
    except (Refused, Invalid):
        messages.warning(request, _("Het antwoord is bewaard, de scan niet. Bewaar het papier zelf."))


def _asked(case: Opened, code: str) -> Topic | None:
    """Find what is asked by its code in the address; nothing when there is none. Raises Http404 for an unknown one."""
    if not code:
        return None
    found = next((one for one in askable(case) if one.code == code), None)
    if found is None:
        raise Http404
    return found


class WithdrawForm(HouseForm):
    """Which yes is taken back."""

    what = radio(_("Wat trekt deze ouder in?"))

    def __init__(self, data: Any = None, *, consents: tuple[ConsentShown, ...]) -> None:
        super().__init__(data)
        self.consents = {_key(c): c for c in consents if c.yes}
        offer(self, "what", [(key, consent_words(c)) for key, c in self.consents.items()])

    def words(self) -> dict[str, Any]:
        """Give the named arguments of the verb."""
        one = self.consents[self.cleaned_data["what"]]
        return {
            "purpose": one.purpose, "organisation": one.organisation_id, "discipline": one.discipline,
            "data_class": one.data_class,
        }  # fmt: skip


def _key(consent: ConsentShown) -> str:
    """Name a consent by what it says and when, so that a page of before an hour ago means the same one."""
    return f"{consent.purpose}-{consent.discipline}-{consent.data_class}-{consent.at.timestamp()}"


@screen(activity="consent", for_="coordinator")
def withdraw(request: Asked, code: str, parent: str) -> HttpResponse:
    """Take a yes back for a parent who called; no reason is asked, and it bites at once."""
    case = opened(request.actor, code)
    if request.method != "POST" and "withdraw_consent" not in case.acts:
        raise Refused("wrong_state")
    adult = adult_of(case, parent)
    form = WithdrawForm(request.POST if request.method == "POST" else None, consents=adult.consents)
    if form.is_valid() and form.try_to(consenting.withdraw_consent, request.actor, code, parent, **form.words()):
        return done(request, code, _("De toestemming is ingetrokken. Dat geldt meteen."), "gezin")
    return render(request, "coordinator/withdraw.html", {"case": case, "adult": adult, "form": form})
