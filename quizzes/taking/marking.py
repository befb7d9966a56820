"""Mark attempts by the key of their paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from quizzes.marking import Answer, total_of
from quizzes.models import Attempt, Result
from quizzes.taking.papers import paper_marking

#: Hundredths by slot; None where a person has still to mark.
SlotMarks = dict[int, int | None]


def machine_marks(paper: UUID, answers: Mapping[int, Answer]) -> SlotMarks:
    """Return what answers earn by the frozen key; a slot without an answer earns what an empty one does."""
    return {slot: mark(answers.get(slot)) for slot, mark in paper_marking(paper).markers.items()}


def machine_result(attempt: Attempt, answers: Mapping[int, Answer], now: datetime) -> Result:
    """Return the unsaved result that the key gives; what a person must mark counts nothing yet.

    The attempt comes with `revision`, the number of the result that stands so far: 0, or more where it was reopened.
    """
    marks = machine_marks(attempt.paper.uuid, answers)
    total = total_of(marks, paper_marking(attempt.paper.uuid).sections)
    return Result(
        attempt=attempt,
        revision=attempt.revision + 1,  # type: ignore[attr-defined]
        slot_marks={str(slot): given for slot, given in marks.items()},
        total=total,
        maximum=attempt.paper.total_marks,
        is_complete=None not in marks.values(),
        is_pass=total >= attempt.exam.pass_marks,
        created_at=now,
    )
