"""Read exams, candidates, attempts and results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from accounts.selectors import cohort_people, units_by_person
from quizzes.enums import CountingAttempt, ExamPhase, ExamState
from quizzes.models import Candidate, Exam, Result

_DECIDED = {
    ExamState.DRAFT: ExamPhase.DRAFT,
    ExamState.PUBLISHED: ExamPhase.PUBLISHED,
    ExamState.ARCHIVED: ExamPhase.ARCHIVED,
}


def exam_phase(exam: Exam, now: datetime) -> ExamPhase:
    """Return where an exam stands: people decide its state, the server's clock opens and closes it."""
    decided = _DECIDED.get(ExamState(exam.state))
    if decided is not None:
        return decided
    if now < exam.opens_at:
        return ExamPhase.UPCOMING
    return ExamPhase.OPEN if now < exam.closes_at else ExamPhase.MARKING


def candidates_expected(exam: Exam, now: datetime) -> list[Candidate]:
    """Return, unsaved, the cohort's people with their units of the day the exam opens, or of today if it is open.

    Who belongs nowhere on that day cannot be a candidate.
    """
    day = timezone.localdate(max(exam.opens_at, now))
    people = cohort_people(exam.cohort, day)
    units = units_by_person(people, day)
    return [Candidate(exam=exam, user=person, unit=units[person.pk]) for person in people if person.pk in units]


def are_results_visible(exam: Exam) -> bool:
    """Return whether candidates may see scores, keys and explanations: only after an organizer published them."""
    return exam.state in {ExamState.PUBLISHED, ExamState.ARCHIVED}


def latest_results(exam: Exam) -> QuerySet[Result]:
    """Return each attempt's newest revision, with its candidate, in one query."""
    newest = Result.objects.filter(attempt=OuterRef("attempt")).order_by("-revision").values("pk")[:1]
    return Result.objects.filter(attempt__exam=exam, pk=Subquery(newest)).select_related(
        "attempt__candidate__user", "attempt__candidate__unit"
    )


def counting_results(exam: Exam) -> dict[int, Result]:
    """Return the result that counts for each candidate, by the candidate's key; the exam says which of several."""
    by_candidate: dict[int, list[Result]] = {}
    for result in latest_results(exam).order_by("attempt__number"):
        by_candidate.setdefault(result.attempt.candidate_id, []).append(result)
    return {candidate: counting_result(exam, results) for candidate, results in by_candidate.items()}


def published_results(user: User) -> list[Result]:
    """Return the results that count in the published exams a person took, oldest exam first."""
    exams = Exam.objects.filter(candidates__user=user, state__in=[ExamState.PUBLISHED, ExamState.ARCHIVED]).order_by(
        "opens_at"
    )
    mine = []
    for exam in exams:
        results = list(latest_results(exam).filter(attempt__candidate__user=user).order_by("attempt__number"))
        if results:
            result = counting_result(exam, results)
            result.attempt.exam = exam
            mine.append(result)
    return mine


def counting_result(exam: Exam, results: Sequence[Result]) -> Result:
    """Return the one of a candidate's results, in order of attempt, that the exam counts."""
    if exam.counting == CountingAttempt.FIRST:
        return results[0]
    if exam.counting == CountingAttempt.LAST:
        return results[-1]
    return max(results, key=lambda result: (result.total, -result.attempt.number))
