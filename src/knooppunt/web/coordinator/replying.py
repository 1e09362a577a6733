"""The answer that somebody's calendar program sent back, as a file that the coordinator hands in."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from knooppunt.calendars import LARGEST
from knooppunt.casework import replying

from ..shared.asked import Asked
from ..shared.forms import HouseForm
from ..shared.screens import screen
from .pages import done


class FileOfReply(forms.FileField):
    """A calendar file: gives its bytes, one more than may be at most."""

    def clean(self, data: Any, initial: Any = None) -> bytes:
        """Give what was sent; what is too much is for the reader of the file to say."""
        content: bytes = super().clean(data, initial).read(LARGEST + 1)
        return content


class ReplyForm(HouseForm):
    """The file that hangs on the e-mail with an answer."""

    reply = FileOfReply(
        label=_("Bestand uit de e-mail"), help_text=_("De naam eindigt meestal op .ics."),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar", "class": "kp-file"}),
        error_messages={
            "required": _("Kies het bestand uit de e-mail."), "empty": _("Dit bestand is leeg. Kies een ander bestand.")
        },
    )  # fmt: skip


@screen(activity="coordinate", for_="coordinator")
def reply(request: Asked) -> HttpResponse:
    """Hand in the file with which somebody's calendar answered an invitation; the answer stands at the family then."""
    sent = request.method == "POST"
    form = ReplyForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid() and form.try_to(replying.take_reply, request.actor, form.cleaned_data["reply"]):
        return done(request, form.result, _("Het antwoord is genoteerd."), "overleg")
    return render(request, "coordinator/reply.html", {"form": form})
