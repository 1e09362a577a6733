"""The forms of following: how an action goes, a note, looking back, and what comes after."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.anonymity import findings
from knooppunt.casework.following import CLOSING_WORDS
from knooppunt.casework.local import local_values
from knooppunt.casework.shown import ActionShown, CaseFile
from knooppunt.foundation import clock

from ..shared import labels
from ..shared.fields import DateParts
from ..shared.forms import HouseForm, Section, furnish
from .forms import SharedForm, about_whom

WITH, WITHOUT = "with", "without"


class ReportForm(SharedForm):
    """How an action goes, with a word when it is stuck."""

    status = forms.ChoiceField(label=_("Hoe gaat het?"), widget=forms.RadioSelect)
    report = forms.CharField(
        label=_("Wat wilt u erbij zeggen?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Loopt het vast? Schrijf dan kort waarom. Iedereen aan tafel leest dit, ook het gezin."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("status", [c for c in labels.choices("status") if c[0] != "dropped"])

    @staticmethod
    def values(action: ActionShown) -> dict[str, Any]:
        """Give an action as the form shows it."""
        return {"status": action.status, "report": action.report, "version": action.version}


class BirthForm(HouseForm):
    """When the child was born."""

    on = DateParts(label=_("Wanneer is het kind geboren?"), latest=clock.today)


class NoteForm(HouseForm):
    """A note with a chosen readership."""

    text = forms.CharField(label=_("Notitie"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    visible_to = forms.ChoiceField(label=_("Wie mag dit lezen?"), widget=forms.RadioSelect, initial="professionals")
    about = forms.ChoiceField(label=_("Over wie gaat het?"), required=False)
    data_class = forms.ChoiceField(label=_("Waar gaat het over?"), required=False, initial="general")
    hidden_from = forms.ChoiceField(label=_("Mag een van de ouders dit niet lezen?"), required=False)
    show_if = {"hidden_from": "visible_to=table"}

    def __init__(self, *args: Any, file: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = [(p.code, p.name or labels.label("parent", p.kind)) for p in file.parents if p.takes_part]
        self.offer("visible_to", labels.choices("visible_to"))
        self.offer("about", about_whom(file))
        self.offer("data_class", [c for c in labels.choices("data_class") if c[0]])
        self.offer("hidden_from", [("", _("Nee, alle ouders mogen dit lezen")), *parents])
        if len(parents) < 2:
            del self.fields["hidden_from"]

    def note(self) -> dict[str, str]:
        """Give the arguments of the verb."""
        data = self.cleaned_data
        hidden = data.get("hidden_from", "") if data["visible_to"] == "table" else ""
        return {
            "visible_to": data["visible_to"], "about": data["about"], "hidden_from": hidden,
            "data_class": data["data_class"] or "general",
        }  # fmt: skip


class EvaluationForm(HouseForm):
    """Looking back with the family: per action whether the help really came, then the whole."""

    held_on = DateParts(label=_("Wanneer keek u terug?"), latest=clock.today, initial=clock.today)
    together = forms.ChoiceField(label=_("Was het gezin erbij?"), widget=forms.RadioSelect)
    why_without = forms.CharField(label=_("Waarom niet?"), max_length=200, required=False)
    need_met = forms.ChoiceField(label=_("Is het gezin geholpen?"), widget=forms.RadioSelect)
    change = forms.ChoiceField(label=_("Hoe gaat het nu, vindt het gezin?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In hun eigen woorden"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wat heeft geholpen, wat had anders gemogen?"),
    )  # fmt: skip
    show_if = {"why_without": f"together={WITHOUT}"}
    asked_when_shown = ("why_without",)

    def __init__(self, *args: Any, file: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("together", [(WITH, _("Ja, we deden het samen")), (WITHOUT, _("Nee"))])
        for name in ("need_met", "change"):
            self.offer(name, labels.choices(name))
        actions = [action for goal in file.goals for action in goal.actions]
        for action in actions:
            self.fields[f"came-{action.code}"] = self._came(action)
        came = tuple(f"came-{action.code}" for action in actions)
        self.sections = (  # type: ignore[misc]
            Section(_("Wie keek er terug?"), ("held_on", "together", "why_without")),
            Section(_("Kwam de hulp er echt?"), came, _("Vraag het het gezin, afspraak voor afspraak.")),
            Section(_("Alles bij elkaar"), ("need_met", "change", "words")),
        )

    def _came(self, action: ActionShown) -> forms.ChoiceField:
        label = f"{action.what} ({action.owner})" if action.owner else action.what
        field = forms.ChoiceField(label=label, widget=forms.RadioSelect, choices=labels.choices("came"))
        furnish(field, f"came-{action.code}")
        return field

    def clean(self) -> dict[str, Any]:
        """Ask why when the family was not there."""
        data = super().clean() or self.cleaned_data
        if data.get("together") == WITHOUT and not data.get("why_without"):
            self.add_error("why_without", _("Schrijf waarom u zonder het gezin terugkijkt."))
        return data

    def looking_back(self) -> dict[str, Any]:
        """Give the arguments of the verb."""
        data = self.cleaned_data
        return {
            "came": {name.removeprefix("came-"): data[name] for name in data if name.startswith("came-")},
            "need_met": data["need_met"], "change": data["change"], "words": data["words"],
            "with_family": data["together"] == WITH, "why_without": data["why_without"], "held_on": data["held_on"],
        }  # fmt: skip


class NextForm(HouseForm):
    """What comes after looking back: go on, discuss again, or close."""

    way = forms.ChoiceField(label=_("Hoe gaat het verder?"), widget=forms.RadioSelect)
    evaluation_on = DateParts(label=_("Wanneer kijken we weer samen terug?"), required=False)
    outcome = forms.ChoiceField(label=_("Hoe is het afgelopen?"), required=False, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Wilt u er iets bij schrijven?"), required=False, max_length=CLOSING_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "De ouders, de mensen aan tafel en de aanmelder lezen dit. Schrijf kort en gewoon. "
            "Noem geen namen, geen gezondheid, geen geld."
        ),
    )  # fmt: skip
    show_if = {"evaluation_on": "way=go_on", "outcome": "way=close", "words": "way=close"}
    asked_when_shown = ("evaluation_on", "outcome")
    WAYS = (
        ("close", _("Het is goed zo: we sluiten af")),
        ("go_on", _("We gaan door met deze afspraken, en kijken later weer terug")),
        ("reconvene", _("We gaan opnieuw samen aan tafel")),
    )

    def __init__(self, *args: Any, file: CaseFile, **kwargs: Any) -> None:
        first: date = file.evaluation_window[1]
        super().__init__(*args, initial={"evaluation_on": first}, **kwargs)
        self.offer("way", [(way, text) for way, text in self.WAYS if way in file.acts])
        own = local_values([file.municipality_code], "outcomes") if "close" in file.acts else ()
        self.offer("outcome", labels.choices_with("outcome", own))

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs."""
        data = super().clean() or self.cleaned_data
        if data.get("way") == "close" and not data.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", _("Kies hoe het is afgelopen."))
        if data.get("way") == "go_on" and not data.get("evaluation_on") and "evaluation_on" not in self.errors:
            self.add_error("evaluation_on", _("Kies wanneer u weer samen terugkijkt."))
        if data.get("way") == "close" and (found := findings(data.get("words", ""))):
            what = labels.label("finding", found[0].kind)
            self.add_error("words", _("Hier staat %(what)s in. Schrijf het zonder.") % {"what": what})
        return data
