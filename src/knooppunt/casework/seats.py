"""What is asked of a place in the circle: under which discipline consent counts, and what keeps it from the table."""

from .consents import Answer, DataClass, Picture
from .models import Participation, Referral

ASKED_TO_TABLE = (Participation.Access.INVITED, Participation.Access.JOINED)  # to the table, and did not say no


def category(seat: Participation | Referral) -> str:
    """Give the discipline under which consent is given: a youth nurse is youth health care."""
    discipline = seat.discipline
    return "" if discipline is None else (discipline.counts_as_id or discipline.code)


def may_know(picture: Picture, adult: int, seat: Participation | Referral) -> Answer:
    """Say whether who has this place may know of facts about an adult that belong to no special kind."""
    return picture.may_see(adult, seat.organisation_id, category(seat), DataClass.GENERAL)


def why_not(picture: Picture, seat: Participation) -> str:
    """Give the code of what blocks a chair at the table (R-CON-07): '' when nothing does."""
    if seat.family_agrees is False:
        return "family_says_no"
    if not picture.shared_with(seat.organisation_id, category(seat)):
        return "no_consent_to_share"
    return ""


def may_sit(picture: Picture, seat: Participation) -> bool:
    """Say whether somebody is asked to the table today: did not say no, may still come in, and nothing blocks it."""
    here = seat.ended_on is None and seat.access in ASKED_TO_TABLE and seat.person.is_active
    return here and not why_not(picture, seat)
