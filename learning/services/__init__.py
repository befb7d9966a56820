"""Write learning records, and what an office asks."""

from learning.services.records import (
    EDITABLE,
    NoteText,
    RecordClosedError,
    RecordIncompleteError,
    exam_records_make,
    exam_records_reconcile,
    note_create,
    note_update,
    record_review,
    record_submit,
)
from learning.services.schemes import SchemeBackdatedError, SchemeUnchangedError, scheme_load

__all__ = [
    "EDITABLE",
    "NoteText",
    "RecordClosedError",
    "RecordIncompleteError",
    "SchemeBackdatedError",
    "SchemeUnchangedError",
    "exam_records_make",
    "exam_records_reconcile",
    "note_create",
    "note_update",
    "record_review",
    "record_submit",
    "scheme_load",
]
