"""What can be asked, and by what authority."""

from question_bank.models.banks import QuestionBank, Topic
from question_bank.models.documents import DocumentVersion, PolicyDocument, Provision
from question_bank.models.imports import ImportRow, SheetImport
from question_bank.models.questions import Citation, Question, QuestionReview, QuestionVersion

__all__ = [
    "Citation",
    "DocumentVersion",
    "ImportRow",
    "PolicyDocument",
    "Provision",
    "Question",
    "QuestionBank",
    "QuestionReview",
    "QuestionVersion",
    "SheetImport",
    "Topic",
]
