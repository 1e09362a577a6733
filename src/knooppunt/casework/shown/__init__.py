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
    "DatesShown",
    "DimensionShown",
    "EntryShown",
    "EvaluationShown",
    "FigureRow",
    "Figures",
    "GoalShown",
    "HealthShown",
    "MessageShown",
    "MyFamily",
    "OptionShown",
    "OwnEvaluationShown",
    "OwnHealthShown",
    "ParentShown",
    "PlanVersionShown",
    "SafetyShown",
    "SeatShown",
    "StatusShown",
    "StepShown",
    "Suggestion",
    "TableLeft",
    "TogetherShown",
    "WorkRow",
    "Worklist",
]
