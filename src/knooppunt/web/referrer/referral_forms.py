"""The three pages of a referral by a professional: situation, who, and why."""

import re
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.consenting import Given
from knooppunt.casework.consents import Capacity, Method, Purpose
from knooppunt.casework.forms import wording
from knooppunt.casework.referring import target_group_error
from knooppunt.foundation import clock
from knooppunt.people import choices

from ..shared import labels
from ..shared.forms import DateParts, Section, furnish
from .pages import Answers, PageForm
from .questions import CANNOT_BE, PICK, YES_NO, WorkEmailField, radio, story

MOTHER, PARTNER = "mother", "partner"
WHO: dict[str, str | Promise] = {MOTHER: _("De moeder"), PARTNER: _("De partner")}


def agreed_adults(answers: Answers) -> tuple[str, ...]:
    """Give the adults who agreed to take part, the mother first."""
    told = answers.get("situation", {})
    return tuple(kind for kind in WHO if told.get("agreed") == "yes" and kind in told.get("agreed_by", ()))


class SituationForm(PageForm):
    """Where, how far, and did the parents say yes."""

    slug, key, title = "situatie", "situation", _("Situatie en toestemming")
    show_if: ClassVar = {"due_on": "expecting=pregnant", "born_on": "expecting=born", "agreed_by": "agreed=yes"}

    municipality = forms.ChoiceField(label=_("In welke gemeente woont het gezin?"))
    expecting = radio(
        _("Om welk kind gaat het?"),
        [
            ("pregnant", _("Er is een kindje op komst")),
            ("born", _("Het jongste kind is al geboren")),
            ("neither", _("Geen van beide")),
        ],
    )
    due_on = DateParts(label=_("Wanneer is de bevalling ongeveer?"), required=False)
    born_on = DateParts(label=_("Wanneer is het jongste kind geboren?"), required=False)
    agreed = radio(
        _("Hebt u dit met de ouder(s) besproken, en willen zij meedoen?"),
        [("yes", _("Ja")), ("no", _("Nee, nog niet"))],
    )
    agreed_by = forms.MultipleChoiceField(
        label=_("Wie zei er ja?"),
        help_text=_("Iedere volwassene beslist over zichzelf. We vragen alleen naar wie ja zei."),
        choices=list(WHO.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    outside = ""  # why this family is not for the Knooppunt, as a code

    def prepare(self) -> None:
        """Offer the municipalities, and show what exactly the parents say yes to."""
        self.offer("municipality", [PICK, *choices.municipalities()])
        self.fields["agreed"].help_text = f"“{wording(Purpose.TAKE_PART, get_language() or 'nl').text}”"

    def clean(self) -> dict[str, Any]:
        """Ask the date and the names of who agreed; find out whether the Knooppunt is there for this family."""
        found = super().clean()
        expecting = found.get("expecting")
        if expecting == "pregnant":
            self.need("due_on", _("Vul de uitgerekende datum in. Ongeveer mag ook."))
        elif expecting == "born":
            self.need("born_on", _("Vul de geboortedatum van het jongste kind in."))
        if found.get("agreed") == "yes":
            self.need("agreed_by", _("Kies wie er ja zei."))
        due_on, born_on = self.dates()
        wrong = target_group_error(due_on, born_on, clock.today()) if due_on or born_on else ""
        if wrong in CANNOT_BE:
            name, text = CANNOT_BE[wrong]
            self.add_error(name, str(text))
        self.outside = wrong if wrong == "child_too_old" else ("neither" if expecting == "neither" else "")
        return found

    def dates(self) -> tuple[date | None, date | None]:
        """Give due date and birth date: the one that belongs to the answer."""
        found = self.cleaned_data
        due_on = found.get("due_on") if found.get("expecting") == "pregnant" else None
        return due_on, found.get("born_on") if found.get("expecting") == "born" else None

    def kept(self) -> dict[str, Any]:
        """Keep a yes as a yes and everything else as nothing: without a yes the draft keeps no name."""
        typed = super().kept()
        advice = self.answers.get(self.key, {}).get("advice", "")
        return typed | {"agreed": "yes" if typed["agreed"] == "yes" else ""} | ({"advice": advice} if advice else {})


def adult_fields(kind: str) -> dict[str, forms.Field]:
    """Give the questions about one adult who agreed."""
    name = _("Naam van de moeder") if kind == MOTHER else _("Naam van de partner")
    return {
        "name": forms.CharField(label=name, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})),
        "born_on": DateParts(label=_("Geboortedatum"), latest=clock.today),
        "contact_by": radio(
            _("Hoe is contact veilig?"),
            [(code, word[:1].upper() + word[1:]) for code, word in labels.choices("contact_by")],
            help_text=_("Vraag het na: leest of luistert er iemand mee?"),
        ),
        "phone": forms.CharField(
            label=_("Telefoonnummer"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
        ),
        "email": WorkEmailField(label=_("E-mailadres"), required=False, widget=forms.EmailInput),
        "address": forms.CharField(label=_("Adres"), required=False),
        "contact_note": forms.CharField(
            label=_("Waar moeten wij op letten?"),
            help_text=_("Bijvoorbeeld: alleen overdag bellen."),
            required=False,
        ),
        "secret_address": forms.BooleanField(
            label=_("Het adres is geheim"), help_text=_("Dan bewaren we geen adres."), required=False
        ),
        "language": forms.ChoiceField(label=_("Taal"), choices=labels.choices("language"), initial="nl"),
        "interpreter": forms.BooleanField(label=_("Een tolk is nodig"), required=False),
        "capacity": forms.ChoiceField(
            label=_("Wie gaf de toestemming?"),
            choices=[
                (Capacity.SELF.value, _("Zelf (16 jaar of ouder)")),
                (Capacity.WITH_GUARDIAN.value, _("Samen met een ouder of voogd (12 tot en met 15 jaar)")),
                (Capacity.REPRESENTATIVE.value, _("Een mentor of curator")),
            ],
            initial=Capacity.SELF.value,
        ),
        "given_by": forms.CharField(
            label=_("Naam van die ouder, voogd, mentor of curator"), required=False, max_length=120
        ),
    }


# A box that only matters for one way of contact.
BELONGS_TO = {"phone": "phone|text", "email": "email", "address": "letter"}


class WhoForm(PageForm):
    """Who they are and how to reach them safely: one block for each adult who said yes."""

    slug, key, title = "wie", "who", _("Wie zijn de ouders?")

    def prepare(self) -> None:
        """Add a block of questions for each adult who agreed."""
        shows: dict[str, str] = {}
        sections: list[Section] = []
        for kind in agreed_adults(self.answers):
            block = adult_fields(kind)
            for name, field in block.items():
                self.fields[f"{kind}_{name}"] = field
                furnish(field, name)
            shows |= {f"{kind}_{box}": f"{kind}_contact_by={ways}" for box, ways in BELONGS_TO.items()}
            shows[f"{kind}_given_by"] = f"{kind}_capacity={Capacity.WITH_GUARDIAN}|{Capacity.REPRESENTATIVE}"
            sections.append(Section(WHO[kind], tuple(f"{kind}_{name}" for name in block)))
        self.sections, self.show_if = tuple(sections), shows  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        """Check each adult: there is a safe way of contact, and consent fits the age."""
        found = super().clean()
        for kind in agreed_adults(self.answers):
            self._check_contact(kind)
            capacity = found.get(f"{kind}_capacity") or Capacity.SELF
            # How it was asked comes on the next page; here only whether capacity and age fit.
            given = Given(capacity=capacity, method=Method.PAPER, given_by=found.get(f"{kind}_given_by", ""))
            if f"{kind}_born_on" in found:
                for name, text in given.errors(found[f"{kind}_born_on"], clock.today()).items():
                    code = "required" if name == "given_by" else None
                    self.add_error(f"{kind}_{name}", ValidationError(text, code=code))
        return found

    def _check_contact(self, kind: str) -> None:
        found = self.cleaned_data
        by, phone = found.get(f"{kind}_contact_by"), found.get(f"{kind}_phone", "")
        if phone and len(re.sub(r"\D", "", phone)) < 8:
            self.add_error(f"{kind}_phone", _("Dit lijkt geen telefoonnummer. Een voorbeeld: 06 12 34 56 78."))
        if by in ("phone", "text"):
            self.need(f"{kind}_phone", _("Vul een telefoonnummer in, of kies een andere manier van contact."))
        elif by == "email":
            self.need(f"{kind}_email", _("Vul een e-mailadres in, of kies een andere manier van contact."))
        elif by == "letter" and found.get(f"{kind}_secret_address"):
            self.add_error(f"{kind}_contact_by", _("Een brief kan niet bij een geheim adres. Kies een andere manier."))
        elif by == "letter":
            self.need(f"{kind}_address", _("Vul een adres in, of kies een andere manier van contact."))

    def kept(self) -> dict[str, Any]:
        """Keep no address that is secret."""
        typed = super().kept()
        for kind in agreed_adults(self.answers):
            if typed.get(f"{kind}_secret_address"):
                typed[f"{kind}_address"] = ""
        return typed


class WhyForm(PageForm):
    """What the family could use, and what each adult said yes or no to."""

    slug, key, title = "waarom", "why", _("Waarom, en waar zeggen zij ja op?")
    WHY = ("needs", "reason", "strengths", "wishes", "involved", "signalled_through")

    needs = forms.MultipleChoiceField(
        label=_("Waar gaat het om?"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Kruis alleen aan wat nu speelt. Niets is ook goed."),
    )  # fmt: skip
    reason = story(_("Vertel het in uw eigen woorden"), _("Wat maakt dat u nu aan een Knooppunt denkt?"))
    strengths = story(_("Wat gaat er goed?"))
    wishes = story(_("Wat willen de ouders zelf?"), _("Zo veel mogelijk in hun eigen woorden."))
    involved = story(_("Wie helpt er al?"))
    signalled_through = forms.ChoiceField(label=_("Hoe kwam het ter sprake?"), required=False)
    method = radio(
        _("Hoe gaven de ouders toestemming?"),
        [
            ("noted", _("Mondeling, en ik heb het genoteerd in mijn eigen dossier")),
            ("spoken", _("Mondeling, met een getuige")),
            ("paper", _("Op papier, met handtekening")),
        ],
    )
    witness = forms.CharField(
        label=_("Wie hoorde het ja ook?"), required=False, max_length=120,
        help_text=_("Naam en functie: een collega, de tolk of een naaste."),
    )  # fmt: skip

    def prepare(self) -> None:
        """Offer the lists, and add the questions of consent for each adult."""
        # The base list alone: who refers works with many places. The coordinator adds what one of them calls it.
        self.offer("needs", labels.choices("need"))
        self.offer("signalled_through", [PICK, *labels.choices("signalled")])
        self.show_if = {"witness": "method=spoken"}  # type: ignore[misc]
        how = self.fields.pop("method"), self.fields.pop("witness")
        sections = [Section(_("Waarom"), self.WHY)]
        for kind in agreed_adults(self.answers):
            spoken = self.answers.get("who", {}).get(f"{kind}_language") or "nl"
            block = consent_fields(spoken, bool(self.answers.get("who", {}).get(f"{kind}_interpreter")))
            for name, field in block.items():
                self.fields[f"{kind}_{name}"] = field
                furnish(field, name)
            title = _("Waar zei de moeder ja op?") if kind == MOTHER else _("Waar zei de partner ja op?")
            intro = _("Alleen meedoen is al genoeg. Een nee heeft geen gevolgen.")
            sections.append(Section(title, tuple(f"{kind}_{name}" for name in block), intro))
        self.fields["method"], self.fields["witness"] = how
        self.sections = (*sections, Section(_("Hoe is het gevraagd?"), ("method", "witness")))  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        """Ask for a witness of a spoken yes (R-CON-05)."""
        found = super().clean()
        if found.get("method") == Method.SPOKEN:
            self.need("witness", _("Vul in wie het ja ook hoorde."))
        return found


def consent_fields(language: str, interpreter: bool) -> dict[str, forms.Field]:
    """Give the questions of consent for one adult, with the exact words that she is asked to agree to."""
    asked = {
        "share": radio(
            _("Mag de jeugdgezondheidszorg meekijken?"), YES_NO, help_text=f"“{wording(Purpose.SHARE, language).text}”"
        ),
        "research": radio(
            _("En mag het mee in onderzoek?"),
            [*YES_NO, ("not_asked", _("Niet gevraagd"))],
            help_text=f"“{wording(Purpose.RESEARCH, language).text}”",
            initial="not_asked",
        ),
        "asked_in": forms.ChoiceField(
            label=_("In welke taal is het gevraagd?"), choices=labels.choices("language"), initial=language
        ),
        "asked_interpreter": forms.BooleanField(label=_("Met een tolk erbij"), required=False, initial=interpreter),
    }
    for name, purpose in (("share", Purpose.SHARE), ("research", Purpose.RESEARCH)):
        asked[name].help_language = wording(purpose, language).language  # type: ignore[attr-defined]
    return asked


FORMS: tuple[type[PageForm], ...] = (SituationForm, WhoForm, WhyForm)
