"""The form of a question that names nobody."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from knooppunt.casework.advising import NewQuestion
from knooppunt.casework.anonymity import Finding, findings
from knooppunt.people import choices
from knooppunt.people.actor import Actor

from ..shared.forms import HouseForm
from .questions import WorkEmailField


class QuestionForm(HouseForm):
    """Where, who asks, and what; whoever is known is not asked who they are."""

    municipality = forms.ChoiceField(label=_("Over welke gemeente gaat het?"))
    discipline = forms.ChoiceField(label=_("Uw beroep of dienst"))
    email = WorkEmailField(label=_("Uw werkmail"), help_text=_("Hier krijgt u bericht als het antwoord er is."))
    question = forms.CharField(
        label=_("Uw vraag"),
        help_text=_("Zonder naam, adres, geboortedatum of telefoonnummer. Schrijf bijvoorbeeld: “een zwangere vrouw”."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    anyway = forms.BooleanField(label=_("Toch versturen: dit noemt niemand"), required=False)

    def __init__(self, *args: Any, actor: Actor, municipality: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick = ("", _("Kies …"))
        self.offer("municipality", [pick, *choices.municipalities()])
        self.initial["municipality"] = municipality
        if actor.is_known:
            del self.fields["email"]
        if actor.discipline:
            del self.fields["discipline"]
        else:
            self.offer("discipline", [pick, *choices.disciplines(get_language() or "nl")])
        self.found = findings(str(self.data.get("question", ""))) if self.is_bound else []
        if not self.found or self.has_citizen_number:
            del self.fields["anyway"]

    @property
    def has_citizen_number(self) -> bool:
        """Say whether there is something in the text that is never sent, with or without a tick."""
        return any(one.kind == "citizen_number" for one in self.found)

    def new_question(self, language: str) -> NewQuestion:
        """Give what is asked; the form is valid."""
        told = self.cleaned_data
        return NewQuestion(
            municipality=told["municipality"],
            question=told["question"],
            discipline=told.get("discipline", ""),
            email=told.get("email", ""),
            language=language,
            anyway=bool(told.get("anyway")),
        )

    def marked(self) -> list[tuple[str, str]]:
        """Give the question in pieces, (text, kind of finding or ''), to show what stood out."""
        text, at, pieces = str(self.data.get("question", "")), 0, []
        for one in _apart(self.found):
            pieces += [(text[at : one.start], ""), (text[one.start : one.end], one.kind)]
            at = one.end
        return [piece for piece in [*pieces, (text[at:], "")] if piece[0]]


def _apart(found: list[Finding]) -> list[Finding]:
    """Give the findings without those that lie over an earlier one."""
    kept: list[Finding] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
