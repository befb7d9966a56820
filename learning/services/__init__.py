"""Write learning records, and what an office asks."""

from learning.services.absences import AbsenceRefusedError, absence_record, absence_withdraw
from learning.services.editable import EDITABLE, RecordClosedError, RecordIncompleteError
from learning.services.pairings import contact_log, pairing_end
from learning.services.pieces import (
    BenchError,
    PieceText,
    ReviewRefusedError,
    delegation_call_back,
    delegation_make,
    piece_decide,
    piece_submit,
    problem_withdraw,
    seat_end,
    seat_give,
    term_set,
)
from learning.services.records import (
    Entry,
    NoteText,
    RecordStaleError,
    draft_save,
    exam_records_make,
    exam_records_reconcile,
    note_withdraw,
    record_create,
    record_review,
    record_submit,
    record_update,
)
from learning.services.schemes import SchemeBackdatedError, SchemeUnchangedError, scheme_load
from learning.services.talks import ClosedToYouError, talk_open
from learning.services.tasks import TaskPlan, task_finish, task_plan, task_postpone

__all__ = [
    "EDITABLE",
    "AbsenceRefusedError",
    "BenchError",
    "ClosedToYouError",
    "Entry",
    "NoteText",
    "PieceText",
    "RecordClosedError",
    "RecordIncompleteError",
    "RecordStaleError",
    "ReviewRefusedError",
    "SchemeBackdatedError",
    "SchemeUnchangedError",
    "TaskPlan",
    "absence_record",
    "absence_withdraw",
    "contact_log",
    "delegation_call_back",
    "delegation_make",
    "draft_save",
    "exam_records_make",
    "exam_records_reconcile",
    "note_withdraw",
    "pairing_end",
    "piece_decide",
    "piece_submit",
    "problem_withdraw",
    "record_create",
    "record_review",
    "record_submit",
    "record_update",
    "scheme_load",
    "seat_end",
    "seat_give",
    "talk_open",
    "task_finish",
    "task_plan",
    "task_postpone",
    "term_set",
]
