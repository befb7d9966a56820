"""Read an office's exams, candidates, attempts and results for lists that programs page through.

The order is that of the rows' own keys: what comes in while somebody pages does not push a row from one page to the
next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from accounts.models import Office, Unit
from accounts.selectors import unit_and_below
from quizzes.enums import AttemptState
from quizzes.models import Attempt, Candidate, Exam, Response, Result
from quizzes.organizing.selectors import office_exams
from quizzes.selectors import counting_result, latest_results

#: How a filter of the list of exams asks the database.
_EXAM_LOOKUPS = {
    "state": "state",
    "kind": "kind",
    "year": "year",
    "quarter": "quarter",
    "opens_from": "opens_at__gte",
    "opens_before": "opens_at__lt",
}


@dataclass(frozen=True, slots=True)
class ListedAttempt:
    """An attempt with what was saved in it; `late` counts answers that came within the grace after the deadline."""

    attempt: Attempt
    answered: int
    late: int
    last_saved_at: datetime | None


def exams_listed(office: Office, wanted: Mapping[str, Any]) -> QuerySet[Exam]:
    """Return an office's exams that match, newest first."""
    lookups = {lookup: wanted[name] for name, lookup in _EXAM_LOOKUPS.items() if name in wanted}
    return office_exams(office).filter(**lookups).select_related("cohort", "resit_of")


def candidates_listed(exam: Exam, wanted: Mapping[str, Any]) -> QuerySet[Candidate]:
    """Return an exam's candidates that match."""
    found = exam.candidates.select_related("user", "unit").order_by("pk")
    if "state" in wanted:
        found = found.filter(state=wanted["state"])
    return found.filter(_is_of("", exam.office, wanted))


def attempts_listed(exam: Exam, wanted: Mapping[str, Any]) -> QuerySet[Attempt]:
    """Return an exam's attempts that match, without the order in which they were shown."""
    found = exam.attempts.select_related("candidate__user", "candidate__unit").defer("display").order_by("pk")
    if "state" in wanted:
        found = found.filter(state=wanted["state"])
    return found.filter(_is_of("candidate__", exam.office, wanted))


def with_saves(attempts: Sequence[Attempt]) -> list[ListedAttempt]:
    """Return attempts with what was saved in each, in one query."""
    rows = (
        Response.objects.filter(attempt__in=attempts)
        .values("attempt")
        .annotate(
            answered=Count("slot", filter=Q(answer__isnull=False)),
            late=Count("slot", filter=Q(seq__gt=0, saved_at__gt=F("attempt__deadline_at"))),
            last=Max("saved_at", filter=Q(seq__gt=0)),
        )
    )
    saves = {row["attempt"]: (row["answered"], row["late"], row["last"]) for row in rows}
    return [ListedAttempt(attempt, *saves.get(attempt.pk, (0, 0, None))) for attempt in attempts]


def candidates_with_result(exam: Exam, wanted: Mapping[str, Any]) -> QuerySet[Candidate]:
    """Return the candidates that match and have handed something in that was marked."""
    marked = Result.objects.filter(attempt__candidate=OuterRef("pk"), attempt__state=AttemptState.SUBMITTED)
    return candidates_listed(exam, wanted).filter(Exists(marked))


def results_of(exam: Exam, candidates: Sequence[Candidate]) -> list[Result]:
    """Return the result that counts for each of these candidates, in their order, in one query."""
    newest = latest_results(exam).filter(attempt__candidate__in=candidates).order_by("attempt__number")
    by_candidate: dict[int, list[Result]] = {}
    for result in newest:
        by_candidate.setdefault(result.attempt.candidate_id, []).append(result)
    # One of them may have been opened again since the page was counted.
    return [counting_result(exam, by_candidate[each.pk]) for each in candidates if each.pk in by_candidate]


def _is_of(candidate: str, office: Office, wanted: Mapping[str, Any]) -> Q:
    """Return the condition on the candidate that a row leads to: the unit with all below it, part of name or number."""
    condition = Q()
    if "unit" in wanted:
        unit = Unit.objects.filter(office=office, uuid=wanted["unit"]).first()
        condition &= Q(**{f"{candidate}unit__in": unit_and_below(unit) if unit else []})
    if words := wanted.get("q", ""):
        condition &= Q(**{f"{candidate}user__name__icontains": words}) | Q(
            **{f"{candidate}user__username__icontains": words}
        )
    return condition
