"""Practice by provision: questions of the banks an office has opened, but none whose key is still to be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.models import Office, User
from question_bank.content import WRITTEN_TYPES, Key, QuestionType
from question_bank.enums import QuestionState
from question_bank.models import PolicyDocument, Provision, Question, QuestionVersion
from question_bank.selectors import standing_citations
from quizzes.asked import asked_of
from quizzes.marking import ONE_POINT, Answer, ScoringRule, marker
from quizzes.models import Exam, OpenBank, Paper, PaperSlot, PracticeAnswer, ResultRelease
from quizzes.selectors import RELEASED
from quizzes.services.papers import frozen_provision, public_questions
from quizzes.taking.papers import FrozenPaper, Section, display_draw, shown_question
from quizzes.taking.results import ReviewedQuestion, reviewed_words
from quizzes.taking.sheet import SheetQuestion, answer_sheet, sheet_questions

_MARKS = ONE_POINT
_UNFIT = [*WRITTEN_TYPES, QuestionType.CASE]


@dataclass(frozen=True, slots=True)
class PracticeDocument:
    """A policy document with how many questions rest on it, and how many the person last got right."""

    document: PolicyDocument
    count: int
    right: int


def questions_to_practise(office: Office) -> QuerySet[Question]:
    """Return the approved questions of open banks that a machine can mark and whose keys are no secret.

    A question is held back while any paper asks any of its versions that was not yet used, or whose exam has not shown
    its keys: not even who waits for a resit learns a key here.
    """
    return (
        Question.objects.filter(
            bank__office=office,
            bank__in=OpenBank.objects.values("bank"),
            state=QuestionState.APPROVED,
            current_version__isnull=False,
        )
        .exclude(type__in=_UNFIT)
        .exclude(pk__in=_kept_back(office))
    )


def _kept_back(office: Office) -> QuerySet[PaperSlot, int]:
    """Return the questions, by key, of papers that are still to be kept."""
    newest = ResultRelease.objects.filter(exam=OuterRef("pk")).order_by("-pk").values("keys")[:1]
    exams = Exam.objects.filter(office=office).annotate(tells_keys=Subquery(newest))
    silent = exams.filter(~Q(state__in=RELEASED) | Q(tells_keys=False))
    papers = Paper.objects.filter(office=office).filter(Q(exams__isnull=True) | Q(exams__in=silent.values("pk")))
    return (
        PaperSlot.objects.filter(paper__in=papers.values("pk"))
        .order_by()
        .values_list("question_version__question", flat=True)
    )


def practice_documents(user: User) -> list[PracticeDocument]:
    """Return the policy documents that questions to practise rest on, by title."""
    citations = standing_citations().filter(question_version__in=_current(user.office))
    right = _last_right(user)
    by_document: dict[int, set[int]] = {}
    for document, version in citations.values_list("provision__version__document", "question_version"):
        by_document.setdefault(document, set()).add(version)
    documents = PolicyDocument.objects.in_bulk(by_document)
    found = [
        PracticeDocument(documents[pk], len(versions), len(versions & right)) for pk, versions in by_document.items()
    ]
    return sorted(found, key=lambda each: str(each.document))


def _current(office: Office) -> QuerySet[Question, int | None]:
    return questions_to_practise(office).order_by().values_list("current_version", flat=True)


def _last_right(user: User) -> set[int]:
    tries = PracticeAnswer.objects.filter(user=user, question_version__isnull=False).order_by("pk")
    last = dict(tries.values_list("question_version", "is_right"))
    return {version for version, is_right in last.items() if is_right}


def questions_on(office: Office, provision: Provision) -> QuerySet[Question]:
    """Return what may be practised of a provision and of what stands below it."""
    below = Q(provision__path=provision.path) | Q(provision__path__startswith=f"{provision.path}/")
    resting = standing_citations().filter(below, provision__version=provision.version_id)
    return questions_to_practise(office).filter(current_version__in=resting.values("question_version"))


def next_question(
    user: User, document: PolicyDocument, after: Question | None = None, *, within: Provision | None = None
) -> Question | None:
    """Return what to ask next of a document: never tried first, then last wrong, then what was tried longest ago."""
    versions = standing_citations().filter(provision__version__document=document).values("question_version")
    of_document = questions_to_practise(user.office).filter(current_version__in=versions)
    questions = (questions_on(user.office, within) if within else of_document).order_by("pk")
    tries = PracticeAnswer.objects.filter(user=user, question_version=OuterRef("current_version"))
    newest = tries.order_by("-pk")
    ranked = questions.annotate(
        last_try=Subquery(newest.values("pk")[:1]), was_right=Subquery(newest.values("is_right")[:1])
    )
    waiting = [each for each in ranked if not after or each.pk != after.pk]
    return min(waiting, key=_turn, default=None)


def _turn(question: Question) -> tuple[bool, bool, int]:
    last, was_right = question.last_try, question.was_right  # type: ignore[attr-defined]  # annotated above
    return last is not None, bool(was_right), last or 0


def practice_paper(version: QuestionVersion) -> FrozenPaper:
    """Return a paper that asks nothing but this version's question."""
    (asked,) = public_questions(asked_of(version, _MARKS), cases={})
    question = shown_question(asked, version.pk, _MARKS, ScoringRule().to_json())
    return FrozenPaper(0, "", _MARKS, (Section("", (question,)),), {question.id: question})


def open_sheet(version: QuestionVersion, *, turn: int, answer: Answer = None) -> SheetQuestion:
    """Return the question as it is asked the `turn`th time."""
    paper = practice_paper(version)
    display = display_draw(paper, seed=turn, shuffle_questions=False, shuffle_options=True)
    return sheet_questions(answer_sheet(paper, display, {version.pk: answer}))[0]


def turns_of(user: User, version: QuestionVersion, *, before: PracticeAnswer | None = None) -> int:
    """Return how often a person has practised this version, or had before one of the answers."""
    answers = PracticeAnswer.objects.filter(user=user, question_version=version, slot=None)
    return answers.filter(pk__lt=before.pk).count() if before else answers.count()


def open_answer(*, user: User, version: QuestionVersion, answer: Answer, now: datetime) -> PracticeAnswer:
    """Keep a try, marked by the version's key."""
    return PracticeAnswer.objects.create(
        user=user, question_version=version, answer=answer, is_right=_earned(version, answer) == _MARKS, at=now
    )


def open_review(version: QuestionVersion, tried: PracticeAnswer) -> ReviewedQuestion:
    """Return a try with key, explanation and the provisions the question rests on today."""
    asked = open_sheet(version, turn=turns_of(tried.user, version, before=tried), answer=tried.answer)
    citations = standing_citations().filter(question_version=version).order_by("pk")
    return reviewed_words(
        asked,
        keys=[cast("Key", version.key)],
        earned=_earned(version, tried.answer),
        explanation=version.explanation,
        provisions=[frozen_provision(each) for each in citations],
    )


def _earned(version: QuestionVersion, answer: Answer) -> int:
    earned = marker(QuestionType(version.type), cast("Key", version.key), _MARKS, ScoringRule())(answer)
    return earned or 0
