"""Mark attempts by the key of their paper, as their exam has put it right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType

from quizzes.corrections import PaperMarking, paper_marking, paper_pass_line
from quizzes.marking import Answer, total_of
from quizzes.models import Attempt, Result
from quizzes.taking.papers import slots_shown

#: Hundredths by slot; None where a person has still to mark.
SlotMarks = dict[int, int | None]


def machine_marks(marking: PaperMarking, answers: Mapping[int, Answer], asked: Collection[int]) -> SlotMarks:
    """Return what answers to the slots `asked` earn by the key; one without an answer earns what an empty one does."""
    return {slot: mark(answers.get(slot)) for slot, mark in marking.markers.items() if slot in asked}


def machine_result(
    attempt: Attempt, answers: Mapping[int, Answer], now: datetime, *, given: Mapping[int, int] = MappingProxyType({})
) -> Result:
    """Return the unsaved result that the key gives; what a person must mark counts nothing yet.

    `given` is what people gave to answers that the key leaves to them, where it is known already.

    The attempt comes with `revision`, the number of the result that stands so far: 0, or more where it was reopened;
    and with `correction`, the exam's newest, by which it is marked.
    """
    marking = paper_marking(attempt.paper.uuid, attempt.exam_id, attempt.correction)  # type: ignore[attr-defined]
    by_key = machine_marks(marking, answers, set(slots_shown(attempt.display)))
    marks = {slot: given.get(slot) if earned is None else earned for slot, earned in by_key.items()}
    total = total_of(marks, marking.sections)
    maximum = sum(marking.worth[slot] for slot in marks)
    return Result(
        attempt=attempt,
        revision=attempt.revision + 1,  # type: ignore[attr-defined]
        slot_marks={str(slot): given for slot, given in marks.items()},
        total=total,
        maximum=maximum,
        is_complete=None not in marks.values(),
        is_pass=total >= paper_pass_line(attempt.exam, attempt.paper, maximum),
        created_at=now,
    )
