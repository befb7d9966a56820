"""What people did, and what their office asks of them."""

from learning.models.absences import Absence
from learning.models.books import BookReader, BookRecommendation
from learning.models.classes import BreachNote, ClassSession, Trainee, TraineeGrade, TrainingClass
from learning.models.clocks import StudyClock
from learning.models.competencies import Competency, CompetencyClaim
from learning.models.events import Attendance, Event, EventFile, EventWord
from learning.models.ideas import Idea, IdeaDecision
from learning.models.inspections import Inspection
from learning.models.materials import (
    Checkpoint,
    CheckpointPass,
    Material,
    MaterialReading,
    MaterialReceipt,
    MaterialStudy,
    MaterialSuggestion,
    MaterialVisit,
)
from learning.models.notebooks import HandwritingCount, NotebookPhoto
from learning.models.pairings import NO_END, Pairing, PairingContact
from learning.models.panels import Panel, PanelRater, PanelRating
from learning.models.pieces import (
    Piece,
    PieceVersion,
    Publication,
    PublicationState,
    ReviewDelegation,
    ReviewSeat,
    ReviewTerm,
)
from learning.models.quotations import Quotation
from learning.models.records import (
    ExamRecord,
    Note,
    ProblemWithdrawal,
    Record,
    RecordDetail,
    RecordReview,
    Session,
    Withdrawal,
)
from learning.models.reminders import OfficeReminders, OwnReminders, Reminder, Robot
from learning.models.rotas import Rota, Turn, TurnSwap
from learning.models.schemes import SchemeVersion
from learning.models.sheets import Sheet, SheetSigned, SurveyTally
from learning.models.talks import Talk, TalkLook
from learning.models.tasks import Task, TaskStep

__all__ = [
    "NO_END",
    "Absence",
    "Attendance",
    "BookReader",
    "BookRecommendation",
    "BreachNote",
    "Checkpoint",
    "CheckpointPass",
    "ClassSession",
    "Competency",
    "CompetencyClaim",
    "Event",
    "EventFile",
    "EventWord",
    "ExamRecord",
    "HandwritingCount",
    "Idea",
    "IdeaDecision",
    "Inspection",
    "Material",
    "MaterialReading",
    "MaterialReceipt",
    "MaterialStudy",
    "MaterialSuggestion",
    "MaterialVisit",
    "Note",
    "NotebookPhoto",
    "OfficeReminders",
    "OwnReminders",
    "Pairing",
    "PairingContact",
    "Panel",
    "PanelRater",
    "PanelRating",
    "Piece",
    "PieceVersion",
    "ProblemWithdrawal",
    "Publication",
    "PublicationState",
    "Quotation",
    "Record",
    "RecordDetail",
    "RecordReview",
    "Reminder",
    "ReviewDelegation",
    "ReviewSeat",
    "ReviewTerm",
    "Robot",
    "Rota",
    "SchemeVersion",
    "Session",
    "Sheet",
    "SheetSigned",
    "StudyClock",
    "SurveyTally",
    "Talk",
    "TalkLook",
    "Task",
    "TaskStep",
    "Trainee",
    "TraineeGrade",
    "TrainingClass",
    "Turn",
    "TurnSwap",
    "Withdrawal",
]
