"""Read banks: how much they hold, of what and about what."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import Office
from question_bank.content import QuestionType
from question_bank.enums import QuestionState
from question_bank.models import QuestionBank, Topic

_APPROVED = Q(questions__state=QuestionState.APPROVED)


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many questions of a type a bank holds, and how many of them may be drawn."""

    type: QuestionType
    total: int
    approved: int


def banks_listed(office: Office) -> QuerySet[QuestionBank]:
    """Return an office's banks with how many questions they hold and how many may be drawn."""
    return office.banks.annotate(
        question_count=Count("questions"), approved_count=Count("questions", filter=_APPROVED)
    ).order_by("name", "pk")


def topics_listed(bank: QuestionBank) -> QuerySet[Topic]:
    """Return a bank's topics with the same counts."""
    return bank.topics.annotate(
        question_count=Count("questions"), approved_count=Count("questions", filter=_APPROVED)
    ).order_by("name", "pk")


def type_counts(bank: QuestionBank) -> list[TypeCount]:
    """Count a bank's questions by type, every type named."""
    rows = (
        bank.questions.order_by()
        .values("current_version__type")
        .annotate(total=Count("pk"), approved=Count("pk", filter=Q(state=QuestionState.APPROVED)))
    )
    counted = {row["current_version__type"]: (row["total"], row["approved"]) for row in rows}
    return [TypeCount(kind, *counted.get(kind.value, (0, 0))) for kind in QuestionType]
