"""Write blueprints, papers, exams, marks and results."""

from quizzes.services.blueprints import BlueprintInUseError, blueprint_create, blueprint_delete, blueprint_update
from quizzes.services.exams import (
    CannotScheduleError,
    ExamText,
    ExamTransitionError,
    exam_create,
    exam_delete,
    exam_schedule,
    exam_update,
    exam_withdraw,
)
from quizzes.services.marking import CannotMarkError, mark_give
from quizzes.services.papers import CannotAssembleError, blueprint_shortage, papers_assemble
from quizzes.services.publication import CannotPublishError, results_publish

__all__ = [
    "BlueprintInUseError",
    "CannotAssembleError",
    "CannotMarkError",
    "CannotPublishError",
    "CannotScheduleError",
    "ExamText",
    "ExamTransitionError",
    "blueprint_create",
    "blueprint_delete",
    "blueprint_shortage",
    "blueprint_update",
    "exam_create",
    "exam_delete",
    "exam_schedule",
    "exam_update",
    "exam_withdraw",
    "mark_give",
    "papers_assemble",
    "results_publish",
]
