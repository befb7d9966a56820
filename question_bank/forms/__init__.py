"""Check what trainers send."""

from __future__ import annotations

from question_bank.forms.authoring import words_reworked, words_sent
from question_bank.forms.banks import BankForm, TopicForm
from question_bank.forms.documents import DocumentUploadForm, FactsForm, ProvisionForm, ReadingForm
from question_bank.forms.drafts import (
    DraftAcceptForm,
    DraftEditForm,
    DraftFilterForm,
    DraftMakeForm,
    DraftModelForm,
    DraftRejectForm,
)
from question_bank.forms.files import ImageForm
from question_bank.forms.imports import (
    BankChoiceForm,
    DeskForm,
    MergeForm,
    PairForm,
    PasteForm,
    SheetUploadForm,
    ThresholdForm,
    WordForm,
    WordsForm,
)
from question_bank.forms.interchange import ExchangeUploadForm, ExportForm
from question_bank.forms.questions import (
    AmendedForm,
    BulkChangeForm,
    BulkForm,
    CiteForm,
    CiteScopeForm,
    ComparisonForm,
    FilterNameForm,
    NewQuestionForm,
    QuestionFilterForm,
    QuestionForm,
    RevisionForm,
    StepForm,
    filter_query,
    kept_filter,
)
from question_bank.forms.rows import RowForm

__all__ = [
    "AmendedForm",
    "BankChoiceForm",
    "BankForm",
    "BulkChangeForm",
    "BulkForm",
    "CiteForm",
    "CiteScopeForm",
    "ComparisonForm",
    "DeskForm",
    "DocumentUploadForm",
    "DraftAcceptForm",
    "DraftEditForm",
    "DraftFilterForm",
    "DraftMakeForm",
    "DraftModelForm",
    "DraftRejectForm",
    "ExchangeUploadForm",
    "ExportForm",
    "FactsForm",
    "FilterNameForm",
    "ImageForm",
    "MergeForm",
    "NewQuestionForm",
    "PairForm",
    "PasteForm",
    "ProvisionForm",
    "QuestionFilterForm",
    "QuestionForm",
    "ReadingForm",
    "RevisionForm",
    "RowForm",
    "SheetUploadForm",
    "StepForm",
    "ThresholdForm",
    "TopicForm",
    "WordForm",
    "WordsForm",
    "filter_query",
    "kept_filter",
    "words_reworked",
    "words_sent",
]
