"""Read questions and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import Office
from question_bank.enums import QuestionState
from question_bank.models import Citation, PolicyDocument, Provision, Question, QuestionBank
from question_bank.selectors.citations import standing_citations


@dataclass(frozen=True, slots=True)
class QuestionFilter:
    """What a list of questions is narrowed to; an empty value narrows nothing."""

    text: str = ""
    bank: QuestionBank | None = None
    type: str = ""
    state: str = ""
    topic: str = ""
    document: PolicyDocument | None = None
    provision: Provision | None = None
    is_uncited: bool = False


def drawable_questions(bank: QuestionBank) -> QuerySet[Question]:
    """Return what a paper may be drawn from: the approved questions, with current words, topics and citations."""
    return _with_words(Question.objects.filter(bank=bank, state=QuestionState.APPROVED))


def questions_found(office: Office, wanted: QuestionFilter) -> QuerySet[Question]:
    """Return an office's questions that answer to a filter, newest first."""
    questions = Question.objects.filter(bank__office=office)
    exact = {
        "bank": wanted.bank,
        "current_version__type": wanted.type,
        "state": wanted.state,
        "topics__name": wanted.topic,
    }
    questions = questions.filter(**{name: value for name, value in exact.items() if value})
    if wanted.text:
        matching = Q(current_version__stem__icontains=wanted.text) | Q(
            current_version__explanation__icontains=wanted.text
        )
        questions = questions.filter(matching)
    resting = standing_citations().filter(question_version=OuterRef("current_version"))
    if wanted.document:
        questions = questions.filter(Exists(resting.filter(provision__version__document=wanted.document)))
    if wanted.provision:
        questions = questions.filter(Exists(resting.filter(provision=wanted.provision)))
    if wanted.is_uncited:
        questions = questions.filter(~Exists(resting))
    return _with_words(questions).select_related("current_version", "current_version__author", "bank")


def citations_of(question: Question) -> QuerySet[Citation]:
    """Return what a question's current words rest on."""
    return standing_citations().filter(question_version=question.current_version_id).order_by("pk")


def prefetched_citations(question: Question) -> list[Citation]:
    """Return the same for a question that came from this module's lists, without asking again."""
    standing: list[Citation] = question.current_version.standing  # type: ignore[union-attr]  # set by _with_words
    return standing


def _with_words(questions: QuerySet[Question]) -> QuerySet[Question]:
    return (
        questions.filter(current_version__isnull=False)
        .select_related("current_version")
        .prefetch_related(
            "topics",
            Prefetch("current_version__citations", queryset=standing_citations(), to_attr="standing"),
        )
    )
