"""Write blueprints, papers, exams, marks and results."""

from quizzes.services.blueprints import blueprint_create, blueprint_update
from quizzes.services.exams import (
    CannotScheduleError,
    ExamText,
    ExamTransitionError,
    exam_create,
    exam_schedule,
    exam_update,
    exam_withdraw,
)
from quizzes.services.marking import CannotMarkError, mark_give
from quizzes.services.papers import CannotAssembleError, papers_assemble
from quizzes.services.publication import CannotPublishError, results_publish

__all__ = [
    "CannotAssembleError",
    "CannotMarkError",
    "CannotPublishError",
    "CannotScheduleError",
    "ExamText",
    "ExamTransitionError",
    "blueprint_create",
    "blueprint_update",
    "exam_create",
    "exam_schedule",
    "exam_update",
    "exam_withdraw",
    "mark_give",
    "papers_assemble",
    "results_publish",
]
