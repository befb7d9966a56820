"""Read what a candidate may know of their own exams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db.models import Max, Prefetch, Q, QuerySet

from accounts.models import User
from quizzes.enums import ADMITTED, AttemptState, ExamPhase, ExamState
from quizzes.marking import Answer
from quizzes.models import Attempt, Candidate, Exam, Result, Seat
from quizzes.selectors import are_results_visible, candidate_phase, counting_result
from quizzes.taking.attempts import why_not_start
from quizzes.terms import Terms, terms_of

_SHOWN = (ExamState.SCHEDULED, ExamState.PUBLISHED, ExamState.ARCHIVED)


@dataclass(frozen=True, slots=True)
class ExamCard:
    """An exam as its candidate sees it now; `result` only once results are published."""

    candidate: Candidate
    exam: Exam
    phase: ExamPhase
    attempts: Sequence[Attempt]
    open_attempt: Attempt | None
    why_not_start: str | None
    result: Result | None

    @property
    def can_enter(self) -> bool:
        """Whether there is something to go on with or to begin."""
        return self.open_attempt is not None or self.why_not_start is None

    @property
    def terms(self) -> Terms:
        """This candidate's own window, time and number of attempts."""
        return terms_of(self.candidate)

    @property
    def attempts_left(self) -> int:
        return max(0, self.terms.attempts - len(self.attempts))

    @property
    def is_now(self) -> bool:
        """Whether it is open to candidates, or this one is still in it."""
        return self.open_attempt is not None or self.phase == ExamPhase.OPEN

    @property
    def is_upcoming(self) -> bool:
        """Whether its window is still to come."""
        return self.phase == ExamPhase.UPCOMING

    @property
    def is_awaited(self) -> bool:
        """Whether this one may begin once the window opens."""
        return self.is_upcoming and self.candidate.state in ADMITTED

    @property
    def seat(self) -> Seat | None:
        """Where this one sits, in an exam on site."""
        return getattr(self.candidate, "seat", None)

    @property
    def is_released(self) -> bool:
        """Whether results are published."""
        return are_results_visible(self.exam)


def candidacies_of(user: User) -> QuerySet[Candidate]:
    """Return a person's candidacies in exams that are more than drafts, the newest first."""
    shown = Candidate.objects.filter(user=user, exam__state__in=_SHOWN)
    return shown.select_related("exam", "seat__room").order_by("-exam__opens_at", "-pk")


def with_attempts(candidates: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Return candidates with their attempts and results, as `exam_card` wants them."""
    attempts = Attempt.objects.defer("display").order_by("number").prefetch_related("results")
    return candidates.prefetch_related(Prefetch("attempts", attempts))


def exam_card(candidate: Candidate, now: datetime) -> ExamCard:
    """Return how an exam stands for one candidate; `candidate` comes `with_attempts`."""
    phase = candidate_phase(candidate, now)
    attempts = list(candidate.attempts.all())
    return ExamCard(
        candidate=candidate,
        exam=candidate.exam,
        phase=phase,
        attempts=attempts,
        open_attempt=next((attempt for attempt in attempts if _is_under_way(attempt, now)), None),
        why_not_start=why_not_start(candidate, attempts_used=len(attempts), now=now),
        result=_counting_result(candidate.exam, attempts) if are_results_visible(candidate.exam) else None,
    )


def exam_cards(user: User, now: datetime) -> list[ExamCard]:
    """Return all of a person's exams, the newest first."""
    return [exam_card(candidate, now) for candidate in with_attempts(candidacies_of(user))]


def attempts_of(user: User) -> QuerySet[Attempt]:
    """Return a person's own attempts."""
    own = Attempt.objects.filter(candidate__user=user, exam__state__in=_SHOWN)
    return own.select_related("exam", "paper").defer("paper__content", "paper__blueprint_snapshot")


def saved_answers(attempt: Attempt) -> dict[int, Answer]:
    """Return what is saved, by slot."""
    return dict(attempt.responses.filter(answer__isnull=False).values_list("slot_id", "answer"))


def last_save(attempt: Attempt) -> tuple[int, datetime | None]:
    """Return the highest sequence number of an attempt's present epoch, and when an answer was last saved."""
    saves = attempt.responses.filter(seq__gt=0).aggregate(
        seq=Max("seq", filter=Q(epoch=attempt.epoch)), saved_at=Max("saved_at")
    )
    return saves["seq"] or 0, saves["saved_at"]


def newest_result(attempt: Attempt) -> Result | None:
    """Return the revision of an attempt's result that stands."""
    return max(attempt.results.all(), key=attrgetter("revision"), default=None)


def _counting_result(exam: Exam, attempts: Sequence[Attempt]) -> Result | None:
    results = [result for attempt in attempts if (result := newest_result(attempt))]
    return counting_result(exam, results) if results else None


def _is_under_way(attempt: Attempt, now: datetime) -> bool:
    return attempt.state == AttemptState.OPEN and now <= attempt.accepts_until
