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
    Worklist,
    WorkRow,
)
from .voice import (
    MessageShown,
    OwnEvaluationShown,
)

__all__ = [
    "ActionShown",
    "AdviceShown",
    "AskedRow",
    "CaseFile",
    "ChairShown",
    "ConferenceShown",
    "ConsentShown",
    "DimensionShown",
    "EntryShown",
    "EvaluationShown",
    "FigureRow",
    "Figures",
    "GoalShown",
    "HealthShown",
    "MessageShown",
    "MyFamily",
    "OwnEvaluationShown",
    "OwnHealthShown",
    "ParentShown",
    "PlanVersionShown",
    "SafetyShown",
    "SeatShown",
    "StatusShown",
    "StepShown",
    "Suggestion",
    "TogetherShown",
    "WorkRow",
    "Worklist",
]
