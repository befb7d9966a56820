"""Write learning records."""

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

__all__ = [
    "EDITABLE",
    "NoteText",
    "RecordClosedError",
    "RecordIncompleteError",
    "exam_records_make",
    "exam_records_reconcile",
    "note_create",
    "note_update",
    "record_review",
    "record_submit",
]
