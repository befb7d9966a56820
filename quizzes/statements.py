"""What an exam tells the record store."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from lrs.statements import ActivityType, Verb, activity_for, actor_for, score_for, statement_for, statement_id_for
from quizzes.models import Attempt, Exam, Result


def exam_activity(exam: Exam) -> dict[str, Any]:
    """Return an exam as an activity, named by the address at which candidates find it."""
    path = reverse("quizzes:start", kwargs={"exam": exam.uuid})
    return activity_for(f"{settings.PUBLIC_ORIGIN}{path}", exam.title, ActivityType.ASSESSMENT)


def attempt_completed(attempt: Attempt, *, again: int = 0) -> dict[str, Any]:
    """Return the statement that an attempt was handed in; what it scored is said at publication alone.

    `again` counts the times it had been handed in before it was reopened: each is a statement of its own.
    """
    if attempt.submitted_at is None:
        raise ValueError("an attempt is completed when it is submitted")
    seconds = (attempt.submitted_at - attempt.started_at).total_seconds()
    return statement_for(
        statement_id=statement_id_for(f"completed {again}" if again else "completed", attempt.uuid),
        actor=actor_for(attempt.candidate.user, settings.PUBLIC_ORIGIN),
        verb=Verb.COMPLETED,
        target=exam_activity(attempt.exam),
        at=attempt.submitted_at,
        result={"completion": True, "duration": f"PT{max(seconds, 0):.2f}S"},
        context={"registration": str(attempt.uuid)},
    )


def result_scored(result: Result, *, exam: Exam, at: datetime) -> list[dict[str, Any]]:
    """Return what publication says of one result: the score, and whether it is a pass."""
    attempt = result.attempt
    outcome = Verb.PASSED if result.is_pass else Verb.FAILED
    return [
        statement_for(
            statement_id=statement_id_for(verb.name.lower(), result.uuid),
            actor=actor_for(attempt.candidate.user, settings.PUBLIC_ORIGIN),
            verb=verb,
            target=exam_activity(exam),
            at=at,
            result={"score": score_for(raw=result.total, highest=result.maximum), "success": result.is_pass},
            context={"registration": str(attempt.uuid)},
        )
        for verb in (Verb.SCORED, outcome)
    ]
