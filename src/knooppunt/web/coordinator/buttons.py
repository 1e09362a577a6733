"""The acts of the desk that are one click: a button on the case file, and back to where it stood."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import consenting, convening, pausing, referring
from knooppunt.casework.refusals import Invalid, Refused

from ..shared.asked import Asked
from ..shared.screens import screen
from ..shared.sentences import sentence

Arguments = Callable[[Mapping[str, str]], dict[str, Any]]


def button(
    name: str, verb: Callable[..., Any], said: str | Promise, *, anchor: str = "", takes: Arguments = lambda sent: {}
) -> Callable[..., HttpResponse]:
    """Make the view of a button; `takes` reads the named arguments of the verb from what was sent."""

    def view(request: Asked, code: str, **which: str) -> HttpResponse:
        try:
            verb(request.actor, code, *which.values(), **takes(request.POST))
        except Refused as refusal:
            messages.error(request, str(sentence(refusal.reason)))
        except Invalid as refusal:
            messages.error(request, " ".join(str(text) for text in refusal.errors.values()))
        else:
            if said:
                messages.success(request, str(said))
        return redirect(reverse("coordinator:case", args=[code]) + (f"#{anchor}" if anchor else ""))

    view.__name__, view.__module__, view.__doc__ = name, __name__, (verb.__doc__ or "").partition("\n")[0]
    return screen(activity="coordinate", for_="coordinator", methods=("POST",))(view)


def _yes(sent: Mapping[str, str]) -> dict[str, Any]:
    return {"yes": sent.get("yes") == "yes"}


def _answer(actor: Any, code: str, seat: str, *, yes: bool) -> None:
    convening.answer_invitation(actor, code, yes=yes, seat=seat)


accept = button("accept", referring.accept, _("De aanmelding is opgepakt. De aanmelder krijgt bericht."))
confirm_stop = button("confirm_stop", consenting.confirm_stop, _("Het stoppen is bevestigd."))
tick = button(
    "tick", convening.tick_checklist, "", anchor="checklist",
    takes=lambda sent: {"item": sent.get("done") or sent.get("not_done", ""), "done": "done" in sent},
)  # fmt: skip
resume = button("resume", pausing.resume_clock, _("De klok loopt weer."), anchor="klok")
invite = button("invite", convening.invite, _("De uitnodiging is verstuurd."), anchor="kring")
answer = button("answer", _answer, _("Het antwoord is genoteerd."), anchor="kring", takes=_yes)
agree = button(
    "agree", convening.agree_to_person, _("Wat het gezin vindt, is genoteerd."), anchor="kring",
    takes=lambda sent: _yes(sent) | {"on_behalf_of": sent.get("parent", "")},
)  # fmt: skip
end = button("end", convening.end_in_circle, _("Deze persoon hoort niet meer bij de kring."), anchor="kring")
