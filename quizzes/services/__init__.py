"""Write blueprints, papers, exams, marks and results."""

from quizzes.services.accommodations import (
    CannotAccommodateError,
    attempt_reopen,
    candidate_add,
    candidate_state_set,
    extra_attempt_grant,
    extra_time_grant,
    time_credit_grant,
    window_set,
)
from quizzes.services.blueprints import (
    BlueprintInUseError,
    CannotAnchorError,
    anchor_add,
    anchor_remove,
    blueprint_create,
    blueprint_delete,
    blueprint_update,
)
from quizzes.services.corrections import CannotCorrectError, correction_try, question_correct
from quizzes.services.exams import (
    CannotScheduleError,
    ExamText,
    ExamTransitionError,
    exam_archive,
    exam_create,
    exam_delete,
    exam_postpone,
    exam_schedule,
    exam_update,
    exam_withdraw,
    exams_follow_clock,
)
from quizzes.services.invigilation import CannotInvigilateError, integrity_decide, integrity_state, message_send
from quizzes.services.marking import CannotMarkError, mark_give
from quizzes.services.papers import CannotAssembleError, blueprint_shortage, papers_assemble, stock_assemble
from quizzes.services.publication import CannotPublishError, results_publish
from quizzes.services.releases import release_change
from quizzes.services.rescue import rescue_import, rescue_try
from quizzes.services.successors import CannotSucceedError, exam_follow, exam_resit

__all__ = [
    "BlueprintInUseError",
    "CannotAccommodateError",
    "CannotAnchorError",
    "CannotAssembleError",
    "CannotCorrectError",
    "CannotInvigilateError",
    "CannotMarkError",
    "CannotPublishError",
    "CannotScheduleError",
    "CannotSucceedError",
    "ExamText",
    "ExamTransitionError",
    "anchor_add",
    "anchor_remove",
    "attempt_reopen",
    "blueprint_create",
    "blueprint_delete",
    "blueprint_shortage",
    "blueprint_update",
    "candidate_add",
    "candidate_state_set",
    "correction_try",
    "exam_archive",
    "exam_create",
    "exam_delete",
    "exam_follow",
    "exam_postpone",
    "exam_resit",
    "exam_schedule",
    "exam_update",
    "exam_withdraw",
    "exams_follow_clock",
    "extra_attempt_grant",
    "extra_time_grant",
    "integrity_decide",
    "integrity_state",
    "mark_give",
    "message_send",
    "papers_assemble",
    "question_correct",
    "release_change",
    "rescue_import",
    "rescue_try",
    "results_publish",
    "stock_assemble",
    "time_credit_grant",
    "window_set",
]
