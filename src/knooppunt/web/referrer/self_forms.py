"""The small steps by which a parent asks for support: one question on a page as far as that makes sense."""

import re
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.consents import SELF_FROM, Capacity, Purpose, age_on
from knooppunt.casework.forms import wording
from knooppunt.casework.referring import target_group_error
from knooppunt.foundation import clock
from knooppunt.people import choices

from ..shared import labels
from ..shared.forms import DateParts, HouseForm
from .pages import PageForm, Typed
from .questions import CANNOT_BE, PICK, YES_NO, WorkEmailField, radio, story


class Place(PageForm):
    """Where."""

    slug, key, title = "gemeente", "situation", _("In welke gemeente woont u?")
    municipality = forms.ChoiceField(label=_("Gemeente"))

    def prepare(self) -> None:
        """Offer the municipalities."""
        self.offer("municipality", [PICK, *choices.municipalities()])


class Child(PageForm):
    """Pregnant, or a child."""

    slug, key, title = "kind", "situation", _("Bent u zwanger, of hebt u een kind?")
    show_if: ClassVar = {"due_on": "expecting=pregnant", "born_on": "expecting=born"}
    expecting = radio(
        _("Wat past bij u?"),
        [
            ("pregnant", _("Ik ben zwanger, of mijn partner is zwanger")),
            ("born", _("Ik heb een kind")),
            ("neither", _("Geen van beide")),
        ],
    )
    due_on = DateParts(label=_("Wanneer komt de baby ongeveer?"), required=False)
    born_on = DateParts(label=_("Wanneer is uw jongste kind geboren?"), required=False)
    outside = False

    def clean(self) -> dict[str, Any]:
        """Ask the date that belongs to the answer."""
        found = super().clean()
        expecting = found.get("expecting")
        if expecting == "pregnant":
            self.need("due_on", _("Vul de datum in. Weet u het niet precies? Ongeveer is goed."))
        elif expecting == "born":
            self.need("born_on", _("Vul de geboortedatum van uw jongste kind in."))
        due_on, born_on = self.dates()
        wrong = target_group_error(due_on, born_on, clock.today()) if due_on or born_on else ""
        if wrong in CANNOT_BE:
            name, text = CANNOT_BE[wrong]
            self.add_error(name, str(text))
        self.outside = wrong == "child_too_old" or expecting == "neither"
        return found

    def dates(self) -> tuple[date | None, date | None]:
        """Give due date and birth date: the one that belongs to the answer."""
        found = self.cleaned_data
        due_on = found.get("due_on") if found.get("expecting") == "pregnant" else None
        return due_on, found.get("born_on") if found.get("expecting") == "born" else None


class JoinIn(PageForm):
    """The yes without which nothing is kept."""

    slug, key, title = "meedoen", "situation", _("Wilt u samen aan tafel?")
    agreed = radio(_("Wilt u meedoen?"), [("yes", _("Ja, ik wil meedoen")), ("no", _("Nee, of ik weet het nog niet"))])

    def prepare(self) -> None:
        """Show exactly what one says yes to."""
        self.fields["agreed"].help_text = f"“{wording(Purpose.TAKE_PART, get_language() or 'nl').text}”"

    def kept(self) -> Typed:
        """Keep a yes as a yes and everything else as nothing."""
        typed = super().kept()
        return typed | {"agreed": "yes" if typed["agreed"] == "yes" else ""}


class Self(PageForm):
    """Who is asking; for herself alone."""

    slug, key, title = "wie", "who", _("Wie bent u?")
    name = forms.CharField(label=_("Uw naam"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    born_on = DateParts(label=_("Uw geboortedatum"), latest=clock.today, birthday=True)
    kind = radio(
        _("Wat bent u van het kind?"),
        [("mother", _("Moeder, of ik ben zwanger")), ("partner", _("Vader of partner")), ("other", _("Iets anders"))],
    )
    given_by = forms.CharField(
        label=_("Wie is uw ouder of voogd?"),
        help_text=_("U bent jonger dan 16. Dan vragen wij ook toestemming aan een ouder of voogd."),
        max_length=120,
        error_messages={"required": _("Vul de naam in van uw ouder of voogd.")},
    )

    def prepare(self) -> None:
        """Ask for a guardian only when somebody turns out to be younger than sixteen."""
        born_on = self._born_on()
        if born_on is None or age_on(born_on, clock.today()) >= SELF_FROM:
            del self.fields["given_by"]

    def _born_on(self) -> date | None:
        return _date_of(self.fields["born_on"], self.data if self.is_bound else self.answers.get(self.key, {}))

    def clean(self) -> dict[str, Any]:
        """Refuse a birth date that cannot be."""
        found = super().clean()
        if (born_on := found.get("born_on")) and not 10 <= age_on(born_on, clock.today()) <= 110:
            self.add_error("born_on", ValidationError(_("Deze geboortedatum kan niet kloppen. Kijk hem nog eens na.")))
        return found

    @property
    def capacity(self) -> str:
        """Give as what she speaks."""
        return Capacity.WITH_GUARDIAN if "given_by" in self.fields else Capacity.SELF


def _date_of(field: forms.Field, typed: Any) -> date | None:
    try:
        return field.to_python([typed.get(f"born_on_{part}", "") for part in ("day", "month", "year")])
    except ValidationError:
        return None


class Reach(PageForm):
    """How to reach her safely."""

    slug, key, title = "bereiken", "reach", _("Hoe bereiken wij u veilig?")
    show_if: ClassVar = {"phone": "contact_by=phone|text", "email": "contact_by=email", "address": "contact_by=letter"}
    contact_by = radio(
        _("Wat is voor u goed?"),
        [
            ("phone", _("Bel mij")),
            ("text", _("Stuur een sms")),
            ("email", _("Mail mij")),
            ("letter", _("Stuur een brief")),
        ],
    )
    phone = forms.CharField(
        label=_("Telefoonnummer"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )  # fmt: skip
    email = WorkEmailField(label=_("E-mailadres"), required=False)
    address = forms.CharField(label=_("Adres"), required=False)
    contact_note = forms.CharField(
        label=_("Waar moeten wij op letten?"), required=False,
        help_text=_("Bijvoorbeeld: bel alleen overdag. Of: spreek niets in."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Welke taal praat u het liefst?"), initial="nl")
    interpreter = forms.BooleanField(label=_("Ik wil graag een tolk"), required=False)

    def prepare(self) -> None:
        """Offer the languages."""
        self.offer("language", labels.choices("language"))
        self.fields["language"].initial = get_language() or "nl"

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to the chosen way."""
        found = super().clean()
        by = found.get("contact_by")
        if by in ("phone", "text"):
            self.need("phone", _("Vul uw telefoonnummer in."))
            if found.get("phone") and sum(sign.isdigit() for sign in found["phone"]) < 8:
                self.add_error("phone", _("Dit lijkt geen telefoonnummer. Een voorbeeld: 06 12 34 56 78."))
        elif by == "email":
            self.need("email", _("Vul uw e-mailadres in."))
        elif by == "letter":
            self.need("address", _("Vul uw adres in."))
        return found


NEEDS = {
    "parenting": _("Zorgen voor mijn kind"), "income": _("Geld of schulden"), "housing": _("Wonen"),
    "work": _("Werk"), "psychiatry": _("Hoe ik me voel"), "medication": _("Medicijnen"),
    "history": _("Dingen van vroeger"), "domestic_violence": _("Veiligheid thuis"),
    "teenage_pregnancy": _("Jong zwanger zijn"), "uninsured": _("Geen zorgverzekering"),
    "learning_disability": _("Lezen, leren of dingen regelen"), "other": _("Iets anders"),
}  # fmt: skip


class Talk(PageForm):
    """What she wants to talk about."""

    slug, key, title = "bespreken", "talk", _("Waar wilt u over praten?")
    wishes = story(_("Vertel het in uw eigen woorden"), _("Wat zou u helpen? Een paar woorden is genoeg."))
    needs = forms.MultipleChoiceField(
        label=_("Gaat het over een van deze dingen?"), choices=list(NEEDS.items()),
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    strengths = story(_("Wat gaat er goed?"))
    involved = story(_("Wie helpt u al?"))
    partner = forms.BooleanField(
        label=_("Ik heb een partner die later misschien ook mee wil doen"), required=False,
        help_text=_("Uw partner beslist dat zelf. Wij vragen nu geen naam."),
    )  # fmt: skip


class May(PageForm):
    """What may be done with what she tells."""

    slug, key, title = "wat-mag", "may", _("Wat mag er met uw gegevens?")
    share = radio(_("Mag de jeugdverpleegkundige uw gegevens zien?"), YES_NO)
    research = radio(
        _("Mogen wij van uw gegevens leren, zonder uw naam?"),
        [*YES_NO, ("not_asked", _("Dat beslis ik later"))],
        initial="not_asked",
    )

    def prepare(self) -> None:
        """Show exactly what one says yes to."""
        for name, purpose in (("share", Purpose.SHARE), ("research", Purpose.RESEARCH)):
            self.fields[name].help_text = f"“{wording(purpose, get_language() or 'nl').text}”"


class ResumeForm(HouseForm):
    """The code of an own referral that waits: twelve signs in groups of four."""

    key = forms.CharField(
        label=_("Uw code"), help_text=_("De code van 12 tekens die u hebt opgeschreven."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_key(self) -> tuple[str, str]:
        """Give the code of the draft and its secret, however they were typed."""
        signs = re.sub(r"[^A-Z0-9]", "", self.cleaned_data["key"].upper())
        if len(signs) != 12:
            raise ValidationError(_("De code heeft 12 tekens, in drie groepjes van vier."))
        return signs[:8], signs[8:]


STEPS: tuple[type[PageForm], ...] = (Place, Child, JoinIn, Self, Reach, Talk, May)
