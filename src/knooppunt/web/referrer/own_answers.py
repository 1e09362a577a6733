"""From the small steps of a parent to a referral that can be sent."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knooppunt.casework.consenting import Given
from knooppunt.casework.consents import Method
from knooppunt.casework.referring import NewParent, NewReferral

from .pages import PageForm
from .questions import RESEARCH
from .self_forms import Child, Self


def own_referral(pages: list[PageForm]) -> NewReferral:
    """Make the referral of seven steps that are in order; nobody but the writer is in it."""
    place, child, _join, self, _reach, talk, _may = pages
    assert isinstance(child, Child) and isinstance(self, Self)
    due_on, born_on = child.dates()
    told = talk.cleaned_data
    partner = [_("Er is een partner die later misschien ook wil meedoen.")] if told["partner"] else []
    return NewReferral(
        origin="parent",
        municipality=place.cleaned_data["municipality"],
        due_on=due_on,
        born_on=born_on,
        parents=(_parent(*pages[3:]),),
        needs=tuple(told["needs"]),
        wishes=told["wishes"],
        strengths=told["strengths"],
        involved="\n".join([told["involved"], *partner]).strip(),
    )


def _parent(self: PageForm, reach: PageForm, talk: PageForm, may: PageForm) -> NewParent:
    assert isinstance(self, Self)
    who, way, said = self.cleaned_data, reach.cleaned_data, may.cleaned_data
    by, guardian = way["contact_by"], who.get("given_by", "")
    return NewParent(
        kind=who["kind"],
        name=who["name"],
        born_on=who["born_on"],
        consent=Given(
            capacity=self.capacity, method=Method.OWN_HAND, given_by=guardian, language=get_language() or "nl"
        ),
        shares_with_youth_care=said["share"] == "yes",
        research=RESEARCH.get(said["research"]),
        phone=way["phone"] if by in ("phone", "text") else "",
        email=way["email"] if by == "email" else "",
        address=way["address"] if by == "letter" else "",
        contact_by=by,
        contact_note=way["contact_note"],
        language=way["language"],
        interpreter=way["interpreter"],
        represented_by=guardian,
    )
