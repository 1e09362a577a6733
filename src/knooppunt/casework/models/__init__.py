"""The nouns: data and database constraints, no who and no when. Only the doors of casework open these tables."""

from .advice import AdviceRequest
from .case import Case, Entry, Participation, Reminder, Safety, Step
from .conference import (
    AgendaItem,
    AnswerLink,
    Conference,
    DateAnswer,
    DateOption,
    DateProposal,
    Invitation,
)
from .consent import Consent
from .evaluation import Evaluation, Outcome
from .family import Family, Parent
from .health import HealthDimension, HealthPicture
from .paper import Scan
from .plan import Action, Goal, PlanVersion
from .referral import Draft, Referral
from .registration import LocalValue, Registered, Registration
from .tally import Tally
from .voice import Message, OwnEvaluation, SeatAnswer

__all__ = [
    "Action",
    "AdviceRequest",
    "AgendaItem",
    "AnswerLink",
    "Case",
    "Conference",
    "Consent",
    "DateAnswer",
    "DateOption",
    "DateProposal",
    "Draft",
    "Entry",
    "Evaluation",
    "Family",
    "Goal",
    "HealthDimension",
    "HealthPicture",
    "Invitation",
    "LocalValue",
    "Message",
    "Outcome",
    "OwnEvaluation",
    "Parent",
    "Participation",
    "PlanVersion",
    "Referral",
    "Registered",
    "Registration",
    "Reminder",
    "Safety",
    "Scan",
    "SeatAnswer",
    "Step",
    "Tally",
]
