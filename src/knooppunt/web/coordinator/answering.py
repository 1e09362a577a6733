"""What a family told the coordinator: messages that wait, an answer in time, what a parent says by telephone."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import reading, telling
from knooppunt.casework.shown import MessageShown

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.labels import choices
from ..shared.screens import screen

acts = screen(activity="coordinate", for_="coordinator")
YES_OR_NO = ("correction", "erasure")


class AnswerForm(HouseForm):
    """An answer, and for a right whether it is done."""

    granted = forms.ChoiceField(
        label=_("Gebeurt wat de ouder vraagt?"), widget=forms.RadioSelect, choices=[("yes", _("Ja")), ("no", _("Nee"))]
    )
    text = forms.CharField(
        label=_("Uw antwoord"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Schrijf kort en gewoon. Alleen deze ouder leest het."),
    )  # fmt: skip

    def __init__(self, *args: Any, message: MessageShown, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if message.kind not in YES_OR_NO:
            del self.fields["granted"]

    def answer(self) -> dict[str, Any]:
        """Give the arguments of the verb."""
        granted = self.cleaned_data.get("granted")
        return {"text": self.cleaned_data["text"], "granted": None if granted is None else granted == "yes"}


class ToldForm(HouseForm):
    """What a parent said by telephone or at the door."""

    kind = forms.ChoiceField(label=_("Waar gaat het over?"), widget=forms.RadioSelect, initial="message")
    text = forms.CharField(label=_("Wat zei de ouder?"), widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", choices("message"))


@screen(activity="coordinate", for_="coordinator", methods=("GET",))
def inbox(request: Asked, code: str) -> HttpResponse:
    """See what a family told and asked, what waits for an answer first."""
    found = reading.inbox(request.actor, code)
    waiting = [message for message in found.messages if message.waits]
    answered = [message for message in found.messages if not message.waits]
    return render(request, "coordinator/inbox.html", {"case": found, "messages_waiting": waiting, "answered": answered})


@acts
def answer(request: Asked, code: str, message: str) -> HttpResponse:
    """Answer one message of a parent, or decide on what she asks about her file."""
    found = reading.inbox(request.actor, code)
    asked = next((one for one in found.messages if one.code == message and one.text), None)
    if asked is None:
        raise Http404
    form = AnswerForm(request.POST or None, message=asked)
    if form.is_valid() and form.try_to(telling.answer_message, request.actor, code, message, **form.answer()):
        messages.success(request, _("Uw antwoord is verstuurd."))
        return redirect("coordinator:messages", code)
    to_erase = asked.kind == "erasure" and "erase" in found.acts
    context = {"case": found, "form": form, "asked": asked, "to_erase": to_erase}
    return render(request, "coordinator/answer.html", context)


@acts
def told(request: Asked, code: str, parent: str) -> HttpResponse:
    """Note what a parent said by telephone, as her own message."""
    found = reading.inbox(request.actor, code)
    speaker = next((one for one in found.parents if one.code == parent), None)
    if speaker is None:
        raise Http404
    form = ToldForm(request.POST or None)
    if form.is_valid() and form.try_to(_note, request, code, parent, **form.cleaned_data):
        messages.success(request, _("Het bericht staat genoteerd."))
        return redirect("coordinator:messages", code)
    return render(request, "coordinator/told.html", {"case": found, "form": form, "adult": speaker})


def _note(request: Asked, code: str, parent: str, kind: str, text: str) -> None:
    if kind == "person":
        telling.ask_for_person(request.actor, code, text=text, on_behalf_of=parent)
    else:
        telling.send_message(request.actor, code, kind=kind, text=text, on_behalf_of=parent)
