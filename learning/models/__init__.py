"""What people did, and what their office asks of them."""

from learning.models.records import ExamRecord, Note, Record, RecordReview

__all__ = ["ExamRecord", "Note", "Record", "RecordReview"]
