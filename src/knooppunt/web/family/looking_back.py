"""Looking back as a parent sees it: one question per page, kept at once, for the talk that comes. Never counted."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knooppunt.casework import telling
from knooppunt.casework.shown import CaseFile

from ..shared.asked import Asked
from . import own
from .forms import AnswerForm, WordsForm
from .opening import acts, joined, sent, shows

CAME = (
    ("yes", gettext_lazy("Ja, die kwam"), "face-good"), ("partly", gettext_lazy("Een beetje"), "face-so"),
    ("no", gettext_lazy("Nee, die kwam niet"), "face-sad"), ("unknown", gettext_lazy("Dat weet ik niet"), "info"),
)  # fmt: skip
HELPED = (
    ("yes", gettext_lazy("Ja"), "face-good"), ("partly", gettext_lazy("Een beetje"), "face-so"),
    ("no", gettext_lazy("Nee"), "face-sad"), ("unknown", gettext_lazy("Dat weet ik niet"), "info"),
)  # fmt: skip
NOW = (
    ("better", gettext_lazy("Beter dan eerst"), "face-good"), ("same", gettext_lazy("Hetzelfde"), "face-so"),
    ("worse", gettext_lazy("Minder goed dan eerst"), "face-sad"),
    ("unknown", gettext_lazy("Dat weet ik niet"), "info"),
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One page: what is asked, the answers with their picture (none: own words), and what was said before."""

    ref: str
    title: str | Promise
    answers: tuple[tuple[str, Any, str], ...]
    said: str = ""
    about: str = ""

    @property
    def words(self) -> str | Promise:
        """Give the answer in words, '' when there is none yet."""
        return next(
            (words for code, words, _icon in self.answers if code == self.said), "" if self.answers else self.said
        )


def questions_of(file: CaseFile) -> list[Question]:
    """Give the questions in order, each with what this parent said before."""
    before = own.look_back_of(file)
    came = before.came if before else {}
    need, change, words = (before.need_met, before.change, before.words) if before else ("", "", "")
    return [
        *(
            Question(action.code, gettext_lazy("Kwam deze hulp?"), CAME, came.get(action.code, ""), action.what)
            for action in own.helps_of(file)
        ),
        Question("geholpen", gettext_lazy("Bent u geholpen?"), HELPED, need),
        Question("nu", gettext_lazy("Hoe gaat het nu?"), NOW, change),
        Question("woorden", gettext_lazy("Wat wilt u er zelf over zeggen?"), (), words),
    ]


@shows
def overview(request: Asked, code: str) -> HttpResponse:
    """See the questions for looking back, and what one said."""
    file = joined(request, code)
    if "look_back_self" not in file.acts:
        raise Http404
    return render(request, "family/looking_back.html", {"file": file, "questions": questions_of(file)})


@acts
def question(request: Asked, code: str, ref: str) -> HttpResponse:
    """Answer one question about how it went."""
    file = joined(request, code)
    asked = questions_of(file)
    number = next((n for n, one in enumerate(asked) if one.ref == ref), None)
    if number is None or "look_back_self" not in file.acts:
        raise Http404
    here = asked[number]
    form = AnswerForm(sent(request), here) if here.answers else WordsForm(sent(request), here)
    if form.is_valid() and form.try_to(keep, request, file, ref, form.cleaned_data["answer"]):
        if number + 1 < len(asked):
            return redirect("family:look_back", code, asked[number + 1].ref)
        messages.success(request, _("Dank u wel. Dit nemen we mee als we samen terugkijken."))
        return redirect("family:looking_back", code)
    page = {"question": here, "step": number + 1, "steps": len(asked)}
    return render(request, "family/look_back.html", {"file": file, "form": form, **page})


def keep(request: Asked, file: CaseFile, ref: str, answer: str) -> None:
    """Keep one answer beside those that were given before; what was not asked yet is not known."""
    before = own.look_back_of(file)
    said: dict[str, Any] = {
        "need_met": before.need_met if before else "unknown", "change": before.change if before else "unknown",
        "words": before.words if before else "", "came": dict(before.came) if before else {},
    }  # fmt: skip
    names = {"geholpen": "need_met", "nu": "change", "woorden": "words"}
    if ref in names:
        said[names[ref]] = answer
    else:
        said["came"][ref] = answer
    telling.look_back_self(request.actor, file.code, **said)
