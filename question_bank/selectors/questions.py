"""Read questions and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import Office, User
from question_bank.enums import AWAITING_REVIEW, QuestionState
from question_bank.models import Citation, PolicyDocument, Provision, Question, QuestionBank, QuestionReview
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
    author: User | None = None
    is_returned: bool = False


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
        "current_version__author": wanted.author,
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
    if wanted.is_returned:
        questions = _returned(questions)
    return _with_words(questions).select_related("current_version", "current_version__author", "bank")


def questions_to_review(reviewer: User, wanted: QuestionFilter) -> QuerySet[Question]:
    """Return what waits for a reviewer among what a filter asks for, whatever state it asks for."""
    found = questions_found(reviewer.office, replace(wanted, state="", is_returned=False))
    return found.filter(state__in=AWAITING_REVIEW).exclude(current_version__author=reviewer)


def returned_questions(author: User) -> QuerySet[Question]:
    """Return the questions that came back to the one who wrote their current words."""
    return _returned(Question.objects.filter(bank__office=author.office_id, current_version__author=author))


def return_of(question: Question) -> QuestionReview | None:
    """Return the step that sent a draft back to its author, if that was the last."""
    last = question.reviews.select_related("by", "version").first()
    is_return = last is not None and question.state == QuestionState.DRAFT and last.from_state in AWAITING_REVIEW
    return last if last and is_return and last.by_id != last.version.author_id else None


def citations_of(question: Question) -> QuerySet[Citation]:
    """Return what a question's current words rest on."""
    return standing_citations().filter(question_version=question.current_version_id).order_by("pk")


def citation_steps(question: Question) -> list[Citation]:
    """Return who cited and withdrew what for a question, in order; what a new version carried on is no step."""
    rows = (
        Citation.objects.filter(question_version__question=question)
        .select_related("provision__version__document", "question_version", "created_by")
        .order_by("pk")
    )
    firsts: dict[tuple[object, ...], Citation] = {}
    for row in rows:
        firsts.setdefault((row.provision_id, row.created_by_id, row.created_at, row.withdraws_id), row)
    return list(firsts.values())


def prefetched_citations(question: Question) -> list[Citation]:
    """Return the same for a question that came from this module's lists, without asking again."""
    standing: list[Citation] = question.current_version.standing  # type: ignore[union-attr]  # set by _with_words
    return standing


def _returned(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Return the drafts that another person sent back, each with the reason; new words of one's own are no return."""
    reviews = QuestionReview.objects.filter(question=OuterRef("pk")).order_by("-pk")
    returns = QuestionReview.objects.filter(pk=OuterRef("last_review"), from_state__in=AWAITING_REVIEW)
    return (
        questions.filter(state=QuestionState.DRAFT)
        .annotate(last_review=Subquery(reviews.values("pk")[:1]), return_reason=Subquery(reviews.values("comment")[:1]))
        .filter(Exists(returns.exclude(by=F("version__author"))))
    )


def _with_words(questions: QuerySet[Question]) -> QuerySet[Question]:
    return (
        questions.filter(current_version__isnull=False)
        .select_related("current_version")
        .prefetch_related(
            "topics",
            Prefetch("current_version__citations", queryset=standing_citations(), to_attr="standing"),
        )
    )
