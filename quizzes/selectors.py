"""Read exams, candidates, attempts and results."""

from __future__ import annotations

from datetime import datetime

from quizzes.enums import ExamPhase, ExamState
from quizzes.models import Exam

_DECIDED = {
    ExamState.DRAFT: ExamPhase.DRAFT,
    ExamState.PUBLISHED: ExamPhase.PUBLISHED,
    ExamState.ARCHIVED: ExamPhase.ARCHIVED,
}


def exam_phase(exam: Exam, now: datetime) -> ExamPhase:
    """Return where an exam stands: people decide its state, the server's clock opens and closes it."""
    decided = _DECIDED.get(ExamState(exam.state))
    if decided is not None:
        return decided
    if now < exam.opens_at:
        return ExamPhase.UPCOMING
    return ExamPhase.OPEN if now < exam.closes_at else ExamPhase.MARKING
