"""Write learning records, and what an office asks."""

from learning.services.pairings import contact_log, pairing_end
from learning.services.records import (
    EDITABLE,
    Entry,
    NoteText,
    RecordClosedError,
    RecordIncompleteError,
    exam_records_make,
    exam_records_reconcile,
    record_create,
    record_review,
    record_submit,
    record_update,
)
from learning.services.schemes import SchemeBackdatedError, SchemeUnchangedError, scheme_load
from learning.services.tasks import TaskPlan, task_finish, task_plan, task_postpone

__all__ = [
    "EDITABLE",
    "Entry",
    "NoteText",
    "RecordClosedError",
    "RecordIncompleteError",
    "SchemeBackdatedError",
    "SchemeUnchangedError",
    "TaskPlan",
    "contact_log",
    "exam_records_make",
    "exam_records_reconcile",
    "pairing_end",
    "record_create",
    "record_review",
    "record_submit",
    "record_update",
    "scheme_load",
    "task_finish",
    "task_plan",
    "task_postpone",
]
