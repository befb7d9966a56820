"""Write learning records, and what an office asks."""

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

__all__ = [
    "EDITABLE",
    "Entry",
    "NoteText",
    "RecordClosedError",
    "RecordIncompleteError",
    "SchemeBackdatedError",
    "SchemeUnchangedError",
    "exam_records_make",
    "exam_records_reconcile",
    "record_create",
    "record_review",
    "record_submit",
    "record_update",
    "scheme_load",
]
