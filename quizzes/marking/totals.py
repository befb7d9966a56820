"""What the marks of a paper's slots come to, and whether that is a pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

_Slot = TypeVar("_Slot", bound=Hashable)


def total_of(slot_marks: Mapping[_Slot, int | None], sections: Mapping[_Slot, int]) -> int:
    """Return the sum in hundredths; a slot that waits for a person counts nothing yet.

    What wrong answers cost is taken from their own section, until nothing is left of it (扣完为止): guessing badly
    among the true/false questions never eats into the essays, and no total is below 0.
    """
    given = {slot: marks for slot, marks in slot_marks.items() if marks is not None}
    if min(given.values(), default=0) >= 0:
        return sum(given.values())
    by_section: Counter[int] = Counter()
    for slot, marks in given.items():
        by_section[sections[slot]] += marks
    return sum(max(0, marks) for marks in by_section.values())


def pass_line(pass_marks: int, *, maximum: int, full: int) -> int:
    """Return the fewest hundredths that pass where only `maximum` of a paper's `full` marks still count.

    The share stays as announced, rounded up to a hundredth: 60 of 100 are 58.8 of 98.
    """
    return -(-pass_marks * maximum // full) if full else pass_marks
