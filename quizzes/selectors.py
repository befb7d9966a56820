"""Read exams, candidates, attempts and results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Office, User
from accounts.selectors import cohort_people, unit_paths, units_by_person
from quizzes.enums import AttemptState, CandidateState, CountingAttempt, ExamKind, ExamPhase, ExamState
from quizzes.models import Candidate, Exam, Result
from quizzes.terms import terms_of

#: States in which results are out.
RELEASED = frozenset({ExamState.PUBLISHED, ExamState.ARCHIVED})
_Listed = TypeVar("_Listed", bound=Candidate)
_DECIDED = {
    ExamState.DRAFT: ExamPhase.DRAFT,
    ExamState.PUBLISHED: ExamPhase.PUBLISHED,
    ExamState.ARCHIVED: ExamPhase.ARCHIVED,
}


def exam_phase(exam: Exam, now: datetime) -> ExamPhase:
    """Return where an exam stands: people decide its state, the server's clock opens and closes it."""
    return _phase(exam, exam.opens_at, exam.closes_at, now)


def candidate_phase(candidate: Candidate, now: datetime) -> ExamPhase:
    """Return where an exam stands for one candidate, whose window may be another than the exam's."""
    terms = terms_of(candidate)
    return _phase(candidate.exam, terms.opens_at, terms.closes_at, now)


def _phase(exam: Exam, opens_at: datetime, closes_at: datetime, now: datetime) -> ExamPhase:
    decided = _DECIDED.get(ExamState(exam.state))
    if decided is not None:
        return decided
    if now < opens_at:
        return ExamPhase.UPCOMING
    if now < closes_at:
        return ExamPhase.OPEN
    return ExamPhase.MARKING if exam.is_marked_by_people else ExamPhase.CLOSED


def candidates_expected(exam: Exam, now: datetime) -> list[Candidate]:
    """Return, unsaved, the cohort's people with their units of the day the exam opens, or of today if it is open.

    A resit is for those of the exam before it who failed, were absent or were deferred; these sit for the first time.
    Who belongs nowhere on that day cannot be a candidate.
    """
    day = timezone.localdate(max(exam.opens_at, now))
    states = _resitting(exam.resit_of) if exam.resit_of else {}
    people = cohort_people(exam.cohort, day)
    if exam.resit_of:
        people = User.objects.filter(pk__in=states, is_active=True).order_by("username")
    units = units_by_person(people, day)
    return [
        Candidate(exam=exam, user=person, unit=units[person.pk], state=states.get(person.pk, CandidateState.EXPECTED))
        for person in people
        if person.pk in units
    ]


def _resitting(exam: Exam) -> dict[int, CandidateState]:
    """Return who is to sit an exam again, by the person's key, and as what."""
    results = counting_results(exam)
    states = {}
    for candidate in exam.candidates.exclude(state=CandidateState.EXCUSED):
        result = results.get(candidate.pk)
        if result is None or not result.is_pass:
            deferred = candidate.state == CandidateState.DEFERRED
            states[candidate.user_id] = CandidateState.EXPECTED if deferred else CandidateState.RESIT
    return states


def in_order_of_units(office: Office, candidates: Iterable[_Listed]) -> list[_Listed]:
    """Put candidates in the order of the tree of units, within a unit by staff number."""
    rank = {unit: place for place, unit in enumerate(unit_paths(office))}
    return sorted(candidates, key=lambda candidate: (rank[candidate.unit_id], candidate.user.username))


def are_results_visible(exam: Exam) -> bool:
    """Return whether candidates may see scores, keys and explanations: only after an organizer published them.

    A practice paper is there to learn from: who has handed it in sees at once how it went.
    """
    return exam.state in RELEASED or (exam.kind == ExamKind.PRACTICE and exam.state == ExamState.SCHEDULED)


def latest_results(exam: Exam) -> QuerySet[Result]:
    """Return each attempt's newest revision, with its candidate, in one query; none of one that is open again.

    Newest is what has none newer, and no sub-query compared with each row: where the database has not counted its rows
    yet, it repeats such a one for every pair that it joins.
    """
    newer = Result.objects.filter(attempt=OuterRef("attempt"), revision__gt=OuterRef("revision"))
    handed_in = Result.objects.filter(~Exists(newer), attempt__exam=exam, attempt__state=AttemptState.SUBMITTED)
    return handed_in.defer("attempt__display").select_related("attempt__candidate__user", "attempt__candidate__unit")


def counting_results(exam: Exam) -> dict[int, Result]:
    """Return the result that counts for each candidate, by the candidate's key; the exam says which of several."""
    by_candidate: dict[int, list[Result]] = {}
    for result in latest_results(exam).order_by("attempt__number"):
        by_candidate.setdefault(result.attempt.candidate_id, []).append(result)
    return {candidate: counting_result(exam, results) for candidate, results in by_candidate.items()}


def counting_totals(exam: Exam) -> list[int]:
    """Return the totals that count of all who are wholly marked; the marks of single questions stay where they are."""
    newest = latest_results(exam).only("total", "is_complete", "attempt__number", "attempt__candidate_id")
    by_candidate: dict[int, list[Result]] = {}
    for result in newest.select_related(None).select_related("attempt").order_by("attempt__number"):
        by_candidate.setdefault(result.attempt.candidate_id, []).append(result)
    counting = (counting_result(exam, results) for results in by_candidate.values())
    return [result.total for result in counting if result.is_complete]


def published_results(user: User) -> list[Result]:
    """Return the results that count in the published exams a person took, oldest exam first."""
    exams = Exam.objects.filter(candidates__user=user, state__in=RELEASED).order_by("opens_at")
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
