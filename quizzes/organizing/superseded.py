"""What devices that were superseded still had: beside what stands, for invigilators and organizers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quizzes.marking import Answer
from quizzes.models import Attempt
from quizzes.taking.papers import frozen_paper
from quizzes.taking.selectors import saved_answers
from quizzes.taking.sheet import SheetQuestion, answer_sheet, sheet_questions


@dataclass(frozen=True, slots=True)
class SupersededLine:
    """An answer that was not saved, by the candidate's own number, and the one that stands."""

    number: int
    given: str
    standing: str


@dataclass(frozen=True, slots=True)
class SupersededDevice:
    """What one device still had, and when the last of it arrived."""

    at: datetime
    lines: Sequence[SupersededLine]


def superseded_devices(attempt: Attempt) -> list[SupersededDevice]:
    """Return the devices that had something left, in the order in which they were superseded."""
    kept: dict[int, dict[int, Answer]] = {}
    arrived: dict[int, datetime] = {}
    for each in attempt.superseded_answers.order_by("epoch", "pk"):
        kept.setdefault(each.epoch, {})[each.slot_id] = each.answer
        arrived[each.epoch] = each.arrived_at
    if not kept:
        return []
    standing = {asked.question.slot: asked for asked in _asked(attempt, saved_answers(attempt))}
    return [SupersededDevice(arrived[epoch], _lines(attempt, kept[epoch], standing)) for epoch in kept]


def _asked(attempt: Attempt, answers: dict[int, Answer]) -> list[SheetQuestion]:
    return sheet_questions(answer_sheet(frozen_paper(attempt.paper.uuid), attempt.display, answers))


def _lines(
    attempt: Attempt, answers: dict[int, Answer], standing: dict[int, SheetQuestion]
) -> Sequence[SupersededLine]:
    return [
        SupersededLine(asked.number, _in_words(asked), _in_words(standing[asked.question.slot]))
        for asked in _asked(attempt, answers)
        if asked.question.slot in answers
    ]


def _in_words(asked: SheetQuestion) -> str:
    """Return an answer as a person writes it down, nothing where there is none."""
    if not asked.is_answered:
        return ""
    if asked.pairs:
        return " ".join(f"{pair.number}-{pair.chosen.letter}" for pair in asked.pairs if pair.chosen)
    if asked.places:
        return "".join(option.letter for place in asked.places for option in place.options if option.is_chosen)
    if asked.blanks:
        return "；".join(asked.blanks)
    if asked.text is not None:
        return asked.text
    return "".join(option.letter or option.text for option in asked.options if option.is_chosen)
