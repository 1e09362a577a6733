"""The few questions that parents answer themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.convening import POINTS
from knooppunt.casework.shown import ActionShown, CaseFile

from ..shared.forms import HouseForm, furnish

POINT_LENGTH = 200


class PointsForm(HouseForm):
    """What the family wants to talk about, in at most three lines; each may stay empty."""

    says_required = False

    def __init__(self, data: Any = None, *, points: list[str], **kwargs: Any) -> None:
        super().__init__(data, initial={_name(n): text for n, text in enumerate(points)}, **kwargs)
        for number in range(POINTS):
            label = _("Punt %(number)d") % {"number": number + 1}
            field = forms.CharField(label=label, required=False, max_length=POINT_LENGTH)
            furnish(field, _name(number))
            self.fields[_name(number)] = field

    def points(self) -> list[str]:
        """Give the points that were filled in, in order."""
        return [text for number in range(POINTS) if (text := self.cleaned_data.get(_name(number), "").strip())]


def _name(number: int) -> str:
    """Give the name of a field; casework says what is wrong by the same names."""
    return f"point-{number}"


class ActionForm(HouseForm):
    """How an own action goes."""

    status = forms.ChoiceField(
        label=_("Hoe gaat het?"),
        widget=forms.RadioSelect,
        choices=[("done", _("Het is gedaan")), ("open", _("Ik ben er nog mee bezig")), ("stuck", _("Het lukt niet"))],
    )
    report = forms.CharField(
        label=_("Wilt u er iets bij vertellen?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lukt het niet? Schrijf kort waarom. Dan denken wij mee."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, action: ActionShown, stuck: bool = False, **kwargs: Any) -> None:
        asked = "stuck" if stuck else action.status if action.status != "open" else None
        super().__init__(
            data, initial={"status": asked, "report": action.report, "version": action.version}, **kwargs
        )  # fmt: skip


class PersonForm(HouseForm):
    """Whom a parent wants at the table."""

    text = forms.CharField(
        label=_("Wie wilt u erbij?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("Bijvoorbeeld uw moeder, een vriendin, of iemand die u al helpt. Schrijf de naam erbij."),
    )


class MessageForm(HouseForm):
    """A message to the coordinator, or to the lead while there is one with whom this parent shares."""

    to = forms.ChoiceField(label=_("Aan wie?"), widget=forms.RadioSelect, initial="coordinator")
    text = forms.CharField(label=_("Uw bericht"), widget=forms.Textarea(attrs={"rows": 5}))
    says_required = False

    def __init__(self, data: Any = None, *, file: CaseFile, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        lead = file.lead
        if lead is None or lead.lead != "lead" or lead.blocked:
            del self.fields["to"]
        else:
            self.offer("to", [("coordinator", _("De coördinator")), ("lead", lead.name)])

    def message(self) -> dict[str, str]:
        """Give the arguments of the verb."""
        return {"to": self.cleaned_data.get("to", "coordinator"), "text": self.cleaned_data["text"]}


class AnswerForm(HouseForm):
    """One question with answers to press."""

    answer = forms.ChoiceField(label=_("Uw antwoord"))

    def __init__(self, data: Any, question: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.offer("answer", [(code, words) for code, words, _icon in question.answers])


class WordsForm(HouseForm):
    """One question that is answered in own words, or passed over."""

    answer = forms.CharField(
        label=_("In uw eigen woorden"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Wat hielp u? Wat had anders gemogen?"),
    )

    def __init__(self, data: Any, question: Any, **kwargs: Any) -> None:
        super().__init__(data, initial={"answer": question.said}, **kwargs)
