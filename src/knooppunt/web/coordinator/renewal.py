"""Asking one adult at once whether everything that ends soon may stay as it is; at the table, or by telephone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from knooppunt.casework import consenting
from knooppunt.casework.consents import Purpose
from knooppunt.casework.forms import spoken, wording
from knooppunt.casework.refusals import Refused
from knooppunt.casework.shown import ParentShown

from ..shared.asked import Asked
from ..shared.labels import label
from ..shared.screens import screen
from .case_page import consent_words, opened
from .consent import ConsentForm, Topic
from .pages import adult_of, done

AGAIN = Topic("zo-houden", "", Purpose.TAKE_PART)


class RenewForm(ConsentForm):
    """How the yes was given; what it is to, is what it was."""

    show_if = {name: rule for name, rule in ConsentForm.show_if.items() if name != "until"}

    def __init__(self, data: Any = None, *, parent: ParentShown) -> None:
        super().__init__(data, asked=AGAIN, parent=parent)
        for name in ("answer", "scan"):
            self.fields.pop(name, None)


@screen(activity="consent", for_="coordinator")
def renew(request: Asked, code: str, parent: str) -> HttpResponse:
    """Read the words aloud once more, and let everything that ends soon stay as it is."""
    case = opened(request.actor, code)
    adult = adult_of(case, parent)
    if request.method != "POST" and "give_consent" not in case.acts:
        raise Refused("wrong_state")
    chosen = request.GET.get("taal", adult.language)
    language = chosen if chosen in spoken(Purpose.TAKE_PART) else "nl"
    form = RenewForm(request.POST if request.method == "POST" else None, parent=adult)
    if form.is_valid() and form.try_to(
        consenting.renew_consent, request.actor, code, parent,
        given=form.given(language), until=form.cleaned_data["until"],
    ):  # fmt: skip
        return done(request, code, _("Het blijft zoals het was. Wat apart bleef, blijft apart."), "gezin")
    return render(request, "coordinator/renew.html", {
        "case": case, "adult": adult, "form": form, "said": [consent_words(c) for c in adult.consents if c.yes],
        "wordings": [wording(one, language) for one in (Purpose.TAKE_PART, Purpose.SHARE)],
        "languages": [(one, label("language", one)) for one in spoken(Purpose.TAKE_PART) if one != language],
    })  # fmt: skip
