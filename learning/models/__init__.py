"""What people did, and what their office asks of them."""

from learning.models.records import ExamRecord, Note, Record, RecordDetail, RecordReview, Session
from learning.models.schemes import SchemeVersion

__all__ = ["ExamRecord", "Note", "Record", "RecordDetail", "RecordReview", "SchemeVersion", "Session"]
