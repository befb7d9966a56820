"""Read exams as their organizers see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Office, User
from question_bank.content import WRITTEN_TYPES, QuestionType, plain_text
from question_bank.enums import QuestionState
from question_bank.models import Question, QuestionBank
from question_bank.selectors import drawable_questions
from quizzes.asked import part_content
from quizzes.enums import AttemptState, ExamState
from quizzes.models import Attempt, Blueprint, Candidate, Exam, Mark, Paper, PaperSlot, Result
from quizzes.selectors import counting_results, in_order_of_units, latest_results
from quizzes.services.papers import stem_in_short


@dataclass(frozen=True, slots=True)
class PoolRow:
    """How many approved questions of a type there are, in all and by topic in the order of the pool's topics."""

    type: QuestionType
    total: int
    by_topic: Sequence[int]


@dataclass(frozen=True, slots=True)
class Pool:
    """What a blueprint can draw from."""

    topics: Sequence[str]
    rows: Sequence[PoolRow]

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A question that every paper of a blueprint asks; one that was taken out of use keeps papers from being drawn."""

    question: Question
    stem: str
    is_drawable: bool


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    """An answer a person marked, known by its attempt alone; `marks` in hundredths."""

    attempt: UUID
    marks: int


@dataclass(frozen=True, slots=True)
class MarkingTask:
    """A question that people mark, and how many of its answers are done."""

    slot: PaperSlot
    stem: str
    total: int
    marked: Sequence[MarkedAnswer]

    @property
    def done(self) -> int:
        return len(self.marked)

    @property
    def is_done(self) -> bool:
        return self.done == self.total


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One line of the score table; no result means absent, excused or deferred."""

    candidate: Candidate
    result: Result | None
    attempt_count: int

    @property
    def final_total(self) -> int | None:
        """The score in hundredths once every answer is marked; before that it would only mislead."""
        return self.result.total if self.result and self.result.is_complete else None


def office_exams(office: Office) -> QuerySet[Exam]:
    """Return an office's exams with their numbers of candidates and attempts handed in, newest first."""
    exams = Exam.objects.filter(office=office).order_by("-opens_at", "-pk")
    candidates = Candidate.objects.filter(exam=OuterRef("pk")).order_by()
    submitted = candidates.filter(
        Exists(Attempt.objects.filter(candidate=OuterRef("pk"), state=AttemptState.SUBMITTED))
    )
    # Joined to both at once, two thousand candidates with an attempt each would be four million rows.
    return exams.annotate(candidate_count=_counted(candidates), submitted_count=_counted(submitted))


def _counted(candidates: QuerySet[Candidate]) -> Coalesce:
    counted = candidates.values("exam").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def office_blueprints(office: Office) -> QuerySet[Blueprint]:
    """Return an office's blueprints with the number of papers drawn from each."""
    return (
        Blueprint.objects.filter(office=office)
        .select_related("bank")
        .annotate(paper_count=Count("papers"))
        .order_by("title", "pk")
    )


def office_papers(office: Office) -> QuerySet[Paper]:
    """Return an office's papers, newest first, without their contents."""
    return Paper.objects.filter(office=office).defer("content", "blueprint_snapshot", "stock")


def blueprint_anchors(blueprint: Blueprint) -> list[Anchor]:
    """Return the anchors of a blueprint in the order of the bank."""
    questions = blueprint.anchors.select_related("current_version").order_by("pk")
    return [
        Anchor(
            question,
            stem_in_short(version),
            is_drawable=question.state == QuestionState.APPROVED and question.bank_id == blueprint.bank_id,
        )
        for question in questions
        if (version := question.current_version)
    ]


def pool_of(bank: QuestionBank) -> Pool:
    """Count a bank's approved questions by type and topic."""
    totals: Counter[QuestionType] = Counter()
    cells: Counter[tuple[QuestionType, str]] = Counter()
    for question in drawable_questions(bank):
        if question.current_version is None:
            continue
        kind = QuestionType(question.current_version.type)
        totals[kind] += 1
        cells.update((kind, topic.name) for topic in question.topics.all())
    topics = sorted({topic for _kind, topic in cells})
    rows = [PoolRow(kind, totals[kind], [cells[kind, topic] for topic in topics]) for kind in QuestionType]
    return Pool(topics, rows)


def marking_tasks(exam: Exam) -> list[MarkingTask]:
    """Return the questions of an exam that people mark, with their progress."""
    slots = (
        PaperSlot.objects.filter(paper__exams=exam, type__in=WRITTEN_TYPES)
        .select_related("question_version", "paper")
        .order_by("paper__form", "number")
    )
    results = list(latest_results(exam))
    tasks = []
    for slot in slots:
        given = {
            result.attempt.uuid: result.slot_marks[str(slot.pk)]
            for result in results
            if str(slot.pk) in result.slot_marks
        }
        marked = [MarkedAnswer(attempt, marks) for attempt, marks in sorted(given.items()) if marks is not None]
        tasks.append(MarkingTask(slot, asked_in_words(slot), len(given), marked))
    return tasks


def asked_in_words(slot: PaperSlot) -> str:
    """Return what a slot asks as text, the material of its case before it."""
    version = slot.question_version
    asked = part_content(version, slot.part)
    texts = [asked, version.content] if slot.part else [asked]
    return "\n\n".join(plain_text(content.stem, content.markup) for content in reversed(texts))


def next_to_mark(exam: Exam, slot: PaperSlot, marker: User) -> Attempt | None:
    """Return the next attempt whose answer to this question nobody has marked, but for the marker's own.

    The order tells nothing of anyone.
    """
    waiting = [
        result.attempt
        for result in latest_results(exam).filter(is_complete=False).exclude(attempt__candidate__user=marker)
        if str(slot.pk) in result.slot_marks and result.slot_marks[str(slot.pk)] is None
    ]
    return min(waiting, key=lambda attempt: attempt.uuid, default=None)


def last_marks(attempt: Attempt, slot: PaperSlot) -> dict[str, object]:
    """Return what a person last gave an answer, as the marking form takes it."""
    mark = Mark.objects.filter(attempt=attempt, slot=slot).last()
    if mark is None:
        return {"attempt": attempt.uuid}
    given: dict[str, object] = {"marks": Decimal(mark.marks) / 100, "comment": mark.comment}
    return {"attempt": attempt.uuid} | given | ({"points": mark.points} if mark.points else {})


def score_table(exam: Exam) -> list[ScoreRow]:
    """Return all candidates with the result that counts, by unit and staff number: no ranking."""
    results = counting_results(exam)
    candidates = exam.candidates.select_related("user", "unit").annotate(attempt_count=Count("attempts"))
    return [
        ScoreRow(candidate, results.get(candidate.pk), candidate.attempt_count)
        for candidate in in_order_of_units(exam.office, candidates)
    ]


def final_scores(rows: Iterable[ScoreRow]) -> list[int]:
    """Return the scores that statistics may count."""
    return [row.final_total for row in rows if row.final_total is not None]


def exams_to_mark(office: Office) -> int:
    """Return how many exams of an office have answers that wait for a person."""
    waiting = Result.objects.filter(
        attempt__exam__office=office, attempt__exam__state=ExamState.SCHEDULED, is_complete=False
    ).values_list("attempt__exam", flat=True)
    return sum(
        latest_results(exam).filter(is_complete=False).exists()
        for exam in Exam.objects.filter(pk__in=waiting.distinct())
    )
