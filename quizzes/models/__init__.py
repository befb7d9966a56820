"""Who is asked what, and how did it go.

A paper is frozen: its questions, key and cited texts are copied at assembly and never change. An attempt is one
candidate's work on one paper; a response is its answer to one slot; a result is an immutable snapshot of marks.
Marks are integers in hundredths of a mark.
"""

from __future__ import annotations

from quizzes.models.archives import ExamArchive
from quizzes.models.attempts import Attempt, Response, ResponseLog, SupersededAnswer
from quizzes.models.corrections import KeyCorrection
from quizzes.models.double_marking import BlindMark, MarkingPlan
from quizzes.models.exams import Accommodation, Candidate, CandidateTransition, Exam, ExamTransition, TimeCredit
from quizzes.models.invigilation import (
    AnswerRescue,
    ExamMessage,
    IntegrityDecision,
    IntegrityEvent,
    IntegrityStatement,
)
from quizzes.models.papers import Blueprint, Paper, PaperSlot
from quizzes.models.practice import OpenBank, PracticeAnswer
from quizzes.models.releases import ResultRelease
from quizzes.models.remarks import RemarkAnswer, RemarkRequest, RemarkWindow
from quizzes.models.results import Mark, Result
from quizzes.models.rooms import ExamRoom, Seat, Seating, SeatingLog
from quizzes.models.typed import TypedUpload

__all__ = [
    "Accommodation",
    "AnswerRescue",
    "Attempt",
    "BlindMark",
    "Blueprint",
    "Candidate",
    "CandidateTransition",
    "Exam",
    "ExamArchive",
    "ExamMessage",
    "ExamRoom",
    "ExamTransition",
    "IntegrityDecision",
    "IntegrityEvent",
    "IntegrityStatement",
    "KeyCorrection",
    "Mark",
    "MarkingPlan",
    "OpenBank",
    "Paper",
    "PaperSlot",
    "PracticeAnswer",
    "RemarkAnswer",
    "RemarkRequest",
    "RemarkWindow",
    "Response",
    "ResponseLog",
    "Result",
    "ResultRelease",
    "Seat",
    "Seating",
    "SeatingLog",
    "SupersededAnswer",
    "TimeCredit",
    "TypedUpload",
]
