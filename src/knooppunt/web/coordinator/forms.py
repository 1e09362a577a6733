"""The forms of the desk; each knows the case it is about and gives the words for the verb."""

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.convening import LONGEST, SHORTEST
from knooppunt.casework.local import local_values
from knooppunt.casework.shown import CaseFile, EntryShown, ParentShown
from knooppunt.foundation import clock
from knooppunt.people import choices as reference

from ..shared.fields import DateParts
from ..shared.forms import HouseForm
from ..shared.labels import choices, choices_with, label
from .case_page import Opened


class CaseForm(HouseForm):
    """A form about one case; `arguments` gives what goes to the verb."""

    def __init__(self, data: Any = None, *, case: Opened, **kwargs: Any) -> None:
        super().__init__(data, initial=self.start(case), **kwargs)
        self.case = case
        self.furnish(case)

    def start(self, case: Opened) -> dict[str, Any]:
        """Give what stands in the form at first."""
        return {}

    def furnish(self, case: Opened) -> None:
        """Give the fields their choices."""

    def arguments(self) -> dict[str, Any]:
        """Give the named arguments of the verb."""
        return dict(self.cleaned_data)


def offer(form: HouseForm, name: str, pairs: list[tuple[str, str]]) -> None:
    """Set what one may choose in a field."""
    form.fields[name].choices = pairs  # type: ignore[attr-defined]


def radio(label_: Any, **kwargs: Any) -> forms.ChoiceField:
    """Give a question with a few answers, all in sight."""
    return forms.ChoiceField(label=label_, widget=forms.RadioSelect, **kwargs)


def story(label_: Any, **kwargs: Any) -> forms.CharField:
    """Give room for own words."""
    return forms.CharField(label=label_, widget=forms.Textarea, **kwargs)


def length() -> forms.IntegerField:
    """Give the question how long a conference takes."""
    return forms.IntegerField(
        label=_("Hoe lang duurt het?"), help_text=_("In minuten"), initial=60, min_value=SHORTEST, max_value=LONGEST,
        widget=forms.NumberInput(attrs={"class": "kp-input kp-input--digits-4"}),
    )  # fmt: skip


class TimeOfDay(forms.TimeField):
    """A time as people type it: 14:30, 14.30 or 14."""

    _BOX: ClassVar = {"autocomplete": "off", "inputmode": "text", "class": "kp-input kp-input--digits-4"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Tijd"), input_formats=["%H:%M", "%H.%M", "%H"],
            widget=forms.TimeInput(format="%H:%M", attrs=self._BOX),
            error_messages={"invalid": _("Schrijf de tijd als 14:30.")}, **kwargs,
        )  # fmt: skip


class Confirm(CaseForm):
    """Only a button."""


class ContactForm(CaseForm):
    """When the coordinator spoke with the family for the first time."""

    on = DateParts(label=_("Wanneer sprak u het gezin voor het eerst?"), latest=clock.today)

    def start(self, case: Opened) -> dict[str, Any]:
        """Propose today."""
        return {"on": clock.today()}


class PauseForm(CaseForm):
    """Until when the clocks of a case stand still, and why."""

    until = DateParts(label=_("Tot en met welke dag?"), help_text=_("Hoogstens drie maanden. Daarna kiest u opnieuw."))
    why = forms.CharField(
        label=_("Waarom ligt het even stil?"), max_length=200,
        help_text=_("Kort, zonder namen. Wie de coördinator vervangt, leest dit ook."),
    )  # fmt: skip

    def start(self, case: Opened) -> dict[str, Any]:
        """Give the pause that there is now."""
        now = case.clock if isinstance(case, CaseFile) else None
        return {"until": now.paused_until, "why": now.why_paused} if now else {}


class BirthForm(CaseForm):
    """When the child was born."""

    on = DateParts(label=_("Wanneer is het kind geboren?"), latest=clock.today)


class DeclineForm(CaseForm):
    """Why not, where the family can go instead, and an advice in words."""

    reason = radio(_("Waarom pakt u deze aanmelding niet op?"))
    other_route = radio(_("Welke andere weg past bij dit gezin?"))
    advice = story(
        _("Uw advies aan de aanmelder"),
        help_text=_(
            "De aanmelder en de ouders lezen dit. Schrijf kort en gewoon. Noem geen namen, geen gezondheid, geen geld."
        ),
    )

    def furnish(self, case: Opened) -> None:
        """Offer the reasons and routes of the list."""
        offer(self, "reason", choices("decline_reason"))
        offer(self, "other_route", choices("other_route"))


class HandOverForm(CaseForm):
    """To which hub the family goes."""

    hub = forms.ChoiceField(label=_("Naar welk Knooppunt?"))

    def furnish(self, case: Opened) -> None:
        """Offer every other hub."""
        here = getattr(case, "hub_code", "")
        offer(self, "hub", [("", "–"), *(pair for pair in reference.hubs() if pair[0] != here)])


class CorrectForm(CaseForm):
    """How an adult can be reached and spoken with."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Naam"), max_length=120)
    born_on = DateParts(label=_("Geboortedatum"), required=False, latest=clock.today, birthday=True)
    phone = forms.CharField(label=_("Telefoonnummer"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mailadres"), required=False)
    secret_address = forms.BooleanField(
        label=_("Geheim adres"), required=False, help_text=_("Dan bewaren wij het adres niet.")
    )
    address = forms.CharField(label=_("Adres"), max_length=200, required=False)
    contact_by = radio(_("Welke manier van contact is veilig?"))
    contact_note = forms.CharField(
        label=_("Waar moet u op letten?"), max_length=200, required=False,
        help_text=_("Bijvoorbeeld: niet na 17 uur bellen."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Welke taal spreekt deze ouder?"))
    interpreter = forms.BooleanField(label=_("Er is een tolk nodig"), required=False)
    represented_by = forms.CharField(
        label=_("Ouder of voogd, mentor of curator"), max_length=120, required=False,
        help_text=_("Alleen bij een ouder onder de 16, of als iemand anders mee beslist."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, parent: ParentShown, **kwargs: Any) -> None:
        self.parent = parent
        super().__init__(data, **kwargs)

    def start(self, case: Opened) -> dict[str, Any]:
        """Start from what is kept now."""
        names = [name for name in self.base_fields if name != "version"]
        return {"version": getattr(case, "version", 0), **{name: getattr(self.parent, name) for name in names}}

    def furnish(self, case: Opened) -> None:
        """Offer ways of contact and languages; keep a language that is not in the list."""
        offer(self, "contact_by", choices("contact_by"))
        known = choices("language")
        own = self.parent.language
        offer(self, "language", known if own in dict(known) else [*known, (own, own)])

    def differences(self, theirs: dict[str, Any], mine: dict[str, Any]) -> list[tuple[str, str, str]]:
        """Give (field, what is kept now, what was typed) of every field that differs, in words."""
        return [
            (str(self.fields[name].label), self._words(name, theirs[name]), self._words(name, value))
            for name, value in mine.items()
            if theirs[name] != value
        ]

    def _words(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return gettext("ja") if value else gettext("nee")
        if isinstance(value, date):
            return value.strftime("%d-%m-%Y")
        return label(name, str(value)) if name in ("contact_by", "language") else str(value or gettext("(leeg)"))


class PlanForm(CaseForm):
    """When, how long and where the conference is."""

    starts_at = DateParts(label=_("Datum"), help_text=_("Bijvoorbeeld 3 12 2026"))
    time = TimeOfDay(help_text=_("Bijvoorbeeld 14:30"))
    minutes = length()
    place = forms.CharField(
        label=_("Plek"), max_length=200,
        help_text=_("Een plek waar het gezin zich thuis voelt, of een videoverbinding."),
    )  # fmt: skip
    interpreter = forms.BooleanField(label=_("Er komt een tolk"), required=False)

    def start(self, case: Opened) -> dict[str, Any]:
        """Start from the planned conference; else expect an interpreter when an adult needs one."""
        if not isinstance(case, CaseFile):
            return {}
        now = case.conference
        if now is None or now.state != "planned":
            return {"interpreter": any(parent.interpreter for parent in case.parents)}
        starts = now.starts_at.astimezone(clock.AMSTERDAM)
        kept = {name: getattr(now, name) for name in ("minutes", "place", "interpreter")}
        return {"starts_at": starts.date(), "time": starts.time(), **kept}

    def arguments(self) -> dict[str, Any]:
        """Make one Dutch moment of date and time."""
        values = dict(self.cleaned_data)
        moment = datetime.combine(values["starts_at"], values.pop("time"), tzinfo=clock.AMSTERDAM)
        return values | {"starts_at": moment}


class CallOffForm(CaseForm):
    """Why the conference does not go on."""

    reason = radio(_("Waarom gaat het overleg niet door?"))

    def furnish(self, case: Opened) -> None:
        """Offer the reasons of the list."""
        offer(self, "reason", choices("called_off"))


class NoteForm(CaseForm):
    """A note with who may read it."""

    text = story(_("Notitie"))
    visible_to = radio(_("Wie mag dit lezen?"), initial="professionals")
    hidden_from = forms.ChoiceField(
        label=_("Wie van het gezin leest dit niet?"), required=False,
        help_text=_("Ook niet via een overzicht of afdruk."),
    )  # fmt: skip
    about = forms.ChoiceField(label=_("Over wie gaat het?"), required=False)
    data_class = forms.ChoiceField(label=_("Waar gaat het over?"), required=False)
    show_if = {"hidden_from": "visible_to=table"}

    def start(self, case: Opened) -> dict[str, Any]:
        """Propose the professionals at the table."""
        return {"visible_to": "professionals", "data_class": "general"}

    def furnish(self, case: Opened) -> None:
        """Offer readers, adults who take part, and the kinds of facts."""
        adults = [(p.code, p.name) for p in case.parents if p.takes_part]
        offer(self, "visible_to", choices("visible_to"))
        offer(self, "about", [("", gettext("het hele gezin")), *adults])
        offer(self, "hidden_from", [("", gettext("iedereen van het gezin mag dit lezen")), *adults])
        offer(self, "data_class", [pair for pair in choices("data_class") if pair[0]])

    def arguments(self) -> dict[str, Any]:
        """A note that only professionals read need not be hidden from a parent."""
        values = dict(self.cleaned_data)
        values["data_class"] = values["data_class"] or "general"
        return values if values["visible_to"] == "table" else values | {"hidden_from": ""}


class NeedsForm(CaseForm):
    """What the family needs help with, beside what the referrer saw; also in words of the municipality."""

    says_required = False
    there = forms.CharField(required=False, widget=forms.HiddenInput)  # what was on the page, so that it can go
    needs = forms.MultipleChoiceField(
        label=_("Waar wil het gezin steun bij?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def start(self, case: Opened) -> dict[str, Any]:
        """Tick what was added before."""
        codes = [need.code for need in _needs(case) if not need.from_referral]
        return {"needs": codes, "there": " ".join(codes)}

    def furnish(self, case: Opened) -> None:
        """Offer all that does not stand in the referral; what was added before by its own code."""
        if not isinstance(case, CaseFile):
            return
        words = {need: need.text or label("need", need.what) for need in _needs(case)}
        offered = choices_with("need", local_values([case.municipality_code], "needs"))
        new = [one for one in offered if one[1] not in words.values()]
        added = [(need.code, word) for need, word in words.items() if not need.from_referral]
        offer(self, "needs", [*added, *new])

    def arguments(self) -> dict[str, Any]:
        """Give what to add, and what to take back."""
        there, chosen = self.cleaned_data["there"].split(), self.cleaned_data["needs"]
        return {
            "add": [one for one in chosen if one not in there],
            "remove": [one for one in there if one not in chosen],
        }


def _needs(case: Opened) -> tuple[EntryShown, ...]:
    return case.needs if isinstance(case, CaseFile) else ()


class PointsForm(CaseForm):
    """The three points of one adult."""

    def __init__(self, data: Any = None, *, parent: ParentShown, **kwargs: Any) -> None:
        self.parent = parent
        super().__init__(data, **kwargs)

    def furnish(self, case: Opened) -> None:
        """Make three boxes, with what was said before."""
        said = [p.text for p in _points_to_come(case) if p.about == self.parent.code]
        for number in range(3):
            title = gettext("Punt %(number)d") % {"number": number + 1}
            field = forms.CharField(
                label=title, required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
                initial=said[number] if number < len(said) else "",
            )  # fmt: skip
            self.fields[f"point-{number}"] = field

    def arguments(self) -> dict[str, Any]:
        """Give the points as a list, and in whose name."""
        return {"points": [self.cleaned_data[name] for name in self.fields], "on_behalf_of": self.parent.code}


def _points_to_come(case: Opened) -> list[EntryShown]:
    """Give the points for the next conference; those of a conference that was held stay as they were."""
    if not isinstance(case, CaseFile):
        return []
    held = [meeting.starts_at for meeting in case.conferences if meeting.state == "held"]
    return [point for point in case.points if not held or point.at > held[-1]]


class StopForm(CaseForm):
    """Which adult said that the family stops; no reason is asked."""

    parent = forms.ChoiceField(label=_("Wie zei dat het gezin stopt?"), required=False)

    def furnish(self, case: Opened) -> None:
        """Offer the adults who take part; when nobody does, nobody is named."""
        self.speakers = [parent for parent in case.parents if parent.takes_part]
        offer(self, "parent", [("", ""), *((p.code, p.code) for p in self.speakers)])

    def arguments(self) -> dict[str, Any]:
        """Record in whose name."""
        return {"on_behalf_of": self.cleaned_data["parent"]}


class SeatForm(HouseForm):
    """Why somebody comes into the circle, and what the family thinks of it."""

    reason = radio(_("Waarom komt deze persoon erbij?"))
    why = forms.CharField(
        label=_("Wat kan deze persoon voor het gezin betekenen?"), max_length=200, required=False,
        help_text=_("Beide ouders lezen dit ook."),
    )  # fmt: skip
    family_agrees = radio(
        _("Wat vindt het gezin ervan?"),
        choices=[("yes", _("Het gezin vindt het goed")), ("no", _("Liever niet")), ("", _("Nog niet gevraagd"))],
        required=False,
    )

    def __init__(self, data: Any = None, *, parents: int = 1) -> None:
        super().__init__(data, initial={"family_agrees": ""})
        offer(self, "reason", choices("seat_reason"))
        if parents > 1:  # whose no it is, is noted apart, beside the name
            both = [("yes", str(_("Beide ouders vinden het goed"))), ("", str(_("Nog niet allebei gevraagd")))]
            offer(self, "family_agrees", both)

    def arguments(self) -> dict[str, Any]:
        """Turn the answer of the family into yes, no or not asked."""
        values = dict(self.cleaned_data)
        return values | {"family_agrees": {"yes": True, "no": False}.get(values["family_agrees"])}
