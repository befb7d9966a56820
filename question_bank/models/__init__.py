"""What can be asked, and by what authority."""

from question_bank.models.amendments import Amendment, ProvisionAlignment
from question_bank.models.banks import QuestionBank, Tag, Topic
from question_bank.models.documents import DocumentVersion, PolicyDocument, Provision
from question_bank.models.drafts import DraftedQuestion
from question_bank.models.images import QuestionImage
from question_bank.models.imports import ImportRow, SheetBatch, SheetFile, SheetImport, SheetWord, SourcePage
from question_bank.models.interchange import ExchangeFile
from question_bank.models.jobs import Job, JobWorker
from question_bank.models.likeness import LikePair
from question_bank.models.questions import Citation, Question, QuestionReview, QuestionVersion
from question_bank.models.suggestions import ProvisionSuggestion
from question_bank.models.uses import QuestionUse, SavedFilter

__all__ = [
    "Amendment",
    "Citation",
    "DocumentVersion",
    "DraftedQuestion",
    "ExchangeFile",
    "ImportRow",
    "Job",
    "JobWorker",
    "LikePair",
    "PolicyDocument",
    "Provision",
    "ProvisionAlignment",
    "ProvisionSuggestion",
    "Question",
    "QuestionBank",
    "QuestionImage",
    "QuestionReview",
    "QuestionUse",
    "QuestionVersion",
    "SavedFilter",
    "SheetBatch",
    "SheetFile",
    "SheetImport",
    "SheetWord",
    "SourcePage",
    "Tag",
    "Topic",
]
