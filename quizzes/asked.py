"""What a question version asks on a paper: one thing, or as many as a case has parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from question_bank.content import QuestionContent, QuestionType, widened_slots
from question_bank.models import QuestionVersion


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked and answered; `marks` in hundredths, `part` 0 unless it belongs to a case."""

    version: QuestionVersion
    part: int
    content: QuestionContent
    marks: int

    @property
    def case(self) -> QuestionContent | None:
        """Return the case it belongs to, whose stem is the shared material."""
        return self.version.content if self.part else None


def asked_of(version: QuestionVersion, marks: int) -> list[Asked]:
    """Return what a version asks; a case's marks are shared out by weight and sum exactly."""
    content = version.content
    if content.type is not QuestionType.CASE:
        return [Asked(version, 0, content, marks)]
    shares = shared_out(marks, [part.weight for part in content.parts])
    parts = enumerate(zip(content.parts, shares, strict=True), start=1)
    return [Asked(version, number, _blanks_widened(part.content), share) for number, (part, share) in parts]


def part_content(version: QuestionVersion, part: int) -> QuestionContent:
    """Return what the slot of that part asks."""
    content = version.content
    return content.parts[part - 1].content if part else content


def shared_out(marks: int, weights: Sequence[int]) -> list[int]:
    """Return shares in proportion to weights, each within a hundredth, that sum to `marks`."""
    whole = sum(weights)
    return [after - before for before, after in pairwise([0, *(marks * upto // whole for upto in accumulate(weights))])]


def _blanks_widened(content: QuestionContent) -> QuestionContent:
    return replace(content, stem=widened_slots(content.stem))
