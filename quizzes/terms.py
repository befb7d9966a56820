"""On what terms one candidate sits: the exam's own, and what this one was granted beyond them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from quizzes.models import Candidate


@dataclass(frozen=True, slots=True)
class Terms:
    """When a candidate may begin, how long they then have, and how often.

    `extra` is time on top of everything, the end of the window included: what is granted must be of use to somebody
    who begins late as well.
    """

    opens_at: datetime
    closes_at: datetime
    duration: timedelta
    extra: timedelta
    attempts: int
    grace: timedelta

    @property
    def minutes(self) -> int:
        """How long whoever begins in time may write."""
        return (self.duration + self.extra) // timedelta(minutes=1)

    def deadline(self, started_at: datetime) -> datetime:
        """Return when an attempt begun at that moment ends."""
        return min(self.closes_at, started_at + self.duration) + self.extra

    def accepts_until(self, deadline: datetime) -> datetime:
        """Return the last moment at which an answer still counts."""
        return deadline + self.grace


def terms_of(candidate: Candidate) -> Terms:
    """Return the terms as they now stand; the exam comes with the candidate."""
    exam = candidate.exam
    return Terms(
        opens_at=candidate.opens_at or exam.opens_at,
        closes_at=candidate.closes_at or exam.closes_at,
        duration=timedelta(minutes=exam.duration_minutes),
        extra=timedelta(minutes=candidate.extra_minutes),
        attempts=exam.attempt_limit + candidate.extra_attempts,
        grace=timedelta(seconds=exam.grace_seconds),
    )
