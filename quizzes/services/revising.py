"""A further revision of a result, where a person gave an answer other marks."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from quizzes.corrections import paper_pass_line
from quizzes.marking import total_of
from quizzes.models import Attempt, Result


def result_revise(
    *, attempt: Attempt, newest: Result, slot_marks: dict[str, int | None], reason: str, by: User, now: datetime
) -> Result:
    """Return the revision that follows the newest: other marks by slot, the same maximum."""
    sections: dict[str, int] = {
        str(slot): section for slot, section in attempt.paper.slots.values_list("pk", "section")
    }
    total = total_of(slot_marks, sections)
    return Result.objects.create(
        attempt=attempt,
        revision=newest.revision + 1,
        slot_marks=slot_marks,
        total=total,
        maximum=newest.maximum,
        is_complete=None not in slot_marks.values(),
        is_pass=total >= paper_pass_line(attempt.exam, attempt.paper, newest.maximum),
        reason=reason,
        created_by=by,
        created_at=now,
    )
