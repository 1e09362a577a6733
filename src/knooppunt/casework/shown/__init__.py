"""What reading hands over: finished, frozen data. No rows, no relations, nothing that can be asked further."""

from .case import (
    ActionShown,
    CaseFile,
    ChairShown,
    ConferenceShown,
    ConsentShown,
    EntryShown,
    EvaluationShown,
    GoalShown,
    ParentShown,
    PlanVersionShown,
    SafetyShown,
    SeatShown,
    StepShown,
    Suggestion,
)
from .dates import AnswererShown, DatesShown, OptionShown
from .health import (
    DimensionShown,
    HealthShown,
    OwnHealthShown,
    TogetherShown,
)
from .lists import (
    AdviceShown,
    AskedRow,
    FigureRow,
    Figures,
    MyFamily,
    StatusShown,
    TableLeft,
    Worklist,
    WorkRow,
)
from .meeting import (
    AgendaItemShown,
    AgendaShown,
)
from .registration import (
    ConsentedRegistration,
    LocalShown,
    RegistrationCounts,
    RegistrationShown,
    TakenIn,
)
from .voice import (
    MessageShown,
    OwnEvaluationShown,
)

__all__ = [
    "ActionShown",
    "AdviceShown",
    "AgendaItemShown",
    "AgendaShown",
    "AnswererShown",
    "AskedRow",
    "CaseFile",
    "ChairShown",
    "ConferenceShown",
    "ConsentShown",
    "ConsentedRegistration",
    "DatesShown",
    "DimensionShown",
    "EntryShown",
    "EvaluationShown",
    "FigureRow",
    "Figures",
    "GoalShown",
    "HealthShown",
    "LocalShown",
    "MessageShown",
    "MyFamily",
    "OptionShown",
    "OwnEvaluationShown",
    "OwnHealthShown",
    "ParentShown",
    "PlanVersionShown",
    "RegistrationCounts",
    "RegistrationShown",
    "SafetyShown",
    "SeatShown",
    "StatusShown",
    "StepShown",
    "Suggestion",
    "TableLeft",
    "TakenIn",
    "TogetherShown",
    "WorkRow",
    "Worklist",
]
