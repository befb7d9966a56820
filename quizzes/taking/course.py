"""What was noticed of an attempt, what was decided, what the candidate said: one line of time for all three."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quizzes.models import Attempt, IntegrityDecision, IntegrityEvent, IntegrityStatement


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened; `what` is event, decision or statement, as `each` is."""

    at: datetime
    what: str
    each: IntegrityEvent | IntegrityDecision | IntegrityStatement


def course_of(attempt: Attempt) -> Sequence[Step]:
    """Return the steps in order of time, in three queries."""
    steps = [Step(each.at, "event", each) for each in attempt.integrity_events.all()]
    steps += [Step(each.at, "decision", each) for each in attempt.integrity_decisions.select_related("by")]
    steps += [Step(each.at, "statement", each) for each in attempt.integrity_statements.all()]
    return sorted(steps, key=lambda step: step.at)
