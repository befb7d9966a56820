"""Read documents, questions and what they rest on."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from question_bank.enums import QuestionState
from question_bank.models import Citation, Question, QuestionBank


def standing_citations() -> QuerySet[Citation]:
    """Return the citations that hold: neither withdrawn nor themselves a withdrawal."""
    return Citation.objects.filter(withdraws__isnull=True, withdrawn_by__isnull=True).select_related(
        "provision__version__document"
    )


def drawable_questions(bank: QuestionBank) -> QuerySet[Question]:
    """Return what a paper may be drawn from: the approved questions, with current words, topics and citations."""
    return (
        Question.objects.filter(bank=bank, state=QuestionState.APPROVED, current_version__isnull=False)
        .select_related("current_version")
        .prefetch_related(
            "topics",
            Prefetch("current_version__citations", queryset=standing_citations(), to_attr="standing"),
        )
    )
