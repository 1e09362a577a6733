"""The forms of the table: who was there, wishes, actions, decisions, notes, the lead, and the end of a conference.

Two people may type at once: `SharedForm` puts what stands there now beside what was typed, so that no word is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.agreeing import NewAction
from knooppunt.casework.local import local_values
from knooppunt.casework.refusals import Conflict, NotFound
from knooppunt.casework.shown import ActionShown, CaseFile, ConferenceShown, GoalShown
from knooppunt.foundation import clock
from knooppunt.foundation.clock import add_working_days
from knooppunt.web.templatetags.house import day

from ..shared import labels
from ..shared.fields import DateParts
from ..shared.forms import HouseForm

NETWORK = "network"  # the owner is somebody of the family's own people, written as a name
OTHER_DAY = "other"


@dataclass(frozen=True)
class Beside:
    """One field as it stands there now, and as it was typed."""

    label: str
    theirs: str
    mine: str


class SharedForm(HouseForm):
    """A form for something that others may change meanwhile; carries the version that its writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    beside: tuple[Beside, ...] = ()
    met = False  # somebody else was first: answer with 409
    joined = False  # both texts stand together in the form already

    def try_to_share(self, verb: Callable[..., Any], *args: Any, now: Callable[[], Any], **kwargs: Any) -> bool:
        """Do an act; when somebody was first, `now` gives the values that stand there, and both are shown."""
        try:
            return self.try_to(verb, *args, **kwargs)
        except Conflict as conflict:
            try:
                there = now()
            except NotFound:  # not only changed but gone: the general page keeps the words
                raise conflict from None
            self.meet({**there, "version": conflict.version})
            return False

    def meet(self, now: dict[str, Any]) -> None:
        """Lay what stands there now beside what was typed; sent again, it counts."""
        self.met = True
        names = [field.name for field in self.visible_fields()]
        pairs = [(n, self._said(n, now.get(n)), self._said(n, self.cleaned_data.get(n))) for n in names]
        self.beside = tuple(Beside(str(self.fields[n].label), *both) for n, *both in pairs if both[0] != both[1])
        self._retype("version", now["version"])

    def _retype(self, name: str, value: Any) -> None:
        """Put another value in a box than what was typed."""
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix(name)] = value
        self.data = data

    def _said(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            words: dict[Any, Any] = dict(field.choices)  # type: ignore[arg-type]
            return str(words.get(value, value or ""))
        return day(value) if isinstance(value, date) else str(value or "")


def about_whom(file: CaseFile) -> list[tuple[str, Any]]:
    """Give whom something may be about, as far as the reader may know her; the whole family is the usual answer."""
    return [("", _("Het hele gezin")), *((p.code, p.name) for p in file.parents if p.takes_part and p.name)]


class AboutForm(HouseForm):
    """A form for words of the table that may be about one parent: then they are read by whom she shares with alone."""

    about = forms.ChoiceField(
        label=_("Over wie gaat dit?"), widget=forms.RadioSelect, required=False, initial="",
        help_text=_("Kies één ouder als dit over haar of hem gaat. Dan leest alleen wie dat van die ouder mag."),
    )  # fmt: skip

    def __init__(self, *args: Any, file: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("about", whom := about_whom(file))
        if len([p for p in file.parents if p.takes_part]) < 2 or len(whom) < 2:
            del self.fields["about"]  # what is about the family is about this one parent

    def whom(self) -> dict[str, str]:
        """Give about whom, as the verbs take it; nothing when there was no choice."""
        return {"about": self.cleaned_data["about"]} if "about" in self.fields else {}


class GoalForm(AboutForm, SharedForm):
    """What the family wants, in their own words; now, later, or 'no, because'."""

    words = forms.CharField(
        label=_("Wat wil het gezin?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In hun eigen woorden, zoals: “Ik wil weer slapen zonder aan de huur te denken.”"),
    )  # fmt: skip
    moment = forms.ChoiceField(label=_("Wanneer?"), widget=forms.RadioSelect, initial="now")
    because = forms.CharField(label=_("Waarom doen we dit niet?"), max_length=300, required=False)
    show_if = {"because": "moment=not"}
    asked_when_shown = ("because",)
    field_order = ("words", "moment", "because", "about")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"now": _("Nu, hier gaan we mee aan de slag"), "parked": _("Later"), "not": _("Dit doen we niet")}
        self.offer("moment", list(words.items()))

    @staticmethod
    def values(goal: GoalShown) -> dict[str, Any]:
        """Give a goal as the form shows it."""
        names = ("words", "moment", "because", "about", "version")
        return {name: getattr(goal, name) for name in names}

    def wish(self) -> dict[str, str]:
        """Give the arguments of the verbs."""
        data = self.cleaned_data
        return {
            "words": data["words"], "moment": data["moment"],
            "because": data["because"] if data["moment"] == "not" else "", **self.whom(),
        }  # fmt: skip


class ActionForm(SharedForm):
    """Who does what by when: a parent, one of their own people, or a professional at the table."""

    what = forms.CharField(label=_("Wat gebeurt er?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    owner = forms.ChoiceField(label=_("Wie doet dit?"), widget=forms.RadioSelect)
    network = forms.CharField(
        label=_("Naam van deze persoon"), max_length=120, required=False,
        help_text=_("Zoals de ouders die noemen: oma, of de buurvrouw."),
    )  # fmt: skip
    when = forms.ChoiceField(label=_("Wanneer is het klaar?"), widget=forms.RadioSelect, required=False)
    due_on = DateParts(label=_("Op welke dag?"), required=False)
    support = forms.ChoiceField(label=_("Soort steun"), required=False)
    show_if = {"network": f"owner={NETWORK}", "due_on": f"when={OTHER_DAY}"}
    asked_when_shown = ("network", "when", "due_on")

    def __init__(self, *args: Any, file: CaseFile, short: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("owner", owners(file))
        self.offer("when", days_to_choose())
        if short:  # while everybody waits; the kind of support can be chosen later
            del self.fields["support"]
            return
        own = local_values([file.municipality_code], "support")
        kept = self.initial.get("support", ""), self.initial.get("support_word", "")
        self.offer("support", [("", _("Kies, als het past")), *labels.choices_with("support", own, kept)])

    @staticmethod
    def values(action: ActionShown) -> dict[str, Any]:
        """Give an action as the form shows it."""
        network = action.owner_kind == NETWORK
        return {
            "what": action.what, "owner": NETWORK if network else f"{action.owner_kind}:{action.owner_code}",
            "network": action.owner if network else "", "when": OTHER_DAY, "due_on": action.due_on,
            "support": action.local_code or action.support,
            "support_word": action.local or labels.label("support", action.support),
            "version": action.version,
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for the name when somebody of their own people does it, and make one date of day and box."""
        data = super().clean() or self.cleaned_data
        if data.get("when") not in ("", OTHER_DAY, None):
            self.errors.pop("due_on", None)
            data["due_on"], data["when"] = date.fromisoformat(data["when"]), OTHER_DAY
        elif not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on" if data.get("when") else "when", _("Kies wanneer dit klaar is."))
        if data.get("owner") == NETWORK and not data.get("network"):
            self.add_error("network", _("Vul in wie dit doet."))
        return data

    def action(self) -> NewAction:
        """Give the action as casework takes it."""
        data = self.cleaned_data
        kind, _colon, code = data["owner"].partition(":")
        return NewAction(
            what=data["what"], due_on=data["due_on"], support=data["support"],
            parent=code if kind == "parent" else "", seat=code if kind == "professional" else "",
            network=data["network"] if kind == NETWORK else "",
        )  # fmt: skip


def days_to_choose() -> list[tuple[str, Any]]:
    """Give working days that a table often agrees on, so that nobody needs to type one."""
    words = ((5, _("Over een week")), (10, _("Over twee weken")), (20, _("Over vier weken")))
    days = [(add_working_days(clock.today(), number), word) for number, word in words]
    return [
        *((on.isoformat(), f"{word} · {date_format(on, 'D j F')}") for on, word in days),
        (OTHER_DAY, _("Op een andere dag")),
    ]


def owners(file: CaseFile) -> list[tuple[str, Any]]:
    """Give who may do something: parents, one of their own people, and who sits at the table."""
    parents = [(f"parent:{p.code}", p.name or labels.label("parent", p.kind)) for p in file.parents if p.takes_part]
    seats = [s for s in file.circle if s.ended_on is None and s.access == "joined"]
    at_table = [(f"professional:{s.code}", f"{s.name} · {s.discipline}" if s.discipline else s.name) for s in seats]
    return [*parents, (NETWORK, _("Iemand uit hun eigen kring")), *at_table]


class DecisionForm(AboutForm):
    """A decision of the table."""

    text = forms.CharField(label=_("Wat is er besloten?"), widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("text", "about")


class NotesForm(SharedForm):
    """The notes of the conference, on which two people may write at once."""

    joined = True

    notes = forms.CharField(
        label=_("Wat willen we onthouden?"), max_length=9000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Alleen voor de professionals aan tafel. Wat het gezin moet weten, zet u bij de afspraken."),
    )  # fmt: skip

    @staticmethod
    def values(conference: ConferenceShown) -> dict[str, Any]:
        """Give the notes as the form shows them."""
        return {"notes": conference.notes, "version": conference.version}

    def meet(self, now: dict[str, Any]) -> None:
        """Put both texts together in the box: what is in both once, the rest of both."""
        super().meet(now)
        self._retype("notes", together(now["notes"], self.cleaned_data["notes"]))


def together(theirs: str, mine: str) -> str:
    """Give one text with every line of both, in order; a line that both have stands there once."""
    a, b = theirs.splitlines(), mine.splitlines()
    lines: list[str] = []
    for _tag, from_a, to_a, from_b, to_b in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        lines += a[from_a:to_a] if _tag == "equal" else [*a[from_a:to_a], *b[from_b:to_b]]
    return "\n".join(lines)


class PresentForm(HouseForm):
    """Who was there; when no parent was, why."""

    present = forms.MultipleChoiceField(label=_("Wie zit er aan tafel?"), widget=forms.CheckboxSelectMultiple)
    why_no_parents = forms.CharField(
        label=_("Zijn er geen ouders bij? Schrijf dan waarom"), max_length=200, required=False,
        help_text=_("Laat dit leeg als er een ouder bij is."),
    )  # fmt: skip
    asked_when_shown = ("why_no_parents",)

    def __init__(self, *args: Any, file: CaseFile, **kwargs: Any) -> None:
        parents = [(p.code, _parent_at_table(p)) for p in file.parents if p.takes_part]
        seats = [s for s in file.circle if s.ended_on is None and not s.blocked]
        expected = [p[0] for p in parents] + [s.code for s in seats if s.access == "joined"]
        super().__init__(*args, initial={"present": expected}, **kwargs)
        self.offer("present", [*parents, *((s.code, f"{s.name} · {s.discipline}") for s in seats)])


def _parent_at_table(parent: Any) -> str:
    word = labels.label("parent", parent.kind)
    return f"{parent.name} · {word}" if parent.name else word


class LeadForm(HouseForm):
    """Who watches over what was agreed, chosen with the family."""

    seat = forms.ChoiceField(label=_("Wie bewaakt de afspraken?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, file: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = [s for s in file.circle if s.ended_on is None and s.access == "joined"]
        self.offer("seat", [(s.code, f"{s.name} · {s.discipline}") for s in seats])


class LookBackDateForm(HouseForm):
    """When we look back together, and why nobody said yes yet when the agreements were not read back."""

    evaluation_on = DateParts(
        label=_("Wanneer kijken we samen terug?"),
        error_messages={
            "required": _("Kies wanneer u samen terugkijkt. Zonder datum kan het overleg niet worden afgesloten.")
        },
    )

    why_unconfirmed = forms.CharField(
        label=_("Kon u niet samen teruglezen? Schrijf dan waarom"), max_length=300, required=False,
        help_text=_("Bijvoorbeeld: de ouders moesten eerder weg. Lees het dan later voor."),
    )  # fmt: skip
    asked_when_shown = ("why_unconfirmed",)

    def __init__(self, *args: Any, file: CaseFile, unheard: bool = True, **kwargs: Any) -> None:
        first, proposed, last = file.evaluation_window
        super().__init__(*args, initial={"evaluation_on": proposed}, **kwargs)
        if not unheard:
            del self.fields["why_unconfirmed"]
        text = gettext("Wij stellen %(proposed)s voor. Kies een dag van %(first)s tot en met %(last)s.")
        days = {"proposed": proposed, "first": first, "last": last}
        self.fields["evaluation_on"].help_text = text % {name: date_format(on, "j E Y") for name, on in days.items()}
