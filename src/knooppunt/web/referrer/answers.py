"""From the answers of a draft to a referral that can be sent."""

from typing import Any

from knooppunt.casework.consenting import Given
from knooppunt.casework.referring import NewParent, NewReferral

from .pages import Answers, PageForm
from .questions import RESEARCH
from .referral_forms import FORMS, SituationForm, WhoForm, WhyForm, agreed_adults

ABOUT = ("name", "born_on", "phone", "email", "contact_by", "contact_note", "language", "interpreter", "secret_address")


def checked(answers: Answers) -> list[PageForm]:
    """Give all pages with what is kept, to be shown and judged."""
    return [form(answers, check=True) for form in FORMS]


def first_unfinished(pages: list[PageForm]) -> PageForm | None:
    """Give the first page on which something is still missing or wrong."""
    return next((page for page in pages if not page.is_valid() or stops(page)), None)


def stops(page: PageForm) -> bool:
    """Say whether a situation was kept that may not go on: outside the target group, or nobody agreed."""
    return isinstance(page, SituationForm) and bool(page.outside or page.cleaned_data.get("agreed") != "yes")


def referral_from(answers: Answers, pages: list[PageForm], organisation: str) -> NewReferral:
    """Make the referral of three pages that are in order, by somebody of this organisation (in its own words)."""
    situation, who, why = pages
    assert isinstance(situation, SituationForm) and isinstance(who, WhoForm) and isinstance(why, WhyForm)
    due_on, born_on = situation.dates()
    told = why.cleaned_data
    said: dict[str, Any] = {name: tuple(told[name]) if name == "needs" else told[name] for name in WhyForm.WHY}
    return NewReferral(
        municipality=situation.cleaned_data["municipality"],
        due_on=due_on,
        born_on=born_on,
        parents=tuple(_parent(kind, who.cleaned_data, told) for kind in agreed_adults(answers)),
        organisation_name=organisation,
        advice=answers["situation"].get("advice", ""),
        **said,
    )


def _parent(kind: str, who: dict[str, Any], why: dict[str, Any]) -> NewParent:
    facts = {name: who[f"{kind}_{name}"] for name in ABOUT}
    alone = who[f"{kind}_capacity"] == "self"
    given_by = "" if alone else who[f"{kind}_given_by"]
    spoken = why["method"] == "spoken"
    return NewParent(
        kind=kind,
        address="" if facts["secret_address"] else who[f"{kind}_address"],
        represented_by=given_by,
        shares_with_youth_care=why[f"{kind}_share"] == "yes",
        research=RESEARCH.get(why[f"{kind}_research"]),
        consent=Given(
            capacity=who[f"{kind}_capacity"],
            method=why["method"],
            language=why[f"{kind}_asked_in"],
            interpreter=why[f"{kind}_asked_interpreter"],
            witness=why["witness"] if spoken else "",
            given_by=given_by,
        ),
        **facts,
    )
